//! The claim sheet as an Excel file, out and back in: each row of a file that comes back is written, or says why not, and is kept either way.
use super::{
    Person,
    rules::{month, months, said},
    store::{Matter, NewClaim, PartId},
};
use crate::cases::answers::fen;
use platform::{
    App,
    sheets::{self, Book, BookFault, Cell, Limits},
};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// How large a file may come.
pub const LIMIT: usize = 5 * 1024 * 1024;
const ROWS: usize = 5_000;
const HEAD: [&str; 5] = ["诉求编号", "姓名", "月份", "金额（元）", "证据"];
const WIDTHS: [u16; 5] = [16, 12, 12, 14, 48];
pub const LONGEST: usize = 200;

/// A row as it stands in the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Typed {
    pub line: u32,
    /// In the order of the head.
    pub cells: [String; 5],
}
/// What a row would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    New,
    /// In fen, as it is now.
    Changed(i64),
    Same,
    Wrong(String),
}
pub struct Line {
    pub typed: Typed,
    pub state: State,
    claim: Option<(PartId, NewClaim)>,
}
impl Line {
    pub fn to_write(&self) -> Option<(PartId, &NewClaim)> {
        let writes = matches!(self.state, State::New | State::Changed(_));
        self.claim.as_ref().filter(|_| writes).map(|(part, claim)| (*part, claim))
    }
}

/// The rows of a file; a sentence where it is no sheet of ours.
pub fn read(bytes: &[u8]) -> Result<Vec<Typed>, String> {
    let limits = Limits { rows: 20_000, columns: 64, ..Limits::default() };
    let sheet = sheets::open(bytes, limits).map_err(|fault| fault.to_string())?;
    let (mut columns, mut rows): (Option<[usize; 5]>, Vec<Typed>) = (None, Vec::new());
    let read = sheet.rows(|line, cells| {
        let texts: Vec<String> = cells.iter().map(|cell| cell.text().trim().to_owned()).collect();
        match columns {
            None => columns = head(&texts),
            Some(at) => {
                let cell = |n: usize| texts.get(at[n]).cloned().unwrap_or_default();
                let row = Typed { line, cells: std::array::from_fn(cell) };
                if row.cells[0] != "合计" && row.cells.iter().any(|cell| !cell.is_empty()) {
                    rows.push(row);
                }
            }
        }
        if rows.len() > ROWS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    read.map_err(|fault| fault.to_string())?;
    match (columns, rows.len()) {
        (None, _) => Err("没有找到表头，请用这里导出的表填".into()),
        (Some(_), 0) => Err("表里没有内容".into()),
        (Some(_), n) if n > ROWS => Err(format!("一次最多{ROWS}行，请分几次")),
        _ => Ok(rows),
    }
}
fn head(texts: &[String]) -> Option<[usize; 5]> {
    let mut at = [0; 5];
    for (n, name) in HEAD.iter().enumerate() {
        at[n] = texts.iter().position(|text| text == name)?;
    }
    Some(at)
}

/// What each row would do now. `since`: when the file came; what was filled in after that is not written over.
pub fn checked(app: &App, people: &[Person], rows: &[Typed], since: i64) -> Vec<Line> {
    let mut seen: Vec<(PartId, String)> = Vec::new();
    let mut one = |typed: &Typed| {
        let (state, claim) = match claim(people, typed) {
            Err(sentence) => (State::Wrong(sentence), None),
            Ok((person, claim)) => {
                let key = (person.part.id, claim.month.clone());
                let twice = seen.contains(&key);
                seen.push(key);
                let known = person.claims.iter().find(|one| one.month == claim.month);
                let state = match known {
                    _ if twice => State::Wrong("同一个人同一个月前面已经有一行".into()),
                    Some(one) if one.amount == claim.amount && one.evidence(app) == claim.evidence => State::Same,
                    Some(one) if one.at > since => State::Wrong("您上传以后有人改过这一项，没有覆盖".into()),
                    Some(one) => State::Changed(one.amount),
                    None => State::New,
                };
                (state, Some((person.part.id, claim)))
            }
        };
        Line { typed: typed.clone(), state, claim }
    };
    rows.iter().map(&mut one).collect()
}
fn claim<'a>(people: &'a [Person], typed: &Typed) -> Result<(&'a Person, NewClaim), String> {
    let [number, name, when, amount, evidence] = &typed.cells;
    let person = people.iter().find(|one| one.case.number == *number);
    let person = person.ok_or("这件集体争议里没有这个诉求编号")?;
    if !name.is_empty() && *name != person.case.name {
        return Err("姓名和诉求编号对不上".to_owned());
    }
    if !person.has_joined() {
        return Err("这位没有参加，或者已经退出".to_owned());
    }
    let month = month(when).ok_or("月份请写成2026-09这样")?;
    let amount = fen(amount).filter(|fen| *fen > 0).ok_or("金额请只填数字，大于0")?;
    if evidence.chars().count() > LONGEST {
        return Err(format!("证据最多{LONGEST}个字"));
    }
    Ok((person, NewClaim { month, amount, evidence: evidence.clone() }))
}

/// The sheet of those who joined; somebody without a line has an empty one to fill in.
pub fn book(app: &App, matter: &Matter, people: &[Person]) -> Result<Book, BookFault> {
    let mut book = Book::new("诉求清单", &WIDTHS)?;
    book.title(&format!("{}集体争议诉求清单（{}）", matter.employer_name, matter.number), HEAD.len())?;
    book.head(&HEAD)?;
    book.freeze(2)?;
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut sum = 0;
    for person in people.iter().filter(|person| person.has_joined()) {
        let (number, name) = (text(&person.case.number), text(&person.case.name));
        if person.claims.is_empty() {
            book.cells(&[number.clone(), name.clone()])?;
        }
        for claim in &person.claims {
            sum += claim.amount;
            let amount = Cell::Number(claim.amount as f64 / 100.0);
            book.cells(&[number.clone(), name.clone(), text(&claim.month), amount, text(&claim.evidence(app))])?;
        }
    }
    book.cells(&[text("合计"), Cell::Empty, Cell::Empty, Cell::Number(sum as f64 / 100.0)])?;
    Ok(book)
}

/// The sheet as a table: the months in the head, a row for each person, the sums below.
pub struct Table {
    pub months: Vec<String>,
    pub sums: Vec<String>,
    pub total: i64,
}
impl Table {
    pub fn of(people: &[&Person]) -> Table {
        let claims = || people.iter().flat_map(|person| &person.claims);
        let months = months(claims().map(|claim| &*claim.month));
        let sum = |month: &String| claims().filter(|claim| claim.month == *month).map(|claim| claim.amount).sum();
        Table {
            sums: months.iter().map(|month| ui::text::yuan(sum(month))).collect(),
            total: claims().map(|claim| claim.amount).sum(),
            months,
        }
    }
    pub fn heads(&self) -> Vec<String> {
        self.months.iter().map(|month| said(month)).collect()
    }
    /// What somebody claims for each month; empty where nothing.
    pub fn cells(&self, person: &Person) -> Vec<String> {
        let of = |month: &String| person.claims.iter().find(|claim| claim.month == *month);
        self.months.iter().map(|month| of(month).map_or_else(String::new, |one| ui::text::yuan(one.amount))).collect()
    }
}
