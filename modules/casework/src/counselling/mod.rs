//! 心理咨询: what is told to one counsellor in confidence.
//!
//! Promises: the texts and the name are for the counsellor and the person, in no list, search, figure, task, message or trail; what climbs is
//! the number and the clock; in danger a guardian may open it for some hours, with a reason, and the person is told at once; the union sees
//! how many asked in a quarter that is over, and nothing below a number that it sets itself.
pub(crate) mod acts;
pub mod climbs;
pub mod demo;
mod desk;
mod onlookers;
pub mod routing;
mod rules;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

pub use acts::{asked, open, read, record, wait};
pub use desk::routes;
pub use onlookers::onlookers;

use crate::{
    cases::{self, Case},
    permissions::{COUNSEL, COUNSELLING_OPEN, COUNSELLING_WATCH},
};
use platform::{
    settings::{Setting, SettingKind},
    tasks::TaskKind,
    web::{Error, Result},
};
use ui::Desk;

pub const PATH: &str = "/console/counselling";
/// What the audit calls it.
pub const OBJECT: &str = "counselling";
/// What a guardian's reason is sealed under.
pub const REASON: &str = "counselling.reason";
/// The help line for people in danger, all over the country.
pub const HOTLINE: &str = "12356";

/// Waits for the counsellor.
pub const TASK: &TaskKind = &TaskKind { key: "counselling", name: "心理咨询", verb: "去回复", needs: COUNSEL };
/// The same when its time is over: number and clock, for those above.
pub const LATE: &TaskKind =
    &TaskKind { key: "counselling-late", name: "心理咨询超期", verb: "看期限", needs: COUNSELLING_WATCH };

/// Counts below it are shown to nobody.
pub const LEAST: &Setting = &Setting {
    key: "counselling.least",
    name: "心理咨询人数少于几人不显示",
    hint: "少于这个数的不显示；能推算出来的也一起不显示",
    default: "5",
    kind: SettingKind::Number { least: 3, most: 50, unit: "人" },
};
/// How long a guardian's opening lasts.
pub const OPEN_HOURS: &Setting = &Setting {
    key: "counselling.open_hours",
    name: "危机干预打开多久",
    hint: "有生命危险时，危机干预员打开一份咨询以后，能看多少小时",
    default: "24",
    kind: SettingKind::Number { least: 1, most: 168, unit: "小时" },
};

pub fn link(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// How much of a counselling is seen from a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The counsellor's own.
    Whole,
    /// Number and clock.
    Clock,
}
/// The counselling with this number as far as it exists here: all of it for its counsellor; number and clock for guardians, and for others in
/// whose branch its time is over.
pub(crate) async fn within(desk: &Desk, number: &str) -> Result<(Case, Sight)> {
    crate::definitions::published::fresh(&desk.app).await?;
    let scope = desk.scope(COUNSELLING_WATCH)?;
    let found = cases::store::by_number(&desk.app.db, number).await?;
    let case = found.filter(|case| case.is_confidential() && scope.holds(&case.handler_path)).ok_or(Error::NotFound)?;
    let me = desk.who.account;
    // Whoever asked looks at it from there, whatever the post.
    if case.account == Some(me) {
        return Err(Error::NotFound);
    }
    if case.alone == Some(me) && desk.may(COUNSEL) {
        return Ok((case, Sight::Whole));
    }
    let is_late = !case.is_over() && (case.has_climbed() || case.due().is_some_and(|due| due < desk.app.today()));
    if is_late || desk.may(COUNSELLING_OPEN) { Ok((case, Sight::Clock)) } else { Err(Error::NotFound) }
}
