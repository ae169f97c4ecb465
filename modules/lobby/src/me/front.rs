//! The front of the member card, without its code: that one is shown when it is wanted.
use askama::Template;
use directory::members::Membership;
use platform::web::Result;
use ui::{Guest, Stamp, filters};

#[derive(Template)]
#[template(path = "me/front.html")]
pub struct Front {
    federation: String,
    membership: Membership,
    stamp: Stamp,
    /// 2024年3月
    joined: String,
}
impl Front {
    pub async fn of(guest: &Guest, membership: &Membership) -> Result<Front> {
        let root = guest.app.root().await?;
        let joined = membership.joined_on.parse::<jiff::civil::Date>();
        Ok(Front {
            federation: root.map_or_else(String::new, |org| org.name.clone()),
            stamp: match membership.state.as_str() {
                "kept" => Stamp::info("保留会籍"),
                _ => Stamp::ok("有效").icon("circle-check"),
            },
            joined: joined.map_or_else(|_| String::new(), |d| format!("{}年{}月", d.year(), d.month())),
            membership: membership.clone(),
        })
    }
}
impl askama::filters::HtmlSafe for Front {}
