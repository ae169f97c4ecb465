//! Overdue tasks climb one level each, many in one act: an evening on which ten thousand are overdue must not hold up those who write.
use super::{Task, is_clear, working_days};
use crate::{
    App,
    db::{Query, Result, Tx},
    identity::{self, AccountId},
    notices,
    tree::{self, Org, OrgId},
    vals,
};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    pin::Pin,
    sync::Arc,
};

/// Whom a module tells, beside those above, that a task of a kind has climbed: whoever waits for it.
pub struct Climbed {
    /// The task's kind.
    pub kind: &'static str,
    /// The table whose row every act on the subject takes first, by raising its `version`: a climb does so too, so that neither waits for
    /// the other in a circle. None: acts don't.
    pub takes: Option<&'static str>,
    /// Gets all that climbed in one act.
    pub tell: for<'a> fn(&'a mut Tx, &'a App, &'a [Risen]) -> Telling<'a>,
    /// Called instead each time when its time is over again and nobody is above.
    pub top: Option<for<'a> fn(&'a mut Tx, &'a App, &'a Task) -> Telling<'a>>,
}
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// A task that climbed, as it was before, and to whom.
#[derive(Clone, Debug)]
pub struct Risen {
    pub task: Task,
    pub to: OrgId,
    /// Its name.
    pub above: Arc<str>,
}

/// Tasks that climb in one act: some milliseconds, in which others wait.
const ACT: usize = 200;
/// Tasks that are read at once.
const READ: i64 = 2_000;
/// Behind the last one of those read before.
const DUE: &str = " WHERE t.done_at IS NULL AND t.escalate_on < $1 AND (t.escalate_on, t.id) > ($2, $3) ORDER BY t.escalate_on, t.id LIMIT $4";

/// Lifts overdue tasks one level each and tells those above; run each hour by a leased job. Says how many climbed.
pub async fn escalate(app: &App) -> Result<usize> {
    let (today, mut climbed, mut failed) = (app.today(), 0, None);
    let mut last = (String::new(), 0);
    loop {
        let sql = format!("{}{DUE}", super::TASK);
        let values = vals![today, &last.0, last.1, READ];
        let due: Vec<Task> = app.db.all(sqlx::AssertSqlSafe(sql), values).await?;
        let Some(end) = due.last() else { break };
        last = (end.escalate_on.clone(), end.id);
        for some in due.chunks(ACT) {
            if climb(app, some).await.is_ok() {
                continue;
            }
            // One that can't climb must not keep the others down.
            for task in some {
                failed = climb(app, std::slice::from_ref(task)).await.err().or(failed);
            }
        }
        climbed += due.len();
    }
    failed.map_or(Ok(climbed), Err)
}

/// What is looked up once for an act.
#[derive(Default)]
struct Known {
    orgs: HashMap<OrgId, Option<Org>>,
    holders: HashMap<(OrgId, String), Vec<AccountId>>,
}
impl Known {
    async fn org(&mut self, tx: &mut Tx, id: OrgId) -> Result<Option<Org>> {
        if let Some(known) = self.orgs.get(&id) {
            return Ok(known.clone());
        }
        let org = tree::find_in(tx, id).await?;
        self.orgs.insert(id, org.clone());
        Ok(org)
    }
    /// Who may do tasks of a kind at an organisation.
    async fn holders(&mut self, tx: &mut Tx, app: &App, org: OrgId, kind: &str) -> Result<&[AccountId]> {
        let key = (org, kind.to_owned());
        if !self.holders.contains_key(&key) {
            let declared = app.modules.iter().flat_map(|m| m.tasks.iter()).find(|known| known.key == kind);
            let all = match declared {
                Some(kind) => identity::holders_of(tx, org, kind.needs, app.today()).await?,
                None => Vec::new(),
            };
            self.holders.insert(key.clone(), all);
        }
        Ok(&self.holders[&key])
    }
}

/// Where tasks go that wait at the same place and have the same rule.
type Group = (OrgId, Option<AccountId>, i64);

async fn climb(app: &App, some: &[Task]) -> Result<()> {
    let mut known = Known::default();
    let mut tx = app.db.begin().await?;
    take(&mut tx, app, some).await?;
    let mut groups: BTreeMap<Group, Vec<&Task>> = BTreeMap::new();
    for task in some {
        groups.entry((task.level_org, task.around, task.rule_days)).or_default().push(task);
    }
    let (mut risen, mut stayed) = (Vec::new(), Vec::new());
    for ((here, around, days), tasks) in groups {
        let Some(here) = known.org(&mut tx, here).await? else { continue };
        let to = above(&mut tx, app, &here, around).await?;
        let moved = lift(&mut tx, app, (here.id, to), days, &tasks).await?;
        let above: Arc<str> = known.org(&mut tx, to).await?.map(|org| org.name).unwrap_or_default().into();
        let moved = tasks.into_iter().filter(|task| moved.contains(&task.id)).cloned();
        if to == here.id {
            stayed.extend(moved);
        } else {
            risen.extend(moved.map(|task| Risen { task, to, above: above.clone() }));
        }
    }
    tell(&mut tx, app, &mut known, &risen).await?;
    for task in &stayed {
        for top in climbs(app, &task.kind).filter_map(|climbed| climbed.top) {
            top(&mut tx, app, task).await?;
        }
    }
    tx.commit().await
}
fn climbs<'a>(app: &'a App, kind: &'a str) -> impl Iterator<Item = &'static Climbed> + 'a {
    app.modules.iter().flat_map(|m| m.climbs.iter()).filter(move |climbed| climbed.kind == kind)
}

/// Takes the rows that acts on the subjects take first.
async fn take(tx: &mut Tx, app: &App, some: &[Task]) -> Result<()> {
    let mut tables: BTreeMap<&'static str, Vec<i64>> = BTreeMap::new();
    for task in some {
        for table in climbs(app, &task.kind).filter_map(|climbed| climbed.takes) {
            tables.entry(table).or_default().push(task.subject_id);
        }
    }
    for (table, mut ids) in tables {
        ids.sort_unstable();
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        let sql = format!("UPDATE {table} SET version = version + 1 WHERE id IN ({})", ids.join(", "));
        tx.exec(sqlx::AssertSqlSafe(sql), vals![]).await?;
    }
    Ok(())
}
/// Puts tasks to their new level, unless somebody was quicker; which ones. The next climb: as many working days again as the rule gave.
async fn lift(tx: &mut Tx, app: &App, (here, to): (OrgId, OrgId), days: i64, tasks: &[&Task]) -> Result<HashSet<i64>> {
    let next: Date = app.calendar.add_workdays(app.today(), working_days(days.max(1))).date;
    let mut query = Query::new("UPDATE tasks SET level_org = ?, escalate_on = ?", vals![to, next]);
    query.add(" WHERE done_at IS NULL AND level_org = ? AND id IN (0", vals![here]);
    for task in tasks {
        query.add(", ?", vals![task.id]);
    }
    query.add(") RETURNING id", vals![]);
    Ok(tx.list::<(i64,)>(query).await?.into_iter().map(|row| row.0).collect())
}

/// Those above, and whoever waits for it.
async fn tell(tx: &mut Tx, app: &App, known: &mut Known, risen: &[Risen]) -> Result<()> {
    let (mut rows, mut messages) = (Vec::new(), Vec::new());
    for Risen { task, to, .. } in risen {
        let reason = format!("到{}没有办，自动报上一级", spoken(&task.due_on));
        rows.extend(vals![task.id, task.level_org, *to, app.now(), &reason]);
        for account in known.holders(tx, app, *to, &task.kind).await? {
            messages.push((*account, format!("超期上报：{}", task.title), reason.clone(), task.link.clone()));
        }
    }
    tx.insert_many("task_escalations", "task, from_org, to_org, at, reason", rows).await?;
    notices::tell_all(tx, app, messages).await?;
    let mut kinds: BTreeMap<&str, Vec<Risen>> = BTreeMap::new();
    for one in risen {
        kinds.entry(&one.task.kind).or_default().push(one.clone());
    }
    for (kind, all) in kinds {
        for climbed in climbs(app, kind) {
            (climbed.tell)(tx, app, &all).await?;
        }
    }
    Ok(())
}

/// The next level up that the task may reach; itself where there is none.
async fn above(tx: &mut Tx, app: &App, here: &Org, around: Option<AccountId>) -> Result<OrgId> {
    for id in tree::ids_of(&here.path).into_iter().rev().skip(1) {
        if is_clear(tx, app, id, around).await? {
            return Ok(id);
        }
    }
    Ok(here.id)
}

/// An ISO date as people read it: 2026年11月24日.
fn spoken(day: &str) -> String {
    let day: Option<Date> = day.parse().ok();
    day.map_or_else(String::new, |d| format!("{}年{}月{}日", d.year(), d.month(), d.day()))
}
