//! Forms: made here or brought as Excel, and bound cell by cell.
mod edit;
mod made;
mod new;

pub use edit::{bind, check, pills, replace, show, start};
use made::drawn;
pub use new::{create, new, options};

use super::{
    WRITE,
    store::{self, FormId, Template},
};
use crate::figure::{Known, known};
use platform::web::{Error, Result};
use ui::Desk;

/// The form if it belongs to the branch; outside, nothing exists.
pub async fn within(desk: &Desk, id: i64) -> Result<Template> {
    store::template(&desk.app.db, &desk.scope(WRITE)?, FormId(id)).await?.ok_or(Error::NotFound)
}
pub async fn org_of(desk: &Desk, one: &Template) -> Result<platform::tree::Org> {
    platform::tree::find(&desk.app.db, one.org).await?.ok_or(Error::NotFound)
}
/// The measures that a post may see.
fn seen(desk: &Desk) -> Vec<Known> {
    known(&desk.app).into_iter().filter(|one| desk.may(one.needs())).collect()
}
