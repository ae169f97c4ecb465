//! Cases in the console: the list, a case with its acts, taking one down on behalf of somebody.
mod act;
mod bulk;
pub mod case;
mod counter;
mod finder;
mod index;
mod second;
mod workload;

pub use finder::FINDER;
pub use index::LIST;

/// Who has how many.
pub const WORKLOAD: &str = "/console/cases/workload";

pub(crate) use case::{Conflict, clock_of, conflict, is_own};

use crate::{
    cases::PATH,
    course, letters,
    permissions::{CASES_READ, CASES_WORK},
};
use platform::{rights::Access::Needs, web::Routes};

pub fn routes() -> Routes {
    let (read, work) = (Needs(CASES_READ), Needs(CASES_WORK));
    Routes::new()
        .get(PATH, read, directory::list::index::<index::Cases>)
        .get(WORKLOAD, read, workload::show)
        .get(bulk::PATH, work, bulk::show)
        .post(bulk::PATH, work, bulk::hand_over)
        .get("/console/cases/new", work, counter::new)
        .upload(PATH, work, course::handed::FORMS_LIMIT, counter::create)
        .get(second::SECOND, read, second::show)
        .post(second::SECOND, work, second::name)
        .get("/console/cases/{case}", read, case::show)
        .post("/console/cases/{case}/decision", work, act::decide)
        .upload("/console/cases/{case}/files", work, course::handed::FORM_LIMIT, act::attach)
        .get("/console/cases/{case}/files/{evidence}", read, act::file)
        .get("/console/cases/{case}/letters/{letter}", read, letters::show)
}
