//! Until when: the days left large, the date and the rule beside them.

use askama::Template;
use std::fmt::Display;

use crate::{Example, Words};

/// Days left: many, one or none, overdue.
fn state(days: i64) -> &'static str {
    match days {
        ..0 => "over",
        0..=1 => "soon",
        _ => "good",
    }
}

/// A deadline on the member site.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/until.html")]
pub struct Until {
    days: i64,
    sentence: String,
    law: Option<String>,
}

impl Until {
    /// Days left (negative: overdue by) and what happens by then.
    pub fn new(days: i64, sentence: impl Display) -> Until {
        Until { days, sentence: sentence.to_string(), law: None }
    }

    /// The rule, with its article.
    pub fn law(mut self, law: impl Words) -> Until {
        self.law = law.words();
        self
    }
}

/// A deadline in the console, across the page.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/clock.html")]
pub struct Clock {
    days: i64,
    sentence: String,
    note: Option<String>,
    facts: Vec<(String, String)>,
}

impl Clock {
    /// Days left (negative: overdue by) and what happens by then.
    pub fn new(days: i64, sentence: impl Display) -> Clock {
        Clock { days, sentence: sentence.to_string(), note: None, facts: Vec::new() }
    }

    /// The rule and what follows when it is broken.
    pub fn note(mut self, note: impl Words) -> Clock {
        self.note = note.words();
        self
    }

    /// A fact at the end: 承办, 孙维方.
    pub fn fact(mut self, label: impl Display, value: impl Display) -> Clock {
        self.facts.push((label.to_string(), value.to_string()));
        self
    }
}

crate::prints_html!(Until, Clock);

pub(crate) fn examples() -> Vec<Example> {
    let law = "依据《劳动争议调解仲裁法》第十四条";
    let clock = Clock::new(6, "最迟2026年11月26日达成调解协议").note(law).fact("承办", "孙维方");
    vec![
        Example::member("Until", "还有几天", Until::new(6, "最迟11月26日有调解结果").law(law)),
        Example::member("Until", "今天到期", Until::new(0, "今天告诉您结果")),
        Example::member("Until", "超期", Until::new(-2, "11月18日就该答复，已告诉县总工会")),
        Example::console("Clock", "还剩几天", clock),
        Example::console("Clock", "超期", Clock::new(-2, "11月18日到期").note("已报分管副主席")),
    ]
}
