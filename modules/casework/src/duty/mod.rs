//! 值班和预约 as people see them: the calendar of those on duty in the console, booking a time on the member site.
//!
//! The piece itself is [`platform::slots`]; here is which service leads to which advisers, and what a case shows of its bookings.
pub mod demo;
mod desk;
pub mod mine;
pub mod portion;
#[cfg(test)]
mod tests;

use crate::{
    cases::{Case, NUMBERED, routing},
    counselling,
    definitions::Service,
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    db::Result,
    identity::AccountId,
    settings,
    slots::{self, Booking, Exception, Roster, RosterId, Span},
    tree::OrgId,
    web::Routes,
};
use ui::Row;

pub fn routes() -> Routes {
    desk::routes().merge(mine::routes())
}
/// Where a time for a service is chosen.
pub fn choosing(service: &str, case: Option<&str>) -> String {
    let case = case.map_or_else(String::new, |number| format!("?case={number}"));
    format!("/services/{service}/slots{case}")
}

/// For templates: the day of the week, and a minute of the day.
pub fn weekday(day: &Date) -> &'static str {
    ui::text::weekday(*day)
}
pub fn clock(minute: &i64) -> String {
    slots::clock_text(*minute)
}

/// A day on which an adviser is there, with the times and how many seats each has left.
pub struct Offer {
    pub roster: Roster,
    pub times: Vec<(Span, i64)>,
}
/// Whose duty somebody may book for a service: advisers of its kinds along the own unions; for what is confidential only those whom one may
/// ask, and for a case its counsellor.
async fn rosters(
    app: &App,
    service: &Service,
    home: OrgId,
    asks: AccountId,
    case: Option<&Case>,
) -> Result<Vec<Roster>> {
    let line = routing::line(app, home, None).await?;
    let orgs: Vec<OrgId> = line.iter().map(|level| level.org.id).collect();
    let mut all = slots::store::at(&app.db, &orgs, &service.advisers, app.today()).await?;
    if service.confidential {
        let offered = counselling::routing::offered(app, home, asks).await?;
        let only = case.and_then(|case| case.alone);
        all.retain(|roster| match only {
            Some(only) => roster.account == only,
            None => offered.iter().any(|one| one.account == roster.account),
        });
    }
    all.retain(|roster| roster.account != asks && roster.is_confidential() == service.confidential);
    Ok(all)
}
/// The days on which times can be booked, the nearest first.
async fn offers(app: &App, rosters: Vec<Roster>, region: &str) -> Result<Vec<(Date, Vec<Offer>)>> {
    let today = app.today();
    let ahead = settings::number(&app.db, slots::AHEAD_DAYS, region, today).await?;
    let last = today.saturating_add(ahead.days());
    let ids: Vec<RosterId> = rosters.iter().map(|roster| roster.id).collect();
    let exceptions = slots::store::exceptions(&app.db, &ids, today, last).await?;
    let bookings = slots::store::bookings(&app.db, &ids, today, last).await?;
    let mut days = Vec::new();
    for day in today.series(1.day()).take_while(|day| *day <= last) {
        let there = rosters.iter().filter(|roster| roster.closed(day, &exceptions, &app.calendar).is_none());
        let offers: Vec<Offer> =
            there.map(|roster| offer(app, roster, day, &bookings)).filter(|one| !one.times.is_empty()).collect();
        if !offers.is_empty() {
            days.push((day, offers));
        }
    }
    Ok(days)
}
fn offer(app: &App, roster: &Roster, day: Date, bookings: &[Booking]) -> Offer {
    let taken = |span: &Span| {
        bookings.iter().filter(|one| one.roster == roster.id && one.day() == day && one.starts == span.from).count()
            as i64
    };
    let now = platform::clock::local(app.now());
    let passed = |span: &Span| day == now.date() && span.from <= i64::from(now.hour()) * 60 + i64::from(now.minute());
    let times = roster.spans().into_iter().filter(|span| !passed(span));
    Offer { times: times.map(|span| (span, (roster.capacity - taken(&span)).max(0))).collect(), roster: roster.clone() }
}

/// Who is there on a day: why not, where not.
fn there(app: &App, roster: &Roster, day: Date, exceptions: &[Exception]) -> Option<String> {
    use slots::Closed::{Holiday, Off, Over, Week};
    roster.closed(day, exceptions, &app.calendar).map(|why| match why {
        Week | Over => "不值班".to_owned(),
        Holiday(name) => format!("{name}放假"),
        Off(why) => format!("停：{why}"),
    })
}

/// The rows of a case about its bookings, for the person: what is booked, and the way to book.
pub async fn rows_of(app: &App, case: &Case) -> Result<Vec<Row>> {
    let service = case.service();
    if service.advisers.is_empty() {
        return Ok(Vec::new());
    }
    let all = slots::store::about(&app.db, NUMBERED, case.id.0).await?;
    let mut rows: Vec<Row> =
        all.iter().filter(|one| one.state == "booked").map(|one| mine::row(one, app.today())).collect();
    if !case.is_over() && rows.is_empty() {
        let row = Row::new("约个时间当面谈").icon("calendar-plus").meta(service.advisers.join("、"));
        rows.push(row.href(choosing(&service.key, Some(&case.number))));
    }
    Ok(rows)
}
