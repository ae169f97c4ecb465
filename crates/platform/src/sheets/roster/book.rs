//! Writing rosters: the blank form, an export, and the result of an import. All three can be read back.

use std::{io::Write, path::Path};

use super::{Column, read::RESULT};
use crate::sheets::{Book, BookFault, Cell};

const TITLE: &str = "工会会员信息采集表";
const NOTES: &str = "填表说明：1. 标有“必填”的项目不得为空。2. 日期写成2024-05-01。3. 有下拉列表的项目请从列表里选。\
4. 证件号码和移动电话请保持文本格式。5. 请勿合并单元格或改动列的次序。";
/// Rows of the blank form that carry drop-down lists, from 1.
const BLANK_ROWS: (u32, u32) = (5, 2_000);

/// A roster being written, row by row, in bounded memory.
pub struct RosterBook {
    book: Book,
    with_result: bool,
}

/// The blank form with drop-down lists; `union` stands in its second row, empty if unknown.
pub fn template(union: &str) -> Result<Vec<u8>, BookFault> {
    let mut roster = RosterBook::new(union, false)?;
    let lists: Vec<(u16, Vec<&str>)> = Column::ALL
        .into_iter()
        .filter_map(|column| {
            Some((column.index() as u16, column.table()?.entries().iter().map(|entry| entry.name).collect()))
        })
        .collect();
    let (first, last) = BLANK_ROWS;
    roster.book.skip(last - first + 1);
    roster.book.row(&[NOTES])?;
    roster.book.choices(&lists, first, last)?;
    roster.book.bytes()
}

impl RosterBook {
    /// A roster of members, to be imported again unchanged.
    pub fn export(union: &str) -> Result<RosterBook, BookFault> {
        RosterBook::new(union, false)
    }

    /// The rows of an import with two more columns: whether each was imported and, if not, why.
    pub fn result(union: &str) -> Result<RosterBook, BookFault> {
        RosterBook::new(union, true)
    }

    fn new(union: &str, with_result: bool) -> Result<RosterBook, BookFault> {
        let mut widths: Vec<u16> = Column::ALL.map(Column::width).to_vec();
        let mut titles: Vec<&str> = Column::ALL.map(Column::title).to_vec();
        let mut hints: Vec<&str> =
            Column::ALL.map(|column| if column.is_required() { "必填" } else { "选填" }).to_vec();
        if with_result {
            widths.extend([14, 60]);
            titles.extend(RESULT);
        }
        hints.resize(titles.len(), "");
        let mut book = Book::new("会员信息", &widths)?;
        book.title(TITLE, Column::ALL.len())?;
        book.row(&[format!("工会名称(盖章)：{union}")])?;
        book.head(&titles)?;
        book.row(&hints)?;
        book.freeze(2)?;
        Ok(RosterBook { book, with_result })
    }

    /// One member; texts in the form's order.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> Result<(), BookFault> {
        self.book.row(cells)
    }

    /// One row of an import as it came; `refusal` is empty if it was imported.
    pub fn outcome(&mut self, cells: &[Cell], refusal: &str) -> Result<(), BookFault> {
        let mut texts: Vec<String> = cells.iter().take(Column::ALL.len()).map(Cell::text).collect();
        if self.with_result {
            texts.resize(Column::ALL.len(), String::new());
            texts.push(if refusal.is_empty() { "是" } else { "否" }.to_string());
            texts.push(refusal.to_string());
        }
        self.book.row(&texts)
    }

    pub fn save(mut self, path: &Path) -> Result<(), BookFault> {
        self.book.row(&[NOTES])?;
        self.book.save(path)
    }

    /// Streams the finished file.
    pub fn write_to(mut self, writer: impl Write + Send) -> Result<(), BookFault> {
        self.book.row(&[NOTES])?;
        self.book.write_to(writer)
    }

    /// The finished file in memory; for small ones.
    pub fn bytes(mut self) -> Result<Vec<u8>, BookFault> {
        self.book.row(&[NOTES])?;
        self.book.bytes()
    }
}
