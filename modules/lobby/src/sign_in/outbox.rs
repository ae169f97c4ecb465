//! The development outbox: what the demo would send by SMS. It does not exist without `--demo`.
use askama::Template;
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use platform::{
    App, notices,
    rights::Access::Public,
    secrets::mask_phone,
    web::{Error, Fields, Result, Routes},
};
use ui::{Guest, Member, Tab, filters};

pub fn routes() -> Routes {
    Routes::new().get("/dev/outbox", Public, show).get("/dev/outbox.json", Public, list)
}

struct Message {
    to: String,
    body: String,
    at: i64,
}
#[derive(Template)]
#[template(path = "sign_in/outbox.html")]
struct OutboxPage {
    frame: Member,
    messages: Vec<Message>,
}

async fn sent(app: &App, form: &Fields) -> Result<Vec<notices::Sent>> {
    if !app.config.demo {
        return Err(Error::NotFound);
    }
    Ok(notices::outbox(app, form.opt("phone")).await?)
}

async fn show(guest: Guest, form: Fields) -> Result<Response> {
    let sent = sent(&guest.app, &form).await?;
    let messages = sent.into_iter().map(|m| Message { to: mask_phone(&m.to), body: m.body, at: m.at }).collect();
    Ok(guest.show(&OutboxPage { frame: guest.frame("短信演示箱", Tab::Home, Some("/")), messages }))
}

/// `[{"to": "138…", "body": "验证码…", "at": 1700000000000}]`, newest first: for browser tests.
async fn list(axum::extract::State(app): axum::extract::State<App>, form: Fields) -> Result<Response> {
    let sent = sent(&app, &form).await?;
    let list = sent.into_iter().map(|m| serde_json::json!({ "to": m.to, "body": m.body, "at": m.at }));
    Ok(Json(list.collect::<Vec<_>>()).into_response())
}
