//! What may be done here, and by whom.
use platform::rights::{
    Permission,
    Role::{Admin, Auditor, Chair, Officer, Organiser},
};

/// See grids, pairs, visits and the firms that a union covers.
pub const READ: &Permission =
    &Permission { key: "outreach.read", name: "查看网格和结对", roles: &[Officer, Chair, Organiser] };
/// Draw grids, name their officers, bind unions and employers, make pairs.
pub const WRITE: &Permission = &Permission { key: "outreach.write", name: "管理网格和结对", roles: &[Officer] };
pub const VISITS_WRITE: &Permission =
    &Permission { key: "outreach.visits", name: "登记走访", roles: &[Officer, Chair, Organiser] };
/// Take down joinings at a stand.
pub const STAND: &Permission =
    &Permission { key: "outreach.stand", name: "在入会台代填申请", roles: &[Officer, Chair, Organiser] };
pub const FIGURES: &Permission =
    &Permission {
        key: "outreach.figures", name: "查看走访数字", roles: &[Admin, Officer, Chair, Organiser, Auditor]
    };

pub const ALL: &[&Permission] = &[READ, WRITE, VISITS_WRITE, STAND, FIGURES];
