//! A form that was under way when the session ended: shown to be kept, sent on with one tap.
use super::next::local;
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::web::{Error, HeldForm, Result, held_form};
use ui::{Guest, Member, Tab};

#[derive(Template)]
#[template(path = "sign_in/held.html")]
struct HeldPage {
    frame: Member,
    form: HeldForm,
}

pub async fn show(guest: Guest, Path(token): Path<String>) -> Result<Response> {
    let form = held_form(&guest.app, &token).await?.ok_or(Error::NotFound)?;
    if local(&form.target) != form.target {
        return Err(Error::NotFound);
    }
    Ok(guest.show(&HeldPage { frame: guest.frame("继续刚才的事", Tab::Home, Some("/")), form }))
}
