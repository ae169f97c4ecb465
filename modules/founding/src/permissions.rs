//! What may be done here, and by whom.
use platform::rights::{
    Permission,
    Role::{Chair, Officer, Organiser},
};

/// See foundings, elections, committees and terms of the own branch.
pub const FOUNDINGS_READ: &Permission =
    &Permission { key: "foundings.read", name: "查看建会和换届", roles: &[Officer, Chair, Organiser] };
/// Ask for a founding, enter preparatory groups, candidates and results. The leader of a preparatory group has it for the own union.
pub const FOUNDINGS_WRITE: &Permission =
    &Permission { key: "foundings.write", name: "办理建会和选举", roles: &[Officer, Chair, Organiser] };
/// Answer for the upper union: approve a founding, reply to a result, grant a later end of a term.
pub const FOUNDINGS_DECIDE: &Permission =
    &Permission { key: "foundings.decide", name: "批准建会和批复选举结果", roles: &[Officer] };
/// Close or merge unions.
pub const UNIONS_CLOSE: &Permission =
    &Permission { key: "unions.close", name: "撤销和合并工会", roles: &[Officer] };

pub const ALL: &[&Permission] = &[FOUNDINGS_READ, FOUNDINGS_WRITE, FOUNDINGS_DECIDE, UNIONS_CLOSE];
