//! All SQL about pairs as officers see them.
use crate::Kind;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::Scope,
    vals,
};

platform::row_id!(PairId);

/// Two that may be one, or were.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Pair {
    pub id: PairId,
    pub kind: String,
    pub low: i64,
    pub high: i64,
    pub score: i64,
    pub reasons: String,
    pub path: String,
    pub state: String,
    pub found_at: i64,
    pub decided_at: Option<i64>,
    pub decided_by: Option<String>,
    pub note: String,
}
impl Pair {
    pub fn kind(&self) -> Kind {
        Kind::from_key(&self.kind).unwrap_or(Kind::Person)
    }
    pub fn reasons(&self) -> Vec<String> {
        serde_json::from_str(&self.reasons).unwrap_or_default()
    }
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
    /// In the order of the list.
    pub fn key(&self) -> String {
        format!("{}.{}", self.score, self.id)
    }
}
const SELECT: &str = "SELECT d.id, d.kind, d.low, d.high, d.score, d.reasons, d.path, d.state, d.found_at, d.decided_at, a.name AS decided_by, d.note \
    FROM duplicate_pairs d LEFT JOIN accounts a ON a.id = d.decided_by";

pub async fn find(db: &Db, id: PairId) -> Result<Option<Pair>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE d.id = $1")), vals![id]).await
}
/// Pairs of a branch in a state, surest first, behind a key, at most `limit`.
pub async fn list(
    db: &Db,
    scope: &Scope,
    (kind, state): (Kind, &str),
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Pair>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE d.kind = ? AND d.path >= ? AND d.path < ?", vals![kind.key(), &scope.from, &scope.until]);
    match state {
        "open" => query.add(" AND d.state = 'open'", vals![]),
        other => query.add(" AND d.state = ?", vals![other]),
    }
    if let Some((score, id)) = after {
        query.add(" AND (d.score, d.id) < (?, ?)", vals![score, id]);
    }
    query.add(" ORDER BY d.score DESC, d.id DESC LIMIT ?", vals![limit]);
    db.list(query).await
}
/// How many open pairs of each kind a branch holds.
pub async fn counts(db: &Db, scope: &Scope) -> Result<Vec<(String, i64)>> {
    db.all(
        "SELECT kind, COUNT(*) FROM duplicate_pairs WHERE state = 'open' AND path >= $1 AND path < $2 GROUP BY kind",
        vals![&scope.from, &scope.until],
    )
    .await
}
/// Takes a pair from one state to another; false: somebody was first.
pub async fn step(
    tx: &mut Tx,
    app: &App,
    pair: PairId,
    (from, to): (&str, &str),
    by: Option<AccountId>,
    note: &str,
) -> Result<bool> {
    let sql = "UPDATE duplicate_pairs SET state = $3, decided_at = $4, decided_by = $5, note = $6 WHERE id = $1 AND state = $2";
    Ok(tx.exec(sql, vals![pair, from, to, app.now(), by, note]).await? == 1)
}
/// Opens a pair again.
pub async fn reopen(tx: &mut Tx, pair: PairId, from: &str) -> Result<bool> {
    let sql = "UPDATE duplicate_pairs SET state = 'open', decided_at = NULL, decided_by = NULL, note = '' WHERE id = $1 AND state = $2";
    Ok(tx.exec(sql, vals![pair, from]).await? == 1)
}
/// What was said of the one that is gone holds for the one that remains; what is open is looked for anew.
pub async fn follow(tx: &mut Tx, kind: Kind, kept: i64, gone: i64) -> Result<()> {
    let said: Vec<(i64, i64)> = tx
        .all(
            "SELECT low, high FROM duplicate_pairs WHERE kind = $1 AND state = 'different' AND (low = $2 OR high = $2)",
            vals![kind.key(), gone],
        )
        .await?;
    for (low, high) in said {
        let other = if low == gone { high } else { low };
        if other != kept {
            tx.exec(
                "INSERT INTO duplicate_pairs (kind, low, high, score, reasons, path, state, found_at, decided_at, decided_by, note) \
                 SELECT kind, $4, $5, score, reasons, path, state, found_at, decided_at, decided_by, note FROM duplicate_pairs WHERE kind = $1 AND low = $2 AND high = $3 \
                 ON CONFLICT (kind, low, high) DO NOTHING",
                vals![kind.key(), low, high, kept.min(other), kept.max(other)],
            )
            .await?;
        }
    }
    let open = "DELETE FROM duplicate_pairs WHERE kind = $1 AND state = 'open' AND (low = $2 OR high = $2)";
    tx.exec(open, vals![kind.key(), gone]).await.map(|_| ())
}
