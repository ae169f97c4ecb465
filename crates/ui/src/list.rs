//! What stands around a console table: views, conditions, bulk acts, pages.

use askama::Template;
use std::fmt::Display;

use crate::{Button, Choice, Example, Words, filters};

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
    pub fn is_here(&self) -> bool {
        self.here
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
    first: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    last: Option<String>,
}

impl Pager {
    /// What the list holds, in words: 约1,284人，按入会日期从新到旧.
    pub fn new(about: impl Display) -> Pager {
        Pager { about: about.to_string(), first: None, previous: None, next: None, last: None }
    }

    /// The addresses of the first and the last page, where one is not on them.
    pub fn ends(mut self, first: impl Words, last: impl Words) -> Pager {
        (self.first, self.last) = (first.words(), last.words());
        self
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

/// A control of the filters above a table; its label is read, not shown.
#[derive(Template, Debug, Clone)]
#[template(
    ext = "html",
    source = r#"{% if choices.is_empty() %}{% if kind == "search" %}<span class="find">{{ crate::icon("search") }}<input class="form-control" type="search" name="{{ name }}" aria-label="{{ label }}" placeholder="{{ placeholder }}" value="{{ value }}"></span>{% else %}<label class="filters__named"><span>{{ label }}</span><input class="form-control" type="{{ kind }}" name="{{ name }}" value="{{ value }}"></label>{% endif %}{% else %}<select class="form-select" name="{{ name }}" aria-label="{{ label }}">{% for choice in choices %}<option value="{{ choice.value }}"{% if *choice.value == *value %}{{+ "selected" }}{% endif %}>{{ choice.label }}</option>{% endfor %}</select>{% endif %}"#
)]
pub struct Filter {
    kind: &'static str,
    name: String,
    label: String,
    placeholder: String,
    value: String,
    choices: Vec<Choice>,
}

impl Filter {
    fn of(kind: &'static str, name: &str, label: impl Display, value: impl Display) -> Filter {
        Filter {
            kind,
            name: name.to_owned(),
            label: label.to_string(),
            placeholder: String::new(),
            value: value.to_string(),
            choices: Vec::new(),
        }
    }

    /// A search within the list.
    pub fn find(name: &str, label: impl Display, placeholder: impl Display, value: impl Display) -> Filter {
        Filter { placeholder: placeholder.to_string(), ..Filter::of("search", name, label, value) }
    }

    /// One of some; the first says that anything is right.
    pub fn choose<C: Into<Choice>>(
        name: &str,
        label: impl Display,
        choices: impl IntoIterator<Item = C>,
        value: impl Display,
    ) -> Filter {
        Filter { choices: choices.into_iter().map(Into::into).collect(), ..Filter::of("", name, label, value) }
    }

    /// The name under which it is in the address.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A day.
    pub fn day(name: &str, label: impl Display, value: impl Display) -> Filter {
        Filter::of("date", name, label, value)
    }
}

crate::prints_html!(Pills, Conditions, Bulk, Pager, Filter);

pub(crate) fn examples() -> Vec<Example> {
    let pills = [Pill::new("全部会员", "#"), Pill::new("货车司机", "#").count(1284).here(true)];
    let bulk = Bulk::new("人").all("选中符合条件的全部1,284人", "#").act(Button::outline("发通知").icon("message"));
    vec![
        Example::console("Pills", "视图", Pills::new("视图", pills)),
        Example::console("Conditions", "正在用的条件", Conditions::new("#").chip("职工类别：货车司机", "#")),
        Example::console("Bulk", "批量操作", bulk),
        Example::console(
            "Filter",
            "筛选的控件",
            format!(
                "<div class=\"filters\">{} {} {}</div>",
                Filter::find("q", "在名册里找人", "姓名、首字母、手机尾号、卡号", ""),
                Filter::choose("group", "职工类别", [("", "所有类别"), ("driver", "货车司机")], ""),
                Filter::day("from", "入会日期从", "2024-01-01")
            ),
        ),
        Example::console(
            "Pager",
            "翻页",
            Pager::new("约1,284人，按入会日期从新到旧").next("#").ends(None::<String>, "#"),
        ),
    ]
}
