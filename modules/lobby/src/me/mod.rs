//! 我的: a person's own pages.
//!
//! Promises: everything here is the asker's own, found by the account or the person behind the session, never by an id from the address
//! alone; whatever is held about somebody can be seen, taken along and, where it rests on consent, withdrawn.
mod consents;
mod data;
mod devices;
mod erasure;
mod export;
mod file;
mod front;
mod messages;
pub(crate) mod password;
mod portions;
mod records;
mod seers;
#[cfg(test)]
mod tests;

use crate::home::Strip;
use askama::Template;
use axum::response::Response;
use front::Front;
use platform::{
    identity::Post,
    jobs::{Job, Running},
    rights::Access::SignedIn,
    web::{Result, Routes},
};
use ui::{Guest, Member, Row, Tab};

pub use portions::ALL as PORTIONS;

pub fn routes() -> Routes {
    Routes::new()
        .get("/me", SignedIn, show)
        .get("/me/messages", SignedIn, messages::index)
        .get("/me/messages/{notice}", SignedIn, messages::show)
        .post("/me/messages/reading", SignedIn, messages::read_all)
        .get("/me/records", SignedIn, records::index)
        .get("/me/devices", SignedIn, devices::index)
        .post("/me/devices/{session}/revocation", SignedIn, devices::revoke)
        .post("/me/devices/others/revocation", SignedIn, devices::revoke_others)
        .get("/me/password", SignedIn, password::show)
        .post("/me/password", SignedIn, password::update)
        .get("/me/data", SignedIn, data::show)
        .get("/me/data/export", SignedIn, export::json)
        .get("/me/data/print", SignedIn, export::print)
        .get("/me/data/erasure", SignedIn, erasure::show)
        .post("/me/data/erasure", SignedIn, erasure::create)
        .post("/me/consents/withdrawal", SignedIn, consents::withdraw)
        .post("/me/consents", SignedIn, consents::give)
}

pub const ERASE_DUE: Job = Job {
    kind: "erasures.due",
    every: Some(86_400),
    run: |app, _| Box::pin(async move { erasure::erase_due(&app).await.map_err(|e| e.to_string()) }) as Running,
};

#[derive(Template)]
#[template(path = "me/me.html")]
struct MePage {
    frame: Member,
    /// The card's front, for members; the others see the strip.
    front: Option<Front>,
    strip: Strip,
    posts: Vec<Post>,
    rows: Vec<Row>,
    safety: Vec<Row>,
    large: Row,
}

async fn show(guest: Guest) -> Result<Response> {
    let who = guest.who()?;
    let strip = Strip::of(&guest).await?;
    let front = match strip.membership() {
        Some(membership) => Some(Front::of(&guest, membership).await?),
        None => None,
    };
    let frame = guest.frame("我的", Tab::Mine, None);
    let unread = frame.unread;
    let messages = Row::new("消息").icon("bell").href("/me/messages");
    let mut rows = own_rooms(&guest, strip.is_member());
    rows.push(Row::new("我的记录").icon("history").meta("入会、变更都在这里").href("/me/records"));
    rows.push(if unread > 0 { messages.value(format!("{unread}条未读")) } else { messages });
    let mut safety = vec![
        Row::new("我的数据").icon("eye").meta("谁看过，工会存了什么").href("/me/data"),
        Row::new("我的设备").icon("devices").meta("哪些设备登录着").href("/me/devices"),
        Row::new("密码").icon("lock").href("/me/password"),
    ];
    if !who.posts.is_empty() {
        let state = if who.has_second { "已启用" } else { "没有设" };
        safety.push(
            Row::new("动态口令")
                .icon("shield-lock")
                .meta("进工作台的第二道验证")
                .href("/me/second-factor")
                .value(state),
        );
    }
    let large = match frame.large {
        true => Row::new("关怀模式").icon("text-increase").meta("字恢复原样").href("/type?to=normal").value("已打开"),
        false => Row::new("关怀模式").icon("text-increase").meta("字大一些，按钮大一些").href("/type?to=large"),
    };
    Ok(guest.show(&MePage { front, strip, posts: who.posts.clone(), rows, safety, large, frame }))
}

/// The rooms of all modules that are about the person, but for the card, which stands above them. They are a member's.
fn own_rooms(guest: &Guest, member: bool) -> Vec<Row> {
    let rooms = guest.app.modules.iter().flat_map(|m| m.rooms.iter());
    rooms
        .filter(|room| member && room.path.starts_with("/me/") && room.path != "/me/card")
        .map(|room| Row::new(room.label).icon(room.icon).meta(room.hint).href(room.path))
        .collect()
}
