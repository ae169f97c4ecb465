//! Signing in at a provider of the organisation's own (OpenID Connect: authorization code with PKCE).
//!
//! Promises: an identity token is believed only with a right signature, issuer, audience, nonce and time; nobody gets an account by it;
//! a provider that does not answer ends in a sentence after seconds. Decision 077 says why no larger crate is used.
mod token;

use super::AccountId;
use crate::{
    App,
    db::{Db, Result as DbResult, Tx},
    secrets,
    standards::Phone,
    vals,
    web::encode,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};

/// What of the token names the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// `phone_number`: the account of that phone.
    Phone,
    /// `sub`: an account that was tied to it before, by its owner.
    Subject,
}

/// The provider and how we are known there.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);
struct Inner {
    issuer: String,
    client_id: String,
    secret: String,
    claim: Claim,
    /// What the button says: 用{name}登录.
    name: String,
    agent: ureq::Agent,
}
/// How an administrator sets it up.
#[derive(Clone, Debug)]
pub struct Settings {
    pub issuer: String,
    pub client_id: String,
    pub secret: String,
    pub claim: Claim,
    pub name: String,
}

/// Why it did not work; the sentence is for the person, the rest for the log.
#[derive(Debug)]
pub enum Fault {
    /// It does not answer, or not as it should.
    Provider(String),
    /// It says that the person may not, or the person went back.
    Refused(String),
    /// What it says is not to be believed.
    Token(String),
}
impl Fault {
    pub fn sentence(&self) -> &'static str {
        match self {
            Fault::Provider(_) => "统一身份登录现在没有回应，请过一会儿再试，或用手机号登录",
            Fault::Refused(_) => "统一身份登录没有完成，请再试一次，或用手机号登录",
            Fault::Token(_) => "统一身份登录返回的内容对不上，没有登录。请再试一次，或告诉系统管理员",
        }
    }
}

/// What travels with the person to the provider and back, in a sealed cookie.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journey {
    state: String,
    nonce: String,
    verifier: String,
    /// Where to go afterwards.
    pub next: String,
    /// Ties the identity to the account that is signed in.
    pub tie: bool,
    until: i64,
}
const JOURNEY: &str = "oidc.journey";
const MINUTES: i64 = 10;

impl Journey {
    pub fn new(app: &App, next: &str, tie: bool) -> Self {
        Self {
            state: secrets::token(),
            nonce: secrets::token(),
            verifier: secrets::token(),
            next: next.to_owned(),
            tie,
            until: app.now() + MINUTES * 60_000,
        }
    }
    pub fn seal(&self, app: &App) -> String {
        app.keys.seal(JOURNEY, &serde_json::to_string(self).expect("plain fields"))
    }
    /// The journey of a cookie, if it is ours, still young, and the answer belongs to it.
    pub fn open(app: &App, sealed: &str, state: &str) -> Option<Self> {
        let journey: Self = serde_json::from_str(&app.keys.open(JOURNEY, sealed).ok()?).ok()?;
        (journey.state == state && journey.until > app.now()).then_some(journey)
    }
}

/// Who the provider says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    pub phone: Option<Phone>,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
}
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}
/// What a provider says of a person when it is asked with the token of that person.
#[derive(Deserialize)]
struct UserInfo {
    sub: String,
    phone_number: Option<String>,
    phone_number_verified: Option<bool>,
}

impl Provider {
    pub fn new(settings: Settings) -> Self {
        let plain = settings.issuer.starts_with("http://127.0.0.1");
        let agent = ureq::Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(3)))
            .timeout_global(Some(Duration::from_secs(10)))
            .https_only(!plain)
            .build()
            .into();
        let Settings { issuer, client_id, secret, claim, name } = settings;
        Self(Arc::new(Inner { issuer, client_id, secret, claim, name, agent }))
    }
    pub fn name(&self) -> &str {
        &self.0.name
    }
    pub fn claim(&self) -> Claim {
        self.0.claim
    }
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    fn json<T: serde::de::DeserializeOwned>(&self, url: &str) -> Result<T, Fault> {
        let fault = |e: ureq::Error| Fault::Provider(format!("{url}: {e}"));
        self.0.agent.get(url).call().map_err(fault)?.into_body().read_json().map_err(fault)
    }
    fn discover(&self) -> Result<Discovery, Fault> {
        let issuer = self.0.issuer.trim_end_matches('/');
        let found: Discovery = self.json(&format!("{issuer}/.well-known/openid-configuration"))?;
        if found.issuer.trim_end_matches('/') == issuer {
            Ok(found)
        } else {
            Err(Fault::Provider(format!("the issuer calls itself {}", found.issuer)))
        }
    }

    /// What the token leaves out: a phone is mostly said to who asks for it (OpenID Connect Core 5.4).
    fn user_info(&self, found: &Discovery, tokens: &Tokens, subject: &str) -> Result<Option<UserInfo>, Fault> {
        let (Some(url), Some(token)) = (&found.userinfo_endpoint, &tokens.access_token) else { return Ok(None) };
        let fault = |e: ureq::Error| Fault::Provider(format!("{url}: {e}"));
        let asked = self.0.agent.get(url).header("authorization", format!("Bearer {token}"));
        let said: UserInfo = asked.call().map_err(fault)?.into_body().read_json().map_err(fault)?;
        if said.sub == subject { Ok(Some(said)) } else { Err(Fault::Token("the answer is about somebody else".into())) }
    }

    /// The address at the provider to which the person is sent.
    pub async fn departure(&self, journey: &Journey, back: &str) -> Result<String, Fault> {
        let provider = self.clone();
        let found = on_thread(move || provider.discover()).await?;
        let challenge = B64.encode(Sha256::digest(journey.verifier.as_bytes()));
        let scope = if self.0.claim == Claim::Phone { "openid phone" } else { "openid" };
        let join = if found.authorization_endpoint.contains('?') { '&' } else { '?' };
        let pairs = [
            ("response_type", "code"),
            ("client_id", &self.0.client_id),
            ("redirect_uri", back),
            ("scope", scope),
            ("state", &journey.state),
            ("nonce", &journey.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        Ok(format!("{}{join}{}", found.authorization_endpoint, query.join("&")))
    }

    /// Who came back with a code.
    pub async fn arrival(&self, app: &App, journey: &Journey, code: &str, back: &str) -> Result<Identity, Fault> {
        let (provider, journey, now) = (self.clone(), journey.clone(), app.now() / 1000);
        let (code, back) = (code.to_owned(), back.to_owned());
        on_thread(move || {
            let found = provider.discover()?;
            let form = [
                ("grant_type", "authorization_code"),
                ("code", &code),
                ("redirect_uri", &back),
                ("code_verifier", &journey.verifier),
            ];
            // The client's name and word are form-encoded before they are encoded for the header (RFC 6749, 2.3.1).
            let basic = format!("{}:{}", encode(&provider.0.client_id), encode(&provider.0.secret));
            let basic = base64::engine::general_purpose::STANDARD.encode(basic);
            let fault = |e: ureq::Error| match e {
                ureq::Error::StatusCode(status @ 400..=499) => Fault::Refused(format!("the token endpoint: {status}")),
                other => Fault::Provider(format!("the token endpoint: {other}")),
            };
            let asked = provider.0.agent.post(&found.token_endpoint).header("authorization", format!("Basic {basic}"));
            let tokens: Tokens = asked.send_form(form).map_err(fault)?.into_body().read_json().map_err(fault)?;
            let keys: token::Keys = provider.json(&found.jwks_uri)?;
            let wanted =
                token::Wanted { issuer: &found.issuer, audience: &provider.0.client_id, nonce: &journey.nonce, now };
            let claims = token::verified(&tokens.id_token, &keys, &wanted).map_err(Fault::Token)?;
            let said = match (&claims.phone_number, provider.0.claim) {
                (None, Claim::Phone) => provider.user_info(&found, &tokens, &claims.sub)?,
                _ => None,
            };
            let (number, verified) = match said {
                Some(said) => (said.phone_number, said.phone_number_verified),
                None => (claims.phone_number, claims.phone_number_verified),
            };
            let phone = number.filter(|_| verified != Some(false)).and_then(|phone| Phone::parse(&phone).ok());
            Ok(Identity { issuer: provider.0.issuer.clone(), subject: claims.sub, phone })
        })
        .await
    }
}

async fn on_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|e| Err(Fault::Provider(e.to_string())))
}

/// The account that an identity was tied to.
pub async fn account_of(db: &Db, identity: &Identity) -> DbResult<Option<AccountId>> {
    let sql = "SELECT account FROM identities WHERE issuer = $1 AND subject = $2";
    Ok(db.maybe::<(AccountId,)>(sql, vals![&identity.issuer, &identity.subject]).await?.map(|row| row.0))
}
/// Since when an account is tied to an identity at a provider.
pub async fn tied_since(db: &Db, account: AccountId, issuer: &str) -> DbResult<Option<i64>> {
    let sql = "SELECT tied_at FROM identities WHERE account = $1 AND issuer = $2";
    Ok(db.maybe::<(i64,)>(sql, vals![account, issuer]).await?.map(|row| row.0))
}
/// Ties an identity to an account, in place of the one before; false where it belongs to another account.
pub async fn tie(tx: &mut Tx, account: AccountId, identity: &Identity, now: i64) -> DbResult<bool> {
    tx.exec("DELETE FROM identities WHERE account = $1 AND issuer = $2", vals![account, &identity.issuer]).await?;
    let tied = tx
        .exec(
            "INSERT INTO identities (account, issuer, subject, tied_at) VALUES ($1, $2, $3, $4) ON CONFLICT (issuer, subject) DO NOTHING",
            vals![account, &identity.issuer, &identity.subject, now],
        )
        .await?;
    Ok(tied == 1)
}
/// Ends the tie.
pub async fn untie(tx: &mut Tx, account: AccountId, issuer: &str) -> DbResult<u64> {
    tx.exec("DELETE FROM identities WHERE account = $1 AND issuer = $2", vals![account, issuer]).await
}
