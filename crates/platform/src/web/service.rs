//! The whole program as one service: routes of all modules behind the same doors.
use super::{Declared, Routes, error, guard, routes};
use crate::App;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    middleware,
    response::{IntoResponse, Response},
};
use std::time::Duration;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

/// Own scripts and styles only; pictures may come from the page itself (QR codes, signatures) or a chosen file.
const CSP: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// All routes that the modules declare.
pub fn declared(app: &App) -> Vec<Declared> {
    app.modules.iter().flat_map(|m| (m.routes)().declared()).collect()
}

/// `outer` serves what needs no visitor: assets.
pub fn service(app: &App, outer: Router) -> Router {
    let routes =
        app.modules.iter().fold(Router::new(), |router, module| router.merge((module.routes)().into_router(app)));
    let health = Routes::new().get("/healthz", crate::rights::Access::Public, health).into_router(app);
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    routes
        .merge(health)
        .fallback(routes::nowhere)
        .method_not_allowed_fallback(routes::nowhere)
        .layer(middleware::from_fn(guard::same_origin))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(120)))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), guard::limit))
        .layer(middleware::from_fn_with_state(app.clone(), error::show))
        .layer(middleware::from_fn_with_state(app.clone(), guard::recognise))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .with_state(app.clone())
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(
            SizeAbove::new(600).and(NotForContentType::IMAGES).and(NotForContentType::const_new("application/vnd")),
        ))
        .merge(outer)
        .layer(header(header::CONTENT_SECURITY_POLICY, CSP))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
}

fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("a panic");
    super::Error::internal(text).into_response()
}

/// 200 when the database answers and can be written, 503 with a word otherwise.
async fn health(axum::extract::State(app): axum::extract::State<App>) -> Response {
    let answers = app.db.number("SELECT CAST(1 AS BIGINT)", crate::vals![]).await.is_ok();
    match (answers, app.db.is_writable() || crate::jobs::probe(&app).await) {
        (true, true) => "ok\n".into_response(),
        (true, false) => {
            (axum::http::StatusCode::SERVICE_UNAVAILABLE, "the database can't be written\n").into_response()
        }
        (false, _) => (axum::http::StatusCode::SERVICE_UNAVAILABLE, "the database doesn't answer\n").into_response(),
    }
}
