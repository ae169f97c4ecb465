//! The periods for which a report is filled.
use jiff::{ToSpan, civil::Date};
use platform::facts::Period;

/// How often a form is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    Month,
    Quarter,
    Half,
    Year,
}
impl Rhythm {
    pub const ALL: [Rhythm; 4] = [Rhythm::Month, Rhythm::Quarter, Rhythm::Half, Rhythm::Year];
    pub fn key(self) -> &'static str {
        ["month", "quarter", "half", "year"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["月报", "季报", "半年报", "年报"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Rhythm> {
        Rhythm::ALL.into_iter().find(|one| one.key() == key)
    }
    fn months(self) -> i8 {
        [1, 3, 6, 12][self as usize]
    }
}

/// A month, quarter, half or year: the `n`-th of its year, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub rhythm: Rhythm,
    pub year: i16,
    pub n: i8,
}
impl Span {
    pub fn of(rhythm: Rhythm, day: Date) -> Span {
        Span { rhythm, year: day.year(), n: (day.month() - 1) / rhythm.months() + 1 }
    }
    /// The last one that is over on a day.
    pub fn last_over(rhythm: Rhythm, today: Date) -> Span {
        Span::of(rhythm, today).before()
    }
    /// 2026-09, 2026-Q3, 2026-H2, 2026
    pub fn key(self) -> String {
        match self.rhythm {
            Rhythm::Month => format!("{:04}-{:02}", self.year, self.n),
            Rhythm::Quarter => format!("{:04}-Q{}", self.year, self.n),
            Rhythm::Half => format!("{:04}-H{}", self.year, self.n),
            Rhythm::Year => format!("{:04}", self.year),
        }
    }
    pub fn from_key(key: &str) -> Option<Span> {
        let (year, rest) = key.split_once('-').map_or((key, None), |(year, rest)| (year, Some(rest)));
        let (rhythm, n) = match rest {
            None => (Rhythm::Year, "1"),
            Some(rest) => match (rest.strip_prefix('Q'), rest.strip_prefix('H')) {
                (Some(n), _) => (Rhythm::Quarter, n),
                (_, Some(n)) => (Rhythm::Half, n),
                _ => (Rhythm::Month, rest),
            },
        };
        let span = Span { rhythm, year: year.parse().ok()?, n: n.parse().ok()? };
        ((1..=12 / rhythm.months()).contains(&span.n) && (2000..2200).contains(&span.year)).then_some(span)
    }
    /// 2026年三季度
    pub fn name(self) -> String {
        let n = usize::from(self.n.unsigned_abs()) - 1;
        match self.rhythm {
            Rhythm::Month => format!("{}年{}月", self.year, self.n),
            Rhythm::Quarter => format!("{}年{}季度", self.year, ["一", "二", "三", "四"][n.min(3)]),
            Rhythm::Half => format!("{}年{}半年", self.year, ["上", "下"][n.min(1)]),
            Rhythm::Year => format!("{}年", self.year),
        }
    }
    pub fn period(self) -> Period {
        let day = |month| Date::new(self.year, month, 1).unwrap_or(Date::MAX);
        let last = self.n * self.rhythm.months();
        Period { from: day(last - self.rhythm.months() + 1), to: day(last).last_of_month() }
    }
    #[must_use]
    pub fn before(self) -> Span {
        Span::of(self.rhythm, self.period().from.saturating_sub(1.day()))
    }
    #[must_use]
    pub fn a_year_before(self) -> Span {
        Span { year: self.year - 1, ..self }
    }
    /// From New Year to its end.
    pub fn since_new_year(self) -> Period {
        let Period { from, to } = self.period();
        Period { from: Date::new(from.year(), 1, 1).unwrap_or(from), to }
    }
    pub fn is_over(self, today: Date) -> bool {
        self.period().to < today
    }
    /// The present one and those before it, newest first.
    pub fn recent(rhythm: Rhythm, today: Date, count: usize) -> Vec<Span> {
        std::iter::successors(Some(Span::of(rhythm, today)), |span| Some(span.before())).take(count).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_have_keys_names_and_neighbours() {
        for (key, name, before, year) in [
            ("2026-09", "2026年9月", "2026-08", "2025-09"),
            ("2026-01", "2026年1月", "2025-12", "2025-01"),
            ("2026-Q1", "2026年一季度", "2025-Q4", "2025-Q1"),
            ("2026-H2", "2026年下半年", "2026-H1", "2025-H2"),
            ("2026", "2026年", "2025", "2025"),
        ] {
            let span = Span::from_key(key).unwrap();
            assert_eq!((span.key().as_str(), span.name().as_str()), (key, name));
            assert_eq!((span.before().key(), span.a_year_before().key()), (before.to_owned(), year.to_owned()));
        }
        for odd in ["", "2026-", "2026-Q5", "2026-13", "2026-H0", "26-Q1", "x", "2026-Qx"] {
            assert_eq!(Span::from_key(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_period_is_over_when_its_last_day_is() {
        let third = Span::from_key("2026-Q3").unwrap();
        assert_eq!(third.period(), Period { from: date(2026, 7, 1), to: date(2026, 9, 30) });
        assert_eq!(third.since_new_year().from, date(2026, 1, 1));
        assert!(!third.is_over(date(2026, 9, 30)) && third.is_over(date(2026, 10, 1)));
        assert_eq!(Span::last_over(Rhythm::Quarter, date(2026, 11, 22)), third);
    }
}
