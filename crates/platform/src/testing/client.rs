//! A browser as tests see it: cookies, forms, and what the page says.
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use std::{collections::BTreeMap, net::SocketAddr};
use tower::ServiceExt;

pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Where its requests come from; none: not over a network.
    peer: Option<SocketAddr>,
    /// What it says in headers besides.
    said: Vec<(&'static str, String)>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}
impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    /// Where a redirect leads.
    pub fn to(&self) -> String {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned()
    }
    pub fn says(&self, sentence: &str) -> bool {
        self.visible().contains(&sentence.chars().filter(|c| !c.is_whitespace()).collect::<String>())
    }
    /// The page's text without tags and white space.
    pub fn visible(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.text().chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside && !c.is_whitespace() => out.push(c),
                _ => {}
            }
        }
        out.replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&#38;", "&")
            .replace("&amp;", "&")
            .replace("&#60;", "<")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#62;", ">")
    }
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{} → {}", self.text(), self.to());
        self
    }
    #[track_caller]
    pub fn expect_says(self, sentence: &str) -> Self {
        assert!(self.says(sentence), "the page does not say 「{sentence}」: {}", self.visible());
        self
    }
}

impl Client {
    pub(super) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), peer: None, said: Vec::new() }
    }
    /// A browser at a program that the test put together itself.
    pub fn of(app: &crate::App) -> Self {
        Self::new(crate::web::service(app, Router::new()))
    }
    /// From now on its requests come from this address ("203.0.113.5"), with these headers.
    pub fn comes_from(&mut self, peer: &str, said: &[(&'static str, &str)]) {
        self.peer = Some(SocketAddr::new(peer.parse().expect("an address"), 40_000));
        self.said = said.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    }
    pub fn keep_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }
    pub fn has_cookie(&self, name: &str) -> bool {
        self.cookies.get(name).is_some_and(|v| !v.is_empty())
    }
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, Body::empty()).await
    }
    /// Sends a form as a page of ours does.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .map(|(n, v)| format!("{}={}", crate::web::encode(n), crate::web::encode(v)))
            .collect::<Vec<_>>()
            .join("&");
        self.send("POST", path, Some("application/x-www-form-urlencoded"), Body::from(body)).await
    }
    /// Sends a form with a file in the field `file`.
    pub async fn upload(&mut self, path: &str, file_name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
        self.upload_in(path, "file", (file_name, bytes), fields).await
    }
    /// The same, where the file's field has a name of its own.
    pub async fn upload_in(
        &mut self,
        path: &str,
        field: &str,
        (file_name, bytes): (&str, &[u8]),
        fields: &[(&str, &str)],
    ) -> Answer {
        const EDGE: &str = "edge-of-a-test-form";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        body.extend(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(format!("\r\n--{EDGE}--\r\n").bytes());
        self.send("POST", path, Some(&format!("multipart/form-data; boundary={EDGE}")), Body::from(body)).await
    }
    pub async fn send(&mut self, method: &str, path: &str, content_type: Option<&str>, body: Body) -> Answer {
        let cookies = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; ");
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "site.test")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookies);
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        for (name, value) in &self.said {
            request = request.header(*name, value);
        }
        let mut request = request.body(body).expect("a request");
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            let pair = value.to_str().unwrap_or("").split(';').next().unwrap_or("");
            if let Some((name, value)) = pair.split_once('=') {
                self.keep_cookie(name, value);
            }
        }
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}
