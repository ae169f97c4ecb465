//! 建会联系: the employers of a hundred people and more without a union become work: who talks with them, until when, how far it is.
//!
//! Promises: an employer has one open contact; it has a day, and climbs when nothing is reported until then; what was said stays.
mod assign;
pub mod demo;
mod index;
mod one;
mod rules;
pub mod store;
#[cfg(test)]
mod tests;

pub use store::{Contact, ContactId};

use platform::{
    Offer, Thing,
    jobs::Job,
    merging::Pointer,
    rights::{
        Access::Needs,
        Permission,
        Role::{Chair, Officer},
    },
    tasks::TaskKind,
    web::Routes,
};

pub const PATH: &str = "/console/contacts";
pub const FOLLOW: &Permission =
    &Permission { key: "contacts.follow", name: "联系未建会单位", roles: &[Officer, Chair] };
pub const CONTACT: &TaskKind = &TaskKind { key: "contact", name: "建会联系", verb: "去联系", needs: FOLLOW };
pub const OFFERS: &[Offer] = &[Offer {
    on: Thing::Employer,
    label: "建会联系",
    icon: "phone",
    path: "/console/employers/{}/contact",
    needs: FOLLOW,
}];
pub const POINTERS: &[Pointer] = &[Pointer::moves("coverage_contacts", "employer", "建会联系").one_per("slot")];
pub const CLOSE: Job = Job {
    kind: "contacts.close",
    every: Some(600),
    run: |app, _| Box::pin(async move { one::close_founded(&app).await.map_err(|e| e.to_string()) }),
};

/// Where the contact of an employer is.
pub fn link(employer: impl std::fmt::Display) -> String {
    format!("/console/employers/{employer}/contact")
}
pub fn routes() -> Routes {
    let follow = Needs(FOLLOW);
    Routes::new()
        .get(PATH, follow, index::index)
        .get("/console/contacts/assignment", follow, assign::preview)
        .post("/console/contacts/assignment", follow, assign::create)
        .get("/console/employers/{employer}/contact", follow, one::show)
        .post("/console/employers/{employer}/contact", follow, one::report)
}
