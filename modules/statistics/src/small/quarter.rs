//! The periods for which small counts are given out: quarters, and years of quarters.
use jiff::{ToSpan, civil::Date};
use platform::facts::{MeasureKind, Period};

/// A quarter, or the whole year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub year: i16,
    /// 1 to 4; none: the year.
    pub quarter: Option<i8>,
}
impl Slice {
    /// As it is kept: 2026-Q3, 2026.
    pub fn key(self) -> String {
        self.quarter.map_or_else(|| format!("{:04}", self.year), |q| format!("{:04}-Q{q}", self.year))
    }
    pub fn period(self) -> Period {
        let (first, last) = self.quarter.map_or((1, 12), |q| (q * 3 - 2, q * 3));
        let day = |month| Date::new(self.year, month, 1).unwrap_or(Date::MAX);
        Period { from: day(first), to: day(last).last_of_month() }
    }
    pub fn quarters(self) -> [Slice; 4] {
        [1, 2, 3, 4].map(|q| Slice { quarter: Some(q), ..self })
    }
    fn quarter_of(day: Date) -> Slice {
        Slice { year: day.year(), quarter: Some((day.month() - 1) / 3 + 1) }
    }
    /// The last `count` quarters that are over on a day, oldest first, each year behind its quarters.
    pub fn over(today: Date, count: i32) -> Vec<Slice> {
        let quarters = (1..=count).rev().map(|back| Slice::quarter_of(today.saturating_sub((3 * back).months())));
        let with_year = |one: Slice| {
            let year = (one.quarter == Some(4)).then_some(Slice { quarter: None, ..one });
            [Some(one), year].into_iter().flatten()
        };
        quarters.flat_map(with_year).collect()
    }
}

/// The kept periods of which a period consists; none: it is no sum of any.
pub fn slices(kind: MeasureKind, period: Period) -> Option<Vec<Slice>> {
    let ends = |day: Date| day == day.last_of_month() && day.month() % 3 == 0;
    if !ends(period.to) {
        return None;
    }
    if kind == MeasureKind::Stock {
        return Some(vec![Slice::quarter_of(period.to)]);
    }
    if period.from.day() != 1 || period.from.month() % 3 != 1 || period.from.year() != period.to.year() {
        return None;
    }
    let (first, last) = (Slice::quarter_of(period.from), Slice::quarter_of(period.to));
    if (first.quarter, last.quarter) == (Some(1), Some(4)) {
        return Some(vec![Slice { quarter: None, ..first }]);
    }
    Some((first.quarter?..=last.quarter?).map(|q| Slice { year: first.year, quarter: Some(q) }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_of_small_counts_is_quarters_or_a_year() {
        let keys = |kind, from, to| {
            slices(kind, Period { from, to }).map(|all| all.into_iter().map(Slice::key).collect::<Vec<_>>())
        };
        let of = |from, to| keys(MeasureKind::Flow, from, to).unwrap_or_default().join(" ");
        assert_eq!(of(date(2026, 7, 1), date(2026, 9, 30)), "2026-Q3");
        assert_eq!(of(date(2026, 1, 1), date(2026, 6, 30)), "2026-Q1 2026-Q2");
        assert_eq!(of(date(2026, 1, 1), date(2026, 12, 31)), "2026");
        assert_eq!(of(date(2026, 9, 1), date(2026, 9, 30)), "");
        assert_eq!(of(date(2026, 7, 2), date(2026, 9, 30)), "");
        assert_eq!(keys(MeasureKind::Stock, date(1, 1, 1), date(2026, 9, 30)), Some(vec!["2026-Q3".to_owned()]));
        assert_eq!(keys(MeasureKind::Stock, date(1, 1, 1), date(2026, 9, 29)), None);
    }

    #[test]
    fn a_year_is_over_with_its_last_quarter() {
        let keys: Vec<String> = Slice::over(date(2026, 5, 3), 3).into_iter().map(Slice::key).collect();
        assert_eq!(keys, ["2025-Q3", "2025-Q4", "2025", "2026-Q1"]);
    }
}
