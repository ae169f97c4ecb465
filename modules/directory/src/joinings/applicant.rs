//! Who is applying: the visitor, with the draft that the phone keeps.
//!
//! The draft travels in a cookie of its own, sealed: the server stores nothing before it is submitted, nobody can change it, and every
//! step is an ordinary page that can be reloaded and gone back to.
use super::{JoiningId, form::Form, store};
use crate::{codes::JoiningCode, members};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    App,
    db::Result as DbResult,
    identity::AccountId,
    web::{self, Error},
};
use serde::{Deserialize, Serialize};
use ui::Guest;

const COOKIE: &str = "joining";
const FIELD: &str = "joining.draft";
/// As long as drafts on the phone.
const SECONDS: i64 = 14 * 86_400;

/// What was told so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Whose it is, once known: another account does not see it.
    pub account: Option<AccountId>,
    /// The word of the scanned code.
    pub code: String,
    /// The phone to which a code was sent, until somebody is signed in.
    pub phone: String,
    pub form: Form,
    /// The returned joining that it mends.
    pub mends: Option<JoiningId>,
}

pub struct Applicant {
    pub guest: Guest,
    pub draft: Draft,
}
impl<S: Send + Sync> FromRequestParts<S> for Applicant
where
    App: FromRef<S>,
{
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let guest = Guest::from_request_parts(parts, state).await?;
        let sealed = web::cookie(&parts.headers, COOKIE).unwrap_or_default();
        let kept = guest.app.keys.open(FIELD, &sealed).ok().and_then(|text| serde_json::from_str::<Draft>(&text).ok());
        let mut draft = kept.unwrap_or_default();
        let account = guest.maybe().map(|w| w.account);
        if draft.account.is_some() && account.is_some() && draft.account != account {
            draft = Draft { code: draft.code, ..Draft::default() };
        }
        Ok(Self { guest, draft })
    }
}

impl Applicant {
    pub fn app(&self) -> &App {
        &self.guest.app
    }
    /// The scanned code while it holds.
    pub async fn code(&self) -> DbResult<Option<JoiningCode>> {
        if self.draft.code.is_empty() {
            return Ok(None);
        }
        let found = crate::codes::store::by_code(&self.app().db, &self.draft.code).await?;
        Ok(found.filter(|c| c.holds_on(self.app().today())))
    }
    /// An answer that leaves the draft on the phone.
    pub fn keeping(&self, answer: impl IntoResponse) -> Response {
        let text = serde_json::to_string(&self.draft).expect("plain fields");
        self.with_cookie(answer, &self.app().keys.seal(FIELD, &text), SECONDS)
    }
    /// An answer that takes the draft away.
    pub fn forgetting(&self, answer: impl IntoResponse) -> Response {
        self.with_cookie(answer, "", 0)
    }
    fn with_cookie(&self, answer: impl IntoResponse, value: &str, seconds: i64) -> Response {
        let secure = if self.app().config.secure_cookies { "; Secure" } else { "" };
        let cookie = format!("{COOKIE}={value}; Path=/join; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        let mut response = answer.into_response();
        let cookie = HeaderValue::from_str(&cookie).expect("a sealed text is plain ASCII");
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }
    /// Where somebody signed in belongs instead of the form: the state of what was submitted, or the news that one is a member.
    pub async fn elsewhere(&self) -> Result<Option<&'static str>, Error> {
        let Some(who) = self.guest.maybe() else { return Ok(None) };
        let newest = store::newest_of(&self.app().db, who.account).await?;
        if newest.is_some_and(|j| j.state().is_open() && self.draft.mends != Some(j.id)) {
            return Ok(Some("/me/joining"));
        }
        let member = match who.person {
            Some(person) => members::store::current(&self.app().db, person).await?.is_some(),
            None => false,
        };
        Ok(member.then_some("/join/member"))
    }
    /// The first step that is still to be done, if it comes before `here`; or where one belongs instead.
    pub async fn detour(&self, here: Step) -> Result<Option<Response>, Error> {
        if let Some(path) = self.elsewhere().await? {
            return Ok(Some(Redirect::to(path).into_response()));
        }
        let open = match () {
            () if self.guest.maybe().is_none() => Step::Phone,
            () if !self.draft.form.has_person() => Step::Who,
            () if !self.draft.form.has_work() => Step::Work,
            () => Step::Union,
        };
        Ok((open < here).then(|| Redirect::to(open.path()).into_response()))
    }
    pub fn frame(&self, title: &str, back: Option<&str>) -> ui::Member {
        let mut frame = self.guest.frame(title, ui::Tab::Home, Some(back.unwrap_or("/")));
        frame.tabs.clear();
        frame
    }
}

/// The four steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Phone,
    Who,
    Work,
    Union,
}
impl Step {
    pub fn path(self) -> &'static str {
        ["/join", "/join/who", "/join/work", "/join/union"][self as usize]
    }
    pub fn stepper(self) -> ui::Stepper {
        ui::Stepper::new(self as usize + 1, 4)
    }
}
