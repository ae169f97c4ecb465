//! Duty for the demo county: a lawyer and the counsellor, each with somebody who comes.
use crate::{
    cases,
    counselling::demo::{COUNSELLOR, holder},
    demo::{account, session, stories::Asker},
};
use directory::demo::ago;
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    identity::{self, AccountId},
    rights::Role,
    slots::{self, NewBooking, RosterId, Span, store::NewRoster},
    web::Error,
};

/// A lawyer on duty: name and phone.
pub const LAWYER: (&str, &str) = ("许明", "15400000955");

pub async fn load(app: &App) -> Result<(), Error> {
    let lawyer = holder(app, LAWYER, (Role::Adviser, "值班律师")).await?;
    let counsellor = identity::account_by_phone(app, COUNSELLOR.1).await?.ok_or(Error::NotFound)?.id;
    let law = roster(app, lawyer, ("律师", "县职工服务中心二楼法律援助室"), ("135", (14 * 60, 17 * 60), 30)).await?;
    let mind =
        roster(app, counsellor, ("心理咨询师", "县职工服务中心三楼心理驿站"), ("24", (9 * 60, 12 * 60), 60)).await?;
    let member = account(app, Asker::Member).await?;
    let all = cases::store::own(&app.db, member, None).await?;
    let case = all.iter().find(|case| case.is_confidential()).map(|case| (cases::NUMBERED, case.id.0));
    booked(app, law, member, ("advice", ("", 0)), "").await?;
    booked(app, mind, member, ("mind", case.unwrap_or(("", 0))), "小周").await
}
async fn roster(
    app: &App,
    adviser: AccountId,
    (kind, place): (&str, &str),
    (weekdays, (from, until), minutes): (&str, (i64, i64), i64),
) -> Result<RosterId, Error> {
    let root = app.root().await?.ok_or(Error::NotFound)?;
    let new = NewRoster {
        org: root.id,
        account: adviser,
        kind: kind.into(),
        place: place.into(),
        weekdays: weekdays.into(),
        hours: Span { from, until },
        minutes,
        capacity: 1,
        confidential: kind == "心理咨询师",
        starts_on: app.today().saturating_sub(30.days()),
        ends_on: None,
    };
    Ok(slots::add(app, &session(app, adviser).await?, &new).await?)
}
/// Books the first time from the day after tomorrow on; that day is not said to be a holiday.
async fn booked(
    app: &App,
    roster: RosterId,
    account: AccountId,
    (service, subject): (&str, (&'static str, i64)),
    call: &str,
) -> Result<(), Error> {
    let roster = slots::store::find(&app.db, roster).await?.ok_or(Error::NotFound)?;
    let from = app.today().saturating_add(2.days());
    let open = |day: &Date| roster.closed(*day, &[], &app.calendar).is_none();
    let Some(day) = from.series(1.day()).take(30).find(open) else { return Ok(()) };
    let known = identity::account(&app.db, account).await?.ok_or(Error::NotFound)?;
    let who = session(app, account).await?;
    let name = if call.is_empty() { &known.name } else { call };
    let new =
        NewBooking { who: &who, name, phone: &known.phone(app)?, day, starts: roster.from_minute, service, subject };
    slots::book(&ago(app, 1), &roster, &new).await?.map_err(Error::internal)?;
    Ok(())
}
