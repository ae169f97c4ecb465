//! What a written row was before, kept sealed for undoing.
use crate::people::PersonDetails;
use platform::{App, web::Error};
use serde::{Deserialize, Serialize};

const FIELD: &str = "import_changes.before";

/// What a written row was before, for undoing.
#[derive(Serialize, Deserialize)]
pub struct Before {
    /// None: the person was not known.
    pub person: Option<PersonDetails>,
    /// None: there was no current membership.
    pub membership: Option<BeforeMembership>,
}
#[derive(Serialize, Deserialize)]
pub struct BeforeMembership {
    pub state: String,
    pub joined_on: String,
}
pub fn seal_before(app: &App, before: &Before) -> String {
    app.keys.seal(FIELD, &serde_json::to_string(before).expect("plain fields"))
}
pub fn open_before(app: &App, sealed: &str) -> Result<Before, Error> {
    serde_json::from_str(&app.keys.open(FIELD, sealed)?).map_err(Error::internal)
}
