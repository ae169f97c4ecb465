//! Joining (入会): from the scan to the decision.
//!
//! Promises: what somebody types before submitting stays on the phone (sealed by us, kept by the browser); one document has one open joining;
//! every step is told to the applicant; of two officers who decide at once the second learns who was first; membership counts from approval.
pub(crate) mod applicant;
pub mod candidates;
mod claim;
mod desk;
pub mod form;
mod me;
pub mod rules;
pub mod stand;
mod start;
pub mod steps;
pub mod store;
pub mod submission;
mod telling;
#[cfg(test)]
mod tests;

pub use candidates::towns;
pub use desk::LIST;
pub use store::{Joining, State};
pub use submission::{MEMBERSHIP, NOTICES};
pub use telling::CLIMBS;

use crate::permissions::JOININGS_DECIDE;
use platform::{tasks::TaskKind, web::Routes};

platform::row_id!(JoiningId);

/// A joining that waits for the union's decision, or for the county to name a union.
pub const JOINING_TASK: &TaskKind =
    &TaskKind { key: "joining", name: "入会", verb: "审核", needs: JOININGS_DECIDE };
pub const TASKS: &[&TaskKind] = &[JOINING_TASK];

/// What a joining is called in the audit, in tasks and files.
pub const OBJECT: &str = "joining";

pub fn routes() -> Routes {
    start::routes().merge(steps::routes()).merge(me::routes()).merge(desk::routes())
}

/// The indexed document of an application from what is sealed of it.
pub(crate) fn document_of(form: &str, _: &str) -> Option<String> {
    let form: form::Form = serde_json::from_str(form).ok()?;
    Some(crate::people::document_key(&form.document_kind, &form.document))
}
