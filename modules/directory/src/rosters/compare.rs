//! What a right row means for somebody who is known or not: pure decisions.
//!
//! An empty cell never erases what is known. A roster moves nobody from one union to another: that is a transfer, which both unions see.
use crate::{members::MembershipId, people::PersonDetails};
use jiff::civil::Date;
use platform::{
    secrets::{mask_document, mask_phone},
    sheets::roster::{Column, RosterRow},
    standards::tables,
    tree::{OrgId, PersonId},
};
use serde::{Deserialize, Serialize};

/// What a row will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    New,
    Changed,
    Unchanged,
    Wrong,
    /// Right when checked, but somebody else was quicker before it was written.
    Skipped,
}
impl Verdict {
    pub const ALL: [Verdict; 5] =
        [Verdict::Wrong, Verdict::New, Verdict::Changed, Verdict::Unchanged, Verdict::Skipped];
    pub fn key(self) -> &'static str {
        match self {
            Verdict::New => "new",
            Verdict::Changed => "changed",
            Verdict::Unchanged => "unchanged",
            Verdict::Wrong => "wrong",
            Verdict::Skipped => "skipped",
        }
    }
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.key() == key)
    }
    pub fn name(self) -> &'static str {
        match self {
            Verdict::New => "新增",
            Verdict::Changed => "有变化",
            Verdict::Unchanged => "没变化",
            Verdict::Wrong => "写错了",
            Verdict::Skipped => "没写入",
        }
    }
}

/// A person whose document the row names, as stored.
#[derive(Clone, Debug)]
pub struct Known {
    pub person: PersonId,
    pub version: i64,
    pub details: PersonDetails,
    pub membership: Option<KnownMembership>,
}
/// The current membership with its last change.
#[derive(Clone, Debug)]
pub struct KnownMembership {
    pub id: MembershipId,
    pub union: OrgId,
    /// The union's name, where the importing officer may see it.
    pub union_name: Option<String>,
    pub state: String,
    pub joined_on: String,
    pub change: String,
    pub reason: String,
    pub changed_on: String,
}

/// What happens to the membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipAct {
    /// The day of joining was wrong.
    CorrectDay,
    /// 保留会籍.
    Keep,
    /// A kept member works again.
    Resume,
    /// 转出, 除名, 退会.
    End,
}

/// A cell that changes, as shown in the preview: sealed values masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub column: String,
    pub before: String,
    pub after: String,
}

/// Why a right row can't be taken: the column and a sentence.
pub type Refusal = (Column, &'static str, String);

fn text(code: Option<&'static str>) -> String {
    code.unwrap_or_default().to_owned()
}

/// The row's values as codes; the household as its table's text.
pub fn details_of(row: &RosterRow) -> PersonDetails {
    let document = row.document.as_ref();
    PersonDetails {
        name: row.name.clone(),
        sex: text(row.sex),
        birth_on: row.birth.map(|d| d.to_string()).unwrap_or_default(),
        ethnic: text(row.ethnic),
        document_kind: document.map(|d| d.kind().to_owned()).unwrap_or_default(),
        document: document.map(|d| d.number().to_owned()).unwrap_or_default(),
        phone: row.phone.as_ref().map(|p| p.as_str().to_owned()).unwrap_or_default(),
        education: text(row.education),
        skill: text(row.skill_level),
        work_status: text(row.work_status),
        political: text(row.political),
        household: text(row.household),
        household_place: row.household_place.clone(),
        native_place: row.native_place.clone(),
        migrant: row.migrant.map(|yes| if yes { "1" } else { "0" }.to_owned()).unwrap_or_default(),
        employer: None,
        employer_name: row.employer.clone(),
    }
}

/// The stored details with the row's given cells over them.
pub fn merged(known: &PersonDetails, row: &PersonDetails) -> PersonDetails {
    let pick = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
    PersonDetails {
        name: pick(&row.name, &known.name),
        sex: pick(&row.sex, &known.sex),
        birth_on: pick(&row.birth_on, &known.birth_on),
        ethnic: pick(&row.ethnic, &known.ethnic),
        document_kind: known.document_kind.clone(),
        document: known.document.clone(),
        phone: pick(&row.phone, &known.phone),
        education: pick(&row.education, &known.education),
        skill: pick(&row.skill, &known.skill),
        work_status: pick(&row.work_status, &known.work_status),
        political: pick(&row.political, &known.political),
        household: pick(&row.household, &known.household),
        household_place: pick(&row.household_place, &known.household_place),
        native_place: pick(&row.native_place, &known.native_place),
        migrant: pick(&row.migrant, &known.migrant),
        employer: if row.employer_name.is_empty() || row.employer_name == known.employer_name {
            known.employer
        } else {
            row.employer
        },
        employer_name: pick(&row.employer_name, &known.employer_name),
    }
}

/// Which cells of the stored details the row changes.
pub fn differences(known: &PersonDetails, row: &PersonDetails) -> Vec<Difference> {
    let after = merged(known, row);
    let mut all = Vec::new();
    let mut compare = |column: Column, before: &str, after: &str, show: &dyn Fn(&str) -> String| {
        if before != after {
            all.push(Difference { column: column.title().into(), before: show(before), after: show(after) });
        }
    };
    let plain = |t: &str| t.to_owned();
    let named = |table: &'static tables::Table| move |code: &str| table.name_of(code).unwrap_or(code).to_owned();
    compare(Column::Name, &known.name, &after.name, &plain);
    compare(Column::Sex, &known.sex, &after.sex, &named(&tables::GENDER));
    compare(Column::Birth, &known.birth_on, &after.birth_on, &plain);
    compare(Column::Ethnic, &known.ethnic, &after.ethnic, &named(&tables::ETHNIC));
    compare(Column::WorkStatus, &known.work_status, &after.work_status, &named(&tables::WORK_STATUS));
    compare(Column::Education, &known.education, &after.education, &named(&tables::EDUCATION));
    compare(Column::SkillLevel, &known.skill, &after.skill, &named(&tables::SKILL_LEVEL));
    compare(Column::Phone, &known.phone, &after.phone, &|p| if p.is_empty() { String::new() } else { mask_phone(p) });
    compare(Column::Household, &known.household, &after.household, &named(&tables::HOUSEHOLD));
    compare(Column::HouseholdPlace, &known.household_place, &after.household_place, &|p| {
        if p.is_empty() { String::new() } else { "已填".into() }
    });
    compare(Column::Political, &known.political, &after.political, &named(&tables::POLITICAL));
    compare(Column::Employer, &known.employer_name, &after.employer_name, &plain);
    compare(Column::NativePlace, &known.native_place, &after.native_place, &plain);
    compare(Column::Migrant, &known.migrant, &after.migrant, &named(&tables::YES_NO));
    all
}

fn ends(change: &str) -> bool {
    matches!(change, "4" | "5" | "6")
}

/// What the row's 会籍变化 means for a current membership; none: nothing new.
pub fn membership_act(row: &RosterRow, membership: &KnownMembership) -> Option<MembershipAct> {
    let (change, on) = (row.change.unwrap_or("1"), row.change_date.map(|d| d.to_string()).unwrap_or_default());
    match change {
        "4" | "5" | "6" => Some(MembershipAct::End),
        "3" if membership.state == "active" => Some(MembershipAct::Keep),
        "3" => None,
        _ if membership.state == "kept" => (on > membership.changed_on).then_some(MembershipAct::Resume),
        _ if on != membership.joined_on => Some(MembershipAct::CorrectDay),
        _ => None,
    }
}

/// The verdict on a row without faults.
pub fn judge(row: &RosterRow, known: Option<&Known>, union: OrgId) -> Result<(Verdict, Vec<Difference>), Refusal> {
    let leaving = ends(row.change.unwrap_or("1"));
    let Some(known) = known else {
        return if leaving {
            Err((Column::Change, "not_a_member", "工会里还没有这个人，不能登记转出、除名或退会".into()))
        } else {
            Ok((Verdict::New, Vec::new()))
        };
    };
    let fresh = details_of(row);
    let Some(membership) = &known.membership else {
        return if leaving {
            Err((Column::Change, "not_a_member", "这个人现在没有会籍，不能登记转出、除名或退会".into()))
        } else {
            Ok((Verdict::New, differences(&known.details, &fresh)))
        };
    };
    if membership.union != union {
        let which = membership.union_name.as_ref().map_or("另一家工会".to_owned(), |name| format!("“{name}”"));
        return Err((
            Column::IdNumber,
            "elsewhere",
            format!("这个人现在是{which}的会员，请先办理转会，再登记到本工会"),
        ));
    }
    let mut all = differences(&known.details, &fresh);
    let after = |act: MembershipAct| match act {
        MembershipAct::CorrectDay | MembershipAct::Resume => {
            (membership.joined_on.clone(), row.change_date.map(|d| d.to_string()).unwrap_or_default())
        }
        MembershipAct::Keep | MembershipAct::End => {
            let name = |code: &str| tables::MEMBERSHIP_CHANGE.name_of(code).unwrap_or(code).to_owned();
            (name(&membership.change), name(row.change.unwrap_or("")))
        }
    };
    if let Some(act) = membership_act(row, membership) {
        let (before, after) = after(act);
        let column = if act == MembershipAct::CorrectDay { Column::ChangeDate } else { Column::Change };
        all.push(Difference { column: column.title().into(), before, after });
    }
    Ok((if all.is_empty() { Verdict::Unchanged } else { Verdict::Changed }, all))
}

/// The 20 cells of a member for the export: what [`judge`] calls unchanged when it comes back.
pub fn cells_of(serial: usize, details: &PersonDetails, change: &str, changed_on: &str, reason: &str) -> Vec<String> {
    let name = |table: &'static tables::Table, code: &str| table.name_of(code).unwrap_or_default().to_owned();
    vec![
        serial.to_string(),
        details.name.clone(),
        name(&tables::GENDER, &details.sex),
        details.birth_on.clone(),
        name(&tables::ETHNIC, &details.ethnic),
        name(&tables::WORK_STATUS, &details.work_status),
        name(&tables::ID_TYPE, &details.document_kind),
        details.document.clone(),
        name(&tables::EDUCATION, &details.education),
        name(&tables::SKILL_LEVEL, &details.skill),
        details.phone.clone(),
        name(&tables::HOUSEHOLD, &details.household),
        details.household_place.clone(),
        name(&tables::MEMBERSHIP_CHANGE, change),
        changed_on.to_owned(),
        name(&tables::MEMBERSHIP_CHANGE_REASON, reason),
        name(&tables::POLITICAL, &details.political),
        details.employer_name.clone(),
        details.native_place.clone(),
        name(&tables::YES_NO, &details.migrant),
    ]
}

/// What the preview shows of a row's cells: sealed ones masked, short.
pub fn shown_cell(column: Column, text: &str) -> String {
    match column {
        Column::IdNumber if !text.is_empty() => mask_document(text.trim()),
        Column::Phone if text.trim().len() == 11 => mask_phone(text.trim()),
        Column::HouseholdPlace if !text.is_empty() => "已填".into(),
        _ => text.chars().take(24).collect(),
    }
}

/// The day that a new membership of the row begins.
pub fn joined_on(row: &RosterRow, today: Date) -> Date {
    row.change_date.unwrap_or(today)
}
