//! 诉求办理: a worker asks in his or her own words, the right desk of the right union has it with a clock, nothing is forgotten, and the
//! worker has the last word.
//!
//! Promises: services are definitions in files, checked at the start; a case exists for nobody outside the branch of its handling union,
//! nor for whom it is about; what is overdue climbs by itself; no answer is never satisfaction; every text is sealed.
pub mod cases;
pub mod course;
pub mod definitions;
pub mod demo;
mod desk;
pub mod letters;
mod measures;
mod mine;
mod permissions;
mod portions;
mod services;
#[cfg(test)]
mod tests;

use cases::store::{ANSWERS, PHONE, TEXT, WORDS};
use permissions::CASES_READ;
use platform::{Entry, Home, Module, Room, merging::Pointer, secrets::rotation::Sealed, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "casework",
        name: "诉求办理",
        migrations: Some(platform::migrations!["casework": 1 "0001_casework"]),
        routes,
        permissions: permissions::ALL,
        navigation: NAVIGATION,
        rooms: ROOMS,
        measures: measures::ALL,
        tasks: &[course::CASE_TASK],
        jobs: course::jobs::JOBS,
        climbs: course::climbs::CLIMBS,
        people: PEOPLE,
        employers: EMPLOYERS,
        sealed: SEALED,
        portions: portions::ALL,
        ..Module::EMPTY
    }
}

const PEOPLE: &[Pointer] = &[Pointer::moves("cases", "person", "诉求")];
const EMPLOYERS: &[Pointer] = &[Pointer::moves("cases", "employer", "诉求里的单位")];
const NAVIGATION: &[Entry] =
    &[Entry { home: Home::Xin, path: cases::PATH, label: "诉求", needs: Some(CASES_READ), counts: Some("case") }];
const ROOMS: &[Room] = &[Room {
    home: Home::Xin,
    path: services::PATH,
    label: "我要求助",
    hint: "工资、合同、法律、困难、学习、建议",
    icon: "scale",
    signed_in: false,
}];
const SEALED: &[Sealed] = &[
    Sealed::plain("cases", "phone_sealed", PHONE),
    Sealed::plain("cases", "answers_sealed", ANSWERS),
    Sealed::plain("case_steps", "words_sealed", WORDS),
    Sealed::plain("case_messages", "text_sealed", TEXT),
];

fn routes() -> Routes {
    services::routes().merge(mine::routes()).merge(desk::routes())
}
