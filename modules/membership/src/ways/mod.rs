//! Ways (会籍变动): what transfers, kept memberships, leavings, expulsions and returns have in common: state, history, tasks, lists, pages.
mod case;
mod course;
mod decision;
mod effect;
pub(crate) mod form;
mod index;
mod life;
pub(crate) mod paper;
pub mod rules;
mod show;
mod silence;
pub mod store;
mod turns;
mod words;

pub(crate) use course::{By, With, perform, start};
pub(crate) use life::{life, stamp};
pub(crate) use turns::{Turn, Wanted, facts, turns};

use crate::permissions::{WAYS_DECIDE, WAYS_READ};
pub use index::LIST;

use directory::list;
use platform::{jobs::Job, rights::Access::Needs, tasks::TaskKind, web::Routes};

/// The list in the console.
pub const PATH: &str = "/console/ways";
/// What a way is called in tasks.
pub const SUBJECT: &str = "way";
/// A way that waits for a union.
pub const WAY_TASK: &TaskKind = &TaskKind { key: "way", name: "会籍变动", verb: "办理", needs: WAYS_DECIDE };
/// Silence is consent, proposals lapse, transfers to closed unions go back: looked at every ten minutes.
pub const JOBS: &[Job] = &[Job {
    kind: "membership.silence",
    every: Some(600),
    run: |app, _| Box::pin(async move { silence::pass(&app).await.map_err(|e| e.to_string()) }),
}];

/// A way's page in the console.
pub fn link(id: impl std::fmt::Display) -> String {
    format!("{PATH}/{id}")
}

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, Needs(WAYS_READ), list::index::<index::Ways>)
        .get("/console/ways/{way}", Needs(WAYS_READ), show::show)
        .get("/console/ways/{way}/paper", Needs(WAYS_READ), paper::at_desk)
        .post("/console/ways/{way}/decision", Needs(WAYS_DECIDE), decision::decide)
}
