//! The second step: name and document. An identity number tells sex and birth date itself.
use crate::joinings::{
    applicant::{Applicant, Step},
    claim::Standing,
    form::{Form, RESIDENT_CARD},
    submission,
};
use askama::Template;
use axum::response::{Redirect, Response};
use platform::{
    standards::{Document, has_unprintable, tables},
    web::{Error, Fields, Result},
};

/// Longer than any name on a document of this country.
const NAME: usize = 50;

#[derive(Template)]
#[template(path = "joinings/steps/who.html")]
struct WhoPage {
    frame: ui::Member,
    /// Another document than the identity card.
    other: bool,
    fields: Vec<ui::Field>,
    mends: bool,
}
fn page(applicant: &Applicant, other: bool, typed: &Fields) -> WhoPage {
    let name = ui::Field::text("name", "姓名").attr("autocomplete", "name").attr("maxlength", NAME);
    let number =
        ui::Field::text("number", if other { "证件号码" } else { "身份证号" }).attr("autocapitalize", "characters");
    let fields = if other {
        let kinds = tables::ID_TYPE.entries().iter().filter(|e| e.code != RESIDENT_CARD).map(|e| (e.code, e.name));
        vec![
            name.hint("和证件上一样"),
            ui::Field::select("kind", "证件类别", kinds),
            number.attr("maxlength", 40),
            ui::Field::radios("sex", "性别", [("1", "男"), ("2", "女")]),
            ui::Field::date("birth_on", "出生日期"),
        ]
    } else {
        vec![name.hint("和身份证上一样"), number.hint("18位，最后一位可能是X").attr("maxlength", 24)]
    };
    WhoPage {
        frame: applicant.frame("入会申请", Some("/")),
        other,
        fields: fields.into_iter().map(|f| f.of_form(typed)).collect(),
        mends: applicant.draft.mends.is_some(),
    }
}

pub async fn show(applicant: Applicant, asked: Fields) -> Result<Response> {
    if let Some(detour) = applicant.detour(Step::Who).await? {
        return Ok(detour);
    }
    let form = &applicant.draft.form;
    let other = match asked.get("document") {
        "other" => true,
        "card" => false,
        _ => !form.document.is_empty() && form.document_kind != RESIDENT_CARD,
    };
    let mut typed = Fields::default();
    for (name, value) in [("name", &form.name), ("sex", &form.sex), ("birth_on", &form.birth_on)] {
        typed.set(name, value);
    }
    if other == (form.document_kind != RESIDENT_CARD) {
        typed.set("kind", &form.document_kind);
        typed.set("number", &form.document);
    }
    Ok(applicant.guest.show(&page(&applicant, other, &typed)))
}

pub async fn keep(mut applicant: Applicant, mut typed: Fields) -> Result<Response> {
    if let Some(detour) = applicant.detour(Step::Who).await? {
        return Ok(detour);
    }
    let other = typed.has("other");
    let app = applicant.app().clone();
    let Some(read) = read(&mut typed, other, app.today()) else {
        return Ok(applicant.guest.refill(&page(&applicant, other, &typed)));
    };
    let who = applicant.guest.who()?;
    let account = platform::identity::account(&app.db, who.account).await?.ok_or(Error::SignedOut)?;
    let form = Form { phone: account.phone(&app)?, ..read };
    let code = applicant.code().await?;
    match submission::standing(&app, who, &form).await? {
        Standing::Member(person) => {
            submission::recognise(&app, who, person, &form).await?;
            return Ok(applicant.forgetting(Redirect::to("/join/member")));
        }
        Standing::Disputed(holder) => {
            let sentence = submission::dispute(&app, who, holder, &form, code.as_ref()).await?;
            typed.fault("number", sentence);
            return Ok(applicant.guest.refill(&page(&applicant, other, &typed)));
        }
        Standing::New | Standing::Known(_) => {}
    }
    let Form { work, employer, employer_name, group, town, notices, .. } = applicant.draft.form.clone();
    applicant.draft.account = Some(who.account);
    applicant.draft.form = Form { work, employer, employer_name, group, town, notices, ..form };
    Ok(applicant.keeping(Redirect::to(Step::Work.path())))
}

/// Name and document as typed, or none with faults at the fields.
pub(in crate::joinings) fn read(typed: &mut Fields, other: bool, today: jiff::civil::Date) -> Option<Form> {
    let name = typed.required("name", "请填写姓名", NAME);
    if name.as_deref().is_some_and(|n| has_unprintable(n) || n.chars().any(|c| c.is_ascii_digit())) {
        typed.fault("name", "姓名里有不能用的字符，请照证件重新填写");
    }
    let kind = if other { typed.get("kind").to_owned() } else { RESIDENT_CARD.to_owned() };
    if other && kind == RESIDENT_CARD {
        typed.fault("kind", "身份证请用上一页填写，会自动认出性别和出生日期");
    }
    let number: String = typed.get("number").chars().take(100).collect();
    let document = match Document::parse(&kind, &number, today) {
        Ok(document) => Some(document),
        Err(fault) => {
            let at = if matches!(fault, platform::standards::DocumentFault::Kind) { "kind" } else { "number" };
            typed.fault(at, fault.to_string());
            None
        }
    };
    let (sex, birth_on) = match document.as_ref().and_then(Document::resident) {
        Some(number) => (number.sex().code().to_owned(), number.birth().to_string()),
        None if other => (sex(typed), birth(typed, today)),
        None => (String::new(), String::new()),
    };
    let (name, document) = (name?, document?);
    typed.is_right().then(|| Form {
        name,
        document_kind: document.kind().to_owned(),
        document: document.number().to_owned(),
        sex,
        birth_on,
        ..Form::default()
    })
}
fn sex(typed: &mut Fields) -> String {
    if !matches!(typed.get("sex"), "1" | "2") {
        typed.fault("sex", "请选择性别");
    }
    typed.get("sex").to_owned()
}
fn birth(typed: &mut Fields, today: jiff::civil::Date) -> String {
    match typed.get("birth_on").parse::<jiff::civil::Date>() {
        Ok(day) if day < today && day.year() > 1900 => {}
        _ => typed.fault("birth_on", "请填写证件上的出生日期"),
    }
    typed.get("birth_on").to_owned()
}
