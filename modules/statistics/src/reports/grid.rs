//! A report as it looks: the form's sheets with what its cells say.
use super::{
    binding::{self, Binding, Bindings},
    count::{Figure, Value},
    typed,
};
use platform::sheets::form::{
    Content, Filled, Form, Page, address,
    formula::{self, Held, Outcome},
};
use std::collections::{BTreeMap, HashMap};

/// What the bound cells of a report say.
#[derive(Clone, Debug, Default)]
pub struct Values {
    pub bindings: Bindings,
    pub figures: BTreeMap<String, Figure>,
    /// What was written, by cell.
    pub words: BTreeMap<String, String>,
    pub union: String,
    pub period: String,
}
/// Formulas that lean on formulas that lean on formulas.
const DEEP: u8 = 12;

impl Values {
    pub fn is_gone(&self, cell: &str) -> Option<bool> {
        self.figures.get(cell).map(|figure| figure.value == Value::Gone)
    }
    /// The figure of this period and that of a year before, where both are numbers.
    pub fn against_last_year(&self, cell: &str) -> Option<(f64, f64)> {
        let number = |cell: &str| self.figures.get(cell).and_then(Figure::number);
        Some((number(cell)?, number(&format!("{cell}~"))?))
    }
    /// What a formula reads in a cell.
    pub fn held(&self, page: &Page, row: u32, column: u32) -> Held {
        self.held_within(page, (row, column), DEEP)
    }
    fn held_within(&self, page: &Page, (row, column): (u32, u32), depth: u8) -> Held {
        let name = binding::name(page, row, column);
        match self.bindings.get(&name) {
            Some(Binding::Measure { .. }) => match self.figures.get(&name).map(|figure| figure.value) {
                Some(Value::Number(n) | Value::Share(n)) => Held::Number(n),
                Some(Value::Hidden) => Held::Hidden,
                Some(Value::Nothing) => Held::Words,
                Some(Value::Gone) | None => Held::Unknown,
            },
            Some(_) => Held::Words,
            None => match page.cell(row, column).map(|cell| &cell.content) {
                None | Some(Content::Blank) => Held::Blank,
                Some(Content::Number(_)) if typed::is_typed(&self.bindings, page, row, column) => Held::Blank,
                Some(Content::Number(number)) => Held::Number(*number),
                Some(Content::Words(_)) => Held::Words,
                Some(Content::Formula(_)) if depth == 0 => Held::Unknown,
                Some(Content::Formula(text)) => {
                    let held = |row, column| self.held_within(page, (row, column), depth - 1);
                    match formula::outcome(text, &held) {
                        Outcome::Number(number) => Held::Number(number),
                        Outcome::Hidden => Held::Hidden,
                        Outcome::Unknown => Held::Unknown,
                    }
                }
            },
        }
    }
    /// What a bound cell says in words; none: nothing yet.
    pub fn said(&self, cell: &str) -> Option<String> {
        match self.bindings.get(cell)? {
            Binding::Measure { .. } => self.figures.get(cell).map(Figure::shown),
            Binding::Union => Some(self.union.clone()),
            Binding::Period => Some(self.period.clone()),
            Binding::Text | Binding::Evidence => self.words.get(cell).cloned(),
        }
    }

    /// What is written into the cells of the Excel form.
    pub fn filled(&self, form: &Form) -> HashMap<(usize, u32, u32), Filled> {
        let mut all = HashMap::new();
        for cell in self.bindings.keys() {
            let Some((index, _, row, column)) = binding::find(form, cell) else { continue };
            let filled = match self.figures.get(cell).map(|figure| figure.value) {
                Some(Value::Number(n)) => Filled::Number(n),
                Some(Value::Share(n)) => Filled::Number((n * 10.0).round() / 10.0),
                _ => Filled::Text(self.said(cell).unwrap_or_default()),
            };
            all.insert((index, row, column), filled);
        }
        for (index, page) in form.pages.iter().enumerate().filter(|(_, page)| page.is_grid) {
            let typed = page.cells.iter().filter(|cell| typed::is_typed(&self.bindings, page, cell.row, cell.column));
            all.extend(typed.map(|cell| ((index, cell.row, cell.column), Filled::Blank)));
            for cell in page.cells.iter().filter(|cell| matches!(cell.content, Content::Formula(_))) {
                let filled = match self.held(page, cell.row, cell.column) {
                    Held::Number(number) => Filled::Number(number),
                    Held::Hidden => Filled::Text(crate::small::HIDDEN.to_owned()),
                    _ => continue,
                };
                all.entry((index, cell.row, cell.column)).or_insert(filled);
            }
        }
        all
    }
    /// The page as rows of texts, for CSV.
    pub fn rows(&self, page: &Page) -> Vec<Vec<String>> {
        let cell = |row, column| self.text(page, row, column).0;
        (1..=page.rows).map(|row| (1..=page.columns).map(|column| cell(row, column)).collect()).collect()
    }
    /// What stands in a cell, and whether it is a number.
    fn text(&self, page: &Page, row: u32, column: u32) -> (String, bool) {
        let name = binding::name(page, row, column);
        if let Some(binding) = self.bindings.get(&name) {
            return (self.said(&name).unwrap_or_default(), matches!(binding, Binding::Measure { .. }));
        }
        match page.cell(row, column).map(|cell| &cell.content) {
            None | Some(Content::Blank) => (String::new(), false),
            Some(Content::Words(words)) => (words.clone(), false),
            Some(Content::Number(_)) if typed::is_typed(&self.bindings, page, row, column) => (String::new(), true),
            Some(Content::Number(number)) => (number.to_string(), true),
            Some(Content::Formula(_)) => match self.held(page, row, column) {
                Held::Number(n) if n.fract().abs() < 1e-9 => (ui::text::count(n as i64), true),
                Held::Number(n) => (format!("{n:.1}"), true),
                Held::Hidden => (crate::small::HIDDEN.to_owned(), true),
                _ => ("公式".to_owned(), true),
            },
        }
    }
}

/// How wide each column is, in hundredths of all; at least so much that something fits into it.
pub fn shares(page: &Page) -> Vec<u32> {
    let wide = |at: usize| page.widths.get(at).map_or(9, |width| u32::from(*width).max(2));
    let columns = page.columns as usize;
    let all: u32 = (0..columns).map(wide).sum();
    (0..columns).map(|at| (100 * wide(at) / all.max(1)).max(1)).collect()
}

/// What is said of a formula begins so.
pub const FORMULA: &str = "公式";

/// A cell as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// B5
    pub at: String,
    pub rows: u32,
    pub columns: u32,
    pub text: String,
    pub class: String,
    pub chosen: bool,
    /// What the number is, for who points at it.
    pub title: String,
    pub href: Option<String>,
}

/// The page's rows; `about`: what is said of a bound cell, and where its records are.
pub fn shown(
    values: &Values,
    page: &Page,
    chosen: &str,
    about: &dyn Fn(&str) -> (String, Option<String>),
) -> Vec<Vec<Shown>> {
    let starts = |row: u32, column: u32| match page.merge(row, column) {
        Some(area) => (area.row, area.column) == (row, column),
        None => true,
    };
    let one = |row: u32, column: u32| {
        let name = binding::name(page, row, column);
        let area = page.merge(row, column);
        let cell = page.cell(row, column);
        let is_formula = cell.is_some_and(|cell| matches!(cell.content, Content::Formula(_)));
        let binding = values.bindings.get(&name);
        let (text, number) = values.text(page, row, column);
        let (title, href) = binding.map_or_else(|| (formula_words(page, row, column), None), |_| about(&name));
        let mut class = String::from("fg");
        for (holds, more) in [
            (number, " fg--number"),
            (binding.is_some(), " fg--bound"),
            (binding.is_some_and(Binding::is_written), " fg--words"),
            (is_formula, " fg--formula"),
            (cell.is_some_and(|cell| cell.bold), " fg--bold"),
            (cell.is_some_and(|cell| cell.centred), " fg--centred"),
        ] {
            if holds {
                class.push_str(more);
            }
        }
        Shown {
            at: address(row, column),
            rows: area.map_or(1, |a| a.last_row.min(page.rows) - row + 1),
            columns: area.map_or(1, |a| a.last_column.min(page.columns) - column + 1),
            text,
            class,
            chosen: name == chosen,
            title,
            href,
        }
    };
    let row = |row: u32| (1..=page.columns).filter(|c| starts(row, *c)).map(|c| one(row, c)).collect();
    (1..=page.rows).map(row).collect()
}
fn formula_words(page: &Page, row: u32, column: u32) -> String {
    match page.cell(row, column).map(|cell| &cell.content) {
        Some(Content::Formula(text)) => format!("{FORMULA}={text}"),
        _ => String::new(),
    }
}
