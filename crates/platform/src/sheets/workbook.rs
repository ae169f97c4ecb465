//! What stands around the rows of an XLSX file: its sheets, shared texts and date formats.

use std::collections::HashMap;

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
};

use super::{
    Limits, SheetFault,
    package::{Package, referred},
};

/// A workbook opened at its first visible sheet.
pub(super) struct Workbook<'a> {
    pub package: Package<'a>,
    /// The part with the rows.
    pub sheet: String,
    pub strings: Strings,
    /// For each cell style whether its number is a date.
    pub dates: Vec<bool>,
    pub is_1904: bool,
}

/// The shared texts, end to end.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

/// What shared texts may take in memory: far more than the largest roster has.
const MOST_STRINGS: usize = 8_000_000;
const MOST_STRING_BYTES: usize = 128 << 20;

impl Strings {
    fn end(&mut self) -> Result<(), SheetFault> {
        if self.ends.len() >= MOST_STRINGS || self.text.len() > MOST_STRING_BYTES {
            return Err(SheetFault::TooLarge);
        }
        self.ends.push(self.text.len() as u32);
        Ok(())
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? as usize };
        self.text.get(start..*self.ends.get(index)? as usize)
    }
}

impl<'a> Workbook<'a> {
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Workbook<'a>, SheetFault> {
        let mut package = Package::open(bytes, limits)?;
        let main = relations(&mut package, "_rels/.rels")?
            .into_values()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map(|relation| relation.target.trim_start_matches('/').to_string())
            .ok_or(SheetFault::NotASheet)?;
        let (folder, file) = main.rsplit_once('/').map_or(("", main.as_str()), |(folder, file)| (folder, file));
        let inside = |target: &str| match target.strip_prefix('/') {
            Some(absolute) => absolute.to_string(),
            None if folder.is_empty() => target.to_string(),
            None => format!("{folder}/{target}"),
        };
        let (sheet, is_1904) = first_visible(&mut package, &main)?;
        let relations = relations(&mut package, &inside(&format!("_rels/{file}.rels")))?;
        let target = |end: &str| {
            relations.values().find(|relation| relation.kind.ends_with(end)).map(|found| inside(&found.target))
        };
        let sheet = inside(&relations.get(&sheet).ok_or(SheetFault::Broken)?.target);
        let strings = match target("/sharedStrings") {
            Some(part) => shared_strings(&mut package, &part)?,
            None => Strings::default(),
        };
        let dates = match target("/styles") {
            Some(part) => date_styles(&mut package, &part)?,
            None => Vec::new(),
        };
        Ok(Workbook { package, sheet, strings, dates, is_1904 })
    }
}

pub(super) struct Relation {
    pub kind: String,
    pub target: String,
}

pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<HashMap<String, Relation>, SheetFault> {
    let mut found = HashMap::new();
    let mut xml = package.part(part)?.ok_or(SheetFault::NotASheet)?;
    loop {
        match xml.next()? {
            Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let relation = Relation { kind: attribute(&e, "Type"), target: attribute(&e, "Target") };
                found.insert(attribute(&e, "Id"), relation);
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The relation of the first sheet that is shown, and whether dates count from 1904.
fn first_visible(package: &mut Package<'_>, part: &str) -> Result<(String, bool), SheetFault> {
    let (mut sheet, mut is_1904) = (None, false);
    let mut xml = package.part(part)?.ok_or(SheetFault::NotASheet)?;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "workbook" | "sheets" => {}
                "workbookPr" => is_1904 = matches!(attribute(&e, "date1904").as_str(), "1" | "true"),
                "sheet" if sheet.is_none() && matches!(attribute(&e, "state").as_str(), "" | "visible") => {
                    sheet = Some(attribute(&e, "id"));
                }
                _ => {}
            },
            Event::Eof => return Ok((sheet.ok_or(SheetFault::NoSheet)?, is_1904)),
            _ => {}
        }
    }
}

pub(super) fn shared_strings(package: &mut Package<'_>, part: &str) -> Result<Strings, SheetFault> {
    let mut strings = Strings::default();
    let Some(mut xml) = package.part(part)? else { return Ok(strings) };
    // Reading aids (rPh) are no part of the text.
    let (mut inside, mut aid) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => inside = !aid,
                "rPh" => aid = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "t" => inside = false,
                "rPh" => aid = false,
                "si" => strings.end()?,
                _ => {}
            },
            Event::Text(e) if inside => strings.text.push_str(&e.xml10_content()),
            Event::CData(e) if inside => strings.text.push_str(&e.xml10_content()),
            Event::GeneralRef(e) if inside => strings.text.extend(referred(&e)),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

fn date_styles(package: &mut Package<'_>, part: &str) -> Result<Vec<bool>, SheetFault> {
    let (mut formats, mut styles, mut in_cells) = (HashMap::new(), Vec::new(), false);
    let Some(mut xml) = package.part(part)? else { return Ok(styles) };
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    formats.insert(attribute(&e, "numFmtId"), shows_date(&attribute(&e, "formatCode")));
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&e, "numFmtId");
                    let built_in = matches!(id.parse(), Ok(14..=17 | 22 | 27..=36 | 50..=58u32));
                    styles.push(*formats.get(&id).unwrap_or(&built_in));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// Whether a number format shows a day or a year; quoted and bracketed parts say nothing.
pub(super) fn shows_date(format: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    format.chars().any(|c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            'y' | 'Y' | 'd' | 'D' if !bracketed => return true,
            _ => {}
        }
        false
    })
}

/// The value of an attribute by its name without prefix; empty if there is none.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
    found
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::shows_date;

    #[test]
    fn formats_of_dates_are_told_from_others() {
        for format in ["yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d;@", "m/d"] {
            assert!(shows_date(format), "{format}");
        }
        for format in ["General", "0.00", "@", "[Red]0", "\"day\"0", "h:mm", "\\d0"] {
            assert!(!shows_date(format), "{format}");
        }
    }
}
