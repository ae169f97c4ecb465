//! 实事项目: what a union promised for a year, how far it is, and how workers find it.
//!
//! Promises: progress is counted from facts and never typed; each figure opens its records; what is changed after it was published stays
//! to be read by everybody who could read the promise.
mod counting;
pub mod demo;
mod form;
mod index;
pub mod lines;
mod opinions;
mod options;
pub mod portion;
mod public;
pub mod rules;
mod show;
mod stages;
pub mod store;
pub mod stories;
#[cfg(test)]
mod tests;

pub use counting::{Progress, of_year};
pub use rules::State;
pub use store::{Promise, PromiseId};

use platform::{
    rights::{
        Access::{Needs, Public, SignedIn},
        Permission,
        Role::{Auditor, Chair, Officer, Organiser},
    },
    web::{Error, Result, Routes},
};
use ui::{Crumb, Desk, Stamp};

pub const PATH: &str = "/console/promises";
/// Where workers read them.
pub const PUBLIC: &str = "/promises";
/// What the audit calls it.
pub const OBJECT: &str = "promise";

pub const READ: &Permission =
    &Permission { key: "promises.read", name: "查看实事项目", roles: &[Officer, Chair, Organiser, Auditor] };
/// Those of one's own union.
pub const WRITE: &Permission =
    &Permission { key: "promises.write", name: "定实事项目、发进展", roles: &[Officer] };

/// The promise if its union lies in one's branch, or a union of the branch sees to it.
async fn readable(desk: &Desk, id: PromiseId) -> Result<Promise> {
    store::within(&desk.app.db, &desk.scope(READ)?, id).await?.ok_or(Error::NotFound)
}
/// The same of one's own union: whoever promised decides.
async fn own(desk: &Desk, id: PromiseId) -> Result<Promise> {
    let promise = store::within(&desk.app.db, &desk.scope(WRITE)?, id).await?.ok_or(Error::NotFound)?;
    if promise.org == desk.post().org {
        Ok(promise)
    } else {
        Err(Error::refused(format!("这是{}定的，由它来改", promise.org_name)))
    }
}
fn crumb() -> Vec<Crumb> {
    vec![Crumb::to("实事项目", PATH)]
}
fn stamp(state: State) -> Stamp {
    match state {
        State::Done => Stamp::ok("完成了"),
        State::Ahead | State::OnCourse => Stamp::ok(state.name()),
        State::Behind => Stamp::warn("慢了"),
        State::Missed | State::SourceGone => Stamp::danger(state.name()),
        State::NoSource | State::NotBegun | State::Early => Stamp::plain(state.name()),
    }
}
fn entry<'a>(
    act: &'a str,
    promise: PromiseId,
    org: platform::tree::OrgId,
    detail: &'a str,
) -> platform::audit::Entry<'a> {
    platform::audit::Entry { act, object: OBJECT, object_id: promise.0, org: Some(org), detail, ..Default::default() }
}

pub fn routes() -> Routes {
    let (read, write) = (Needs(READ), Needs(WRITE));
    let public = Routes::new()
        .get(PUBLIC, Public, public::index)
        .get("/promises/{promise}", Public, public::show)
        .post("/promises/{promise}/rating", SignedIn, public::rate)
        .get("/promises/{promise}/stories/{story}/photo", Public, public::photo);
    let stories = Routes::new()
        .get("/console/promises/{promise}/stories/new", write, stories::new)
        .upload("/console/promises/{promise}/stories", write, stories::PHOTO, stories::create)
        .get("/console/promises/{promise}/stories/{story}/photo", read, stories::picture)
        .post("/console/promises/{promise}/stories/{story}/publication", write, stories::publish)
        .post("/console/promises/{promise}/stories/{story}/withdrawal", write, stories::withdraw)
        .post("/console/promises/{promise}/ratings/{rating}", write, opinions::update);
    Routes::new()
        .merge(public)
        .merge(stories)
        .get(PATH, read, index::index)
        .get("/console/promises/new", write, form::new)
        .post(PATH, write, form::create)
        .get("/console/promises/{promise}", read, show::show)
        .get("/console/promises/{promise}/edit", write, form::edit)
        .post("/console/promises/{promise}", write, form::update)
        .post("/console/promises/{promise}/publication", write, stages::publish)
        .post("/console/promises/{promise}/withdrawal", write, stages::withdraw)
}
