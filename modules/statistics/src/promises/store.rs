//! All SQL about promises and plans.
use super::rules::Milestone;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx, Value},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(
    /// 实事: what was promised for a year.
    PromiseId
);
platform::row_id!(
    /// 计划的一部分.
    PartId
);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Promise {
    pub id: PromiseId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub closed_on: Option<String>,
    pub year: i64,
    /// A few words: 户外驿站.
    pub short: String,
    pub words: String,
    pub target: i64,
    pub unit: String,
    at_end: i64,
    pub stage: String,
    is_public: i64,
    pub part: Option<PartId>,
    pub place: i64,
    pub changed_by: Option<String>,
    pub changed_at: i64,
    pub published_at: Option<i64>,
    pub version: i64,
}
impl Promise {
    /// As somebody saw it who says which state that was; none: as it is.
    #[must_use]
    pub fn seen(self, version: Option<i64>) -> Promise {
        Promise { version: version.unwrap_or(self.version), ..self }
    }
    pub fn link(&self) -> String {
        format!("{}/{}", super::PATH, self.id)
    }
    /// Its page for workers.
    pub fn public_link(&self) -> String {
        format!("{}/{}", super::PUBLIC, self.id)
    }
    pub fn year(&self) -> i16 {
        i16::try_from(self.year).unwrap_or(i16::MAX - 1)
    }
    /// So many there are at the end of the year; otherwise so many more in it.
    pub fn at_end(&self) -> bool {
        self.at_end != 0
    }
    pub fn is_published(&self) -> bool {
        self.stage == "published"
    }
    pub fn is_draft(&self) -> bool {
        self.stage == "draft"
    }
    pub fn is_withdrawn(&self) -> bool {
        self.stage == "withdrawn"
    }
    /// Everybody is to read it once it is published.
    pub fn wants_public(&self) -> bool {
        self.is_public != 0
    }
    /// Everybody may read it: also that it was given up.
    pub fn is_public(&self) -> bool {
        self.wants_public() && self.published_at.is_some()
    }
}
const SELECT: &str = "SELECT p.id, p.org, o.name AS org_name, o.path, o.closed_on, p.year, p.short, p.words, p.target, p.unit, p.at_end, p.stage, p.is_public, p.part, p.place, \
    a.name AS changed_by, p.changed_at, p.published_at, p.version FROM promises p JOIN organisations o ON o.id = p.org LEFT JOIN accounts a ON a.id = p.changed_by \
    LEFT JOIN plan_parts t ON t.id = p.part LEFT JOIN plans l ON l.id = t.plan";
/// The order of their plans, those of none last.
const ORDER: &str = " ORDER BY CASE WHEN l.id IS NULL THEN 1 ELSE 0 END, l.id, t.position, p.place, p.id LIMIT 500";

pub async fn find(db: &Db, id: PromiseId) -> Result<Option<Promise>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.id = $1")), vals![id]).await
}
/// A promise of the branch, or a published one that a union of the branch sees to.
pub async fn within(db: &Db, scope: &Scope, id: PromiseId) -> Result<Option<Promise>> {
    let Some(promise) = find(db, id).await? else { return Ok(None) };
    if scope.holds(&promise.path) {
        return Ok(Some(promise));
    }
    let sql = "SELECT COUNT(*) FROM promise_unions u JOIN organisations o ON o.id = u.org WHERE u.promise = $1 AND o.path >= $2 AND o.path < $3";
    let ours = promise.is_published() && db.number(sql, vals![id, &scope.from, &scope.until]).await? > 0;
    Ok(ours.then_some(promise))
}
/// The promises of a union for a year in the order of its plans.
pub async fn of_year(db: &Db, org: OrgId, year: i16) -> Result<Vec<Promise>> {
    let sql = format!("{SELECT} WHERE p.org = $1 AND p.year = $2{ORDER}");
    db.all(sqlx::AssertSqlSafe(sql), vals![org, i64::from(year)]).await
}
/// Published promises of unions above that a union of the branch sees to.
pub async fn given_to(db: &Db, scope: &Scope, year: i16) -> Result<Vec<Promise>> {
    let query = Query::new(SELECT, vals![])
        .and(" WHERE p.year = ? AND p.stage = 'published' AND NOT (o.path >= ? AND o.path < ?)", vals![i64::from(year), &scope.from, &scope.until])
        .and(" AND EXISTS (SELECT 1 FROM promise_unions u JOIN organisations x ON x.id = u.org WHERE u.promise = p.id AND x.path >= ? AND x.path < ?)", vals![&scope.from, &scope.until])
        .and(ORDER, vals![]);
    db.list(query).await
}
/// The years for which a union has promises, newest first.
pub async fn years(db: &Db, org: OrgId) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT year FROM promises WHERE org = $1 ORDER BY 1 DESC LIMIT 20";
    Ok(db.all::<(i64,)>(sql, vals![org]).await?.into_iter().map(|row| row.0).collect())
}

/// What a promise is counted from.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Source {
    pub promise: PromiseId,
    pub measure: String,
    /// Empty: all of it.
    pub dimension: String,
    /// A union of the branch; none: the promising union with all below it.
    pub branch: Option<OrgId>,
    /// In hundredths.
    pub weight: i64,
}
pub async fn sources(db: &Db, promises: &[PromiseId]) -> Result<Vec<Source>> {
    let mut query = Query::new(
        "SELECT promise, measure, dimension, branch, weight FROM promise_sources WHERE promise IN (0",
        vals![],
    );
    promises.iter().for_each(|id| query.add(", ?", vals![*id]));
    db.list(query.and(") ORDER BY id", vals![])).await
}
/// (promise, due, amount, words)
pub async fn milestones(db: &Db, promises: &[PromiseId]) -> Result<Vec<(PromiseId, Milestone)>> {
    let mut query =
        Query::new("SELECT promise, due_on, amount, words FROM promise_milestones WHERE promise IN (0", vals![]);
    promises.iter().for_each(|id| query.add(", ?", vals![*id]));
    let rows: Vec<(PromiseId, String, Option<i64>, String)> =
        db.list(query.and(") ORDER BY due_on, id", vals![])).await?;
    let one = |(promise, due, amount, words): (PromiseId, String, Option<i64>, String)| {
        Some((promise, Milestone { due: due.parse().ok()?, amount, words }))
    };
    Ok(rows.into_iter().filter_map(one).collect())
}
/// The unions that see to it: (id, name, path, closed on).
pub type Responsible = (OrgId, String, String, Option<String>);
pub async fn unions(db: &Db, promise: PromiseId) -> Result<Vec<Responsible>> {
    let sql = "SELECT o.id, o.name, o.path, o.closed_on FROM promise_unions u JOIN organisations o ON o.id = u.org WHERE u.promise = $1 ORDER BY o.id";
    db.all(sql, vals![promise]).await
}
/// What was changed after it was published, newest first: (at, who, what, why).
pub type Change = (i64, Option<String>, String, String);
pub async fn changes(db: &Db, promise: PromiseId) -> Result<Vec<Change>> {
    let sql = "SELECT c.at, a.name, c.what, c.reason FROM promise_changes c LEFT JOIN accounts a ON a.id = c.account WHERE c.promise = $1 ORDER BY c.id DESC LIMIT 100";
    db.all(sql, vals![promise]).await
}

/// What a form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPromise {
    pub year: i16,
    pub short: String,
    pub words: String,
    pub target: i64,
    pub unit: String,
    pub at_end: bool,
    pub is_public: bool,
    pub part: Option<PartId>,
    pub place: i64,
    /// (measure, dimension, branch, weight)
    pub sources: Vec<(String, String, Option<OrgId>, i64)>,
    pub unions: Vec<OrgId>,
    pub milestones: Vec<Milestone>,
}
impl NewPromise {
    /// What stands in the promise's own row, from `short` to `place`.
    fn said(&self) -> Vec<Value> {
        let Self { short, words, target, unit, at_end, is_public, part, place, .. } = self;
        vals![short, words, *target, unit, *at_end, *is_public, *part, *place]
    }
}
/// Keeps a draft; of a form that was sent before, the one that it made.
pub async fn add(
    tx: &mut Tx,
    app: &App,
    org: OrgId,
    form: &str,
    new: &NewPromise,
    by: AccountId,
) -> Result<(PromiseId, bool)> {
    let id = PromiseId(tx.reserve("promises", 1).await?.start);
    let sql = "INSERT INTO promises (id, org, year, short, words, target, unit, at_end, is_public, part, place, form, created_by, created_at, changed_by, changed_at, stage) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $14, 'draft') ON CONFLICT (form) DO NOTHING";
    let mut values = vals![id, org, i64::from(new.year)];
    values.extend(new.said());
    values.extend(vals![form, by, app.now()]);
    if tx.exec(sql, values).await? == 0 {
        let (there,): (PromiseId,) = tx.one("SELECT id FROM promises WHERE form = $1", vals![form]).await?;
        return Ok((there, false));
    }
    keep_parts(tx, id, new).await?;
    Ok((id, true))
}
/// Writes a changed form; false where somebody was first.
pub async fn change(tx: &mut Tx, app: &App, before: &Promise, new: &NewPromise, by: AccountId) -> Result<bool> {
    let sql = "UPDATE promises SET short = $3, words = $4, target = $5, unit = $6, at_end = $7, is_public = $8, part = $9, place = $10, changed_by = $11, changed_at = $12, \
        version = version + 1 WHERE id = $1 AND version = $2 AND stage <> 'withdrawn'";
    let mut values = vals![before.id, before.version];
    values.extend(new.said());
    values.extend(vals![by, app.now()]);
    if tx.exec(sql, values).await? == 0 {
        return Ok(false);
    }
    for sql in [
        "DELETE FROM promise_sources WHERE promise = $1",
        "DELETE FROM promise_unions WHERE promise = $1",
        "DELETE FROM promise_milestones WHERE promise = $1",
    ] {
        tx.exec(sql, vals![before.id]).await?;
    }
    keep_parts(tx, before.id, new).await?;
    Ok(true)
}
async fn keep_parts(tx: &mut Tx, id: PromiseId, new: &NewPromise) -> Result<()> {
    for (measure, dimension, branch, weight) in &new.sources {
        let values = vals![id, measure, dimension, *branch, *weight];
        tx.insert("promise_sources", "promise, measure, dimension, branch, weight", values).await?;
    }
    for org in &new.unions {
        tx.exec("INSERT INTO promise_unions (promise, org) VALUES ($1, $2)", vals![id, *org]).await?;
    }
    for milestone in &new.milestones {
        let values = vals![id, milestone.due, milestone.amount, &milestone.words];
        tx.insert("promise_milestones", "promise, due_on, amount, words", values).await?;
    }
    Ok(())
}
/// Moves it to another stage; false where it is not in the one that the caller saw.
pub async fn step(tx: &mut Tx, app: &App, promise: &Promise, to: &str, by: AccountId) -> Result<bool> {
    let sql = "UPDATE promises SET stage = $3, changed_by = $4, changed_at = $5, published_at = CASE WHEN $6 = 1 THEN COALESCE(published_at, $5) ELSE published_at END, \
        version = version + 1 WHERE id = $1 AND stage = $2 AND version = $7";
    let published = i64::from(to == "published");
    Ok(tx.exec(sql, vals![promise.id, &promise.stage, to, by, app.now(), published, promise.version]).await? == 1)
}
pub async fn add_change(
    tx: &mut Tx,
    app: &App,
    promise: PromiseId,
    by: AccountId,
    what: &str,
    reason: &str,
) -> Result<i64> {
    tx.insert("promise_changes", "promise, at, account, what, reason", vals![promise, app.now(), by, what, reason])
        .await
}
/// The day on which an organisation ended, if it has.
pub fn closed(closed_on: Option<&str>, today: Date) -> Option<Date> {
    closed_on.and_then(|day| day.parse().ok()).filter(|day: &Date| *day <= today)
}
