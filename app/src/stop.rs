//! Why the program can't go on: one line for the operator.
use std::{fmt::Display, process::ExitCode};

#[derive(Debug)]
pub struct Stop(String);
/// A command's end: its exit code, or why it could not be carried out.
pub type Outcome = Result<ExitCode, Stop>;

impl Stop {
    pub fn new(line: impl Into<String>) -> Self {
        Self(line.into())
    }
    /// "reading the key: no such file", for `map_err(Stop::at("reading the key"))`.
    pub fn at<E: Display>(what: impl Display) -> impl FnOnce(E) -> Stop {
        move |fault| Stop(format!("{what}: {fault}"))
    }
    /// A refusal keeps its sentence.
    pub fn of(fault: platform::web::Error) -> Self {
        match fault {
            platform::web::Error::Refused(sentence) | platform::web::Error::TooLarge(sentence) => Stop(sentence),
            other => Stop(other.to_string()),
        }
    }
}
impl Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Causes of several lines would bury the one that counts.
        f.write_str(&self.0.split('\n').map(str::trim).collect::<Vec<_>>().join(" "))
    }
}
impl From<platform::db::Error> for Stop {
    fn from(fault: platform::db::Error) -> Self {
        Stop(format!("the database: {fault}"))
    }
}
