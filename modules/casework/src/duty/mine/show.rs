//! One's own bookings, one of them, and taking it back.
use super::{row, stamp};
use crate::{
    cases::{NUMBERED, own_link, store as cases},
    counselling::acts::region_of,
    definitions,
    duty::choosing,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::unions;
use platform::{
    clock,
    slots::{self, Booking, BookingId, MINE, store},
    web::{Error, Result, see},
};
use ui::{Button, Guest, Row, Stamp, Tab, filters};

#[derive(Template)]
#[template(path = "duty/mine/index.html")]
struct IndexPage {
    frame: ui::Member,
    open: Vec<Row>,
    over: Vec<Row>,
    ways: Vec<Row>,
}

/// The services for which a time can be booked.
fn ways() -> Vec<Row> {
    let with = definitions::current().filter(|service| !service.advisers.is_empty());
    let row = |service: &'static definitions::Service| {
        Row::new(&service.office)
            .icon("calendar-plus")
            .meta(service.advisers.join("、"))
            .href(choosing(&service.key, None))
    };
    with.map(row).collect()
}
pub async fn index(guest: Guest) -> Result<Response> {
    let app = &guest.app;
    let today = app.today();
    let all = store::own(&app.db, guest.account()?).await?;
    let (mut open, over): (Vec<&Booking>, Vec<&Booking>) =
        all.iter().partition(|one| one.state == "booked" && one.day() >= today);
    open.reverse();
    let rows = |all: Vec<&Booking>| all.into_iter().map(|one| row(one, today)).collect();
    let frame = guest.frame("我的预约", Tab::Services, Some(crate::services::PATH));
    Ok(guest.show(&IndexPage { frame, open: rows(open), over: rows(over), ways: ways() }))
}

#[derive(Template)]
#[template(path = "duty/mine/show.html")]
struct ShowPage {
    frame: ui::Member,
    booking: Booking,
    until: i64,
    may_cancel: bool,
    phone: String,
    case: Option<Row>,
}
impl ShowPage {
    fn stamp(&self) -> Stamp {
        stamp(&self.booking)
    }
    fn weekday(&self) -> &'static str {
        ui::text::weekday(self.booking.day())
    }
    fn until(&self) -> String {
        ui::text::moment_near(clock::local(self.until), self.frame.today)
    }
}
/// One's own booking: others don't exist.
async fn own(guest: &Guest, id: i64) -> Result<Booking> {
    let account = guest.account()?;
    let booking = store::booking(&guest.app.db, BookingId(id)).await?;
    booking.filter(|booking| booking.account == Some(account)).ok_or(Error::NotFound)
}
pub async fn show(guest: Guest, Path(id): Path<i64>) -> Result<Response> {
    let app = &guest.app;
    let booking = own(&guest, id).await?;
    let until = slots::cancellable_until(app, &booking, &region_of(app, booking.org).await?).await?;
    let case = match booking.subject == NUMBERED {
        true => cases::find(&app.db, crate::cases::CaseId(booking.subject_id)).await?,
        false => None,
    };
    let case =
        case.map(|case| Row::new(case.title()).icon("clipboard-text").meta(case.state()).href(own_link(&case.number)));
    Ok(guest.show(&ShowPage {
        frame: guest.frame("预约", Tab::Services, Some(MINE)),
        may_cancel: booking.state == "booked" && app.now() <= until,
        phone: unions::store::find(&app.db, booking.org).await?.map(|union| union.phone).unwrap_or_default(),
        until,
        case,
        booking,
    }))
}
pub async fn cancel(guest: Guest, Path(id): Path<i64>) -> Result<Response> {
    let booking = own(&guest, id).await?;
    let region = region_of(&guest.app, booking.org).await?;
    let done = slots::cancel(&guest.app, guest.who()?, &booking, &region).await?;
    Ok(see(&format!("{MINE}/{id}"), &done.map_or_else(|sentence| sentence, |()| "取消了".to_owned())))
}
