//! What may be done here, and by whom.
use platform::rights::{
    Permission,
    Role::{Auditor, Chair, Mediator, Officer},
};

/// See the cases of a branch.
pub const CASES_READ: &Permission = &Permission { key: "cases.read", name: "查看诉求", roles: &[Officer, Chair] };
/// Work on them: answer, decide, hand over, take down on behalf of somebody.
pub const CASES_WORK: &Permission = &Permission { key: "cases.work", name: "办理诉求", roles: &[Officer, Chair] };
pub const CASES_FIGURES: &Permission =
    &Permission { key: "cases.figures", name: "查看诉求数字", roles: &[Officer, Chair, Auditor] };
/// Mediate: what was given to oneself; with [`CASES_READ`] the mediations of the branch are there as well.
pub const MEDIATE: &Permission =
    &Permission { key: "mediations.mediate", name: "调解劳动争议", roles: &[Officer, Chair, Mediator] };

pub const ALL: &[&Permission] = &[CASES_READ, CASES_WORK, CASES_FIGURES, MEDIATE];
