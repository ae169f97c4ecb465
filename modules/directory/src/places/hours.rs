//! Opening hours (开放时间): by weekday and on public holidays, as people write them.
use jiff::civil::{Date, DateTime};
use platform::calendar::Calendar;

/// Minutes from midnight to minutes from midnight; the end may be 24:00.
pub type Span = (u16, u16);
const DAY: u16 = 24 * 60;
/// What the eight days are called: Monday to Sunday, then public holidays.
pub const DAYS: [&str; 8] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日", "法定节假日"];
const HOLIDAYS: usize = 7;

/// When a place is open; a day without spans is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours([Vec<Span>; 8]);

/// Why a day's hours can't be read, as a sentence.
pub type HoursFault = &'static str;
const NOT_HOURS: HoursFault = "写成8:00-20:00的样子，有几段就用空格隔开";

impl Hours {
    pub fn new(days: [Vec<Span>; 8]) -> Self {
        Self(days)
    }
    /// The same every day of the week and on holidays.
    pub fn daily(span: Span) -> Self {
        Self(std::array::from_fn(|_| vec![span]))
    }
    pub fn day(&self, at: usize) -> &[Span] {
        &self.0[at]
    }
    /// As the database keeps it.
    pub fn kept(&self) -> String {
        let day = |spans: &Vec<Span>| spans.iter().map(|(a, b)| format!("{a}-{b}")).collect::<Vec<_>>().join(",");
        self.0.iter().map(day).collect::<Vec<_>>().join(";")
    }
    pub fn from_kept(text: &str) -> Option<Self> {
        let mut days: [Vec<Span>; 8] = Default::default();
        let mut texts = text.split(';');
        for day in &mut days {
            for span in texts.next()?.split(',').filter(|s| !s.is_empty()) {
                let (a, b) = span.split_once('-')?;
                day.push((a.parse().ok()?, b.parse().ok()?));
            }
        }
        Some(Self(days))
    }

    /// The spans of a date: a public holiday has its own.
    pub fn on(&self, date: Date, calendar: &Calendar) -> &[Span] {
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        &self.0[if calendar.holiday(date).is_some() { HOLIDAYS } else { weekday }]
    }
    /// Whether it is open at an instant.
    pub fn state(&self, at: DateTime, calendar: &Calendar) -> Now {
        let minute = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or(0);
        let today = self.on(at.date(), calendar);
        match today.iter().find(|(_, until)| minute < *until) {
            Some((from, until)) if *from <= minute => Now::Open { until: *until },
            Some((from, _)) => Now::Opens { at: *from },
            None if today.is_empty() => Now::ClosedToday,
            None => Now::Over,
        }
    }
    /// Days and their hours, neighbours with the same hours as one line: 周一至周五, 8:00—20:00.
    pub fn lines(&self) -> Vec<(String, String)> {
        let mut lines: Vec<(usize, usize)> = Vec::new();
        for at in 0..self.0.len() {
            match lines.last_mut() {
                Some((first, last)) if at != HOLIDAYS && self.0[*first] == self.0[at] => *last = at,
                _ => lines.push((at, at)),
            }
        }
        let named = |(first, last): (usize, usize)| match last - first {
            0 => DAYS[first].to_owned(),
            6 => "每天".to_owned(),
            1 => format!("{}、{}", DAYS[first], DAYS[last]),
            _ => format!("{}至{}", DAYS[first], DAYS[last]),
        };
        lines.into_iter().map(|line| (named(line), words(&self.0[line.0]))).collect()
    }
}

/// Open or not, at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    Open {
        until: u16,
    },
    /// Later today.
    Opens {
        at: u16,
    },
    /// Was open today.
    Over,
    ClosedToday,
}
impl Now {
    pub fn words(self) -> String {
        match self {
            Now::Open { until: DAY } => "开放中，到24点".to_owned(),
            Now::Open { until } => format!("开放中，到{}", clock(until)),
            Now::Opens { at } => format!("{}开放", clock(at)),
            Now::Over => "今天已关门".to_owned(),
            Now::ClosedToday => "今天不开".to_owned(),
        }
    }
    pub fn is_open(self) -> bool {
        matches!(self, Now::Open { .. })
    }
}

fn clock(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}
/// 8:00—11:30、13:30—17:30
fn words(spans: &[Span]) -> String {
    match spans {
        [] => "不开".to_owned(),
        [(0, DAY)] => "24小时".to_owned(),
        spans => spans.iter().map(|(a, b)| format!("{}—{}", clock(*a), clock(*b))).collect::<Vec<_>>().join("、"),
    }
}
/// As one writes it into the form.
pub fn written(spans: &[Span]) -> String {
    match spans {
        [(0, DAY)] => "24小时".to_owned(),
        spans => spans.iter().map(|(a, b)| format!("{}-{}", clock(*a), clock(*b))).collect::<Vec<_>>().join(" "),
    }
}

/// Reads a day's hours as somebody wrote them.
pub fn read(typed: &str) -> Result<Vec<Span>, HoursFault> {
    let text: String = typed
        .chars()
        .map(|c| match c {
            '：' => ':',
            '—' | '–' | '－' | '~' | '～' | '至' | '到' => '-',
            '、' | '，' | ',' | '；' | ';' | '　' => ' ',
            c => c,
        })
        .collect();
    if matches!(text.trim(), "" | "-" | "不开" | "休息" | "关门") {
        return Ok(Vec::new());
    }
    if matches!(text.trim(), "24小时" | "全天") {
        return Ok(vec![(0, DAY)]);
    }
    // Blanks around a dash belong to it.
    let text = text.split('-').map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    let mut spans: Vec<Span> = Vec::new();
    for part in text.split_whitespace() {
        let (from, until) = part.split_once('-').ok_or(NOT_HOURS)?;
        let (from, until) = (minute(from).ok_or(NOT_HOURS)?, minute(until).ok_or(NOT_HOURS)?);
        if from >= until {
            return Err("结束比开始早。过夜的分两天写：当天写到24:00，第二天从0:00写起");
        }
        if spans.last().is_some_and(|(_, before)| from < *before) {
            return Err("两段时间重叠了，请从早到晚写");
        }
        spans.push((from, until));
    }
    Ok(spans)
}
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= DAY && hour <= 24).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn hours_are_read_however_people_write_them() {
        for typed in ["8:00-11:30 13:30-17:30", "8：00—11：30、13:30至17:30", " 8 - 11:30，13:30 ~ 17:30 "] {
            assert_eq!(read(typed), Ok(vec![(480, 690), (810, 1050)]), "{typed}");
        }
        assert_eq!((read("全天"), read(""), read("休息")), (Ok(vec![(0, DAY)]), Ok(vec![]), Ok(vec![])));
        for wrong in ["上午", "8:00", "25:00-26:00", "20:00-8:00", "8:00-12:00 11:00-13:00", "8:70-9:00", "8:00-"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_with_the_same_hours_stand_in_one_line() {
        let mut days: [Vec<Span>; 8] = std::array::from_fn(|_| vec![(480, 1200)]);
        days[5] = vec![(540, 1020)];
        days[6] = vec![(540, 1020)];
        days[7] = Vec::new();
        let lines = Hours::new(days).lines();
        let shown: Vec<String> = lines.iter().map(|(days, hours)| format!("{days} {hours}")).collect();
        assert_eq!(shown, ["周一至周五 8:00—20:00", "周六、周日 9:00—17:00", "法定节假日 不开"]);
        assert_eq!(Hours::daily((0, DAY)).lines()[0], ("每天".to_owned(), "24小时".to_owned()));
    }

    #[test]
    fn a_holiday_has_its_own_hours_and_noon_is_between_two_spans() {
        let calendar = Calendar::embedded();
        let mut days: [Vec<Span>; 8] = std::array::from_fn(|_| vec![(480, 690), (810, 1050)]);
        days[7] = Vec::new();
        let hours = Hours::new(days);
        let at = |d: Date, h, m| hours.state(d.at(h, m, 0, 0), calendar);
        let thursday = date(2026, 11, 19);
        assert_eq!(at(thursday, 10, 0), Now::Open { until: 690 });
        assert_eq!(at(thursday, 11, 30), Now::Opens { at: 810 });
        assert_eq!(at(thursday, 17, 30), Now::Over);
        assert_eq!(at(date(2026, 10, 1), 10, 0), Now::ClosedToday, "National Day");
    }

    proptest! {
        #[test]
        fn what_is_kept_and_what_is_written_is_read_back(raw in proptest::collection::vec(proptest::collection::vec(0u16..=1440, 0..6), 8)) {
            let days: Vec<Vec<Span>> = raw.into_iter().map(|mut minutes| {
                minutes.sort_unstable();
                minutes.dedup();
                minutes.chunks_exact(2).map(|c| (c[0], c[1])).collect()
            }).collect();
            let hours = Hours::new(days.clone().try_into().expect("eight days"));
            prop_assert_eq!(Hours::from_kept(&hours.kept()), Some(hours.clone()));
            for spans in &days {
                prop_assert_eq!(read(&written(spans)), Ok(spans.clone()));
            }
        }
    }
}
