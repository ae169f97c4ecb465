//! Figures read: of an organisation with all below it.
use super::{
    Measure, MeasureKind, Period,
    sums::{Orgs, Readings, branch, placed, spans, stock},
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
    branch("= $9", "= $10", measure.kind, 1)
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

/// Sums of several measures by dimension, in their order; of each the largest first.
pub async fn by_dimensions(
    db: &Db,
    measures: &[&Measure],
    scope: &Scope,
    period: Period,
) -> Result<Vec<Vec<(String, i64)>>> {
    let mut readings = Readings::of(&Orgs::These(&[scope.top()]));
    for kind in KINDS {
        let of_kind = of_kind(measures, kind);
        if !of_kind.is_empty() {
            readings.add(&of_kind, kind, period);
        }
    }
    let mut all = vec![Vec::new(); measures.len()];
    if readings.is_empty() {
        return Ok(all);
    }
    let (rows, values) = readings.rows();
    let sql = format!(
        "SELECT x.measure, x.dimension, CAST(SUM(x.amount) AS BIGINT) AS n FROM ({rows}) x GROUP BY x.measure, x.dimension ORDER BY 3 DESC, 2"
    );
    let rows: Vec<(String, String, i64)> = db.all(AssertSqlSafe(sql), values).await?;
    for (key, dimension, n) in rows {
        if let Some(at) = measures.iter().position(|measure| measure.key == key) {
            all[at].push((dimension, n));
        }
    }
    Ok(all)
}

/// Some measures over a period: stocks as of its end, flows within it.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub measures: &'a [&'a Measure],
    pub period: Period,
    /// Of stocks how much they changed within the period instead.
    pub changes: bool,
}
/// What was read at several organisations, each with all below it.
pub struct Table {
    /// Reading, measure: the columns, in the order in which they were asked for.
    columns: Vec<(usize, &'static str)>,
    rows: HashMap<OrgId, Vec<i64>>,
}
impl Table {
    /// What was read at an organisation, in the order of the readings and their measures.
    pub fn of(&self, org: OrgId) -> Vec<i64> {
        self.rows.get(&org).cloned().unwrap_or_else(|| vec![0; self.columns.len()])
    }
}

/// The values of several measures in a branch, in their order: stocks as of the period's end, flows within.
pub async fn many(db: &Db, measures: &[&Measure], scope: &Scope, period: Period) -> Result<Vec<i64>> {
    at(db, scope, &[Reading { measures, period, changes: false }]).await
}
/// Readings of a branch, one after the other, in one statement.
pub async fn at(db: &Db, scope: &Scope, readings: &[Reading<'_>]) -> Result<Vec<i64>> {
    let top = scope.top();
    Ok(read(db, &Orgs::These(&[top]), readings).await?.of(top))
}
/// Readings of a branch and of each organisation directly below (closed ones too), in one statement. What those below don't add up to, the
/// branch counts at itself or counted at those that have moved away.
pub async fn around(db: &Db, scope: &Scope, readings: &[Reading<'_>]) -> Result<Table> {
    read(db, &Orgs::Around(scope.top()), readings).await
}
/// The values of several measures at chosen organisations, each with all below it, in their order.
pub async fn of_each(db: &Db, measures: &[&Measure], orgs: &[OrgId], period: Period) -> Result<Vec<Vec<i64>>> {
    let mut all = Vec::with_capacity(orgs.len());
    for some in orgs.chunks(MOST) {
        let counted = read(db, &Orgs::These(some), &[Reading { measures, period, changes: false }]).await?;
        all.extend(some.iter().map(|org| counted.of(*org)));
    }
    Ok(all)
}
/// Organisations asked for in one statement.
const MOST: usize = 500;
const KINDS: [MeasureKind; 2] = [MeasureKind::Stock, MeasureKind::Flow];

/// The stocks, or all others.
pub(super) fn of_kind<'a>(measures: &[&'a Measure], kind: MeasureKind) -> Vec<&'a Measure> {
    let stocks = kind == MeasureKind::Stock;
    measures.iter().copied().filter(|m| (m.kind == MeasureKind::Stock) == stocks).collect()
}
async fn read(db: &Db, orgs: &Orgs<'_>, wanted: &[Reading<'_>]) -> Result<Table> {
    let columns = wanted.iter().enumerate().flat_map(|(at, one)| one.measures.iter().map(move |m| (at, m.key)));
    let mut table = Table { columns: columns.collect(), rows: HashMap::new() };
    let mut readings = Readings::of(orgs);
    // Of which of those that are wanted a part of the statement is.
    let mut parts = Vec::new();
    for (at, one) in wanted.iter().enumerate() {
        for kind in KINDS {
            let of_kind = of_kind(one.measures, kind);
            if !of_kind.is_empty() {
                let period = if one.changes { one.period } else { over(kind, one.period) };
                readings.add(&of_kind, kind, period);
                parts.push(at);
            }
        }
    }
    if readings.is_empty() {
        return Ok(table);
    }
    let (rows, values) = readings.rows();
    let sql = format!(
        "SELECT x.part, x.org, x.measure, CAST(SUM(x.amount) AS BIGINT) FROM ({rows}) x GROUP BY x.part, x.org, x.measure"
    );
    let rows: Vec<(i64, OrgId, String, i64)> = db.all(AssertSqlSafe(sql), values).await?;
    for (part, org, measure, amount) in rows {
        let at = usize::try_from(part).map_or(0, |part| parts[part]);
        let many = table.columns.len();
        let row = table.rows.entry(org).or_insert_with(|| vec![0; many]);
        for (value, column) in row.iter_mut().zip(&table.columns) {
            if *column == (at, &*measure) {
                *value = amount;
            }
        }
    }
    Ok(table)
}
