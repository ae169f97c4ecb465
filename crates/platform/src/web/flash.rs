//! One sentence that survives the redirect after an act.
use super::{cookie, encode, fields::Fields, set_cookie};
use axum::{
    http::{HeaderMap, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};

const COOKIE: &str = "flash";

/// What to say on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash(pub String);

impl Flash {
    /// The sentence that the last act left, if any; showing it takes it away (see [`Flash::taken`]).
    pub fn from_headers(headers: &HeaderMap) -> Option<Flash> {
        let text = cookie(headers, COOKIE)?;
        Some(Flash(Fields::parse(&format!("s={text}")).get("s").to_owned())).filter(|f| !f.0.is_empty())
    }
    /// The header that takes a shown sentence away.
    pub fn taken() -> (header::HeaderName, header::HeaderValue) {
        (header::SET_COOKIE, set_cookie(COOKIE, "", 0, false))
    }
}

/// Goes to a page after an act, with a sentence that says what happened.
pub fn see(path: &str, sentence: &str) -> Response {
    let cookie = set_cookie(COOKIE, &encode(sentence), 60, false);
    (AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(path)).into_response()
}
