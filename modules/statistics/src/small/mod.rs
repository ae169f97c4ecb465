//! 不显示的小数字: counts of people below a least number are hidden, and what would tell them.
//!
//! Promise: a count is shown or hidden for all and for ever. It is decided once, of a quarter that is over, for all unions and dimensions together
//! (decision 109), so that neither two pages nor two askings tell more than one.
#[cfg(test)]
mod brute;
mod kept;
mod quarter;
mod table;
#[cfg(test)]
mod tests;

pub use kept::{BY_QUARTER, Counts, NOT_OVER, Silence, counts, is_small, keep_all, last_end};
pub use table::Table;

use platform::{
    jobs::Job,
    settings::{Setting, SettingKind},
};

/// Counts of people below this are hidden.
pub const LEAST: &Setting = &Setting {
    key: "small.least",
    name: "人数少于多少不显示",
    hint: "困难、疾病、心理这类数，少于这个数的格子和会让人算出它的格子都不显示。只管以后的季度，已经给出的不变。",
    default: "5",
    kind: SettingKind::Number { least: 3, most: 20, unit: "人" },
};
/// What stands in a cell that is hidden; the same word for small ones and for those that would tell them.
pub const HIDDEN: &str = "不显示";

pub const KEEP: Job = Job {
    kind: "small.keep",
    every: Some(3_600),
    run: |app, _| Box::pin(async move { keep_all(&app).await.map_err(|e| e.to_string()) }),
};
/// Why a count is hidden, as a sentence.
pub const WHY: &str = "人数少，或会让人算出人数少的数，不显示";
