//! The line of life: where a thing has been, where it is, with whom and until when, what comes.

use askama::Template;
use std::fmt::Display;

use crate::{Example, Words, filters};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Now,
    Next,
    Note,
}

/// One step of the line.
#[derive(Debug, Clone)]
pub struct Step {
    state: State,
    title: String,
    at: Option<String>,
    lines: Vec<String>,
}

impl Step {
    fn of(state: State, title: impl Display) -> Step {
        Step { state, title: title.to_string(), at: None, lines: Vec::new() }
    }

    /// It happened.
    pub fn done(title: impl Display) -> Step {
        Step::of(State::Done, title)
    }

    /// It is here now; say with whom and until when.
    pub fn now(title: impl Display) -> Step {
        Step::of(State::Now, title)
    }

    /// It will come.
    pub fn next(title: impl Display) -> Step {
        Step::of(State::Next, title)
    }

    /// A note beside the line (console).
    pub fn note(title: impl Display) -> Step {
        Step::of(State::Note, title)
    }

    /// When, in words.
    pub fn at(mut self, at: impl Words) -> Step {
        self.at = at.words();
        self
    }

    /// A line under the title.
    pub fn line(mut self, line: impl Words) -> Step {
        self.lines.extend(line.words());
        self
    }

    fn class(&self) -> &'static str {
        match self.state {
            State::Done => "is-done",
            State::Now => "is-now",
            State::Next => "is-next",
            State::Note => "is-note",
        }
    }
}

/// A line of steps.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/life.html")]
pub struct Life {
    steps: Vec<Step>,
    log: bool,
}

impl Life {
    /// As a story for the person: oldest first, as given.
    pub fn story(steps: impl IntoIterator<Item = Step>) -> Life {
        Life { steps: steps.into_iter().collect(), log: false }
    }

    /// As a log for the officer: newest first; give the steps oldest first.
    pub fn log(steps: impl IntoIterator<Item = Step>) -> Life {
        let mut steps: Vec<Step> = steps.into_iter().collect();
        steps.reverse();
        Life { steps, log: true }
    }
}

crate::prints_html!(Life);

pub(crate) fn examples() -> Vec<Example> {
    let steps = [
        Step::done("您提交了入会申请").at("11月18日 21:06"),
        Step::now("工会审核").line("滨河县货运行业联合工会 孙维方，最迟11月21日"),
        Step::next("成为会员，领会员卡"),
    ];
    vec![
        Example::member(
            "Life",
            "给本人看的经过",
            format!("<section class=\"card card--flush\">{}</section>", Life::story(steps.clone())),
        ),
        Example::console("Life", "工作台里的经过", Life::log(steps)),
    ]
}
