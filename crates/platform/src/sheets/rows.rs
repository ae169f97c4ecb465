//! The rows of an XLSX sheet, one after the other.

use std::ops::ControlFlow;

use jiff::civil::Date;
use quick_xml::events::{BytesStart, Event};

use super::{
    Cell, Limits, Merge, SheetFault,
    package::referred,
    workbook::{Strings, Workbook, attribute},
};

/// Where the reader stands and what it has gathered of the cell there.
#[derive(Default)]
struct Place {
    row: u32,
    column: usize,
    kind: Kind,
    style: usize,
    text: String,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Iso,
}

pub(super) fn read(
    workbook: Workbook<'_>,
    limits: &Limits,
    take: &mut dyn FnMut(u32, Vec<Cell>) -> ControlFlow<()>,
) -> Result<Vec<Merge>, SheetFault> {
    let Workbook { mut package, sheet, strings, dates, is_1904 } = workbook;
    let mut xml = package.part(&sheet)?.ok_or(SheetFault::Broken)?;
    let (mut place, mut cells, mut merges) = (Place::default(), Vec::new(), Vec::new());
    let (mut gathering, mut aid) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "row" => place.enter_row(&e)?,
                "c" => place.enter_cell(&e)?,
                "v" => gathering = true,
                "t" => gathering = !aid,
                "rPh" => aid = true,
                "mergeCell" => merges.extend(merge(&attribute(&e, "ref"))),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "v" | "t" => gathering = false,
                "rPh" => aid = false,
                "c" => {
                    let cell = place.cell(&strings, &dates, is_1904);
                    place.text.clear();
                    if cell != Cell::Empty {
                        place.check(&cell, limits)?;
                        cells.resize(place.column, Cell::Empty);
                        cells[place.column - 1] = cell;
                    }
                }
                "row" if !cells.is_empty() => {
                    let width = cells.len();
                    let full = std::mem::replace(&mut cells, Vec::with_capacity(width));
                    if full.iter().all(Cell::is_blank) {
                        continue;
                    }
                    if take(place.row, full).is_break() {
                        return Ok(Vec::new());
                    }
                }
                _ => {}
            },
            Event::Text(e) if gathering => place.gather(&e.xml10_content(), limits)?,
            Event::CData(e) if gathering => place.gather(&e.xml10_content(), limits)?,
            Event::GeneralRef(e) if gathering => place.text.extend(referred(&e)),
            Event::Eof => return Ok(merges),
            _ => {}
        }
    }
}

impl Place {
    fn enter_row(&mut self, element: &BytesStart<'_>) -> Result<(), SheetFault> {
        let number = attribute(element, "r");
        let row = if number.is_empty() { self.row + 1 } else { number.parse().map_err(|_| SheetFault::Broken)? };
        if row <= self.row || row > 1_048_576 {
            return Err(SheetFault::Broken);
        }
        (self.row, self.column) = (row, 0);
        Ok(())
    }

    fn enter_cell(&mut self, element: &BytesStart<'_>) -> Result<(), SheetFault> {
        (self.kind, self.style) = (Kind::Number, 0);
        let mut column = self.column + 1;
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| SheetFault::Broken)?;
            match attribute.key.as_ref() {
                "r" => column = place_of(&attribute.value).ok_or(SheetFault::Broken)?.1 as usize,
                "s" => self.style = attribute.value.parse().unwrap_or(0),
                "t" => {
                    self.kind = match attribute.value.as_ref() {
                        "s" => Kind::Shared,
                        "inlineStr" | "str" => Kind::Text,
                        "b" => Kind::Bool,
                        "e" => Kind::Error,
                        "d" => Kind::Iso,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        // Cells stand in order; one that steps back would overwrite another.
        if column <= self.column || column > 16_384 {
            return Err(SheetFault::Broken);
        }
        self.column = column;
        Ok(())
    }

    /// Adds to the cell's text; a character has at most four bytes in UTF-8 and seven as `_x0007_`.
    fn gather(&mut self, text: &str, limits: &Limits) -> Result<(), SheetFault> {
        if self.text.len() + text.len() > limits.cell * 8 {
            return Err(SheetFault::LongCell { row: self.row, column: self.column as u32, limit: limits.cell });
        }
        self.text.push_str(text);
        Ok(())
    }

    fn check(&self, cell: &Cell, limits: &Limits) -> Result<(), SheetFault> {
        if self.row > limits.rows {
            return Err(SheetFault::TooManyRows { limit: limits.rows });
        }
        if self.column > limits.columns {
            return Err(SheetFault::TooManyColumns { limit: limits.columns });
        }
        match cell {
            // A character has at least one byte, so most texts need no counting.
            Cell::Text(text) if text.len() > limits.cell && text.chars().count() > limits.cell => {
                Err(SheetFault::LongCell { row: self.row, column: self.column as u32, limit: limits.cell })
            }
            _ => Ok(()),
        }
    }

    fn cell(&self, strings: &Strings, dates: &[bool], is_1904: bool) -> Cell {
        let text = self.text.as_str();
        if text.is_empty() {
            return Cell::Empty;
        }
        match self.kind {
            Kind::Text => Cell::Text(unescaped(text)),
            Kind::Shared => match text.trim().parse().ok().and_then(|index| strings.get(index)) {
                Some("") | None => Cell::Empty,
                Some(text) => Cell::Text(unescaped(text)),
            },
            Kind::Bool => Cell::Bool(text == "1" || text == "true"),
            Kind::Error => Cell::Error(text.to_string()),
            Kind::Iso => match text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
                Some(date) => Cell::Date(date),
                None => Cell::Text(text.to_string()),
            },
            Kind::Number => match text.trim().parse::<f64>() {
                Ok(number) if dates.get(self.style) == Some(&true) => {
                    Cell::from_serial(number, is_1904).map_or(Cell::Number(number), Cell::Date)
                }
                Ok(number) => Cell::Number(number),
                Err(_) => Cell::Text(text.to_string()),
            },
        }
    }
}

/// Row and column from 1 of `AB12`.
pub(super) fn place_of(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = reference[..letters].bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A' + 1));
    Some((reference[letters..].parse().ok()?, column))
}

fn merge(reference: &str) -> Option<Merge> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ((first_row, first_column), (last_row, last_column)) = (place_of(first)?, place_of(last)?);
    Some(Merge { first_row, first_column, last_row, last_column })
}

/// Characters that XML cannot hold are written `_x0007_` in the format.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        match code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                plain.push_str(&rest[..at]);
                plain.push(character);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    plain
}
