//! Joining codes (入会码): for a union or a place, counted, printed as posters.
//!
//! Promises: a code leads to `/join/{code}` and says nothing else; a phone counts once an hour; what was printed can be traced by the code's
//! number; a revoked code stays in the list with what came through it.
mod batch;
mod create;
mod index;
mod poster;
mod prints;
pub mod rules;
mod show;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

pub use index::LIST;
