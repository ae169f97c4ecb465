//! What a merge changed, kept sealed: enough to part the two again.
use super::Row;
use platform::{
    App,
    merging::{Counted, Moved},
    web::Error,
};
use serde::{Deserialize, Serialize};

const FIELD: &str = "duplicate_merges.image";

#[derive(Serialize, Deserialize)]
pub struct Image {
    /// The one that remains, before and as the merge left it.
    pub before: Row,
    pub after: Row,
    /// The one that is gone, before.
    pub gone: Row,
    pub moved: Vec<Moved>,
    /// Records that are counted by the number of the one that remains.
    pub counted: Vec<Counted>,
    /// Rows that were open twice afterwards, of which one was closed.
    pub closed: Vec<(String, i64)>,
    pub ended: Option<Ended>,
    /// The line in the person's file that tells of the merge.
    pub record: Option<i64>,
    /// The day of the merge.
    pub day: String,
}

/// The membership that ended because the other one remains.
#[derive(Serialize, Deserialize)]
pub struct Ended {
    pub membership: i64,
    pub union: i64,
    pub state: String,
    /// Its version afterwards.
    pub version: i64,
    pub event: i64,
}

impl Image {
    pub fn seal(&self, app: &App) -> String {
        app.keys.seal(FIELD, &serde_json::to_string(self).expect("plain fields"))
    }
    pub fn open(app: &App, sealed: &str) -> Result<Image, Error> {
        serde_json::from_str(&app.keys.open(FIELD, sealed)?).map_err(Error::internal)
    }
}
