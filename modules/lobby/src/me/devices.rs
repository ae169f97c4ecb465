//! The devices on which one is signed in; each can be signed out from here.
use askama::Template;
use axum::{extract::Path, http::header, response::Response};
use platform::{
    identity::{self, Session, oidc},
    web::{self, Error, Result},
};
use ui::{Guest, Member, Tab, filters};

#[derive(Template)]
#[template(path = "me/devices.html")]
struct DevicesPage {
    frame: Member,
    here: Option<Session>,
    others: Vec<Session>,
    provider: Option<Tied>,
}
/// The organisation's own provider, and since when the account is tied to an identity there.
struct Tied {
    name: String,
    since: Option<i64>,
}
async fn tied(guest: &Guest) -> Result<Option<Tied>> {
    let who = guest.who()?;
    let by_subject = guest.app.oidc.as_ref().filter(|p| p.claim() == oidc::Claim::Subject && !who.posts.is_empty());
    let Some(provider) = by_subject else { return Ok(None) };
    let since = oidc::tied_since(&guest.app.db, who.account, provider.issuer()).await?;
    Ok(Some(Tied { name: provider.name().to_owned(), since }))
}

/// What it is: a telephone or a computer.
fn icon(device: &str) -> &'static str {
    if device.ends_with("电脑") { "device-desktop" } else { "device-mobile" }
}

pub async fn index(guest: Guest) -> Result<Response> {
    let who = guest.who()?;
    let all = identity::sessions(&guest.app.db, who.account, guest.app.now()).await?;
    let (here, others): (Vec<Session>, Vec<Session>) = all.into_iter().partition(|s| s.id == who.session);
    let frame = guest.frame("我的设备", Tab::Mine, Some("/me"));
    let provider = tied(&guest).await?;
    Ok(guest.show(&DevicesPage { frame, here: here.into_iter().next(), others, provider }))
}

/// Somebody else's session does not exist.
pub async fn revoke(guest: Guest, Path(session): Path<i64>) -> Result<Response> {
    let who = guest.who()?;
    if !identity::revoke(&guest.app, who.account, session).await? {
        return Err(Error::NotFound);
    }
    if session != who.session {
        return Ok(web::see("/me/devices", "那台设备已退出登录"));
    }
    let mut response = web::see("/", "已退出登录");
    response.headers_mut().append(header::SET_COOKIE, web::session_cookie(&guest.app, ""));
    Ok(response)
}

pub async fn revoke_others(guest: Guest) -> Result<Response> {
    let who = guest.who()?;
    let ended = identity::revoke_others(&guest.app, who.account, who.session).await?;
    Ok(web::see(
        "/me/devices",
        &if ended > 0 {
            format!("另外{ended}台设备已退出登录")
        } else {
            "没有别的设备登录着".into()
        },
    ))
}
