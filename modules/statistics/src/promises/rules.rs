//! How far a promise is and where it goes: pure, so that it can be said on the page in one sentence.
use jiff::civil::{Date, date};

/// Before so many days of the year are over nothing is foretold and nobody is behind.
pub const LEAST_DAYS: i64 = 30;
/// So much below or above the share of the year that is over (in per cent of it) is still on course.
const TOLERANCE: i64 = 10;

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is counted for it yet.
    NoSource,
    /// What it was counted from is no longer there.
    SourceGone,
    NotBegun,
    /// The year is too young to say.
    Early,
    Behind,
    OnCourse,
    Ahead,
    Done,
    /// The year is over.
    Missed,
}
impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::NoSource => "没有数据来源",
            State::SourceGone => "数据来源没了",
            State::NotBegun => "还没开始",
            State::Early => "刚开始",
            State::Behind => "慢了",
            State::OnCourse => "按进度",
            State::Ahead => "超前",
            State::Done => "完成了",
            State::Missed => "没完成",
        }
    }
    /// As a word in addresses and JSON.
    pub fn key(self) -> &'static str {
        match self {
            State::NoSource => "no-source",
            State::SourceGone => "source-gone",
            State::NotBegun => "not-begun",
            State::Early => "early",
            State::Behind => "behind",
            State::OnCourse => "on-course",
            State::Ahead => "ahead",
            State::Done => "done",
            State::Missed => "missed",
        }
    }
}

/// The first and the last day of a year.
pub fn bounds(year: i16) -> (Date, Date) {
    (date(year, 1, 1), date(year, 12, 31))
}
/// How many days of the year are over with today, and how many it has.
pub fn gone(year: i16, today: Date) -> (i64, i64) {
    let (first, last) = bounds(year);
    let days = i64::from(last.days_in_year());
    match today.year() {
        _ if today < first => (0, days),
        _ if today > last => (days, days),
        _ => (i64::from(today.day_of_year()), days),
    }
}
/// The same day of the year before; of a 29 February the 28th.
pub fn year_before(day: Date) -> Date {
    date(day.year() - 1, day.month(), 1).with().day(day.day()).build().unwrap_or_else(|_| date(day.year() - 1, 2, 28))
}

/// What the year before had on the same day, and in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    pub until_then: i64,
    pub whole: i64,
}
/// How a forecast was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the days that are over.
    Straight,
    /// By the course of the year before.
    LikeLastYear,
}
impl Way {
    pub fn words(self) -> &'static str {
        match self {
            Way::Straight => "按今年过去的天数推算：现在的进度除以过去的天数，乘全年天数",
            Way::LikeLastYear => "按去年的快慢推算：现在的进度除以去年同一天的进度，乘去年全年",
        }
    }
}

/// What the year will bring at the present pace, of what it brought so far (`made`); none while it is too young. Where the year before has a
/// course, its course; otherwise straight. On the last day and afterwards it is what was made.
pub fn forecast(made: i64, (gone, days): (i64, i64), before: Option<Before>) -> Option<(i64, Way)> {
    if gone < LEAST_DAYS || days <= 0 {
        return None;
    }
    match before.filter(|b| b.until_then > 0 && b.whole >= b.until_then && gone < days) {
        Some(b) => Some((scaled(made, b.whole, b.until_then), Way::LikeLastYear)),
        None => Some((scaled(made, days, gone), Way::Straight)),
    }
}
/// `value × times ÷ by`, to the nearest whole number.
fn scaled(value: i64, times: i64, by: i64) -> i64 {
    let (value, times, by) = (i128::from(value), i128::from(times), i128::from(by.max(1)));
    let doubled = 2 * value * times + by;
    i64::try_from(doubled.div_euclid(2 * by)).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// What is due until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    pub due: Date,
    pub amount: Option<i64>,
    pub words: String,
}

/// A promise as it is judged. `start`: what there was when the year began, of what is counted at its end; otherwise 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub value: i64,
    pub start: i64,
    pub target: i64,
    /// What is there at the end of the year counts: it is not done before.
    pub at_end: bool,
}

/// Behind, on course or ahead: by the milestones where there are some with amounts, otherwise by the share of the year that is over.
pub fn judge(standing: Standing, milestones: &[Milestone], year: i16, today: Date) -> State {
    let Standing { value, start, target, at_end } = standing;
    let (first, last) = bounds(year);
    if today < first {
        return State::NotBegun;
    }
    match (value >= target, today > last) {
        (true, over) if over || !at_end => return State::Done,
        (true, _) => return State::Ahead,
        (false, true) => return State::Missed,
        (false, false) => {}
    }
    let mut steps: Vec<(Date, i64)> = milestones.iter().filter_map(|m| Some((m.due, m.amount?))).collect();
    steps.sort_unstable();
    if !steps.is_empty() {
        let due = steps.iter().filter(|(due, _)| *due < today).map(|(_, amount)| *amount).max();
        let next = steps.iter().find(|(due, _)| *due >= today).map(|(_, amount)| *amount);
        return match (due, next) {
            (Some(due), _) if value < due => State::Behind,
            (_, Some(next)) if value >= next => State::Ahead,
            _ => State::OnCourse,
        };
    }
    let (gone, days) = gone(year, today);
    if gone < LEAST_DAYS {
        return State::Early;
    }
    let expected = |percent: i64| scaled(target - start, gone * percent, days * 100);
    let made = value - start;
    match () {
        () if made < expected(100 - TOLERANCE) => State::Behind,
        () if made > expected(100 + TOLERANCE) => State::Ahead,
        () => State::OnCourse,
    }
}

/// Values with weights in hundredths, added up and rounded down.
pub fn weighed(parts: impl IntoIterator<Item = (i64, i64)>) -> i64 {
    let sum: i128 = parts.into_iter().map(|(value, weight)| i128::from(value) * i128::from(weight)).sum();
    i64::try_from(sum.div_euclid(100)).unwrap_or(i64::MAX)
}

/// A weight as it is typed (1, 0.5) in hundredths: from 0.01 to 100.
pub fn weight(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty()
        || whole.len() > 3
        || part.len() > 2
        || !format!("{whole}{part}").bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let weight = whole.parse::<i64>().ok()? * 100 + format!("{part:0<2}").parse::<i64>().ok()?;
    (1..=10_000).contains(&weight).then_some(weight)
}
/// 1, 0.5, 0.25
pub fn weight_words(weight: i64) -> String {
    match weight % 100 {
        0 => format!("{}", weight / 100),
        part if part % 10 == 0 => format!("{}.{}", weight / 100, part / 10),
        part => format!("{}.{part:02}", weight / 100),
    }
}

/// The largest target.
pub const MOST: i64 = 1_000_000_000_000;
/// A target as it is typed: a whole number above zero, with or without commas; otherwise a sentence.
pub fn target(text: &str) -> Result<i64, &'static str> {
    let digits = text.replace([',', '，', ' '], "");
    if digits.is_empty() {
        return Err("请填目标，写一个数");
    }
    match digits.parse::<i128>() {
        Ok(n) if n > i128::from(MOST) => Err("这个数太大了，请看看是不是多打了几位"),
        Ok(n) if n > 0 => Ok(i64::try_from(n).unwrap_or(MOST)),
        Ok(_) => Err("目标要大于0"),
        Err(_) => Err("目标请写整数，比如2500，不带单位"),
    }
}
