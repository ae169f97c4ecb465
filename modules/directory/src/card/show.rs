//! The card itself, the next code, and the number for those who can't scan.
use super::{
    store::{self, Card, Number},
    token::{self, VALID_SECONDS},
};
use crate::joinings::{
    self,
    store::{Joining, State},
};
use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::{
    documents::{Ruggedness, qr_svg},
    web::{Error, Result},
};
use ui::{Guest, RotatingCode, Stamp, Tab, filters};

#[derive(Template)]
#[template(path = "card/card.html")]
struct CardPage {
    frame: ui::Member,
    federation: String,
    card: Card,
    stamp: Stamp,
    joined: String,
    code: RotatingCode,
}

#[derive(Template)]
#[template(path = "card/ended.html")]
struct EndedPage {
    frame: ui::Member,
    federation: String,
    card: Card,
    joined: String,
}

#[derive(Template)]
#[template(path = "card/none.html")]
struct NoCardPage {
    frame: ui::Member,
    /// The joining that is under way.
    pending: Option<Joining>,
}

#[derive(Template)]
#[template(path = "card/number.html")]
struct NumberPage {
    frame: ui::Member,
    number: Option<Number>,
}

/// The card of who is signed in, if there is one.
pub(super) async fn mine(guest: &Guest) -> Result<Option<Card>> {
    match guest.person() {
        Some(person) => Ok(store::of_person(&guest.app.db, person).await?),
        None => Ok(None),
    }
}
/// The card that can be shown to others.
async fn valid(guest: &Guest) -> Result<Card> {
    mine(guest).await?.filter(Card::holds).ok_or(Error::NotFound)
}
fn svg(guest: &Guest, card: &Card) -> String {
    let token = token::issue(&guest.app.keys, card.id, guest.app.now());
    qr_svg(&format!("{}/verify/{token}", guest.base_url()), Ruggedness::Screen, "会员码")
}
/// 2024年3月
pub(super) fn month(day: &str) -> String {
    day.parse::<jiff::civil::Date>().map_or_else(|_| day.to_owned(), |d| format!("{}年{}月", d.year(), d.month()))
}
pub(super) async fn federation(guest: &Guest) -> Result<String> {
    Ok(guest.app.root().await?.map_or_else(String::new, |org| org.name.clone()))
}

pub(super) async fn card(guest: Guest) -> Result<Response> {
    let frame = guest.frame("会员卡", Tab::Mine, Some("/me"));
    let Some(card) = mine(&guest).await? else {
        let newest = joinings::store::newest_of(&guest.app.db, guest.account()?).await?;
        let pending = newest.filter(|j| j.state().is_open());
        return Ok(guest.show(&NoCardPage { frame, pending }));
    };
    let (federation, joined) = (federation(&guest).await?, month(&card.joined_on));
    if !card.holds() {
        return Ok(guest.show(&EndedPage { frame, federation, card, joined }));
    }
    let stamp = match card.state.as_str() {
        "kept" => Stamp::info("保留会籍"),
        _ => Stamp::ok("有效").icon("circle-check"),
    };
    let code = RotatingCode::new("/me/card/qr", VALID_SECONDS, svg(&guest, &card));
    Ok(guest.show(&CardPage { frame, federation, card, stamp, joined, code }))
}

/// The next code, for the script.
pub(super) async fn qr(guest: Guest) -> Result<Html<String>> {
    let card = valid(&guest).await?;
    Ok(Html(svg(&guest, &card)))
}

pub(super) async fn number(guest: Guest) -> Result<Response> {
    let card = valid(&guest).await?;
    let number = store::number(&guest.app, card.id).await?;
    let frame = guest.frame("报数字", Tab::Mine, Some("/me/card"));
    Ok(guest.show(&NumberPage { frame, number }))
}

pub(super) async fn make_number(guest: Guest) -> Result<Response> {
    let card = valid(&guest).await?;
    let mut tx = guest.app.db.begin().await?;
    store::make_number(&mut tx, &guest.app, card.id).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me/card/number").into_response())
}
