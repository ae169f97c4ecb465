//! 网格联系: grids, pairs of a committee member and a firm with visits, and joining at a stand at a contest or a car park.
//!
//! Promises: who looks after an area or a firm is dated, and who did before stays known; a firm that nobody visits becomes a task; what was
//! taken down at a stand is sent once, whatever the network does, and becomes the ordinary joining.
pub mod demo;
mod firms;
mod grids;
mod officers;
mod pairs;
mod permissions;
mod portions;
pub mod sources;
mod stand;
#[cfg(test)]
mod tests;

pub use grids::GridId;
pub use pairs::{PairId, VISITS, VisitId};

use permissions::{READ, STAND, WRITE};
use platform::{Entry, Home, Module, Offer, Room, Thing, merging::Pointer, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "outreach",
        name: "网格联系",
        migrations: Some(platform::migrations!["outreach": 1 "0001_outreach"]),
        routes,
        permissions: permissions::ALL,
        navigation: NAVIGATION,
        rooms: ROOMS,
        measures: &[VISITS, stand::TAKEN],
        dimensions: pairs::DIMENSIONS,
        settings: &[pairs::VISIT_DAYS],
        tasks: &[pairs::VISIT_TASK],
        jobs: pairs::JOBS,
        offers: OFFERS,
        employers: POINTERS,
        portions: portions::ALL,
        declares: &[&grids::LIST, &pairs::LIST, &pairs::VISITED, &firms::LIST],
        ..Module::EMPTY
    }
}

/// The columns of this module that point to an employer.
const POINTERS: &[Pointer] = &[
    Pointer::moves("grid_employers", "employer", "网格").one_per("grid"),
    Pointer::moves("pairs", "employer", "结对").one_per("union_id"),
    Pointer::moves("visits", "employer", "走访"),
];

const NAVIGATION: &[Entry] = &[
    Entry { home: Home::You, path: grids::PATH, label: "网格", needs: Some(READ), counts: None },
    Entry {
        home: Home::You,
        path: pairs::PATH,
        label: "结对走访",
        needs: Some(READ),
        counts: Some(pairs::VISIT_TASK.key),
    },
    Entry { home: Home::You, path: stand::PATH, label: "入会台", needs: Some(STAND), counts: None },
];

const ROOMS: &[Room] = &[
    Room {
        home: Home::You,
        path: "/me/grid",
        label: "我的网格员",
        hint: "有事找谁，怎么联系",
        icon: "map-pin",
        signed_in: true,
    },
    Room {
        home: Home::Ai,
        path: "/places",
        label: "可以去的地方",
        hint: "驿站、司机之家，几点开放",
        icon: "map-pin",
        signed_in: false,
    },
];

const OFFERS: &[Offer] = &[
    Offer {
        on: Thing::Union,
        label: "覆盖单位",
        icon: "building-factory",
        path: "/console/firms?union={}",
        needs: READ,
    },
    Offer {
        on: Thing::Employer,
        label: "结对联系",
        icon: "heart-handshake",
        path: "/console/pairs/new?employer={}",
        needs: WRITE,
    },
];

fn routes() -> Routes {
    grids::routes().merge(pairs::routes()).merge(firms::routes()).merge(stand::routes()).merge(officers::routes())
}
