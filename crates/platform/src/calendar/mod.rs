//! Working days and legal periods (工作日、法定期间).
//!
//! The State Council publishes each year's holidays the autumn before. A date that depends on a year not yet
//! published is computed from weekends alone and says that it is provisional; whoever stored it computes it again
//! when the year is there.

mod due;
mod period;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use jiff::civil::{Date, Weekday};

pub use due::Due;
pub use period::Unit;

use crate::standards::special_days;

/// A day that differs from what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecialDay {
    /// A public holiday or a day off in its place, with the holiday's name.
    Holiday(String),
    /// A Saturday or Sunday that is worked, with the holiday for which it stands in.
    Workday(String),
}

/// Which days are worked in China.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    special: BTreeMap<Date, SpecialDay>,
    published: BTreeSet<i16>,
}

impl Calendar {
    /// The years known when the program was built.
    pub fn embedded() -> &'static Calendar {
        static CALENDAR: OnceLock<Calendar> = OnceLock::new();
        CALENDAR
            .get_or_init(|| Calendar::read(special_days()).expect("the embedded days are in the form of `make web`"))
    }

    /// Reads `date<TAB>H or W<TAB>name` lines; None if a line has another form. A year counts as published once its
    /// National Day is there, so that the first days of January, which come with the year before, don't make one.
    pub fn read(text: &str) -> Option<Calendar> {
        let mut calendar = Calendar::default();
        for line in text.lines() {
            let mut columns = line.split('\t');
            let (date, kind, name) = (columns.next()?.parse::<Date>().ok()?, columns.next()?, columns.next()?);
            let day = match kind {
                "H" => SpecialDay::Holiday(name.to_string()),
                "W" => SpecialDay::Workday(name.to_string()),
                _ => return None,
            };
            if name.starts_with("国庆") {
                calendar.published.insert(date.year());
            }
            calendar.special.insert(date, day);
        }
        Some(calendar)
    }

    /// The calendar with a year's notice added or replaced; days of other years in the list are left out.
    pub fn with_year(&self, year: i16, days: impl IntoIterator<Item = (Date, SpecialDay)>) -> Calendar {
        let mut calendar = self.clone();
        calendar.special.retain(|date, _| date.year() != year);
        calendar.special.extend(days.into_iter().filter(|(date, _)| date.year() == year));
        calendar.published.insert(year);
        calendar
    }

    /// Whether the year's holidays are known.
    pub fn is_published(&self, year: i16) -> bool {
        self.published.contains(&year)
    }

    /// Years whose holidays are known.
    pub fn published(&self) -> impl Iterator<Item = i16> + '_ {
        self.published.iter().copied()
    }

    /// A worked day: Monday to Friday without holidays, and weekends declared working days.
    pub fn is_workday(&self, date: Date) -> bool {
        match self.special.get(&date) {
            Some(SpecialDay::Holiday(_)) => false,
            Some(SpecialDay::Workday(_)) => true,
            None => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The holiday's name, if the date is one.
    pub fn holiday(&self, date: Date) -> Option<&str> {
        match self.special.get(&date) {
            Some(SpecialDay::Holiday(name)) => Some(name),
            _ => None,
        }
    }

    /// Working days after `from` up to and with `to`; none if `to` is not later.
    pub fn workdays_between(&self, from: Date, to: Date) -> u32 {
        let days = from.series(jiff::Span::new().days(1)).skip(1).take_while(|date| *date <= to);
        days.filter(|date| self.is_workday(*date)).count() as u32
    }
}

/// Calendar days from today until a date: 0 today, negative when it is over.
pub fn days_left(today: Date, until: Date) -> i32 {
    today.until(until).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests;
