//! Returning (恢复会籍、重新入会): a kept membership is taken up again where it is; somebody who left joins anew, seniority begins anew.
mod desk;
mod mine;

use crate::{
    permissions::WAYS_DECIDE,
    ways::{rules::Kind, store::NewWay},
};
use directory::members::Membership;
use platform::{
    rights::Access::{Needs, SignedIn},
    web::Routes,
};

fn new(membership: &Membership) -> NewWay {
    NewWay {
        kind: Kind::Return,
        person: membership.person,
        name: membership.name.clone(),
        membership: membership.id,
        union_id: membership.union_id,
        to_union: None,
        cause: String::new(),
        note: String::new(),
        employer: None,
        employer_name: String::new(),
        details: String::new(),
    }
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/membership/return", SignedIn, mine::new)
        .post("/me/membership/return", SignedIn, mine::create)
        .get("/console/members/{member}/return", Needs(WAYS_DECIDE), desk::new)
        .post("/console/members/{member}/return", Needs(WAYS_DECIDE), desk::create)
}
