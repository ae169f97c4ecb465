//! 组织会员: unions of every level, employers, people, memberships, joining codes and joinings, rosters.
//!
//! Promises: a person exists once (blind index of the document number) and has one current membership; ties to a federation are
//! affiliations and never counted; membership counts from approval; every change of a membership is an event with its official code.
pub mod employers;
pub mod members;
pub mod people;
pub mod permissions;
pub mod unions;

use platform::{Module, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "directory",
        name: "组织会员",
        migrations: Some(platform::migrations!["directory": 1 "0001_directory"]),
        routes,
        permissions: permissions::ALL,
        navigation: &[],
        rooms: &[],
        measures: members::MEASURES,
        settings: members::SETTINGS,
        tasks: &[],
        jobs: &[],
        searches: &[],
    }
}

fn routes() -> Routes {
    Routes::new()
}
