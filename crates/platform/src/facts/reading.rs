//! Figures read: of an organisation with all below it.
use super::{
    Measure, MeasureKind, Period,
    sums::{branch, one_of, placed, spans, stock},
};
use crate::{
    db::{Db, Result, Value},
    tree::{OrgId, Scope},
    vals,
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The period over which a measure is added up: of a stock everything up to the end.
fn over(kind: MeasureKind, period: Period) -> Period {
    if kind == MeasureKind::Stock { Period::until(period.to) } else { period }
}
fn asked(scope: &Scope, measure: &Measure, period: Period) -> Vec<Value> {
    let mut values = spans(period);
    values.extend(vals![scope.top(), measure.key]);
    values
}
fn rows(measure: &Measure) -> String {
    branch("= $9", "= $10", measure.kind)
}

/// The sum of a measure in a branch over a period: of a stock, how much it changed.
pub async fn sum(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<i64> {
    let sql = format!("SELECT CAST(COALESCE(SUM(x.amount), 0) AS BIGINT) FROM ({}) x", rows(measure));
    db.number(AssertSqlSafe(sql), asked(scope, measure, period)).await
}
/// The value as of the period's end: the whole stock, or the flow within.
pub async fn value(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<i64> {
    sum(db, measure, scope, over(measure.kind, period)).await
}
/// Sums by month ("2026-11"), oldest first; months without facts are missing.
pub async fn by_month(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<Vec<(String, i64)>> {
    let sql = format!(
        "SELECT SUBSTR(x.day, 1, 7) AS month, CAST(SUM(x.amount) AS BIGINT) FROM ({}) x GROUP BY SUBSTR(x.day, 1, 7) ORDER BY 1",
        rows(measure)
    );
    db.all(AssertSqlSafe(sql), asked(scope, measure, period)).await
}
/// Sums by dimension, largest first.
pub async fn by_dimension(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<Vec<(String, i64)>> {
    let sql = format!(
        "SELECT x.dimension, CAST(SUM(x.amount) AS BIGINT) AS n FROM ({}) x GROUP BY x.dimension ORDER BY 2 DESC, 1",
        rows(measure)
    );
    db.all(AssertSqlSafe(sql), asked(scope, measure, period)).await
}
/// Sums by acting organisation (not rolled up): its id, its path today, the sum. Reads each organisation of the branch.
pub async fn by_org(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<Vec<(OrgId, String, i64)>> {
    let since = if measure.kind == MeasureKind::Stock { "1 = 1" } else { "s.day >= $3" };
    let of = |source: &str, rest: &str| {
        let wanted = format!("l.ancestor = $1 AND s.measure = $2 AND {since} AND s.day <= $4{rest}");
        placed(source, &wanted, stock(measure.kind), "1")
    };
    let sql = format!(
        "SELECT y.acting, o.path, CAST(y.amount AS BIGINT) FROM (SELECT x.acting, SUM(x.amount) AS amount FROM ({} UNION ALL {}) x \
         WHERE x.day >= $3 AND x.day <= $4 GROUP BY x.acting) y JOIN organisations o ON o.id = y.acting ORDER BY 2",
        of("organisation_lines l CROSS JOIN fact_days s", ""),
        of("facts s CROSS JOIN organisation_lines l", " AND s.rolled = 0"),
    );
    db.all(AssertSqlSafe(sql), vals![scope.top(), measure.key, period.from, period.to]).await
}

/// All that was ever counted at each acting organisation, today's and tomorrow's too.
pub async fn at_each(db: &Db, measure: &Measure) -> Result<Vec<(OrgId, i64)>> {
    db.all(
        "SELECT x.org, CAST(SUM(x.amount) AS BIGINT) FROM (\
         SELECT d.org, d.amount FROM organisations a CROSS JOIN fact_days d WHERE d.org = a.id AND d.measure = $1 \
         UNION ALL SELECT f.org, f.amount FROM facts f WHERE f.measure = $1 AND f.rolled = 0) x GROUP BY x.org ORDER BY 1",
        vals![measure.key],
    )
    .await
}

/// The values of several measures in a branch, in their order: stocks as of the period's end, flows within.
pub async fn many(db: &Db, measures: &[&Measure], scope: &Scope, period: Period) -> Result<Vec<i64>> {
    let top = scope.top();
    Ok(each(db, measures, &Orgs::These(&[top]), period).await?.of(top))
}
/// The same of each organisation directly below (closed ones too). What they don't add up to, the branch counts at itself or counted at
/// those that have moved away.
pub async fn of_children(
    db: &Db,
    measures: &[&Measure],
    scope: &Scope,
    period: Period,
) -> Result<Vec<(OrgId, Vec<i64>)>> {
    let counted = each(db, measures, &Orgs::Below(scope.top()), period).await?;
    let children: Vec<(OrgId,)> =
        db.all("SELECT id FROM organisations WHERE parent = $1 ORDER BY id", vals![scope.top()]).await?;
    Ok(children.into_iter().map(|(id,)| (id, counted.of(id))).collect())
}
/// The same of chosen organisations, each with all below it, in their order.
pub async fn of_each(db: &Db, measures: &[&Measure], orgs: &[OrgId], period: Period) -> Result<Vec<Vec<i64>>> {
    let mut all = Vec::with_capacity(orgs.len());
    for some in orgs.chunks(MOST) {
        let counted = each(db, measures, &Orgs::These(some), period).await?;
        all.extend(some.iter().map(|org| counted.of(*org)));
    }
    Ok(all)
}
/// Organisations asked for in one statement.
const MOST: usize = 500;

enum Orgs<'a> {
    These(&'a [OrgId]),
    Below(OrgId),
}
struct Counted {
    keys: Vec<&'static str>,
    amounts: HashMap<(OrgId, String), i64>,
}
impl Counted {
    fn of(&self, org: OrgId) -> Vec<i64> {
        let amount = |key: &&str| self.amounts.get(&(org, (*key).to_owned())).copied().unwrap_or(0);
        self.keys.iter().map(amount).collect()
    }
}
async fn each(db: &Db, measures: &[&Measure], orgs: &Orgs<'_>, period: Period) -> Result<Counted> {
    let mut amounts = HashMap::new();
    let kinds = [MeasureKind::Stock, MeasureKind::Flow];
    for kind in kinds {
        let of_kind: Vec<&&Measure> =
            measures.iter().filter(|m| (m.kind == MeasureKind::Stock) == (kind == MeasureKind::Stock)).collect();
        if of_kind.is_empty() {
            continue;
        }
        let mut values = spans(over(kind, period));
        let chosen = match orgs {
            Orgs::These(these) => {
                values.extend(these.iter().flat_map(|org| vals![*org]));
                one_of(9, these.len())
            }
            Orgs::Below(parent) => {
                values.extend(vals![*parent]);
                "IN (SELECT c.id FROM organisations c WHERE c.parent = $9)".into()
            }
        };
        let keys = one_of(values.len() + 1, of_kind.len());
        values.extend(of_kind.iter().flat_map(|measure| vals![measure.key]));
        let sql = format!(
            "SELECT x.org, x.measure, CAST(SUM(x.amount) AS BIGINT) FROM ({}) x GROUP BY x.org, x.measure",
            branch(&chosen, &keys, kind)
        );
        let rows: Vec<(OrgId, String, i64)> = db.all(AssertSqlSafe(sql), values).await?;
        amounts.extend(rows.into_iter().map(|(org, measure, amount)| ((org, measure), amount)));
    }
    Ok(Counted { keys: measures.iter().map(|m| m.key).collect(), amounts })
}

/// Sums of several measures of one kind by month over a period: (measure, month, sum).
pub(super) async fn months(
    db: &Db,
    (measures, kind): (&[&Measure], MeasureKind),
    scope: &Scope,
    period: Period,
) -> Result<Vec<(String, String, i64)>> {
    if measures.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = spans(period);
    values.extend(vals![scope.top()]);
    values.extend(measures.iter().flat_map(|measure| vals![measure.key]));
    let sql = format!(
        "SELECT x.measure, SUBSTR(x.day, 1, 7) AS month, CAST(SUM(x.amount) AS BIGINT) FROM ({}) x \
         GROUP BY x.measure, SUBSTR(x.day, 1, 7) ORDER BY 1, 2",
        branch("= $9", &one_of(10, measures.len()), kind)
    );
    db.all(AssertSqlSafe(sql), values).await
}
