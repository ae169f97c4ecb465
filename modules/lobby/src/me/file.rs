//! What is held about a person, as lines of label and value: masked on the page, open in what the person takes along.
use directory::{
    members::{self, Membership},
    people::{self, Person},
};
use platform::{
    App,
    identity::{self, SignedIn},
    secrets::mask_phone,
    standards::{Table, tables},
    web::{Error, Result},
};

/// Whether sealed fields are shown open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    Masked,
    Open,
}

/// A line of what is held.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Line {
    #[serde(rename = "项目")]
    pub label: &'static str,
    #[serde(rename = "内容")]
    pub value: String,
    /// Kept encrypted.
    #[serde(skip)]
    pub sealed: bool,
}

fn line(label: &'static str, value: impl Into<String>) -> Line {
    Line { label, value: value.into(), sealed: false }
}
fn sealed(label: &'static str, value: String) -> Line {
    Line { label, value, sealed: true }
}
fn named(table: &Table, code: &str) -> String {
    table.name_of(code).unwrap_or(code).to_owned()
}

/// All lines about who asks; what is not known has none.
pub async fn lines(app: &App, who: &SignedIn, show: Show) -> Result<Vec<Line>> {
    let account = identity::account(&app.db, who.account).await?.ok_or(Error::SignedOut)?;
    let phone = account.phone(app)?;
    let shown = if show == Show::Open { phone } else { mask_phone(&phone) };
    let mut lines = vec![sealed("登录用的手机号", shown)];
    if let Some(id) = who.person
        && let Some(person) = people::store::find(&app.db, id).await?
    {
        lines.extend(of_person(app, &person, show)?);
        lines.push(line("职工群体", people::store::groups(&app.db, id).await?.join("、")));
        if let Some(membership) = members::store::current(&app.db, id).await? {
            lines.extend(of_membership(&membership));
        }
    }
    lines.retain(|l| !l.value.is_empty());
    Ok(lines)
}

fn of_person(app: &App, p: &Person, show: Show) -> Result<Vec<Line>> {
    let d = p.details(app)?;
    let (document, phone, place) = match show {
        Show::Open => (d.document.clone(), d.phone.clone(), d.household_place.clone()),
        Show::Masked => {
            let place: String = d.household_place.chars().map(|_| '*').collect();
            (p.masked_document(app), p.masked_phone(app), place)
        }
    };
    Ok(vec![
        line("姓名", d.name),
        line("性别", named(&tables::GENDER, &d.sex)),
        line("出生日期", d.birth_on),
        line("民族", named(&tables::ETHNIC, &d.ethnic)),
        line("证件", named(&tables::ID_TYPE, &d.document_kind)),
        sealed("证件号码", document),
        sealed("名册上的手机号", phone),
        line("文化程度", named(&tables::EDUCATION, &d.education)),
        line("技能等级", named(&tables::SKILL_LEVEL, &d.skill)),
        line("就业状况", named(&tables::WORK_STATUS, &d.work_status)),
        line("政治面貌", named(&tables::POLITICAL, &d.political)),
        line("户籍类型", named(&tables::HOUSEHOLD, &d.household)),
        sealed("户籍地", place),
        line("籍贯", d.native_place),
        line("农民工", named(&tables::YES_NO, &d.migrant)),
        line("工作单位", d.employer_name),
        line("照片", if p.photo.is_some() { "有" } else { "" }),
    ])
}

fn of_membership(m: &Membership) -> Vec<Line> {
    let state = if m.state == "kept" { "保留会籍" } else { "会员" };
    vec![
        line("所属工会", &m.union_name),
        line("会籍", state),
        line("会员卡号", &m.number),
        line("入会日期", &m.joined_on),
    ]
}
