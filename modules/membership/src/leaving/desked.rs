//! A member at the desk: what can be done with the membership, and what stands in the way of it.
use crate::{
    permissions::WAYS_READ,
    ways::{
        rules::Kind,
        stamp,
        store::{self, Way, WayId},
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::members::{self, Membership, MembershipId};
use platform::web::{Error, Result};
use ui::{Button, Console, Crumb, Desk, filters};

/// A member whose membership may be changed in the way at hand by who is at this desk.
pub struct Desked {
    pub membership: Membership,
}
impl Desked {
    /// The member of one's branch; a sentence where this way is not open to the membership.
    pub async fn of(desk: &Desk, id: MembershipId, kind: Kind) -> Result<Desked> {
        let membership = within(desk, id).await?;
        if desk.who.person == Some(membership.person) {
            return Err(Error::refused("这是您本人的会籍，请在手机上申请，由其他人或上一级工会办理"));
        }
        // Nothing holds up somebody who leaves.
        let open = store::open_of(&desk.app.db, membership.person).await?;
        if let Some(way) = open.filter(|_| kind != Kind::Leave) {
            return Err(Error::Refused(busy(&membership, &way)));
        }
        match refusal(kind, &membership) {
            Some(sentence) => Err(Error::Refused(sentence)),
            None => Ok(Desked { membership }),
        }
    }
    pub fn frame(&self, desk: &Desk, title: &str) -> Console {
        let crumbs = vec![
            Crumb::to("会员名册", "/console/members"),
            Crumb::to(&self.membership.name, members::link(self.membership.id)),
        ];
        desk.frame(title, "/console/members", crumbs)
    }
    pub fn path(&self, noun: &str) -> String {
        format!("{}/{noun}", members::link(self.membership.id))
    }
    pub fn answer(
        &self,
        done: std::result::Result<WayId, String>,
        then: impl Fn(WayId) -> Response,
    ) -> Result<Response> {
        done.map(then).map_err(Error::Refused)
    }
}
async fn within(desk: &Desk, id: MembershipId) -> Result<Membership> {
    let scope = desk.scope(WAYS_READ)?;
    members::store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}
fn busy(membership: &Membership, way: &Way) -> String {
    format!("{}有一件{}正在办（{}），办完以后才能办别的", membership.name, way.kind().name(), way.state().name())
}
/// Why a way is not open to a membership.
fn refusal(kind: Kind, membership: &Membership) -> Option<String> {
    let name = &membership.name;
    match (kind, membership.state.as_str()) {
        (Kind::Return, "ended" | "kept") => None,
        (Kind::Return, _) => Some(format!("{name}的会籍有效，不用恢复")),
        (_, "ended") => Some(format!("{name}已经离会，这件事不能再办")),
        (Kind::Keep, "kept") => Some(format!("{name}的会籍已经是保留状态")),
        _ => None,
    }
}

struct Choice {
    title: &'static str,
    about: &'static str,
    href: String,
    /// Why not.
    not: Option<String>,
}

#[derive(Template)]
#[template(path = "leaving/desked.html")]
struct IndexPage {
    frame: Console,
    membership: Membership,
    choices: Vec<Choice>,
    open: Option<Way>,
    ways: Vec<Way>,
}

/// What can be done with a membership.
pub async fn index(desk: Desk, Path(member): Path<MembershipId>) -> Result<Response> {
    let membership = within(&desk, member).await?;
    let ways = store::of_person(&desk.app.db, membership.person).await?;
    let open = ways.iter().find(|way| way.state().is_open()).cloned();
    let own = desk.who.person == Some(membership.person);
    let why = |kind| match &open {
        _ if own => Some("这是您本人的会籍，请在手机上申请".to_owned()),
        Some(way) if kind != Kind::Leave => Some(format!("先办完正在办的{}", way.kind().name())),
        _ => refusal(kind, &membership),
    };
    let choice = |kind: Kind, about, noun| Choice {
        title: kind.name(),
        about,
        href: format!("{}/{noun}", members::link(membership.id)),
        not: why(kind),
    };
    let choices = vec![
        choice(Kind::Transfer, "换了单位，会籍跟着走，会龄接着算", "transfer"),
        choice(Kind::Keep, "退休、失业、待岗，会籍留着，仍算会员", "keep"),
        choice(Kind::Return, "保留的会籍恢复，或离会的人重新入会", "return"),
        choice(Kind::Leave, "本人签了退会声明，当天生效，不能拒绝", "leave"),
        choice(Kind::Expel, "犯罪受刑，小组有意见，委员会决定，报上级备案", "expulsion"),
    ];
    let desked = Desked { membership };
    let frame = desked.frame(&desk, "会籍办理");
    Ok(desk.show(&IndexPage { frame, membership: desked.membership, choices, open, ways }))
}
