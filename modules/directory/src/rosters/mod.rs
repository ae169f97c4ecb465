//! Rosters (会员名册): the 20-column workbook in and out.
//!
//! Upload → check → preview → confirm → result. Nothing touches the members before the confirmation; it writes all right rows, wrong ones
//! are left out and come back with their reasons; seven days long it can be undone for rows that nobody touched since.
mod before;
mod check;
pub mod command;
pub mod compare;
mod effect;
mod export;
mod files;
mod pages;
mod slice;
mod staged;
pub mod store;
#[cfg(test)]
mod tests;
mod undo;
mod write;

use crate::permissions::{ROSTERS_EXPORT, ROSTERS_IMPORT};
use platform::{
    App,
    jobs::{Job, Running},
    rights::Access::Needs,
    web::Routes,
};
use store::ImportId;

pub use effect::reindex;
pub use export::export;

/// A roster of 200,000 rows has some 14 MB.
const UPLOAD_LIMIT: usize = 20 * 1024 * 1024;

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/rosters", Needs(ROSTERS_IMPORT), pages::index)
        .upload("/console/rosters", Needs(ROSTERS_IMPORT), UPLOAD_LIMIT, pages::create)
        .get("/console/rosters/template.xlsx", Needs(ROSTERS_IMPORT), files::template)
        .post("/console/rosters/export", Needs(ROSTERS_EXPORT), files::export)
        .get("/console/rosters/{import}", Needs(ROSTERS_IMPORT), pages::show)
        .get("/console/rosters/{import}/progress", Needs(ROSTERS_IMPORT), pages::progress)
        .post("/console/rosters/{import}/confirmation", Needs(ROSTERS_IMPORT), pages::confirm)
        .post("/console/rosters/{import}/dropping", Needs(ROSTERS_IMPORT), pages::drop)
        .post("/console/rosters/{import}/undoing", Needs(ROSTERS_IMPORT), pages::undo)
        .get("/console/rosters/{import}/result.xlsx", Needs(ROSTERS_IMPORT), files::result)
}

pub const WRITE: Job = Job { kind: write::JOB, every: None, run: |app, args| of_import(app, args, Step::Write) };
pub const UNDO: Job = Job { kind: undo::JOB, every: None, run: |app, args| of_import(app, args, Step::Undo) };

enum Step {
    Write,
    Undo,
}
fn of_import(app: App, args: String, step: Step) -> Running {
    Box::pin(async move {
        let id = ImportId(args.parse().map_err(|_| "not an import's id".to_owned())?);
        let done = match step {
            Step::Write => write::write_all(&app, id).await,
            Step::Undo => undo::undo_all(&app, id).await,
        };
        done.map_err(|fault| fault.to_string())
    })
}
