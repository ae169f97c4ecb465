//! Taking a case down for somebody who stands at the counter or calls.
use crate::{
    cases::{
        PATH,
        answers::{
            self,
            control::{self, Control},
        },
        apart, link, routing,
        store::{self, NewCase},
        within,
    },
    course::{By, submit_with},
    definitions::{self, FieldKind, Service, current},
    permissions::CASES_READ,
    services::{known::Record, sent::Sent},
};
use askama::Template;
use axum::response::Response;
use directory::{employers, members};
use platform::{
    identity::{self, AccountId},
    standards::Phone,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field};

const EMPLOYERS: &str = "/console/employers/options";
const NAME: usize = 30;

#[derive(Template)]
#[template(path = "desk/counter.html")]
struct CounterPage {
    frame: ui::Console,
    services: Vec<&'static Service>,
    service: Option<&'static Service>,
    fields: Vec<Field>,
    controls: Vec<Control>,
    apart: Vec<Field>,
    handler: String,
}

async fn page(desk: &Desk, service: Option<&'static Service>, form: &Fields) -> Result<CounterPage> {
    let (mut fields, mut apart): (Vec<Field>, Vec<Field>) = Default::default();
    if let Some(service) = service {
        let channels = [("counter", "到窗口来的"), ("phone", "打电话来的")];
        fields.push(Field::radios("channel", "怎么来的", channels).of_form(form));
        fields.push(Field::text("name", "姓名").attr("maxlength", NAME).of_form(form));
        fields
            .push(Field::tel("phone", "手机号").hint("用它登录就能看到进展").attr("autocomplete", "off").of_form(form));
        if service.bypass {
            let bypass = Field::check("bypass", "不让单位的工会知道").hint("交给上级工会办，单位的工会看不到这件事");
            apart.push(bypass.of_form(form));
        }
        apart.extend(apart::accused(&officers(desk, service).await?, form));
    }
    Ok(CounterPage {
        frame: desk.frame("代录诉求", PATH, vec![Crumb::word("信家"), Crumb::to("诉求", PATH)]),
        // What is told in confidence is told by oneself.
        services: current().filter(|service| !service.confidential).collect(),
        handler: desk.post().org_name.clone(),
        service,
        fields,
        controls: service.map_or_else(Vec::new, |service| control::all(service, form, EMPLOYERS, &Record::default())),
        apart,
    })
}
impl CounterPage {
    fn all(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.controls.iter().flat_map(Control::fields)).chain(&self.apart)
    }
}
/// Whom a case that is taken down here can be about: those of one's own union and above, oneself not.
async fn officers(desk: &Desk, service: &Service) -> Result<Vec<(AccountId, String)>> {
    Ok(apart::officers(&desk.app, service, Some(desk.post().org), desk.who.account).await?)
}

fn taken_down(key: &str) -> Option<&'static Service> {
    definitions::newest(key).filter(|service| !service.confidential)
}
/// Whether the account of a phone belongs to a member, or the roster has a member with it.
async fn is_member(desk: &Desk, phone: &str) -> Result<bool> {
    let app = &desk.app;
    let person = identity::account_by_phone(app, phone).await?.and_then(|account| account.person);
    if let Some(person) = person
        && members::store::current(&app.db, person).await?.is_some()
    {
        return Ok(true);
    }
    Ok(store::is_on_a_roster(app, phone).await?)
}

pub async fn new(desk: Desk, asked: Fields) -> Result<Response> {
    definitions::published::fresh(&desk.app).await?;
    Ok(desk.show(&page(&desk, taken_down(asked.get("service")), &Fields::default()).await?))
}

pub async fn create(desk: Desk, mut sent: Sent) -> Result<Response> {
    definitions::published::fresh(&desk.app).await?;
    let service = taken_down(sent.form.get("service")).ok_or_else(|| Error::refused("请先选是哪一类诉求。"))?;
    if let Some(sentence) = crate::aid::closed(&desk.app, service, Some(desk.post().org)).await? {
        return Err(Error::refused(sentence));
    }
    let form = &mut sent.form;
    let given = answers::read(service, form);
    let name = form.required("name", "请写姓名", NAME);
    let phone = Phone::parse(form.get("phone")).map_err(|fault| form.fault("phone", fault.to_string())).ok();
    let channel = ["counter", "phone"].into_iter().find(|c| *c == form.get("channel"));
    if channel.is_none() {
        form.fault("channel", "请选一项");
    }
    let accused = apart::chosen(&officers(&desk, service).await?, form);
    if let Some(phone) = phone.as_ref().filter(|_| service.members_only)
        && !is_member(&desk, phone.as_str()).await?
    {
        form.fault("phone", definitions::MEMBERS_ONLY);
    }
    let files = sent.handed(&desk.app, service).await?;
    let form = sent.form;
    let (Some(name), Some(phone), Some(channel), true) = (name, phone, channel, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, Some(service), &form).await?));
    };
    let employer_field = service.fields.iter().find(|f| f.kind == FieldKind::Employer).map(answers::name_of);
    let employer = match &employer_field {
        Some(field) => employers::chosen(&desk, &form, field, "employer_id").await?,
        None => None,
    };
    let app = &desk.app;
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, phone.as_str(), &name).await?;
    tx.commit().await?;
    let known = identity::account(&app.db, account).await?.ok_or(Error::NotFound)?;
    let bypass = service.bypass && form.has("bypass");
    let route = routing::route(app, desk.post().org, bypass, accused).await?;
    let route = route.ok_or_else(|| Error::refused(routing::NOBODY))?;
    let new = NewCase {
        service,
        channel,
        account,
        person: known.person,
        name,
        phone: phone.as_str().to_owned(),
        employer: employer.as_ref().map(|e| e.id),
        employer_name: employer_field.map(|field| form.get(&field).to_owned()).unwrap_or_default(),
        answers: serde_json::to_string(&given).map_err(Error::internal)?,
        handler: route.org,
        bypass,
        accused,
        alone: route.alone,
    };
    let case = submit_with(app, By::union(&desk.who), &new, files).await?;
    // What goes past one's own union no longer exists here.
    match within(&desk, &case.number, CASES_READ).await {
        Ok(_) => Ok(see(&link(&case.number), "记下了，本人会收到短信")),
        Err(_) => Ok(see(PATH, &format!("记下了，由{}办理，本人会收到短信", case.handler_name))),
    }
}
