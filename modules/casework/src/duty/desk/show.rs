//! One duty: its days, who comes on the chosen one, what differs from the week.
use super::{may_change, sees_names, within};
use crate::{
    cases::{CaseId, NUMBERED, store as cases},
    duty::there,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::{ToSpan, civil::Date};
use platform::{
    slots::{Booking, DESK, Roster, Span, store},
    web::{Fields, Result},
};
use ui::{Button, Crumb, Desk, Field, Flash, Pill, Pills, Stamp, filters};

/// So many days are looked at.
const AHEAD: i64 = 28;

/// A time, and who has it.
struct Time {
    span: Span,
    held: Vec<Held>,
}
struct Held {
    booking: Booking,
    name: String,
    phone: String,
    /// Its case: words and where it is.
    case: Option<(String, String)>,
    begun: bool,
}
#[derive(Template)]
#[template(path = "duty/desk/show.html")]
struct ShowPage {
    frame: ui::Console,
    roster: Roster,
    day: Date,
    closed: Option<String>,
    days: Pills,
    times: Vec<Time>,
    names: bool,
    exceptions: Vec<(String, Stamp)>,
    /// For whoever may change it.
    change: Option<(Vec<Field>, Field)>,
}
impl ShowPage {
    fn at(&self) -> String {
        format!("{DESK}/{}", self.roster.id)
    }
    fn weekdays(&self) -> String {
        weekdays(&self.roster.weekdays)
    }
    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.change.iter().flat_map(|(fields, last)| fields.iter().chain(std::iter::once(last)))
    }
    fn state(booking: &Booking) -> Option<Stamp> {
        match &*booking.state {
            "came" => Some(Stamp::ok("来了")),
            "missed" => Some(Stamp::plain("没来")),
            _ => None,
        }
    }
}
/// A field as it begins, or as it was typed.
pub fn begun(field: Field, form: &Fields) -> Field {
    if form.pairs().is_empty() { field } else { field.of_form(form) }
}
/// 135 as people say it.
pub fn weekdays(digits: &str) -> String {
    let name = |digit: char| {
        digit.to_digit(10).and_then(|n| ["一", "二", "三", "四", "五", "六", "日"].get(n as usize - 1).copied())
    };
    let names: Vec<&str> = digits.chars().filter_map(name).collect();
    format!("每周{}", names.join("、"))
}

async fn held(desk: &Desk, booking: Booking) -> Result<Held> {
    let app = &desk.app;
    let case = match booking.subject == NUMBERED {
        true => cases::find(&app.db, CaseId(booking.subject_id)).await?,
        false => None,
    };
    Ok(Held {
        name: booking.name(app),
        phone: booking.phone(app),
        case: case.map(|case| (case.title(), case.desk_link())),
        begun: booking.begins_at() <= app.now(),
        booking,
    })
}
async fn page(desk: &Desk, roster: Roster, day: Option<Date>, form: &Fields) -> Result<ShowPage> {
    let (app, today) = (&desk.app, desk.app.today());
    let last = today.saturating_add(AHEAD.days());
    let first = day.unwrap_or(today).min(today);
    let exceptions = store::exceptions(&app.db, &[roster.id], first, last.max(day.unwrap_or(today))).await?;
    let open = |day: &Date| roster.closed(*day, &exceptions, &app.calendar).is_none();
    let coming: Vec<Date> = today.series(1.day()).take(AHEAD as usize).filter(open).take(8).collect();
    let day = day.or(coming.first().copied()).unwrap_or(today);
    let names = sees_names(desk, &roster);
    let mut times: Vec<Time> = roster.spans().into_iter().map(|span| Time { span, held: Vec::new() }).collect();
    if names {
        for booking in store::bookings(&app.db, &[roster.id], day, day).await? {
            if let Some(time) = times.iter_mut().find(|time| time.span.from == booking.starts) {
                time.held.push(held(desk, booking).await?);
            }
        }
    }
    let pill = |one: &Date| {
        Pill::new(ui::text::near(*one, today), format!("{DESK}/{}?day={one}", roster.id)).here(*one == day)
    };
    let change = may_change(desk, &roster).then(|| {
        let fields = vec![
            begun(Field::date("day", "哪天").value(day), form),
            begun(Field::radios("open", "这天怎么样", [("0", "不值班"), ("1", "值班，放假也来")]).value("0"), form),
            Field::text("why", "原因").hint("约了的人会看到").attr("maxlength", 60).of_form(form),
        ];
        (
            fields,
            begun(
                Field::date("last", "最后一天").value(roster.ends().map(|day| day.to_string()).unwrap_or_default()),
                form,
            ),
        )
    });
    let stamp = |one: &platform::slots::Exception| {
        let day: Date = one.day.parse().unwrap_or(today);
        (
            ui::text::near(day, today),
            if one.is_open() { Stamp::ok("值班") } else { Stamp::plain(format!("停：{}", one.why)) },
        )
    };
    Ok(ShowPage {
        frame: desk.frame(&format!("{}值班", roster.adviser), DESK, vec![Crumb::word("信家"), Crumb::to("值班", DESK)]),
        closed: there(app, &roster, day, &exceptions),
        days: Pills::new("哪天", coming.iter().map(pill)),
        exceptions: exceptions.iter().filter(|one| one.day >= today.to_string()).map(stamp).collect(),
        times,
        names,
        change,
        day,
        roster,
    })
}
pub async fn show(desk: Desk, Path(id): Path<i64>, asked: Fields) -> Result<Response> {
    let roster = within(&desk, id).await?;
    Ok(desk.show(&page(&desk, roster, asked.number("day"), &Fields::default()).await?))
}
pub async fn again(desk: &Desk, roster: Roster, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, roster, form.number("day"), form).await?))
}
/// The day as it is now, with why something was not done.
pub async fn refused(desk: &Desk, roster: i64, day: Date, sentence: &str) -> Result<Response> {
    let roster = within(desk, roster).await?;
    let mut page = page(desk, roster, Some(day), &Fields::default()).await?;
    page.frame.flash = Some(Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
