//! What can go wrong on the way to an answer, and the one place that shows it.
use super::guard::Visitor;
use crate::{App, db, secrets::Unreadable};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

/// Why a request has no page. An invalid form is not an error: it comes back filled in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("signed out")]
    SignedOut,
    #[error("forbidden")]
    Forbidden,
    #[error("not found")]
    NotFound,
    /// A sentence for the person: what is so, and what to do.
    #[error("refused: {0}")]
    Refused(String),
    /// Too much or too often; a sentence for the person.
    #[error("too many: {0}")]
    TooMany(String),
    #[error("too large: {0}")]
    TooLarge(String),
    /// Something that we stand on does not answer; a sentence for the person.
    #[error("unavailable: {0}")]
    Unavailable(String),
    #[error("the database: {0}")]
    Database(#[from] db::Error),
    #[error("internal: {0}")]
    Internal(String),
}
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Unreadable> for Error {
    fn from(fault: Unreadable) -> Self {
        Error::Internal(fault.to_string())
    }
}
impl From<std::io::Error> for Error {
    fn from(fault: std::io::Error) -> Self {
        Error::Internal(fault.to_string())
    }
}
impl Error {
    pub fn refused(sentence: impl Into<String>) -> Self {
        Error::Refused(sentence.into())
    }
    pub fn internal(fault: impl std::fmt::Display) -> Self {
        Error::Internal(fault.to_string())
    }
}

/// What the layouts get to show.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    pub status: u16,
    pub title: &'static str,
    pub sentence: String,
    /// Finds the fault in the log; only for faults of ours.
    pub number: Option<String>,
    pub console: bool,
    pub signed_in: bool,
    pub large: bool,
}

/// Travels in the response's extensions to [`show`].
#[derive(Clone)]
struct Shown {
    title: &'static str,
    sentence: String,
    number: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, title, sentence, number) = match self {
            Error::SignedOut => (StatusCode::UNAUTHORIZED, "请先登录", "登录以后才能看这一页。".to_owned(), None),
            Error::Forbidden => (
                StatusCode::FORBIDDEN,
                "您的职务不能办这件事",
                "如果您认为应当可以，请联系上级工会的系统管理员。".to_owned(),
                None,
            ),
            Error::NotFound => {
                (StatusCode::NOT_FOUND, "没有这一页", "地址可能写错了，或者内容已经移走。".to_owned(), None)
            }
            Error::Refused(sentence) => (StatusCode::CONFLICT, "这一步没有办成", sentence, None),
            Error::TooMany(sentence) => (StatusCode::TOO_MANY_REQUESTS, "请稍后再试", sentence, None),
            Error::TooLarge(sentence) => (StatusCode::PAYLOAD_TOO_LARGE, "文件太大了", sentence, None),
            Error::Unavailable(sentence) => (StatusCode::SERVICE_UNAVAILABLE, "暂时办不了", sentence, None),
            Error::Database(fault) if db::is_unwritable(&fault) => {
                tracing::error!(%fault, "the database can't be written");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "暂时不能保存",
                    "服务器的存储空间满了，这一步没有保存。已经提交成功的内容都在。请过一会儿再试。".to_owned(),
                    None,
                )
            }
            Error::Database(fault) => internal(&fault),
            Error::Internal(fault) => internal(&fault),
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Shown { title, sentence, number });
        response
    }
}

fn internal(fault: &dyn std::fmt::Display) -> (StatusCode, &'static str, String, Option<String>) {
    let number: String =
        crate::secrets::token().chars().filter(char::is_ascii_alphanumeric).take(8).collect::<String>().to_uppercase();
    tracing::error!(%fault, number, "internal fault");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "系统出了问题",
        "这一步没有办成，已经保存的内容都在。请稍后再试；如果还是不行，请把下面的编号告诉工会。".to_owned(),
        Some(number),
    )
}

/// Renders errors in the visitor's layout: for htmx and scripts as plain text.
pub async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let at_console = request.uri().path().starts_with("/console");
    let plain = request.headers().contains_key("hx-request") || super::wants_json(request.headers());
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let mut response = next.run(request).await;
    // Handlers say what is wrong in their own words; a bare 400 is an address whose number is no number.
    if response.status() == StatusCode::BAD_REQUEST && response.extensions().get::<Shown>().is_none() {
        response = Error::NotFound.into_response();
    }
    let Some(Shown { mut title, mut sentence, number }) = response.extensions_mut().remove::<Shown>() else {
        return response;
    };
    let status = response.status();
    // Without a post there is no work list to go back to.
    let console = at_console && visitor.signed_in.as_ref().is_some_and(|who| who.acting().is_some());
    if at_console && !console && status == StatusCode::FORBIDDEN {
        (title, sentence) = ("这里是工会干部的工作台", "您现在没有任职，看不到这一页。".to_owned());
    }
    if plain {
        return (status, format!("{title}：{sentence}{}", number.map(|n| format!("（编号{n}）")).unwrap_or_default()))
            .into_response();
    }
    let page = ErrorPage {
        status: status.as_u16(),
        title,
        sentence,
        number,
        console,
        signed_in: visitor.signed_in.is_some(),
        large: visitor.large,
    };
    let mut shown = (status, Html((app.error_page)(&page))).into_response();
    for (name, value) in response.headers() {
        if *name == header::SET_COOKIE {
            shown.headers_mut().append(name, value.clone());
        }
    }
    shown.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    shown
}
