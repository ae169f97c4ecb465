//! Accepting a post: the link that an administrator handed over, and a code to the invited phone.
//!
//! Without an SMS gateway the link alone opens a new account, once, and asks for a password; an account that is there already is never
//! opened by a link (docs/decisions/031-invitations-without-a-gateway.md).
use super::{check_code, enter, pages::code_field};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    App,
    audit::{self, Entry},
    identity::{self, Account, Invitation},
    rights::{Access::Public, Role},
    secrets::mask_phone,
    web::{self, Fields, Result, Routes},
};
use ui::{ErrorSummary, Field, Guest, Member, Tab, filters};

pub fn routes() -> Routes {
    Routes::new().get("/invitation/{token}", Public, show).post("/invitation/{token}/code", Public, send_code).post(
        "/invitation/{token}/acceptance",
        Public,
        accept,
    )
}

/// What shows that the invited person is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    /// Signed in with the invited phone.
    Session,
    /// A code to the invited phone.
    Code,
    /// The link itself, for a phone without an account where no code can be sent: a password is set.
    Link,
    /// Sign in with the password first.
    SignIn,
}

/// An open invitation as its link shows it.
struct Opened {
    token: String,
    invitation: Invitation,
    phone: String,
    proof: Proof,
}

/// None: used up, revoked, too old or never there.
async fn open(guest: &Guest, token: String) -> Result<Option<Opened>> {
    let Some(invitation) = identity::invitation(&guest.app, &token).await? else { return Ok(None) };
    let phone = invitation.phone(&guest.app)?;
    let account = identity::account_by_phone(&guest.app, &phone).await?;
    let proof = proof(guest, account.as_ref());
    Ok(Some(Opened { token, invitation, phone, proof }))
}
fn proof(guest: &Guest, account: Option<&Account>) -> Proof {
    match account {
        Some(account) if guest.maybe().is_some_and(|who| who.account == account.id) => Proof::Session,
        _ if identity::codes_are_on(&guest.app) => Proof::Code,
        Some(_) => Proof::SignIn,
        None => Proof::Link,
    }
}

#[derive(Template)]
#[template(path = "sign_in/invitation.html")]
struct InvitationPage {
    frame: Member,
    errors: ErrorSummary,
    opened: Opened,
    role: &'static str,
    masked: String,
    fields: Vec<Field>,
    /// A code is on its way.
    sent: bool,
    /// Somebody else is signed in on this device.
    stranger: Option<String>,
    demo: bool,
}
impl InvitationPage {
    fn title(&self) -> String {
        crate::home::title_with_role(&self.opened.invitation.title, self.role)
    }
    fn sign_in(&self) -> String {
        format!("/sign-in?way=password&next=/invitation/{}", self.opened.token)
    }
    fn new(guest: &Guest, opened: Opened, form: &Fields) -> Self {
        let password = |name: &str, label: &str| {
            Field::password(name, label).attr("autocomplete", "new-password").error(form.error(name))
        };
        let sent = opened.proof == Proof::Code && (form.has("sent") || form.has("code") || !form.is_right());
        let fields = match opened.proof {
            Proof::Code if sent => vec![code_field(&opened.phone, form)],
            Proof::Link => vec![
                password("password", "设一个密码").hint("8位以上，以后用手机号和它登录"),
                password("again", "再填一遍密码"),
            ],
            _ => Vec::new(),
        };
        Self {
            frame: guest.frame("接受任职", Tab::Home, Some("/")),
            errors: ErrorSummary::of(&fields),
            role: Role::from_key(&opened.invitation.role).map_or("", Role::name),
            masked: mask_phone(&opened.phone),
            fields,
            sent,
            stranger: guest.maybe().filter(|_| opened.proof != Proof::Session).map(|who| who.name.clone()),
            demo: guest.app.config.demo,
            opened,
        }
    }
}

#[derive(Template)]
#[template(path = "sign_in/invitation-ended.html")]
struct EndedPage {
    frame: Member,
}
fn ended(guest: &Guest) -> Response {
    let mut response = guest.show(&EndedPage { frame: guest.frame("接受任职", Tab::Home, Some("/")) });
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

async fn show(guest: Guest, Path(token): Path<String>, form: Fields) -> Result<Response> {
    match open(&guest, token).await? {
        Some(opened) => Ok(guest.show(&InvitationPage::new(&guest, opened, &form))),
        None => Ok(ended(&guest)),
    }
}

async fn send_code(guest: Guest, Path(token): Path<String>) -> Result<Response> {
    let Some(opened) = open(&guest, token).await? else { return Ok(ended(&guest)) };
    let here = format!("/invitation/{}?sent=1", opened.token);
    match identity::send_code(&guest.app, &opened.phone).await? {
        Ok(()) => Ok(Redirect::to(&here).into_response()),
        Err(fault) => Ok(web::see(&here, &fault.sentence())),
    }
}

async fn accept(guest: Guest, headers: HeaderMap, Path(token): Path<String>, mut form: Fields) -> Result<Response> {
    let Some(opened) = open(&guest, token).await? else { return Ok(ended(&guest)) };
    let proven = match opened.proof {
        Proof::Session => true,
        Proof::Code => match check_code(&guest.app, &opened.phone, &mut form).await? {
            Ok(()) => true,
            Err(sentence) => {
                form.fault("code", sentence);
                false
            }
        },
        Proof::Link => crate::me::password::read_new(&mut form, &opened.phone).is_some(),
        Proof::SignIn => false,
    };
    if !proven {
        return Ok(guest.refill(&InvitationPage::new(&guest, opened, &form)));
    }
    take(&guest, &headers, &opened, &form).await
}

/// Uses the invitation up and goes to work.
async fn take(guest: &Guest, headers: &HeaderMap, opened: &Opened, form: &Fields) -> Result<Response> {
    let app: &App = &guest.app;
    let mut tx = app.db.begin().await?;
    let Some(account) = identity::accept_invitation(&mut tx, app, &opened.token).await? else {
        return Ok(ended(guest));
    };
    let entry = Entry {
        act: "post.accept",
        object: "account",
        object_id: account.0,
        detail: &opened.invitation.title,
        org: Some(opened.invitation.org),
        ..Entry::default()
    };
    audit::record(&mut tx, app, guest.maybe().filter(|w| w.account == account), &entry).await?;
    tx.commit().await?;
    if opened.proof == Proof::Session {
        return Ok(web::see("/console", "任职已接受"));
    }
    if opened.proof == Proof::Link {
        identity::set_password(app, account, Some(form.get("password"))).await?;
    }
    enter(app, headers, account, "/console").await
}
