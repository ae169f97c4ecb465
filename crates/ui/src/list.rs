//! What stands around a console table: views, conditions, bulk acts, pages.

use askama::Template;
use std::fmt::Display;

use crate::{Button, Example, Words, filters};

/// A saved view or kind.
#[derive(Debug, Clone)]
pub struct Pill {
    label: String,
    href: String,
    count: Option<i64>,
    here: bool,
}

impl Pill {
    /// A view and its address.
    pub fn new(label: impl Display, href: impl Display) -> Pill {
        Pill { label: label.to_string(), href: href.to_string(), count: None, here: false }
    }

    /// How many it holds.
    pub fn count(mut self, count: i64) -> Pill {
        self.count = Some(count);
        self
    }

    /// Whether it is the one shown.
    pub fn here(mut self, here: bool) -> Pill {
        self.here = here;
        self
    }
}

/// Views side by side.
#[derive(Template, Debug, Clone)]
#[template(
    ext = "html",
    source = r#"<nav class="pills" aria-label="{{ label }}">{% for pill in pills %}<a href="{{ pill.href }}"{% if pill.here %}{{ " aria-current=true" }}{% endif %}>{{ pill.label }}{% if let Some(count) = pill.count %}<small>{{ count|count }}</small>{% endif %}</a>{% endfor %}</nav>"#
)]
pub struct Pills {
    label: String,
    pills: Vec<Pill>,
}

impl Pills {
    /// What the views are (for screen readers) and the views.
    pub fn new(label: impl Display, pills: impl IntoIterator<Item = Pill>) -> Pills {
        Pills { label: label.to_string(), pills: pills.into_iter().collect() }
    }
}

/// The filters in force, each with the address of the list without it.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/conditions.html")]
pub struct Conditions {
    chips: Vec<(String, String)>,
    clear: String,
}

impl Conditions {
    /// The address of the list without any filter.
    pub fn new(clear: impl Display) -> Conditions {
        Conditions { chips: Vec::new(), clear: clear.to_string() }
    }

    /// A filter in words, and the address without it.
    pub fn chip(mut self, words: impl Display, without: impl Display) -> Conditions {
        self.chips.push((words.to_string(), without.to_string()));
        self
    }
}

/// Acts on the ticked rows. Stands inside the table's form; the script shows it when something is ticked.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/bulk.html")]
pub struct Bulk {
    unit: String,
    all: Option<(String, String)>,
    acts: Vec<Button>,
}

impl Bulk {
    /// What is counted: 人, 件.
    pub fn new(unit: impl Display) -> Bulk {
        Bulk { unit: unit.to_string(), all: None, acts: Vec::new() }
    }

    /// Offers all that match: words and address.
    pub fn all(mut self, words: impl Display, href: impl Display) -> Bulk {
        self.all = Some((words.to_string(), href.to_string()));
        self
    }

    /// An act; each opens a preview.
    pub fn act(mut self, act: Button) -> Bulk {
        self.acts.push(act);
        self
    }
}

/// Back and on through a long list, without page numbers.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    about: String,
    previous: Option<String>,
    next: Option<String>,
}

impl Pager {
    /// What the list holds, in words: 约1,284人，按入会日期从新到旧.
    pub fn new(about: impl Display) -> Pager {
        Pager { about: about.to_string(), previous: None, next: None }
    }

    /// The address of the page before, if there is one.
    pub fn previous(mut self, href: impl Words) -> Pager {
        self.previous = href.words();
        self
    }

    /// The address of the page after, if there is one.
    pub fn next(mut self, href: impl Words) -> Pager {
        self.next = href.words();
        self
    }
}

crate::prints_html!(Pills, Conditions, Bulk, Pager);

pub(crate) fn examples() -> Vec<Example> {
    let pills = [Pill::new("全部会员", "#"), Pill::new("货车司机", "#").count(1284).here(true)];
    let bulk = Bulk::new("人").all("选中符合条件的全部1,284人", "#").act(Button::outline("发通知").icon("message"));
    vec![
        Example::console("Pills", "视图", Pills::new("视图", pills)),
        Example::console("Conditions", "正在用的条件", Conditions::new("#").chip("职工类别：货车司机", "#")),
        Example::console("Bulk", "批量操作", bulk),
        Example::console("Pager", "翻页", Pager::new("约1,284人，按入会日期从新到旧").next("#")),
    ]
}
