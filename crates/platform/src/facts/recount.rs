//! Measures counted again from their records.
use super::{Measure, Recount};
use crate::{App, db::Result, tree::OrgId};

/// What facts say of a record and the record does not, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Miscount {
    pub measure: String,
    /// 0: over all organisations.
    pub org: OrgId,
    pub record: i64,
    pub dimension: String,
    /// How much more the facts say.
    pub more: i64,
}

/// Records that are not what the facts say, of all measures but those that are their own record ([`Recount::Event`]); a hundred at most.
/// In one statement: however many measures there are, the facts are read once.
///
/// Not filtered by what is visible: a hidden batch has its facts as it has its records.
pub async fn recount(app: &App) -> Result<Vec<Miscount>> {
    let (mut records, mut counted) = (Vec::new(), Vec::new());
    let (mut known, mut in_all) = (Vec::new(), vec!["''".to_owned()]);
    for (n, measure) in app.modules.iter().flat_map(|m| m.measures.iter()).enumerate() {
        let Measure { key, recount, .. } = measure;
        let sql = match recount {
            Recount::Records(sql) => (*sql).to_owned(),
            Recount::Made(make) => make(),
            Recount::InAll(sql) => {
                in_all.push(format!("'{key}'"));
                (*sql).to_owned()
            }
            Recount::Event => continue,
        };
        known.push(format!("'{key}'"));
        records.push(format!("r{n} (org, record, dimension, amount) AS ({sql})"));
        counted.push(format!("UNION ALL SELECT '{key}', c.org, c.record, c.dimension, -c.amount FROM r{n} c"));
    }
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "WITH {} SELECT x.measure, x.org, x.record, x.dimension, CAST(SUM(x.amount) AS BIGINT) AS more FROM (\
           SELECT f.measure, CASE WHEN f.measure IN ({}) THEN CAST(0 AS BIGINT) ELSE f.org END AS org, f.record_id AS record, f.dimension, f.amount \
             FROM facts f WHERE f.measure IN ({}) {}) x \
         GROUP BY x.record, x.measure, x.org, x.dimension HAVING SUM(x.amount) <> 0 ORDER BY 1, 3, 2, 4 LIMIT 100",
        records.join(", "),
        in_all.join(", "),
        known.join(", "),
        counted.join(" "),
    );
    app.db.sorted(sql, Vec::new()).await
}
