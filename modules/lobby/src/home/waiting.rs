//! The one thing that waits for the person.
use super::Strip;
use platform::{
    notices::{self, Notice},
    web::Result,
};
use ui::{Guest, Member, text};

/// One thing, and how many more there are.
pub struct Waiting {
    pub icon: &'static str,
    pub kicker: String,
    pub at: String,
    pub title: String,
    pub body: String,
    pub href: String,
    pub act: &'static str,
    pub more: i64,
}

impl Waiting {
    /// The newest message that was not read.
    pub async fn of(guest: &Guest, frame: &Member, _strip: &Strip) -> Result<Option<Waiting>> {
        if frame.unread == 0 {
            return Ok(None);
        }
        let newest = notices::list(&guest.app.db, guest.account()?, None, 20).await?;
        let unread = newest.into_iter().find(|n| n.read_at.is_none());
        Ok(unread.map(|notice| Waiting::message(notice, frame)))
    }
    fn message(notice: Notice, frame: &Member) -> Waiting {
        Waiting {
            icon: "bell",
            kicker: "新消息".into(),
            at: text::moment_near(platform::clock::local(notice.at), frame.today),
            title: notice.title,
            body: notice.body,
            href: format!("/me/messages/{}", notice.id),
            act: "去看看",
            more: frame.unread - 1,
        }
    }
}
