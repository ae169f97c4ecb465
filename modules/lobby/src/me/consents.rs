//! What one agreed to, by purpose; taken back as easily as it was given.
use axum::response::Response;
use platform::{
    App,
    audit::{self, Entry},
    identity::{self, Consent, SignedIn},
    web::{self, Error, Fields, Result},
};
use ui::Guest;

/// The newest word on a purpose.
pub struct Agreed {
    pub id: i64,
    pub wording: String,
    pub holds: bool,
    /// Since when it is so.
    pub at: i64,
}
impl From<Consent> for Agreed {
    fn from(c: Consent) -> Agreed {
        Agreed {
            id: c.id,
            wording: c.wording,
            holds: c.withdrawn_at.is_none(),
            at: c.withdrawn_at.unwrap_or(c.given_at),
        }
    }
}

/// The newest consent of each purpose.
pub async fn agreed(app: &App, who: &SignedIn) -> Result<Vec<Agreed>> {
    let mut newest: Vec<Consent> = Vec::new();
    for consent in identity::consents(&app.db, who.account).await? {
        if newest.iter().all(|c| c.purpose != consent.purpose) {
            newest.push(consent);
        }
    }
    Ok(newest.into_iter().map(Agreed::from).collect())
}

/// One's own consent; somebody else's does not exist.
async fn own(guest: &Guest, form: &Fields) -> Result<Consent> {
    let id: i64 = form.number("consent").ok_or(Error::NotFound)?;
    let all = identity::consents(&guest.app.db, guest.account()?).await?;
    all.into_iter().find(|c| c.id == id).ok_or(Error::NotFound)
}

pub async fn withdraw(guest: Guest, form: Fields) -> Result<Response> {
    let consent = own(&guest, &form).await?;
    keep(&guest, &consent, "consent.withdraw").await?;
    Ok(web::see("/me/data", "已撤回"))
}

pub async fn give(guest: Guest, form: Fields) -> Result<Response> {
    let consent = own(&guest, &form).await?;
    keep(&guest, &consent, "consent.give").await?;
    Ok(web::see("/me/data", "已记下您的同意"))
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
