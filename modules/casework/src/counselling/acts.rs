//! What counselling does beside what every case does: counting without names, waiting for one person, a trail that tells nothing, the
//! opening in danger.
use super::{LATE, OBJECT, OPEN_HOURS, TASK, store};
use crate::{
    cases::{Case, NUMBERED, answers, store as cases},
    course::{self, By, Outcomes, Side, telling},
    definitions::FieldKind,
};
use jiff::civil::Date;
use platform::{
    App, audit,
    db::{self, Tx},
    identity::SignedIn,
    notices, settings,
    tasks::{self, Apart, NewTask},
    tree::{Org, OrgId},
    web::Error,
};

/// Counts a new one under its union, month and topic; nothing there leads back to it.
pub async fn asked(tx: &mut Tx, app: &App, case: &Case) -> db::Result<()> {
    let topic = case.service().fields.iter().find(|field| field.kind == FieldKind::Choice);
    let topic = topic.and_then(|field| answers::one(app, case, &field.key)).unwrap_or_default();
    let day = case.created_day();
    store::count(tx, case.handler, &format!("{}-{:02}", day.year(), day.month()), &topic).await
}
/// Its task at the counsellor's union: a number and a day. Only the counsellor is told; whoever is above sees it when its time is over.
pub async fn wait(tx: &mut Tx, app: &App, case: &Case, org: &Org, due: Date) -> db::Result<OrgId> {
    let new = NewTask {
        kind: TASK,
        org,
        title: &case.title(),
        detail: "",
        origin: "线上",
        subject: NUMBERED,
        subject_id: case.id.0,
        link: &case.desk_link(),
        days: i64::from(app.calendar.workdays_between(app.today(), due)).max(1),
    };
    let apart = Apart { due: Some(due), told: case.alone, ..Apart::default() };
    Ok(tasks::open_apart(tx, app, &new, apart).await?.level)
}
/// An entry that says which number and which counsellor; of the person nothing, not even what was done.
pub async fn record(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, act: &str) -> Result<(), Error> {
    let opens = act == "open";
    let entry = audit::Entry {
        act: if opens { "counselling.open" } else { "counselling.act" },
        object: OBJECT,
        object_id: case.id.0,
        detail: &case.number,
        // An opening is the union's business; all else stands in no union's list.
        org: opens.then_some(case.handler),
        ..Default::default()
    };
    let who = by.signed_in().filter(|_| by.side == Side::Union);
    Ok(audit::record(tx, app, who, &entry).await?)
}
/// The counsellor, or a guardian who has opened it, reads it: the person sees that.
pub async fn read(app: &App, who: &SignedIn, case: &Case) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let entry = audit::Entry {
        act: "counselling.read",
        object: OBJECT,
        object_id: case.id.0,
        detail: &case.number,
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    Ok(tx.commit().await?)
}

/// Somebody is in danger: a guardian opens it for some hours. The person and the counsellor are told at once, with the reason.
pub async fn open(app: &App, who: &SignedIn, case: &Case, reason: &str) -> Outcomes {
    if store::is_open_to(&app.db, case.id, who.account, app.now()).await? {
        return Ok(Err("您已经打开了".into()));
    }
    let region = region_of(app, case.handler).await?;
    let hours = settings::number(&app.db, OPEN_HOURS, &region, app.today()).await?;
    let Some(mut tx) = course::begin(app, case).await? else { return Ok(Err(course::late(app, case).await?)) };
    store::add_opening(&mut tx, app, case.id, (who.account, reason), app.now() + hours * 3_600_000).await?;
    cases::add_step(&mut tx, app, case.id, ("open", &case.step), reason, (Some(who.account), who.org())).await?;
    record(&mut tx, app, By::union(who), case, "open").await?;
    let body = format!("{}写了理由，请打开看看", who.name);
    telling::worker(&mut tx, app, case, "为了您的安全，有人打开了您的记录", &body).await?;
    if let Some(counsellor) = case.alone {
        let title = format!("{}打开了{}", who.name, case.title());
        notices::tell(&mut tx, app, counsellor, &title, "有危险", &case.desk_link()).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}
/// The region of a union, for settings.
pub(crate) async fn region_of(app: &App, org: OrgId) -> db::Result<String> {
    Ok(directory::unions::store::find(&app.db, org).await?.map(|union| union.region).unwrap_or_default())
}
/// Those above a union whose counsellor let the time pass are told: number and clock.
pub(super) async fn tell_above(tx: &mut Tx, app: &App, case: &Case, level: OrgId) -> db::Result<()> {
    for account in platform::identity::holders_of(tx, level, LATE.needs, app.today()).await? {
        if case.account != Some(account) && case.alone != Some(account) {
            let title = format!("超期上报：{}", case.title());
            notices::tell(tx, app, account, &title, "到期没有回复", &case.desk_link()).await?;
        }
    }
    Ok(())
}
