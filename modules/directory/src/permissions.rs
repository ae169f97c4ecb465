//! What may be done here, and by whom.
use platform::rights::{
    Permission,
    Role::{Admin, Auditor, Chair, Officer, Organiser},
};

/// See the tree, cards of unions and employers.
pub const UNIONS_READ: &Permission =
    &Permission {
        key: "unions.read", name: "查看工会和单位", roles: &[Admin, Officer, Chair, Organiser, Auditor]
    };
/// Create, edit and move unions.
pub const UNIONS_WRITE: &Permission =
    &Permission { key: "unions.write", name: "登记和修改工会", roles: &[Officer] };
pub const EMPLOYERS_WRITE: &Permission =
    &Permission { key: "employers.write", name: "登记和修改单位", roles: &[Officer, Chair] };
/// See members with masked fields.
pub const MEMBERS_READ: &Permission =
    &Permission { key: "members.read", name: "查看会员名册", roles: &[Officer, Chair, Organiser] };
/// See sealed fields of one member with a reason; it is recorded and the member sees it.
pub const MEMBERS_OPEN: &Permission =
    &Permission { key: "members.open", name: "查看会员完整信息", roles: &[Officer, Chair] };
pub const MEMBERS_WRITE: &Permission =
    &Permission { key: "members.write", name: "登记和修改会员", roles: &[Officer, Chair] };
/// Approve, send back or refuse joinings.
pub const JOININGS_DECIDE: &Permission =
    &Permission { key: "joinings.decide", name: "入会审批", roles: &[Officer, Chair] };
pub const ROSTERS_IMPORT: &Permission =
    &Permission { key: "rosters.import", name: "名册导入", roles: &[Officer, Chair] };
pub const ROSTERS_EXPORT: &Permission =
    &Permission { key: "rosters.export", name: "名册导出", roles: &[Officer, Chair] };
pub const CODES_WRITE: &Permission =
    &Permission { key: "codes.write", name: "管理入会码和地点", roles: &[Officer, Chair] };
pub const FIGURES_READ: &Permission = &Permission {
    key: "directory.figures",
    name: "查看组织会员数字",
    roles: &[Admin, Officer, Chair, Organiser, Auditor],
};

pub const ALL: &[&Permission] = &[
    UNIONS_READ,
    UNIONS_WRITE,
    EMPLOYERS_WRITE,
    MEMBERS_READ,
    MEMBERS_OPEN,
    MEMBERS_WRITE,
    JOININGS_DECIDE,
    ROSTERS_IMPORT,
    ROSTERS_EXPORT,
    CODES_WRITE,
    FIGURES_READ,
];
