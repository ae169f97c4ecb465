//! What waits for whom until when, and what happens when it is not done.
//!
//! A task waits at an organisation. Overdue it climbs one level by itself, and again. Where an organisation has nobody who may do it, the
//! task starts at the nearest level above that has somebody, so that nothing waits for nobody.
mod climbing;

pub use climbing::{Climbed, Risen, Telling, escalate};

use crate::{
    App,
    db::{Db, Query, Result, Tx},
    identity::{self, AccountId, Post, SignedIn},
    notices,
    rights::Permission,
    tree::{self, Org, OrgId, Scope},
    vals,
};

/// A kind of task, declared by the module that opens it.
#[derive(Debug)]
pub struct TaskKind {
    pub key: &'static str,
    pub name: &'static str,
    /// What the button in the work list says.
    pub verb: &'static str,
    pub needs: &'static Permission,
}

/// The kinds of tasks that somebody may do in the name of the post acted in.
pub fn kinds(app: &App, who: &SignedIn) -> Vec<&'static str> {
    app.modules.iter().flat_map(|m| m.tasks.iter()).filter(|k| who.may(k.needs)).map(|k| k.key).collect()
}

#[derive(Clone, Debug)]
pub struct NewTask<'a> {
    pub kind: &'static TaskKind,
    pub org: &'a Org,
    pub title: &'a str,
    pub detail: &'a str,
    /// Where it comes from: "扫码", "线上申请".
    pub origin: &'a str,
    pub subject: &'static str,
    pub subject_id: i64,
    pub link: &'a str,
    /// Working days to do it in.
    pub days: i64,
}

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Task {
    pub id: i64,
    pub kind: String,
    pub org: OrgId,
    pub level_org: OrgId,
    pub org_name: String,
    pub level_name: String,
    pub title: String,
    pub detail: String,
    pub origin: String,
    pub subject: String,
    pub subject_id: i64,
    pub link: String,
    pub rule_days: i64,
    pub due_on: String,
    pub provisional: i64,
    pub created_at: i64,
    escalate_on: String,
    around: Option<AccountId>,
}
impl Task {
    pub fn has_climbed(&self) -> bool {
        self.org != self.level_org
    }
}
const TASK: &str = "SELECT t.id, t.kind, t.org, t.level_org, o.name AS org_name, l.name AS level_name, t.title, t.detail, t.origin, t.subject, t.subject_id, t.link, t.rule_days, t.due_on, t.provisional, t.created_at, t.escalate_on, t.around \
    FROM tasks t JOIN organisations o ON o.id = t.org JOIN organisations l ON l.id = t.level_org";

/// How a task differs from the usual one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Apart {
    /// Until when, where it is not counted in working days.
    pub due: Option<jiff::civil::Date>,
    /// Whom it must never reach: levels at which this account has a post are passed over.
    pub around: Option<AccountId>,
    /// Who alone is told that it was opened; none: all who may do it.
    pub told: Option<AccountId>,
    /// It stays where it is when its time is over: for those whose silence has a meaning of its own.
    pub stays: bool,
}
/// A task that was opened: until when, and at which level it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    pub due: jiff::civil::Date,
    pub level: OrgId,
}

/// The nearest organisation from `org` upward where somebody may do it; the root if nobody can. Where only those are left whom it must not
/// reach, it stays.
async fn level_for(tx: &mut Tx, app: &App, org: &Org, needs: &Permission, around: Option<AccountId>) -> Result<OrgId> {
    Ok(level_and_holders(tx, app, org, needs, around).await?.0)
}
/// The same with those who may do it there.
async fn level_and_holders(
    tx: &mut Tx,
    app: &App,
    org: &Org,
    needs: &Permission,
    around: Option<AccountId>,
) -> Result<(OrgId, Vec<AccountId>)> {
    let line = tree::ids_of(&org.path);
    for id in line.iter().rev() {
        let holders = identity::holders_of(tx, *id, needs, app.today()).await?;
        if !holders.is_empty() && is_clear(tx, app, *id, around).await? {
            return Ok((*id, holders));
        }
    }
    let top = *line.first().unwrap_or(&org.id);
    let level = if is_clear(tx, app, top, around).await? { top } else { org.id };
    Ok((level, identity::holders_of(tx, level, needs, app.today()).await?))
}
/// True where the account that a task must not reach has no post.
async fn is_clear(tx: &mut Tx, app: &App, org: OrgId, around: Option<AccountId>) -> Result<bool> {
    let Some(account) = around else { return Ok(true) };
    let sql = "SELECT COUNT(*) FROM posts WHERE org = $1 AND account = $2 AND starts_on <= $3 AND (ends_on IS NULL OR ends_on >= $3)";
    Ok(tx.number(sql, vals![org, account, app.today()]).await? == 0)
}

/// Opens a task and tells those who can do it; returns until when.
pub async fn open(tx: &mut Tx, app: &App, new: &NewTask<'_>) -> Result<crate::calendar::Due> {
    let due = app.calendar.add_workdays(app.today(), working_days(new.days));
    enter(tx, app, new, (due.date, due.provisional), Apart::default()).await?;
    Ok(due)
}
/// Opens a task with a day of its own, or one that must not reach somebody.
pub async fn open_apart(tx: &mut Tx, app: &App, new: &NewTask<'_>, apart: Apart) -> Result<Opened> {
    let due = app.calendar.add_workdays(app.today(), working_days(new.days));
    // A day of its own is not counted in working days: nothing here may compute it again.
    let (date, provisional) = apart.due.map_or((due.date, due.provisional), |date| (date, false));
    enter(tx, app, new, (date, provisional), apart).await
}
async fn enter(
    tx: &mut Tx,
    app: &App,
    new: &NewTask<'_>,
    (due, provisional): (jiff::civil::Date, bool),
    Apart { around, told: only, stays, .. }: Apart,
) -> Result<Opened> {
    let (level, holders) = level_and_holders(tx, app, new.org, new.kind.needs, around).await?;
    let climbs_on = if stays { NEVER } else { due };
    tx.insert_later(
        "tasks",
        "kind, org, level_org, title, detail, origin, subject, subject_id, link, rule_days, from_on, due_on, provisional, escalate_on, around, created_at",
        vals![
            new.kind.key, new.org.id, level, new.title, new.detail, new.origin, new.subject, new.subject_id, new.link, new.days, app.today(), due, provisional,
            climbs_on, around, app.now()
        ],
    )
    .await?;
    let told = holders.into_iter().filter(|account| Some(*account) != around && only.is_none_or(|one| one == *account));
    let told = told.map(|account| (account, new.title.to_owned(), new.detail.to_owned(), new.link.to_owned()));
    notices::tell_all(tx, app, told.collect()).await?;
    Ok(Opened { due, level })
}
const NEVER: jiff::civil::Date = jiff::civil::date(9999, 12, 31);

/// Closes the open tasks about a subject; says how many there were.
pub async fn close(
    tx: &mut Tx,
    app: &App,
    subject: &'static str,
    subject_id: i64,
    by: Option<AccountId>,
    outcome: &str,
) -> Result<u64> {
    tx.exec(
        "UPDATE tasks SET done_at = $3, done_by = $4, outcome = $5 WHERE subject = $1 AND subject_id = $2 AND done_at IS NULL",
        vals![subject, subject_id, app.now(), by, outcome],
    )
    .await
}

/// Makes an open task one of another kind: other people see it from now on.
pub async fn change_kind(tx: &mut Tx, id: i64, kind: &'static TaskKind) -> Result<()> {
    tx.exec("UPDATE tasks SET kind = $2 WHERE id = $1", vals![id, kind.key]).await.map(|_| ())
}

/// Takes out of all tasks about a subject, and of the messages that told officers of them, what they say of it: whom it was about was erased.
pub async fn forget(tx: &mut Tx, subject: &'static str, subject_id: i64) -> Result<u64> {
    let links = "SELECT DISTINCT link FROM tasks WHERE subject = $1 AND subject_id = $2";
    let links: Vec<(String,)> = tx.all(links, vals![subject, subject_id]).await?;
    notices::forget(tx, &links.into_iter().map(|row| row.0).collect::<Vec<_>>()).await?;
    let sql = "UPDATE tasks SET title = '已删除', detail = '' WHERE subject = $1 AND subject_id = $2";
    tx.exec(sql, vals![subject, subject_id]).await
}

/// Gives the open tasks of an organisation that ends to its successor; says how many there were.
pub async fn hand_over(tx: &mut Tx, app: &App, from: OrgId, to: &Org) -> Result<usize> {
    let open: Vec<(i64, String, OrgId, Option<AccountId>)> =
        tx.all("SELECT id, kind, level_org, around FROM tasks WHERE org = $1 AND done_at IS NULL", vals![from]).await?;
    for (id, kind, level, around) in &open {
        let kind = app.modules.iter().flat_map(|m| m.tasks.iter()).find(|k| k.key == *kind);
        let level = match kind {
            Some(kind) if *level == from => level_for(tx, app, to, kind.needs, *around).await?,
            _ => *level,
        };
        tx.exec("UPDATE tasks SET org = $2, level_org = $3 WHERE id = $1", vals![*id, to.id, level]).await?;
    }
    Ok(open.len())
}

/// What waits at an organisation, its own and what climbed from or to it: by deadline, at most `limit`.
pub async fn waiting(db: &Db, org: OrgId, kinds: &[&str], limit: i64) -> Result<Vec<Task>> {
    waiting_after(db, org, kinds, None, limit).await
}
/// Like [`waiting`], from behind a task on: its deadline and id.
pub async fn waiting_after(
    db: &Db,
    org: OrgId,
    kinds: &[&str],
    last: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<Task>> {
    let mut query = pieces(TASK, org, kinds);
    if let Some((due_on, id)) = last {
        query.add(" AND (t.due_on > ? OR (t.due_on = ? AND t.id > ?))", vals![due_on, due_on, id]);
    }
    query.add(" ORDER BY t.due_on, t.id LIMIT ?", vals![limit]);
    db.list(query).await
}
/// How many of those that wait at an organisation are due before a day.
pub async fn due_before(db: &Db, org: OrgId, kinds: &[&str], day: jiff::civil::Date) -> Result<i64> {
    let mut query = pieces("SELECT COUNT(*) FROM tasks t", org, kinds);
    query.add(" AND t.due_on < ?", vals![day]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
}
fn pieces(select: &'static str, org: OrgId, kinds: &[&str]) -> Query {
    let mut query = Query::new(select, vals![]);
    query.add(" WHERE t.done_at IS NULL AND t.level_org = ? AND t.kind IN (''", vals![org]);
    for kind in kinds {
        query.add(", ?", vals![*kind]);
    }
    query.add(")", vals![]);
    query
}
/// How many of these kinds wait at the organisation of a post, by kind.
pub fn counts(post: &Post, kinds: &[&str]) -> Vec<(String, i64)> {
    post.waiting.iter().filter(|(kind, _)| kinds.contains(&kind.as_str())).cloned().collect()
}
/// Open tasks anywhere in a branch that are overdue on a day.
pub async fn overdue(db: &Db, scope: &Scope, today: jiff::civil::Date) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM tasks t JOIN organisations o ON o.id = t.org WHERE t.done_at IS NULL AND t.due_on < $3 AND o.path >= $1 AND o.path < $2", vals![&scope.from, &scope.until, today]).await
}
/// The open task about a subject, if any.
pub async fn about(db: &Db, subject: &str, subject_id: i64) -> Result<Option<Task>> {
    db.maybe(
        sqlx::AssertSqlSafe(format!(
            "{TASK} WHERE t.subject = $1 AND t.subject_id = $2 AND t.done_at IS NULL ORDER BY t.id DESC LIMIT 1"
        )),
        vals![subject, subject_id],
    )
    .await
}
/// How a subject's tasks climbed: (when, from, to, why), oldest first.
pub async fn climbs(db: &Db, subject: &str, subject_id: i64) -> Result<Vec<(i64, String, String, String)>> {
    db.all(
        "SELECT e.at, f.name, u.name, e.reason FROM task_escalations e JOIN tasks t ON t.id = e.task JOIN organisations f ON f.id = e.from_org JOIN organisations u ON u.id = e.to_org WHERE t.subject = $1 AND t.subject_id = $2 ORDER BY e.id",
        vals![subject, subject_id],
    )
    .await
}

/// Recomputes the due dates of open tasks that were provisional, once a year's holidays are published; says how many changed.
pub async fn recompute(app: &App) -> Result<usize> {
    let open: Vec<(i64, String, i64, String)> = app
        .db
        .all("SELECT id, from_on, rule_days, due_on FROM tasks WHERE done_at IS NULL AND provisional = 1", vals![])
        .await?;
    let mut changed = 0;
    for (id, from, days, before) in open {
        let Ok(from) = from.parse() else { continue };
        let due = app.calendar.add_workdays(from, working_days(days));
        if due.provisional && due.date.to_string() == before {
            continue;
        }
        let mut tx = app.db.begin().await?;
        tx.exec("UPDATE tasks SET due_on = $2, provisional = $3, escalate_on = CASE WHEN escalate_on = due_on THEN $2 ELSE escalate_on END WHERE id = $1", vals![id, due.date, due.provisional]).await?;
        tx.commit().await?;
        changed += 1;
    }
    Ok(changed)
}

/// Rules give small numbers of days; anything odd counts as one day.
fn working_days(days: i64) -> u16 {
    u16::try_from(days).unwrap_or(1).max(1)
}
