//! Puts terms that end on the desk of the union itself; what is not done climbs.
use super::{
    OBJECT, RENEWAL_TASK,
    rules::Standing,
    store::{self, Line},
};
use crate::settings::REMIND_MONTHS;
use jiff::ToSpan;
use platform::{
    App,
    db::Result,
    settings,
    tasks::{self, NewTask},
    tree,
};

/// Looked through at once.
const SLICE: i64 = 500;
/// No region reminds earlier than this.
const MOST_MONTHS: i64 = 24;

/// Opens the tasks of all terms that end within the months of their region; says how many.
pub async fn remind(app: &App) -> Result<usize> {
    let today = app.today();
    let horizon = today.checked_add(MOST_MONTHS.months()).unwrap_or(today);
    let mut opened = 0;
    for line in store::unreminded(&app.db, horizon, SLICE).await? {
        let months = settings::number(&app.db, REMIND_MONTHS, &line.region, today).await?;
        let end = match line.standing(months, today) {
            Some(Standing::Soon(end) | Standing::Over(end)) => end,
            _ => continue,
        };
        opened += usize::from(put(app, &line, end).await?);
    }
    Ok(opened)
}

async fn put(app: &App, line: &Line, end: jiff::civil::Date) -> Result<bool> {
    let Some(org) = tree::find(&app.db, line.id).await? else { return Ok(false) };
    let mut tx = app.db.begin().await?;
    if !store::remember(&mut tx, app, line.id, &line.term_from).await? {
        return Ok(false);
    }
    let over = end < app.today();
    let detail = match over {
        true => format!("任期{}已经届满，请尽快换届；有特殊情况的报上级工会同意延期", ui::text::date(end)),
        false => format!("任期到{}届满，请准备换届选举", ui::text::date(end)),
    };
    let task = NewTask {
        kind: RENEWAL_TASK,
        org: &org,
        title: &format!("{}{}", line.name, if over { "换届逾期" } else { "快换届了" }),
        detail: &detail,
        origin: "任期",
        subject: OBJECT,
        subject_id: line.id.0,
        link: &format!("/console/unions/{}/committee", line.id),
        // Up to the last day of the term; what is over already has one working day before it climbs.
        days: i64::from(app.calendar.workdays_between(app.today(), end)).max(1),
    };
    tasks::open(&mut tx, app, &task).await?;
    tx.commit().await?;
    Ok(true)
}
