//! Routes that declare who may use them.
use super::{Error, guard};
use crate::{App, rights::Access};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    middleware,
    routing::{MethodFilter, MethodRouter, on},
};

/// One route as declared: what the rights test walks.
#[derive(Clone, Debug)]
pub struct Declared {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

/// The routes of a module. There is no way to add one without an [`Access`].
#[derive(Default)]
pub struct Routes {
    declared: Vec<(Declared, MethodRouter<App>)>,
}
impl Routes {
    pub fn new() -> Self {
        Self::default()
    }
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, access: Access, handler: H) -> Self {
        self.add(Method::GET, path, access, on(MethodFilter::GET, handler))
    }
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, access: Access, handler: H) -> Self {
        self.add(Method::POST, path, access, on(MethodFilter::POST, handler))
    }
    /// A POST that takes a file of up to `limit` bytes.
    #[must_use]
    pub fn upload<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        limit: usize,
        handler: H,
    ) -> Self {
        self.add(Method::POST, path, access, on(MethodFilter::POST, handler).layer(DefaultBodyLimit::max(limit)))
    }
    /// The routes of another noun beside these.
    #[must_use]
    pub fn merge(mut self, others: Routes) -> Self {
        self.declared.extend(others.declared);
        self
    }
    fn add(mut self, method: Method, path: &'static str, access: Access, route: MethodRouter<App>) -> Self {
        self.declared.push((Declared { method, path, access }, route));
        self
    }
    pub fn declared(&self) -> Vec<Declared> {
        self.declared.iter().map(|(d, _)| d.clone()).collect()
    }
    /// The router, each route behind its guard.
    pub fn into_router(self, app: &App) -> Router<App> {
        self.declared.into_iter().fold(Router::new(), |router, (declared, route)| {
            let gate = guard::Gate { app: app.clone(), access: declared.access };
            router.route(declared.path, route.layer(middleware::from_fn_with_state(gate, guard::enforce)))
        })
    }
}

/// What no route answers to.
pub async fn nowhere() -> Error {
    Error::NotFound
}
