//! An Excel form as somebody sent it: read as grids, then filled so that nothing but the filled cells changes.
//!
//! Promises: what is not filled stays as it came, byte for byte (styles, widths, merged cells, print settings, other sheets); a formula keeps
//! its place and is computed anew when the file is opened; a text stays a text.
mod draw;
mod fill;
pub mod formula;
mod read;
#[cfg(test)]
mod tests;

pub use draw::{Drawing, Drawn, Ink, Look, draw};
pub use fill::{Filled, fill};
pub use read::read;

use super::{SheetFault, column_letters};
use serde::{Deserialize, Serialize};

/// What a form may cost.
const MOST_PAGES: usize = 20;
const MOST_ROWS: u32 = 400;
const MOST_COLUMNS: u32 = 60;

/// Why a form can't be taken, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormFault {
    #[error("{0}")]
    Sheet(#[from] SheetFault),
    #[error("这是旧的xls格式，填回去会丢掉格式。请在Excel里另存为xlsx，再上传")]
    Old,
    #[error("这个文件带宏。请在Excel里另存为不带宏的xlsx，再上传")]
    Macros,
    #[error("这个文件有{0}个工作表，最多{MOST_PAGES}个。请只留要填的几个")]
    Pages(usize),
    #[error("工作表“{page}”到第{row}行{}列还有内容，最多{MOST_ROWS}行{MOST_COLUMNS}列。请删去表外的内容", column_letters(*column))]
    Large { page: String, row: u32, column: u32 },
    #[error("文件里没有能填的工作表")]
    Empty,
    #[error("表里没有“{0}”这个工作表了")]
    NoPage(String),
}

/// A workbook as grids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    pub pages: Vec<Page>,
}
/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub name: String,
    /// Its part of the package.
    pub part: String,
    /// False: a chart or another thing without cells; it stays as it is.
    pub is_grid: bool,
    pub hidden: bool,
    pub rows: u32,
    pub columns: u32,
    /// In characters, one for each column.
    pub widths: Vec<u16>,
    pub cells: Vec<FormCell>,
    pub merges: Vec<Area>,
}
/// A cell that holds something, or has an edge or colour of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormCell {
    pub row: u32,
    pub column: u32,
    pub content: Content,
    #[serde(default)]
    pub bold: bool,
    #[serde(default)]
    pub centred: bool,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    Blank,
    Words(String),
    Number(f64),
    Formula(String),
}
/// Rows and columns from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub row: u32,
    pub column: u32,
    pub last_row: u32,
    pub last_column: u32,
}
impl Area {
    pub const fn one(row: u32, column: u32) -> Area {
        Area { row, column, last_row: row, last_column: column }
    }
    pub const fn to(row: u32, column: u32, last_row: u32, last_column: u32) -> Area {
        Area { row, column, last_row, last_column }
    }
    pub fn holds(&self, row: u32, column: u32) -> bool {
        (self.row..=self.last_row).contains(&row) && (self.column..=self.last_column).contains(&column)
    }
}
impl Page {
    pub fn cell(&self, row: u32, column: u32) -> Option<&FormCell> {
        self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).ok().map(|at| &self.cells[at])
    }
    /// The merged cells in which a place lies.
    pub fn merge(&self, row: u32, column: u32) -> Option<&Area> {
        self.merges.iter().find(|area| area.holds(row, column))
    }
}

/// `B5` of row 5, column 2.
pub fn address(row: u32, column: u32) -> String {
    format!("{}{row}", column_letters(column))
}
/// Row and column of `B5` (also `$B$5`).
pub fn place(address: &str) -> Option<(u32, u32)> {
    super::rows::place_of(&address.replace('$', "")).filter(|(row, column)| *row > 0 && *column > 0)
}
