//! What may be done here, and by whom.
use platform::rights::{
    Permission,
    Role::{Chair, Officer, Organiser},
};

/// See the ways of a branch, propose an expulsion with the group's opinion.
pub const WAYS_READ: &Permission =
    &Permission { key: "ways.read", name: "查看会籍变动", roles: &[Officer, Chair, Organiser] };
/// Decide on ways, register them at the desk.
pub const WAYS_DECIDE: &Permission =
    &Permission { key: "ways.decide", name: "办理会籍变动", roles: &[Officer, Chair] };

pub const ALL: &[&Permission] = &[WAYS_READ, WAYS_DECIDE];
