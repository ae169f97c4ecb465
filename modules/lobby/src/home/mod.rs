//! The member site's first page, and the five homes with their rooms.
//!
//! Promise: a visitor's page asks the database for nothing; a room whose module is not there is not shown.
mod strip;
#[cfg(test)]
mod tests;
mod waiting;

pub use strip::Strip;

use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    App, Home, Room,
    identity::Post,
    rights::Access::Public,
    tasks,
    web::{Error, Result, Routes},
};
use ui::{Guest, House, Member, Row, Street, Tab, filters};
use waiting::Waiting;

pub fn routes() -> Routes {
    Routes::new().get("/", Public, show).get("/homes/{home}", Public, house)
}

/// The rooms that somebody may enter, of all modules.
fn rooms(app: &App, signed_in: bool) -> Vec<&'static Room> {
    app.modules.iter().flat_map(|m| m.rooms.iter()).filter(|room| signed_in || !room.signed_in).collect()
}
fn rows_of(home: Home, rooms: &[&Room]) -> Vec<Row> {
    rooms
        .iter()
        .filter(|room| room.home == home)
        .map(|room| Row::new(room.label).meta(room.hint).icon_of(home, room.icon).href(room.path))
        .collect()
}
/// The houses with rooms, when there are enough of them to make a street; otherwise the only home's rooms are shown as rows.
fn street(rooms: &[&Room]) -> Option<Street> {
    let open: Vec<House> = Home::ALL
        .into_iter()
        .filter(|home| *home != Home::All && rooms.iter().any(|room| room.home == *home))
        .map(|home| House::new(home, format!("/homes/{}", home.key())))
        .collect();
    (open.len() > 1).then(|| Street::new(open))
}
/// The rows of the only home that has any.
fn only_home(rooms: &[&Room]) -> Vec<Row> {
    match rooms.first() {
        Some(first) if rooms.iter().all(|room| room.home == first.home) => rows_of(first.home, rooms),
        _ => Vec::new(),
    }
}

/// 12351, the unions' hotline in the whole country.
pub fn hotline() -> Row {
    Row::new("遇到难处，拨12351").meta("工会维权服务热线").icon_of(Home::Xin, "phone").href("tel:12351")
}

/// What a post is called.
pub fn post_title(post: &Post) -> String {
    title_with_role(&post.title, post.role.name())
}
/// 工会主席, or with what the post is called there: 组织部副部长（工会干部）.
pub fn title_with_role(title: &str, role: &str) -> String {
    if title.is_empty() || title == role { role.to_owned() } else { format!("{title}（{role}）") }
}

#[derive(Template)]
#[template(path = "home/visitor.html")]
struct VisitorPage {
    frame: Member,
    /// Joining is possible here.
    join: bool,
    street: Option<Street>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    frame: Member,
    strip: Strip,
    waiting: Option<Waiting>,
    desk: Option<Row>,
    street: Option<Street>,
    rows: Vec<Row>,
}

async fn show(guest: Guest) -> Result<Response> {
    if guest.maybe().is_some() {
        return signed_in(&guest, guest.frame("", Tab::Home, None)).await;
    }
    guest.show_shared("home", || {
        let rooms = rooms(&guest.app, false);
        let join = rooms.iter().any(|room| room.path == "/join");
        // The hero leads to joining: the same row below it would say it twice.
        let others: Vec<&Room> = rooms.into_iter().filter(|room| room.path != "/join").collect();
        let frame = guest.frame("", Tab::Home, None);
        VisitorPage { frame, join, street: street(&others), rows: only_home(&others) }
    })
}

async fn signed_in(guest: &Guest, frame: Member) -> Result<Response> {
    let strip = Strip::of(guest).await?;
    let mut rooms = rooms(&guest.app, true);
    // The strip shows the card to members and offers joining to the others.
    let in_strip = |room: &Room| room.path == "/join" || room.path == "/me/card";
    rooms.retain(|room| !in_strip(room) && (strip.is_member() || !room.path.starts_with("/me/")));
    let page = HomePage {
        waiting: Waiting::of(guest, &frame, &strip).await?,
        desk: desk(guest).await?,
        street: street(&rooms),
        rows: only_home(&rooms),
        strip,
        frame,
    };
    Ok(guest.show(&page))
}

/// For people with a post: where the work is, and how much of it.
async fn desk(guest: &Guest) -> Result<Option<Row>> {
    let Some((who, post)) = guest.maybe().and_then(|who| Some((who, who.acting()?))) else { return Ok(None) };
    let counts = tasks::counts(post, &tasks::kinds(&guest.app, who));
    let waiting: i64 = counts.iter().map(|(_, n)| n).sum();
    let title = if waiting > 0 { format!("工作台里有{waiting}件等您办") } else { "去工作台".into() };
    let row = Row::new(title).icon("layout-dashboard").meta(&post.org_name).meta(post_title(post)).href("/console");
    Ok(Some(row))
}

#[derive(Template)]
#[template(path = "home/house.html")]
struct HousePage {
    frame: Member,
    rows: Vec<Row>,
}

/// The rooms of one home.
async fn house(guest: Guest, Path(key): Path<String>) -> Result<Response> {
    let home = Home::ALL.into_iter().find(|home| home.key() == key).ok_or(Error::NotFound)?;
    let rows = rows_of(home, &rooms(&guest.app, guest.maybe().is_some()));
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(guest.show(&HousePage { frame: guest.frame(home.name(), Tab::Home, Some("/")), rows }))
}
