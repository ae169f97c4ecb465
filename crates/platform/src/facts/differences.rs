//! Whether the sums are what the facts say.
use super::{folding::stocks, sums::placed};
use crate::{App, db::Result, tree::OrgId, vals};

/// A sum that is not what its facts say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub measure: String,
    pub org: OrgId,
    /// A day, or a month.
    pub span: String,
}

/// Sums that differ from their facts, at the organisations themselves and above them; a hundred at most. Empty when all is well.
pub async fn differences(app: &App) -> Result<Vec<Difference>> {
    let own = "SELECT org, measure, day, dimension, amount FROM fact_days \
         UNION ALL SELECT org, measure, day, dimension, amount FROM fact_batch_days \
         UNION ALL SELECT org, measure, day, dimension, -amount FROM facts WHERE rolled = 1";
    let above = placed("fact_days s CROSS JOIN organisation_lines l", "l.ancestor <> l.org", &stocks(app), "-1");
    let days = format!(
        "SELECT org, measure, day, dimension, amount FROM fact_branch_days \
         UNION ALL SELECT org, measure, day, dimension, amount FROM ({above}) a"
    );
    let months = "SELECT org, measure, month AS day, dimension, amount FROM fact_branch_months \
         UNION ALL SELECT org, measure, SUBSTR(day, 1, 7) AS day, dimension, -amount FROM fact_branch_days";
    let mut found = Vec::new();
    for rows in [own, &days, months] {
        let sql = format!(
            "SELECT x.measure, x.org, x.day FROM ({rows}) x GROUP BY x.measure, x.org, x.day, x.dimension HAVING SUM(x.amount) <> 0 \
             ORDER BY 1, 2, 3 LIMIT 100"
        );
        let rows: Vec<(String, OrgId, String)> = app.db.all(sqlx::AssertSqlSafe(sql), vals![]).await?;
        found.extend(rows.into_iter().map(|(measure, org, span)| Difference { measure, org, span }));
    }
    Ok(found)
}
