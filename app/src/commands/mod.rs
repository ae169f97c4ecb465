//! What the command line can be asked besides serving: each command with its arguments in a file of its own.
pub mod backup;
pub mod demo;
pub mod measure;
pub mod restore;
pub mod roster;
pub mod rotate_key;
pub mod services;
pub mod setup;
pub mod unions;
pub mod verify;

use crate::{Stop, cli::Place, startup};
use platform::{App, Config, tree::OrgId};

/// Opens an installation for a command, which answers no browser.
async fn open(place: &Place) -> Result<App, Stop> {
    let config = Config { demo: false, public_url: None, secure_cookies: false, trusted_proxies: Vec::new() };
    startup::open(place, config).await
}

/// Refuses where the database is PostgreSQL, which has its own ways.
fn sqlite_only(place: &Place, instead: &str) -> Result<(), Stop> {
    match place.postgres()? {
        Some(_) => {
            Err(Stop::new(format!("the database is PostgreSQL: use {instead} for it, and copy the folder of files")))
        }
        None => Ok(()),
    }
}

async fn union(app: &App, id: i64) -> Result<directory::unions::Union, Stop> {
    let found = directory::unions::store::find(&app.db, OrgId(id)).await?;
    found.ok_or_else(|| Stop::new(format!("there is no union {id}; `unionhall unions` lists them")))
}
