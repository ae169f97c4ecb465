//! Whether the sums are what the facts say.
use super::{folding::stocks, sums::placed};
use crate::{
    App,
    db::{Engine, Result},
    tree::OrgId,
    vals,
};
use std::collections::BTreeSet;

/// A sum that is not what its facts say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub measure: String,
    pub org: OrgId,
    /// A day, or a month.
    pub span: String,
}

/// Sums that differ from their facts, at the organisations themselves and above them; a hundred of each kind at most. Empty when all is well.
/// `told` hears how far it is: done, of how many.
pub async fn differences(app: &App, told: &(dyn Fn(u64, u64) + Sync)) -> Result<Vec<Difference>> {
    let own = "SELECT org, measure, day, dimension, amount FROM fact_days \
         UNION ALL SELECT org, measure, day, dimension, amount FROM fact_batch_days \
         UNION ALL SELECT org, measure, day, dimension, -amount FROM facts WHERE rolled = 1";
    let (mut found, above) = tokio::try_join!(unequal(app, own, None), above(app, told))?;
    found.extend(above);
    Ok(found)
}
/// The days above against those of the organisations themselves, and the months against the days.
async fn above(app: &App, told: &(dyn Fn(u64, u64) + Sync)) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    // SQLite finds a measure of an organisation by the key, and sorts a little many times more quickly than much at once.
    let parts: Vec<Option<String>> = match app.db.engine() {
        Engine::Sqlite => measures(app).await?.into_iter().map(Some).collect(),
        Engine::Postgres => vec![None],
    };
    for (done, part) in parts.iter().enumerate() {
        told(done as u64, parts.len() as u64);
        let only = if part.is_some() { " AND s.measure = $1" } else { "" };
        let of = |table: &str| format!("organisations a CROSS JOIN {table} s WHERE s.org = a.id{only}");
        let wanted = format!("l.ancestor <> l.org{only}");
        let placed = placed("organisation_lines l CROSS JOIN fact_days s", &wanted, &stocks(app), "-1");
        let days = format!(
            "SELECT s.org, s.measure, s.day, s.dimension, s.amount FROM {} UNION ALL SELECT org, measure, day, dimension, amount FROM ({placed}) p",
            of("fact_branch_days")
        );
        let months = format!(
            "SELECT s.org, s.measure, s.month AS day, s.dimension, s.amount FROM {} \
             UNION ALL SELECT s.org, s.measure, SUBSTR(s.day, 1, 7) AS day, s.dimension, -s.amount FROM {}",
            of("fact_branch_months"),
            of("fact_branch_days")
        );
        for rows in [days, months] {
            found.extend(unequal(app, &rows, part.as_deref()).await?);
        }
    }
    Ok(found)
}
/// Every measure that the program knows, or that something was ever counted of.
async fn measures(app: &App) -> Result<BTreeSet<String>> {
    let sql = "SELECT DISTINCT m.measure FROM organisations o JOIN fact_branch_months m ON m.org = o.id WHERE o.parent IS NULL";
    let counted: Vec<(String,)> = app.db.all(sql, vals![]).await?;
    let known = app.modules.iter().flat_map(|m| m.measures.iter()).map(|measure| measure.key.to_owned());
    Ok(counted.into_iter().map(|row| row.0).chain(known).collect())
}
/// What does not add up to nothing.
async fn unequal(app: &App, rows: &str, measure: Option<&str>) -> Result<Vec<Difference>> {
    let sql = format!(
        "SELECT x.measure, x.org, x.day FROM ({rows}) x GROUP BY x.org, x.measure, x.day, x.dimension HAVING SUM(x.amount) <> 0 \
         ORDER BY 1, 2, 3 LIMIT 100"
    );
    let values = measure.map_or_else(Vec::new, |key| vals![key]);
    let rows: Vec<(String, OrgId, String)> = app.db.sorted(sql, values).await?;
    Ok(rows.into_iter().map(|(measure, org, span)| Difference { measure, org, span }).collect())
}
