//! Who one is here, in one strip: the member with the union and the way to the card, or the way to join.
use askama::Template;
use directory::members::{self, Membership};
use platform::web::Result;
use ui::{Guest, Stamp};

#[derive(Template)]
#[template(path = "home/strip.html")]
pub struct Strip {
    name: String,
    membership: Option<Membership>,
}
impl Strip {
    /// The strip of who is signed in.
    pub async fn of(guest: &Guest) -> Result<Strip> {
        let membership = match guest.person() {
            Some(person) => members::store::current(&guest.app.db, person).await?,
            None => None,
        };
        Ok(Strip { name: guest.who()?.name.clone(), membership })
    }
    pub fn is_member(&self) -> bool {
        self.membership.is_some()
    }
    fn stamp(&self, membership: &Membership) -> Stamp {
        if membership.state == "kept" { Stamp::info("保留会籍") } else { Stamp::gold("会员") }
    }
}
impl askama::filters::HtmlSafe for Strip {}
