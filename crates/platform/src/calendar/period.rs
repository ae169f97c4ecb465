//! Periods of the civil code, articles 201 to 203, and periods in working days.

use jiff::{
    Span,
    civil::{Date, Weekday},
};

use super::{Calendar, Due};

/// What a period is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    Month,
    Year,
    /// Working days: only they count, so the last one always is one.
    Workday,
}

impl Unit {
    /// `10个工作日`
    pub fn counted(self, n: u16) -> String {
        match self {
            Unit::Day => format!("{n}日"),
            Unit::Month => format!("{n}个月"),
            Unit::Year => format!("{n}年"),
            Unit::Workday => format!("{n}个工作日"),
        }
    }
}

impl Calendar {
    /// The `n`-th working day after `from`; the day itself is not counted. With `n` = 0 it is `from`.
    pub fn add_workdays(&self, from: Date, n: u16) -> Due {
        let (mut date, mut left, mut provisional) = (from, n, false);
        while left > 0 {
            let Ok(next) = date.tomorrow() else { break };
            date = next;
            provisional |= self.is_uncertain(date);
            left -= u16::from(self.is_workday(date));
        }
        Due { from, n, unit: Unit::Workday, last: date, date, provisional, holiday: None }
    }

    /// The end of a legal period: the first day is not counted (art. 201); months and years end on the corresponding
    /// day or, where there is none, on the month's last (art. 202); a last day that is not worked moves to the next
    /// that is (art. 203).
    pub fn legal_period(&self, from: Date, n: u16, unit: Unit) -> Due {
        let last = match unit {
            Unit::Workday => return self.add_workdays(from, n),
            Unit::Day => from.saturating_add(Span::new().days(n)),
            Unit::Month => from.saturating_add(Span::new().months(n)),
            // jiff holds years below 9999; the years of a period stay far below its span's limit.
            Unit::Year => from.saturating_add(Span::new().years(n.min(9_000))),
        };
        let mut date = last;
        let mut provisional = self.is_uncertain(date);
        while !self.is_workday(date) {
            let Ok(next) = date.tomorrow() else { break };
            date = next;
            provisional |= self.is_uncertain(date);
        }
        let holiday = (date != last).then(|| self.holiday(last).map(str::to_string)).flatten();
        Due { from, n, unit, last, date, provisional, holiday }
    }

    /// Whether a notice could still change what the day is. Weekends too: they may be declared working days.
    fn is_uncertain(&self, date: Date) -> bool {
        !self.is_published(date.year())
    }
}

pub(super) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}
