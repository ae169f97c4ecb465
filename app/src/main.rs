//! `unionhall`: the online union in one program. What cannot go on ends with one line on stderr and exit code 1.
use clap::Parser;
use std::process::ExitCode;
use unionhall::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(code) => code,
        Err(stop) => {
            eprintln!("unionhall: {stop}");
            ExitCode::FAILURE
        }
    }
}
