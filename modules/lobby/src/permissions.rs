//! What may be done in the lobby, and by whom.
use platform::rights::{
    Permission,
    Role::{Admin, Auditor, Chair, Officer},
};

/// See who holds posts; chairs see their own union's.
pub const POSTS_READ: &Permission =
    &Permission { key: "posts.read", name: "查看任职", roles: &[Admin, Officer, Chair, Auditor] };
/// Invite people to posts and end posts.
pub const POSTS_WRITE: &Permission = &Permission { key: "posts.write", name: "管理任职", roles: &[Admin] };
pub const AUDIT_READ: &Permission =
    &Permission { key: "audit.read", name: "查看操作和查阅记录", roles: &[Admin, Auditor] };
pub const SETTINGS_READ: &Permission =
    &Permission { key: "settings.read", name: "查看设置", roles: &[Admin, Officer, Auditor] };
pub const SETTINGS_WRITE: &Permission = &Permission { key: "settings.write", name: "修改设置", roles: &[Admin] };

pub const ALL: &[&Permission] =
    &[POSTS_READ, POSTS_WRITE, AUDIT_READ, SETTINGS_READ, SETTINGS_WRITE, platform::publicity::ANSWER];
