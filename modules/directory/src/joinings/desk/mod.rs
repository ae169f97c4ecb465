//! Joinings in the console: what waits, one joining with its acts, many at once.
mod admission;
mod approvals;
mod assignment;
mod decision;
mod index;
mod show;

pub use index::LIST;

use crate::permissions::JOININGS_DECIDE;
use platform::{rights::Access::Needs, web::Routes};

pub fn routes() -> Routes {
    const DECIDE: platform::rights::Access = Needs(JOININGS_DECIDE);
    Routes::new()
        .get("/console/joinings", DECIDE, crate::list::index::<index::Joinings>)
        .post("/console/joinings/approvals", DECIDE, approvals::approve)
        .get("/console/joinings/{joining}", DECIDE, show::show)
        .get("/console/joinings/{joining}/signature", DECIDE, show::signature)
        .post("/console/joinings/{joining}/reading", DECIDE, show::read)
        .post("/console/joinings/{joining}/decision", DECIDE, decision::decide)
        .post("/console/joinings/{joining}/assignment", DECIDE, assignment::assign)
}
