//! All SQL about imports.
use super::compare::{Known, KnownMembership};
use crate::{employers::EmployerId, members::MembershipId, people};
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{Org, OrgId, Scope},
    vals,
};

platform::row_id!(ImportId);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Import {
    pub id: ImportId,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    pub file_name: String,
    /// checking, checked, writing, done, undoing, undone, dropped.
    pub state: String,
    pub account: Option<AccountId>,
    pub uploaded_at: i64,
    pub checked_ms: i64,
    pub rows: i64,
    pub fresh: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub wrong: i64,
    /// JSON: how often each fault occurs, by what the chip says.
    pub faults: String,
    pub batch: Option<i64>,
    pub confirmed_at: Option<i64>,
    pub undone_at: Option<i64>,
    pub progress: i64,
}
impl Import {
    pub fn right(&self) -> i64 {
        self.fresh + self.changed
    }
}
const SELECT: &str = "SELECT i.id, i.union_id, o.name AS union_name, i.path, i.file_name, i.state, i.account, i.uploaded_at, i.checked_ms, i.rows, i.fresh, i.changed, i.unchanged, i.wrong, i.faults, i.batch, i.confirmed_at, i.undone_at, i.progress \
    FROM imports i JOIN organisations o ON o.id = i.union_id";

pub async fn open(
    tx: &mut Tx,
    app: &App,
    union: &Org,
    file_name: &str,
    account: Option<AccountId>,
) -> Result<ImportId> {
    let id = tx
        .insert(
            "imports",
            "union_id, path, file_name, state, account, uploaded_at, checked_ms, rows, fresh, changed, unchanged, wrong, faults",
            vals![union.id, &union.path, file_name, "checking", account, app.now(), 0, 0, 0, 0, 0, 0, "[]"],
        )
        .await?;
    Ok(ImportId(id))
}
pub async fn find(db: &Db, id: ImportId) -> Result<Option<Import>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE i.id = $1")), vals![id]).await
}
pub async fn within(db: &Db, scope: &Scope, id: ImportId) -> Result<Option<Import>> {
    Ok(find(db, id).await?.filter(|i| scope.holds(&i.path)))
}
/// The newest imports of a branch.
pub async fn list(db: &Db, scope: &Scope) -> Result<Vec<Import>> {
    db.all(
        sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE i.path >= $1 AND i.path < $2 AND i.state <> 'checking' ORDER BY i.id DESC LIMIT 50"
        )),
        vals![&scope.from, &scope.until],
    )
    .await
}
/// Moves an import from one state to the next; false when somebody was quicker.
pub async fn step(tx: &mut Tx, id: ImportId, from: &str, to: &str) -> Result<bool> {
    Ok(tx.exec("UPDATE imports SET state = $3, progress = 0 WHERE id = $1 AND state = $2", vals![id, from, to]).await?
        == 1)
}
pub async fn forget(tx: &mut Tx, id: ImportId) -> Result<()> {
    tx.exec("DELETE FROM import_chunks WHERE import = $1", vals![id]).await?;
    tx.exec("DELETE FROM imports WHERE id = $1", vals![id]).await?;
    Ok(())
}

pub async fn add_chunk(tx: &mut Tx, id: ImportId, verdict: &str, seq: i64, rows: usize, sealed: String) -> Result<()> {
    tx.exec(
        "INSERT INTO import_chunks (import, verdict, seq, rows, sealed) VALUES ($1, $2, $3, $4, $5)",
        vals![id, verdict, seq, rows, sealed],
    )
    .await?;
    Ok(())
}
pub async fn chunk(db: &Db, id: ImportId, verdict: &str, seq: i64) -> Result<Option<String>> {
    Ok(db
        .maybe::<(String,)>(
            "SELECT sealed FROM import_chunks WHERE import = $1 AND verdict = $2 AND seq = $3",
            vals![id, verdict, seq],
        )
        .await?
        .map(|r| r.0))
}
/// (verdict, seq, rows) of all chunks, in the order in which they are written.
pub async fn chunks(db: &Db, id: ImportId) -> Result<Vec<(String, i64, i64)>> {
    db.all("SELECT verdict, seq, rows FROM import_chunks WHERE import = $1 ORDER BY CASE verdict WHEN 'new' THEN 0 ELSE 1 END, verdict, seq", vals![id]).await
}
/// The next free number of a verdict's chunks.
pub async fn next_seq(tx: &mut Tx, id: ImportId, verdict: &str) -> Result<i64> {
    tx.number(
        "SELECT COALESCE(MAX(seq), -1) + 1 FROM import_chunks WHERE import = $1 AND verdict = $2",
        vals![id, verdict],
    )
    .await
}

#[derive(sqlx_macros::FromRow)]
struct CurrentRow {
    id: MembershipId,
    person: i64,
    union_id: OrgId,
    union_name: String,
    path: String,
    state: String,
    joined_on: String,
    change: Option<String>,
    reason: Option<String>,
    changed_on: Option<String>,
}
const CURRENT: &str = "SELECT m.id, m.person, m.union_id, o.name AS union_name, m.path, m.state, m.joined_on, e.change, e.reason, e.on_day AS changed_on \
    FROM memberships m JOIN organisations o ON o.id = m.union_id \
    LEFT JOIN membership_events e ON e.id = (SELECT MAX(x.id) FROM membership_events x WHERE x.membership = m.id) WHERE m.state <> 'ended' AND m.person IN (0";

/// Those of some document indexes that are known, with their current memberships. Names of unions outside `scope` stay hidden.
pub async fn known(db: &Db, app: &App, indexes: &[String], scope: &Scope) -> Result<Vec<(String, Known)>> {
    let people = people::store::by_indexes(db, indexes).await?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Query::new(CURRENT, vals![]);
    for person in &people {
        query.add(", ?", vals![person.id]);
    }
    query.add(")", vals![]);
    let mut current: std::collections::HashMap<i64, CurrentRow> =
        db.list::<CurrentRow>(query).await?.into_iter().map(|r| (r.person, r)).collect();
    let mut all = Vec::with_capacity(people.len());
    for person in people {
        let details = person.details(app).map_err(|e| platform::db::Error::Decode(Box::new(e)))?;
        let membership = current.remove(&person.id.0).map(|r| KnownMembership {
            id: r.id,
            union: r.union_id,
            union_name: scope.holds(&r.path).then_some(r.union_name),
            state: r.state,
            changed_on: r.changed_on.unwrap_or_else(|| r.joined_on.clone()),
            joined_on: r.joined_on,
            change: r.change.unwrap_or_else(|| "1".into()),
            reason: r.reason.unwrap_or_default(),
        });
        all.push((
            person.document_index.clone(),
            Known { person: person.id, version: person.version, details, membership },
        ));
    }
    Ok(all)
}
/// Which of some document indexes are known, and those that have a current membership: (index, person, version, has one).
pub async fn taken(tx: &mut Tx, indexes: &[String]) -> Result<Vec<(String, i64, i64, i64)>> {
    let mut query = Query::new(
        "SELECT p.document_index, p.id, p.version, (SELECT COUNT(*) FROM memberships m WHERE m.person = p.id AND m.state <> 'ended') FROM people p WHERE p.document_index IN (''",
        vals![],
    );
    for index in indexes {
        query.add(", ?", vals![index]);
    }
    query.add(")", vals![]);
    tx.list(query).await
}
/// The one employer of this name, if there is exactly one in the county.
pub async fn employer_named(db: &Db, name: &str) -> Result<Option<EmployerId>> {
    let found: Vec<(EmployerId,)> = db.all("SELECT id FROM employers WHERE name = $1 LIMIT 2", vals![name]).await?;
    Ok(if found.len() == 1 { Some(found[0].0) } else { None })
}

/// A row that an import wrote.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Change {
    pub id: i64,
    pub row_number: i64,
    pub person: i64,
    pub membership: i64,
    pub version: i64,
    pub before_sealed: String,
}
pub async fn changes(db: &Db, id: ImportId, after: i64, limit: i64) -> Result<Vec<Change>> {
    db.all("SELECT id, row_number, person, membership, version, before_sealed FROM import_changes WHERE import = $1 AND id > $2 ORDER BY id LIMIT $3", vals![id, after, limit]).await
}
pub async fn changes_left(db: &Db, id: ImportId) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM import_changes WHERE import = $1", vals![id]).await
}
