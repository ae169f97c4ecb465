//! Taking a mediation down: for a worker or a firm at the counter, or from a court or an arbitrator that entrusts it.
use crate::{
    cases::{
        answers::{
            self,
            control::{self, Control},
        },
        store::NewCase,
    },
    course::By,
    definitions::FieldKind,
    mediation::{PATH, acts, acts::Intake, link, rules::Source, service},
    services::known::Record,
};
use askama::Template;
use axum::response::Response;
use directory::employers;
use platform::{
    identity,
    standards::Phone,
    tree,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field};

const EMPLOYERS: &str = "/console/employers/options";
const NAME: usize = 30;
const LONGEST: usize = 60;

#[derive(Template)]
#[template(path = "mediation/desk/intake.html")]
struct IntakePage {
    frame: ui::Console,
    source: Vec<Field>,
    worker: Vec<Field>,
    matter: Vec<Control>,
    handler: String,
}

fn page(desk: &Desk, form: &Fields) -> Result<IntakePage> {
    let service = service()?;
    let sources = Source::ALL.map(|source| (source.key(), source.name()));
    Ok(IntakePage {
        frame: desk.frame("登记调解", PATH, vec![ui::Crumb::word("信家"), Crumb::to("调解", PATH)]),
        source: vec![
            Field::radios("source", "怎么来的", sources).of_form(form),
            Field::text("entruster", "委托的法院、仲裁机构").optional().attr("maxlength", LONGEST).of_form(form),
            Field::text("reference", "委托函号或案号").optional().attr("maxlength", LONGEST).of_form(form),
            Field::date("limit", "委托的最后一天")
                .hint("按委托函；职工、单位申请的不填，按15日算")
                .optional()
                .of_form(form),
        ],
        worker: vec![
            Field::text("name", "职工姓名").attr("maxlength", NAME).of_form(form),
            Field::tel("phone", "职工手机号").hint("用它登录就能看到进展").attr("autocomplete", "off").of_form(form),
        ],
        matter: control::all(service, form, EMPLOYERS, &Record::default()),
        handler: desk.post().org_name.clone(),
    })
}
impl IntakePage {
    fn all(&self) -> impl Iterator<Item = &Field> {
        self.source.iter().chain(&self.worker).chain(self.matter.iter().flat_map(Control::fields))
    }
}
pub async fn new(desk: Desk) -> Result<Response> {
    Ok(desk.show(&page(&desk, &Fields::default())?))
}

/// What the form says of where it comes from; faults are put at the fields.
struct From {
    source: Option<Source>,
    limit: Option<jiff::civil::Date>,
}
fn read(desk: &Desk, form: &mut Fields) -> From {
    let source = Source::from_key(form.get("source"));
    if source.is_none() {
        form.fault("source", "请选怎么来的");
    }
    form.short_enough("entruster", LONGEST);
    form.short_enough("reference", LONGEST);
    let mut limit = None;
    if source.is_some_and(Source::is_entrusted) {
        form.required("entruster", "请写哪家法院、仲裁机构委托的", LONGEST);
        form.required("reference", "请写委托函号或案号", LONGEST);
        match form.number::<jiff::civil::Date>("limit") {
            None => form.fault("limit", "请填委托的最后一天"),
            Some(day) if day < desk.app.today() => form.fault("limit", "这一天已经过了，请核对委托函"),
            day => limit = day,
        }
    }
    From { source, limit }
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let service = service()?;
    let from = read(&desk, &mut form);
    let given = answers::read(service, &mut form);
    let name = form.required("name", "请写职工姓名", NAME);
    let phone = Phone::parse(form.get("phone")).map_err(|fault| form.fault("phone", fault.to_string())).ok();
    let (Some(source), Some(name), Some(phone), true) = (from.source, name, phone, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, &form)?));
    };
    let field = service.fields.iter().find(|field| field.kind == FieldKind::Employer).map(answers::name_of);
    let field = field.unwrap_or_default();
    let employer = employers::chosen(&desk, &form, &field, "employer_id").await?;
    let app = &desk.app;
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, phone.as_str(), &name).await?;
    tx.commit().await?;
    let known = identity::account(&app.db, account).await?.ok_or(Error::NotFound)?;
    let handler = tree::find(&app.db, desk.post().org).await?.ok_or(Error::NotFound)?;
    let case = NewCase {
        service,
        channel: "counter",
        account,
        person: known.person,
        name,
        phone: phone.as_str().to_owned(),
        employer: employer.map(|employer| employer.id),
        employer_name: form.get(&field).to_owned(),
        answers: serde_json::to_string(&given).map_err(Error::internal)?,
        handler,
        bypass: false,
        accused: None,
        alone: None,
    };
    let text = |name: &str| if source.is_entrusted() { form.get(name).to_owned() } else { String::new() };
    let new = Intake { case, source, entruster: text("entruster"), reference: text("reference"), limit: from.limit };
    let case = acts::intake(app, By::union(&desk.who), &new).await?;
    Ok(see(&link(&case.number), "登记好了，请受理并选调解员"))
}
