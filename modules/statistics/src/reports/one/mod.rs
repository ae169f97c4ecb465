//! A report: its grid with every number leading to its records, what must be written, signature, freeze, what changed later.
mod act;
mod later;
mod out;
mod show;

pub use act::{explain, freeze, sign, write};
pub use later::later;
pub use out::{csv, print, xlsx};
pub use show::show;

use super::{
    READ,
    load::{Loaded, load},
    store::{self, Report, ReportId},
};
use platform::{
    rights::Permission,
    web::{Error, Result},
};
use ui::Desk;

/// The report if it belongs to the branch; outside, nothing exists.
async fn within(desk: &Desk, id: i64, permission: &'static Permission) -> Result<Report> {
    store::report(&desk.app.db, &desk.scope(permission)?, ReportId(id)).await?.ok_or(Error::NotFound)
}
/// With all that the post may see.
async fn seen(desk: &Desk, id: i64) -> Result<Loaded> {
    let report = within(desk, id, READ).await?;
    let mut loaded = Box::pin(load(&desk.app, report)).await?;
    loaded.veil(|permission| desk.may(permission));
    Ok(loaded)
}
