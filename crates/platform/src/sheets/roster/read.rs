//! A roster file from its first byte to the verdicts on its rows.

use std::{collections::HashMap, ops::ControlFlow};

use jiff::civil::Date;

use super::{Column, Fault, RosterRow, check_row};
use crate::{
    sheets::{Cell, Limits, Merge, SheetFault, open},
    standards::{Document, narrow},
};

const HEAD: u32 = 3;
const HINTS: u32 = 4;
const NOTES: &str = "填表说明";
/// Columns that our own result files add; taken back and left aside.
pub(super) const RESULT: [&str; 2] = ["是否导入成功", "错误原因"];

/// A row with its verdict: right when it has no faults.
#[derive(Clone, Debug)]
pub struct CheckedRow {
    /// The row's number in the sheet.
    pub number: u32,
    /// The cells as they came, for the result file; at most 20.
    pub cells: Vec<Cell>,
    pub row: RosterRow,
    pub faults: Vec<Fault>,
}

/// Hands on every data row with its verdict, in the order of the file; of rows with the same document the first counts
/// and the others are wrong. Returns how many rows there were.
///
/// A refusal may come after rows were handed on (merged cells stand at the end of a file): then nothing of it counts.
pub fn read(bytes: &[u8], limits: Limits, today: Date, mut take: impl FnMut(CheckedRow)) -> Result<u32, SheetFault> {
    let (mut head, mut wrong_head, mut count) = (false, None, 0);
    let mut seen: HashMap<Document, u32> = HashMap::new();
    let mut notes = Vec::new();
    let merges = open(bytes, limits)?.rows(|number, mut cells| {
        if number >= HEAD && !head {
            head = true;
            let empty = Vec::new();
            if let Err(fault) = check_head(if number == HEAD { &cells } else { &empty }) {
                wrong_head = Some(fault);
                return ControlFlow::Break(());
            }
        }
        if number <= HINTS {
            return ControlFlow::Continue(());
        }
        if is_notes(&cells) {
            notes.push(number);
            return ControlFlow::Continue(());
        }
        cells.truncate(Column::ALL.len());
        if cells.iter().all(Cell::is_blank) {
            return ControlFlow::Continue(());
        }
        let (row, mut faults) = check_row(&cells, today);
        if let Some(first) = row.document.clone().and_then(|document| first_row(&mut seen, document, number)) {
            let reason = format!("和第{first}行是同一个证件号码，一个人只填一行");
            faults.push(Fault { column: Column::IdNumber, code: "duplicate", reason });
        }
        count += 1;
        take(CheckedRow { number, cells, row, faults });
        ControlFlow::Continue(())
    })?;
    if let Some(fault) = wrong_head {
        return Err(fault);
    }
    if !head {
        check_head(&[])?;
    }
    let stray = |merge: &Merge| {
        merge.last_row >= HEAD && !(merge.first_row == merge.last_row && notes.contains(&merge.first_row))
    };
    let stray: Vec<Merge> = merges.into_iter().filter(stray).collect();
    if stray.is_empty() { Ok(count) } else { Err(SheetFault::Merged(stray)) }
}

fn first_row(seen: &mut HashMap<Document, u32>, document: Document, number: u32) -> Option<u32> {
    let first = *seen.entry(document).or_insert(number);
    (first != number).then_some(first)
}

fn is_notes(cells: &[Cell]) -> bool {
    let first = cells.iter().find(|cell| !cell.is_blank());
    matches!(first, Some(Cell::Text(text)) if text.trim_start().starts_with(NOTES))
}

/// The names of row 3 must be the form's, in its order; what is missing, strange or displaced is named.
fn check_head(cells: &[Cell]) -> Result<(), SheetFault> {
    let mut found: Vec<String> = cells.iter().map(|cell| heading(&cell.text())).collect();
    while found.last().is_some_and(|title| title.is_empty() || RESULT.contains(&title.as_str())) {
        found.pop();
    }
    let expected = Column::ALL.map(Column::title);
    if found == expected {
        return Ok(());
    }
    let missing: Vec<&str> = expected.into_iter().filter(|title| !found.iter().any(|f| f == title)).collect();
    if missing.len() == expected.len() {
        let reason = "第3行应是“序号、姓名、性别”等20个列名，请用空白模板重新填写";
        return Err(SheetFault::Columns(reason.to_string()));
    }
    let strange: Vec<&str> =
        found.iter().map(String::as_str).filter(|f| !f.is_empty() && !expected.contains(f)).collect();
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!("缺少{}", quoted(&missing)));
    }
    if !strange.is_empty() {
        parts.push(format!("多出{}", quoted(&strange)));
    }
    if parts.is_empty() {
        parts.push(displaced(&found, &expected));
    }
    Err(SheetFault::Columns(format!("列名和模板不一样：{}，请按空白模板改好后再上传", parts.join("，"))))
}

fn displaced(found: &[String], expected: &[&str]) -> String {
    let at = expected
        .iter()
        .zip(found)
        .position(|(expected, found)| expected != found)
        .unwrap_or(found.len().min(expected.len()));
    let is = found.get(at).filter(|title| !title.is_empty()).map_or("空的".to_string(), |title| format!("“{title}”"));
    match expected.get(at) {
        Some(title) => format!("第{}列应是“{title}”，现在是{is}", at + 1),
        None => format!("{is}出现了两次"),
    }
}

fn quoted(titles: &[&str]) -> String {
    titles.iter().take(20).map(|title| format!("“{title}”")).collect::<Vec<_>>().join("")
}

/// A column name without spaces, line breaks and the marks of required fields.
fn heading(text: &str) -> String {
    narrow(text).chars().filter(|c| !c.is_whitespace() && *c != '*').take(40).collect()
}
