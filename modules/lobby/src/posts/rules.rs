//! What a post may be.
use jiff::civil::Date;
use platform::identity::Holder;

/// The filters of the list: a part of the person's, the post's or the union's name, and a role.
pub fn matches(holder: &Holder, q: &str, role: &str) -> bool {
    let named = [&holder.name, &holder.title, &holder.org_name].into_iter().any(|name| name.contains(q));
    (q.is_empty() || named) && (role.is_empty() || holder.role == role)
}

/// What is wrong with the days of a new post, as (field, sentence).
pub fn term_fault(starts_on: Date, ends_on: Option<Date>, today: Date) -> Option<(&'static str, &'static str)> {
    match ends_on {
        Some(end) if end < starts_on => Some(("ends_on", "结束日期不能早于开始日期")),
        Some(end) if end < today => Some(("ends_on", "结束日期已经过了")),
        _ => None,
    }
}

/// What is wrong with the last day of a post that runs from a day to a day.
pub fn ending_fault(starts_on: Date, ends_on: Option<Date>, last: Date) -> Option<String> {
    // The day before the first: the post never began.
    let earliest = starts_on.yesterday().unwrap_or(starts_on);
    match ends_on {
        Some(end) if last > end => Some(format!("原定{end}结束，这里只能提前，不能延长")),
        _ if last < earliest => Some(format!("这个任职从{starts_on}开始，最后一天不能早于{earliest}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_post_ends_after_it_begins_and_not_in_the_past() {
        let (today, start) = (date(2026, 11, 19), date(2026, 11, 1));
        assert_eq!(term_fault(start, None, today), None);
        assert_eq!(term_fault(start, Some(today), today), None);
        assert!(term_fault(start, Some(date(2026, 10, 31)), today).is_some());
        assert!(term_fault(start, Some(date(2026, 11, 18)), today).is_some());
    }

    #[test]
    fn a_post_can_be_shortened_but_not_stretched() {
        let (start, end) = (date(2026, 1, 1), date(2026, 12, 31));
        assert_eq!(ending_fault(start, Some(end), date(2026, 11, 18)), None);
        assert_eq!(ending_fault(start, None, date(2025, 12, 31)), None);
        assert!(ending_fault(start, None, date(2025, 12, 30)).is_some());
        assert!(ending_fault(start, Some(end), date(2027, 1, 1)).is_some());
    }
}
