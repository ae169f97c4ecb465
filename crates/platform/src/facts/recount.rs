//! Measures counted again from their records.
use super::{Measure, Recount};
use crate::{
    db::{Db, Result},
    tree::OrgId,
    vals,
};

/// What facts say of a record and the record does not, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Miscount {
    /// 0: over all organisations.
    pub org: OrgId,
    pub record: i64,
    pub dimension: String,
    /// How much more the facts say.
    pub more: i64,
}

/// Records of a measure that are not what its facts say; a hundred at most. None: it is its own record ([`Recount::Event`]).
///
/// Not filtered by what is visible: a hidden batch has its facts as it has its records.
pub async fn recount(db: &Db, measure: &Measure) -> Result<Option<Vec<Miscount>>> {
    let (records, org) = match measure.recount {
        Recount::Records(sql) => (sql.to_owned(), "f.org"),
        Recount::Made(make) => (make(), "f.org"),
        Recount::InAll(sql) => (sql.to_owned(), "CAST(0 AS BIGINT)"),
        Recount::Event => return Ok(None),
    };
    let sql = format!(
        "WITH counted (org, record, dimension, amount) AS ({records}) \
         SELECT x.org, x.record, x.dimension, CAST(SUM(x.amount) AS BIGINT) AS more FROM (\
           SELECT {org} AS org, f.record_id AS record, f.dimension, f.amount FROM facts f WHERE f.measure = $1 \
           UNION ALL SELECT c.org, c.record, c.dimension, -c.amount FROM counted c) x \
         GROUP BY x.org, x.record, x.dimension HAVING SUM(x.amount) <> 0 ORDER BY 2, 1, 3 LIMIT 100"
    );
    Ok(Some(db.all(sqlx::AssertSqlSafe(sql), vals![measure.key]).await?))
}
