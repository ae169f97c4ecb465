//! 帮扶: hardship files and study aid, on the engine of the cases.
//!
//! Promises: who is in hardship is said by a rule whose every test is shown; nothing is approved without a home visit by two and the days
//! of a public notice; no child is aided twice in a year, whatever fund pays; what was paid can be added up to the fen.
mod calls;
mod deeds;
pub mod demo;
mod figures;
mod files;
pub mod jobs;
mod letters;
pub mod measures;
mod panel;
pub mod portions;
pub mod rules;
mod settings;
pub mod store;
pub mod study;
mod visits;

pub use calls::closed;
pub use deeds::{Ready, carry_out, withdrawn};
pub use figures::most_of;
pub use files::{LIST, REVIEW_TASK};
pub use panel::Panel;
pub use settings::{CONSOLATION, DEEP, MINIMUM, RELATIVE, SUDDEN, amount};
pub use store::{BANK, CHILD, HOUSEHOLD, HardshipId};
pub use visits::store::TOLD;

use crate::permissions::{AID_READ, AID_WORK, CASES_WORK};
use platform::{
    rights::Access::Needs,
    secrets::rotation::{Blind, itself},
    web::Routes,
};

pub const FILES: &str = "/console/aid/files";
pub const CALLS: &str = "/console/aid/calls";
/// What tasks, facts and the audit call a hardship file.
pub const HARDSHIP: &str = "hardship";

/// Children are found by their numbers without these being readable.
pub const CHILDREN: Blind = Blind { column: "beneficiary", field: store::BENEFICIARY, beside: "", value: itself };

pub fn routes() -> Routes {
    let (read, work) = (Needs(AID_READ), Needs(AID_WORK));
    Routes::new()
        .get("/console/cases/{case}/visit", Needs(CASES_WORK), visits::show)
        .upload("/console/cases/{case}/visits", Needs(CASES_WORK), visits::LIMIT, visits::create)
        .get(FILES, read, directory::list::index::<files::Files>)
        .get("/console/aid/files/{hardship}", read, files::show)
        .post("/console/aid/files/{hardship}/act", work, files::act)
        .get(CALLS, read, calls::index)
        .post(CALLS, work, calls::create)
        .get("/console/aid/calls/{call}", read, calls::show)
        .post("/console/aid/calls/{call}/act", work, calls::act)
        .get("/console/aid/calls/{call}/notice", read, calls::notice)
        .get("/console/aid/calls/{call}/payments", work, calls::payments)
}
