//! The week: who is on duty where, how many have booked.
use super::{is_mine, sees_names};
use crate::{
    duty::there,
    permissions::{DUTY_MANAGE, DUTY_SERVE},
};
use askama::Template;
use axum::response::Response;
use jiff::{ToSpan, civil::Date};
use platform::{
    slots::{DESK, Roster, RosterId, day_of_week, store},
    web::{Fields, Result},
};
use ui::{Button, Crumb, Desk, Pill, Pills, filters};

/// A duty on a day.
struct Line {
    roster: Roster,
    mine: bool,
    /// Why nobody is there.
    closed: Option<String>,
    /// Booked, of how many; none: not for whoever looks.
    booked: Option<(i64, i64)>,
}
#[derive(Template)]
#[template(path = "duty/desk/week.html")]
struct WeekPage {
    frame: ui::Console,
    monday: Date,
    views: Pills,
    days: Vec<(Date, Vec<Line>)>,
    /// Nobody is on duty at all.
    empty: bool,
    own: bool,
}
impl WeekPage {
    fn to(&self, weeks: i64) -> String {
        let monday = self.monday.saturating_add((weeks * 7).days());
        format!("{DESK}?day={monday}{}", if self.own { "&own=1" } else { "" })
    }
    fn at(line: &Line, day: &Date) -> String {
        format!("{DESK}/{}?day={day}", line.roster.id)
    }
}

/// All duties of a branch on the days of a week; a day on which the week's pattern has none is left out.
async fn days(desk: &Desk, rosters: Vec<Roster>, monday: Date) -> Result<Vec<(Date, Vec<Line>)>> {
    let app = &desk.app;
    let sunday = monday.saturating_add(6.days());
    let ids: Vec<RosterId> = rosters.iter().map(|roster| roster.id).collect();
    let exceptions = store::exceptions(&app.db, &ids, monday, sunday).await?;
    let bookings = store::bookings(&app.db, &ids, monday, sunday).await?;
    let line = |roster: &Roster, day: Date| {
        let closed = there(app, roster, day, &exceptions);
        let usual = roster.weekdays.contains(&day_of_week(day).to_string())
            && day >= roster.starts()
            && roster.ends().is_none_or(|last| day <= last);
        let booked = bookings.iter().filter(|one| one.roster == roster.id && one.day() == day).count() as i64;
        let seats = roster.spans().len() as i64 * roster.capacity;
        let counted = (closed.is_none() && sees_names(desk, roster)).then_some((booked, seats));
        (usual || closed.is_none()).then(|| Line {
            mine: is_mine(desk, roster.account),
            closed,
            booked: counted,
            roster: roster.clone(),
        })
    };
    let day = |day: Date| (day, rosters.iter().filter_map(|roster| line(roster, day)).collect());
    Ok(monday.series(1.day()).take(7).map(day).collect())
}
/// The week that one opens: on a Sunday the one that begins tomorrow.
fn ahead(today: Date) -> Date {
    if day_of_week(today) == 7 { today.saturating_add(1.day()) } else { today }
}
pub async fn show(desk: Desk, asked: Fields) -> Result<Response> {
    let scope = desk.scope(DUTY_SERVE)?;
    let day = asked.number::<Date>("day").unwrap_or_else(|| ahead(desk.app.today()));
    let monday = day.saturating_sub(i64::from(day_of_week(day) - 1).days());
    let manages = desk.may(DUTY_MANAGE);
    let own = !manages || asked.has("own");
    let rosters = store::list(&desk.app.db, &scope, own.then_some(desk.who.account), monday).await?;
    let empty = rosters.is_empty();
    let days = days(&desk, rosters, monday).await?;
    let view = |name: &'static str, mine: bool| {
        Pill::new(name, format!("{DESK}?day={monday}{}", if mine { "&own=1" } else { "" })).here(own == mine)
    };
    let views = if manages { vec![view("全部", false), view("我的", true)] } else { vec![view("我的", true)] };
    let frame = desk.frame("值班", DESK, vec![Crumb::word("信家")]);
    Ok(desk.show(&WeekPage { frame, monday, views: Pills::new("看谁的", views), days, empty, own }))
}
