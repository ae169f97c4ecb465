//! National standards as types: a value that exists has been checked, and every refusal is a sentence.
//!
//! Pure: no database, no web, and today's date comes in as an argument. Codes and names are facts of the
//! standards; places, abolished place codes and holidays come from `make web` (see `build.rs`).

mod code_tables;
mod document;
mod embedded;
mod id_number;
pub mod industry;
pub mod phone;
pub mod region;
pub mod tables;
mod typing;
pub mod uscc;

pub use document::{Document, DocumentFault};
pub use id_number::{IdFault, IdNumber, Sex, ruined_number};
pub use industry::Industry;
pub use phone::{Phone, PhoneFault};
pub use region::Region;
pub use tables::Table;
pub use typing::{has_unprintable, narrow, tight};
pub use uscc::{Uscc, UsccFault};

pub(crate) use embedded::special_days;
