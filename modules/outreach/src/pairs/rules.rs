//! When a visit is due. Pure.
use jiff::{ToSpan, civil::Date};

/// The last day of the time that a firm may be without a visit: so many days after the last one, or after the pair began.
pub fn due(from: Date, last: Option<Date>, days: i64) -> Date {
    last.map_or(from, |last| last.max(from)).saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_new_pair_has_its_time_and_a_visit_gives_it_again() {
        let from = date(2026, 1, 1);
        assert_eq!(due(from, None, 90), date(2026, 4, 1));
        assert_eq!(due(from, Some(date(2026, 3, 1)), 90), date(2026, 5, 30));
        assert_eq!(due(from, Some(date(2025, 6, 1)), 90), date(2026, 4, 1), "a visit before the pair was another's");
    }
}
