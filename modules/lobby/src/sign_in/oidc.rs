//! Signing in at the organisation's own provider (OIDC), and tying an account to an identity there.
//!
//! Promise: it opens accounts that have a post and makes none; what went wrong is said on the sign-in page, never in the provider's words.
use super::{enter, local};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    App,
    audit::{self, Entry},
    identity::{
        self, AccountId,
        oidc::{self, Claim, Fault, Identity, Journey, Provider},
    },
    rights::Access::{Public, SignedIn},
    web::{self, Error, Fields, Result, Routes},
};
use ui::Guest;

const COOKIE: &str = "journey";
const SECONDS: i64 = 600;
const BACK: &str = "/sign-in/oidc/back";

pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in/oidc", Public, depart)
        .get("/sign-in/oidc/back", Public, arrive)
        .get("/me/identity", SignedIn, tie)
        .post("/me/identity/removal", SignedIn, untie)
}

fn provider(app: &App) -> Result<Provider> {
    app.oidc.clone().ok_or(Error::NotFound)
}
fn failed(fault: &Fault) -> Response {
    tracing::warn!(?fault, "signing in at the provider did not work");
    web::see("/sign-in", fault.sentence())
}
fn cookie(app: &App, value: &str, seconds: i64) -> HeaderValue {
    web::set_cookie(COOKIE, value, seconds, app.config.secure_cookies)
}

async fn depart(guest: Guest, form: Fields) -> Result<Response> {
    let journey = Journey::new(&guest.app, local(form.get("next")), false);
    send(&guest, &journey).await
}
/// The same way, by who is signed in already: afterwards the account is tied to the identity.
async fn tie(guest: Guest) -> Result<Response> {
    let journey = Journey::new(&guest.app, "/me/devices", true);
    send(&guest, &journey).await
}
async fn send(guest: &Guest, journey: &Journey) -> Result<Response> {
    let back = format!("{}{BACK}", guest.base_url());
    match provider(&guest.app)?.departure(journey, &back).await {
        Ok(address) => {
            let mut response = Redirect::to(&address).into_response();
            let sealed = cookie(&guest.app, &journey.seal(&guest.app), SECONDS);
            response.headers_mut().append(header::SET_COOKIE, sealed);
            Ok(response)
        }
        Err(fault) => Ok(failed(&fault)),
    }
}

async fn arrive(guest: Guest, headers: HeaderMap, form: Fields) -> Result<Response> {
    let (app, provider) = (&guest.app, provider(&guest.app)?);
    let journey = web::cookie(&headers, COOKIE).and_then(|sealed| Journey::open(app, &sealed, form.get("state")));
    let Some(journey) = journey else {
        return Ok(failed(&Fault::Refused("no journey of this browser".into())));
    };
    if !form.has("code") {
        return Ok(failed(&Fault::Refused(form.get("error").to_owned())));
    }
    let back = format!("{}{BACK}", guest.base_url());
    let mut response = match provider.arrival(app, &journey, form.get("code"), &back).await {
        Ok(who) if journey.tie => tied(&guest, &who).await?,
        Ok(who) => entered(&guest, &headers, &provider, &who, &journey).await?,
        Err(fault) => failed(&fault),
    };
    response.headers_mut().append(header::SET_COOKIE, cookie(app, "", 0));
    Ok(response)
}

async fn account(app: &App, provider: &Provider, who: &Identity) -> Result<Option<AccountId>> {
    let found = match (provider.claim(), &who.phone) {
        (Claim::Phone, Some(phone)) => identity::account_by_phone(app, phone.as_str()).await?.map(|a| a.id),
        (Claim::Phone, None) => None,
        (Claim::Subject, _) => oidc::account_of(&app.db, who).await?,
    };
    let Some(account) = found else { return Ok(None) };
    let has_post = !identity::paths_of(&app.db, account, app.today()).await?.is_empty();
    Ok(has_post.then_some(account))
}

async fn entered(
    guest: &Guest,
    headers: &HeaderMap,
    provider: &Provider,
    who: &Identity,
    journey: &Journey,
) -> Result<Response> {
    let Some(account) = account(&guest.app, provider, who).await? else {
        let how = match provider.claim() {
            Claim::Phone => "这个身份的手机号在这里没有任职。请上级工会的系统管理员发任职邀请，接受以后再这样登录",
            Claim::Subject => "这个身份还没有绑定账号。请先用手机号登录，在“我的设备”里绑定，以后就能这样登录",
        };
        return Ok(web::see("/sign-in", how));
    };
    enter(&guest.app, headers, account, local(&journey.next)).await
}

async fn tied(guest: &Guest, identity: &Identity) -> Result<Response> {
    let (app, who) = (&guest.app, guest.who()?);
    let mut tx = app.db.begin().await?;
    if !oidc::tie(&mut tx, who.account, identity, app.now()).await? {
        return Ok(web::see("/me/devices", "这个身份已经绑定了别的账号，没有再绑定"));
    }
    audit::record(&mut tx, app, Some(who), &entry("account.tie", who.account)).await?;
    tx.commit().await?;
    Ok(web::see("/me/devices", &format!("已绑定{}，以后可以用它登录", provider(app)?.name())))
}

async fn untie(guest: Guest) -> Result<Response> {
    let (app, who) = (&guest.app, guest.who()?);
    let provider = provider(app)?;
    let mut tx = app.db.begin().await?;
    oidc::untie(&mut tx, who.account, provider.issuer()).await?;
    audit::record(&mut tx, app, Some(who), &entry("account.untie", who.account)).await?;
    tx.commit().await?;
    Ok(web::see("/me/devices", "已解除绑定"))
}

fn entry(act: &'static str, account: AccountId) -> Entry<'static> {
    Entry { act, object: "account", object_id: account.0, ..Entry::default() }
}
