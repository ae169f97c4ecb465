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
