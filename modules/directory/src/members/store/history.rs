//! What happened to a person's memberships, and the ties beside them.
use platform::{
    db::{Db, Result},
    tree::{OrgId, PersonId},
    vals,
};

/// A change of a membership with its official codes.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Event {
    pub union_name: String,
    pub change: String,
    pub reason: String,
    pub on_day: String,
    pub note: String,
    pub at: i64,
}
/// All changes, newest first.
pub async fn history(db: &Db, person: PersonId) -> Result<Vec<Event>> {
    db.all(
        "SELECT o.name AS union_name, e.change, e.reason, e.on_day, e.note, e.at FROM membership_events e JOIN organisations o ON o.id = e.union_id \
         WHERE e.person = $1 ORDER BY e.on_day DESC, e.id DESC LIMIT 100",
        vals![person],
    )
    .await
}

/// A tie to a federation or a station, never a membership.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Affiliation {
    pub union_id: OrgId,
    pub union_name: String,
    pub from_on: String,
    pub to_on: Option<String>,
}
pub async fn affiliations(db: &Db, person: PersonId) -> Result<Vec<Affiliation>> {
    db.all(
        "SELECT a.union_id, o.name AS union_name, a.from_on, a.to_on FROM affiliations a JOIN organisations o ON o.id = a.union_id WHERE a.person = $1 ORDER BY a.from_on DESC, a.id DESC LIMIT 50",
        vals![person],
    )
    .await
}
/// The groups a person belongs or belonged to: (name, from, to).
pub async fn group_spans(db: &Db, person: PersonId) -> Result<Vec<(String, String, Option<String>)>> {
    db.all(
        "SELECT group_name, from_on, to_on FROM person_groups WHERE person = $1 ORDER BY CASE WHEN to_on IS NULL THEN 0 ELSE 1 END, id",
        vals![person],
    )
    .await
}
/// The application of somebody with this document that still waits, if any.
pub async fn open_joining(db: &Db, document_index: &str) -> Result<Option<(i64, String)>> {
    db.maybe(
        "SELECT id, path FROM joinings WHERE document_index = $1 AND state IN ('waiting', 'returned')",
        vals![document_index],
    )
    .await
}
