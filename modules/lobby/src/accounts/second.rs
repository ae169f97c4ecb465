//! The pages of the second factor: asking for it, setting it up, taking it away.
use super::recovery::RecoveryPage;
use crate::sign_in::local;
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use platform::{
    audit::{self, Entry},
    documents::{Ruggedness, qr_svg},
    identity::{self, Enrolment, SecondFactor},
    web::{self, Error, Fields, Result},
};
use ui::{ErrorSummary, Field, Guest, Member, Tab, filters};

fn code_field(label: &str, form: &Fields) -> Field {
    Field::code("code", label).error(form.error("code"))
}

#[derive(Template)]
#[template(path = "accounts/ask.html")]
struct AskPage {
    frame: Member,
    errors: ErrorSummary,
    code: Field,
    next: String,
}
fn ask_page(guest: &Guest, form: &Fields) -> AskPage {
    let code = Field::text("code", "动态口令或备用码")
        .hint("打开手机上的验证器，填现在显示的6位数字")
        .attr("autocomplete", "one-time-code")
        .attr("inputmode", "text")
        .error(form.error("code"));
    AskPage {
        frame: guest.frame("填动态口令", Tab::Mine, Some("/")),
        errors: ErrorSummary::of([&code]),
        code,
        next: local(form.get("next")).to_owned(),
    }
}

pub async fn ask(guest: Guest, form: Fields) -> Result<Response> {
    let who = guest.who()?;
    if !who.has_second || who.gave_second {
        return Ok(Redirect::to(local(form.get("next"))).into_response());
    }
    Ok(guest.show(&ask_page(&guest, &form)))
}

pub async fn give(guest: Guest, mut form: Fields) -> Result<Response> {
    let who = guest.who()?;
    let code = platform::standards::tight(form.get("code"));
    match identity::check_second(&guest.app, who.account, &code).await? {
        Ok(()) => {
            identity::confirm_second(&guest.app, who.session).await?;
            Ok(Redirect::to(local(form.get("next"))).into_response())
        }
        Err(sentence) => {
            form.fault("code", sentence);
            Ok(guest.refill(&ask_page(&guest, &form)))
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/second.html")]
struct SecondPage {
    frame: Member,
    errors: ErrorSummary,
    code: Field,
    next: String,
    /// The setting asks for it, and the console waits.
    wanted: bool,
    present: Option<SecondFactor>,
    enrolment: Option<Enrolment>,
}
impl SecondPage {
    async fn of(guest: &Guest, form: &Fields) -> Result<SecondPage> {
        let (app, who) = (&guest.app, guest.who()?);
        let present = identity::second_factor(app, who.account).await?;
        let (issuer, name) = (app.site_name().await?, &who.name);
        let again = form.opt("offer").and_then(|offer| identity::show_secret(app, who.account, offer, &issuer, name));
        let enrolment = match present {
            Some(_) => None,
            None => Some(again.unwrap_or_else(|| identity::offer_second(app, who.account, &issuer, name))),
        };
        let code = code_field("手机上现在显示的6位数字", form);
        let wanted = match who.acting() {
            Some(post) => present.is_none() && super::is_required(app, post.org).await?,
            None => false,
        };
        Ok(SecondPage {
            frame: guest.frame("动态口令", Tab::Mine, Some("/me")),
            errors: ErrorSummary::of([&code]),
            code,
            next: local(form.get("next")).to_owned(),
            wanted,
            present,
            enrolment,
        })
    }
    fn qr(&self) -> String {
        self.enrolment.as_ref().map_or_else(String::new, |e| qr_svg(&e.link, Ruggedness::Screen, "动态口令的二维码"))
    }
}

pub async fn show(guest: Guest, form: Fields) -> Result<Response> {
    Ok(guest.show(&SecondPage::of(&guest, &form).await?))
}

/// Keeps the offered secret once the phone has shown that it has it.
pub async fn create(guest: Guest, mut form: Fields) -> Result<Response> {
    let (app, who) = (&guest.app, guest.who()?);
    if who.has_second {
        return Err(Error::refused("动态口令已经设过了。要换一个，请先停用原来的。"));
    }
    let code = platform::standards::tight(form.get("code"));
    let mut tx = app.db.begin().await?;
    let Some(codes) = identity::enrol(app, &mut tx, who.account, form.get("offer"), &code).await? else {
        drop(tx);
        form.fault("code", "对不上。请看手机的时间准不准，再填现在显示的数字");
        return Ok(guest.refill(&SecondPage::of(&guest, &form).await?));
    };
    audit::record(&mut tx, app, Some(who), &entry("account.second", who)).await?;
    tx.commit().await?;
    identity::confirm_second(app, who.session).await?;
    Ok(guest.show(&RecoveryPage::new(&guest, codes, local(form.get("next")))))
}

/// Takes it away, with a code: a phone left on the table is not enough.
pub async fn remove(guest: Guest, mut form: Fields) -> Result<Response> {
    let (app, who) = (&guest.app, guest.who()?);
    let code = platform::standards::tight(form.get("code"));
    if let Err(sentence) = identity::check_second(app, who.account, &code).await? {
        form.fault("code", sentence);
        return Ok(guest.refill(&SecondPage::of(&guest, &form).await?));
    }
    let mut tx = app.db.begin().await?;
    identity::forget_second(&mut tx, who.account).await?;
    audit::record(&mut tx, app, Some(who), &entry("account.second_removed", who)).await?;
    tx.commit().await?;
    Ok(web::see("/me/second-factor", "动态口令已停用"))
}

fn entry(act: &'static str, who: &identity::SignedIn) -> Entry<'static> {
    Entry { act, object: "account", object_id: who.account.0, person: who.person, ..Entry::default() }
}
