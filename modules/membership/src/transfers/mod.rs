//! Transfers (转会): asked by the member, or proposed by a union and confirmed by the member.
mod desk;
mod elsewhere;
mod mine;
mod target;

pub use target::Target;

use crate::{
    permissions::WAYS_DECIDE,
    ways::{
        By,
        rules::{Act, Kind},
        start,
        store::{NewWay, WayId},
    },
};
use directory::{employers::EmployerId, members::Membership, unions::Union};
use platform::{
    App,
    identity::SignedIn,
    rights::Access::{Needs, SignedIn as AnyMember},
    web::{Error, Routes},
};

/// Said of the workplace: what the member told is taken over with the transfer.
const TOLD: &str = "told";

/// Where a member works from now on, as far as it was said.
#[derive(Clone, Debug, Default)]
pub struct Workplace {
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    pub group: String,
}

fn new(membership: &Membership, to: &Union, workplace: Option<&Workplace>) -> NewWay {
    let told = workplace.cloned().unwrap_or_default();
    NewWay {
        kind: Kind::Transfer,
        person: membership.person,
        name: membership.name.clone(),
        membership: membership.id,
        union_id: membership.union_id,
        to_union: Some(to.id),
        cause: if workplace.is_some() { TOLD.into() } else { String::new() },
        note: String::new(),
        employer: told.employer,
        employer_name: told.employer_name,
        details: told.group,
    }
}

/// A member asks to be transferred. A sentence: another way is under way.
pub async fn ask(
    app: &App,
    who: &SignedIn,
    membership: &Membership,
    to: &Union,
    workplace: &Workplace,
) -> Result<Result<WayId, String>, Error> {
    start(app, By::member(who), &new(membership, to, Some(workplace)), Act::Submit, "").await
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/membership/transfer", AnyMember, mine::new)
        .get("/me/membership/transfer/unions", AnyMember, target::options)
        .get("/me/membership/transfer/proposal", AnyMember, mine::proposal)
        .post("/me/membership/transfer", AnyMember, mine::create)
        .get("/console/ways/unions", Needs(WAYS_DECIDE), target::options_at_desk)
        .get("/console/members/{member}/transfer", Needs(WAYS_DECIDE), desk::new)
        .post("/console/members/{member}/transfer", Needs(WAYS_DECIDE), desk::create)
        .get("/console/ways/transfer", Needs(WAYS_DECIDE), elsewhere::new)
        .post("/console/ways/transfer", Needs(WAYS_DECIDE), elsewhere::create)
}
