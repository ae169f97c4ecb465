//! The whole product: the real binary under faults, its commands, and the rights of every route.
mod commands;
mod faults;
mod rights;
mod running;
mod starts;
