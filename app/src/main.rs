//! `unionhall`: the online union in one program.
use std::process::ExitCode;

fn main() -> ExitCode {
    unionhall::main()
}
