//! What a cell of a form is bound to.
use super::span::Span;
use crate::figure::Known;
use platform::{
    facts::{MeasureKind, Period},
    sheets::form::{Content, Form, Page, address, place},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Cells by their names: 主表!B5.
pub type Bindings = BTreeMap<String, Binding>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Binding {
    Measure {
        key: String,
        /// One key of its dimension; none: all together.
        #[serde(default)]
        dimension: Option<String>,
        /// The same in words.
        #[serde(default)]
        part: String,
        word: Word,
    },
    /// The name of the union that reports.
    Union,
    /// The period's name.
    Period,
    /// 文字说明
    Text,
    /// 留证据的记录: work outside the platform, recorded with its evidence.
    Evidence,
}
impl Binding {
    pub fn is_written(&self) -> bool {
        matches!(self, Binding::Text | Binding::Evidence)
    }
}

/// Which period of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    This,
    Before,
    LastYear,
    SinceNewYear,
    End,
}
impl Word {
    pub const ALL: [Word; 5] = [Word::This, Word::Before, Word::LastYear, Word::SinceNewYear, Word::End];
    pub fn key(self) -> &'static str {
        ["this", "before", "last_year", "since_new_year", "end"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["本期", "上期", "上年同期", "累计", "期末"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Word> {
        Word::ALL.into_iter().find(|word| word.key() == key)
    }
    pub fn period(self, span: Span) -> Period {
        match self {
            Word::This | Word::End => span.period(),
            Word::Before => span.before().period(),
            Word::LastYear => span.a_year_before().period(),
            Word::SinceNewYear => span.since_new_year(),
        }
    }
    /// Why a measure has no such period, as a sentence.
    pub fn fault(self, known: Known) -> Option<String> {
        let is_stock = known.kind() == "stock" || known.kind() == "rate";
        match self {
            Word::SinceNewYear if is_stock => Some(format!("“{}”是到某一天为止的数，没有累计，请选期末", known.name())),
            Word::End if !is_stock => Some(format!("“{}”是一段时间里发生的数，没有期末，请选本期或累计", known.name())),
            _ => None,
        }
    }
}
/// Whether a measure can be put into one cell without naming a part.
pub fn needs_part(known: Known) -> bool {
    matches!(known, Known::Measure(measure) if measure.kind == MeasureKind::Parts)
}

/// A cell by its page and place.
pub fn name(page: &Page, row: u32, column: u32) -> String {
    format!("{}!{}", page.name, address(row, column))
}
/// The page and place of a cell by its name.
pub fn find<'a>(form: &'a Form, cell: &str) -> Option<(usize, &'a Page, u32, u32)> {
    let (page, at) = cell.rsplit_once('!')?;
    let (row, column) = place(at)?;
    let index = form.pages.iter().position(|one| one.name == page && one.is_grid)?;
    let page = &form.pages[index];
    (row <= page.rows.max(1) && column <= page.columns.max(1)).then_some((index, page, row, column))
}

/// Why a cell can't be bound, as a sentence.
pub fn fault(page: &Page, (row, column): (u32, u32), binding: &Binding) -> Option<String> {
    let at = address(row, column);
    if let Some(area) = page.merge(row, column).filter(|area| (area.row, area.column) != (row, column)) {
        return Some(format!("{at}在合并的单元格里，请绑左上角的{}", address(area.row, area.column)));
    }
    match page.cell(row, column).map(|cell| &cell.content) {
        Some(Content::Formula(text)) => Some(format!("{at}是公式“={text}”，会自己算，不用绑")),
        Some(Content::Words(words)) if matches!(binding, Binding::Measure { .. }) && !is_room(words) => {
            Some(format!("{at}里写着“{words}”，这一格不是填数的。请选空着的格子，或在Excel里清空后换一份表"))
        }
        _ => None,
    }
}
/// Words that only keep a place for a number.
fn is_room(words: &str) -> bool {
    words.chars().all(|c| c.is_whitespace() || "-—_/…·0123456789.,%".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::sheets::form::{Area, FormCell};

    fn page() -> Page {
        let cell = |row, column, content| FormCell { row, column, content, bold: false, centred: false };
        Page {
            name: "主表".into(),
            is_grid: true,
            rows: 5,
            columns: 3,
            cells: vec![
                cell(2, 1, Content::Words("会员（人）".into())),
                cell(2, 2, Content::Words(" — ".into())),
                cell(3, 2, Content::Formula("SUM(B1:B2)".into())),
            ],
            merges: vec![Area::to(4, 1, 5, 2)],
            ..Page::default()
        }
    }
    fn members() -> Binding {
        Binding::Measure { key: "members".into(), dimension: None, part: String::new(), word: Word::End }
    }

    #[test]
    fn a_number_has_no_place_in_words_formulas_and_the_inside_of_merged_cells() {
        let says = |at, binding: &Binding| fault(&page(), at, binding).unwrap_or_default();
        assert!(says((2, 1), &members()).starts_with("A2里写着“会员（人）”"));
        assert_eq!(says((2, 2), &members()), "");
        assert!(says((3, 2), &Binding::Text).contains("=SUM(B1:B2)"));
        assert_eq!(says((5, 2), &Binding::Text), "B5在合并的单元格里，请绑左上角的A4");
        assert_eq!(says((2, 1), &Binding::Union), "");
    }

    #[test]
    fn a_cell_is_found_by_its_name_on_its_page_only() {
        let form = Form { pages: vec![page()] };
        assert_eq!(find(&form, "主表!B5").map(|(at, _, row, column)| (at, row, column)), Some((0, 5, 2)));
        for odd in ["附表!B5", "主表!ZZ99", "主表!", "B5", "主表!5B"] {
            assert!(find(&form, odd).is_none(), "{odd}");
        }
        assert_eq!(name(&form.pages[0], 5, 2), "主表!B5");
    }

    #[test]
    fn bindings_are_kept_as_they_are() {
        let mut all = Bindings::new();
        all.insert("主表!B5".into(), members());
        all.insert("主表!A1".into(), Binding::Union);
        let text = serde_json::to_string(&all).unwrap();
        assert_eq!(serde_json::from_str::<Bindings>(&text).unwrap(), all);
    }
}
