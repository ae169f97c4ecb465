//! Terms (任期、换届): whose ends soon, whose is over, put on the desk in time and shown upward.
//!
//! Promise: from so many months before its end a term lies on the union's own desk; unanswered, it climbs.
mod index;
mod reminding;
pub mod rules;
pub mod store;

pub use reminding::remind;

use crate::permissions::{FOUNDINGS_READ, FOUNDINGS_WRITE};
use platform::{jobs::Job, rights::Access::Needs, tasks::TaskKind, web::Routes};
use rules::Standing;
use ui::Stamp;

/// The list in the console.
pub const HERE: &str = "/console/terms";
/// What a term that ends is called in tasks.
pub const OBJECT: &str = "term";
/// A union whose term ends.
pub const RENEWAL_TASK: &TaskKind = &TaskKind { key: "term", name: "换届", verb: "去办", needs: FOUNDINGS_WRITE };
/// Looks through the terms once a day.
pub const REMINDING: Job = Job {
    kind: "founding.terms",
    every: Some(86_400),
    run: |app, _| Box::pin(async move { remind(&app).await.map(|_| ()).map_err(|e| e.to_string()) }),
};

/// The stamp of a term that ends soon or is over.
pub fn stamp(standing: Standing) -> Option<Stamp> {
    match standing {
        Standing::Holds(_) => None,
        Standing::Soon(_) => Some(Stamp::warn("快到期")),
        Standing::Over(_) => Some(Stamp::danger("已到期")),
    }
}

pub fn routes() -> Routes {
    Routes::new().get(HERE, Needs(FOUNDINGS_READ), index::index)
}
