//! Writing into the cells of a form: the parts of the package are copied as they are, and of a sheet only the filled cells are written anew.
use super::{Content, Form, FormFault, Page, address, place};
use crate::sheets::{SheetFault, workbook::attribute};
use quick_xml::{
    Reader,
    escape::escape,
    events::{BytesStart, Event},
};
use std::{
    collections::{BTreeMap, HashMap},
    io::{Cursor, Read, Write},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What a cell gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    Number(f64),
    Text(String),
    /// What stood there goes.
    Blank,
}
type Cells<'a> = BTreeMap<(u32, u32), &'a Filled>;

/// Unpacked, of one sheet.
const LARGEST: u64 = 60 << 20;

/// The form with cells filled: (page, row, column). A formula that gets a number keeps its formula; one that gets a text says it from now on.
pub fn fill(bytes: &[u8], form: &Form, filled: &HashMap<(usize, u32, u32), Filled>) -> Result<Vec<u8>, FormFault> {
    let broken = |_| SheetFault::Broken;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetFault::Broken)?;
    let mut anew = Vec::with_capacity(bytes.len() + 4_096);
    let mut out = ZipWriter::new_stream(&mut anew as &mut (dyn Write + Send));
    for index in 0..zip.len() {
        let name = zip.by_index_raw(index).map_err(broken)?.name().map_err(broken)?.replace('\\', "/");
        let page = form.pages.iter().position(|page| page.is_grid && page.part.eq_ignore_ascii_case(&name));
        let is_workbook = name.to_ascii_lowercase().ends_with("workbook.xml");
        if page.is_none() && !is_workbook {
            out.raw_copy_file(zip.by_index_raw(index).map_err(broken)?).map_err(broken)?;
            continue;
        }
        let mut text = String::new();
        let part = zip.by_index(index).map_err(broken)?;
        part.take(LARGEST).read_to_string(&mut text).map_err(|_| SheetFault::Broken)?;
        let text = match page {
            Some(at) => {
                let cells = filled.iter().filter(|((page, ..), _)| *page == at).map(|((_, r, c), f)| ((*r, *c), f));
                sheet(&text, &form.pages[at], cells.collect())?
            }
            None => recalculated(&text)?,
        };
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        out.start_file(name, options).map_err(broken)?;
        out.write_all(text.as_bytes()).map_err(|_| SheetFault::Broken)?;
    }
    out.finish().map_err(broken)?;
    Ok(anew)
}

/// A text with pieces taken out and put in.
struct Splice<'a> {
    text: &'a str,
    copied: usize,
    out: String,
}
impl<'a> Splice<'a> {
    fn new(text: &'a str) -> Self {
        Splice { text, copied: 0, out: String::with_capacity(text.len() + 4_096) }
    }
    /// Copies up to a place, then puts in; what lies up to `resume` is left out.
    fn put(&mut self, from: usize, put: &str, resume: usize) {
        self.out.push_str(&self.text[self.copied..from]);
        self.out.push_str(put);
        self.copied = resume;
    }
    fn finish(mut self) -> String {
        self.out.push_str(&self.text[self.copied..]);
        self.out
    }
}

/// A cell of the sheet as it is read over.
struct Here {
    from: usize,
    at: (u32, u32),
    attributes: String,
    formula: Option<(usize, usize)>,
}

fn sheet(text: &str, page: &Page, mut cells: Cells<'_>) -> Result<String, FormFault> {
    let plain = plain_formulas(page, &cells);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let (mut splice, mut prefix) = (Splice::new(text), String::new());
    let (mut row, mut here, mut formula_from, mut inside) = ((0, 0), None::<Here>, 0, false);
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|_| SheetFault::Broken)?;
        let to = reader.buffer_position() as usize;
        match event {
            Event::Start(e) | Event::Empty(e) => {
                let empty = text[..to].ends_with("/>");
                let name = e.name().as_ref().to_owned();
                let (ahead, local) = name.rsplit_once(':').map_or(("", &*name), |(ahead, local)| (ahead, local));
                match local {
                    "sheetData" => {
                        prefix = if ahead.is_empty() { String::new() } else { format!("{ahead}:") };
                        inside = !empty;
                        if empty {
                            let all = rows_before(&mut cells, u32::MAX, &prefix);
                            splice.put(from, &format!("<{prefix}sheetData>{all}</{prefix}sheetData>"), to);
                        }
                    }
                    "row" if inside => {
                        let number = attribute(&e, "r");
                        let next = if number.is_empty() {
                            row.0 + 1
                        } else {
                            number.parse().map_err(|_| SheetFault::Broken)?
                        };
                        row = (next, 0);
                        let before = rows_before(&mut cells, next, &prefix);
                        splice.put(from, &before, from);
                        if empty && cells.keys().any(|(r, _)| *r == next) {
                            let all = cells_before(&mut cells, (next, u32::MAX), &prefix);
                            let open = text[from..to].trim_end_matches("/>").trim_end();
                            splice.put(from, &format!("{open}>{all}</{prefix}row>"), to);
                        }
                    }
                    "c" if inside => {
                        let reference = attribute(&e, "r");
                        row.1 = if reference.is_empty() {
                            row.1 + 1
                        } else {
                            place(&reference).ok_or(SheetFault::Broken)?.1
                        };
                        let before = cells_before(&mut cells, row, &prefix);
                        splice.put(from, &before, from);
                        let cell = Here { from, at: row, attributes: kept_attributes(&e, row), formula: None };
                        if empty {
                            written(&mut splice, &cell, to, (&mut cells, &plain), &prefix);
                        } else {
                            here = Some(cell);
                        }
                    }
                    "f" if here.is_some() => {
                        formula_from = from;
                        if empty {
                            here.iter_mut().for_each(|cell| cell.formula = Some((from, to)));
                        }
                    }
                    _ => {}
                }
            }
            Event::End(e) => match e.local_name().as_ref() {
                "f" => here.iter_mut().for_each(|cell| cell.formula = Some((formula_from, to))),
                "c" => {
                    if let Some(cell) = here.take() {
                        written(&mut splice, &cell, to, (&mut cells, &plain), &prefix);
                    }
                }
                "row" if inside => {
                    let rest = cells_before(&mut cells, (row.0, u32::MAX), &prefix);
                    splice.put(from, &rest, from);
                }
                "sheetData" => {
                    inside = false;
                    let rest = rows_before(&mut cells, u32::MAX, &prefix);
                    splice.put(from, &rest, from);
                }
                _ => {}
            },
            Event::Eof => return Ok(splice.finish()),
            _ => {}
        }
    }
}

/// Formulas as they are written where one of a shared group says a text from now on: the others can't lean on it any more.
fn plain_formulas(page: &Page, cells: &Cells<'_>) -> BTreeMap<(u32, u32), String> {
    let formula = |cell: &super::FormCell| match &cell.content {
        Content::Formula(text) => Some(((cell.row, cell.column), text.clone())),
        _ => None,
    };
    let all: BTreeMap<_, _> = page.cells.iter().filter_map(formula).collect();
    let silent = all.keys().any(|at| matches!(cells.get(at), Some(Filled::Text(_))));
    if silent { all } else { BTreeMap::new() }
}

/// All attributes of a cell but its kind, which goes with its content.
fn kept_attributes(e: &BytesStart<'_>, (row, column): (u32, u32)) -> String {
    let mut kept = format!(" r=\"{}\"", address(row, column));
    for attribute in e.attributes().with_checks(false).flatten() {
        let name: &str = attribute.key.as_ref();
        if name != "r" && name != "t" {
            kept.push_str(&format!(" {name}=\"{}\"", &*attribute.value));
        }
    }
    kept
}

fn written(
    splice: &mut Splice<'_>,
    cell: &Here,
    to: usize,
    (cells, plain): (&mut Cells<'_>, &BTreeMap<(u32, u32), String>),
    prefix: &str,
) {
    let filled = cells.remove(&cell.at);
    let anew = match (cell.formula, filled) {
        (None, None) => return,
        (None, Some(filled)) => one(&cell.attributes, filled, prefix),
        (Some(_), Some(Filled::Text(text))) => {
            let said = clean(&text.replace('"', "\"\""));
            let (formula, value) = (escape(&said).into_owned(), clean(text));
            let value = escape(&value);
            format!(
                "<{prefix}c{} t=\"str\"><{prefix}f>\"{formula}\"</{prefix}f><{prefix}v>{value}</{prefix}v></{prefix}c>",
                cell.attributes
            )
        }
        (Some((from, end)), filled) => {
            let formula = match plain.get(&cell.at) {
                Some(text) if splice.text[from..end].contains("shared") => {
                    format!("<{prefix}f>{}</{prefix}f>", escape(text.as_str()))
                }
                _ => splice.text[from..end].to_owned(),
            };
            // What was computed before is not true any more.
            let value = match filled {
                Some(Filled::Number(number)) => format!("<{prefix}v>{number}</{prefix}v>"),
                _ => String::new(),
            };
            format!("<{prefix}c{}>{formula}{value}</{prefix}c>", cell.attributes)
        }
    };
    splice.put(cell.from, &anew, to);
}

fn one(attributes: &str, filled: &Filled, prefix: &str) -> String {
    match filled {
        Filled::Blank => format!("<{prefix}c{attributes}/>"),
        Filled::Number(number) => format!("<{prefix}c{attributes}><{prefix}v>{number}</{prefix}v></{prefix}c>"),
        Filled::Text(text) => {
            let text = clean(text);
            let text = escape(&text);
            format!(
                "<{prefix}c{attributes} t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{prefix}c>"
            )
        }
    }
}
/// What XML can hold.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(32_000).collect()
}
/// Cells of a row that the sheet does not have, before a column.
fn cells_before(cells: &mut Cells<'_>, (row, column): (u32, u32), prefix: &str) -> String {
    let mut out = String::new();
    while let Some((at, filled)) = cells.range((row, 0)..(row, column)).next().map(|(at, filled)| (*at, *filled)) {
        out.push_str(&one(&format!(" r=\"{}\"", address(at.0, at.1)), filled, prefix));
        cells.remove(&at);
    }
    out
}
/// Rows that the sheet does not have, before a row.
fn rows_before(cells: &mut Cells<'_>, row: u32, prefix: &str) -> String {
    let mut out = String::new();
    while let Some(next) = cells.keys().next().map(|(next, _)| *next).filter(|next| *next < row) {
        let all = cells_before(cells, (next, u32::MAX), prefix);
        out.push_str(&format!("<{prefix}row r=\"{next}\">{all}</{prefix}row>"));
    }
    out
}

/// The workbook's own part, told to compute all formulas when it is opened.
fn recalculated(text: &str) -> Result<String, FormFault> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let (mut behind, mut prefix) = (None, String::new());
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|_| SheetFault::Broken)?;
        let to = reader.buffer_position() as usize;
        match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "calcPr" => {
                let mut splice = Splice::new(text);
                if attribute(&e, "fullCalcOnLoad").is_empty() {
                    let name = e.name().as_ref().len() + 1;
                    splice.put(from + name, " fullCalcOnLoad=\"1\"", from + name);
                }
                return Ok(splice.finish());
            }
            Event::Start(e) if e.local_name().as_ref() == "sheets" => {
                let name = e.name();
                prefix = name.as_ref().rsplit_once(':').map_or_else(String::new, |(ahead, _)| format!("{ahead}:"));
            }
            Event::End(e)
                if matches!(
                    e.local_name().as_ref(),
                    "sheets" | "functionGroups" | "externalReferences" | "definedNames"
                ) =>
            {
                behind = Some(to);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut splice = Splice::new(text);
    if let Some(at) = behind {
        splice.put(at, &format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>"), at);
    }
    Ok(splice.finish())
}
