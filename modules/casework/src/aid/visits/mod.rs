//! 入户走访: two visitors look, ask, listen and check; the form works without a network and is sent later.
//!
//! Promises: what was taken down stays on the phone, sealed, until it is sent; sent twice it is one visit; the page that a phone keeps
//! names nobody in full.
mod entries;
mod page;
pub mod store;
mod told;

pub use entries::{create, keep};
pub use page::show;
pub use told::Told;

/// How large a visit with its photos may come.
pub const LIMIT: usize = 12 * 1024 * 1024;
/// Photos of one visit.
pub const PHOTOS: usize = 3;
