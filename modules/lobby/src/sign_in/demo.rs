//! Signing in as one of the demo's people with one tap; without `--demo` it does not exist.
use super::{enter, local};
use axum::{http::HeaderMap, response::Response};
use directory::demo::{SIGN_INS, SignIn};
use platform::{
    App, identity,
    web::{Error, Fields, Result},
};
use ui::Guest;

/// Those whom the sign-in page offers.
pub fn people(app: &App) -> &'static [SignIn] {
    if app.config.demo { SIGN_INS } else { &[] }
}

pub async fn create(guest: Guest, headers: HeaderMap, form: Fields) -> Result<Response> {
    let chosen = people(&guest.app).iter().find(|p| p.phone == form.get("phone")).ok_or(Error::NotFound)?;
    let mut tx = guest.app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, &guest.app, chosen.phone, chosen.name).await?;
    tx.commit().await?;
    enter(&guest.app, &headers, account, local(form.get("next"))).await
}
