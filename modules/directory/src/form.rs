//! The console's forms of this module look alike: sections of fields, one button, the faults on top.
use askama::Template;
use platform::web::Fields;
use ui::{Button, Console, ErrorSummary, Field, Flash};

#[derive(Template)]
#[template(path = "form.html")]
pub struct FormPage {
    pub frame: Console,
    pub action: String,
    /// What the form carries along.
    pub hidden: Vec<(&'static str, String)>,
    /// What must be known before the form is sent again.
    pub notice: Option<Flash>,
    /// A page that must be looked at first.
    pub see: Option<Button>,
    pub sections: Vec<Section>,
    pub submit: Button,
    /// Where leaving it leads.
    pub back: String,
}
impl FormPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of(self.sections.iter().flat_map(|s| s.fields.iter()))
    }
}

pub struct Section {
    pub title: &'static str,
    pub note: &'static str,
    fields: Vec<Field>,
}
impl Section {
    /// The fields as the form has them, each with its fault.
    pub fn new(title: &'static str, note: &'static str, form: &Fields, fields: Vec<Field>) -> Section {
        Section { title, note, fields: fields.into_iter().map(|f| f.of_form(form)).collect() }
    }
}

/// A date field: none where it is empty, a fault where it is none or lies after `latest`.
pub fn day(form: &mut Fields, name: &str, latest: Option<jiff::civil::Date>) -> Option<jiff::civil::Date> {
    let text = form.opt(name)?.to_owned();
    match text.parse::<jiff::civil::Date>() {
        Ok(day) if day.year() < 1900 => form.fault(name, "年份太早了，请再看一遍"),
        Ok(day) if latest.is_some_and(|l| day > l) => form.fault(name, "日期还没有到，请填今天或更早的日期"),
        Ok(day) => return Some(day),
        Err(_) => form.fault(name, "日期请写成2026-11-19的样子"),
    }
    None
}

/// A short text without invisible characters; empty is right.
pub fn line(form: &mut Fields, name: &str, longest: usize) -> String {
    form.short_enough(name, longest);
    let text = form.get(name).to_owned();
    if platform::standards::has_unprintable(&text) {
        form.fault(name, "里面有看不见的字符，请重新输入");
    }
    text
}

/// One of the codes of a table; empty is right.
pub fn code(form: &mut Fields, name: &str, table: &'static platform::standards::tables::Table) -> String {
    let typed = form.get(name).to_owned();
    if !typed.is_empty() && table.entry(&typed).is_none() {
        form.fault(name, table.refusal(&typed));
    }
    typed
}

/// The entries of a table to choose from, after one that says none.
pub fn choices(table: &'static platform::standards::tables::Table, none: &'static str) -> Vec<ui::Choice> {
    let entries = table.entries().iter().map(|e| ui::Choice::new(e.code, e.name));
    std::iter::once(ui::Choice::new("", none)).chain(entries).collect()
}

/// Of those whose name holds what was typed the one that is meant: the only one, or the only one with exactly this name.
pub fn meant<T>(mut found: Vec<T>, typed: &str, name: impl Fn(&T) -> &str) -> Option<T> {
    if found.len() > 1 {
        found.retain(|one| name(one) == typed);
    }
    found.pop().filter(|_| found.is_empty())
}
