//! People: each human being once, what the roster says of them, and the groups they belong to.
pub mod card;
pub mod store;
mod wanted;

pub use store::{Person, PersonDetails};
pub use wanted::wanted;

use platform::merging::Pointer;

/// The columns of this module that point to a person.
pub const POINTERS: &[Pointer] = &[
    Pointer::stays("people", "id", "it is the person; who merges two keeps what was known of either"),
    Pointer::moves("memberships", "person", "会籍"),
    Pointer::moves("membership_events", "person", "会籍变动"),
    Pointer::moves("affiliations", "person", "挂靠"),
    Pointer::moves("person_groups", "person", "职工类别"),
    Pointer::moves("import_changes", "person", "名册导入记录"),
    Pointer::moves("bulk_rows", "person", "批量办理记录"),
];

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
