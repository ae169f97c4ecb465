//! Services in the console: which there are, drafts, checked with named faults, shown as worker and officer see them, published as a new version.
//!
//! Only the root's officers write them; what is published is used at once.
mod draft;
mod index;
mod store;

use crate::permissions::SERVICES_DEFINE;
use platform::{rights::Access::Needs, web::Routes};

pub const PATH: &str = "/console/services";

pub fn routes() -> Routes {
    let define = Needs(SERVICES_DEFINE);
    Routes::new()
        .get(PATH, define, index::index)
        .post(PATH, define, index::create)
        .get("/console/services/{draft}", define, draft::show)
        .post("/console/services/{draft}", define, draft::save)
}
