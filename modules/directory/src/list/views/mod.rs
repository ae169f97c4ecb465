//! Saved views (视图): the address of a list under a name, for oneself or for all who hold a post at the same organisation.
//!
//! Promise: a view is an address and nothing more. What it shows is what the one who opens it may see.
mod pages;
mod store;

pub use store::{NewView, View, ViewId, add};

use super::List;
use askama::Template;
use platform::{
    App,
    db::{Engine, Result},
    rights::Access,
    web::{Fields, Routes},
};
use ui::{Desk, Pill};

/// Views that one person keeps of one list.
pub const MOST: i64 = 30;
pub const LONGEST_NAME: usize = 20;

impl View {
    /// The list begins with it.
    pub fn is_first(&self) -> bool {
        self.first == 1
    }
    pub fn is_shared(&self) -> bool {
        self.shared == 1
    }
    /// Where it leads; an address that says nothing still asks for the whole list.
    pub fn href(&self, list: &List) -> String {
        if self.address == list.path { list.whole() } else { self.address.clone() }
    }
    pub fn is_at(&self, address: &str) -> bool {
        self.address == address
    }
    pub fn pill(&self, list: &List, may_be_here: bool) -> Pill {
        Pill::new(&self.name, self.href(list)).here(may_be_here)
    }
}

/// Seconds for which it is remembered that somebody sees no view of a list: most people keep none, and each page asks.
const NONE_FOR: u64 = 60;
/// When anybody saved one last.
const SAVED: &str = "views.saved";

/// The views of a list that somebody sees: the own ones and those of the organisation.
pub async fn of(desk: &Desk, list: &List) -> Result<Vec<View>> {
    let (app, account, org) = (&desk.app, desk.who.account, desk.post().org);
    if app.db.engine() == Engine::Postgres {
        // Another node may have saved one.
        return store::seen(&app.db, account, org, Some(list.key)).await;
    }
    let (key, saved) = (format!("views.none.{account}.{org}.{}", list.key), app.remembered(SAVED).unwrap_or_default());
    if app.remembered(&key) == Some(saved) {
        return Ok(Vec::new());
    }
    let seen = store::seen(&app.db, account, org, Some(list.key)).await?;
    if seen.is_empty() {
        app.remember(key, saved, NONE_FOR);
    }
    Ok(seen)
}
/// To be told after a view was saved or shared: whoever saw none may see one now.
fn saved(app: &App) {
    let last = app.remembered(SAVED).unwrap_or_default();
    app.remember(SAVED.into(), app.now().max(last + 1), 10 * NONE_FOR);
}
/// Where the list begins for somebody who chose a view to begin with.
pub async fn first(desk: &Desk, list: &List) -> Result<Option<String>> {
    let views = of(desk, list).await?;
    Ok(views.iter().find(|view| view.is_first()).map(|view| view.href(list)))
}

/// The menu that saves what is shown.
#[derive(Template)]
#[template(path = "list/views/saving.html")]
pub struct Saving {
    list: &'static List,
    address: String,
    is_saved: bool,
}
impl Saving {
    pub fn new(list: &'static List, address: &str, saved: &[View]) -> Saving {
        Saving { list, address: address.to_owned(), is_saved: saved.iter().any(|view| view.is_at(address)) }
    }
}
impl askama::filters::HtmlSafe for Saving {}

/// An address as this list understands it, its page left out; none: it is not one of this list.
pub fn plain(list: &List, address: &str) -> Option<String> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    (path == list.path).then(|| list.address(&Fields::parse(query)).without(&["rows"]).to_string())
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/views", Access::AnyPost, pages::index)
        .post("/console/views", Access::AnyPost, pages::create)
        .post("/console/views/{view}", Access::AnyPost, pages::update)
        .post("/console/views/{view}/deletion", Access::AnyPost, pages::delete)
        .post("/console/views/{view}/first", Access::AnyPost, pages::begin_with)
}
