//! Spreadsheets in and out.
//!
//! Reading promises that no file, however it was made, costs more memory or time than its limits allow: what a file
//! is, is seen from its content; unpacked bytes are counted while they are unpacked; rows are handed on one by one.
//! Writing promises that a text stays a text: nothing a person typed becomes a formula.

mod biff;
mod book;
mod cell;
mod csv;
mod fault;
pub mod form;
mod package;
pub mod roster;
mod rows;
mod workbook;
mod xls;

use std::ops::ControlFlow;

pub use book::{Book, BookFault};
pub use cell::{Cell, date_in};
pub use csv::CsvBook;
pub use fault::SheetFault;

/// What a file may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows with content, counted by their number in the sheet.
    pub rows: u32,
    /// Columns in which content may stand.
    pub columns: usize,
    /// Characters of one cell.
    pub cell: usize,
    /// Bytes of the parts that are read, unpacked.
    pub unpacked: u64,
    /// Unpacked bytes for one packed byte, looked at in files that unpack to more than 10 MB.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { rows: 200_000, columns: 256, cell: 30_000, unpacked: 400 << 20, ratio: 150 }
    }
}

/// A range of merged cells, with rows and columns from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub first_row: u32,
    pub first_column: u32,
    pub last_row: u32,
    pub last_column: u32,
}

impl std::fmt::Display for Merge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, last) = (column_letters(self.first_column), column_letters(self.last_column));
        write!(f, "{first}{}:{last}{}", self.first_row, self.last_row)
    }
}

/// The first visible sheet of a file.
pub struct Sheet<'a> {
    source: Source<'a>,
    limits: Limits,
}

enum Source<'a> {
    Xlsx(Box<workbook::Workbook<'a>>),
    Xls(xls::XlsSheet),
}

/// Opens an XLSX or XLS file by its content, whatever its name.
pub fn open(bytes: &[u8], limits: Limits) -> Result<Sheet<'_>, SheetFault> {
    let source = if bytes.starts_with(b"PK\x03\x04") {
        Source::Xlsx(Box::new(workbook::Workbook::open(bytes, &limits)?))
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        Source::Xls(xls::XlsSheet::open(bytes, &limits)?)
    } else {
        return Err(SheetFault::NotASheet);
    };
    Ok(Sheet { source, limits })
}

impl Sheet<'_> {
    /// Hands on every row that has content, with its number from 1 and its cells from column A, until `take` breaks.
    /// Returns the merged ranges (none if it was broken off); they stand behind the rows in a file.
    pub fn rows(self, mut take: impl FnMut(u32, Vec<Cell>) -> ControlFlow<()>) -> Result<Vec<Merge>, SheetFault> {
        match self.source {
            Source::Xlsx(workbook) => rows::read(*workbook, &self.limits, &mut take),
            Source::Xls(sheet) => sheet.rows(&self.limits, &mut take),
        }
    }
}

/// `A`, `B` … `Z`, `AA` for columns from 1.
pub fn column_letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        letters.push(b'A' + ((column - 1) % 26) as u8);
        column = (column - 1) / 26;
    }
    letters.iter().rev().map(|b| *b as char).collect()
}

#[cfg(test)]
mod tests;
