//! What is chosen field by field when two are merged, and how it is shown.
use super::Row;
use crate::Kind;
use directory::{people::sealed, unions};
use platform::{
    App,
    secrets::{mask_document, mask_phone},
    standards::tables::{self, Table},
    web::Fields,
};
use std::collections::BTreeMap;

/// One choice: columns that belong together.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// Sealed texts of the same value differ: the columns that tell whether two are the same.
    same: &'static [&'static str],
}
const fn field(key: &'static str, name: &'static str, columns: &'static [&'static str]) -> Field {
    Field { key, name, columns, same: columns }
}
const PERSON: &[Field] = &[
    field("name", "姓名", &["name"]),
    Field {
        key: "document",
        name: "证件、性别和出生日期",
        columns: &["document_kind", "document_sealed", "document_index", "sex", "birth_on"],
        same: &["document_index"],
    },
    Field {
        key: "phone",
        name: "手机号",
        columns: &["phone_sealed", "phone_index", "phone_checked"],
        same: &["phone_index", "phone_checked"],
    },
    field("work", "工作单位", &["employer", "employer_name"]),
    field("work_status", "就业状况", &["work_status"]),
    field("education", "学历", &["education"]),
    field("skill", "技能等级", &["skill"]),
    field("political", "政治面貌", &["political"]),
    field("ethnic", "民族", &["ethnic"]),
    field("migrant", "农民工", &["migrant"]),
    field("household", "户籍类别", &["household"]),
    field("household_place", "户籍所在地", &["household_place_sealed"]),
    field("native_place", "籍贯", &["native_place"]),
    field("photo", "照片", &["photo"]),
];
const EMPLOYER: &[Field] = &[
    field("name", "名称", &["name"]),
    field("uscc", "信用代码", &["uscc"]),
    field("nature", "单位性质", &["nature"]),
    field("industry", "行业", &["industry"]),
    field("headcount", "职工人数", &["headcount", "women", "migrant_workers"]),
    field("region", "所在地区", &["region"]),
    field("address", "地址", &["address"]),
    field("area", "归谁管", &["org", "path"]),
    field("union", "职工归哪家工会", &["union_id"]),
];
pub fn fields(kind: Kind) -> &'static [Field] {
    if kind == Kind::Person { PERSON } else { EMPLOYER }
}

/// A field's value in a row, in words; sealed values masked, unless masks hide how two differ.
pub fn shown(app: &App, names: &BTreeMap<i64, String>, field: &Field, row: &Row) -> String {
    let coded = |table: &'static Table, column: &str| table.name_of(row.text(column)).unwrap_or_default().to_owned();
    let org = |column: &str| row.number(column).and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    match field.key {
        "document" => {
            let number = app.keys.open(sealed::DOCUMENT, row.text("document_sealed")).unwrap_or_default();
            let kind = coded(&tables::ID_TYPE, "document_kind");
            [kind, mask_document(&number), coded(&tables::GENDER, "sex"), row.text("birth_on").to_owned()].join(" ")
        }
        "phone" => match app.keys.open(sealed::PHONE, row.text("phone_sealed")) {
            Ok(phone) => format!(
                "{}（{}）",
                mask_phone(&phone),
                if row.number("phone_checked") == Some(1) { "已核实" } else { "待核实" }
            ),
            Err(_) => String::new(),
        },
        "household_place" => if row.text("household_place_sealed").is_empty() { "" } else { "已登记" }.to_owned(),
        "photo" => row.number("photo").map_or("", |_| "有照片").to_owned(),
        "work" => row.text("employer_name").to_owned(),
        "work_status" => coded(&tables::WORK_STATUS, "work_status"),
        "education" => coded(&tables::EDUCATION, "education"),
        "skill" => coded(&tables::SKILL_LEVEL, "skill"),
        "political" => coded(&tables::POLITICAL, "political"),
        "ethnic" => coded(&tables::ETHNIC, "ethnic"),
        "migrant" => coded(&tables::YES_NO, "migrant"),
        "nature" => coded(&tables::UNIT_CATEGORY, "nature"),
        "industry" => unions::industry_name(row.text("industry")),
        "region" => unions::region_name(row.text("region")),
        "headcount" => {
            let people = |column| row.number(column).unwrap_or(0);
            format!("{}人，女{}人，农民工{}人", people("headcount"), people("women"), people("migrant_workers"))
        }
        "area" => org("org"),
        "union" => org("union_id"),
        _ => row.text(field.columns[0]).to_owned(),
    }
}

impl Field {
    /// Whether the two rows say the same.
    pub fn is_same(&self, app: &App, one: &Row, other: &Row) -> bool {
        if self.key == "household_place" {
            let place = |row: &Row| {
                app.keys.open(sealed::HOUSEHOLD_PLACE, row.text("household_place_sealed")).unwrap_or_default()
            };
            return place(one) == place(other);
        }
        one.agrees(self.same, other)
    }
    /// Whether a row says nothing.
    pub fn is_empty(&self, row: &Row) -> bool {
        let column = self.same[0];
        row.text(column).is_empty() && row.number(column).unwrap_or(0) == 0
    }
    /// Which of two rows is proposed: the one that says something, a checked phone, else what was written last.
    pub fn proposed(&self, rows: [&Row; 2]) -> usize {
        let [one, other] = rows;
        let checked = |row: &Row| row.number("phone_checked").unwrap_or(0);
        match (self.is_empty(one), self.is_empty(other)) {
            (false, true) => 0,
            (true, false) => 1,
            _ if self.key == "phone" && checked(one) != checked(other) => usize::from(checked(other) > checked(one)),
            _ => usize::from(other.number("updated_at") > one.number("updated_at")),
        }
    }
}

/// Which of the two each field is taken from: 0 the one found first, 1 the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub fields: BTreeMap<&'static str, usize>,
    /// Whose current membership remains, where both have one.
    pub membership: usize,
}
impl Choices {
    /// As the form says; what it does not say, as proposed.
    pub fn of(form: &Fields, kind: Kind, rows: [&Row; 2], membership: usize) -> Self {
        let side = |name: &str| match form.get(name) {
            "0" => Some(0),
            "1" => Some(1),
            _ => None,
        };
        let chosen = |field: &Field| side(&format!("f_{}", field.key)).unwrap_or_else(|| field.proposed(rows));
        Self {
            fields: fields(kind).iter().map(|field| (field.key, chosen(field))).collect(),
            membership: side("membership").unwrap_or(membership),
        }
    }
    pub fn side(&self, field: &Field) -> usize {
        self.fields.get(field.key).copied().unwrap_or(0)
    }
}
