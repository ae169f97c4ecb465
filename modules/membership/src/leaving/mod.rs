//! Leaving (退会): declared by the member, never refused; the union announces it afterwards. At the desk with the member's signed declaration.
mod desk;
mod desked;
mod mine;

pub use desked::Desked;

use crate::{
    permissions::{WAYS_DECIDE, WAYS_READ},
    ways::{rules::Kind, store::NewWay},
};
use directory::members::Membership;
use platform::{
    rights::Access::{Needs, SignedIn},
    web::Routes,
};

pub(crate) fn new(membership: &Membership, note: &str) -> NewWay {
    NewWay {
        kind: Kind::Leave,
        person: membership.person,
        name: membership.name.clone(),
        membership: membership.id,
        union_id: membership.union_id,
        to_union: None,
        cause: String::new(),
        note: note.into(),
        employer: None,
        employer_name: String::new(),
        details: String::new(),
    }
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/membership/leave", SignedIn, mine::new)
        .post("/me/membership/leave", SignedIn, mine::create)
        .get("/console/members/{member}/ways", Needs(WAYS_READ), desked::index)
        .get("/console/members/{member}/leave", Needs(WAYS_DECIDE), desk::new)
        .post("/console/members/{member}/leave", Needs(WAYS_DECIDE), desk::create)
}
