//! On which days somebody is there, and which times that gives.
use super::Roster;
use crate::calendar::Calendar;
use jiff::civil::Date;

/// A time of a day, in minutes: from, until.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: i64,
    pub until: i64,
}
impl Span {
    pub fn overlaps(self, other: Span) -> bool {
        self.from < other.until && other.from < self.until
    }
}
/// A day that differs from the week.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Exception {
    pub roster: super::RosterId,
    pub day: String,
    open: i64,
    pub why: String,
}
impl Exception {
    pub fn is_open(&self) -> bool {
        self.open == 1
    }
}
/// Why nobody is there on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The week says so.
    Week,
    Holiday(String),
    Off(String),
    Over,
}

/// Minutes of a day as people write them: 14:30.
pub fn clock_text(minute: i64) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}
pub fn minute_of(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once([':', '：'])?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}
/// Monday is 1.
pub fn day_of_week(day: Date) -> i8 {
    day.weekday().to_monday_one_offset()
}

impl Roster {
    /// Whether the adviser is there on a day; an exception counts more than a holiday, and a holiday more than the week.
    pub fn closed(&self, day: Date, exceptions: &[Exception], calendar: &Calendar) -> Option<Closed> {
        if day < self.starts() || self.ends().is_some_and(|last| day > last) {
            return Some(Closed::Over);
        }
        let date = day.to_string();
        if let Some(exception) = exceptions.iter().find(|one| one.roster == self.id && one.day == date) {
            return (!exception.is_open()).then(|| Closed::Off(exception.why.clone()));
        }
        if !self.weekdays.contains(&day_of_week(day).to_string()) {
            return Some(Closed::Week);
        }
        calendar.holiday(day).map(|name| Closed::Holiday(name.to_owned()))
    }
    /// The times of a day on which the adviser is there; what does not fill a whole time is left out.
    pub fn spans(&self) -> Vec<Span> {
        let starts = (self.from_minute..self.until_minute).step_by(usize::try_from(self.minutes.max(5)).unwrap_or(60));
        let spans = starts.map(|from| Span { from, until: from + self.minutes.max(5) });
        spans.filter(|span| span.until <= self.until_minute).collect()
    }
    /// The time that begins at a minute.
    pub fn span_at(&self, starts: i64) -> Option<Span> {
        self.spans().into_iter().find(|span| span.from == starts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn roster(weekdays: &str, from: i64, until: i64, minutes: i64) -> Roster {
        Roster::sample(weekdays, (from, until), minutes)
    }
    fn off(day: &str, open: i64) -> Exception {
        Exception { roster: super::super::RosterId(1), day: day.into(), open, why: "开会".into() }
    }

    #[test]
    fn an_exception_counts_more_than_a_holiday_and_a_holiday_more_than_the_week() {
        let calendar = Calendar::embedded();
        let there = roster("24", 540, 700, 50);
        let closed = |day, exceptions: &[Exception]| there.closed(day, exceptions, calendar);
        assert_eq!(closed(date(2026, 11, 24), &[]), None, "a Tuesday");
        assert_eq!(closed(date(2026, 11, 25), &[]), Some(Closed::Week));
        assert!(matches!(closed(date(2026, 10, 1), &[]), Some(Closed::Holiday(_))), "a Thursday");
        assert_eq!(closed(date(2026, 10, 1), &[off("2026-10-01", 1)]), None);
        assert_eq!(closed(date(2026, 11, 24), &[off("2026-11-24", 0)]), Some(Closed::Off("开会".into())));
        assert_eq!(closed(date(2025, 1, 7), &[]), Some(Closed::Over), "before it begins");
    }
    #[test]
    fn times_are_as_people_write_them() {
        assert_eq!(
            (minute_of("9:05"), minute_of("14：30"), minute_of("24:00"), minute_of("9")),
            (Some(545), Some(870), None, None)
        );
        assert_eq!(clock_text(545), "9:05");
    }
    proptest! {
        #[test]
        fn times_of_a_day_follow_each_other_without_overlap(from in 0_i64..1_300, long in 10_i64..600, minutes in 5_i64..180) {
            let there = roster("1", from, from + long, minutes);
            let spans = there.spans();
            for pair in spans.windows(2) {
                prop_assert!(!pair[0].overlaps(pair[1]) && pair[0].until == pair[1].from);
            }
            prop_assert!(spans.iter().all(|span| span.from >= from && span.until <= from + long));
            prop_assert_eq!(spans.len() as i64, long / minutes);
        }
    }
}
