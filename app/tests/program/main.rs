//! The whole product: the real binary under faults, its commands, and the rights of every route.
#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it must be")]

mod commands;
mod faults;
mod figures;
mod hidden;
mod merging;
mod pointers;
mod portions;
mod records;
mod rights;
mod rotation;
mod running;
mod sources;
mod starts;
