//! All SQL about terms: they stand on the unions' cards.
use super::rules::{Standing, standing};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    tree::{OrgId, Scope},
    vals,
};

/// A union with its term.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Line {
    pub id: OrgId,
    pub name: String,
    pub path: String,
    pub region: String,
    pub parent_name: Option<String>,
    pub chair: String,
    pub term_from: String,
    pub term_years: i64,
    /// The latest end that was granted for this term.
    pub granted: Option<String>,
    /// State of the election that goes on.
    pub election: Option<String>,
    /// The day after the last one, as far as the card says.
    pub ends: String,
}
impl Line {
    pub fn standing(&self, months: i64, today: Date) -> Option<Standing> {
        let granted = self.granted.as_deref().and_then(|g| g.parse().ok());
        standing(self.term_from.parse().ok()?, self.term_years, granted, months, today)
    }
}
/// The day on which the term is over: `term_years` added to the year of `term_from`. Compared as text, as all dates.
macro_rules! ends {
    () => {
        "(CAST(CAST(SUBSTR(u.term_from, 1, 4) AS BIGINT) + u.term_years AS TEXT) || SUBSTR(u.term_from, 5))"
    };
}
const LINE: &str = concat!(
    "SELECT u.id, o.name, o.path, u.region, p.name AS parent_name, u.chair, u.term_from, u.term_years, ",
    "(SELECT MAX(t.until) FROM term_postponements t WHERE t.union_id = u.id AND t.term_from = u.term_from) AS granted, ",
    "(SELECT e.state FROM elections e WHERE e.union_id = u.id AND e.purpose = 'renewal' AND e.state IN ('open', 'returned', 'reported')) AS election, ",
    ends!(),
    " AS ends FROM unions u JOIN organisations o ON o.id = u.id LEFT JOIN organisations p ON p.id = o.parent \
     WHERE u.status = '1' AND o.closed_on IS NULL AND u.kind NOT IN ('branch', 'group') AND u.term_from IS NOT NULL AND u.term_years IS NOT NULL"
);

/// Unions of a branch whose term ends before a day, the nearest end first; behind a line, where one is given.
pub async fn ending(
    db: &Db,
    scope: &Scope,
    before: Date,
    after: Option<(&str, OrgId)>,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, vals![]);
    query.add(" AND o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(concat!(" AND ", ends!(), " <= ?"), vals![before]);
    if let Some((ends, id)) = after {
        query.add(concat!(" AND (", ends!(), " > ? OR (", ends!(), " = ? AND u.id > ?))"), vals![ends, ends, id]);
    }
    query.add(" ORDER BY ends, u.id LIMIT ?", vals![limit]);
    db.list(query).await
}
/// Unions of a branch that have no term on their card.
pub async fn without(db: &Db, scope: &Scope, limit: i64) -> Result<Vec<(OrgId, String, Option<String>)>> {
    db.all(
        "SELECT u.id, o.name, p.name FROM unions u JOIN organisations o ON o.id = u.id LEFT JOIN organisations p ON p.id = o.parent \
         WHERE u.status = '1' AND o.closed_on IS NULL AND u.kind NOT IN ('branch', 'group') AND (u.term_from IS NULL OR u.term_years IS NULL) \
         AND o.path >= $1 AND o.path < $2 ORDER BY o.path LIMIT $3",
        vals![&scope.from, &scope.until, limit],
    )
    .await
}
/// How many terms of a branch are over, end soon, and are not on the card.
pub async fn counts(db: &Db, scope: &Scope, today: Date, soon: Date) -> Result<(i64, i64, i64)> {
    db.one(
        concat!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN x.ends <= $3 THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN x.ends > $3 AND x.ends <= $4 THEN 1 ELSE 0 END), 0) AS BIGINT), ",
            "CAST(COALESCE(SUM(CASE WHEN x.ends IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) FROM (SELECT CASE WHEN u.term_from IS NULL OR u.term_years IS NULL THEN NULL ",
            "WHEN t.until >= $3 AND t.until > ",
            ends!(),
            " THEN t.until ELSE ",
            ends!(),
            " END AS ends FROM unions u JOIN organisations o ON o.id = u.id \
              LEFT JOIN (SELECT union_id, term_from, MAX(until) AS until FROM term_postponements GROUP BY union_id, term_from) t ON t.union_id = u.id AND t.term_from = u.term_from \
              WHERE u.status = '1' AND o.closed_on IS NULL AND u.kind NOT IN ('branch', 'group') AND o.path >= $1 AND o.path < $2) x"
        ),
        vals![&scope.from, &scope.until, today, soon],
    )
    .await
}

/// Remembers that a term was put on the desk; false where it was.
pub async fn remember(tx: &mut Tx, app: &App, union: OrgId, term_from: &str) -> Result<bool> {
    let sql = "INSERT INTO term_reminders (union_id, term_from, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.exec(sql, vals![union, term_from, app.now()]).await? == 1)
}
/// Lets the end of a term be put on the desk once more: it was postponed.
pub async fn forget(tx: &mut Tx, union: OrgId) -> Result<u64> {
    tx.exec("DELETE FROM term_reminders WHERE union_id = $1", vals![union]).await
}
/// Unions whose end of term was not put on the desk yet.
pub async fn unreminded(db: &Db, before: Date, limit: i64) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, vals![]);
    query.add(concat!(" AND ", ends!(), " <= ?"), vals![before]);
    query.add(
        " AND NOT EXISTS (SELECT 1 FROM term_reminders r WHERE r.union_id = u.id AND r.term_from = u.term_from)",
        vals![],
    );
    query.add(" ORDER BY ends, u.id LIMIT ?", vals![limit]);
    db.list(query).await
}
