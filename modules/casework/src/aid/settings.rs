//! Amounts that a region sets for itself, each from a day on.
use super::rules::Kind;
use platform::settings::{Setting, SettingKind};

const fn yuan(key: &'static str, name: &'static str, hint: &'static str, default: &'static str) -> Setting {
    Setting { key, name, hint, default, kind: SettingKind::Number { least: 0, most: 1_000_000, unit: "元" } }
}
pub const MINIMUM: &Setting =
    &yuan("aid.minimum", "低保标准", "当地公布的最低生活保障标准，每人每月。困难职工按它认定，改了从那天起算", "750");
pub const DEEP: &Setting = &yuan("aid.most_deep", "深度困难每年最多", "一户一年发的救助金合计", "12000");
pub const RELATIVE: &Setting = &yuan("aid.most_relative", "相对困难每年最多", "一户一年发的救助金合计", "6000");
pub const SUDDEN: &Setting = &yuan("aid.most_sudden", "意外致困每年最多", "一户一年发的救助金合计", "10000");

pub const CONSOLATION: &Setting = &yuan("aid.most_consolation", "住院慰问一次最多", "一次住院发的慰问金", "2000");
/// Amounts that a definition may name as the most of an act.
const AMOUNTS: [&Setting; 4] = [DEEP, RELATIVE, SUDDEN, CONSOLATION];

/// One of them, by its key.
pub fn amount(key: &str) -> Option<&'static Setting> {
    AMOUNTS.into_iter().find(|setting| setting.key == key)
}
/// What a family of a kind gets in a year at most.
pub fn most(kind: Kind) -> &'static Setting {
    match kind {
        Kind::Deep => DEEP,
        Kind::Sudden => SUDDEN,
        Kind::Relative | Kind::None => RELATIVE,
    }
}
