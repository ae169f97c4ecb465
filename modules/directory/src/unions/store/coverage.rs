//! Employers that a joint or industry union covers, from a day to a day, beside the tree.
use crate::employers::{
    EmployerId,
    ways::{self, Of},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    tree::{OrgId, Scope},
    vals,
};

/// An employer that a union covers or covered.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Coverage {
    pub employer: EmployerId,
    pub name: String,
    pub path: String,
    pub headcount: i64,
    pub from_on: String,
    pub to_on: Option<String>,
}

/// Those that hold first, then the ended ones, newest first.
pub async fn covered(db: &Db, union: OrgId, limit: i64) -> Result<Vec<Coverage>> {
    db.all(
        "SELECT c.employer, e.name, e.path, e.headcount, c.from_on, c.to_on FROM coverages c JOIN employers e ON e.id = c.employer \
         WHERE c.union_id = $1 ORDER BY CASE WHEN c.to_on IS NULL THEN 0 ELSE 1 END, c.from_on DESC, c.id DESC LIMIT $2",
        vals![union, limit],
    )
    .await
}
/// Covers an employer from a day on; false where it is covered already.
pub async fn cover(tx: &mut Tx, app: &App, union: OrgId, employer: EmployerId, from: Date) -> Result<bool> {
    let added = tx
        .exec(
            "INSERT INTO coverages (union_id, employer, from_on) SELECT $1, $2, $3 \
             WHERE NOT EXISTS (SELECT 1 FROM coverages WHERE union_id = $1 AND employer = $2 AND to_on IS NULL)",
            vals![union, employer, from],
        )
        .await?;
    ways::keep(tx, app, Of::Employer(employer)).await?;
    Ok(added == 1)
}
/// Ends a coverage on a day; false where none holds that began before.
pub async fn end_coverage(tx: &mut Tx, app: &App, union: OrgId, employer: EmployerId, to: Date) -> Result<bool> {
    let ended = tx
        .exec(
            "UPDATE coverages SET to_on = $3 WHERE union_id = $1 AND employer = $2 AND to_on IS NULL AND from_on <= $3",
            vals![union, employer, to],
        )
        .await?;
    ways::keep(tx, app, Of::Employer(employer)).await?;
    Ok(ended == 1)
}
/// Employers that have a union of the branch, or are covered by one today; each counted once.
pub async fn covered_employers(db: &Db, scope: &Scope, today: Date) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT e.id FROM employers e JOIN organisations o ON o.id = e.union_id WHERE o.path >= $1 AND o.path < $2 \
         UNION SELECT c.employer FROM coverages c JOIN organisations o ON o.id = c.union_id WHERE o.path >= $1 AND o.path < $2 AND (c.to_on IS NULL OR c.to_on >= $3)) x",
        vals![&scope.from, &scope.until, today],
    )
    .await
}
