//! All SQL of the search for pairs.
use super::compare::Pair;
use crate::{Kind, keys};
use directory::people::sealed;
use platform::{
    App,
    db::{Db, Engine, Result, Value},
    vals,
};
use sqlx::AssertSqlSafe;
use std::collections::HashSet;

/// What the tasks of this module are about: the organisation that holds the pairs.
pub const SUBJECT: &str = "duplicates";

/// Somebody or some employer written since, with its keys.
pub struct Changed {
    pub id: i64,
    pub updated_at: i64,
    pub keys: Vec<i64>,
}

/// A batch that was begun after `since` (epoch milliseconds) is not shown yet.
pub async fn is_importing(db: &Db, since: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM batches WHERE visible_at IS NULL AND made_at > $1";
    Ok(db.number(sql, vals![since]).await? > 0)
}

pub async fn cursor(db: &Db, kind: Kind) -> Result<(i64, i64)> {
    let sql = "SELECT updated_at, ref FROM duplicate_cursors WHERE kind = $1";
    Ok(db.maybe(sql, vals![kind.key()]).await?.unwrap_or((0, 0)))
}
pub async fn set_cursor(db: &Db, kind: Kind, (at, last): (i64, i64)) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.exec(
        "INSERT INTO duplicate_cursors (kind, updated_at, ref) VALUES ($1, $2, $3) ON CONFLICT (kind) DO UPDATE SET updated_at = excluded.updated_at, ref = excluded.ref",
        vals![kind.key(), at, last],
    )
    .await?;
    tx.commit().await
}

/// Those written after a moment and id, in that order, at most `limit`.
pub async fn changed(app: &App, kind: Kind, (at, last): (i64, i64), limit: i64) -> Result<Vec<Changed>> {
    match kind {
        Kind::Person => people(app, at, last, limit).await,
        Kind::Employer => employers(app, at, last, limit).await,
    }
}
type PersonRow = (i64, i64, String, Option<String>, String, String, Option<String>);
/// But not those who had themselves erased and are no members: what is kept of them is not used any more.
async fn people(app: &App, at: i64, last: i64, limit: i64) -> Result<Vec<Changed>> {
    let rows: Vec<PersonRow> = app
        .db
        .all(
            "SELECT id, updated_at, name, birth_on, document_kind, document_sealed, phone_index FROM people WHERE (updated_at, id) > ($1, $2) \
             AND (NOT EXISTS (SELECT 1 FROM erasures e WHERE e.person = people.id) OR EXISTS (SELECT 1 FROM memberships m WHERE m.person = people.id AND m.state <> 'ended')) \
             ORDER BY updated_at, id LIMIT $3",
            vals![at, last, limit],
        )
        .await?;
    let changed = rows.into_iter().map(|(id, updated_at, name, birth_on, kind, sealed, phone)| {
        let number = number(app, &kind, &sealed);
        let keys = keys::of_person(&app.keys, &name, &birth_on.unwrap_or_default(), &number, phone.as_deref());
        Changed { id, updated_at, keys }
    });
    Ok(changed.collect())
}
/// The number of an identity card; empty for other documents, and where the key does not open it.
pub fn number(app: &App, kind: &str, document_sealed: &str) -> String {
    match kind {
        "111" => app.keys.open(sealed::DOCUMENT, document_sealed).unwrap_or_default(),
        _ => String::new(),
    }
}
async fn employers(app: &App, at: i64, last: i64, limit: i64) -> Result<Vec<Changed>> {
    let rows: Vec<(i64, i64, String, Option<String>, String)> = app
        .db
        .all(
            "SELECT id, updated_at, name, uscc, region FROM employers WHERE (updated_at, id) > ($1, $2) ORDER BY updated_at, id LIMIT $3",
            vals![at, last, limit],
        )
        .await?;
    let changed = rows.into_iter().map(|(id, updated_at, name, uscc, region)| Changed {
        id,
        updated_at,
        keys: keys::of_employer(&app.keys, &name, uscc.as_deref(), &region),
    });
    Ok(changed.collect())
}

/// Puts keys in that are not there yet, in one act.
pub async fn put_keys(db: &Db, kind: Kind, rows: &[(i64, i64)]) -> Result<()> {
    let values = rows.iter().flat_map(|(key, id)| vals![*key, *id]).collect();
    let mut tx = db.begin().await?;
    match kind {
        Kind::Person => tx.insert_missing("person_keys", "key, person", values).await?,
        Kind::Employer => tx.insert_missing("employer_keys", "key, employer", values).await?,
    }
    tx.commit().await
}

/// Keys that are asked for in one statement: always as many, or a few, so that it is prepared once.
const ASKED: usize = 500;
const FEW: usize = 16;

/// Who stands already under the keys of some rows: (key, id).
pub async fn standing(db: &Db, kind: Kind, rows: &[(i64, i64)]) -> Result<Vec<(i64, i64)>> {
    let (table, column) = match kind {
        Kind::Person => ("person_keys", "person"),
        Kind::Employer => ("employer_keys", "employer"),
    };
    let mut keys: Vec<i64> = rows.iter().map(|row| row.0).collect();
    keys.dedup();
    let mut found = Vec::new();
    for some in keys.chunks(ASKED) {
        let places = if some.len() <= FEW { FEW } else { ASKED };
        let marks: Vec<String> = (1..=places)
            .map(|n| if db.engine() == Engine::Sqlite { "?".to_owned() } else { format!("${n}") })
            .collect();
        let sql = format!("SELECT key, {column} FROM {table} WHERE key IN ({})", marks.join(","));
        // The last key fills the places that are left.
        let values = some.iter().chain(std::iter::repeat(&some[some.len() - 1])).take(places);
        found.extend(db.all::<(i64, i64)>(AssertSqlSafe(sql), values.map(|key| Value::from(*key)).collect()).await?);
    }
    Ok(found)
}
/// Numbers of ours as they stand in a statement.
pub fn listed(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// Forgets open pairs of which one was changed so that nothing is alike any more.
pub async fn forget(db: &Db, kind: Kind, changed: &HashSet<i64>, alive: &HashSet<(i64, i64)>) -> Result<()> {
    let open: Vec<(i64, i64, i64)> = db
        .all("SELECT id, low, high FROM duplicate_pairs WHERE kind = $1 AND state = 'open'", vals![kind.key()])
        .await?;
    let dead: Vec<i64> = open
        .into_iter()
        .filter(|(_, low, high)| (changed.contains(low) || changed.contains(high)) && !alive.contains(&(*low, *high)))
        .map(|(id, ..)| id)
        .collect();
    for some in dead.chunks(500) {
        let mut tx = db.begin().await?;
        let sql = format!("DELETE FROM duplicate_pairs WHERE state = 'open' AND id IN ({})", listed(some));
        tx.exec(AssertSqlSafe(sql), vals![]).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Lists pairs; of those that are listed and open, reasons and score as they are now. Says how many are new.
pub async fn put_pairs(app: &App, kind: Kind, pairs: &[Pair]) -> Result<usize> {
    let sql = "INSERT INTO duplicate_pairs (kind, low, high, score, reasons, path, state, found_at) VALUES ($1, $2, $3, $4, $5, '', 'open', $6) \
        ON CONFLICT (kind, low, high) DO UPDATE SET score = excluded.score, reasons = excluded.reasons WHERE duplicate_pairs.state = 'open'";
    for slice in pairs.chunks(500) {
        let mut tx = app.db.begin().await?;
        for pair in slice {
            let reasons = serde_json::to_string(&pair.likeness.reasons).expect("plain texts");
            tx.exec(sql, vals![kind.key(), pair.low, pair.high, pair.likeness.score, reasons, app.now()]).await?;
        }
        tx.commit().await?;
    }
    Ok(pairs.len())
}

/// Who is to be asked, and whose question is answered.
pub struct Waiting {
    /// The paths of organisations that hold open pairs and have no open task.
    pub paths: Vec<String>,
    /// Organisations whose task is open without a pair.
    pub done: Vec<i64>,
}
pub async fn waiting(db: &Db) -> Result<Waiting> {
    let paths: Vec<(String,)> = db
        .all("SELECT DISTINCT path FROM duplicate_pairs WHERE state = 'open' AND path <> '' ORDER BY path", vals![])
        .await?;
    let asked: Vec<(i64,)> =
        db.all("SELECT subject_id FROM tasks WHERE subject = $1 AND done_at IS NULL", vals![SUBJECT]).await?;
    let org = |path: &str| platform::tree::ids_of(path).last().map_or(0, |id| id.0);
    let holding: HashSet<i64> = paths.iter().map(|(path,)| org(path)).collect();
    let asked: HashSet<i64> = asked.into_iter().map(|row| row.0).collect();
    Ok(Waiting {
        paths: paths.into_iter().map(|row| row.0).filter(|path| !asked.contains(&org(path))).collect(),
        done: asked.into_iter().filter(|id| !holding.contains(id)).collect(),
    })
}
