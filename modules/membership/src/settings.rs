//! How many working days each step has.
use platform::settings::{Setting, SettingKind};

const fn days(key: &'static str, name: &'static str, hint: &'static str, default: &'static str) -> Setting {
    Setting { key, name, hint, default, kind: SettingKind::Number { least: 1, most: 90, unit: "个工作日" } }
}
/// How long a transfer that a union proposed waits for the member's confirmation.
pub const CONFIRM_DAYS: &Setting =
    &days("transfer.confirm_days", "转会本人确认期限", "新工会提出转会后，本人几个工作日内不确认就自动撤销", "10");
/// How long the union that is left may object.
pub const RELEASE_DAYS: &Setting =
    &days("transfer.release_days", "转出工会异议期", "转出工会几个工作日内可以提出异议，到期没提就视为同意", "5");
/// How long the union that receives has to answer.
pub const RECEIVE_DAYS: &Setting =
    &days("transfer.receive_days", "转入工会接收期限", "转入工会几个工作日内要接收或说明理由", "5");
/// How long a union has for kept memberships, returns, announcements; the upper one for disputes and reports.
pub const WAY_DAYS: &Setting =
    &days("membership.days", "会籍变动办理期限", "保留、恢复、退会登记、异议裁定、备案，几个工作日内要办", "5");
/// How long a committee has to decide on an expulsion.
pub const EXPULSION_DAYS: &Setting =
    &days("expulsion.days", "开除会籍决定期限", "工会小组提出意见后，委员会几个工作日内要决定", "20");

pub const ALL: &[&Setting] = &[CONFIRM_DAYS, RELEASE_DAYS, RECEIVE_DAYS, WAY_DAYS, EXPULSION_DAYS];
