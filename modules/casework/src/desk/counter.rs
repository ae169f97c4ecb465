//! Taking a case down for somebody who stands at the counter or calls.
use crate::{
    cases::{PATH, answers, link, store::NewCase},
    course::{By, submit},
    definitions::{self, FieldKind, Service, current},
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

#[derive(Template)]
#[template(path = "desk/counter.html")]
struct CounterPage {
    frame: ui::Console,
    services: Vec<&'static Service>,
    service: Option<&'static Service>,
    fields: Vec<Field>,
    handler: String,
}

fn page(desk: &Desk, service: Option<&'static Service>, form: &Fields) -> CounterPage {
    let mut fields = Vec::new();
    if let Some(service) = service {
        let channels = [("counter", "到窗口来的"), ("phone", "打电话来的")];
        fields.push(Field::radios("channel", "怎么来的", channels).of_form(form));
        fields.push(Field::text("name", "姓名").attr("maxlength", NAME).of_form(form));
        fields
            .push(Field::tel("phone", "手机号").hint("用它登录就能看到进展").attr("autocomplete", "off").of_form(form));
        fields.extend(service.fields.iter().map(|field| answers::control(field, form, EMPLOYERS)));
    }
    CounterPage {
        frame: desk.frame("代录诉求", PATH, vec![Crumb::word("信家"), Crumb::to("诉求", PATH)]),
        services: current().collect(),
        handler: desk.post().org_name.clone(),
        service,
        fields,
    }
}

pub async fn new(desk: Desk, asked: Fields) -> Result<Response> {
    Ok(desk.show(&page(&desk, definitions::newest(asked.get("service")), &Fields::default())))
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let service = definitions::newest(form.get("service")).ok_or_else(|| Error::refused("请先选是哪一类诉求。"))?;
    let given = answers::read(service, &mut form);
    let name = form.required("name", "请写姓名", NAME);
    let phone = Phone::parse(form.get("phone")).map_err(|fault| form.fault("phone", fault.to_string())).ok();
    let channel = ["counter", "phone"].into_iter().find(|c| *c == form.get("channel"));
    if channel.is_none() {
        form.fault("channel", "请选一项");
    }
    let (Some(name), Some(phone), Some(channel), true) = (name, phone, channel, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, Some(service), &form)));
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
    let handler = tree::find(&app.db, desk.post().org).await?.ok_or(Error::NotFound)?;
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
        handler,
        bypass: false,
        accused: None,
    };
    let case = submit(app, By::union(&desk.who), &new).await?;
    Ok(see(&link(&case.number), "记下了，本人会收到短信"))
}
