//! What members said of a promise, for its officers: read without names, put on the public page or taken off.
use super::{PromiseId, entry, own, public::about};
use axum::{extract::Path, response::Response};
use platform::{
    audit, ratings,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

/// Puts what somebody said onto the public page, or takes it off.
pub async fn update(desk: Desk, Path((promise, rating)): Path<(PromiseId, i64)>, form: Fields) -> Result<Response> {
    let promise = own(&desk, promise).await?;
    let public = form.get("shown") == "1";
    let mut tx = desk.app.db.begin().await?;
    let seen = form.number("seen").unwrap_or(0);
    if !ratings::show(&mut tx, &about(promise.id), rating, seen, public).await? {
        return Err(Error::refused("这句话刚刚改过，请看过再办"));
    }
    let act = if public { "promise.opinion_show" } else { "promise.opinion_hide" };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry(act, promise.id, promise.org, "")).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#ratings", promise.link()), if public { "放到公开页了" } else { "从公开页拿下了" }))
}
