//! 我的工会: whom to call and where to go, and how one came here.
use super::{show, store};
use crate::{
    places::{self, Place},
    unions::{self, Union},
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use platform::{
    standards::Table,
    web::{Error, Result},
};
use ui::{Guest, Row, Tab};

#[derive(Template)]
#[template(path = "card/union.html")]
struct UnionPage {
    frame: ui::Member,
    union: Union,
    upper: Option<Union>,
    places: Vec<Row>,
    affiliations: Vec<Row>,
    history: Vec<Row>,
}

fn place_row(place: &Place, own: &Union) -> Row {
    let row = Row::new(&place.name).icon_of(ui::Home::Ai, "map-pin").meta(place.kind_name()).href(place.public_link());
    let row = if place.address.is_empty() { row } else { row.meta(&place.address) };
    if place.union_id == own.id { row } else { row.meta(&place.union_name) }
}
fn history_row(event: &store::Event, today: jiff::civil::Date) -> Row {
    let named = |table: &str, code: &str| Table::find(table).and_then(|t| t.name_of(code));
    let change = named("membership_change", &event.change).unwrap_or("会籍变化");
    let on = event.on_day.parse().map_or_else(|_| event.on_day.clone(), |day| ui::text::near(day, today));
    let row = Row::new(change).meta(&event.union_name).value(on);
    match named("membership_change_reason", &event.reason) {
        Some(reason) => row.meta(reason),
        None => row,
    }
}

pub(super) async fn show(guest: Guest) -> Result<Response> {
    let Some(card) = show::mine(&guest).await? else { return Ok(Redirect::to("/me/card").into_response()) };
    let (db, today) = (&guest.app.db, guest.app.today());
    let union = unions::store::find(db, card.union_id).await?.ok_or(Error::NotFound)?;
    let upper = match union.parent {
        Some(parent) => unions::store::find(db, parent).await?,
        None => None,
    };
    let places = places::store::near(db, &union.path, 10).await?;
    let ties = store::affiliations(db, card.person, today).await?;
    let events = store::events(db, card.person).await?;
    Ok(guest.show(&UnionPage {
        frame: guest.frame("我的工会", Tab::Mine, Some("/me")),
        places: places.iter().map(|p| place_row(p, &union)).collect(),
        affiliations: ties
            .iter()
            .map(|(name, since)| Row::new(name).meta(format!("{}起", show::month(since))))
            .collect(),
        history: events.iter().map(|e| history_row(e, today)).collect(),
        union,
        upper,
    }))
}
