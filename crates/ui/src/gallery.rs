//! All components with their examples, for development, screenshots and the accessibility test.

use askama::Template;

use crate::{Example, Face, Home, NavGroup, NavItem, PostLink, Tab};

/// The examples of all components.
pub fn examples() -> Vec<Example> {
    [
        crate::button::examples(),
        crate::stamp::examples(),
        crate::flash::examples(),
        crate::form::examples(),
        crate::field::examples(),
        crate::row::examples(),
        crate::home::examples(),
        crate::signature::examples(),
        crate::why::examples(),
        crate::until::examples(),
        crate::life::examples(),
        crate::empty::examples(),
        crate::figure::examples(),
        crate::chart::examples(),
        crate::graph::examples(),
        crate::list::examples(),
        crate::table::examples(),
    ]
    .concat()
}

#[derive(Template)]
#[template(path = "gallery-console.html")]
struct ConsoleGallery {
    frame: crate::Console,
    examples: Vec<Example>,
}

#[derive(Template)]
#[template(path = "gallery-member.html")]
struct MemberGallery {
    frame: crate::Member,
    examples: Vec<Example>,
}

/// The gallery of the console's components.
pub fn page() -> String {
    let item = |label: &str, count, here| NavItem { href: "#".to_owned(), label: label.to_owned(), count, here };
    let post = |org_name: &str, here| PostLink {
        org_name: org_name.to_owned(),
        role: "经办人".to_owned(),
        post: "1".to_owned(),
        here,
    };
    let frame = crate::Console {
        title: "组件".to_owned(),
        crumb: vec![crate::Crumb::word("开发"), crate::Crumb::to("职工端的组件", "/console/gallery/member")],
        org_name: "滨河县总工会".to_owned(),
        posts: vec![post("滨河县总工会", true), post("城东街道总工会", false)],
        person: "孙维方".to_owned(),
        waiting: 23,
        nav: vec![
            NavGroup {
                home: Some(Home::You), items: vec![item("会员名册", 0, true), item("入会审批", 8, false)]
            },
            NavGroup { home: None, items: vec![item("县域一张表", 0, false)] },
        ],
        ..Default::default()
    };
    let page = ConsoleGallery { frame, examples: of(Face::Console) };
    page.render().expect("writing into a string cannot fail")
}

/// The gallery of the member site's components.
pub fn member_page() -> String {
    let frame = crate::Member {
        title: "组件".to_owned(),
        site_name: "滨河县职工之家".to_owned(),
        tabs: vec![Tab::Home, Tab::Services, Tab::Activities, Tab::Benefits, Tab::Mine],
        signed_in: Some("林小满".to_owned()),
        unread: 2,
        ..Default::default()
    };
    let page = MemberGallery { frame, examples: of(Face::Member) };
    page.render().expect("writing into a string cannot fail")
}

/// The examples of one face; ids are made their own, since one page shows several of a kind.
fn of(face: Face) -> Vec<Example> {
    let mut mine: Vec<Example> = examples().into_iter().filter(|example| example.face == face).collect();
    for (index, example) in mine.iter_mut().enumerate() {
        for attribute in [
            " id=\"",
            "for=\"",
            "aria-labelledby=\"",
            "aria-describedby=\"",
            "aria-controls=\"",
            "data-chart=\"",
            "href=\"#",
        ] {
            example.html = example.html.replace(attribute, &format!("{attribute}e{index}-"));
        }
        // The second of two described ids.
        example.html = example.html.replace("-hint e", "-hint x").replace("-hint ", &format!("-hint e{index}-"));
        example.html = example.html.replace(&format!("href=\"#e{index}-\""), "href=\"#\"").replace(" data-focus", "");
    }
    mine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_renders_and_keeps_the_policy() {
        assert!(examples().len() > 40);
        for Example { component, title, html, .. } in examples() {
            assert!(!html.trim().is_empty(), "{component} {title}");
            // A block of data is not run: the policy lets it pass.
            let html = html.replace(r#"<script type="application/json""#, "");
            for forbidden in ["style=", "onclick", "<script", "{{", "{%"] {
                assert!(!html.contains(forbidden), "{component} {title}: {forbidden}");
            }
        }
    }

    #[test]
    fn the_frames_show_who_waits_and_where_one_is() {
        let console = page();
        assert!(console.contains("待办23件") && console.contains(r#"aria-current=page>会员名册"#), "{console}");
        let member = member_page();
        assert!(member.contains("2条未读") && member.contains(r#"aria-current="page" href="/""#));
        assert!(!member.contains("data-type=large"));
    }

    #[test]
    fn no_id_stands_twice_on_a_gallery() {
        for html in [page(), member_page()] {
            let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all);
        }
    }

    #[test]
    fn every_icon_that_a_template_or_a_page_names_is_in_the_sprite() {
        let list = include_str!("../../../web/icons.json");
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = Vec::new();
        for part in ["crates/ui", "modules", "app/src"] {
            collect(&root.join(part), &mut files);
        }
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for call in ["icon(\"", "icon_of(Home::Ai, \"", "icon: \""] {
                for name in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    let plain = name.trim_end_matches("-filled");
                    assert!(list.contains(&format!("\"{plain}\"")), "{} names icon {name}", file.display());
                }
            }
        }
    }

    fn collect(folder: &std::path::Path, files: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|ending| ending == "html" || ending == "rs")
                && !path.ends_with("gallery.rs")
            {
                files.push(path);
            }
        }
    }
}
