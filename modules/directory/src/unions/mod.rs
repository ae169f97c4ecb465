//! Unions: one tree with one parent each.
mod card;
mod coverage;
mod edit;
mod index;
mod kind;
mod moves;
pub mod moving;
pub mod rules;
mod show;
pub mod store;
pub mod succession;
#[cfg(test)]
mod tests;

pub use card::{industry_name, region_name, regions};
pub use index::{LIST, Unions, chosen};
pub use kind::UnionKind;
pub use store::{NewUnion, Union};

use crate::permissions::{UNIONS_READ, UNIONS_WRITE};
use platform::{
    rights::Access,
    tree::OrgId,
    web::{Error, Routes},
};
use ui::Desk;

/// The memberships of a closed or locked union don't grow. A union in preparation recruits: the upper union approves for it.
pub fn takes_members(union: &Union) -> bool {
    matches!(union.status.as_str(), "1" | "4")
        && union.closed_on.is_none()
        && union.kind().is_some_and(UnionKind::holds_members)
}
/// Where a union's card is.
pub fn link(id: impl std::fmt::Display) -> String {
    format!("/console/unions/{id}")
}
/// The union if it lies in the branch in which one may see unions.
async fn within(desk: &Desk, id: OrgId) -> Result<Union, Error> {
    let scope = desk.scope(UNIONS_READ)?;
    store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}
/// The same where one may change them.
async fn within_to_write(desk: &Desk, id: OrgId) -> Result<Union, Error> {
    let scope = desk.scope(UNIONS_WRITE)?;
    store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}

pub fn routes() -> Routes {
    let (read, write) = (Access::Needs(UNIONS_READ), Access::Needs(UNIONS_WRITE));
    Routes::new()
        .get("/console/unions", read, index::index)
        .get("/console/unions/options", read, index::options)
        .get("/console/unions/new", write, edit::new)
        .post("/console/unions", write, edit::create)
        .get("/console/unions/{union}", read, show::show)
        .get("/console/unions/{union}/children", read, index::children)
        .get("/console/unions/{union}/edit", write, edit::edit)
        .post("/console/unions/{union}/edit", write, edit::update)
        .get("/console/unions/{union}/move", write, moves::new)
        .post("/console/unions/{union}/move", write, moves::create)
        .post("/console/unions/{union}/coverage", write, coverage::create)
        .post("/console/unions/{union}/employers/{employer}/ending", write, coverage::end)
}
