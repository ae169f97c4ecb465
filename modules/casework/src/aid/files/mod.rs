//! Hardship files in the console: the list, one file with its payments and reviews.
mod act;
mod list;
mod show;

pub use act::{Act, act, carry_out};
pub use list::{Files, LIST};
pub use show::show;

use super::{
    HardshipId,
    store::{self, HardshipFile},
};
use crate::permissions::AID_WORK;
use platform::{
    rights::Permission,
    tasks::TaskKind,
    web::{Error, Result},
};
use ui::Desk;

pub const REVIEW_TASK: &TaskKind =
    &TaskKind { key: "hardship.review", name: "困难职工复核", verb: "去复核", needs: AID_WORK };

async fn within(desk: &Desk, needs: &'static Permission, id: HardshipId) -> Result<HardshipFile> {
    store::file_within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}
