//! Answers: errors, forms, guards, flash, headers. One way from a request to a page.
mod device;
mod download;
mod error;
mod fields;
mod flash;
mod guard;
mod held;
mod routes;
mod sender;
mod service;
mod upload;

pub use device::device;
pub use download::{Pieces, XLSX, download};
pub use error::{Error, ErrorPage, Result};
pub use fields::{FORM_LIMIT, Fields, encode};
pub use flash::{Flash, see};
pub use guard::{SESSION_COOKIE, Visitor, Who, session_cookie};
pub use held::{HeldForm, held_form};
pub use routes::{Declared, Routes};
pub use sender::Senders;
pub use service::{declared, service};
pub use upload::{Upload, every_upload, uploads};

use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a cookie that the browser sent.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v.to_owned()))
}

/// A `Set-Cookie` value; `seconds` 0 deletes it.
pub fn set_cookie(name: &str, value: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"))
        .expect("names and tokens are plain ASCII")
}

/// True for scripts that ask for JSON.
pub fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"application/json"))
}

/// What links and QR codes of this installation begin with.
pub fn base_url(app: &crate::App, headers: &HeaderMap) -> String {
    if let Some(url) = &app.config.public_url {
        return url.clone();
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let scheme = text("x-forwarded-proto").unwrap_or(if app.config.secure_cookies { "https" } else { "http" });
    format!("{scheme}://{}", text("host").unwrap_or("localhost"))
}
