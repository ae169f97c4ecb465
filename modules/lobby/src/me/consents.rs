//! What one agreed to, by purpose; taken back as easily as it was given.
use axum::response::Response;
use directory::{joinings, members};
use platform::{
    App,
    audit::{self, Entry},
    identity::{self, Consent, SignedIn},
    web::{self, Error, Fields, Result},
};
use ui::Guest;

/// The newest word on a purpose.
pub struct Agreed {
    /// 0: never asked or never given.
    pub id: i64,
    pub purpose: String,
    pub wording: String,
    pub holds: bool,
    /// Since when it is so.
    pub at: i64,
    /// Why it can't be withdrawn just so.
    pub needed: Option<&'static str>,
}

impl Agreed {
    /// What it means for the person, as it stands.
    pub fn effect(&self) -> &'static str {
        match (self.purpose.as_str(), self.holds) {
            (purpose, true) if purpose == joinings::NOTICES.0 => "有活动和服务会告诉您",
            (purpose, false) if purpose == joinings::NOTICES.0 => "不再发活动和服务的通知，办事的结果仍会告诉您",
            _ => "",
        }
    }
    pub fn again(&self) -> &'static str {
        if self.id == 0 { "同意" } else { "再同意" }
    }
}

/// What a membership or an application cannot be without: it ends with that, not before.
async fn needed(app: &App, who: &SignedIn, purpose: &str) -> Result<Option<&'static str>> {
    if purpose != joinings::MEMBERSHIP.0 {
        return Ok(None);
    }
    if let Some(person) = who.person
        && members::store::current(&app.db, person).await?.is_some()
    {
        return Ok(Some("您是会员，管理会籍离不开这些信息。要退会，请联系您的工会"));
    }
    let newest = joinings::store::newest_of(&app.db, who.account).await?;
    let open = newest.is_some_and(|joining| joining.state().is_open());
    Ok(open.then_some("入会申请还在办。不想入会了，请先撤回申请"))
}

/// The newest consent of each purpose.
pub async fn agreed(app: &App, who: &SignedIn) -> Result<Vec<Agreed>> {
    let mut newest: Vec<Consent> = Vec::new();
    for consent in identity::consents(&app.db, who.account).await? {
        if newest.iter().all(|c| c.purpose != consent.purpose) {
            newest.push(consent);
        }
    }
    let mut agreed = Vec::new();
    for c in newest {
        let (holds, at) = (c.withdrawn_at.is_none(), c.withdrawn_at.unwrap_or(c.given_at));
        let needed = if holds { needed(app, who, &c.purpose).await? } else { None };
        agreed.push(Agreed { id: c.id, purpose: c.purpose, wording: c.wording, holds, at, needed });
    }
    // What was never given can be given here as easily.
    let (purpose, wording) = joinings::NOTICES;
    if who.person.is_some() && agreed.iter().all(|one| one.purpose != purpose) {
        let (purpose, wording) = (purpose.to_owned(), wording.to_owned());
        agreed.push(Agreed { id: 0, purpose, wording, holds: false, at: 0, needed: None });
    }
    Ok(agreed)
}

/// One's own consent; somebody else's does not exist.
async fn own(guest: &Guest, form: &Fields) -> Result<Consent> {
    let id: i64 = form.number("consent").ok_or(Error::NotFound)?;
    let all = identity::consents(&guest.app.db, guest.account()?).await?;
    all.into_iter().find(|c| c.id == id).ok_or(Error::NotFound)
}

pub async fn withdraw(guest: Guest, form: Fields) -> Result<Response> {
    let consent = own(&guest, &form).await?;
    if let Some(sentence) = needed(&guest.app, guest.who()?, &consent.purpose).await? {
        return Err(Error::refused(sentence));
    }
    keep(&guest, &consent, "consent.withdraw").await?;
    Ok(web::see("/me/data", "已撤回"))
}

pub async fn give(guest: Guest, form: Fields) -> Result<Response> {
    let consent = match form.get("purpose") == joinings::NOTICES.0 {
        true => fresh(joinings::NOTICES),
        false => own(&guest, &form).await?,
    };
    keep(&guest, &consent, "consent.give").await?;
    Ok(web::see("/me/data", "已记下您的同意"))
}

/// One that is given for the first time here.
fn fresh((purpose, wording): (&str, &str)) -> Consent {
    Consent { id: 0, purpose: purpose.into(), wording: wording.into(), given_at: 0, withdrawn_at: None }
}

async fn keep(guest: &Guest, consent: &Consent, act: &str) -> Result<()> {
    let (app, who) = (&guest.app, guest.who()?);
    let mut tx = app.db.begin().await?;
    if act == "consent.give" {
        identity::give_consent(&mut tx, app, who.account, &consent.purpose, &consent.wording).await?;
    } else {
        identity::withdraw_consent(&mut tx, app, who.account, &consent.purpose).await?;
    }
    let entry = Entry {
        act,
        object: "consent",
        object_id: consent.id,
        person: who.person,
        detail: &consent.purpose,
        ..Entry::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    Ok(tx.commit().await?)
}
