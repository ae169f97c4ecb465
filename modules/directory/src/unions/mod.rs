//! Unions: one tree with one parent each.
mod kind;
pub mod store;

pub use kind::UnionKind;
pub use store::{NewUnion, Union};

use platform::tree::OrgId;

/// The memberships of a closed or preparing union don't grow.
pub fn takes_members(union: &Union) -> bool {
    union.status == "1" && union.kind().is_some_and(UnionKind::holds_members)
}
/// Where a union's card is.
pub fn link(id: OrgId) -> String {
    format!("/console/unions/{id}")
}

pub fn routes() -> platform::web::Routes {
    platform::web::Routes::new()
}
