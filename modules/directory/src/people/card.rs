//! The form of a person: entered at the desk and edited alike.
use super::{Person, PersonDetails};
use crate::{
    changes::{self, Change},
    form::{self, Section},
};
use jiff::civil::Date;
use platform::{
    App,
    secrets::{Unreadable, mask_document, mask_phone},
    standards::{Document, Phone, tables},
    web::Fields,
};
use ui::Field;

/// Reads the form; what is wrong stays in it as faults. Of a person who is known, sealed fields left empty stay what they are.
pub fn read(form: &mut Fields, known: Option<&PersonDetails>, today: Date) -> PersonDetails {
    let name = form.required("name", "请填姓名，和证件上一样", 50).unwrap_or_default();
    form::line(form, "name", 50);
    let document = document(form, known, today);
    let resident = document.as_ref().and_then(Document::resident);
    let sex = match &resident {
        Some(number) => number.sex().code().to_owned(),
        None => form::code(form, "sex", &tables::GENDER),
    };
    let birth = match &resident {
        Some(number) => Some(number.birth()),
        None => form::day(form, "birth_on", Some(today)),
    };
    PersonDetails {
        name,
        sex,
        birth_on: birth.map(|d| d.to_string()).unwrap_or_default(),
        ethnic: form::code(form, "ethnic", &tables::ETHNIC),
        document_kind: document.as_ref().map(|d| d.kind().to_owned()).unwrap_or_default(),
        document: document.map(|d| d.number().to_owned()).unwrap_or_default(),
        phone: phone(form, known),
        education: form::code(form, "education", &tables::EDUCATION),
        skill: form::code(form, "skill", &tables::SKILL_LEVEL),
        work_status: form::code(form, "work_status", &tables::WORK_STATUS),
        political: form::code(form, "political", &tables::POLITICAL),
        household: tables::HOUSEHOLD
            .name_of(&form::code(form, "household", &tables::HOUSEHOLD))
            .unwrap_or_default()
            .to_owned(),
        household_place: kept(form, "household_place", known.map(|k| &k.household_place)),
        native_place: form::line(form, "native_place", 50),
        migrant: form::code(form, "migrant", &tables::YES_NO),
        employer: None,
        employer_name: form::line(form, "employer_name", 80),
    }
}

fn document(form: &mut Fields, known: Option<&PersonDetails>, today: Date) -> Option<Document> {
    let kind = form.get("document_kind").to_owned();
    let typed = form.get("document").to_owned();
    let number = match known {
        Some(known) if typed.is_empty() && kind == known.document_kind => known.document.clone(),
        _ => typed,
    };
    match Document::parse(&kind, &number, today) {
        Ok(document) => Some(document),
        Err(fault) => {
            form.fault(
                if tables::ID_TYPE.entry(&kind).is_none() { "document_kind" } else { "document" },
                fault.to_string(),
            );
            None
        }
    }
}
fn phone(form: &mut Fields, known: Option<&PersonDetails>) -> String {
    let typed = form.get("phone").to_owned();
    match (typed.is_empty(), known) {
        (true, Some(known)) => known.phone.clone(),
        (true, None) => String::new(),
        _ => match Phone::parse(&typed) {
            Ok(phone) => phone.as_str().to_owned(),
            Err(fault) => {
                form.fault("phone", fault.to_string());
                String::new()
            }
        },
    }
}
fn kept(form: &mut Fields, name: &str, known: Option<&String>) -> String {
    let typed = form::line(form, name, 100);
    if typed.is_empty() { known.cloned().unwrap_or_default() } else { typed }
}

/// The form's fields as they stand; of a person who is known, sealed ones say what they are masked.
pub fn sections(form: &Fields, known: Option<&PersonDetails>) -> Vec<Section> {
    let unchanged = |masked: String| known.map(|_| format!("现在是{masked}，不改就留空"));
    let table = |t: &'static tables::Table| form::choices(t, "不清楚");
    let number = Field::text("document", "证件号码").attr("maxlength", 40).attr("autocomplete", "off");
    let phone = Field::tel("phone", "手机号").attr("autocomplete", "off").optional();
    let place = Field::text("household_place", "户籍所在地").attr("maxlength", 100).optional();
    let masked =
        |text: &str, mask: fn(&str) -> String| if text.is_empty() { "没有登记".to_owned() } else { mask(text) };
    let known_of = |of: fn(&PersonDetails) -> &String| known.map_or("", |k| of(k).as_str());
    vec![
        Section::new(
            "是谁",
            "居民身份证号会自动带出性别和出生日期",
            form,
            vec![
                Field::text("name", "姓名").hint("和证件上一样").attr("maxlength", 50).attr("autocomplete", "off"),
                Field::select("document_kind", "证件类别", tables::ID_TYPE.entries().iter().map(|e| (e.code, e.name))),
                number.hint(unchanged(masked(known_of(|k| &k.document), mask_document))),
                phone.hint(unchanged(masked(known_of(|k| &k.phone), mask_phone))),
                Field::select("sex", "性别", table(&tables::GENDER)).hint("不是身份证时才要选"),
                Field::date("birth_on", "出生日期").hint("不是身份证时才要填").optional(),
            ],
        ),
        Section::new(
            "工作",
            "",
            form,
            vec![
                Field::suggest("employer_name", "工作单位", "/console/employers/options", "employer_id", "").optional(),
                Field::select("work_status", "就业状况", table(&tables::WORK_STATUS)).optional(),
                Field::select("education", "学历", table(&tables::EDUCATION)).optional(),
                Field::select("skill", "技能等级", table(&tables::SKILL_LEVEL)).optional(),
                Field::select("migrant", "是不是农民工", table(&tables::YES_NO)).optional(),
            ],
        ),
        Section::new(
            "其他",
            "",
            form,
            vec![
                Field::select("ethnic", "民族", table(&tables::ETHNIC)).optional(),
                Field::select("political", "政治面貌", table(&tables::POLITICAL)).optional(),
                Field::select("household", "户籍类别", table(&tables::HOUSEHOLD)).optional(),
                place.hint(unchanged(masked(known_of(|k| &k.household_place), |_| "已登记".into()))),
                Field::text("native_place", "籍贯").attr("maxlength", 50).optional(),
            ],
        ),
    ]
}

/// The form of a person who is known; sealed fields stay empty.
pub fn filled(person: &Person) -> Fields {
    let household = tables::HOUSEHOLD.code_of(&person.household).unwrap_or_default().to_owned();
    Fields::from_pairs(
        [
            ("name", person.name.clone()),
            ("document_kind", person.document_kind.clone()),
            ("sex", person.sex.clone()),
            ("birth_on", person.birth_on.clone().unwrap_or_default()),
            ("employer_name", person.employer_name.clone()),
            ("employer_id", person.employer.map(|e| e.to_string()).unwrap_or_default()),
            ("work_status", person.work_status.clone()),
            ("education", person.education.clone()),
            ("skill", person.skill.clone()),
            ("migrant", person.migrant.clone()),
            ("ethnic", person.ethnic.clone()),
            ("political", person.political.clone()),
            ("household", household),
            ("native_place", person.native_place.clone()),
            ("version", person.version.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
    )
}

/// What the new details say differently; sealed values masked, or only that they changed.
pub fn differences(old: &PersonDetails, new: &PersonDetails) -> Vec<Change> {
    let name = |table: &'static tables::Table, code: &str| table.name_of(code).unwrap_or(code).to_owned();
    let coded = |field, table, from: &str, to: &str| (field, name(table, from), name(table, to));
    let place = |text: &str| if text == old.household_place { "原来的" } else { "新的" }.to_owned();
    let masked = |text: &str, mask: fn(&str) -> String| if text.is_empty() { String::new() } else { mask(text) };
    let mut all = changes::between([
        ("姓名", old.name.clone(), new.name.clone()),
        coded("性别", &tables::GENDER, &old.sex, &new.sex),
        ("出生日期", old.birth_on.clone(), new.birth_on.clone()),
        coded("民族", &tables::ETHNIC, &old.ethnic, &new.ethnic),
        coded("证件类别", &tables::ID_TYPE, &old.document_kind, &new.document_kind),
        coded("学历", &tables::EDUCATION, &old.education, &new.education),
        coded("技能等级", &tables::SKILL_LEVEL, &old.skill, &new.skill),
        coded("就业状况", &tables::WORK_STATUS, &old.work_status, &new.work_status),
        coded("政治面貌", &tables::POLITICAL, &old.political, &new.political),
        ("户籍类别", old.household.clone(), new.household.clone()),
        ("户籍所在地", place(&old.household_place), place(&new.household_place)),
        ("籍贯", old.native_place.clone(), new.native_place.clone()),
        coded("农民工", &tables::YES_NO, &old.migrant, &new.migrant),
        ("工作单位", old.employer_name.clone(), new.employer_name.clone()),
    ]);
    // Two numbers may look alike masked: they are compared open and told masked.
    for (field, from, to, mask) in [
        ("证件号码", &old.document, &new.document, mask_document as fn(&str) -> String),
        ("手机号", &old.phone, &new.phone, mask_phone),
    ] {
        if from != to {
            all.push(Change { field: field.into(), from: masked(from, mask), to: masked(to, mask) });
        }
    }
    if old.employer != new.employer && !all.iter().any(|c| c.field == "工作单位") {
        all.push(Change {
            field: "工作单位".into(), from: "没有对上登记的单位".into(), to: new.employer_name.clone()
        });
    }
    all
}

/// What the page shows of a person, open or masked: (label, value).
pub fn facts(person: &Person, app: &App, open: bool, today: Date) -> Result<Vec<(&'static str, String)>, Unreadable> {
    let name = |table: &'static tables::Table, code: &str| table.name_of(code).unwrap_or(code).to_owned();
    let birth = person.birth_on.as_deref().and_then(|d| d.parse::<Date>().ok());
    let born =
        birth.map_or(String::new(), |b| format!("{}，{}岁", ui::text::date(b), crate::members::rules::age(b, today)));
    let phone = if open { person.phone(app)?.unwrap_or_default() } else { person.masked_phone(app) };
    let checked = match (phone.is_empty(), person.phone_checked) {
        (true, _) => String::new(),
        (_, 0) => format!("{phone}（待核实）"),
        _ => format!("{phone}（已核实）"),
    };
    let document = if open { person.document(app)? } else { person.masked_document(app) };
    let place = match person.household_place(app)? {
        Some(place) if open => place,
        Some(_) => "已登记，查看要写理由".into(),
        None => String::new(),
    };
    Ok(vec![
        ("姓名", person.name.clone()),
        ("性别", name(&tables::GENDER, &person.sex)),
        ("出生日期", born),
        ("民族", name(&tables::ETHNIC, &person.ethnic)),
        ("手机", checked),
        ("证件", format!("{} {document}", name(&tables::ID_TYPE, &person.document_kind))),
        ("工作单位", person.employer_name.clone()),
        ("就业状况", name(&tables::WORK_STATUS, &person.work_status)),
        ("学历", name(&tables::EDUCATION, &person.education)),
        ("技能等级", name(&tables::SKILL_LEVEL, &person.skill)),
        ("政治面貌", name(&tables::POLITICAL, &person.political)),
        ("农民工", name(&tables::YES_NO, &person.migrant)),
        ("户籍类别", person.household.clone()),
        ("户籍所在地", place),
        ("籍贯", person.native_place.clone()),
    ])
}
