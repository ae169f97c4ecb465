//! Signing in by password.
use super::{
    enter, local,
    pages::{SignInPage, Way},
    read_phone,
};
use axum::{http::HeaderMap, response::Response};
use platform::{
    identity,
    web::{Fields, Result},
};
use ui::Guest;

pub async fn create(guest: Guest, headers: HeaderMap, mut form: Fields) -> Result<Response> {
    let phone = read_phone(&mut form);
    let password = form.required("password", "请填密码", 200);
    let checked = match (phone, password) {
        (Some(phone), Some(password)) => identity::check_password(&guest.app, phone.as_str(), &password).await?,
        _ => return Ok(guest.refill(&SignInPage::new(&guest, Way::Password, &form))),
    };
    match checked {
        Ok(account) => enter(&guest.app, &headers, account.id, local(form.get("next"))).await,
        Err(sentence) => {
            form.fault("password", sentence);
            Ok(guest.refill(&SignInPage::new(&guest, Way::Password, &form)))
        }
    }
}
