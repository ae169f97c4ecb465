//! The raw limit: bare axum handlers that send the same bytes, with the same reads where the page reads.
use crate::{Outcome, fill};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use platform::{App, identity, web};
use std::{path::Path, sync::Arc};

/// Where a page's bytes are laid down for the raw handlers.
pub fn file(dir: &Path, page: &str) -> std::path::PathBuf {
    dir.join(format!("raw-{page}.html"))
}

#[derive(Clone)]
struct Raw {
    app: App,
    home: Arc<str>,
    card: Arc<str>,
}

/// `bench raw DIR ADDRESS`
pub async fn run(args: &[String]) -> Outcome {
    let [dir, address] = args else { return Err("raw DIR ADDRESS".into()) };
    let dir = Path::new(dir);
    let url = std::env::var("DATABASE_URL").ok();
    let page = |name| std::fs::read_to_string(file(dir, name)).map(Arc::from);
    let raw = Raw { app: fill::app(dir, url.as_deref()).await?, home: page("home")?, card: page("card")? };
    let router = Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/home", get(async |State(raw): State<Raw>| Html(raw.home.to_string())))
        .route("/card", get(card))
        .with_state(raw);
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?;
    Ok(())
}

/// The reads of the signed-in card page: the session with its posts, and the card.
async fn card(State(raw): State<Raw>, headers: HeaderMap) -> Response {
    let read = async {
        let token = web::cookie(&headers, web::SESSION_COOKIE)?;
        let who = identity::session(&raw.app, &token).await.ok()??;
        directory::card::store::of_person(&raw.app.db, who.person?).await.ok()?
    };
    match read.await {
        Some(_) => Html(raw.card.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
