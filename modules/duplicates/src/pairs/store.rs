//! All SQL about pairs as officers see them.
use crate::Kind;
use directory::list::Page;
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
/// What a list is narrowed to.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub kind: Kind,
    /// open, merged or different.
    pub state: String,
    /// Only those that are at least so much alike.
    pub least: Option<i64>,
}
impl Wanted {
    fn narrow(&self, mut query: Query, scope: &Scope) -> Query {
        query
            .add(" WHERE d.kind = ? AND d.path >= ? AND d.path < ?", vals![self.kind.key(), &scope.from, &scope.until]);
        match self.state.as_str() {
            // As the index says it.
            "open" => query.add(" AND d.state = 'open'", vals![]),
            other => query.add(" AND d.state = ?", vals![other]),
        }
        if let Some(least) = self.least {
            query.add(" AND d.score >= ?", vals![least]);
        }
        query
    }
}
/// One page of a branch's pairs, those that are most alike first (`down`) or last; read backwards it comes backwards.
pub async fn list(db: &Db, scope: &Scope, wanted: &Wanted, down: bool, page: &Page, limit: i64) -> Result<Vec<Pair>> {
    let mut query = wanted.narrow(Query::new(SELECT, vals![]), scope);
    let down = down != page.is_backwards();
    let key = page.key().and_then(|key| key.split_once('.'));
    if let Some((score, id)) = key.and_then(|(score, id)| Some((score.parse::<i64>().ok()?, id.parse::<i64>().ok()?))) {
        let piece = if down { " AND (d.score, d.id) < (?, ?)" } else { " AND (d.score, d.id) > (?, ?)" };
        query.add(piece, vals![score, id]);
    }
    query.add(
        if down { " ORDER BY d.score DESC, d.id DESC LIMIT ?" } else { " ORDER BY d.score, d.id LIMIT ?" },
        vals![limit],
    );
    db.list(query).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, wanted: &Wanted, most: i64) -> Result<i64> {
    let query = wanted.narrow(Query::new("SELECT COUNT(*) FROM (SELECT d.id FROM duplicate_pairs d", vals![]), scope);
    let query = query.and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
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
