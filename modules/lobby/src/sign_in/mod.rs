//! Signing in and out.
//!
//! Promises: a code or a password, never a sign of which phones are known here; after signing in one lands only on a page of ours; a form
//! that was under way when the session ended is offered again.
mod demo;
mod held;
mod invitation;
mod next;
mod oidc;
mod outbox;
mod pages;
mod password;
#[cfg(test)]
mod tests;

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use next::carrying;
pub(crate) use next::local;
use pages::{CodePage, SignInPage, Way};
use platform::{
    App,
    identity::{self, AccountId, CodeFault},
    rights::Access::{Public, SignedIn},
    secrets::mask_phone,
    standards::Phone,
    web::{self, Error, Fields, Result, Routes},
};
use ui::Guest;

pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Public, show)
        .post("/sign-in", Public, create)
        .get("/sign-in/code", Public, show_code)
        .post("/sign-in/code", Public, send_code)
        .post("/sign-in/password", Public, password::create)
        .post("/dev/sign-in", Public, demo::create)
        .post("/sign-out", Public, destroy)
        .get("/held/{token}", SignedIn, held::show)
        .merge(invitation::routes())
        .merge(outbox::routes())
        .merge(oidc::routes())
}

async fn show(guest: Guest, form: Fields) -> Result<Response> {
    if guest.maybe().is_some() {
        return Ok(Redirect::to(local(form.get("next"))).into_response());
    }
    let way = Way::chosen(&guest.app, form.get("way"));
    Ok(guest.show(&SignInPage::new(&guest, way, &form)))
}

/// Sends a code. A second press within the minute leads on to the code that is already on its way.
async fn send_code(guest: Guest, headers: HeaderMap, mut form: Fields) -> Result<Response> {
    if !form.has("phone")
        && let Some(phone) = phone_under_way(&guest.app, &headers)
    {
        form.set("phone", phone);
    }
    let Some(phone) = read_phone(&mut form) else {
        return Ok(guest.refill(&SignInPage::new(&guest, Way::Code, &form)));
    };
    match identity::send_code(&guest.app, phone.as_str()).await? {
        Ok(()) => Ok(to_code_page(&guest.app, &phone, local(form.get("next")), None)),
        Err(soon @ CodeFault::TooSoon { .. }) => {
            Ok(to_code_page(&guest.app, &phone, local(form.get("next")), Some(&soon.sentence())))
        }
        Err(fault) => {
            form.fault("phone", fault.sentence());
            Ok(guest.refill(&SignInPage::new(&guest, Way::Code, &form)))
        }
    }
}

async fn show_code(guest: Guest, headers: HeaderMap, form: Fields) -> Result<Response> {
    match phone_under_way(&guest.app, &headers) {
        Some(phone) => Ok(guest.show(&CodePage::new(&guest, &phone, &form))),
        None => Ok(Redirect::to(&carrying("/sign-in", local(form.get("next")))).into_response()),
    }
}

async fn create(guest: Guest, headers: HeaderMap, mut form: Fields) -> Result<Response> {
    let Some(phone) = phone_under_way(&guest.app, &headers) else {
        return Ok(Redirect::to(&carrying("/sign-in", local(form.get("next")))).into_response());
    };
    if let Err(sentence) = check_code(&guest.app, &phone, &mut form).await? {
        form.fault("code", sentence);
        return Ok(guest.refill(&CodePage::new(&guest, &phone, &form)));
    }
    let mut tx = guest.app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, &guest.app, &phone, &mask_phone(&phone)).await?;
    tx.commit().await?;
    enter(&guest.app, &headers, account, local(form.get("next"))).await
}

async fn destroy(guest: Guest) -> Result<Response> {
    if let Some(who) = guest.maybe() {
        identity::revoke(&guest.app, who.account, who.session).await?;
    }
    let mut response = web::see("/", "已退出登录");
    response.headers_mut().append(header::SET_COOKIE, web::session_cookie(&guest.app, ""));
    Ok(response)
}

/// The typed phone; otherwise a fault at the field.
fn read_phone(form: &mut Fields) -> Option<Phone> {
    match Phone::parse(form.get("phone")) {
        Ok(phone) => Some(phone),
        Err(fault) => {
            form.fault("phone", fault.to_string());
            None
        }
    }
}

/// The typed code against the newest one of the phone; otherwise a sentence.
async fn check_code(app: &App, phone: &str, form: &mut Fields) -> Result<Result<(), String>> {
    let code = platform::standards::tight(form.get("code"));
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Err("请填短信里的6位数字".into()));
    }
    Ok(identity::check_code(app, phone, &code).await?.map_err(|fault| fault.sentence()))
}

/// Starts a session on this device and goes on.
async fn enter(app: &App, headers: &HeaderMap, account: AccountId, to: &str) -> Result<Response> {
    if let Some(sentence) = crate::accounts::blocked_sentence(app, account).await? {
        return Err(Error::refused(sentence));
    }
    let token = identity::start_session(app, account, &web::device(headers)).await?;
    let cookies = [
        (header::SET_COOKIE, web::session_cookie(app, &token)),
        (header::SET_COOKIE, web::set_cookie(PHONE_COOKIE, "", 0, app.config.secure_cookies)),
    ];
    Ok((AppendHeaders(cookies), Redirect::to(to)).into_response())
}

/// The phone to which a code was sent travels sealed in a cookie: not in the address, and a reloaded page sends no second code.
const PHONE_COOKIE: &str = "signing_in";
const PHONE_SEAL: &str = "sign_in.phone";
const PHONE_SECONDS: i64 = 600;

fn phone_under_way(app: &App, headers: &HeaderMap) -> Option<String> {
    app.keys.open(PHONE_SEAL, &web::cookie(headers, PHONE_COOKIE)?).ok()
}
fn phone_cookie(app: &App, phone: &str) -> HeaderValue {
    web::set_cookie(PHONE_COOKIE, &app.keys.seal(PHONE_SEAL, phone), PHONE_SECONDS, app.config.secure_cookies)
}
fn to_code_page(app: &App, phone: &Phone, next: &str, sentence: Option<&str>) -> Response {
    let page = carrying("/sign-in/code", next);
    let mut response = match sentence {
        Some(sentence) => web::see(&page, sentence),
        None => Redirect::to(&page).into_response(),
    };
    response.headers_mut().append(header::SET_COOKIE, phone_cookie(app, phone.as_str()));
    response
}
