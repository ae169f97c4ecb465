//! Puts the program together: the modules are listed here, once.
mod certificate;
pub mod cli;
mod commands;
mod demo;
mod greeting;
mod lock;
mod logs;
mod network;
mod progress;
mod serve;
mod startup;
mod stop;

use platform::Module;
pub use stop::{Outcome, Stop};

/// All modules, in the order of their migrations and of the side bar.
pub fn modules() -> Vec<Module> {
    vec![
        directory::module(),
        membership::module(),
        founding::module(),
        duplicates::module(),
        outreach::module(),
        lobby::module(),
        statistics::module(),
    ]
}
