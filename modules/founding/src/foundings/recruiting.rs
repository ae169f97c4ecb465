//! How the recruiting stands, brought up to date while somebody looks at it.
use super::{FoundingId, me, store, within};
use crate::{
    foundings::{Founding, rules},
    permissions::FOUNDINGS_READ,
    settings::COMMITTEE_FROM,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use platform::{
    App, settings,
    web::{Error, Fields, Result},
};
use ui::{Desk, Guest, filters};

/// The line with the numbers. It asks for itself anew and is only replaced where they have changed.
#[derive(Template)]
#[template(path = "foundings/recruiting.html")]
pub struct Recruiting {
    link: String,
    members: i64,
    waiting: i64,
    words: String,
}
impl askama::filters::HtmlSafe for Recruiting {}

/// `link`: the founding's page on the face that shows the line.
pub async fn now(app: &App, founding: &Founding, link: String) -> Result<Recruiting> {
    let from = settings::number(&app.db, COMMITTEE_FROM, &founding.region, app.today()).await?;
    let (mut members, mut waiting) = (0, 0);
    if founding.union_id.is_some() {
        members = store::members(&app.db, &founding.path).await?.0;
        waiting = store::waiting(&app.db, &founding.path).await?;
    }
    Ok(Recruiting { link, members, waiting, words: rules::size_words(members, from) })
}
async fn again(app: &App, founding: &Founding, link: String, seen: &Fields) -> Result<Response> {
    let line = now(app, founding, link).await?;
    if (seen.number("members"), seen.number("waiting")) == (Some(line.members), Some(line.waiting)) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(ui::fragment(&line).into_response())
}

pub async fn show(desk: Desk, Path(founding): Path<FoundingId>, seen: Fields) -> Result<Response, Error> {
    let founding = within(&desk, FOUNDINGS_READ, founding).await?;
    again(&desk.app, &founding, founding.link(), &seen).await
}
pub async fn mine(guest: Guest, Path(founding): Path<FoundingId>, seen: Fields) -> Result<Response, Error> {
    let founding = me::own(&guest, founding).await?;
    again(&guest.app, &founding, me::link(founding.id), &seen).await
}
