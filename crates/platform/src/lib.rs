//! The ground under every module: what is the same for all of them.

pub mod calendar;
pub mod standards;
