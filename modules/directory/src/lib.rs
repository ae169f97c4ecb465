//! 组织会员: unions of every level, employers, people, memberships, joining codes and joinings, rosters.
//!
//! Promises: a person exists once (blind index of the document number) and has one current membership; ties to a federation are
//! affiliations and never counted; membership counts from approval; every change of a membership is an event with its official code.
pub mod card;
mod changes;
pub mod codes;
pub mod demo;
pub mod employers;
#[cfg(test)]
mod example;
pub mod form;
pub mod joinings;
pub mod list;
pub mod members;
mod openings;
pub mod people;
pub mod permissions;
pub mod places;
pub mod portions;
mod rekeying;
pub mod rosters;
mod searches;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod undoing;
pub mod unions;

use permissions::{CODES_WRITE, JOININGS_DECIDE, MEMBERS_READ, ROSTERS_IMPORT, UNIONS_READ};
use platform::{Entry, Home, Module, Room, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "directory",
        name: "组织会员",
        migrations: Some(platform::migrations!["directory": 1 "0001_directory"]),
        routes,
        permissions: permissions::ALL,
        navigation: NAVIGATION,
        rooms: ROOMS,
        measures: members::MEASURES,
        dimensions: members::DIMENSIONS,
        settings: members::SETTINGS,
        tasks: joinings::TASKS,
        jobs: JOBS,
        climbs: joinings::CLIMBS,
        searches: searches::ALL,
        people: people::POINTERS,
        employers: employers::POINTERS,
        sealed: rekeying::SEALED,
        portions: portions::ALL,
        declares: list::OWN,
        words: rekeying::WORDS,
        ..Module::EMPTY
    }
}

const JOBS: &[platform::jobs::Job] = &[
    rosters::WRITE,
    rosters::UNDO,
    list::exports::MAKE,
    list::exports::ERASE,
    members::acts::DOING,
    members::acts::UNDOING,
    unions::moving::WORDS,
];
const NAVIGATION: &[Entry] = &[
    Entry { home: Home::You, path: "/console/members", label: "会员名册", needs: Some(MEMBERS_READ), counts: None },
    Entry { home: Home::You, path: "/console/unions", label: "基层工会", needs: Some(UNIONS_READ), counts: None },
    Entry {
        home: Home::You, path: "/console/employers", label: "用人单位", needs: Some(UNIONS_READ), counts: None
    },
    Entry {
        home: Home::You,
        path: "/console/joinings",
        label: "入会审批",
        needs: Some(JOININGS_DECIDE),
        counts: Some("joining"),
    },
    Entry { home: Home::You, path: "/console/codes", label: "入会码", needs: Some(CODES_WRITE), counts: None },
    Entry { home: Home::You, path: "/console/places", label: "服务地点", needs: Some(CODES_WRITE), counts: None },
    Entry {
        home: Home::You, path: "/console/rosters", label: "名册导入", needs: Some(ROSTERS_IMPORT), counts: None
    },
    Entry { home: Home::You, path: "/console/exports", label: "我的导出", needs: Some(UNIONS_READ), counts: None },
];

const ROOMS: &[Room] = &[
    Room {
        home: Home::You,
        path: "/join",
        label: "加入工会",
        hint: "一分钟填好，工会审核后告诉您",
        icon: "user-plus",
        signed_in: false,
    },
    Room {
        home: Home::You, path: "/me/card", label: "会员卡", hint: "出示会员码", icon: "qrcode", signed_in: true
    },
    Room {
        home: Home::You,
        path: "/me/union",
        label: "我的工会",
        hint: "主席、电话和地址",
        icon: "building",
        signed_in: true,
    },
];

fn routes() -> Routes {
    unions::routes()
        .merge(employers::routes())
        .merge(members::routes())
        .merge(places::routes())
        .merge(codes::routes())
        .merge(joinings::routes())
        .merge(rosters::routes())
        .merge(card::routes())
        .merge(list::routes())
}
