//! `unionhall services check`: are all definitions of services in order?
use crate::{Outcome, Stop};
use casework::definitions::{FILES, read_all};
use clap::{Args, Subcommand};
use std::{path::PathBuf, process::ExitCode};

#[derive(Subcommand)]
pub enum Services {
    /// Check the definitions of services
    ///
    /// Prints a line for each fault with its name (unknown-step, unreachable-end, no-way-out, clock-without-rule …); the exit code is 1
    /// when there is one.
    Check(Check),
}

#[derive(Args)]
pub struct Check {
    /// Definitions (TOML) to check instead of those of the program
    files: Vec<PathBuf>,
}

impl Check {
    pub fn run(self) -> Outcome {
        let mut own = Vec::new();
        for file in &self.files {
            let text = std::fs::read_to_string(file).map_err(Stop::at(&file.display().to_string()))?;
            own.push((file.display().to_string(), text));
        }
        let own: Vec<(&str, &str)> = own.iter().map(|(name, text)| (&**name, &**text)).collect();
        match read_all(if own.is_empty() { FILES } else { &own }) {
            Ok(services) => {
                for service in services {
                    println!("{} {}: {} steps, {}", service.key, service.version, service.steps.len(), service.name);
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(faults) => {
                for fault in faults {
                    println!("{fault}");
                }
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
