//! Joining (入会): from the scan to the decision.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}

use crate::permissions::JOININGS_DECIDE;
use platform::tasks::TaskKind;

/// A joining that waits for the union's decision, or for the county to name a union.
pub const JOINING_TASK: &TaskKind =
    &TaskKind { key: "joining", name: "入会", verb: "审核", needs: JOININGS_DECIDE };
pub const TASKS: &[&TaskKind] = &[JOINING_TASK];
