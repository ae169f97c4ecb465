//! 会籍办理 on the member site: what is under way, what can be done, one's own way with its line of life.
use crate::{
    expulsions::Opinion,
    keeping::Cause,
    ways::{
        By, Turn, Wanted, With, facts, life,
        paper::Paper,
        perform,
        rules::{Act, Kind, State},
        stamp,
        store::{self, Way, WayId},
        turns,
    },
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use directory::{
    members::{self, Membership},
    unions::{self, Union},
};
use platform::{
    calendar,
    rights::Access::SignedIn,
    web::{Error, Fields, Result, Routes, see},
};
use ui::{Guest, Life, Member, Row, Stamp, Stepper, Tab, Until, filters};

pub const PATH: &str = "/me/membership";

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, SignedIn, index)
        .get("/me/membership/ways/{way}", SignedIn, show)
        .get("/me/membership/ways/{way}/paper", SignedIn, paper)
        .post("/me/membership/ways/{way}/answer", SignedIn, answer)
}
/// One's own way.
pub fn link(id: impl std::fmt::Display) -> String {
    format!("{PATH}/ways/{id}")
}

/// The membership of who is signed in; otherwise where such a person belongs.
pub async fn membership(guest: &Guest) -> Result<std::result::Result<Membership, Response>> {
    let found = match guest.person() {
        Some(person) => members::store::current(&guest.app.db, person).await?,
        None => None,
    };
    Ok(found.ok_or_else(|| Redirect::to(PATH).into_response()))
}
/// The page of the way that is open already, with a sentence; none where nothing is in the way. `Leave` is never held up.
pub async fn held_up(guest: &Guest, membership: &Membership) -> Result<Option<Response>> {
    let open = store::open_of(&guest.app.db, membership.person).await?;
    Ok(open.map(|way| see(&link(way.id), &format!("您有一件{}正在办，办完或撤回以后再申请", way.kind().name()))))
}
/// The frame of a form: without tabs, with a dock.
pub fn frame(guest: &Guest, title: &str, back: &str) -> Member {
    let mut frame = guest.frame(title, Tab::Mine, Some(back));
    frame.tabs.clear();
    frame
}

#[derive(Template)]
#[template(path = "mine/index.html")]
struct IndexPage {
    frame: Member,
    membership: Option<Membership>,
    open: Option<Way>,
    choices: Vec<Row>,
    leave: bool,
    past: Vec<Row>,
}

async fn index(guest: Guest) -> Result<Response> {
    let membership = membership(&guest).await?.ok();
    let all = match guest.person() {
        Some(person) => store::of_person(&guest.app.db, person).await?,
        None => Vec::new(),
    };
    let today = guest.app.today();
    let past = all.iter().filter(|way| !way.state().is_open()).map(|way| {
        let day = ui::text::near(platform::clock::day_of(way.created_at), today);
        Row::new(way.kind().name()).stamp(stamp(way.state())).meta(day).href(link(way.id))
    });
    let past = past.collect();
    let open = all.into_iter().find(|way| way.state().is_open());
    let choices = match (&membership, &open) {
        (Some(membership), None) => choices(membership.state == "kept"),
        _ => Vec::new(),
    };
    let frame = guest.frame("会籍办理", Tab::Mine, Some("/me"));
    Ok(guest.show(&IndexPage { frame, leave: membership.is_some(), membership, open, choices, past }))
}
fn choices(kept: bool) -> Vec<Row> {
    let row = |title: &str, icon: &'static str, meta: &str, noun: &str| {
        Row::new(title).icon(icon).meta(meta).href(format!("{PATH}/{noun}"))
    };
    let transfer = row("换了单位，转会", "transfer", "会龄接着算", "transfer");
    let other = match kept {
        true => row("又上班了，恢复会籍", "refresh", "卡号、会龄不变", "return"),
        false => row("退休或没有工作，保留会籍", "bookmark-plus", "卡号、会龄不变", "keep"),
    };
    vec![transfer, other]
}

#[derive(Template)]
#[template(path = "mine/way.html")]
struct WayPage {
    frame: Member,
    way: Way,
    steps: Stepper,
    until: Option<Until>,
    life: Life,
    reason: String,
    turns: Vec<Turn>,
    opinion: Option<Opinion>,
    contact: Option<Union>,
    may_withdraw: bool,
}
impl WayPage {
    fn stamp(&self) -> Stamp {
        stamp(self.way.state())
    }
    fn sentence(&self) -> String {
        let (way, kind) = (&self.way, self.way.kind());
        match (way.state(), kind) {
            (State::Proposed, _) => format!("{}请您转会，您同意吗", way.to()),
            (State::Releasing, _) => "到期没有异议就转".into(),
            (State::Receiving, _) => format!("等{}接收", way.to()),
            (State::Disputed, _) => "原工会有异议，等上级裁定".into(),
            (State::Returned, _) => "请改一下，再交上去".into(),
            (State::Asked, _) => format!("{}正在办", way.union_name),
            (State::Deciding, _) => "等委员会决定，您可以先去说明".into(),
            (State::Declared, _) | (State::Done, Kind::Leave) => "您已经退会".into(),
            (State::Reporting, _) | (State::Done, Kind::Expel) => "委员会决定开除您的会籍".into(),
            (State::Done, Kind::Transfer) => format!("您现在是{}的会员", way.to()),
            (State::Done, _) => format!("{}办好了", kind.name()),
            (State::Refused, Kind::Expel) => "委员会决定不开除".into(),
            (State::Refused, _) => "这次没有办成".into(),
            (State::Withdrawn, _) => "这件事撤回了，会籍没有变动".into(),
        }
    }
}

/// One's own way: others don't exist.
async fn own(guest: &Guest, id: WayId) -> Result<Way> {
    let way = store::find(&guest.app.db, id).await?;
    way.filter(|way| guest.person() == Some(way.person)).ok_or(Error::NotFound)
}

async fn show(guest: Guest, Path(way): Path<WayId>) -> Result<Response> {
    let way = own(&guest, way).await?;
    let app = &guest.app;
    let due = way.due().filter(|_| !way.state().is_over());
    let until = due.map(|due| {
        let left = i64::from(calendar::days_left(app.today(), due));
        let at = way.at_name.clone().unwrap_or_else(|| "您".into());
        Until::new(left, format!("{at}最迟{}办", ui::text::near(due, app.today())))
    });
    let steps = store::steps(&app.db, way.id).await?;
    let said = steps.iter().rev().find(|s| !s.reason.is_empty());
    let told = matches!(way.state(), State::Returned | State::Refused | State::Disputed);
    let current = members::store::current(&app.db, way.person).await?.filter(|_| way.state().is_open());
    let turns = match current {
        Some(membership) => {
            let employer = (!way.cause.is_empty()).then_some(way.employer_name.as_str());
            let wanted = Wanted { to: way.to(), employer, cause: Cause::from_key(&way.cause) };
            turns(way.kind(), &facts(app, &membership).await?, &wanted)
        }
        None => Vec::new(),
    };
    let whom = way.at_org.or(way.to_union).unwrap_or(way.union_id);
    let page = WayPage {
        frame: guest.frame(way.kind().name(), Tab::Mine, Some(PATH)),
        steps: Stepper::new(way.state().step(way.kind()), way.kind().steps().len()),
        until,
        life: life(app, &way, false).await?,
        reason: said.filter(|_| told).map(|s| s.reason.clone()).unwrap_or_default(),
        turns,
        opinion: Opinion::of(&way),
        contact: unions::store::find(&app.db, whom).await?.filter(|u| !u.phone.is_empty()),
        may_withdraw: way.state().is_open() && way.state() != State::Proposed && way.kind() != Kind::Expel,
        way,
    };
    Ok(guest.show(&page))
}

async fn paper(guest: Guest, Path(way): Path<WayId>) -> Result<Response> {
    let way = own(&guest, way).await?;
    let back = link(way.id);
    Ok(guest.show(&Paper::of(&guest.app, way, back).await?))
}

/// Confirms or declines a proposal, or withdraws what one asked.
async fn answer(guest: Guest, Path(way): Path<WayId>, form: Fields) -> Result<Response> {
    let way = own(&guest, way).await?;
    let expelled = way.kind() == Kind::Expel;
    let act = match form.get("answer") {
        "confirm" => Act::Confirm,
        "decline" => Act::Decline,
        "withdraw" if !expelled && way.state() != State::Proposed => Act::Withdraw,
        _ => return Err(Error::refused("请选择要怎么办")),
    };
    let version = form.number("version").unwrap_or(way.version);
    let done = perform(&guest.app, By::member(guest.who()?), &way, version, (act, ""), With::Nothing).await?;
    let sentence = match done {
        Ok(()) => format!("{}：{}", way.kind().name(), act.name()),
        Err(sentence) => sentence,
    };
    Ok(see(&link(way.id), &sentence))
}
