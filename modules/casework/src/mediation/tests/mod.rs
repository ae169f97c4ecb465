//! Sentences about mediations, through the door, on both databases.
mod faults;
mod papers;
mod rights;
pub mod room;
mod ways;
