//! What may be done here, and by whom.
use platform::rights::{
    Permission,
    Role::{Adviser, Auditor, Chair, Counsellor, Guardian, Mediator, Officer},
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

/// See hardship files, calls for study aid and what was paid.
pub const AID_READ: &Permission = &Permission { key: "aid.read", name: "查看帮扶档案", roles: &[Officer, Chair] };
/// Pay, review, end files; open calls, rank and grant.
pub const AID_WORK: &Permission = &Permission { key: "aid.work", name: "办理帮扶", roles: &[Officer, Chair] };
pub const AID_FIGURES: &Permission =
    &Permission { key: "aid.figures", name: "查看帮扶数字", roles: &[Officer, Chair, Auditor] };

/// Counsel: read and answer what was told to oneself in confidence.
pub const COUNSEL: &Permission =
    &Permission { key: "counselling.counsel", name: "做心理咨询", roles: &[Counsellor] };
/// See number and clock of a counselling that nobody answered in time.
pub const COUNSELLING_WATCH: &Permission = &Permission {
    key: "counselling.watch",
    name: "查看心理咨询的期限",
    roles: &[Officer, Chair, Counsellor, Guardian],
};
/// Give such a one to another counsellor.
pub const COUNSELLING_ASSIGN: &Permission =
    &Permission { key: "counselling.assign", name: "换心理咨询师", roles: &[Officer, Chair] };
/// Open one where somebody is in danger.
pub const COUNSELLING_OPEN: &Permission =
    &Permission { key: "counselling.open", name: "有危险时打开心理咨询", roles: &[Guardian] };
pub const COUNSELLING_FIGURES: &Permission =
    &Permission {
        key: "counselling.figures", name: "查看心理咨询人次", roles: &[Officer, Chair, Auditor, Counsellor]
    };

/// Be on duty: the own days, and who comes.
pub const DUTY_SERVE: &Permission =
    &Permission { key: "duty.serve", name: "值班", roles: &[Officer, Chair, Counsellor, Mediator, Adviser] };
/// Put others on duty, and see who comes where that is not confidential.
pub const DUTY_MANAGE: &Permission = &Permission { key: "duty.manage", name: "排值班", roles: &[Officer, Chair] };

/// Write the definitions of services, at the root.
pub const SERVICES_DEFINE: &Permission =
    &Permission { key: "services.define", name: "修改服务事项", roles: &[Officer, Chair] };

pub const ALL: &[&Permission] = &[
    SERVICES_DEFINE,
    CASES_READ,
    CASES_WORK,
    CASES_FIGURES,
    MEDIATE,
    AID_READ,
    AID_WORK,
    AID_FIGURES,
    COUNSEL,
    COUNSELLING_WATCH,
    COUNSELLING_ASSIGN,
    COUNSELLING_OPEN,
    COUNSELLING_FIGURES,
    DUTY_SERVE,
    DUTY_MANAGE,
];
