//! Choosing a time: the days on which somebody is there, one tap books.
use crate::{
    cases::{Case, NUMBERED, answers, routing},
    counselling::acts::region_of,
    definitions::{self, Service},
    duty::{self, Offer, choosing},
    mine::own,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::civil::Date;
use platform::{
    identity::{self, Account},
    slots::{self, MINE, NewBooking, RosterId},
    tree::OrgId,
    web::{Error, Fields, Result, see},
};
use ui::{Empty, Field, Flash, Guest, Tab, filters};

const NAME: usize = 20;

#[derive(Template)]
#[template(path = "duty/mine/choose.html")]
struct ChoosePage {
    frame: ui::Member,
    service: &'static Service,
    case: Option<String>,
    days: Vec<(Date, Vec<Offer>)>,
    name: Option<Field>,
    empty: Empty,
}
impl ChoosePage {
    /// A button's name: when, with whom.
    fn named(&self, day: &Date, span: &slots::Span, offer: &Offer) -> String {
        let day = ui::text::near(*day, self.frame.today);
        format!("{day}{}到{}，{}", duty::clock(&span.from), duty::clock(&span.until), offer.roster.adviser)
    }
    fn at(&self) -> String {
        choosing(&self.service.key, None)
    }
}

/// Who books, for what.
struct Asking {
    service: &'static Service,
    account: Account,
    home: OrgId,
    case: Option<Case>,
}
async fn asking(guest: &Guest, key: &str, case: &str) -> Result<Asking> {
    let app = &guest.app;
    definitions::published::fresh(app).await?;
    let service = definitions::newest(key).ok_or(Error::NotFound)?;
    let account = identity::account(&app.db, guest.account()?).await?.ok_or(Error::SignedOut)?;
    let home = routing::home(app, account.person, None).await?.ok_or(Error::NotFound)?;
    let case = match case {
        "" => None,
        number => Some(own(guest, number).await?).filter(|case| case.service == service.key && !case.is_over()),
    };
    Ok(Asking { service, account, home, case })
}
async fn page(guest: &Guest, asking: &Asking, form: &Fields) -> Result<ChoosePage> {
    let app = &guest.app;
    let rosters = duty::rosters(app, asking.service, asking.home, asking.account.id, asking.case.as_ref()).await?;
    let region = region_of(app, asking.home).await?;
    let back = asking.case.as_ref().map(|case| crate::cases::own_link(&case.number));
    let back = back.unwrap_or_else(|| format!("{}/{}", crate::services::PATH, asking.service.key));
    let mut frame = guest.frame("约个时间", Tab::Services, Some(&back));
    frame.tabs.clear();
    let name = Field::text("name", "怎么称呼您").hint("可以不写真名").optional().attr("maxlength", NAME).of_form(form);
    Ok(ChoosePage {
        frame,
        service: asking.service,
        case: asking.case.as_ref().map(|case| case.number.clone()),
        days: duty::offers(app, rosters, &region).await?,
        name: (asking.service.confidential && asking.case.is_none()).then_some(name),
        empty: Empty::new("这两周没有能约的时间，可以先把事情写下来，会有人回复您"),
    })
}

pub async fn new(guest: Guest, Path(key): Path<String>, asked: Fields) -> Result<Response> {
    let asking = asking(&guest, &key, asked.get("case")).await?;
    if asking.service.advisers.is_empty() {
        return Ok(see(&format!("{}/{key}", crate::services::PATH), "这件事不用预约，直接写下来就行"));
    }
    Ok(guest.show(&page(&guest, &asking, &Fields::default()).await?))
}

/// `roster.day.minute`, as a button sends it.
fn chosen(text: &str) -> Option<(RosterId, Date, i64)> {
    let mut parts = text.split('.');
    let roster = parts.next()?.parse().ok().map(RosterId)?;
    Some((roster, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
/// What the adviser calls whoever comes: the name, or for what is confidential the one that was given.
fn name_of(guest: &Guest, asking: &Asking, form: &Fields) -> String {
    let given: String = form.get("name").chars().take(NAME).collect();
    match &asking.case {
        _ if !asking.service.confidential => asking.account.name.clone(),
        Some(case) => answers::one(&guest.app, case, "call").unwrap_or_default(),
        None if given.is_empty() => "来谈的人".to_owned(),
        None => given,
    }
}
pub async fn create(guest: Guest, Path(key): Path<String>, form: Fields) -> Result<Response> {
    let app = &guest.app;
    let asking = asking(&guest, &key, form.get("case")).await?;
    let rosters = duty::rosters(app, asking.service, asking.home, asking.account.id, asking.case.as_ref()).await?;
    let found = chosen(form.get("slot")).and_then(|(id, day, starts)| {
        rosters.into_iter().find(|roster| roster.id == id).map(|roster| (roster, day, starts))
    });
    let Some((roster, day, starts)) = found else {
        return again(&guest, &asking, &form, "请选一个时间").await;
    };
    let new = NewBooking {
        who: guest.who()?,
        name: &name_of(&guest, &asking, &form),
        phone: &asking.account.phone(app)?,
        day,
        starts,
        service: &asking.service.key,
        subject: asking.case.as_ref().map_or(("", 0), |case| (NUMBERED, case.id.0)),
    };
    match slots::book(app, &roster, &new).await? {
        Ok(id) => Ok(see(&format!("{MINE}/{id}"), "约好了，前一天会提醒您")),
        Err(sentence) => again(&guest, &asking, &form, &sentence).await,
    }
}
/// The times as they are now, with why the chosen one was not booked.
async fn again(guest: &Guest, asking: &Asking, form: &Fields, sentence: &str) -> Result<Response> {
    let mut page = page(guest, asking, form).await?;
    page.frame.flash = Some(Flash::warn(sentence));
    let mut response = guest.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
