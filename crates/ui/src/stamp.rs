//! A state or class in one to five characters.

use askama::Template;
use std::fmt::Display;

use crate::{Example, Icon, icon};

/// A stamp. At most two stand in a row.
#[derive(Template, Debug, Clone)]
#[template(
    ext = "html",
    source = r#"<span class="{{ class }}">{% if let Some(icon) = icon %}{{ icon }}{% endif %}{{ words }}</span>"#
)]
pub struct Stamp {
    class: &'static str,
    words: String,
    icon: Option<Icon>,
}

impl Stamp {
    fn of(class: &'static str, words: impl Display) -> Stamp {
        Stamp { class, words: words.to_string(), icon: None }
    }

    /// A class without judgement.
    pub fn plain(words: impl Display) -> Stamp {
        Stamp::of("stamp", words)
    }

    /// Good, valid.
    pub fn ok(words: impl Display) -> Stamp {
        Stamp::of("stamp stamp--ok", words)
    }

    /// Wants attention soon.
    pub fn warn(words: impl Display) -> Stamp {
        Stamp::of("stamp stamp--warn", words)
    }

    /// Wrong or overdue; comes with an icon, since colour alone says nothing.
    pub fn danger(words: impl Display) -> Stamp {
        Stamp::of("stamp stamp--danger", words).icon("alert-circle")
    }

    /// Under way.
    pub fn info(words: impl Display) -> Stamp {
        Stamp::of("stamp stamp--info", words)
    }

    /// Membership and honours only.
    pub fn gold(words: impl Display) -> Stamp {
        Stamp::of("stamp stamp--gold", words)
    }

    /// What it says.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// With an icon before the words.
    pub fn icon(mut self, name: &'static str) -> Stamp {
        self.icon = Some(icon(name));
        self
    }
}

crate::prints_html!(Stamp);

pub(crate) fn examples() -> Vec<Example> {
    let all = format!(
        "{} {} {} {} {} {}",
        Stamp::plain("欠薪"),
        Stamp::ok("在册"),
        Stamp::warn("手机待核实"),
        Stamp::danger("超2天"),
        Stamp::info("调解中"),
        Stamp::gold("会员")
    );
    Example::both("Stamp", "状态和类别", all).into()
}
