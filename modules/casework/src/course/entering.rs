//! Leaving a step and entering another: clock, task and figures.
use super::{By, Side};
use crate::{
    cases::{Case, NUMBERED, link, routing::Route, store},
    definitions::{Actor, Clock, ClockUnit, Step},
    measures,
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    calendar::Unit,
    db::Tx,
    identity::AccountId,
    notices,
    tasks::{self, Apart, NewTask, TaskKind},
    tree,
    web::Error,
};

pub const CASE_TASK: &TaskKind =
    &TaskKind { key: "case", name: "诉求", verb: "去办理", needs: crate::permissions::CASES_WORK };
/// Days in which the worker may rate.
pub const RATING_DAYS: i64 = 7;

/// The last day of a clock that starts today.
pub fn last_day(app: &App, clock: &Clock) -> Date {
    app.calendar.legal_period(app.today(), clock.days, Unit::from(clock.unit)).date
}
/// How many of the clock's days are left today; at least one.
pub fn days_left(app: &App, clock: &Clock, due: Date) -> i64 {
    let left = match clock.unit {
        ClockUnit::Workday => i64::from(app.calendar.workdays_between(app.today(), due)),
        ClockUnit::Day => i64::from(platform::calendar::days_left(app.today(), due)),
    };
    left.max(1)
}

/// The task of the step is done, and its clock has run.
pub async fn leave(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, outcome: &str) -> Result<(), Error> {
    tasks::close(tx, app, NUMBERED, case.id.0, by.account(), outcome).await?;
    if case.at().is_some_and(|step| step.by == Actor::Union) {
        let met = case.is_paused() || case.due().is_none_or(|due| app.today() <= due);
        measures::clock_ended(tx, app, case, met).await?;
    }
    if by.side == Side::Union {
        answered(tx, app, case).await?;
    }
    Ok(())
}
/// The union says something: the first time, how long that took is counted.
pub async fn answered(tx: &mut Tx, app: &App, case: &Case) -> Result<(), Error> {
    if case.first_at.is_none() && store::set_first(tx, app, case.id).await? {
        measures::answered(tx, app, case).await?;
    }
    Ok(())
}
/// The case comes to a step; gives it as it is then. `until`: the last day, where the clock's rule does not say it.
pub async fn enter(tx: &mut Tx, app: &App, case: &Case, to: &Step, until: Option<Date>) -> Result<Case, Error> {
    if to.is_end() {
        let outcome = to.outcome.expect("a checked end has an outcome");
        let until = app.today().saturating_add(RATING_DAYS.days());
        let kept = case.service().kept_until(app.today());
        store::put_over(tx, app, case.id, (&to.key, outcome), (Some(until), kept)).await?;
        let now = again(tx, case).await?;
        measures::ended(tx, app, &now, outcome, now.amount).await?;
        return Ok(now);
    }
    place(tx, app, case, to, until).await?;
    again(tx, case).await
}
/// A case that was just entered at a union, at its first step and with that step's last day: its task is opened.
pub async fn start(tx: &mut Tx, app: &App, case: Case, handler: &tree::Org) -> Result<Case, Error> {
    let step = case.service().start();
    let (Actor::Union, Some(due)) = (step.by, case.due()) else { return Ok(case) };
    let level = open_at(tx, app, &case, handler, (&step.name, due)).await?;
    if level == handler.id {
        return Ok(case);
    }
    store::set_level(tx, case.id, level).await?;
    again(tx, &case).await
}
/// Puts it at a step that is no end: until when, and where its task waits.
async fn place(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    to: &Step,
    until: Option<Date>,
) -> Result<(Date, tree::OrgId), Error> {
    let clock = case.service().clock(&to.clock).expect("a checked step has a clock");
    let due = until.unwrap_or_else(|| last_day(app, clock));
    let level = match to.by {
        Actor::Union => open(tx, app, case, &to.name, due).await?,
        _ => case.handler,
    };
    store::put_at(tx, case.id, to, Some(due), level).await?;
    Ok((due, level))
}
/// The case goes on at another union, where it was and until when it was.
pub async fn carry(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, to: &Route) -> Result<(), Error> {
    measures::handed_over(tx, case, to.alone.is_none().then_some(to.org.id)).await?;
    store::set_handler(tx, case.id, to.org.id, to.alone).await?;
    let now = again(tx, case).await?;
    tasks::close(tx, app, NUMBERED, case.id.0, by.account(), "转办").await?;
    let waits = now.at().filter(|step| step.by == Actor::Union);
    let level = match (waits, now.due()) {
        (Some(step), Some(due)) => open(tx, app, &now, &step.name, due).await?,
        _ => to.org.id,
    };
    Ok(store::set_level(tx, case.id, level).await?)
}
/// The clock runs on with the days that were left.
pub async fn resume(tx: &mut Tx, app: &App, case: &Case) -> Result<Option<Date>, Error> {
    let (Some(step), Some(left)) = (case.at(), case.left_days) else { return Ok(None) };
    let Some(clock) = case.service().clock(&step.clock) else { return Ok(None) };
    let days = u16::try_from(left).unwrap_or(1);
    let due = app.calendar.legal_period(app.today(), days, Unit::from(clock.unit)).date;
    let level = open(tx, app, case, &step.name, due).await?;
    store::put_at(tx, case.id, step, Some(due), level).await?;
    Ok(Some(due))
}
async fn again(tx: &mut Tx, case: &Case) -> Result<Case, Error> {
    store::find_in(tx, case.id).await?.ok_or(Error::NotFound)
}

/// Opens the task at the handling union; gives the level at which it waits.
async fn open(tx: &mut Tx, app: &App, case: &Case, step: &str, due: Date) -> Result<tree::OrgId, Error> {
    let org = tree::find_in(tx, case.handler).await?.ok_or(Error::NotFound)?;
    open_at(tx, app, case, &org, (step, due)).await
}
async fn open_at(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    org: &tree::Org,
    (step, due): (&str, Date),
) -> Result<tree::OrgId, Error> {
    let title = format!("{}，{step}", case.title());
    // A task is seen by all who may do it there; what lies with one person alone has none.
    if case.is_confidential() {
        return Ok(crate::counselling::wait(tx, app, case, org, due).await?);
    }
    if let Some(alone) = case.alone {
        notices::tell(tx, app, alone, &title, &case.name, &link(&case.number)).await?;
        return Ok(case.handler);
    }
    let origin = match &*case.channel {
        "counter" => "窗口",
        "phone" => "电话",
        _ => "线上",
    };
    let new = NewTask {
        kind: CASE_TASK,
        org,
        title: &title,
        detail: &case.name,
        origin,
        subject: NUMBERED,
        subject_id: case.id.0,
        link: &link(&case.number),
        days: i64::from(app.calendar.workdays_between(app.today(), due)).max(1),
    };
    let apart = Apart { due: Some(due), around: case.accused, ..Apart::default() };
    Ok(tasks::open_apart(tx, app, &new, apart).await?.level)
}

/// Who may act on cases at an organisation, but for the one whom the case is about.
pub async fn workers_of(tx: &mut Tx, app: &App, case: &Case) -> Result<Vec<AccountId>, Error> {
    if let Some(alone) = case.alone {
        return Ok(vec![alone]);
    }
    let needs = crate::permissions::CASES_WORK;
    let all = platform::identity::holders_of(tx, case.level, needs, app.today()).await?;
    Ok(all.into_iter().filter(|account| case.accused != Some(*account)).collect())
}
