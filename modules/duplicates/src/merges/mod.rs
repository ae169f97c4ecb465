//! Merging two into one, and parting them again for 30 days.
//!
//! Promises: every column that points to either points to the one that remains ([`platform::merging`]); what either was before is kept
//! sealed, for ever; parting restores exactly what nobody touched since and lists the rest.
mod fields;
mod image;
mod merge;
mod row;
pub mod store;
mod undo;

pub use fields::{Choices, Field, fields, shown};
pub use merge::{Asked, Outcome, merge, merged};
pub use row::Row;
pub use store::Merge;
pub use undo::{open_until, undo};
