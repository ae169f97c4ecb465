//! 诉求办理: a worker asks in his or her own words, the right desk of the right union has it with a clock, nothing is forgotten, and the
//! worker has the last word.
//!
//! Promises: services are definitions in files, checked at the start; a case exists for nobody outside the branch of its handling union,
//! nor for whom it is about; what is overdue climbs by itself; no answer is never satisfaction; every text is sealed.
pub mod aid;
pub mod cases;
pub mod collective;
pub mod counselling;
pub mod course;
pub mod definitions;
pub mod demo;
mod desk;
pub mod duty;
pub mod letters;
mod measures;
pub mod mediation;
mod mine;
mod permissions;
mod portions;
mod services;
pub mod sources;
#[cfg(test)]
mod tests;

use cases::store::{ANSWERS, LETTER, PHONE, TEXT, WORDS};
use collective::store as matters;
use mediation::store as mediations;
use permissions::{AID_READ, CASES_READ, MEDIATE};
use platform::{
    Entry, Home, Module, Room,
    merging::Pointer,
    secrets::rotation::{Sealed, Slice, Words},
    web::Routes,
};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "casework",
        name: "诉求办理",
        migrations: Some(
            platform::migrations!["casework": 1 "0001_casework", 2 "0002_mediation", 3 "0003_aid", 4 "0004_counselling", 5 "0005_collective"],
        ),
        routes,
        permissions: permissions::ALL,
        navigation: NAVIGATION,
        rooms: ROOMS,
        measures: MEASURES,
        ratios: measures::RATIOS,
        small: SMALL,
        spreads: measures::SPREADS,
        featured: measures::FEATURED,
        dimensions: measures::DIMENSIONS,
        tasks: &[course::CASE_TASK, mediation::DUE_TASK, aid::REVIEW_TASK, counselling::TASK, counselling::LATE],
        jobs: JOBS,
        climbs: CLIMBS,
        people: PEOPLE,
        employers: EMPLOYERS,
        sealed: SEALED,
        portions: PORTIONS,
        words: WORDS_AGAIN,
        settings: SETTINGS,
        declares: &[
            &desk::LIST,
            &desk::FINDER,
            &aid::LIST,
            &collective::LIST,
            &measures::PASSING,
            &measures::CASES_OPEN,
            &measures::MATTERS_OPEN,
        ],
        ..Module::EMPTY
    }
}

const SETTINGS: &[&platform::settings::Setting] = &[
    letters::OFFICE_WORD,
    collective::DAYS,
    aid::MINIMUM,
    aid::DEEP,
    aid::RELATIVE,
    aid::SUDDEN,
    aid::CONSOLATION,
    counselling::LEAST,
    counselling::OPEN_HOURS,
    platform::slots::KINDS,
    platform::slots::AHEAD_DAYS,
    platform::slots::CANCEL_HOURS,
];
const CLIMBS: &[platform::tasks::Climbed] =
    &[course::climbs::CASES, counselling::climbs::FIRST, counselling::climbs::ON];
const PEOPLE: &[Pointer] = &[
    Pointer::moves("cases", "person", "诉求"),
    Pointer::moves("hardship_files", "person", "困难职工档案").one_open("closed_on"),
    Pointer::moves("aid_payments", "person", "救助金"),
];
const EMPLOYERS: &[Pointer] =
    &[Pointer::moves("cases", "employer", "诉求里的单位"), Pointer::moves("matters", "employer", "集体争议")];
const NAVIGATION: &[Entry] = &[
    Entry { home: Home::Xin, path: cases::PATH, label: "诉求", needs: Some(CASES_READ), counts: Some("case") },
    Entry {
        home: Home::Xin,
        path: services::console::PATH,
        label: "服务事项",
        needs: Some(permissions::SERVICES_DEFINE),
        counts: None,
    },
    Entry { home: Home::Xin, path: collective::PATH, label: "集体争议", needs: Some(CASES_READ), counts: None },
    Entry {
        home: Home::Xin,
        path: mediation::PATH,
        label: "调解",
        needs: Some(MEDIATE),
        counts: Some("mediation-due"),
    },
    Entry {
        home: Home::Xin,
        path: counselling::PATH,
        label: "心理咨询",
        needs: Some(permissions::COUNSELLING_WATCH),
        counts: Some("counselling"),
    },
    Entry {
        home: Home::Xin,
        path: platform::slots::DESK,
        label: "值班",
        needs: Some(permissions::DUTY_SERVE),
        counts: None,
    },
    Entry {
        home: Home::Lian,
        path: aid::FILES,
        label: "困难职工档案",
        needs: Some(AID_READ),
        counts: Some("hardship.review"),
    },
    Entry { home: Home::Lian, path: aid::CALLS, label: "金秋助学", needs: Some(AID_READ), counts: None },
];
const MEASURES: &[&platform::facts::Measure] = &[
    measures::ASKED,
    measures::BY_CHANNEL,
    measures::BY_EMPLOYER,
    measures::ANSWERED,
    measures::FIRST_HOURS,
    measures::ENDED,
    measures::SOLVED,
    measures::TIMED,
    measures::IN_TIME,
    measures::REOPENED,
    measures::RATED,
    measures::RECOVERED,
    measures::ANSWERED_IN_TIME,
    measures::ASKED_TO_RATE,
    measures::SATISFIED,
    measures::HELPED,
    collective::measures::BEGUN,
    collective::measures::PEOPLE,
    mediation::measures::ACCEPTED,
    mediation::measures::ENTRUSTED,
    mediation::measures::AGREED,
    mediation::measures::AGREED_YUAN,
    mediation::measures::PAID_YUAN,
    mediation::measures::CONSULTED,
    aid::measures::OPEN,
    aid::measures::LEFT,
    aid::measures::FAMILIES,
    aid::measures::PAID,
    aid::measures::VISITS,
    measures::LENT,
];
/// Of people in hardship.
const SMALL: &[&platform::facts::Measure] = &[aid::measures::OPEN, aid::measures::LEFT, aid::measures::FAMILIES];
const JOBS: &[platform::jobs::Job] = &[
    course::jobs::TURN,
    course::jobs::WORDS,
    course::jobs::MOVES,
    course::jobs::RETENTION,
    mediation::jobs::TURN,
    aid::jobs::JOB,
    collective::jobs::TURN,
    platform::slots::TURN,
];
const PORTIONS: &[platform::portions::Portion] =
    &[portions::CASES, mediation::portions::PORTION, aid::portions::PORTION, duty::portion::PORTION];
const ROOMS: &[Room] = &[Room {
    home: Home::Xin,
    path: services::PATH,
    label: "我要求助",
    hint: "工资、合同、法律、困难、心里的事",
    icon: "scale",
    signed_in: false,
}];
const SEALED: &[Sealed] = &[
    Sealed::plain("cases", "phone_sealed", PHONE),
    Sealed::plain("cases", "answers_sealed", ANSWERS),
    Sealed::plain("case_steps", "words_sealed", WORDS),
    Sealed::plain("case_messages", "text_sealed", TEXT),
    Sealed::plain("mediations", "terms_sealed", mediations::TERMS),
    Sealed::plain("mediation_parties", "phone_sealed", mediations::CONTACT),
    Sealed::plain("mediation_sessions", "worker_sealed", mediations::OFFER),
    Sealed::plain("mediation_sessions", "firm_sealed", mediations::OFFER),
    Sealed::plain("mediation_dues", "what_sealed", mediations::WHAT),
    Sealed::plain("consultations", "words_sealed", mediation::consultations::WORDS),
    Sealed::plain("case_letters", "lines_sealed", LETTER),
    Sealed::plain("case_limits", "words_sealed", WORDS),
    Sealed::plain("case_recusals", "words_sealed", WORDS),
    Sealed::plain("counselling_openings", "reason_sealed", counselling::REASON),
    Sealed::plain("matters", "words_sealed", matters::WORDS),
    Sealed::plain("matter_claims", "evidence_sealed", matters::EVIDENCE),
    Sealed::plain("matter_steps", "words_sealed", matters::WORDS),
    Sealed::plain("matter_sheets", "rows_sealed", matters::ROWS),
    Sealed::plain("matter_letters", "lines_sealed", matters::LETTER),
    Sealed::plain("case_visits", "told_sealed", aid::TOLD),
    Sealed::plain("hardship_files", "bank_sealed", aid::BANK),
    Sealed::plain("hardship_findings", "household_sealed", aid::HOUSEHOLD),
    Sealed::plain("aid_payments", "bank_sealed", aid::BANK),
    Sealed::indexed("aid_payments", "child_sealed", aid::CHILD, aid::CHILDREN),
];
const WORDS_AGAIN: &[Words] =
    &[Words { key: "casetext", slice: |app, after| Box::pin(cases::words::again(app, after)) as Slice }];

fn routes() -> Routes {
    services::routes()
        .merge(mine::routes())
        .merge(desk::routes())
        .merge(services::console::routes())
        .merge(collective::routes())
        .merge(mediation::routes())
        .merge(aid::routes())
        .merge(counselling::routes())
        .merge(duty::routes())
}
