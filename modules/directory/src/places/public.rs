//! Places as everybody sees them: where, when open, which standards, whom to call.
use super::{Place, PlaceId, PlaceKind, store};
use crate::unions;
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    clock,
    tree::Scope,
    web::{Error, Fields, Result},
};
use std::collections::HashMap;
use ui::{Guest, Pill, Pills, Row, Stamp, Tab};

/// How many a page shows; a county has some hundred.
const PLACES: i64 = 300;

#[derive(Template)]
#[template(path = "places/public-index.html")]
struct IndexPage {
    frame: ui::Member,
    kinds: Pills,
    places: Vec<Row>,
}
#[derive(Template)]
#[template(path = "places/public.html")]
struct ShowPage {
    frame: ui::Member,
    place: Place,
    now: Option<Stamp>,
    hours: Vec<(String, String)>,
    accepted: Vec<store::Accepted>,
    phone: String,
}

fn now(guest: &Guest, place: &Place) -> Option<Stamp> {
    let state = place.hours()?.state(clock::local(guest.app.now()), &guest.app.calendar);
    Some(if state.is_open() { Stamp::ok(state.words()) } else { Stamp::plain(state.words()) })
}

pub async fn index(guest: Guest, asked: Fields) -> Result<Response> {
    let kind = PlaceKind::from_key(asked.get("kind"));
    let db = &guest.app.db;
    let Some(root) = guest.app.root().await? else { return Err(Error::NotFound) };
    let scope = Scope::below(&root.path);
    let all = store::list(db, &scope, &store::Wanted::default(), PLACES).await?;
    let mut standards: HashMap<PlaceId, Vec<String>> = HashMap::new();
    for (place, standard) in store::standards_within(db, &scope).await? {
        standards.entry(place).or_default().push(standard);
    }
    let kinds = PlaceKind::ALL.into_iter().filter(|k| all.iter().any(|p| p.kind == k.key()));
    let pills = std::iter::once(Pill::new("全部", "/places").here(kind.is_none()));
    let pills =
        pills.chain(kinds.map(|k| Pill::new(k.name(), format!("/places?kind={}", k.key())).here(Some(k) == kind)));
    let row = |place: &Place| {
        let mut row = Row::new(&place.name).icon_of(ui::Home::Ai, "map-pin").href(place.public_link());
        if let Some(stamp) = now(&guest, place) {
            row = row.stamp(stamp);
        }
        if !place.address.is_empty() {
            row = row.meta(&place.address);
        }
        standards.get(&place.id).and_then(|s| s.first()).map_or(row.clone(), |s| row.meta(s))
    };
    Ok(guest.show(&IndexPage {
        frame: guest.frame("可以去的地方", Tab::Home, Some("/")),
        kinds: Pills::new("种类", pills),
        places: all.iter().filter(|p| kind.is_none_or(|k| p.kind == k.key())).map(row).collect(),
    }))
}

pub async fn show(guest: Guest, Path(place): Path<PlaceId>) -> Result<Response> {
    let db = &guest.app.db;
    let place = store::find(db, place).await?.ok_or(Error::NotFound)?;
    let accepted = store::accepted(db, place.id).await?;
    Ok(guest.show(&ShowPage {
        frame: guest.frame(&place.name, Tab::Home, Some("/places")),
        now: now(&guest, &place),
        hours: place.hours().map(|h| h.lines()).unwrap_or_default(),
        accepted: accepted.into_iter().filter(|a| a.ended_on.is_none()).collect(),
        phone: unions::store::find(db, place.union_id).await?.map(|u| u.phone).unwrap_or_default(),
        place,
    }))
}
