//! A computed deadline and how it is explained.

use jiff::civil::Date;

use super::{Unit, period::is_weekend};

/// A deadline with what it was computed from, so that it can be explained and computed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day of the event; not counted.
    pub from: Date,
    pub n: u16,
    pub unit: Unit,
    /// The last day before it moved off a holiday or weekend.
    pub last: Date,
    /// The deadline.
    pub date: Date,
    /// Whether it rests on a year whose holidays are not published yet.
    pub provisional: bool,
    pub(super) holiday: Option<String>,
}

impl Due {
    /// The rule in words: 「从次日起算15日，最后一天10月5日是国庆节假期，顺延到10月9日」.
    pub fn rule(&self) -> String {
        let mut text = format!("从次日起算{}", self.unit.counted(self.n));
        if self.date != self.last {
            let why = match &self.holiday {
                Some(name) if ["清明", "端午", "中秋"].contains(&name.as_str()) => format!("是{name}节假期"),
                Some(name) => format!("是{name}假期"),
                None if is_weekend(self.last) => "是周末".to_string(),
                None => "不是工作日".to_string(),
            };
            text += &format!("，最后一天{}{why}，顺延到{}", self.spoken(self.last), self.spoken(self.date));
        }
        if self.provisional {
            text += &format!("；{}年放假安排公布后会重新计算", self.date.year());
        }
        text
    }

    /// The articles behind [`Due::rule`]; none for working days, which the rule at hand names itself.
    pub fn law(&self) -> Option<&'static str> {
        (self.unit != Unit::Workday).then_some("《民法典》第二百零一条至第二百零三条")
    }

    /// Month and day, with the year where it is not the year of the event.
    fn spoken(&self, date: Date) -> String {
        let year = if date.year() == self.from.year() { String::new() } else { format!("{}年", date.year()) };
        format!("{year}{}月{}日", date.month(), date.day())
    }
}
