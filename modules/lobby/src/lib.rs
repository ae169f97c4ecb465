//! 门厅: what every installation has, whatever modules it carries: home page, signing in, my pages; in the console the work list,
//! people with posts, the audit, settings and search.
mod accounts;
mod acts;
mod audit;
mod corrections;
#[cfg(test)]
mod county;
mod desk;
mod home;
mod me;
mod permissions;
mod posts;
mod publicity;
mod search;
mod settings;
mod sign_in;
mod visibility;

use platform::{Module, jobs::Job, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "lobby",
        name: "门厅",
        routes,
        permissions: permissions::ALL,
        navigation: desk::NAVIGATION,
        settings: accounts::SETTINGS,
        jobs: JOBS,
        tasks: &[corrections::TASK, platform::publicity::TASK],
        portions: me::PORTIONS,
        offers: accounts::OFFERS,
        door: Some(accounts::door),
        ..Module::EMPTY
    }
}

const JOBS: &[Job] = &[accounts::BLOCK_IDLE, me::ERASE_DUE];

fn routes() -> Routes {
    home::routes()
        .merge(sign_in::routes())
        .merge(me::routes())
        .merge(desk::routes())
        .merge(posts::routes())
        .merge(audit::routes())
        .merge(settings::routes())
        .merge(search::routes())
        .merge(accounts::routes())
        .merge(corrections::routes())
        .merge(visibility::routes())
        .merge(publicity::routes())
}
