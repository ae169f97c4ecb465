//! Lists taken out as workbooks (导出): exactly what is filtered, with the columns that are shown, made by a job and kept for a week.
//!
//! Promises: every export is in the audit with its address; rows, sheet and file pass through in pieces, whatever their number; only who
//! asked for it can fetch it, as long as he or she holds the post; after a week it is erased.
mod making;
mod pages;
mod store;

pub use making::{make, sheet};
pub(crate) use pages::ask;
pub use store::{Export, ExportId};

use super::{Making, Page};
use platform::{
    db,
    jobs::{Job, Running},
    rights::Access,
    web::Routes,
};
use ui::Cell;

/// Days for which a file is kept.
pub const DAYS: i64 = 7;
/// Rows that are read at once.
const SLICE: i64 = 1_000;
/// Up to so many rows are written while the one who asked waits.
const AT_ONCE: i64 = 2_000;
const MAKING: &str = "lists.export";

/// Some rows, and the key of the last one; none: there are no more.
pub struct Slice {
    pub rows: Vec<Vec<Cell>>,
    pub last: Option<String>,
}
/// A list as a sheet that is about to be read.
pub struct Sheet {
    pub heads: Vec<(&'static str, u16)>,
    /// How many rows there may be, for the progress.
    pub expected: Option<i64>,
    pub org: platform::tree::OrgId,
    pub name: String,
    pub read: Box<dyn Fn(Page) -> Making<Slice> + Send + Sync>,
}

pub const MAKE: Job = Job {
    kind: MAKING,
    every: None,
    run: |app, args| -> Running {
        Box::pin(async move {
            let id = ExportId(args.parse().map_err(|_| "not an export's id".to_owned())?);
            making::make(&app, id).await.map_err(|fault| fault.to_string())
        })
    },
};
pub const ERASE: Job = Job {
    kind: "lists.erase",
    every: Some(3_600),
    run: |app, _| Box::pin(async move { making::erase_old(&app).await.map_err(|fault| fault.to_string()) }),
};

/// The newest one of all, for tests of the whole program.
pub async fn newest(db: &db::Db) -> db::Result<Option<ExportId>> {
    store::newest(db).await
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/exports", Access::AnyPost, pages::index)
        .get("/console/exports/progress", Access::AnyPost, pages::progress)
        .post("/console/exports", Access::AnyPost, pages::create)
        .get("/console/exports/{export}/file", Access::AnyPost, pages::file)
        .post("/console/exports/{export}/deletion", Access::AnyPost, pages::delete)
}
