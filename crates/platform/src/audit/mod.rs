//! Who did or read what, when and why.
//!
//! Acts and readings insert rows at once; a job chains them afterwards in segments, each hash covering the one before, so that no act waits
//! for the end of a chain. `unionhall verify` checks the chain and says how many entries are not sealed yet.
//! A reading is recorded when somebody other than the person sees a sealed field unmasked or opens a case.
use crate::{
    App,
    db::{Db, Query, Result, Row, Tx},
    identity::{AccountId, SignedIn},
    secrets::sha256_hex,
    tree::{OrgId, PersonId, Scope, ids_of},
    vals,
};
use jiff::civil::Date;

/// What was done to what.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// A verb of the module: "member.read", "joining.approve".
    pub act: &'a str,
    pub object: &'a str,
    pub object_id: i64,
    /// Whose data it is, where it is somebody's.
    pub person: Option<PersonId>,
    pub reason: &'a str,
    /// What changed, in words or as JSON; no sealed values.
    pub detail: &'a str,
    /// The organisation concerned; none: the one in whose name it was done.
    pub org: Option<OrgId>,
}

/// Records an act or a reading in its own transaction. `who` is none for the program itself.
pub async fn record(tx: &mut Tx, app: &App, who: Option<&SignedIn>, entry: &Entry<'_>) -> Result<()> {
    let org = entry.org.or_else(|| who.and_then(SignedIn::org));
    tx.insert_later(
        "audit_entries",
        "at, account, org, act, object, object_id, person, reason, detail",
        vals![
            app.now(),
            who.map(|w| w.account),
            org,
            entry.act,
            entry.object,
            entry.object_id,
            entry.person,
            entry.reason,
            entry.detail
        ],
    )
    .await
}

/// A line of the audit as shown.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Line {
    pub id: i64,
    pub at: i64,
    pub account: Option<i64>,
    pub name: Option<String>,
    pub org_name: Option<String>,
    pub act: String,
    pub object: String,
    pub object_id: i64,
    /// Whose data it is.
    pub person_name: Option<String>,
    pub reason: String,
    pub detail: String,
}
const LINE: &str = "SELECT e.id, e.at, e.account, a.name, o.name AS org_name, e.act, e.object, e.object_id, p.name AS person_name, e.reason, e.detail FROM audit_entries e LEFT JOIN accounts a ON a.id = e.account LEFT JOIN organisations o ON o.id = e.org LEFT JOIN persons p ON p.id = e.person";

/// Not a range: PostgreSQL orders text by the language, where no sign is surely behind all letters.
const BEGINS: &str = " AND SUBSTR(e.act, 1, CAST(? AS INTEGER)) = ?";

/// Which entries are wanted; what is empty or none does not limit.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// The beginning of the act: "member.".
    pub act: &'a str,
    /// The whole name of who did it.
    pub name: &'a str,
    pub account: Option<i64>,
    pub object: &'a str,
    pub object_id: Option<i64>,
    /// Days in China, both included.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// The newest entries of a branch that a filter takes, before `before` (an id; none: from the newest). At the top of the tree also those
/// that belong to no organisation: what the program itself did.
pub async fn filtered(
    db: &Db,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Line>> {
    let start = |day: Date| day.to_zoned(crate::clock::zone()).map_or(0, |day| day.timestamp().as_millisecond());
    let mut query = Query::new(LINE, vals![]);
    query.add(" WHERE e.id < ?", vals![before.unwrap_or(i64::MAX)]);
    query.add(" AND ((o.path >= ? AND o.path < ?)", vals![&scope.from, &scope.until]);
    let at_top = ids_of(&scope.from).len() < 2;
    query.add(if at_top { " OR e.org IS NULL)" } else { ")" }, vals![]);
    if !filter.act.is_empty() {
        query.add(BEGINS, vals![filter.act.chars().count(), filter.act]);
    }
    if !filter.name.is_empty() {
        query.add(" AND a.name = ?", vals![filter.name]);
    }
    if let Some(account) = filter.account {
        query.add(" AND e.account = ?", vals![account]);
    }
    if let Some(id) = filter.object_id {
        query.add(" AND e.object = ? AND e.object_id = ?", vals![filter.object, id]);
    }
    if let Some(from) = filter.from {
        query.add(" AND e.at >= ?", vals![start(from)]);
    }
    if let Some(to) = filter.to.and_then(|day| day.tomorrow().ok()) {
        query.add(" AND e.at < ?", vals![start(to)]);
    }
    query.add(" ORDER BY e.id DESC LIMIT ?", vals![limit]);
    db.list(query).await
}

/// The newest entries of a branch before `before` (an id; none: from the newest), `act` as a prefix.
pub async fn lines(db: &Db, scope: &Scope, act: &str, before: Option<i64>, limit: i64) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, vals![]);
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(BEGINS, vals![act.chars().count(), act]);
    query.add(" AND e.id < ? ORDER BY e.id DESC LIMIT ?", vals![before.unwrap_or(i64::MAX), limit]);
    db.list(query).await
}
/// Who read or changed a person's data, newest first: what the person sees. Entries about somebody who was merged into the person belong to
/// it; they are chained, so they keep the number that they were made with.
pub async fn about(db: &Db, person: PersonId, limit: i64) -> Result<Vec<Line>> {
    let sql = format!(
        "{LINE} WHERE e.person IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT id FROM persons WHERE merged_into = $1) ORDER BY e.id DESC LIMIT $2"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![person, limit]).await
}
/// The same together with what happened to some things: what was done before anybody knew that it was the person's. `but`: the person's own
/// acts on them are left out.
pub async fn about_with(
    db: &Db,
    person: Option<PersonId>,
    (object, ids): (&str, &[i64]),
    but: AccountId,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, vals![]);
    let own = "SELECT id FROM audit_entries WHERE person IN (SELECT CAST(? AS BIGINT) UNION ALL SELECT id FROM persons WHERE merged_into = ?)";
    query.add(" WHERE e.id IN (", vals![]);
    query.add(own, vals![person, person]);
    query.add(" UNION SELECT id FROM audit_entries WHERE object = ?", vals![object]);
    query.add(" AND (account IS NULL OR account <> ?) AND object_id IN (0", vals![but]);
    for id in ids {
        query.add(", ?", vals![*id]);
    }
    query.add(")) ORDER BY e.id DESC LIMIT ?", vals![limit]);
    db.list(query).await
}
/// What happened to one thing, newest first.
pub async fn of_object(db: &Db, object: &str, id: i64, limit: i64) -> Result<Vec<Line>> {
    db.all(
        sqlx::AssertSqlSafe(format!("{LINE} WHERE e.object = $1 AND e.object_id = $2 ORDER BY e.id DESC LIMIT $3")),
        vals![object, id, limit],
    )
    .await
}

#[derive(sqlx_macros::FromRow, serde::Serialize)]
struct Sealed {
    id: i64,
    at: i64,
    account: Option<i64>,
    org: Option<i64>,
    act: String,
    object: String,
    object_id: i64,
    person: Option<i64>,
    reason: String,
    detail: String,
}
const SEALED: &str = "SELECT id, at, account, org, act, object, object_id, person, reason, detail FROM audit_entries";
const SEGMENT: i64 = 1000;

fn chain(previous: &str, entries: &[Sealed]) -> String {
    let mut text = previous.to_owned();
    for entry in entries {
        text.push('\n');
        text.push_str(&serde_json::to_string(entry).expect("plain fields"));
    }
    sha256_hex(text.as_bytes())
}

#[derive(sqlx_macros::FromRow)]
struct Segment {
    id: i64,
    first: i64,
    last: i64,
    entries: i64,
    previous: String,
    hash: String,
}
async fn newest<T: Row>(tx: &mut Tx) -> Result<Option<T>> {
    tx.maybe("SELECT id, first, last, entries, previous, hash FROM audit_segments ORDER BY id DESC LIMIT 1", vals![])
        .await
}

/// Chains entries that are not chained yet, at most a segment's worth; says how many. Run by a leased job.
pub async fn seal_segment(app: &App) -> Result<usize> {
    let mut tx = app.db.begin().await?;
    let sql = format!("{SEALED} WHERE segment IS NULL ORDER BY id LIMIT $1");
    let entries: Vec<Sealed> = tx.all(sqlx::AssertSqlSafe(sql), vals![SEGMENT]).await?;
    let (Some(first), Some(last)) = (entries.first().map(|e| e.id), entries.last().map(|e| e.id)) else { return Ok(0) };
    let before: Option<Segment> = newest(&mut tx).await?;
    let (id, previous) = before.map_or((1, String::new()), |s| (s.id + 1, s.hash));
    let hash = chain(&previous, &entries);
    tx.exec(
        "INSERT INTO audit_segments (id, first, last, entries, previous, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vals![id, first, last, entries.len(), previous, hash, app.now()],
    )
    .await?;
    // By id: an entry with a smaller id that commits later stays unsealed and goes into the next segment.
    for some in entries.chunks(500) {
        let mut query = Query::new("UPDATE audit_entries SET segment = ? WHERE id IN (0", vals![id]);
        for entry in some {
            query.add(", ?", vals![entry.id]);
        }
        query.add(")", vals![]);
        tx.run(query).await?;
    }
    tx.commit().await?;
    Ok(entries.len())
}

/// How far the chain has come: sealed segments, when the last one was sealed, entries that wait to be sealed. Cheap; checks nothing.
pub async fn progress(db: &Db) -> Result<(i64, Option<i64>, i64)> {
    let (segments, sealed_at) =
        db.one::<(i64, Option<i64>)>("SELECT COUNT(*), MAX(sealed_at) FROM audit_segments", vals![]).await?;
    let waiting = db.number("SELECT COUNT(*) FROM audit_entries WHERE segment IS NULL", vals![]).await?;
    Ok((segments, sealed_at, waiting))
}

/// The state of the chain.
#[derive(Debug, PartialEq, Eq)]
pub struct Chain {
    pub segments: i64,
    pub sealed: i64,
    pub unsealed: i64,
    /// The first segment that is not what its hash says.
    pub broken: Option<i64>,
}

/// Recomputes the whole chain.
pub async fn verify(db: &Db) -> Result<Chain> {
    let segments: Vec<Segment> =
        db.all("SELECT id, first, last, entries, previous, hash FROM audit_segments ORDER BY id", vals![]).await?;
    let mut chain_state = Chain {
        segments: 0,
        sealed: 0,
        unsealed: db.number("SELECT COUNT(*) FROM audit_entries WHERE segment IS NULL", vals![]).await?,
        broken: None,
    };
    let mut previous = String::new();
    for segment in segments {
        let sql = format!("{SEALED} WHERE id >= $2 AND id <= $3 AND segment = $1 ORDER BY id");
        let entries: Vec<Sealed> =
            db.all(sqlx::AssertSqlSafe(sql), vals![segment.id, segment.first, segment.last]).await?;
        let whole = entries.len() as i64 == segment.entries
            && segment.previous == previous
            && chain(&previous, &entries) == segment.hash;
        if !whole && chain_state.broken.is_none() {
            chain_state.broken = Some(segment.id);
        }
        chain_state.segments += 1;
        chain_state.sealed += entries.len() as i64;
        previous = segment.hash;
    }
    Ok(chain_state)
}
