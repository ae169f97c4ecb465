//! 会籍办理: transfers, kept memberships, leavings, expulsions and returns: the ways of a membership after joining.
//!
//! Promises: a person has one open way at a time; whoever leaves is never refused; nobody decides on his own membership; of two who decide
//! at once the second learns who was first; what a way changes is shown before it is done; silence of the union that is left counts as consent.
pub mod demo;
mod expulsions;
mod keeping;
mod leaving;
mod mine;
mod permissions;
mod portions;
mod returns;
mod settings;
#[cfg(test)]
mod tests;
pub mod transfers;
pub mod ways;

use permissions::{WAYS_DECIDE, WAYS_READ};
use platform::{Entry, Home, Module, Offer, Room, Thing, merging::Pointer, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "membership",
        name: "会籍办理",
        migrations: Some(platform::migrations!["membership": 1 "0001_membership"]),
        routes,
        permissions: permissions::ALL,
        navigation: NAVIGATION,
        rooms: ROOMS,
        settings: settings::ALL,
        tasks: &[ways::WAY_TASK],
        jobs: ways::JOBS,
        offers: OFFERS,
        people: PEOPLE,
        portions: portions::ALL,
        employers: EMPLOYERS,
        declares: &[&ways::LIST],
        ..Module::EMPTY
    }
}

const NAVIGATION: &[Entry] =
    &[Entry { home: Home::You, path: ways::PATH, label: "会籍变动", needs: Some(WAYS_READ), counts: Some("way") }];
const ROOMS: &[Room] = &[Room {
    home: Home::You,
    path: mine::PATH,
    label: "会籍办理",
    hint: "转会、保留会籍、退会",
    icon: "transfer",
    signed_in: true,
}];
/// Of two open ways one stays with the person that is given up: a person has one at a time.
const PEOPLE: &[Pointer] = &[
    Pointer::moves("ways", "person", "会籍变动").only("is_open = 0"),
    Pointer::moves("ways", "person", "正在办的会籍变动").only("is_open = 1").one_per("is_open"),
];
const EMPLOYERS: &[Pointer] = &[Pointer::moves("ways", "employer", "会籍变动里的新单位")];
const OFFERS: &[Offer] = &[
    offer(Thing::Member, "会籍办理", "/console/members/{}/ways", WAYS_READ),
    offer(Thing::FormerMember, "重新入会", "/console/members/{}/return", WAYS_DECIDE),
];
const fn offer(
    on: Thing,
    label: &'static str,
    path: &'static str,
    needs: &'static platform::rights::Permission,
) -> Offer {
    Offer { on, label, icon: "transfer", path, needs }
}

fn routes() -> Routes {
    ways::routes()
        .merge(mine::routes())
        .merge(transfers::routes())
        .merge(keeping::routes())
        .merge(leaving::routes())
        .merge(expulsions::routes())
        .merge(returns::routes())
}
