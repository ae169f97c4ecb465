//! 更正: what a person says is wrong about him or her, and the union's answer (个人信息保护法第46条).
//!
//! Promises: the old and the new value stand side by side; who decides is recorded as having read them; an accepted correction is carried
//! out in the same act; every answer has a date, and a refusal a reason.
mod ask;
mod decide;
pub mod fields;
pub mod store;
#[cfg(test)]
mod tests;

use directory::permissions::MEMBERS_WRITE;
use platform::{
    rights::Access::{Needs, SignedIn},
    tasks::TaskKind,
    web::Routes,
};

pub const TASK: &TaskKind = &TaskKind { key: "correction", name: "更正", verb: "核对", needs: MEMBERS_WRITE };
const OBJECT: &str = "correction";
/// Working days in which the union answers.
const DAYS: i64 = 5;

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/data/correction", SignedIn, ask::new)
        .post("/me/data/correction", SignedIn, ask::create)
        .get("/console/corrections/{correction}", Needs(MEMBERS_WRITE), decide::show)
        .post("/console/corrections/{correction}/decision", Needs(MEMBERS_WRITE), decide::create)
}
