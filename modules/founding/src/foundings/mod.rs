//! Founding a union (建会): request, approval, preparatory group, recruiting; the election and the seal are next door.
//!
//! Promises: one workplace has one open founding; every request has an answer by a day; while a union is in preparation people join through
//! its own code and the upper union admits them; a group that loses somebody says so and asks for another.
mod acts;
mod asked;
mod console;
pub mod group;
mod me;
mod measures;
mod papers;
mod recruiting;
pub mod rules;
mod show;
pub mod store;
mod view;

pub use acts::{Asker, Outcome, approve, asker, found, give_up, submit};
#[cfg(test)]
pub use measures::count;
pub use measures::{DIMENSIONS, FEATURED, MEASURES};
pub use rules::Stage;
pub use store::{CONTACT, Founding, FoundingId, GROUP_PHONE, GroupMemberId, NewFounding};

use crate::permissions::{FOUNDINGS_DECIDE, FOUNDINGS_READ, FOUNDINGS_WRITE};
use platform::{
    rights::{
        Access::{Needs, Public, SignedIn},
        Permission,
    },
    tasks::TaskKind,
    web::{Error, Result, Routes},
};
use ui::Desk;

/// The list in the console.
pub const HERE: &str = "/console/foundings";
/// What a founding is called in the audit and in tasks.
pub const OBJECT: &str = "founding";
/// The same for its preparatory group.
pub const GROUP: &str = "founding_group";

/// A request that waits for the upper union's answer.
pub const APPROVAL_TASK: &TaskKind =
    &TaskKind { key: "founding", name: "建会申请", verb: "答复", needs: FOUNDINGS_DECIDE };
/// A preparatory group that is to be completed.
pub const GROUP_TASK: &TaskKind =
    &TaskKind { key: "founding_group", name: "筹备组缺人", verb: "去帮忙", needs: FOUNDINGS_DECIDE };

/// The founding if it lies in the branch in which the permission holds.
pub async fn within(desk: &Desk, needs: &Permission, id: FoundingId) -> Result<Founding> {
    store::within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}

pub fn routes() -> Routes {
    let (read, write, decide) = (Needs(FOUNDINGS_READ), Needs(FOUNDINGS_WRITE), Needs(FOUNDINGS_DECIDE));
    Routes::new()
        .get("/found", Public, me::about)
        .get("/found/new", SignedIn, me::new)
        .post("/found/new", SignedIn, me::create)
        .get("/me/foundings", SignedIn, me::index)
        .get("/me/foundings/{founding}", SignedIn, me::show)
        .post("/me/foundings/{founding}/withdrawal", SignedIn, me::withdraw)
        .post("/me/foundings/{founding}/group", SignedIn, me::add)
        .post("/me/foundings/{founding}/departure", SignedIn, me::leave)
        .post("/me/foundings/{founding}/leader", SignedIn, me::lead)
        .get("/me/foundings/{founding}/recruiting", SignedIn, recruiting::mine)
        .get("/me/foundings/{founding}/papers/{paper}", SignedIn, papers::mine)
        .get(HERE, read, console::index)
        .get("/console/foundings/new", write, console::new)
        .post(HERE, write, console::create)
        .get("/console/foundings/{founding}", read, show::show)
        .post("/console/foundings/{founding}/decision", decide, show::decide)
        .post("/console/foundings/{founding}/group", write, show::add)
        .post("/console/foundings/{founding}/departure", write, show::leave)
        .post("/console/foundings/{founding}/leader", write, show::lead)
        .get("/console/foundings/{founding}/recruiting", read, recruiting::show)
        .get("/console/foundings/{founding}/papers/{paper}", read, papers::show)
}
