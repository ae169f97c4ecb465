//! Joining (入会): from the scan to the decision.
//!
//! Promises: what somebody types before submitting stays on the phone (sealed by us, kept by the browser); one document has one open joining;
//! every step is told to the applicant; of two officers who decide at once the second learns who was first; membership counts from approval.
pub(crate) mod applicant;
pub mod candidates;
mod claim;
mod desk;
pub mod form;
mod me;
pub mod rules;
pub mod stand;
mod start;
pub mod steps;
pub mod store;
pub mod submission;
mod telling;
#[cfg(test)]
mod tests;

pub use desk::LIST;
