//! A member's page: facts left, timeline right, who may see it and who has seen it.
use super::{
    Membership, MembershipId,
    index::{self, crumb, state_stamp},
    link, store,
};
use crate::{
    changes,
    people::{self, Person, card},
    permissions::{MEMBERS_OPEN, MEMBERS_READ, MEMBERS_WRITE},
    unions,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    Thing, audit,
    identity::{self, Holder},
    rights::{Permission, Role},
    standards::tables,
    web::{Error, Fields},
};
use store::{Affiliation, Event};
use ui::{Choice, Crumb, Desk, Field, Life, Stamp, Step, filters, text};

/// A member in one's branch: the membership and the person.
pub struct Member {
    pub membership: Membership,
    pub person: Person,
}
impl Member {
    /// The member if the membership lies in the branch in which the permission holds.
    pub async fn within(desk: &Desk, needs: &Permission, id: MembershipId) -> Result<Member, Error> {
        let scope = desk.scope(needs)?;
        let membership = store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
        let person = people::store::find(&desk.app.db, membership.person).await?.ok_or(Error::NotFound)?;
        Ok(Member { membership, person })
    }
    /// The same where the membership still holds: who has left is nobody's to open or change any more.
    pub async fn current(desk: &Desk, needs: &Permission, id: MembershipId) -> Result<Member, Error> {
        let member = Member::within(desk, needs, id).await?;
        if member.membership.state == "ended" {
            return Err(Error::refused("这个人已经离会，资料不再能查看或修改"));
        }
        Ok(member)
    }
}

/// Who may see the page or has seen it open.
struct Seer {
    name: String,
    about: String,
    at: String,
}
impl Seer {
    fn initial(&self) -> String {
        self.name.chars().take(1).collect()
    }
}

#[derive(Template)]
#[template(path = "members/show.html")]
struct ShowPage {
    frame: ui::Console,
    offers: Vec<ui::Button>,
    membership: Membership,
    stamp: Stamp,
    facts: Vec<(&'static str, String)>,
    /// Sealed fields are shown open, this once.
    open: bool,
    reason: Field,
    groups: Vec<(String, String, Option<String>)>,
    group: Field,
    history: Vec<Event>,
    affiliations: Vec<Affiliation>,
    life: Life,
    may_see: Vec<Seer>,
    have_seen: Vec<Seer>,
    may_open: bool,
    may_write: bool,
}
impl ShowPage {
    fn change(&self, event: &Event) -> String {
        let change = tables::MEMBERSHIP_CHANGE.name_of(&event.change).unwrap_or("变动");
        let reason = tables::MEMBERSHIP_CHANGE_REASON.name_of(&event.reason);
        reason.map_or_else(|| change.to_owned(), |reason| format!("{change}，{reason}"))
    }
}

pub async fn show(desk: Desk, Path(member): Path<MembershipId>) -> Result<Response, Error> {
    let member = Member::within(&desk, MEMBERS_READ, member).await?;
    let page = page(&desk, member, false, &Fields::default()).await?;
    Ok(desk.show(&page))
}

/// Shows sealed fields once, with a reason that the person sees.
pub async fn open(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response, Error> {
    let member = Member::current(&desk, MEMBERS_OPEN, member).await?;
    let Some(reason) = form.required("reason", "请写明为什么要看，本人能看到这句话", 100) else {
        let page = page(&desk, member, false, &form).await?;
        return Ok(desk.refill(&page));
    };
    let mut tx = desk.app.db.begin().await?;
    let entry = audit::Entry {
        act: "member.open",
        object: "member",
        object_id: member.membership.id.0,
        person: Some(member.person.id),
        org: Some(member.membership.union_id),
        reason: &reason,
        detail: "查看了完整的证件号码、手机号和户籍所在地",
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let page = page(&desk, member, true, &Fields::default()).await?;
    Ok(desk.show(&page))
}

async fn page(desk: &Desk, member: Member, open: bool, form: &Fields) -> Result<ShowPage, Error> {
    let (app, today) = (&desk.app, desk.app.today());
    let Member { membership, person } = member;
    let here = membership.state != "ended";
    let mut crumbs = crumb();
    crumbs.push(Crumb::to("会员名册", index::PATH));
    let lines = audit::about(&app.db, person.id, 100).await?;
    let history = store::history(&app.db, person.id).await?;
    let names = index::groups(app, "").await?.into_iter().map(|g| Choice::new(&g, &g));
    Ok(ShowPage {
        frame: desk.frame(&membership.name, index::PATH, crumbs),
        offers: desk.offers(if here { Thing::Member } else { Thing::FormerMember }, membership.id.0),
        stamp: state_stamp(&membership.state, person.phone_sealed.is_some() && person.phone_checked == 0),
        facts: card::facts(&person, app, open, today)?,
        open,
        reason: Field::text("reason", "为什么要看")
            .hint("会记下来，本人能看到是谁、什么时候、为什么看")
            .attr("maxlength", 100)
            .of_form(form),
        groups: store::group_spans(&app.db, person.id).await?,
        group: Field::select("group", "加一个职工类别", std::iter::once(Choice::new("", "请选择")).chain(names)),
        life: timeline(desk, &lines, &history),
        affiliations: store::affiliations(&app.db, person.id).await?,
        may_see: may_see(desk, &membership).await?,
        have_seen: have_seen(desk, &lines),
        may_open: here && desk.may(MEMBERS_OPEN),
        may_write: here && desk.may(MEMBERS_WRITE),
        history,
        membership,
    })
}

/// Changes of the memberships and of the person's details, newest first.
fn timeline(desk: &Desk, lines: &[audit::Line], history: &[Event]) -> Life {
    let today = desk.app.today();
    let acts = lines.iter().filter_map(|line| Some((line.at, changes::step(line, act_name(&line.act)?, today))));
    let events = history.iter().map(|event| {
        let change = tables::MEMBERSHIP_CHANGE.name_of(&event.change).unwrap_or("变动");
        let step = Step::done(format!("{change}：{}", event.union_name))
            .at(text::moment_near(platform::clock::local(event.at), today));
        (event.at, step.line(Some(&event.note).filter(|n| !n.is_empty())))
    });
    let mut steps: Vec<(i64, Step)> = acts.chain(events).collect();
    steps.sort_by_key(|(at, _)| *at);
    Life::log(steps.into_iter().map(|(_, step)| step))
}
/// Acts that belong on the line; openings stand under who has seen it.
fn act_name(act: &str) -> Option<&'static str> {
    match act {
        "member.register" => Some("窗口登记"),
        "member.edit" => Some("修改资料"),
        "member.group" => Some("调整职工类别"),
        _ => None,
    }
}

async fn may_see(desk: &Desk, membership: &Membership) -> Result<Vec<Seer>, Error> {
    let over = identity::holders_over(&desk.app.db, &membership.path, desk.app.today()).await?;
    let reads = |holder: &Holder| Role::from_key(&holder.role).is_some_and(|role| MEMBERS_READ.is_held_by(role));
    let seer = |holder: Holder| Seer {
        name: holder.name,
        about: format!("{}，{}", holder.org_name, holder.title),
        at: String::new(),
    };
    Ok(over.into_iter().filter(reads).map(seer).collect())
}
fn have_seen(desk: &Desk, lines: &[audit::Line]) -> Vec<Seer> {
    let opened = lines.iter().filter(|line| line.act == "member.open");
    let seer = |line: &audit::Line| Seer {
        name: line.name.clone().unwrap_or_else(|| "系统".into()),
        about: format!("理由：{}", line.reason),
        at: text::moment_near(platform::clock::local(line.at), desk.app.today()),
    };
    opened.map(seer).collect()
}
