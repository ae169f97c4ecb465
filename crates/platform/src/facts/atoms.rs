//! A measure in its smallest pieces.
use super::{Measure, MeasureKind, Period};
use crate::{
    db::{Db, Result},
    tree::OrgId,
    vals,
};

/// What one organisation counted itself, of one dimension.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Atom {
    pub org: OrgId,
    pub path: String,
    pub dimension: String,
    pub amount: i64,
}

/// Everything that a measure counted over a period (of a stock: what there is at its end), by acting organisation and dimension, of the whole
/// tree. For measures that count little.
pub async fn atoms(db: &Db, measure: &Measure, period: Period) -> Result<Vec<Atom>> {
    let period = if measure.kind == MeasureKind::Stock { Period::until(period.to) } else { period };
    db.all(
        "SELECT x.org, o.path, x.dimension, CAST(SUM(x.amount) AS BIGINT) AS amount FROM (\
           SELECT d.org, d.dimension, d.amount FROM organisations a CROSS JOIN fact_days d WHERE d.org = a.id AND d.measure = $1 AND d.day >= $2 AND d.day <= $3 \
           UNION ALL SELECT org, dimension, amount FROM facts WHERE measure = $1 AND rolled = 0 AND day >= $2 AND day <= $3) x \
         JOIN organisations o ON o.id = x.org GROUP BY x.org, o.path, x.dimension ORDER BY o.path, x.dimension",
        vals![measure.key, period.from, period.to],
    )
    .await
}

/// The newest fact: what is counted later, or corrects what was counted, has a higher number.
pub async fn newest(db: &Db) -> Result<i64> {
    db.number("SELECT COALESCE(MAX(id), 0) FROM facts", vals![]).await
}
/// Changes with every act: whatever is counted is the same as long as this is. (On PostgreSQL an act that was under way may be seen a little later
/// than one with a higher number: what is remembered by this should be forgotten after seconds.)
pub async fn state(db: &Db) -> Result<String> {
    let sql = "SELECT (SELECT COALESCE(MAX(id), 0) FROM facts) AS facts, (SELECT COALESCE(MAX(id), 0) FROM organisation_moves) AS moves, \
        (SELECT COALESCE(MAX(visible_at), 0) FROM batches) AS shown, (SELECT COALESCE(MAX(id), 0) FROM audit_entries) AS acts";
    let (facts, moves, shown, acts): (i64, i64, i64, i64) = db.one(sql, vals![]).await?;
    Ok(format!("{facts}.{moves}.{shown}.{acts}"))
}
/// A fact that came later.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Later {
    pub day: String,
    pub org_name: String,
    pub dimension: String,
    pub amount: i64,
    pub record: String,
    pub record_id: i64,
}
/// What a measure counted in a branch over a period after a certain fact: additions and corrections, newest first.
pub async fn later(
    db: &Db,
    measure: &Measure,
    (scope, period): (&crate::tree::Scope, Period),
    after: i64,
    limit: i64,
) -> Result<Vec<Later>> {
    let period = if measure.kind == MeasureKind::Stock { Period::until(period.to) } else { period };
    db.all(
        "SELECT f.day, o.name AS org_name, f.dimension, f.amount, f.record, f.record_id FROM facts f JOIN organisations o ON o.id = f.org \
         WHERE f.id > $1 AND f.measure = $2 AND f.day >= $3 AND f.day <= $4 AND o.path >= $5 AND o.path < $6 ORDER BY f.id DESC LIMIT $7",
        vals![after, measure.key, period.from, period.to, &scope.from, &scope.until, limit],
    )
    .await
}
