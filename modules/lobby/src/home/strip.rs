//! Who one is here, in one strip: the member with the union and the way to the card, the applicant with the state, or the way to join.
use askama::Template;
use directory::{
    joinings::{self, Joining, State},
    members::{self, Membership},
};
use jiff::civil::Date;
use platform::web::Result;
use ui::{Guest, Stamp, filters};

/// How somebody who is signed in stands to the union.
enum Standing {
    Member(Membership),
    /// Has applied, and the answer is not there yet.
    Applicant(Joining),
    Stranger,
}

#[derive(Template)]
#[template(path = "home/strip.html")]
pub struct Strip {
    name: String,
    standing: Standing,
    today: Date,
}
impl Strip {
    /// The strip of who is signed in.
    pub async fn of(guest: &Guest) -> Result<Strip> {
        let who = guest.who()?;
        let membership = match who.person {
            Some(person) => members::store::current(&guest.app.db, person).await?,
            None => None,
        };
        let standing = match membership {
            Some(membership) => Standing::Member(membership),
            None => match joinings::store::newest_of(&guest.app.db, who.account).await? {
                Some(joining) if joining.state().is_open() => Standing::Applicant(joining),
                _ => Standing::Stranger,
            },
        };
        Ok(Strip { name: who.name.clone(), standing, today: guest.app.today() })
    }
    pub fn membership(&self) -> Option<&Membership> {
        match &self.standing {
            Standing::Member(membership) => Some(membership),
            _ => None,
        }
    }
    pub fn is_member(&self) -> bool {
        self.membership().is_some()
    }
    /// Neither a member nor on the way: the page's one red button is joining.
    pub fn is_stranger(&self) -> bool {
        matches!(self.standing, Standing::Stranger)
    }
    pub fn is_applicant(&self) -> bool {
        matches!(self.standing, Standing::Applicant(_))
    }
    /// The application that was sent back to be mended.
    pub fn returned(&self) -> Option<&Joining> {
        match &self.standing {
            Standing::Applicant(joining) if joining.state() == State::Returned => Some(joining),
            _ => None,
        }
    }
    fn stamp(&self, membership: &Membership) -> Stamp {
        if membership.state == "kept" { Stamp::info("保留会籍") } else { Stamp::gold("会员") }
    }
    fn answer(&self, joining: &Joining) -> &'static str {
        if joining.is_undecided() { "给您定一家工会" } else { "告诉您结果" }
    }
}
impl askama::filters::HtmlSafe for Strip {}
