//! All SQL about evidence records.
use directory::{by_number, list::Page};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    files::FileId,
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(
    /// 佐证记录.
    EvidenceId
);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Evidence {
    pub id: EvidenceId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub kind: String,
    pub unit: String,
    pub what: String,
    pub done_on: String,
    pub place: String,
    pub amount: i64,
    pub people: i64,
    pub state: String,
    pub recorded_by: Option<AccountId>,
    pub recorder: Option<String>,
    pub recorded_at: i64,
    pub decider: Option<String>,
    pub decided_at: Option<i64>,
    pub version: i64,
}
impl Evidence {
    pub fn link(&self) -> String {
        format!("{}/{}", super::PATH, self.id)
    }
    pub fn day(&self) -> Date {
        self.done_on.parse().expect("the store writes dates")
    }
    pub fn is_confirmed(&self) -> bool {
        self.state == "confirmed"
    }
    pub fn is_waiting(&self) -> bool {
        self.state == "waiting"
    }
    pub fn is_withdrawn(&self) -> bool {
        self.state == "withdrawn"
    }
    pub fn state_name(&self) -> &'static str {
        STATES.iter().find(|(key, _)| *key == self.state).map_or("", |(_, name)| *name)
    }
}
pub const STATES: [(&str, &str); 4] =
    [("waiting", "待确认"), ("confirmed", "已确认"), ("returned", "退回了"), ("withdrawn", "撤回了")];
const SELECT: &str = "SELECT e.id, e.org, o.name AS org_name, o.path, e.kind, e.unit, e.what, e.done_on, e.place, e.amount, e.people, e.state, e.recorded_by, a.name AS recorder, e.recorded_at, \
    d.name AS decider, e.decided_at, e.version FROM evidences e JOIN organisations o ON o.id = e.org LEFT JOIN accounts a ON a.id = e.recorded_by LEFT JOIN accounts d ON d.id = e.decided_by";

pub async fn find(db: &Db, id: EvidenceId) -> Result<Option<Evidence>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE e.id = $1")), vals![id]).await
}
pub async fn find_in(tx: &mut Tx, id: EvidenceId) -> Result<Option<Evidence>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE e.id = $1")), vals![id]).await
}
pub async fn within(db: &Db, scope: &Scope, id: EvidenceId) -> Result<Option<Evidence>> {
    Ok(find(db, id).await?.filter(|evidence| scope.holds(&evidence.path)))
}

/// Which records a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Empty: all.
    pub state: String,
    pub kind: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
}
fn narrowed(mut query: Query, scope: &Scope, wanted: &Wanted) -> Query {
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    for (piece, value) in [(" AND e.state = ?", &wanted.state), (" AND e.kind = ?", &wanted.kind)] {
        if !value.is_empty() {
            query.add(piece, vals![value]);
        }
    }
    for (piece, day) in [(" AND e.done_on >= ?", wanted.from), (" AND e.done_on <= ?", wanted.to)] {
        if let Some(day) = day {
            query.add(piece, vals![day]);
        }
    }
    query
}
/// A page of the records of a branch, at most `limit`, the newest first (`down`).
pub async fn list(
    db: &Db,
    scope: &Scope,
    wanted: &Wanted,
    down: bool,
    page: &Page,
    limit: i64,
) -> Result<Vec<Evidence>> {
    let query = narrowed(Query::new(SELECT, vals![]), scope, wanted);
    db.list(by_number!(query, "e.id", down, page, limit)).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, wanted: &Wanted, most: i64) -> Result<i64> {
    let from = "SELECT COUNT(*) FROM (SELECT e.id FROM evidences e JOIN organisations o ON o.id = e.org";
    let query = narrowed(Query::new(from, vals![]), scope, wanted).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}
/// What waits to be confirmed of some kinds in a branch between two days: (records, amount).
pub async fn waiting(db: &Db, scope: &Scope, kind: &str, days: (Date, Date)) -> Result<(i64, i64)> {
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(e.amount), 0) AS BIGINT) FROM evidences e JOIN organisations o ON o.id = e.org \
        WHERE e.state = 'waiting' AND e.kind = $1 AND e.done_on >= $2 AND e.done_on <= $3 AND o.path >= $4 AND o.path < $5";
    db.one(sql, vals![kind, days.0, days.1, &scope.from, &scope.until]).await
}

/// What a form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvidence {
    pub kind: String,
    pub unit: String,
    pub what: String,
    pub done_on: Date,
    pub place: String,
    pub amount: i64,
    pub people: i64,
}
/// Keeps a record that waits to be confirmed; of a form that was sent before, the one that it made (false).
pub async fn add(
    tx: &mut Tx,
    app: &App,
    org: OrgId,
    form: &str,
    new: &NewEvidence,
    by: AccountId,
) -> Result<(EvidenceId, bool)> {
    let id = EvidenceId(tx.reserve("evidences", 1).await?.start);
    let sql = "INSERT INTO evidences (id, org, kind, unit, what, done_on, place, amount, people, state, form, recorded_by, recorded_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $12) ON CONFLICT (form) DO NOTHING";
    let values = vals![
        id,
        org,
        &new.kind,
        &new.unit,
        &new.what,
        new.done_on,
        &new.place,
        new.amount,
        new.people,
        form,
        by,
        app.now()
    ];
    if tx.exec(sql, values).await? == 1 {
        return Ok((id, true));
    }
    let (there,): (EvidenceId,) = tx.one("SELECT id FROM evidences WHERE form = $1", vals![form]).await?;
    Ok((there, false))
}
/// Writes what was corrected; it waits again. False where somebody was first.
pub async fn correct(tx: &mut Tx, before: &Evidence, new: &NewEvidence, by: AccountId) -> Result<bool> {
    let sql = "UPDATE evidences SET kind = $3, unit = $4, what = $5, done_on = $6, place = $7, amount = $8, people = $9, state = 'waiting', recorded_by = $10, decided_by = NULL, \
        decided_at = NULL, version = version + 1 WHERE id = $1 AND version = $2 AND state <> 'withdrawn'";
    let values = vals![
        before.id,
        before.version,
        &new.kind,
        &new.unit,
        &new.what,
        new.done_on,
        &new.place,
        new.amount,
        new.people,
        by
    ];
    Ok(tx.exec(sql, values).await? == 1)
}
/// Moves it to another state; false where somebody was first.
pub async fn step(tx: &mut Tx, app: &App, before: &Evidence, to: &str, by: AccountId) -> Result<bool> {
    let sql = "UPDATE evidences SET state = $4, decided_by = $5, decided_at = $6, version = version + 1 WHERE id = $1 AND version = $2 AND state = $3";
    Ok(tx.exec(sql, vals![before.id, before.version, &before.state, to, by, app.now()]).await? == 1)
}
pub async fn add_step(tx: &mut Tx, app: &App, id: EvidenceId, by: AccountId, act: &str, words: &str) -> Result<i64> {
    tx.insert("evidence_steps", "evidence, at, account, act, words", vals![id, app.now(), by, act, words]).await
}
/// What became of it, oldest first: (at, who, act, words).
pub type Step = (i64, Option<String>, String, String);
pub async fn steps(db: &Db, id: EvidenceId) -> Result<Vec<Step>> {
    let sql = "SELECT s.at, a.name, s.act, s.words FROM evidence_steps s LEFT JOIN accounts a ON a.id = s.account WHERE s.evidence = $1 ORDER BY s.id LIMIT 200";
    db.all(sql, vals![id]).await
}

pub async fn add_file(tx: &mut Tx, id: EvidenceId, file: FileId) -> Result<i64> {
    tx.insert("evidence_files", "evidence, file", vals![id, file]).await
}
/// (number of the piece, file, name, mime)
pub type Piece = (i64, FileId, String, String);
pub async fn pieces(db: &Db, id: EvidenceId) -> Result<Vec<Piece>> {
    let sql = "SELECT p.id, p.file, f.name, f.mime FROM evidence_files p JOIN files f ON f.id = p.file WHERE p.evidence = $1 AND f.deleted_at IS NULL ORDER BY p.id LIMIT 50";
    db.all(sql, vals![id]).await
}
