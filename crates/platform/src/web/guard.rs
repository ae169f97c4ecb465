//! Who is asking, may they, and did the form come from our own page.
use super::{Error, cookie, set_cookie};
use crate::{
    App,
    identity::{self, SignedIn},
    rights::{Access, Permission},
    tree::Scope,
};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http_body_util::{BodyExt, Limited};
use std::{convert::Infallible, net::IpAddr, sync::Arc};

pub const SESSION_COOKIE: &str = "session";
const HELD_FORM_LIMIT: usize = 64 * 1024;

/// The one who asks: signed in or not, with large type or not.
#[derive(Clone, Default)]
pub struct Visitor {
    pub signed_in: Option<Arc<SignedIn>>,
    pub large: bool,
}

/// Reads the session cookie once for all handlers.
pub async fn recognise(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let from = super::sender::of(&app, &mut request);
    request.extensions_mut().insert(Sender(from));
    let large = cookie(request.headers(), "type").as_deref() == Some("large");
    let signed_in = match cookie(request.headers(), SESSION_COOKIE) {
        Some(token) => match identity::session(&app, &token).await {
            Ok(found) => found.map(Arc::new),
            Err(fault) => return Error::from(fault).into_response(),
        },
        None => None,
    };
    request.extensions_mut().insert(Visitor { signed_in, large });
    next.run(request).await
}

/// The address that a request comes from.
#[derive(Clone, Copy)]
struct Sender(Option<IpAddr>);

/// Refuses forms of an address that sent too many.
pub async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let from = request.extensions().get::<Sender>().and_then(|from| from.0);
    match super::sender::refusal(&app, from, &request) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    }
}

/// Refuses forms from other sites: `Sec-Fetch-Site` where the browser says it, else `Origin` against `Host`. Together with
/// `SameSite=Lax` cookies no token is needed, so drafts and cached pages stay valid.
pub async fn same_origin(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_from_us(request.headers()) {
        next.run(request).await
    } else {
        Error::Forbidden.into_response()
    }
}
fn is_from_us(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text("host"),
        // Neither: not a browser of the last ten years, so no cookie-carrying page of another site either.
        (None, None) => true,
    }
}

#[derive(Clone)]
pub struct Gate {
    pub app: App,
    pub access: Access,
}

/// Lets through who may use the route; sends the signed-out to the sign-in page, keeping what they had typed.
pub async fn enforce(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let Some(who) = visitor.signed_in else {
        return match gate.access {
            Access::Public => next.run(request).await,
            _ => ask_to_sign_in(&gate.app, request).await.unwrap_or_else(IntoResponse::into_response),
        };
    };
    let may = match gate.access {
        Access::Public | Access::SignedIn => true,
        Access::AnyPost => who.acting().is_some(),
        Access::Needs(permission) => who.may(permission),
    };
    if !may {
        return Error::Forbidden.into_response();
    }
    if matches!(gate.access, Access::AnyPost | Access::Needs(_)) {
        for door in gate.app.modules.iter().filter_map(|m| m.door) {
            match door(gate.app.clone(), who.clone()).await {
                Ok(None) => {}
                Ok(Some(first)) => return before(first, &request),
                Err(fault) => return Error::from(fault).into_response(),
            }
        }
    }
    next.run(request).await
}

/// Leads to what must be done first, and from there back to the page that was asked for.
fn before(first: &str, request: &Request) -> Response {
    let path = request.uri().path_and_query().map_or("/console", |p| p.as_str());
    let back = if request.method() == Method::GET { path } else { "/console" };
    Redirect::to(&format!("{first}?next={}", super::encode(back))).into_response()
}

async fn ask_to_sign_in(app: &App, request: Request) -> Result<Response, Error> {
    if request.headers().contains_key("hx-request") || super::wants_json(request.headers()) {
        return Err(Error::SignedOut);
    }
    let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    if request.method() == Method::GET {
        return Ok(Redirect::to(&format!("/sign-in?next={}", super::encode(&path))).into_response());
    }
    let form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|v| v.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let body = if form { Limited::new(request.into_body(), HELD_FORM_LIMIT).collect().await.ok() } else { None };
    let Some(body) = body else { return Ok(Redirect::to("/sign-in").into_response()) };
    let token = super::held::hold(app, &path, &String::from_utf8_lossy(&body.to_bytes())).await?;
    Ok(Redirect::to(&format!("/sign-in?next={}", super::encode(&format!("/held/{token}")))).into_response())
}

/// Somebody signed in: the extractor of handlers behind `SignedIn` and above.
pub struct Who(pub Arc<SignedIn>);
impl std::ops::Deref for Who {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.0
    }
}
impl Who {
    /// The branch in which the permission holds for the post in whose name one works.
    pub fn scope(&self, permission: &Permission) -> Result<Scope, Error> {
        let post = self.0.acting().filter(|_| self.0.may(permission)).ok_or(Error::Forbidden)?;
        Ok(Scope::below(&post.path))
    }
}
impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Visitor>().and_then(|v| v.signed_in.clone()).map(Who).ok_or(Error::SignedOut)
    }
}
impl<S: Send + Sync> OptionalFromRequestParts<S> for Who {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Visitor>().and_then(|v| v.signed_in.clone()).map(Who))
    }
}

/// The session cookie; an empty token ends it.
pub fn session_cookie(app: &App, token: &str) -> header::HeaderValue {
    set_cookie(
        SESSION_COOKIE,
        token,
        if token.is_empty() { 0 } else { identity::SESSION_DAYS * 86_400 },
        app.config.secure_cookies,
    )
}
