//! Reading all sheets of a form.
use super::{Area, Content, Form, FormCell, FormFault, MOST_COLUMNS, MOST_PAGES, MOST_ROWS, Page, formula, place};
use crate::sheets::{
    Limits, SheetFault,
    package::{Package, referred},
    rows,
    workbook::{Strings, attribute, relations, shared_strings},
};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

const LIMITS: Limits = Limits { rows: MOST_ROWS, columns: 16_384, cell: 5_000, unpacked: 60 << 20, ratio: 150 };

/// Reads a form by its content, whatever its name.
pub fn read(bytes: &[u8]) -> Result<Form, FormFault> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        // An XLSX with a password lies in such a file too, and says so when it is opened.
        return Err(match crate::sheets::open(bytes, Limits::default()) {
            Err(SheetFault::Locked) => SheetFault::Locked.into(),
            _ => FormFault::Old,
        });
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(SheetFault::NotASheet.into());
    }
    let mut package = Package::open(bytes, &LIMITS)?;
    let main = relations(&mut package, "_rels/.rels")?
        .into_values()
        .find(|relation| relation.kind.ends_with("/officeDocument"))
        .map(|relation| relation.target.trim_start_matches('/').to_owned())
        .ok_or(SheetFault::NotASheet)?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let inside = |target: &str| match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let relations = relations(&mut package, &inside(&format!("_rels/{file}.rels")))?;
    if relations.values().any(|relation| relation.kind.ends_with("/vbaProject")) {
        return Err(FormFault::Macros);
    }
    let part = |end: &str| relations.values().find(|r| r.kind.ends_with(end)).map(|found| inside(&found.target));
    let strings = match part("/sharedStrings") {
        Some(part) => shared_strings(&mut package, &part)?,
        None => Strings::default(),
    };
    let looks = match part("/styles") {
        Some(part) => looks(&mut package, &part)?,
        None => Vec::new(),
    };
    let named = sheets(&mut package, &main)?;
    if named.len() > MOST_PAGES {
        return Err(FormFault::Pages(named.len()));
    }
    let mut form = Form::default();
    for (name, hidden, id) in named {
        let relation = relations.get(&id).ok_or(SheetFault::Broken)?;
        let is_grid = relation.kind.ends_with("/worksheet");
        let mut page = Page { name, hidden, is_grid, part: inside(&relation.target), ..Page::default() };
        if is_grid {
            grid(&mut package, &mut page, &strings, &looks)?;
        }
        form.pages.push(page);
    }
    if !form.pages.iter().any(|page| page.is_grid && !page.hidden && !page.cells.is_empty()) {
        return Err(FormFault::Empty);
    }
    Ok(form)
}

/// (name, hidden, relation) of all sheets in their order.
fn sheets(package: &mut Package<'_>, main: &str) -> Result<Vec<(String, bool, String)>, SheetFault> {
    let (mut all, mut xml) = (Vec::new(), package.part(main)?.ok_or(SheetFault::NotASheet)?);
    loop {
        match xml.next()? {
            Event::Start(e) if e.local_name().as_ref() == "sheet" => {
                let hidden = !matches!(attribute(&e, "state").as_str(), "" | "visible");
                all.push((attribute(&e, "name"), hidden, attribute(&e, "id")));
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// Of each cell style: bold, centred, and whether an empty cell of it is to be seen.
fn looks(package: &mut Package<'_>, part: &str) -> Result<Vec<(bool, bool)>, SheetFault> {
    let (mut fonts, mut looks, mut within): (Vec<bool>, Vec<(bool, bool)>, &str) = (Vec::new(), Vec::new(), "");
    let Some(mut xml) = package.part(part)? else { return Ok(looks) };
    loop {
        match xml.next()? {
            Event::Start(e) => match (e.local_name().as_ref(), within) {
                ("fonts", _) => within = "fonts",
                ("cellXfs", _) => within = "cells",
                ("font", "fonts") => fonts.push(false),
                ("b", "fonts") if attribute(&e, "val") != "0" => {
                    fonts.iter_mut().last().into_iter().for_each(|f| *f = true)
                }
                ("xf", "cells") => {
                    let font = attribute(&e, "fontId").parse().ok().and_then(|at: usize| fonts.get(at).copied());
                    looks.push((font.unwrap_or(false), false));
                }
                ("alignment", "cells") if attribute(&e, "horizontal") == "center" => {
                    looks.iter_mut().last().into_iter().for_each(|look| look.1 = true);
                }
                _ => {}
            },
            Event::End(e) if matches!(e.local_name().as_ref(), "fonts" | "cellXfs") => within = "",
            Event::Eof => return Ok(looks),
            _ => {}
        }
    }
}

/// What is gathered of a cell.
#[derive(Default)]
struct Gathered {
    row: u32,
    column: u32,
    kind: String,
    style: usize,
    text: String,
    formula: Option<String>,
    /// Shared formulas: by number, the text and where it stands.
    shared: HashMap<String, (String, u32, u32)>,
    share: Option<String>,
}

fn grid(
    package: &mut Package<'_>,
    page: &mut Page,
    strings: &Strings,
    looks: &[(bool, bool)],
) -> Result<(), FormFault> {
    let name = page.part.clone();
    let mut xml = package.part(&name)?.ok_or(SheetFault::Broken)?;
    let (mut at, mut into, mut aid) = (Gathered::default(), "", false);
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "col" => widths(&mut page.widths, &e),
                "row" => {
                    let number = attribute(&e, "r");
                    at.row =
                        if number.is_empty() { at.row + 1 } else { number.parse().map_err(|_| SheetFault::Broken)? };
                    at.column = 0;
                }
                "c" => at.enter(&e)?,
                "f" => {
                    at.formula = Some(String::new());
                    at.share = (attribute(&e, "t") == "shared").then(|| attribute(&e, "si"));
                    into = "f";
                }
                "v" => into = "v",
                "t" if !aid => into = "v",
                "rPh" => aid = true,
                "mergeCell" => page.merges.extend(area(&attribute(&e, "ref"))),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "v" | "t" | "f" => into = "",
                "rPh" => aid = false,
                "c" => at.leave(page, strings, looks)?,
                _ => {}
            },
            Event::Text(e) if !into.is_empty() => at.gather(into, &e.xml10_content())?,
            Event::CData(e) if !into.is_empty() => at.gather(into, &e.xml10_content())?,
            Event::GeneralRef(e) if !into.is_empty() => {
                let character: String = referred(&e).into_iter().collect();
                at.gather(into, &character)?;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    page.cells.sort_by_key(|cell| (cell.row, cell.column));
    page.cells.dedup_by_key(|cell| (cell.row, cell.column));
    let held = page.cells.iter().filter(|cell| cell.content != Content::Blank);
    let ends = held.map(|c| (c.row, c.column)).chain(page.merges.iter().map(|m| (m.last_row, m.last_column)));
    let (rows, columns) = ends.fold((0, 0), |(r, c), (row, column)| (r.max(row), c.max(column)));
    // An edge around cells below or beside shows that they belong to the form; styled columns without end do not.
    let edge = |n: u32, most: u32, of: fn(&FormCell) -> u32| {
        page.cells.iter().map(of).filter(|at| *at <= (n + 40).min(most)).max().unwrap_or(n).max(n)
    };
    (page.rows, page.columns) = (edge(rows, MOST_ROWS, |c| c.row), edge(columns, columns + 2, |c| c.column));
    if page.rows > MOST_ROWS || page.columns > MOST_COLUMNS {
        return Err(FormFault::Large { page: page.name.clone(), row: page.rows, column: page.columns });
    }
    let (rows, columns) = (page.rows, page.columns);
    page.cells.retain(|cell| cell.row <= rows && cell.column <= columns);
    page.widths.resize(page.columns as usize, 9);
    Ok(())
}
impl Gathered {
    fn enter(&mut self, e: &BytesStart<'_>) -> Result<(), FormFault> {
        let reference = attribute(e, "r");
        let column = match reference.is_empty() {
            true => self.column + 1,
            false => place(&reference).ok_or(SheetFault::Broken)?.1,
        };
        (self.column, self.kind, self.style) = (column, attribute(e, "t"), attribute(e, "s").parse().unwrap_or(0));
        (self.text, self.formula, self.share) = (String::new(), None, None);
        Ok(())
    }
    fn gather(&mut self, into: &str, text: &str) -> Result<(), FormFault> {
        let held = if into == "f" { self.formula.get_or_insert_default() } else { &mut self.text };
        if held.len() + text.len() > LIMITS.cell * 8 {
            return Err(SheetFault::LongCell { row: self.row, column: self.column, limit: LIMITS.cell }.into());
        }
        held.push_str(text);
        Ok(())
    }
    fn leave(&mut self, page: &mut Page, strings: &Strings, looks: &[(bool, bool)]) -> Result<(), FormFault> {
        let text = std::mem::take(&mut self.text);
        let words = |text: &str| if text.is_empty() { Content::Blank } else { Content::Words(rows::unescaped(text)) };
        let content = match (self.formula.take(), self.kind.as_str()) {
            (Some(formula), _) => Content::Formula(self.whole(formula)),
            (None, "s") => words(text.trim().parse().ok().and_then(|at| strings.get(at)).unwrap_or("")),
            (None, "inlineStr" | "str" | "e" | "d") => words(&text),
            (None, _) if text.is_empty() => Content::Blank,
            (None, _) => text.trim().parse().map_or_else(|_| words(&text), Content::Number),
        };
        if self.row > 1_048_576 {
            return Err(SheetFault::Broken.into());
        }
        let (bold, centred) = looks.get(self.style).copied().unwrap_or_default();
        // Cells far away that hold nothing are no part of the form.
        if content != Content::Blank || (self.row <= MOST_ROWS && self.column <= MOST_COLUMNS) {
            page.cells.push(FormCell { row: self.row, column: self.column, content, bold, centred });
        }
        if page.cells.len() > (MOST_ROWS * MOST_COLUMNS) as usize {
            return Err(FormFault::Large { page: page.name.clone(), row: self.row, column: self.column });
        }
        Ok(())
    }
    /// The formula's text; of a shared one as it stands here.
    fn whole(&mut self, formula: String) -> String {
        let Some(number) = self.share.take() else { return formula };
        if !formula.is_empty() {
            self.shared.insert(number, (formula.clone(), self.row, self.column));
            return formula;
        }
        let Some((text, row, column)) = self.shared.get(&number) else { return formula };
        let (down, right) = (i64::from(self.row) - i64::from(*row), i64::from(self.column) - i64::from(*column));
        formula::shifted(text, down, right)
    }
}

fn widths(widths: &mut Vec<u16>, e: &BytesStart<'_>) {
    let number = |name: &str| attribute(e, name).parse::<f64>().unwrap_or(0.0);
    let (first, last) = (number("min") as usize, (number("max") as usize).min(MOST_COLUMNS as usize));
    let width =
        if matches!(attribute(e, "hidden").as_str(), "1" | "true") { 0 } else { number("width").round() as u16 };
    if first == 0 || last < first {
        return;
    }
    widths.resize(widths.len().max(last), 9);
    widths[first - 1..last].fill(width);
}
fn area(reference: &str) -> Option<Area> {
    let (first, last) = reference.split_once(':')?;
    let ((row, column), (last_row, last_column)) = (place(first)?, place(last)?);
    Some(Area { row, column, last_row, last_column })
}
