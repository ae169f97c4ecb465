//! Sentences about mediations, through the door, on both databases.
mod faults;
mod rights;
mod room;
mod ways;
