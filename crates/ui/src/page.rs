//! Whole pages that belong to no module: refusals and faults on both faces, and the page for no network.

use askama::Template;
use platform::web::ErrorPage;

const SITE_NAME: &str = "职工之家";

/// The two faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The member site.
    Member,
    /// The console.
    Console,
}

#[derive(Template)]
#[template(path = "error.html")]
struct MemberError<'a> {
    title: &'a str,
    site_name: &'a str,
    large: bool,
    sentence: &'a str,
    number: Option<&'a str>,
    sign_in: bool,
}

#[derive(Template)]
#[template(path = "error-console.html")]
struct ConsoleError<'a> {
    title: &'a str,
    site_name: &'a str,
    large: bool,
    sentence: &'a str,
    number: Option<&'a str>,
    /// It is not there, or lies outside the branch: the page says where one learns which posts could see it.
    not_found: bool,
}

/// A page that says why something did not happen, in the layout of the face. Fits `App`'s `error_page`.
pub fn error_page(page: &ErrorPage) -> String {
    let ErrorPage { title, sentence, large, .. } = page;
    let (title, sentence, number, large) = (*title, &**sentence, page.number.as_deref(), *large);
    let site_name = SITE_NAME;
    let rendered = if page.console && page.signed_in {
        ConsoleError { title, site_name, large, sentence, number, not_found: page.status == 404 }.render()
    } else {
        MemberError { title, site_name, large, sentence, number, sign_in: page.status == 401 }.render()
    };
    rendered.expect("writing into a string cannot fail")
}

/// What the service worker shows when there is no network.
pub fn offline_page() -> String {
    let page = MemberError {
        title: "现在没有网络",
        site_name: SITE_NAME,
        large: false,
        sentence: "连上网后再打开这一页。填好没提交的内容还在这台手机上。",
        number: None,
        sign_in: false,
    };
    page.render().expect("writing into a string cannot fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_page_says_the_sentence_and_the_number_and_nothing_raw() {
        for console in [false, true] {
            let html = error_page(&ErrorPage {
                status: 500,
                title: "系统出了问题",
                sentence: "<我们>已经知道".to_owned(),
                number: Some("A1B2".to_owned()),
                console,
                signed_in: true,
                large: true,
            });
            assert!(html.contains("系统出了问题") && html.contains("A1B2") && !html.contains("<我们>"), "{html}");
            assert!(html.contains(r#"lang="zh-CN" data-type=large"#), "{html}");
        }
    }
}
