//! How a measure went from month to month.
use super::{
    Measure, MeasureKind, Period,
    reading::of_kind,
    sums::{Orgs, Readings},
};
use crate::{
    db::{Db, Result},
    tree::Scope,
};
use jiff::{ToSpan, civil::Date};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// A measure as of a day, with what it was a month before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// A stock: how many there are on the day. A flow: how many happened from the first of its month to the day.
    pub value: i64,
    /// A stock: at the end of the month before. A flow: in the same days of the month before.
    pub before: i64,
    /// The first day of each month and its value, oldest first; the last one ends on the day.
    pub months: Vec<(Date, i64)>,
}
impl Course {
    pub fn change(&self) -> i64 {
        self.value - self.before
    }
}

/// The course of a measure in a branch over the `months` months that end on a day.
pub async fn course(db: &Db, measure: &Measure, scope: &Scope, as_of: Date, months: i64) -> Result<Course> {
    let mut all = courses(db, &[measure], scope, as_of, months).await?;
    Ok(all.remove(0))
}
/// The courses of several measures, in their order, in one statement.
pub async fn courses(db: &Db, measures: &[&Measure], scope: &Scope, as_of: Date, months: i64) -> Result<Vec<Course>> {
    let days = Period::month_until(as_of);
    let firsts: Vec<Date> = (0..months.max(1)).rev().map(|back| days.from.saturating_sub(back.months())).collect();
    let (stocks, flows) = (of_kind(measures, MeasureKind::Stock), of_kind(measures, MeasureKind::Flow));
    let mut readings = Readings::of(&Orgs::These(&[scope.top()]));
    let mut parts = Vec::new();
    for (part, measures, kind, period) in [
        (Part::Months, &stocks, MeasureKind::Stock, Period::until(as_of)),
        (Part::Months, &flows, MeasureKind::Flow, Period { from: firsts[0], to: as_of }),
        (Part::Before, &flows, MeasureKind::Flow, days.month_before()),
    ] {
        if !measures.is_empty() {
            readings.add(measures, kind, period);
            parts.push(part);
        }
    }
    let mut sums: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    let mut before: BTreeMap<String, i64> = BTreeMap::new();
    for (part, measure, month, amount) in by_month(db, readings, firsts[0]).await? {
        match usize::try_from(part).map(|at| &parts[at]) {
            Ok(Part::Before) => *before.entry(measure).or_default() += amount,
            _ => sums.entry(measure).or_default().push((month, amount)),
        }
    }
    let of = |measure: &&Measure| {
        let rows = sums.get(measure.key).map_or(&[][..], Vec::as_slice);
        let at = |first: Date| match measure.kind {
            MeasureKind::Stock => up_to(rows, first),
            _ => rows.iter().filter(|(month, _)| *month == month_key(first)).map(|(_, amount)| amount).sum(),
        };
        let before = match measure.kind {
            MeasureKind::Stock => at(days.from.saturating_sub(1.month())),
            _ => before.get(measure.key).copied().unwrap_or(0),
        };
        Course { value: at(days.from), before, months: firsts.iter().map(|first| (*first, at(*first))).collect() }
    };
    Ok(measures.iter().map(of).collect())
}

/// What a part of the statement reads.
enum Part {
    /// What is drawn.
    Months,
    /// The same days of the month before.
    Before,
}
/// (part, measure, month, sum); all before a day's month together as month "".
async fn by_month(db: &Db, mut readings: Readings, since: Date) -> Result<Vec<(i64, String, String, i64)>> {
    if readings.is_empty() {
        return Ok(Vec::new());
    }
    let since = readings.value(month_key(since.saturating_sub(1.month())));
    let month = format!("CASE WHEN x.day < {since} THEN '' ELSE SUBSTR(x.day, 1, 7) END");
    let (rows, values) = readings.rows();
    let sql = format!(
        "SELECT x.part, x.measure, {month} AS month, CAST(SUM(x.amount) AS BIGINT) FROM ({rows}) x GROUP BY x.part, x.measure, {month}"
    );
    db.all(AssertSqlSafe(sql), values).await
}

fn month_key(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
/// The sum of all months up to and with that of a day.
fn up_to(rows: &[(String, i64)], day: Date) -> i64 {
    let last = month_key(day);
    rows.iter().filter(|(month, _)| *month <= last).map(|(_, amount)| amount).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_month_before_has_the_same_days_or_as_many_as_it_has() {
        let of = |from, to| Period { from, to }.month_before();
        let (march, november) = (date(2026, 3, 1), date(2026, 11, 1));
        assert_eq!(of(november, date(2026, 11, 19)), Period { from: date(2026, 10, 1), to: date(2026, 10, 19) });
        assert_eq!(of(march, date(2026, 3, 30)), Period { from: date(2026, 2, 1), to: date(2026, 2, 28) });
        assert_eq!(of(november, date(2026, 11, 30)), Period { from: date(2026, 10, 1), to: date(2026, 10, 31) });
    }
}
