//! Keys of dimensions that are numbers of what can be merged.
use super::Measure;
use crate::{
    App,
    db::{Result, Tx},
    merging::Merged,
    vals,
};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// Records in one statement.
const AT_ONCE: usize = 400;

/// The measures whose dimension is a number of these.
pub fn by_number_of(app: &App, of: Merged) -> Vec<&'static Measure> {
    let dimensions = app.modules.iter().flat_map(|m| m.dimensions.iter());
    dimensions.filter(|one| one.of == Some(of)).map(|one| one.measure).collect()
}

/// Lets what a measure counted under one key of its dimension count under another, on the same days at the same organisations: all of it, or
/// what some records counted. Says whose facts those were.
pub async fn rename(
    tx: &mut Tx,
    measure: &Measure,
    (from, to): (i64, i64),
    only: Option<&[i64]>,
) -> Result<BTreeSet<i64>> {
    let mut renamed = BTreeSet::new();
    let chunks: Vec<Option<&[i64]>> = only.map_or(vec![None], |ids| ids.chunks(AT_ONCE).map(Some).collect());
    for some in chunks {
        let list = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let these = some.map_or(String::new(), |ids| format!(" AND s.record_id IN ({})", list(ids)));
        // The key stands in the text, so that the index over this measure alone serves.
        let sql = format!(
            "INSERT INTO facts (measure, org, day, dimension, amount, record, record_id) \
             SELECT s.measure, s.org, s.day, t.dimension, CAST(SUM(s.amount * t.times) AS BIGINT), s.record, s.record_id FROM facts s \
               CROSS JOIN (SELECT CAST($1 AS TEXT) AS dimension, -1 AS times UNION ALL SELECT CAST($2 AS TEXT), 1) t \
             WHERE s.measure = '{}' AND s.dimension = $1{these} \
             GROUP BY s.measure, s.org, s.day, t.dimension, s.record, s.record_id HAVING SUM(s.amount) <> 0 RETURNING record_id",
            measure.key
        );
        let rows: Vec<(i64,)> = tx.all(AssertSqlSafe(sql), vals![from.to_string(), to.to_string()]).await?;
        renamed.extend(rows.into_iter().map(|row| row.0));
    }
    Ok(renamed)
}
