//! Words and numbers as people read them. Pure; the time zone is China's, which has had no other since 1991.

use jiff::civil::{Date, DateTime};
use jiff::tz::{self, TimeZone};
use jiff::{Timestamp, Zoned};

/// China's time, UTC+8.
pub fn china() -> TimeZone {
    TimeZone::fixed(tz::offset(8))
}

/// What has a day: a date or its ISO text.
pub trait Day {
    /// The day, or nothing when the text is no date.
    fn day(&self) -> Option<Date>;
}

impl Day for Date {
    fn day(&self) -> Option<Date> {
        Some(*self)
    }
}

impl Day for str {
    fn day(&self) -> Option<Date> {
        self.parse().ok()
    }
}

impl Day for String {
    fn day(&self) -> Option<Date> {
        self.parse().ok()
    }
}

impl<T: Day + ?Sized> Day for &T {
    fn day(&self) -> Option<Date> {
        (**self).day()
    }
}

/// What has a time of day: an instant (epoch milliseconds too) or a local date and time.
pub trait Moment {
    /// The date and time in China.
    fn moment(&self) -> Option<DateTime>;
}

impl Moment for i64 {
    fn moment(&self) -> Option<DateTime> {
        Timestamp::from_millisecond(*self).ok()?.moment()
    }
}

impl Moment for Timestamp {
    fn moment(&self) -> Option<DateTime> {
        Some(self.to_zoned(china()).datetime())
    }
}

impl Moment for Zoned {
    fn moment(&self) -> Option<DateTime> {
        Some(self.with_time_zone(china()).datetime())
    }
}

impl Moment for DateTime {
    fn moment(&self) -> Option<DateTime> {
        Some(*self)
    }
}

impl<T: Moment + ?Sized> Moment for &T {
    fn moment(&self) -> Option<DateTime> {
        (**self).moment()
    }
}

/// What is counted.
pub trait Number {
    /// The number; what is too large becomes the largest.
    fn number(&self) -> i64;
}

macro_rules! numbers {
    ($($of:ty),+) => { $(impl Number for $of {
        fn number(&self) -> i64 {
            i64::try_from(*self).unwrap_or(i64::MAX)
        }
    })+ };
}
numbers!(i64, u64, i32, u32, usize);

impl<T: Number + ?Sized> Number for &T {
    fn number(&self) -> i64 {
        (**self).number()
    }
}

/// `2026年3月5日`
pub fn date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `3月5日` within the year of `today`, otherwise with its year.
pub fn near(day: Date, today: Date) -> String {
    if day.year() == today.year() { format!("{}月{}日", day.month(), day.day()) } else { date(day) }
}

/// `14:30`, `9:05`
pub fn clock(at: DateTime) -> String {
    format!("{}:{:02}", at.hour(), at.minute())
}

/// `2026年3月5日 14:30`
pub fn moment(at: DateTime) -> String {
    format!("{} {}", date(at.date()), clock(at))
}

/// `今天14:30`, `3月5日 14:30`, `2025年3月5日 14:30`
pub fn moment_near(at: DateTime, today: Date) -> String {
    if at.date() == today {
        format!("今天{}", clock(at))
    } else {
        format!("{} {}", near(at.date(), today), clock(at))
    }
}

/// `星期五`
pub fn weekday(day: Date) -> &'static str {
    const NAMES: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    NAMES[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())]
}

/// `1,284`, `−21`
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("−{grouped}") } else { grouped }
}

/// A difference: `+312`, `−21`, `没变`.
pub fn change(number: i64) -> String {
    match number {
        0 => "没变".to_owned(),
        more if more > 0 => format!("+{}", count(more)),
        less => count(less),
    }
}

/// Fen as `¥1,234.50`.
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "−" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}¥{}.{:02}", count((fen / 100).cast_signed()), fen % 100)
}

/// Fen in 万元 with two digits: `¥186.24万`.
pub fn wan(fen: i64) -> String {
    let hundredths = (fen + if fen < 0 { -5_000 } else { 5_000 }) / 10_000;
    let (sign, rest) = (if hundredths < 0 { "−" } else { "" }, hundredths.unsigned_abs());
    format!("{sign}¥{}.{:02}万", count((rest / 100).cast_signed()), rest % 100)
}

/// Shows the first and last characters of `text` and a star for each between; shorter text becomes stars.
fn mask(text: &str, first: usize, last: usize) -> String {
    let length = text.chars().count();
    let shown = length > first + last;
    text.chars().enumerate().map(|(i, c)| if shown && (i < first || i >= length - last) { c } else { '*' }).collect()
}

/// `138****5678`
pub fn mask_phone(phone: &str) -> String {
    mask(phone, 3, 4)
}

/// `3209**********9988`
pub fn mask_identity(number: &str) -> String {
    mask(number, 4, 4)
}

/// `林*满`, `林*`
pub fn mask_name(name: &str) -> String {
    mask(name, 1, usize::from(name.chars().count() > 2))
}

/// `3209 **** **** 0417`: a card number in fours.
pub fn mask_card(number: &str) -> String {
    let masked: Vec<char> = mask(number, 4, 4).chars().collect();
    masked.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The phrases of a heading, each up to and with its comma.
pub fn phrases(heading: &str) -> Vec<&str> {
    heading.split_inclusive(['，', '；', '：']).collect()
}

/// Text as HTML, also inside an attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&#38;"),
            '<' => safe.push_str("&#60;"),
            '>' => safe.push_str("&#62;"),
            '"' => safe.push_str("&#34;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn dates_leave_out_the_current_year() {
        let today = day(2026, 11, 20);
        assert_eq!(date(day(2026, 3, 5)), "2026年3月5日");
        assert_eq!(near(day(2026, 3, 5), today), "3月5日");
        assert_eq!(near(day(2027, 1, 4), today), "2027年1月4日");
    }

    #[test]
    fn an_instant_is_read_in_chinas_time() {
        let at = 1_772_692_200_000_i64.moment().unwrap();
        assert_eq!(moment(at), "2026年3月5日 14:30");
        assert_eq!(moment_near(at, day(2026, 3, 5)), "今天14:30");
        assert_eq!(moment_near(at, day(2026, 3, 6)), "3月5日 14:30");
        assert_eq!(weekday(at.date()), "星期四");
    }

    #[test]
    fn numbers_are_grouped_by_threes() {
        assert_eq!([count(0), count(999), count(1284), count(-1_234_567)], ["0", "999", "1,284", "−1,234,567"]);
        assert_eq!([change(312), change(-21), change(0)], ["+312", "−21", "没变"]);
        assert_eq!([yuan(986_000), yuan(5), yuan(-123_450)], ["¥9,860.00", "¥0.05", "−¥1,234.50"]);
        assert_eq!([wan(186_240_000), wan(-21_430_000)], ["¥186.24万", "−¥21.43万"]);
    }

    #[test]
    fn masks_hide_the_middle_and_never_show_a_short_one() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_identity("320999199504179988"), "3209**********9988");
        assert_eq!([mask_name("林小满"), mask_name("林满"), mask_name("林")], ["林*满", "林*", "*"]);
        assert_eq!(mask_card("3209000012340417"), "3209 **** **** 0417");
        assert_eq!(mask_phone("110"), "***");
    }

    #[test]
    fn a_heading_breaks_after_its_commas() {
        assert_eq!(phrases("单位说工资已补发，您收到了吗？"), ["单位说工资已补发，", "您收到了吗？"]);
    }
}
