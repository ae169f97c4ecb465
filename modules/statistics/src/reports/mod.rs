//! 报表: forms whose cells are counted, filled for a period, checked, signed and frozen; collected from the unions below.
//!
//! Promises: a figure in a report is counted from records and never typed; what is frozen never changes; a correction that comes later is shown
//! beside it with the records that changed; a form that came as Excel goes out as the same Excel.
mod acts;
mod binding;
mod checks;
mod count;
mod demo;
mod fixture;
mod form;
mod grid;
mod index;
mod load;
mod one;
mod round;
mod rules;
mod span;
pub mod store;
#[cfg(test)]
mod tests;
mod typed;

pub use demo::load_demo;

use platform::{
    rights::{
        Access::Needs,
        Permission,
        Role::{Auditor, Chair, Officer},
    },
    tasks::TaskKind,
    web::Routes,
};

pub const PATH: &str = "/console/reports";
pub const READ: &Permission =
    &Permission { key: "reports.read", name: "查看报表", roles: &[Officer, Chair, Auditor] };
pub const WRITE: &Permission =
    &Permission { key: "reports.write", name: "做报表模板、填报、签审、冻结", roles: &[Officer, Chair] };
pub const REPORT: &TaskKind = &TaskKind { key: "report", name: "报表", verb: "去填报", needs: WRITE };
/// What a task about a report is about.
pub const SUBJECT: &str = "report";

pub fn link(report: impl std::fmt::Display) -> String {
    format!("{PATH}/{report}")
}
pub fn form_link(form: impl std::fmt::Display) -> String {
    format!("{PATH}/forms/{form}")
}
pub fn round_link(round: impl std::fmt::Display) -> String {
    format!("{PATH}/rounds/{round}")
}
pub fn routes() -> Routes {
    let (read, write) = (Needs(READ), Needs(WRITE));
    Routes::new()
        .get(PATH, read, index::index)
        .get("/console/reports/measures", write, form::options)
        .get("/console/reports/forms/new", write, form::new)
        .post("/console/reports/forms", write, form::create)
        .get("/console/reports/forms/{form}", write, form::show)
        .post("/console/reports/forms/{form}/cells", write, form::bind)
        .post("/console/reports/forms/{form}/checks", write, form::check)
        .post("/console/reports/forms/{form}/file", write, form::replace)
        .post("/console/reports/forms/{form}/reports", write, form::start)
        .get("/console/reports/forms/{form}/rounds/new", write, round::new)
        .post("/console/reports/forms/{form}/rounds", write, round::create)
        .get("/console/reports/rounds/{round}", read, round::show)
        .get("/console/reports/rounds/{round}/figures.xlsx", read, round::figures)
        .post("/console/reports/rounds/{round}/reminders", write, round::remind)
        .get("/console/reports/{report}", read, one::show)
        .get("/console/reports/{report}/later", read, one::later)
        .get("/console/reports/{report}/print", read, one::print)
        .get("/console/reports/{report}/form.xlsx", read, one::xlsx)
        .get("/console/reports/{report}/cells.csv", read, one::csv)
        .post("/console/reports/{report}/texts", write, one::write)
        .post("/console/reports/{report}/reasons", write, one::explain)
        .post("/console/reports/{report}/signature", write, one::sign)
        .post("/console/reports/{report}/freeze", write, one::freeze)
}
