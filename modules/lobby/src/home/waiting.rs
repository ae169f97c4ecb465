//! The one thing that waits for the person.
use super::Strip;
use platform::{
    notices::{self, Notice},
    web::Result,
};
use ui::{Guest, Member, text};

/// One thing, and how many unread messages there are besides.
pub struct Waiting {
    pub icon: &'static str,
    pub kicker: &'static str,
    pub at: String,
    pub title: String,
    pub body: String,
    pub href: String,
    pub act: &'static str,
    pub more: i64,
}

/// Among so many of the newest messages one is looked for that the page does not say anyway.
const LOOKED_AT: i64 = 20;

/// Work is in the row that leads to the console, and the state of the application in the strip.
fn is_said(notice: &Notice, strip: &Strip) -> bool {
    notice.link.starts_with("/console") || (strip.is_applicant() && notice.link == "/me/joining")
}

impl Waiting {
    /// What only the person can do comes first, then the newest unread message.
    pub async fn of(guest: &Guest, frame: &Member, strip: &Strip) -> Result<Option<Waiting>> {
        if let Some(joining) = strip.returned() {
            return Ok(Some(Waiting {
                icon: "message-question",
                kicker: "等您修改",
                at: String::new(),
                title: "入会申请退回来了，改好再交".into(),
                body: format!("{}写了要改什么，填过的都还在。", joining.union_name),
                href: "/me/joining".into(),
                act: "去修改",
                more: frame.unread,
            }));
        }
        if frame.unread == 0 {
            return Ok(None);
        }
        let newest = notices::newest_unread(&guest.app.db, guest.account()?, LOOKED_AT).await?;
        Ok(newest.into_iter().find(|notice| !is_said(notice, strip)).map(|notice| Waiting::message(notice, frame)))
    }
    fn message(notice: Notice, frame: &Member) -> Waiting {
        Waiting {
            icon: "bell",
            kicker: "新消息",
            at: text::moment_near(platform::clock::local(notice.at), frame.today),
            title: notice.title,
            body: notice.body,
            href: format!("/me/messages/{}", notice.id),
            act: "去看看",
            more: frame.unread - 1,
        }
    }
}
