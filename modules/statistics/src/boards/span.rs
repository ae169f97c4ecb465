//! The time that a board looks at, as its address names it, and the time that it is compared with.
use jiff::{Span as Length, ToSpan, civil::Date};
use platform::{facts::Period, web::Fields};
use ui::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Month,
    Quarter,
    Year,
    /// Days that somebody named.
    Own,
}
/// What figures are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    Before,
    YearBefore,
    Nothing,
}
impl Against {
    pub const ALL: [(&str, &str); 3] = [("", "比上一期"), ("year", "比去年同期"), ("none", "不比较")];
    pub fn of(key: &str) -> Against {
        match key {
            "year" => Against::YearBefore,
            "none" => Against::Nothing,
            _ => Against::Before,
        }
    }
    pub fn key(self) -> &'static str {
        match self {
            Against::Before => "",
            Against::YearBefore => "year",
            Against::Nothing => "none",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub kind: Kind,
    pub first: Date,
    /// The last day of the whole; it may lie ahead.
    pub last: Date,
    today: Date,
    /// What was odd about the address, as a sentence.
    pub note: Option<String>,
}

impl Span {
    fn new(kind: Kind, first: Date, last: Date, today: Date) -> Span {
        Span { kind, first, last, today, note: None }
    }
    fn month(first: Date, today: Date) -> Span {
        Span::new(Kind::Month, first, first.last_of_month(), today)
    }
    fn quarter(day: Date, today: Date) -> Span {
        let back = i64::from((day.month() - 1) % 3);
        let first = day.first_of_month().saturating_sub(back.months());
        Span::new(Kind::Quarter, first, first.saturating_add(2.months()).last_of_month(), today)
    }
    fn year(day: Date, today: Date) -> Span {
        Span::new(Kind::Year, day.first_of_year(), day.last_of_year(), today)
    }
    /// "2026-11", "2026-Q3", "2026", or a word that goes with the days.
    fn named(key: &str, today: Date) -> Option<Span> {
        let this = today.first_of_month();
        let day = |text: String| text.parse::<Date>().ok();
        Some(match key {
            "" | "month" => Span::month(this, today),
            "last-month" => Span::month(this.saturating_sub(1.month()), today),
            "quarter" => Span::quarter(this, today),
            "last-quarter" => Span::quarter(this.saturating_sub(3.months()), today),
            "year" => Span::year(this, today),
            "last-year" => Span::year(this.saturating_sub(1.year()), today),
            _ => match (key.split_once("-Q"), key.len()) {
                (Some((year, quarter @ ("1" | "2" | "3" | "4"))), 7) => {
                    let month = 3 * quarter.parse::<u8>().ok()? - 2;
                    Span::quarter(day(format!("{year}-{month:02}-01"))?, today)
                }
                (None, 7) => Span::month(day(format!("{key}-01"))?, today),
                (None, 4) => Span::year(day(format!("{key}-01-01"))?, today),
                _ => return None,
            },
        })
    }
    pub fn read(form: &Fields, today: Date) -> Span {
        let asked = form.get("period");
        let found = if asked == "own" { Span::own(form, today) } else { Span::named(asked, today) };
        let this_month = |note: String| Span { note: Some(note), ..Span::month(today.first_of_month(), today) };
        match found {
            Some(span) if span.first <= today => span,
            Some(span) => this_month(format!("{}还没到，先显示本月", span.words())),
            None if asked == "own" => this_month("请填开始和结束日期，先显示本月".into()),
            None => this_month("没看懂要看哪段时间，先显示本月".into()),
        }
    }
    fn own(form: &Fields, today: Date) -> Option<Span> {
        let day = |name: &str| form.get(name).parse::<Date>().ok();
        let (from, to) = (day("from")?, day("to")?);
        let mut span = Span::new(Kind::Own, from.min(to), from.max(to), today);
        if from > to {
            span.note = Some("开始日期比结束日期晚，已经对调".into());
        }
        Some(span)
    }
    /// Up to today where it is not over.
    pub fn period(&self) -> Period {
        Period { from: self.first, to: self.last.min(self.today) }
    }
    pub fn is_over(&self) -> bool {
        self.last < self.today
    }
    /// 2026年11月
    pub fn words(&self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.kind {
            Kind::Month => format!("{year}年{month}月"),
            Kind::Quarter => format!("{year}年第{}季度", ["一", "二", "三", "四"][usize::from((month as u8 - 1) / 3)]),
            Kind::Year => format!("{year}年"),
            Kind::Own => format!("{}至{}", text::date(self.first), text::date(self.last)),
        }
    }
    /// The same, and that it is not over.
    pub fn said(&self) -> String {
        if self.is_over() { self.words() } else { format!("{}，截至今天", self.words()) }
    }
    /// In the address.
    pub fn key(&self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.kind {
            Kind::Month => format!("{year:04}-{month:02}"),
            Kind::Quarter => format!("{year:04}-Q{}", (month + 2) / 3),
            Kind::Year => format!("{year:04}"),
            Kind::Own => "own".into(),
        }
    }
    /// What it is compared with, and its name: of a time that is not over, as many days.
    pub fn before(&self, against: Against) -> Option<(&'static str, Period)> {
        let Period { from, .. } = self.period();
        let yesterday = from.yesterday().unwrap_or(from);
        Some(match (against, self.kind) {
            (Against::Nothing, _) => return None,
            (Against::YearBefore, _) => ("去年同期", self.back(1.year())),
            (Against::Before, Kind::Month) if self.is_whole() => ("上月", self.back(1.month())),
            (Against::Before, Kind::Month) => ("上月同期", self.back(1.month())),
            (Against::Before, Kind::Quarter) if self.is_whole() => ("上季度", self.back(3.months())),
            (Against::Before, Kind::Quarter) => ("上季度同期", self.back(3.months())),
            (Against::Before, Kind::Year) => ("去年同期", self.back(1.year())),
            (Against::Before, Kind::Own) => {
                let days = self.period().to.duration_since(from).as_hours() / 24;
                ("前面同样长的时间", Period { from: yesterday.saturating_sub(days.days()), to: yesterday })
            }
        })
    }
    /// What there was then, where what there is now is counted: on the last day before the time, or on the same day of the year before.
    pub fn stock_before(&self, against: Against) -> Option<(&'static str, Period)> {
        let (name, before) = self.before(against)?;
        let day_before = self.first.yesterday().unwrap_or(self.first);
        Some(match (against, self.kind) {
            (Against::YearBefore, _) => ("去年这一天", Period::until(before.to)),
            (_, Kind::Month) => ("上月末", Period::until(day_before)),
            (_, Kind::Quarter) => ("上季度末", Period::until(day_before)),
            (_, Kind::Year) => ("去年年末", Period::until(day_before)),
            (_, Kind::Own) => (name, Period::until(day_before)),
        })
    }
    fn is_whole(&self) -> bool {
        self.last <= self.today
    }
    fn back(&self, by: Length) -> Period {
        let Period { from, to } = self.period();
        let to = if self.is_whole() && self.kind != Kind::Own {
            let after = self.last.tomorrow().unwrap_or(self.last).saturating_sub(by);
            after.yesterday().unwrap_or(after)
        } else {
            to.saturating_sub(by)
        };
        Period { from: from.saturating_sub(by), to }
    }
    /// The same kind of time, with the month that was over on a day in it: what is sent on that day.
    pub fn sent(kind: Kind, today: Date) -> Span {
        let over = today.first_of_month().saturating_sub(1.month());
        match kind {
            Kind::Quarter => Span::quarter(over, today),
            Kind::Year => Span::year(over, today),
            Kind::Month | Kind::Own => Span::month(over, today),
        }
    }
    /// What one can choose: (in the address, in words), by kind.
    pub fn choices(today: Date) -> [(&'static str, Vec<(String, String)>); 4] {
        let named =
            |keys: &[(&str, &str)]| keys.iter().map(|(key, words)| (key.to_string(), words.to_string())).collect();
        let listed = |spans: Vec<Span>| spans.into_iter().map(|span| (span.key(), span.words())).collect();
        let month = today.first_of_month();
        let back = |n: i64, by: i64| month.saturating_sub((n * by).months());
        [
            (
                "跟着日子走",
                named(&[
                    ("month", "本月"),
                    ("last-month", "上月"),
                    ("quarter", "本季度"),
                    ("last-quarter", "上季度"),
                    ("year", "今年"),
                    ("last-year", "去年"),
                ]),
            ),
            ("月份", listed((0..24).map(|n| Span::month(back(n, 1), today)).collect())),
            ("季度", listed((0..8).map(|n| Span::quarter(back(n, 3), today)).collect())),
            ("年份", listed((0..4).map(|n| Span::year(back(n, 12), today)).collect())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(address: &str) -> Span {
        Span::read(&Fields::parse(address), date(2026, 11, 19))
    }
    fn days(period: Period) -> (String, String) {
        (period.from.to_string(), period.to.to_string())
    }

    #[test]
    fn a_time_that_is_not_over_ends_today_and_is_compared_with_as_many_days() {
        let month = read("");
        assert_eq!(days(month.period()), ("2026-11-01".into(), "2026-11-19".into()));
        assert_eq!(month.said(), "2026年11月，截至今天");
        let (name, before) = month.before(Against::Before).unwrap();
        assert_eq!((name, days(before)), ("上月同期", ("2026-10-01".into(), "2026-10-19".into())));
        let quarter = read("period=2026-Q4");
        assert_eq!(days(quarter.before(Against::Before).unwrap().1), ("2026-07-01".into(), "2026-08-19".into()));
        assert_eq!(days(read("period=year").before(Against::YearBefore).unwrap().1).1, "2025-11-19");
    }
    #[test]
    fn a_whole_time_is_compared_with_a_whole_one() {
        let february = read("period=2026-02");
        assert_eq!(days(february.before(Against::Before).unwrap().1), ("2026-01-01".into(), "2026-01-31".into()));
        assert_eq!(days(read("period=2024-02").before(Against::YearBefore).unwrap().1).1, "2023-02-28");
        assert_eq!(days(read("period=2025-02").before(Against::YearBefore).unwrap().1).1, "2024-02-29");
        assert_eq!(
            days(read("period=2026-Q3").before(Against::Before).unwrap().1),
            ("2026-04-01".into(), "2026-06-30".into())
        );
        let own = read("period=own&from=2026-03-08&to=2026-03-14");
        assert_eq!(days(own.before(Against::Before).unwrap().1), ("2026-03-01".into(), "2026-03-07".into()));
        assert_eq!(own.before(Against::Nothing), None);
    }
    #[test]
    fn what_there_is_is_compared_with_what_there_was_before_the_time() {
        let of = |address: &str, against| days(read(address).stock_before(against).unwrap().1).1;
        assert_eq!(of("", Against::Before), "2026-10-31");
        assert_eq!(of("period=2026", Against::Before), "2025-12-31");
        assert_eq!(of("", Against::YearBefore), "2025-11-19");
    }
    #[test]
    fn odd_times_get_a_sentence_and_something_to_look_at() {
        for (address, says) in [
            ("period=2027-01", "还没到"),
            ("period=2026-13", "没看懂"),
            ("period=2026-Q5", "没看懂"),
            ("period=%E4%BB%8A%E5%A4%A9", "没看懂"),
            ("period=own", "请填开始"),
            ("period=own&from=2026-02-30&to=2026-03-01", "请填开始"),
            ("period=own&from=2026-12-01&to=2026-12-02", "还没到"),
        ] {
            let span = read(address);
            assert!(span.note.as_deref().is_some_and(|note| note.contains(says)), "{address}: {span:?}");
            assert_eq!(span.key(), "2026-11", "{address}");
        }
        let turned = read("period=own&from=2026-03-14&to=2026-03-08");
        assert_eq!(days(turned.period()), ("2026-03-08".into(), "2026-03-14".into()));
        assert!(turned.note.is_some());
    }
    #[test]
    fn every_choice_is_read_back_as_what_it_says() {
        for (_, choices) in &Span::choices(date(2026, 11, 19))[1..] {
            for (key, words) in choices {
                let span = read(&format!("period={key}"));
                assert_eq!((&span.key(), &span.words(), &span.note), (key, words, &None));
            }
        }
        assert_eq!(Span::sent(Kind::Quarter, date(2026, 10, 1)).key(), "2026-Q3");
        assert_eq!(Span::sent(Kind::Month, date(2026, 1, 5)).key(), "2025-12");
    }
}
