//! What every module of Unionhall stands on: one database door, rights, audit, sealed fields, deadlines, facts, tasks, pages.
//!
//! Each piece is a folder with a small door. Modules learn of each other only through here.
mod app;
pub mod audit;
pub mod calendar;
pub mod clock;
pub mod db;
pub mod documents;
pub mod facts;
pub mod files;
pub mod identity;
pub mod jobs;
mod memory;
pub mod merging;
pub mod notices;
pub mod opening;
pub mod passing;
pub mod portions;
pub mod publicity;
pub mod ratings;
pub mod records;
pub mod rights;
pub mod search;
pub mod secrets;
pub mod settings;
pub mod sheets;
pub mod slots;
pub mod standards;
pub mod tasks;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tree;
pub mod web;

pub use app::{App, Config, Declared, Entry, Home, Inner, MIGRATIONS, Module, Offer, Room, Thing, migrations};
pub use clock::Clock;
