//! Writing XLSX with bounded memory: rows go to a temporary file as they come.

use std::{io::Write, path::Path};

use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

/// What a sheet of the format holds at most.
const MOST_ROWS: u32 = 1_048_576;
const LONGEST_TEXT: usize = 32_767;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum BookFault {
    #[error("一个Excel文件最多1,048,576行，请缩小范围后再导出")]
    Full,
    #[error("writing the workbook: {0}")]
    Io(#[from] XlsxError),
}

/// Writes a finished workbook. One kind of writer for all, since packing is compiled once for each kind, two hundred kilobytes a time.
pub(super) fn pack(workbook: &mut Workbook, out: &mut (dyn Write + Send)) -> Result<(), BookFault> {
    Ok(workbook.save_to_writer(out)?)
}

/// A workbook with one visible sheet. Every cell is a text cell, whatever it begins with, so that identity numbers
/// keep all digits and nothing becomes a formula.
pub struct Book {
    workbook: Workbook,
    row: u32,
    text: Format,
    head: Format,
}

impl Book {
    /// An empty workbook; `widths` are in characters, one for each column.
    pub fn new(sheet: &str, widths: &[u16]) -> Result<Book, BookFault> {
        let mut workbook = Workbook::new();
        let text = Format::new().set_num_format("@");
        let head = Format::new()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0xF3ECE2))
            .set_border(FormatBorder::Thin);
        let page = workbook.add_worksheet_with_constant_memory()?;
        page.set_name(sheet)?;
        for (column, width) in widths.iter().enumerate() {
            page.set_column_width(column as u16, *width)?;
            page.set_column_format(column as u16, &text)?;
        }
        Ok(Book { workbook, row: 0, text, head })
    }

    /// A title over the whole width, in merged cells.
    pub fn title(&mut self, title: &str, columns: usize) -> Result<(), BookFault> {
        let format = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
        let (row, title) = (self.next_row()?, fitting(title));
        let page = self.page()?;
        if columns > 1 {
            page.merge_range(row, 0, row, columns as u16 - 1, title, &format)?;
        } else {
            page.write_string_with_format(row, 0, title, &format)?;
        }
        Ok(())
    }

    /// A row of column names.
    pub fn head(&mut self, cells: &[&str]) -> Result<(), BookFault> {
        let head = self.head.clone();
        self.write(cells, &head)
    }

    /// A row of texts; an empty text leaves its cell empty.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> Result<(), BookFault> {
        let text = self.text.clone();
        self.write(cells, &text)
    }

    /// A row of texts and numbers; a number can be summed up in the sheet.
    pub fn cells(&mut self, cells: &[super::Cell]) -> Result<(), BookFault> {
        let (row, text) = (self.next_row()?, self.text.clone());
        let page = self.page()?;
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            match cell {
                super::Cell::Number(number) => {
                    page.write_number_with_format(row, column as u16, *number, &Format::new())?;
                }
                cell => {
                    page.write_string_with_format(row, column as u16, fitting(&cell.text()), &text)?;
                }
            }
        }
        Ok(())
    }

    /// Keeps the rows written so far in view.
    pub fn freeze(&mut self, columns: u16) -> Result<(), BookFault> {
        let row = self.row;
        self.page()?.set_freeze_panes(row, columns)?;
        Ok(())
    }

    /// Leaves rows empty.
    pub fn skip(&mut self, rows: u32) {
        self.row += rows;
    }

    /// A drop-down list for the rows `first` to `last` (from 1) of a column (from 0). The entries stand in a hidden
    /// sheet, so a list may be long; another text can still be typed and is told of at the import.
    pub fn choices(&mut self, lists: &[(u16, Vec<&str>)], first: u32, last: u32) -> Result<(), BookFault> {
        let name = "代码表";
        for (at, (column, entries)) in lists.iter().enumerate() {
            let letter = super::column_letters(at as u32 + 1);
            let source = Formula::new(format!("={name}!${letter}$1:${letter}${}", entries.len()));
            let validation = DataValidation::new()
                .allow_list_formula(source)
                .set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning)
                .set_error_title("不在列表里")?
                .set_error_message("请从下拉列表里选一项")?;
            self.page()?.add_data_validation(first - 1, *column, last - 1, *column, &validation)?;
        }
        let longest = lists.iter().map(|(_, entries)| entries.len()).max().unwrap_or(0);
        let page = self.workbook.add_worksheet_with_constant_memory()?;
        page.set_name(name)?.set_hidden(true);
        for row in 0..longest {
            for (at, (_, entries)) in lists.iter().enumerate() {
                if let Some(entry) = entries.get(row) {
                    page.write_string(row as u32, at as u16, *entry)?;
                }
            }
        }
        Ok(())
    }

    /// Rows written so far, with titles and heads.
    pub fn rows(&self) -> u32 {
        self.row
    }

    pub fn save(self, path: &Path) -> Result<(), BookFault> {
        self.write_to(std::fs::File::create(path).map_err(XlsxError::IoError)?)
    }

    /// Streams the finished file.
    pub fn write_to(mut self, mut writer: impl Write + Send) -> Result<(), BookFault> {
        pack(&mut self.workbook, &mut writer)
    }

    /// The finished file in memory; for small ones.
    pub fn bytes(mut self) -> Result<Vec<u8>, BookFault> {
        let mut bytes = Vec::new();
        pack(&mut self.workbook, &mut bytes)?;
        Ok(bytes)
    }

    fn write<T: AsRef<str>>(&mut self, cells: &[T], format: &Format) -> Result<(), BookFault> {
        let row = self.next_row()?;
        let page = self.page()?;
        for (column, cell) in cells.iter().map(AsRef::as_ref).enumerate().filter(|(_, cell)| !cell.is_empty()) {
            page.write_string_with_format(row, column as u16, fitting(cell), format)?;
        }
        Ok(())
    }

    fn page(&mut self) -> Result<&mut Worksheet, BookFault> {
        Ok(self.workbook.worksheet_from_index(0)?)
    }

    fn next_row(&mut self) -> Result<u32, BookFault> {
        if self.row >= MOST_ROWS {
            return Err(BookFault::Full);
        }
        self.row += 1;
        Ok(self.row - 1)
    }
}

/// The text, cut to what a cell can hold; the format counts UTF-16 units, of which a rare character takes two.
fn fitting(text: &str) -> &str {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let mut units = 0;
    let over = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > LONGEST_TEXT
    });
    over.map_or(text, |(end, _)| &text[..end])
}
