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
pub mod sources;
mod startup;
mod stop;

use clap::Parser;
use platform::Module;
use std::process::ExitCode;
pub use stop::{Outcome, Stop};

/// The system's allocator gives short-lived rows and pages back slowly (decision 090).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// All modules, in the order of their migrations and of the side bar.
pub fn modules() -> Vec<Module> {
    vec![
        directory::module(),
        membership::module(),
        founding::module(),
        duplicates::module(),
        outreach::module(),
        casework::module(),
        lobby::module(),
        statistics::module(),
    ]
}

/// Runs the command line. What cannot go on ends with one line on stderr and exit code 1.
/// Here and not in `main.rs`, so that the commands are compiled once.
#[tokio::main]
pub async fn main() -> ExitCode {
    match cli::Cli::parse().run().await {
        Ok(code) => code,
        Err(stop) => {
            eprintln!("unionhall: {stop}");
            ExitCode::FAILURE
        }
    }
}
