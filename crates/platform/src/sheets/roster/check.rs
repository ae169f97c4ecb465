//! The verdict on one row.

use jiff::civil::Date;

use super::Column;
use crate::{
    sheets::Cell,
    standards::{Document, IdNumber, Phone, has_unprintable, tables},
};

/// Characters of a name, and of a place or employer.
const LONGEST_NAME: usize = 50;
const LONGEST_TEXT: usize = 100;

/// What is wrong with a cell: where, a short stable name, and the sentence for the person. Sealed numbers are never
/// repeated in a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub column: Column,
    pub code: &'static str,
    pub reason: String,
}

/// A row as understood: codes of the tables, checked numbers. In a row without faults the required fields are there;
/// birth date and sex are filled from a resident's number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RosterRow {
    pub serial: String,
    pub name: String,
    pub sex: Option<&'static str>,
    pub birth: Option<Date>,
    pub ethnic: Option<&'static str>,
    pub work_status: Option<&'static str>,
    pub document: Option<Document>,
    pub education: Option<&'static str>,
    pub skill_level: Option<&'static str>,
    pub phone: Option<Phone>,
    pub household: Option<&'static str>,
    pub household_place: String,
    pub change: Option<&'static str>,
    pub change_date: Option<Date>,
    pub change_reason: Option<&'static str>,
    pub political: Option<&'static str>,
    pub employer: String,
    pub native_place: String,
    pub migrant: Option<bool>,
}

/// Reads a row of cells in the form's order; missing cells at the end are empty. Faults come in the order of columns,
/// at most one for each.
pub fn check_row(cells: &[Cell], today: Date) -> (RosterRow, Vec<Fault>) {
    let mut row = Reading { cells, faults: Vec::new() };
    let id_type = row.code(Column::IdType);
    let document = row.document(id_type, today);
    let birth = row.birth(today);
    let change_date = row.change_date(today);
    let mut read = RosterRow {
        serial: row.text(Column::Serial, LONGEST_TEXT),
        name: row.text(Column::Name, LONGEST_NAME),
        sex: row.code(Column::Sex),
        birth,
        ethnic: row.code(Column::Ethnic),
        work_status: row.code(Column::WorkStatus),
        education: row.code(Column::Education),
        skill_level: row.code(Column::SkillLevel),
        phone: row.phone(),
        household: row.code(Column::Household),
        household_place: row.text(Column::HouseholdPlace, LONGEST_TEXT),
        change: row.code(Column::Change),
        change_date,
        change_reason: row.code(Column::ChangeReason),
        political: row.code(Column::Political),
        employer: row.text(Column::Employer, LONGEST_TEXT),
        native_place: row.text(Column::NativePlace, LONGEST_TEXT),
        migrant: row.code(Column::Migrant).map(|code| code == "1"),
        document,
    };
    if let Some(number) = read.document.as_ref().and_then(Document::resident) {
        row.agree(&mut read, &number);
    }
    if let (Some(birth), Some(changed)) = (read.birth, read.change_date)
        && changed < birth
    {
        row.fault(Column::ChangeDate, "bad_change_date", "会籍变化日期早于出生日期，请再看一遍");
    }
    let mut faults = row.faults;
    faults.sort_by_key(|fault| fault.column);
    faults.dedup_by_key(|fault| fault.column);
    (read, faults)
}

struct Reading<'c> {
    cells: &'c [Cell],
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn fault(&mut self, column: Column, code: &'static str, reason: impl Into<String>) {
        self.faults.push(Fault { column, code, reason: reason.into() });
    }

    fn cell(&self, column: Column) -> &Cell {
        self.cells.get(column.index()).unwrap_or(&Cell::Empty)
    }

    /// The cell's text without spaces around it; a required one that is empty is a fault.
    fn given(&mut self, column: Column) -> Option<String> {
        let text = self.cell(column).text();
        let text = text.trim();
        if !text.is_empty() {
            return Some(text.to_string());
        }
        if column.is_required() {
            self.fault(column, missing(column), format!("请填写{}", column.title()));
        }
        None
    }

    fn text(&mut self, column: Column, longest: usize) -> String {
        let Some(text) = self.given(column) else { return String::new() };
        if has_unprintable(&text) {
            let reason = format!("{}里有看不见的控制字符，请删掉重新输入", column.title());
            self.fault(column, "bad_characters", reason);
        } else if text.chars().count() > longest {
            self.fault(column, "too_long", format!("{}不能超过{longest}个字", column.title()));
        }
        text
    }

    fn code(&mut self, column: Column) -> Option<&'static str> {
        let table = column.table()?;
        let text = self.given(column)?;
        let code = table.code_of(&text);
        if code.is_none() {
            let refusal = table.refusal(&text);
            // The table of yes and no bears no title of its own.
            let reason = refusal.replacen(table.title, column.title(), 1);
            self.fault(column, "unknown_code", reason);
        }
        code
    }

    /// A number under an unknown kind of document is not judged: the kind is the fault.
    fn document(&mut self, kind: Option<&'static str>, today: Date) -> Option<Document> {
        let number = self.given(Column::IdNumber)?;
        Document::parse(kind?, &number, today)
            .map_err(|fault| self.fault(Column::IdNumber, fault.code(), fault.to_string()))
            .ok()
    }

    fn phone(&mut self) -> Option<Phone> {
        let text = self.given(Column::Phone)?;
        Phone::parse(&text).map_err(|fault| self.fault(Column::Phone, fault.code(), fault.to_string())).ok()
    }

    fn birth(&mut self, today: Date) -> Option<Date> {
        self.given(Column::Birth)?;
        let birth = self.cell(Column::Birth).date();
        match birth {
            None => self.fault(Column::Birth, "bad_birth_date", "出生日期不是真实的日期，请写成1990-05-01的样子"),
            Some(birth) if birth > today => self.fault(Column::Birth, "future_birth", "出生日期还没有到，请再看一遍"),
            Some(_) => {}
        }
        birth
    }

    fn change_date(&mut self, today: Date) -> Option<Date> {
        self.given(Column::ChangeDate)?;
        let changed = self.cell(Column::ChangeDate).date();
        match changed {
            None => {
                self.fault(Column::ChangeDate, "bad_change_date", "会籍变化日期不是真实的日期，请写成2024-05-01的样子")
            }
            Some(changed) if changed > today => {
                self.fault(Column::ChangeDate, "future_change", "会籍变化日期还没有到，请再看一遍");
            }
            Some(_) => {}
        }
        changed
    }

    /// A resident's number must agree with the columns beside it, and fills them where they are empty or unknown.
    fn agree(&mut self, row: &mut RosterRow, number: &IdNumber) {
        if row.birth.is_some_and(|birth| birth != number.birth()) {
            self.fault(Column::Birth, "birth_mismatch", "出生日期和证件号码里的不一样，请核对是哪一处写错了");
        }
        let sex = number.sex();
        if row.sex.is_some_and(|code| ["1", "2"].contains(&code) && code != sex.code()) {
            let written = row.sex.and_then(|code| tables::GENDER.name_of(code)).unwrap_or_default();
            let reason = format!("性别写的是{written}，证件号码是{}，请核对是哪一处写错了", sex.name());
            self.fault(Column::Sex, "sex_mismatch", reason);
        }
        row.birth = row.birth.or(Some(number.birth()));
        if !row.sex.is_some_and(|code| ["1", "2"].contains(&code)) {
            row.sex = Some(sex.code());
        }
    }
}

fn missing(column: Column) -> &'static str {
    match column {
        Column::Name => "no_name",
        Column::Sex => "no_sex",
        Column::IdType => "no_id_type",
        Column::IdNumber => "no_id",
        Column::Phone => "no_phone",
        Column::Change => "no_change",
        Column::ChangeDate => "no_change_date",
        _ => "no_employer",
    }
}
