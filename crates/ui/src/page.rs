//! Whole pages that belong to no module: refusals and faults on both faces, and the page for no network.

use askama::Template;

use crate::filters;

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
    title: &'static str,
    site_name: &'a str,
    large: bool,
    sentence: &'a str,
    number: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "error-console.html")]
struct ConsoleError<'a> {
    title: &'static str,
    site_name: &'a str,
    sentence: &'a str,
    number: Option<&'a str>,
}

/// A page that says why something did not happen. `sentence` is for the person; `number` finds a fault in the log.
pub fn error_page(face: Face, status: u16, sentence: &str, number: Option<&str>) -> String {
    let title = title(status);
    let site_name = "职工之家";
    let page = match face {
        Face::Member => MemberError { title, site_name, large: false, sentence, number }.render(),
        Face::Console => ConsoleError { title, site_name, sentence, number }.render(),
    };
    page.expect("writing into a string cannot fail")
}

fn title(status: u16) -> &'static str {
    match status {
        401 => "请先登录",
        403 => "不能看这一页",
        404 => "没有这一页",
        413 => "文件太大",
        429 => "太频繁了",
        503 => "暂时不能用",
        500.. => "出了故障",
        _ => "没有办成",
    }
}

/// What the service worker shows when there is no network.
pub fn offline_page() -> String {
    let sentence = "现在没有网络，连上后再打开这一页。填好没提交的内容还在这台手机上。";
    let page = MemberError { title: "没有网络", site_name: "职工之家", large: false, sentence, number: None };
    page.render().expect("writing into a string cannot fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_page_says_the_sentence_and_the_number_and_nothing_raw() {
        for face in [Face::Member, Face::Console] {
            let html = error_page(face, 500, "出了故障，<我们>已经知道", Some("A1B2"));
            assert!(html.contains("出了故障") && html.contains("A1B2") && !html.contains("<我们>"), "{html}");
            assert!(html.contains(r#"lang="zh-CN""#));
        }
    }
}
