//! The older binary format (Excel 97 to 2003), small enough to be read whole.

use std::{
    io::Cursor,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataType, Range, Reader, SheetType, SheetVisible, Xls, XlsError};
use jiff::civil::Date;

use super::{Cell, Limits, Merge, SheetFault, biff};

pub(super) struct XlsSheet {
    range: Range<Data>,
    merges: Vec<Merge>,
}

impl XlsSheet {
    pub fn open(bytes: &[u8], limits: &Limits) -> Result<XlsSheet, SheetFault> {
        biff::check(bytes, limits)?;
        // The parser indexes into records; a broken file may make it panic, which must stay this file's affair.
        catch_unwind(AssertUnwindSafe(|| XlsSheet::parse(bytes))).unwrap_or(Err(SheetFault::Broken))
    }

    fn parse(bytes: &[u8]) -> Result<XlsSheet, SheetFault> {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => SheetFault::Locked,
            _ => SheetFault::Broken,
        })?;
        let shown =
            |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
        let name = book.sheets_metadata().iter().find(shown).ok_or(SheetFault::NoSheet)?.name.clone();
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let merges = merges.into_iter().map(|merge| Merge {
            first_row: merge.start.0 + 1,
            first_column: merge.start.1 + 1,
            last_row: merge.end.0 + 1,
            last_column: merge.end.1 + 1,
        });
        let merges = merges.collect();
        Ok(XlsSheet { range: book.worksheet_range(&name).map_err(|_| SheetFault::Broken)?, merges })
    }

    pub fn rows(
        self,
        limits: &Limits,
        take: &mut dyn FnMut(u32, Vec<Cell>) -> ControlFlow<()>,
    ) -> Result<Vec<Merge>, SheetFault> {
        let Some((top, left)) = self.range.start() else { return Ok(self.merges) };
        for (row, data) in (top + 1..).zip(self.range.rows()) {
            let mut cells = vec![Cell::Empty; left as usize];
            cells.extend(data.iter().map(cell));
            while cells.last() == Some(&Cell::Empty) {
                cells.pop();
            }
            let long = |cell: &Cell| matches!(cell, Cell::Text(text) if text.chars().count() > limits.cell);
            if let Some(column) = cells.iter().position(long) {
                return Err(SheetFault::LongCell { row, column: column as u32 + 1, limit: limits.cell });
            }
            if !cells.iter().all(Cell::is_blank) && take(row, cells).is_break() {
                return Ok(Vec::new());
            }
        }
        Ok(self.merges)
    }
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) if text.is_empty() => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(value) => Cell::Bool(*value),
        Data::Error(error) => Cell::Error(error.to_string()),
        Data::DateTime(moment) if moment.is_datetime() && moment.as_f64() >= 1.0 => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Date::new(year as i16, month as i8, day as i8).map_or(Cell::Number(moment.as_f64()), Cell::Date)
        }
        data => data.as_f64().map_or(Cell::Empty, Cell::Number),
    }
}
