//! The first step: the scanned code, the phone and its code.
use super::applicant::{Applicant, Step};
use crate::codes::{self, CodeState, JoiningCode};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    identity,
    rights::Access,
    secrets::mask_phone,
    standards::Phone,
    web::{Error, Fields, Result, Routes, device, session_cookie},
};
use ui::filters;

pub fn routes() -> Routes {
    Routes::new()
        .get("/join", Access::Public, show)
        .post("/join", Access::Public, send)
        .post("/join/phone", Access::Public, check)
        .get("/join/member", Access::SignedIn, member)
        .get("/join/{code}", Access::Public, scan)
}

#[derive(Template)]
#[template(path = "joinings/start.html")]
struct StartPage {
    frame: ui::Member,
    code: Option<JoiningCode>,
    /// A code was sent to the phone: it is asked for.
    sent: bool,
    phone: ui::Field,
    number: ui::Field,
    off: bool,
}
fn page(applicant: &Applicant, code: Option<JoiningCode>, fields: &Fields) -> StartPage {
    let sent = fields.has("sent");
    let mut number = ui::Field::code("number", "验证码")
        .hint(format!("6位数字，{}分钟内有效", identity::CODE_MINUTES))
        .of_form(fields);
    // With faults, their summary takes the focus.
    if fields.is_right() {
        number = number.attr("data-focus", "");
    }
    StartPage {
        frame: applicant.frame("入会申请", None),
        code,
        sent,
        phone: ui::Field::tel("phone", "手机号").hint("收验证码用，审核结果也发到这里").of_form(fields),
        number,
        off: !identity::codes_are_on(applicant.app()),
    }
}
fn known(applicant: &Applicant) -> Fields {
    let mut fields = Fields::default();
    if !applicant.draft.phone.is_empty() {
        fields.set("phone", &applicant.draft.phone);
        fields.set("sent", "1");
    }
    fields
}

async fn show(applicant: Applicant) -> Result<Response> {
    if applicant.guest.maybe().is_some() {
        let path = applicant.elsewhere().await?.unwrap_or(Step::Who.path());
        return Ok(Redirect::to(path).into_response());
    }
    let code = applicant.code().await?;
    Ok(applicant.guest.show(&page(&applicant, code, &known(&applicant))))
}

#[derive(Template)]
#[template(path = "joinings/no_code.html")]
struct NoCodePage {
    frame: ui::Member,
    why: String,
}

/// Why a code does not lead on.
fn why_not(found: Option<&JoiningCode>, today: jiff::civil::Date) -> Option<String> {
    let Some(code) = found else { return Some("没有这个入会码，可能是码没有扫全".to_owned()) };
    match code.state(today) {
        CodeState::Running => None,
        CodeState::Planned => Some("这个入会码还没有开始使用".to_owned()),
        CodeState::Ended => Some("这个入会码过期了".to_owned()),
        CodeState::Revoked => Some(format!("{}已经停用了这个入会码", code.union_name)),
    }
}

/// Somebody scanned a poster.
async fn scan(mut applicant: Applicant, headers: HeaderMap, Path(word): Path<String>) -> Result<Response> {
    let app = applicant.app().clone();
    let found = codes::store::by_code(&app.db, &word).await?;
    if let Some(why) = why_not(found.as_ref(), app.today()) {
        let page = NoCodePage { frame: applicant.guest.frame("", ui::Tab::Home, None), why };
        return Ok((StatusCode::NOT_FOUND, applicant.guest.show(&page)).into_response());
    }
    let code = found.expect("a code that leads on was found");
    let counted = codes::scan(&app, &headers, &code).await?;
    applicant.draft.code.clone_from(&code.code);
    let mut response = match applicant.guest.maybe() {
        Some(_) => {
            let path = applicant.elsewhere().await?.unwrap_or(Step::Who.path());
            applicant.keeping(Redirect::to(path))
        }
        None => {
            let page = page(&applicant, Some(code), &known(&applicant));
            applicant.keeping(applicant.guest.show(&page))
        }
    };
    if let Some(cookie) = counted {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Sends a code to the phone.
async fn send(mut applicant: Applicant, mut fields: Fields) -> Result<Response> {
    match Phone::parse(fields.get("phone")) {
        Err(fault) => fields.fault("phone", fault.to_string()),
        Ok(phone) => match identity::send_code(applicant.app(), phone.as_str()).await? {
            Err(fault) => fields.fault("phone", fault.sentence()),
            Ok(()) => applicant.draft.phone = phone.as_str().to_owned(),
        },
    }
    if fields.is_right() {
        return Ok(applicant.keeping(Redirect::to(Step::Phone.path())));
    }
    if applicant.draft.phone == fields.get("phone") && !applicant.draft.phone.is_empty() {
        fields.set("sent", "1");
    }
    let code = applicant.code().await?;
    Ok(applicant.guest.refill(&page(&applicant, code, &fields)))
}

/// Checks the code and signs the applicant in.
async fn check(mut applicant: Applicant, headers: HeaderMap, mut fields: Fields) -> Result<Response> {
    let app = applicant.app().clone();
    let phone = applicant.draft.phone.clone();
    if phone.is_empty() {
        return Ok(Redirect::to(Step::Phone.path()).into_response());
    }
    let number: String = fields.get("number").chars().filter(|c| !c.is_whitespace()).collect();
    match number.len() {
        0 => fields.fault("number", "请填写短信里的6位数字"),
        _ => match identity::check_code(&app, &phone, &number).await? {
            Ok(()) => {}
            Err(fault) => fields.fault("number", fault.sentence()),
        },
    }
    if !fields.is_right() {
        fields.set("phone", &phone);
        fields.set("sent", "1");
        let code = applicant.code().await?;
        return Ok(applicant.guest.refill(&page(&applicant, code, &fields)));
    }
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, &app, &phone, &mask_phone(&phone)).await?;
    tx.commit().await?;
    if identity::account(&app.db, account).await?.is_some_and(|a| a.blocked_at.is_some()) {
        return Err(Error::refused("这个账号已经停用，请联系工会。"));
    }
    let token = identity::start_session(&app, account, &device(&headers)).await?;
    applicant.draft.phone.clear();
    applicant.draft.account = Some(account);
    let mut response = applicant.keeping(Redirect::to(Step::Phone.path()));
    response.headers_mut().append(header::SET_COOKIE, session_cookie(&app, &token));
    Ok(response)
}

#[derive(Template)]
#[template(path = "joinings/already.html")]
struct MemberPage {
    frame: ui::Member,
    union_name: String,
    joined_on: String,
    number: String,
    phone: String,
}
/// Somebody who is a member already.
async fn member(applicant: Applicant) -> Result<Response> {
    let db = &applicant.app().db;
    let membership = match applicant.guest.person() {
        Some(person) => crate::members::store::current(db, person).await?,
        None => None,
    };
    let Some(membership) = membership else { return Ok(Redirect::to(Step::Phone.path()).into_response()) };
    let union = crate::unions::store::find(db, membership.union_id).await?;
    let page = MemberPage {
        frame: applicant.guest.frame("", ui::Tab::Home, None),
        union_name: membership.union_name,
        joined_on: membership.joined_on,
        number: membership.number,
        phone: union.map(|u| u.phone).unwrap_or_default(),
    };
    Ok(applicant.forgetting(applicant.guest.show(&page)))
}
