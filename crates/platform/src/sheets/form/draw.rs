//! Drawing a form where nobody sent one.
use super::Area;
use crate::sheets::{BookFault, book::pack};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet};

/// A sheet to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    pub name: String,
    /// In characters.
    pub widths: Vec<f64>,
    pub drawn: Vec<Drawn>,
    pub landscape: bool,
}
#[derive(Clone, Debug)]
pub struct Drawn {
    pub at: Area,
    pub ink: Ink,
    pub look: Look,
}
impl Drawn {
    pub fn new(at: Area, ink: Ink, look: Look) -> Drawn {
        Drawn { at, ink, look }
    }
    pub fn words(at: Area, words: impl Into<String>, look: Look) -> Drawn {
        Drawn { at, ink: Ink::Words(words.into()), look }
    }
    pub fn blank(at: Area, look: Look) -> Drawn {
        Drawn { at, ink: Ink::Blank, look }
    }
}
#[derive(Clone, Debug)]
pub enum Ink {
    Words(String),
    Formula(String),
    Blank,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Title,
    /// A line without an edge.
    Line,
    Head,
    Label,
    Number,
    Share,
    Words,
}
impl Look {
    fn format(self) -> Format {
        let edged =
            Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_font_name("仿宋");
        match self {
            Look::Title => {
                let plain = Format::new().set_font_name("方正小标宋简体").set_font_size(18);
                plain.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
            }
            Look::Line => Format::new().set_font_name("仿宋").set_font_size(11).set_num_format("@"),
            Look::Head => edged.set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            Look::Label => edged.set_text_wrap(),
            Look::Number => edged.set_num_format("#,##0"),
            Look::Share => edged.set_num_format("0.0"),
            Look::Words => edged.set_num_format("@").set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// A workbook of forms on A4, one page wide.
pub fn draw(pages: &[Drawing]) -> Result<Vec<u8>, BookFault> {
    let mut workbook = Workbook::new();
    for page in pages {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&page.name)?.set_paper_size(9).set_print_fit_to_pages(1, 0);
        if page.landscape {
            sheet.set_landscape();
        }
        for (column, width) in page.widths.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        for drawn in &page.drawn {
            put(sheet, drawn)?;
        }
    }
    let mut bytes = Vec::new();
    pack(&mut workbook, &mut bytes)?;
    Ok(bytes)
}
fn put(sheet: &mut Worksheet, drawn: &Drawn) -> Result<(), BookFault> {
    let (at, format) = (drawn.at, drawn.look.format());
    let (row, column) = (at.row - 1, at.column as u16 - 1);
    if (at.row, at.column) != (at.last_row, at.last_column) {
        sheet.merge_range(row, column, at.last_row - 1, at.last_column as u16 - 1, "", &format)?;
    }
    match &drawn.ink {
        Ink::Words(words) => sheet.write_string_with_format(row, column, words, &format)?,
        Ink::Formula(text) => sheet.write_formula_with_format(row, column, Formula::new(text), &format)?,
        Ink::Blank => sheet.write_blank(row, column, &format)?,
    };
    if drawn.look == Look::Title {
        sheet.set_row_height(row, 32)?;
    }
    Ok(())
}
