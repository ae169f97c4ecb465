//! 建会换届: founding a union from the request to the seal, its terms and by-elections, closing and merging.
//!
//! Promises: every step has somebody who answers until a day, and climbs when nobody does; a result that breaks the election's rules is not
//! taken, and the sentence names the rule; of two officers who decide at once the second learns who was first; every step has its paper;
//! of a union that ends nothing is lost: members, employers, codes and what waits go to its successor.
pub mod closings;
pub mod committees;
pub mod demo;
pub mod elections;
pub mod foundings;
mod papers;
mod permissions;
mod portions;
mod rekeying;
mod settings;
pub mod sources;
pub mod terms;
#[cfg(test)]
mod tests;

use permissions::{FOUNDINGS_READ, FOUNDINGS_WRITE, UNIONS_CLOSE};
use platform::{Entry, Home, Module, Offer, Room, Thing, merging::Pointer, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "founding",
        name: "建会换届",
        migrations: Some(platform::migrations!["founding": 1 "0001_founding"]),
        routes,
        permissions: permissions::ALL,
        navigation: NAVIGATION,
        rooms: ROOMS,
        settings: settings::ALL,
        tasks: &[foundings::APPROVAL_TASK, foundings::GROUP_TASK, elections::REPLY_TASK, terms::RENEWAL_TASK],
        measures: foundings::MEASURES,
        dimensions: foundings::DIMENSIONS,
        featured: foundings::FEATURED,
        jobs: &[terms::REMINDING, closings::CLOSING],
        offers: OFFERS,
        employers: EMPLOYERS,
        portions: portions::ALL,
        sealed: rekeying::SEALED,
        ..Module::EMPTY
    }
}

const NAVIGATION: &[Entry] = &[
    Entry {
        home: Home::You,
        path: foundings::HERE,
        label: "建会",
        needs: Some(FOUNDINGS_READ),
        counts: Some(foundings::APPROVAL_TASK.key),
    },
    Entry {
        home: Home::You,
        path: terms::HERE,
        label: "换届",
        needs: Some(FOUNDINGS_READ),
        counts: Some(elections::REPLY_TASK.key),
    },
];

const ROOMS: &[Room] = &[Room {
    home: Home::You,
    path: "/found",
    label: "建立工会",
    hint: "单位还没有工会，职工或单位都可以申请",
    icon: "building-community",
    signed_in: false,
}];

const OFFERS: &[Offer] = &[
    Offer {
        on: Thing::Union,
        label: "委员会",
        icon: "users",
        path: "/console/unions/{}/committee",
        needs: FOUNDINGS_READ,
    },
    Offer {
        on: Thing::Union,
        label: "撤销或合并",
        icon: "ban",
        path: "/console/unions/{}/closing",
        needs: UNIONS_CLOSE,
    },
    Offer {
        on: Thing::UnorganisedEmployer,
        label: "建立工会",
        icon: "building-community",
        path: "/console/foundings/new?employer_id={}",
        needs: FOUNDINGS_WRITE,
    },
];

const EMPLOYERS: &[Pointer] = &[Pointer::moves("foundings", "employer", "建会申请")];

fn routes() -> Routes {
    foundings::routes()
        .merge(elections::routes())
        .merge(committees::routes())
        .merge(terms::routes())
        .merge(closings::routes())
}
