//! Firms that nobody visits become tasks.
use super::{OBJECT, Pair, rules, store};
use crate::permissions::VISITS_WRITE;
use directory::unions;
use platform::{
    App,
    db::{Result, Tx},
    identity::{self, AccountId},
    jobs::Job,
    notices,
    settings::{self, Setting, SettingKind},
    tasks::{self, NewTask, TaskKind},
    tree::{self, Org, OrgId},
};
use ui::text;

/// How long a firm of a pair may be without a visit.
pub const VISIT_DAYS: &Setting = &Setting {
    key: "pairs.visit_days",
    name: "结对走访间隔",
    hint: "结对的单位几天内至少走访一次，到期没去会生成待办",
    default: "90",
    kind: SettingKind::Number { least: 7, most: 730, unit: "天" },
};
pub const VISIT_TASK: &TaskKind =
    &TaskKind { key: "pair.visit", name: "走访", verb: "去登记", needs: VISITS_WRITE };
/// Working days from the reminder until it climbs.
const WORKDAYS: i64 = 10;

pub const JOBS: &[Job] = &[Job {
    kind: "outreach.remind",
    every: Some(6 * 3600),
    run: |app, _| Box::pin(async move { remind(&app).await.map(|_| ()).map_err(|e| e.to_string()) }),
}];

/// The setting where a union lies.
pub async fn days(app: &App, union: OrgId) -> Result<i64> {
    let region = unions::store::find(&app.db, union).await?.map_or_else(String::new, |u| u.region);
    settings::number(&app.db, VISIT_DAYS, &region, app.today()).await
}

/// Opens a task for each firm whose time is over and that has none; says how many.
pub async fn remind(app: &App) -> Result<usize> {
    let (mut opened, mut last) = (0, 0);
    loop {
        let pairs = store::open_after(&app.db, last, 200).await?;
        let Some(newest) = pairs.last() else { return Ok(opened) };
        last = newest.id.0;
        for pair in &pairs {
            let days = days(app, pair.union_id).await?;
            let is_due = rules::due(pair.from(), pair.last(), days) < app.today();
            if is_due && tasks::about(&app.db, OBJECT, pair.id.0).await?.is_none() {
                open(app, pair, days).await?;
                opened += 1;
            }
        }
    }
}
async fn open(app: &App, pair: &Pair, days: i64) -> Result<()> {
    let Some(org) = tree::find(&app.db, pair.union_id).await? else { return Ok(()) };
    let (title, link) = (format!("该去{}走访了", pair.employer_name), pair.link());
    let last = pair.last().map_or_else(|| "结对以后还没去过".to_owned(), |day| format!("上次是{}", text::date(day)));
    let detail = format!("{}联系的单位，{last}，本地规定{days}天内去一次", pair.officer_name);
    let mut tx = app.db.begin().await?;
    let task = NewTask {
        kind: VISIT_TASK,
        org: &org,
        title: &title,
        detail: &detail,
        origin: "结对走访",
        subject: OBJECT,
        subject_id: pair.id.0,
        link: &link,
        days: WORKDAYS,
    };
    tasks::open(&mut tx, app, &task).await?;
    if !is_told(&mut tx, app, &org, pair.officer).await? {
        notices::tell(&mut tx, app, pair.officer, &title, &detail, &link).await?;
    }
    tx.commit().await
}
/// Whether the task tells an account already: it goes to the nearest level that has somebody.
async fn is_told(tx: &mut Tx, app: &App, org: &Org, account: AccountId) -> Result<bool> {
    for id in tree::ids_of(&org.path).into_iter().rev() {
        let holders = identity::holders_of(tx, id, VISITS_WRITE, app.today()).await?;
        if !holders.is_empty() {
            return Ok(holders.contains(&account));
        }
    }
    Ok(false)
}
