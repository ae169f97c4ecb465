//! Counselling in the console: a counsellor's own, what is past its day as number and clock, the opening in danger, counts.
mod act;
mod figures;
mod index;
mod opening;
mod show;

use super::PATH;
use crate::permissions::{COUNSEL, COUNSELLING_ASSIGN, COUNSELLING_FIGURES, COUNSELLING_OPEN, COUNSELLING_WATCH};
use platform::{rights::Access::Needs, web::Routes};

/// Counts of quarters that are over.
pub const FIGURES: &str = "/console/counselling/figures";

pub fn routes() -> Routes {
    let watch = Needs(COUNSELLING_WATCH);
    Routes::new()
        .get(PATH, watch, index::index)
        .get(FIGURES, Needs(COUNSELLING_FIGURES), figures::show)
        .post("/console/counselling/opening", Needs(COUNSELLING_OPEN), opening::create)
        .get("/console/counselling/{counselling}", watch, show::show)
        .post("/console/counselling/{counselling}/decision", Needs(COUNSEL), act::decide)
        .post("/console/counselling/{counselling}/counsellor", Needs(COUNSELLING_ASSIGN), act::give)
        .get("/console/counselling/{counselling}/opened", Needs(COUNSELLING_OPEN), opening::show)
}
