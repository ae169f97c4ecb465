//! The form of a service, filled in with what the record knows, and the case that comes of it.
use super::{PATH, known::Record, sent::Sent};
use crate::{
    cases::{
        answers::{
            self,
            control::{self, Control},
        },
        apart, own_link, routing,
        store::NewCase,
    },
    counselling,
    course::{By, submit_with},
    definitions::{self, FieldKind, Service},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::{
    employers::{self, EmployerId},
    members, people,
};
use platform::{
    App,
    identity::{self, AccountId},
    tree::OrgId,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, ErrorSummary, Field, Guest, Tab, filters};

const EMPLOYERS: &str = "/join/employers";
const NAME: usize = 30;

#[derive(Template)]
#[template(path = "services/ask.html")]
struct AskPage {
    frame: ui::Member,
    service: &'static Service,
    fields: Vec<Field>,
    controls: Vec<Control>,
    apart: Vec<Field>,
    known: String,
    others: String,
}

impl AskPage {
    fn all(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.controls.iter().flat_map(Control::fields)).chain(&self.apart)
    }
}

/// Who asks, as far as it is known.
struct Asking {
    account: identity::Account,
    home: Option<OrgId>,
    employer: Option<EmployerId>,
    /// There is a membership now.
    is_member: bool,
    record: Record,
}
async fn asking(guest: &Guest, service: &Service) -> Result<Asking> {
    let app = &guest.app;
    let account = identity::account(&app.db, guest.account()?).await?.ok_or(Error::SignedOut)?;
    let person = match account.person {
        Some(id) => people::store::find(&app.db, id).await?,
        None => None,
    };
    let record = Record::of(app, service, &account, person.as_ref()).await?;
    let employer = person.and_then(|p| p.employer);
    let home = match account.person {
        Some(_) => routing::home(app, account.person, None).await?,
        None => None,
    };
    let is_member = match account.person {
        Some(person) => members::store::current(&app.db, person).await?.is_some(),
        None => false,
    };
    Ok(Asking { account, home, employer, is_member, record })
}
fn service(key: &str) -> Result<&'static Service> {
    definitions::newest(key).ok_or(Error::NotFound)
}
/// Some services are for members only, some take applications on some days only.
async fn closed(app: &App, service: &Service, asking: &Asking) -> Result<()> {
    if service.members_only && !asking.is_member {
        return Err(Error::refused(definitions::MEMBERS_ONLY));
    }
    match crate::aid::closed(app, service, asking.home).await? {
        Some(sentence) => Err(Error::refused(sentence)),
        None => Ok(()),
    }
}

/// Whom one can choose, where there are several.
async fn counsellors(guest: &Guest, service: &Service, asking: &Asking) -> Result<Option<Field>> {
    let app = &guest.app;
    let home = match asking.home {
        _ if !service.confidential => return Ok(None),
        Some(home) => Some(home),
        None => routing::home(app, None, None).await?,
    };
    let Some(home) = home else { return Ok(None) };
    let all = counselling::routing::offered(app, home, asking.account.id).await?;
    let choices = all.iter().map(|one| Choice::new(one.account, format!("{} {}", one.name, one.org_name)));
    let choices = std::iter::once(Choice::new("", "都可以")).chain(choices);
    Ok((all.len() > 1).then(|| Field::select("counsellor", "想找哪一位咨询师", choices).optional()))
}

async fn page(guest: &Guest, service: &'static Service, asking: &Asking, form: &Fields) -> Result<AskPage> {
    let mut fields: Vec<Field> = Vec::new();
    if asking.account.person.is_none() && !service.confidential {
        let name = Field::text("name", "怎么称呼您").hint("写姓名，办事的工会干部才知道");
        fields.push(name.attr("maxlength", NAME).attr("autocomplete", "name").of_form(form));
    }
    let mut apart = Vec::new();
    apart.extend(counsellors(guest, service, asking).await?.map(|field| field.of_form(form)));
    if service.bypass {
        let bypass = Field::check("bypass", "不让我单位的工会知道").hint("直接交给上级工会，单位工会看不到这件事");
        apart.push(bypass.of_form(form));
    }
    apart.extend(apart::accused(&apart::officers(&guest.app, service, asking.home, asking.account.id).await?, form));
    let mut frame = guest.frame(&service.office, Tab::Services, Some(PATH));
    frame.tabs.clear();
    Ok(AskPage {
        frame,
        known: match asking.account.person {
            Some(_) if !service.confidential => asking.account.name.clone(),
            _ => String::new(),
        },
        others: PATH.to_owned(),
        service,
        fields,
        controls: control::all(service, form, EMPLOYERS, &asking.record),
        apart,
    })
}

pub async fn new(guest: Guest, Path(key): Path<String>, asked: Fields) -> Result<Response> {
    definitions::published::fresh(&guest.app).await?;
    let service = service(&key)?;
    let asking = asking(&guest, service).await?;
    closed(&guest.app, service, &asking).await?;
    let mut form = Fields::default();
    asking.record.fill(&mut form);
    if let Some(employer) = asking.employer {
        form.set("employer_id", employer.to_string());
    }
    // What was typed into the search is the beginning of the story.
    if let Some(field) = service.fields.iter().find(|f| f.kind == FieldKind::Area) {
        form.set(&answers::name_of(field), asked.get("q").chars().take(60).collect::<String>());
    }
    let page = page(&guest, service, &asking, &form).await?;
    Ok(guest.show(&page))
}

/// The employer that was meant: the proposed one if its name still stands there, or the one with this name.
async fn employer(app: &App, service: &Service, form: &Fields) -> Result<(Option<EmployerId>, String)> {
    let Some(field) = service.fields.iter().find(|f| f.kind == FieldKind::Employer) else {
        return Ok((None, String::new()));
    };
    let name = form.get(&answers::name_of(field)).to_owned();
    let chosen = match form.number("employer_id").map(EmployerId) {
        Some(id) => employers::store::find(&app.db, id).await?.filter(|e| e.name == name),
        None => None,
    };
    let known = match chosen {
        Some(employer) => Some(employer),
        None if name.is_empty() => None,
        None => employers::store::by_name(&app.db, &name).await?,
    };
    Ok((known.map(|e| e.id), name))
}

pub async fn create(guest: Guest, Path(key): Path<String>, mut sent: Sent) -> Result<Response> {
    definitions::published::fresh(&guest.app).await?;
    let service = service(&key)?;
    let asking = asking(&guest, service).await?;
    closed(&guest.app, service, &asking).await?;
    asking.record.read(&mut sent.form);
    let given = answers::read(service, &mut sent.form);
    if asking.account.person.is_none() && !service.confidential {
        sent.form.required("name", "请写怎么称呼您", NAME);
    }
    let officers = apart::officers(&guest.app, service, asking.home, asking.account.id).await?;
    let accused = apart::chosen(&officers, &mut sent.form);
    let files = sent.handed(&guest.app, service).await?;
    if !sent.form.is_right() {
        asking.record.mask(&mut sent.form);
        return Ok(guest.refill(&page(&guest, service, &asking, &sent.form).await?));
    }
    let new = case_of(&guest, service, &asking, &sent.form, (accused, &given)).await?;
    let case = submit_with(&guest.app, By::worker(guest.who()?), &new, files).await?;
    Ok(see(&own_link(&case.number), "诉求收到了"))
}
async fn case_of(
    guest: &Guest,
    service: &'static Service,
    asking: &Asking,
    form: &Fields,
    (accused, given): (Option<AccountId>, &[answers::Answer]),
) -> Result<NewCase> {
    let app = &guest.app;
    let (employer, employer_name) = employer(app, service, form).await?;
    let home = match asking.home {
        Some(home) => Some(home),
        None => routing::home(app, None, employer).await?,
    };
    let bypass = service.bypass && form.has("bypass");
    let account = &asking.account;
    let wanted = form.number("counsellor").map(AccountId);
    let route = match home {
        Some(home) if service.confidential => counselling::routing::route(app, home, account.id, wanted).await?,
        Some(home) => routing::route(app, home, bypass, accused).await?,
        None => None,
    };
    let nobody = if service.confidential { counselling::routing::NOBODY } else { routing::NOBODY };
    let route = route.ok_or_else(|| Error::refused(nobody))?;
    // What is told in confidence hangs on the account only: no person, no name.
    let person = account.person.filter(|_| !service.confidential);
    let name = match account.person {
        _ if service.confidential => String::new(),
        Some(_) => account.name.clone(),
        None => form.get("name").to_owned(),
    };
    Ok(NewCase {
        service,
        channel: "online",
        account: account.id,
        person,
        name,
        phone: account.phone(app).unwrap_or_default(),
        employer,
        employer_name,
        answers: serde_json::to_string(given).map_err(Error::internal)?,
        handler: route.org,
        bypass,
        accused,
        alone: route.alone,
    })
}
