//! An empty place: one sentence why, and one act.

use askama::Template;
use std::fmt::Display;

use crate::{Button, Example};

/// What stands where nothing is yet.
#[derive(Template, Debug, Clone)]
#[template(
    ext = "html",
    source = r#"<div class="empty"><p>{{ sentence }}</p>{% if let Some(act) = act %}{{ act }}{% endif %}{% if let Some(other) = other %}{{ other }}{% endif %}</div>"#
)]
pub struct Empty {
    sentence: String,
    act: Option<Button>,
    other: Option<Button>,
}

impl Empty {
    /// Why it is empty.
    pub fn new(sentence: impl Display) -> Empty {
        Empty { sentence: sentence.to_string(), act: None, other: None }
    }

    /// What one can do about it.
    pub fn act(mut self, act: Button) -> Empty {
        self.act = Some(act);
        self
    }

    /// What else one can do.
    #[must_use]
    pub fn or(mut self, other: Button) -> Empty {
        self.other = Some(other);
        self
    }
}

crate::prints_html!(Empty);

pub(crate) fn examples() -> Vec<Example> {
    let empty = Empty::new("还没有会员，可以先导入名册").act(Button::outline("导入名册").href("#"));
    Example::both("Empty", "还没有内容", empty).into()
}
