//! 一人一档: people and employers that stand twice: found with reasons, merged field by field, undone for 30 days.
//!
//! Promises: a pair is seen only where both lie in one's branch; a merge loses nothing, and whatever pointed to either points to the one
//! that remains; two that are not the same are never proposed again.
pub mod demo;
pub mod finding;
mod keys;
mod merges;
mod pairs;
mod portions;
mod rekeying;
mod rules;
#[cfg(test)]
mod tests;

use platform::{
    Entry, Home, Module,
    jobs::Job,
    merging::Pointer,
    rights::{
        Permission,
        Role::{Chair, Officer},
    },
    tasks::TaskKind,
};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "duplicates",
        name: "一人一档",
        migrations: Some(platform::migrations!["duplicates": 1 "0001_duplicates"]),
        routes: pairs::routes,
        permissions: &[MERGE],
        navigation: NAVIGATION,
        tasks: &[CHECK],
        jobs: JOBS,
        people: PEOPLE,
        portions: portions::ALL,
        employers: EMPLOYERS,
        declares: &[&pairs::LIST],
        sealed: rekeying::SEALED,
        words: rekeying::WORDS,
        ..Module::EMPTY
    }
}

const FOUND: &str = "what was merged is still found, and leads to the one that remains";
const PEOPLE: &[Pointer] = &[Pointer::stays("person_keys", "person", FOUND)];
const EMPLOYERS: &[Pointer] = &[Pointer::stays("employer_keys", "employer", FOUND)];

/// See pairs that may be one, merge them, part them again.
pub const MERGE: &Permission =
    &Permission { key: "duplicates.merge", name: "核对和合并重复登记", roles: &[Officer, Chair] };
/// 核对重复: opened at the lowest organisation that holds both of some pair.
pub const CHECK: &TaskKind =
    &TaskKind { key: "duplicate", name: "核对重复登记", verb: "去核对", needs: MERGE };

const NAVIGATION: &[Entry] =
    &[Entry {
        home: Home::You, path: pairs::PATH, label: "重复登记", needs: Some(MERGE), counts: Some("duplicate")
    }];

const JOBS: &[Job] = &[
    Job {
        kind: "duplicates.find",
        // An import takes longer than that, so the search is due when its rows are there.
        every: Some(5),
        run: |app, _| Box::pin(async move { finding::find(&app).await.map(|_| ()).map_err(|e| e.to_string()) }),
    },
    Job {
        kind: "duplicates.place",
        every: Some(600),
        run: |app, _| Box::pin(async move { finding::place_all(&app).await.map_err(|e| e.to_string()) }),
    },
];

/// What can stand twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Person,
    Employer,
}
impl Kind {
    pub const ALL: [Kind; 2] = [Kind::Person, Kind::Employer];
    pub fn key(self) -> &'static str {
        if self == Kind::Person { "person" } else { "employer" }
    }
    /// 人, 单位
    pub fn name(self) -> &'static str {
        if self == Kind::Person { "人" } else { "单位" }
    }
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}
