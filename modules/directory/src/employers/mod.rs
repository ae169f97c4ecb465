//! Employers: by their unified social credit code, with or without a union.
mod binding;
mod card;
pub mod coverage;
mod edit;
mod index;
pub mod rules;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
pub mod ways;

pub use index::{Employers, LIST, chosen};
pub use store::{Employer, NewEmployer};

use crate::permissions::{EMPLOYERS_WRITE, UNIONS_READ};
use platform::{
    App,
    facts::Naming,
    merging::Pointer,
    rights::{Access, Permission},
    web::{Error, Routes},
};
use ui::Desk;

platform::row_id!(EmployerId);

/// The columns of this module that point to an employer.
pub const POINTERS: &[Pointer] = &[
    Pointer::moves("employers", "merged_into", ""),
    Pointer::moves("people", "employer", "在这里工作的人"),
    Pointer::moves("memberships", "employer", ""),
    Pointer::moves("coverages", "employer", "工会覆盖"),
    Pointer::moves("unions", "prepares_for", "筹建中的工会"),
    Pointer::moves("joinings", "employer", "入会申请"),
];

/// Where an employer's card is.
pub fn link(id: impl std::fmt::Display) -> String {
    format!("/console/employers/{id}")
}
/// The names of employers by their numbers, as keys of a dimension; a key that is none stays.
pub fn names(app: App, keys: Vec<String>) -> Naming {
    Box::pin(async move {
        let ids: Vec<EmployerId> = keys.iter().filter_map(|key| key.parse().ok().map(EmployerId)).collect();
        let names = store::names(&app.db, &ids).await?;
        let name = |key: String| names.get(&key).cloned().unwrap_or(key);
        Ok(keys.into_iter().map(name).collect())
    })
}
/// The employer if it lies in the branch in which the permission holds.
async fn within(desk: &Desk, needs: &Permission, id: EmployerId) -> Result<Employer, Error> {
    let scope = desk.scope(needs)?;
    store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}

pub fn routes() -> Routes {
    let (read, write) = (Access::Needs(UNIONS_READ), Access::Needs(EMPLOYERS_WRITE));
    Routes::new()
        .get("/console/employers", read, crate::list::index::<index::Employers>)
        .get("/console/employers/options", read, index::options)
        .get("/console/employers/new", write, edit::new)
        .post("/console/employers", write, edit::create)
        .get("/console/employers/{employer}", read, show::show)
        .get("/console/employers/{employer}/edit", write, edit::edit)
        .post("/console/employers/{employer}/edit", write, edit::update)
        .post("/console/employers/{employer}/binding", write, binding::create)
        .post("/console/employers/{employer}/release", write, binding::release)
}
