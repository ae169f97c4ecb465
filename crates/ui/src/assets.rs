//! The built styles, scripts and icons, inside the program. Promise: a hashed address never changes its content, so a
//! browser may keep it for a year; what has no hash in its name is asked for again each time.

use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use flate2::read::GzDecoder;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

static ADDRESSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let manifest = Dist::get("manifest.json").expect("build.rs has seen web/dist/manifest.json");
    let names: HashMap<String, String> =
        serde_json::from_slice(&manifest.data).expect("build.mjs writes the manifest as a map of names");
    names.into_iter().map(|(name, file)| (name, format!("/assets/{file}"))).collect()
});

/// The hashed address of an asset by its plain name, `member.css`.
///
/// # Panics
/// When the build made no such asset: a misspelt name, found by the first page that is rendered.
pub fn asset(name: &str) -> &'static str {
    ADDRESSES.get(name).unwrap_or_else(|| panic!("web/build.mjs makes no asset called {name}"))
}

/// `/assets/…`, the service worker, the manifest, the mark, the page for no network and the switch of 关怀模式.
/// All are open to everybody and the same for everybody.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{file}", get(hashed))
        .route("/sw.js", get(|headers| named("sw.js", headers)))
        .route("/manifest.webmanifest", get(|headers| named("manifest.webmanifest", headers)))
        .route("/favicon.svg", get(|headers| named("favicon.svg", headers)))
        .route("/favicon.ico", get(|headers| named("favicon.svg", headers)))
        .route("/offline", get(async || Html(crate::offline_page())))
        .route("/type", get(switch_type))
}

async fn hashed(Path(file): Path<String>, headers: HeaderMap) -> Response {
    // The segment comes decoded: `..%2F` must not lead to the files beside the assets.
    if file.contains(['/', '\\']) {
        return StatusCode::NOT_FOUND.into_response();
    }
    respond(&format!("assets/{file}"), FOR_A_YEAR, &headers)
}

async fn named(file: &'static str, headers: HeaderMap) -> Response {
    respond(file, ASK_AGAIN, &headers)
}

/// The file in the smallest form that the browser takes, or 304 when it has it already.
fn respond(file: &str, caching: &'static str, headers: &HeaderMap) -> Response {
    let Some((found, coding)) = smallest(file, headers) else { return StatusCode::NOT_FOUND.into_response() };
    let tag = etag(&found);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, content_type(file))
        .header(header::CACHE_CONTROL, caching)
        .header(header::VARY, "Accept-Encoding")
        .header(header::ETAG, tag);
    if let Some(coding) = coding {
        response = response.header(header::CONTENT_ENCODING, coding);
    }
    response.body(Body::from(found.data)).expect("headers are plain text")
}

fn smallest(file: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        let takes = accepted.split(',').any(|part| part.trim().split(';').next() == Some(coding));
        if takes && let Some(found) = Dist::get(&format!("{file}.{ending}")) {
            return Some((found, Some(coding)));
        }
    }
    // Hardly ever asked for, so they lie in the program packed only.
    let mut packed = Dist::get(&format!("{file}.gz"))?;
    packed.data = unpacked(&packed.data).into();
    Some((packed, None))
}
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut plain).expect("what build.mjs packed");
    plain
}

fn etag(file: &EmbeddedFile) -> String {
    let hex: String = file.metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[derive(serde::Deserialize)]
struct TypeSwitch {
    to: String,
}

/// Without the script: sets the cookie that the frames read and goes back to the page one came from.
async fn switch_type(Query(switch): Query<TypeSwitch>, headers: HeaderMap) -> Response {
    let size = if switch.to == "large" { "large" } else { "normal" };
    let cookie = format!("type={size}; Path=/; Max-Age=31536000; SameSite=Lax");
    ([(header::SET_COOKIE, cookie)], Redirect::to(&came_from(&headers))).into_response()
}

/// The path of the page that linked here; never another site.
fn came_from(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let here = text(header::HOST).unwrap_or_default();
    text(header::REFERER)
        .and_then(|referer| referer.split_once("://"))
        .and_then(|(_, rest)| rest.strip_prefix(here))
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
        .unwrap_or("/")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use tower::ServiceExt;

    async fn get(address: &str, coding: &str) -> Response {
        let request = Request::get(address).header("accept-encoding", coding).header("host", "home.test");
        let request = request.header("referer", "http://home.test/me?x=1").body(Body::empty()).unwrap();
        router::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_hashed_asset_is_kept_for_a_year_and_sent_compressed() {
        for (accepted, sent) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let response = get(asset("member.css"), accepted).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(response.headers()[header::CACHE_CONTROL], FOR_A_YEAR);
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
            assert_eq!(response.headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap()), sent);
        }
    }

    #[tokio::test]
    async fn the_service_worker_is_asked_for_again_each_time() {
        let response = get("/sw.js", "br").await;
        assert_eq!(response.headers()[header::CACHE_CONTROL], ASK_AGAIN);
        let tag = response.headers()[header::ETAG].clone();
        let again = Request::get("/sw.js").header("accept-encoding", "br").header("if-none-match", tag);
        let again = router::<()>().oneshot(again.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn what_the_build_did_not_make_is_not_found() {
        for address in ["/assets/member.css", "/assets/..%2Fmanifest.json", "/assets/x"] {
            assert_eq!(get(address, "br").await.status(), StatusCode::NOT_FOUND);
        }
    }

    #[tokio::test]
    async fn large_type_is_remembered_without_a_script_and_leads_back() {
        let response = get("/type?to=large", "br").await;
        assert_eq!(response.headers()[header::LOCATION], "/me?x=1");
        assert!(response.headers()[header::SET_COOKIE].to_str().unwrap().starts_with("type=large; Path=/"));
    }

    fn bytes(name: &str) -> usize {
        let file = asset(name).trim_start_matches('/');
        Dist::get(&format!("{file}.gz")).unwrap().data.len()
    }

    /// The shared script part (htmx) that the entry imports.
    fn parts_of(name: &str) -> usize {
        let entry = Dist::get(&format!("{}.gz", asset(name).trim_start_matches('/'))).unwrap();
        let entry = String::from_utf8(unpacked(&entry.data)).unwrap();
        let parts = Dist::iter().filter(|file| file.starts_with("assets/part.") && file.ends_with(".js.gz"));
        let named = |file: &str| file.trim_start_matches("assets/").trim_end_matches(".gz").to_owned();
        parts
            .filter(|file| entry.contains(&format!("from\"./{}\"", named(file))))
            .map(|file| Dist::get(&file).unwrap().data.len())
            .sum()
    }

    #[test]
    fn the_first_pages_weigh_no_more_than_promised() {
        // 8 kB are left for the page itself; gzip, the larger of the two codings.
        let shared = bytes("icons.svg") + parts_of("member.js");
        assert!(parts_of("member.js") > 10_000, "the shared part with htmx was not found");
        assert!(bytes("member.css") + bytes("member.js") + shared <= 52_000);
        assert!(bytes("console.css") + bytes("console.js") + shared <= 190_000);
    }
}
