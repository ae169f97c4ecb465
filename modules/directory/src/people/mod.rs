//! People: each human being once, what the roster says of them, and the groups they belong to.
pub mod card;
pub mod store;
mod wanted;

pub use store::{Person, PersonDetails};
pub use wanted::wanted;

/// The fields under which a person's values are sealed.
pub mod sealed {
    pub const DOCUMENT: &str = "people.document";
    pub const PHONE: &str = "people.phone";
    pub const HOUSEHOLD_PLACE: &str = "people.household_place";
}

/// The value under which a document's blind index is made: kind and number, so that a passport never meets an identity card.
pub fn document_key(kind: &str, number: &str) -> String {
    format!("{kind}:{number}")
}
