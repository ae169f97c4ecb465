//! What must hold of a filled report, and what must be explained.
use super::{
    binding::{self, Binding, Bindings, Word},
    grid::Values,
};
use platform::sheets::form::{Form, formula, place};
use serde::{Deserialize, Serialize};

/// Declared with the form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// One cell equals what is computed of others: page, cell, formula.
    #[serde(default)]
    pub sums: Vec<Sum>,
    /// A change against last year of more than so many per cent asks for a sentence.
    #[serde(default)]
    pub change: Option<i64>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sum {
    pub page: String,
    pub cell: String,
    pub formula: String,
}
impl Sum {
    /// Of "B9=B5+B6" or "B9=SUM(B5:B8)" on a page; otherwise a sentence.
    pub fn parse(form: &Form, page: &str, line: &str) -> Result<Sum, String> {
        let odd = || format!("“{line}”看不懂，请写成B9=B5+B6或B9=SUM(B5:B8)");
        let line = line.replace('＝', "=").replace('＋', "+").replace('，', ",").replace('：', ":");
        let (cell, formula) = line.split_once('=').ok_or_else(odd)?;
        let (cell, formula) = (cell.trim().to_ascii_uppercase(), formula.trim().to_ascii_uppercase());
        let known = |at: &str| binding::find(form, &format!("{page}!{at}")).is_some();
        if !known(&cell) {
            return Err(odd());
        }
        let held = |row, column| {
            let at = platform::sheets::form::address(row, column);
            if known(&at) { formula::Held::Number(1.0) } else { formula::Held::Unknown }
        };
        match formula::outcome(&formula, &held) {
            formula::Outcome::Number(_) => Ok(Sum { page: page.to_owned(), cell, formula }),
            _ => Err(odd()),
        }
    }
    pub fn says(&self) -> String {
        format!("{}={}", self.cell, self.formula)
    }
}

/// Something that a check found.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// A sum is not right: the cell, what it says and what it should.
    Sum { cell: String, says: String, is: f64, should: f64 },
    /// A cell changed by so many per cent against last year and nobody has said why.
    Change { cell: String, is: f64, was: f64 },
    /// A measure that the program does not have any more.
    Gone { cell: String, key: String },
    /// Nothing written where words are due.
    Empty { cell: String },
    /// A cell that the form does not have any more.
    Lost { cell: String },
}
impl Finding {
    pub fn cell(&self) -> &str {
        match self {
            Finding::Sum { cell, .. }
            | Finding::Change { cell, .. }
            | Finding::Gone { cell, .. }
            | Finding::Empty { cell }
            | Finding::Lost { cell } => cell,
        }
    }
    pub fn sentence(&self) -> String {
        let n = |value: f64| ui::text::count(value.round() as i64);
        match self {
            Finding::Sum { cell, says, is, should } => {
                format!(
                    "{cell}是{}，按{says}应当是{}。数都是从记录里数出来的，请看绑定的指标对不对",
                    n(*is),
                    n(*should)
                )
            }
            Finding::Change { cell, is, was } => {
                format!("{cell}本期{}，上年同期{}，变化大，请用一句话说明", n(*is), n(*was))
            }
            Finding::Gone { cell, key } => format!("{cell}绑的指标“{key}”已经停用，请在模板里另绑一个"),
            Finding::Empty { cell } => format!("{cell}还没有写"),
            Finding::Lost { cell } => format!("{cell}在现在的表里没有了，请在模板里重新绑"),
        }
    }
}

/// Everything that stands against signing. `explained`: cells whose change was explained; `written`: cells that hold words.
pub fn findings(
    form: &Form,
    bindings: &Bindings,
    checks: &Checks,
    values: &Values,
    explained: &dyn Fn(&str) -> bool,
    written: &dyn Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut all = Vec::new();
    for (cell, binding) in bindings {
        if binding::find(form, cell).is_none() {
            all.push(Finding::Lost { cell: cell.clone() });
        } else if binding.is_written() && !written(cell) {
            all.push(Finding::Empty { cell: cell.clone() });
        } else if let (Binding::Measure { key, .. }, Some(true)) = (binding, values.is_gone(cell)) {
            all.push(Finding::Gone { cell: cell.clone(), key: key.clone() });
        }
    }
    for sum in &checks.sums {
        let Some((_, page, ..)) = binding::find(form, &format!("{}!{}", sum.page, sum.cell)) else { continue };
        let Some((row, column)) = place(&sum.cell) else { continue };
        let held = |row, column| values.held(page, row, column);
        if let (formula::Held::Number(is), formula::Outcome::Number(should)) =
            (held(row, column), formula::outcome(&sum.formula, &held))
            && (is - should).abs() > 0.05
        {
            all.push(Finding::Sum { cell: format!("{}!{}", sum.page, sum.cell), says: sum.says(), is, should });
        }
    }
    let Some(bound) = checks.change else { return all };
    for (cell, binding) in bindings {
        let this = matches!(binding, Binding::Measure { word: Word::This | Word::End, .. });
        if let (true, Some((is, was))) = (this && !explained(cell), values.against_last_year(cell))
            && is_large(is, was, bound)
        {
            all.push(Finding::Change { cell: cell.clone(), is, was });
        }
    }
    all
}
/// More than so many per cent, and not one or two of a few.
fn is_large(is: f64, was: f64, bound: i64) -> bool {
    let change = (is - was).abs();
    change >= 5.0 && change * 100.0 > was.abs() * bound as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::sheets::form::Page;

    #[test]
    fn a_sum_is_declared_as_people_write_it() {
        let page = Page { name: "主表".into(), is_grid: true, rows: 9, columns: 4, ..Page::default() };
        let form = Form { pages: vec![page] };
        for line in ["B9=B5+B6", "b9 = sum(b5:b8)", "B9＝B5＋B6"] {
            assert_eq!(Sum::parse(&form, "主表", line).unwrap().cell, "B9", "{line}");
        }
        for line in ["B9", "Z99=B5", "B9=VLOOKUP(B5)", "B9=Z99+B5", "合计=B5", ""] {
            assert!(Sum::parse(&form, "主表", line).unwrap_err().contains("看不懂"), "{line}");
        }
    }

    #[test]
    fn a_change_is_large_by_share_and_not_by_one_or_two_people() {
        assert!(is_large(150.0, 100.0, 30) && is_large(8.0, 0.0, 30) && is_large(20.0, 100.0, 30));
        assert!(!is_large(129.0, 100.0, 30) && !is_large(4.0, 1.0, 30));
    }
}
