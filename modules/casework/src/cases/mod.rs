//! A case (诉求): one number, one page, one place where it lies.
//!
//! Promise: a case exists for nobody outside the branch of its handling union and those above, and never for whom it is about.
pub mod answers;
pub mod apart;
pub mod life;
pub mod limits;
pub mod retention;
pub mod routing;
pub mod store;
pub mod who;
pub mod words;

pub use store::{Case, CaseId};

use crate::definitions::{Outcome, Service, Step};
use platform::{
    rights::Permission,
    web::{Error, Result},
};
use ui::{Desk, Stamp};

/// What tasks, facts and the audit call it.
pub const NUMBERED: &str = "case";
pub const PATH: &str = "/console/cases";
pub const MINE: &str = "/me/cases";

/// Its page in the console.
pub fn link(number: &str) -> String {
    format!("{PATH}/{number}")
}
/// Its page on the member site.
pub fn own_link(number: &str) -> String {
    format!("{MINE}/{number}")
}

static UNKNOWN: std::sync::LazyLock<Service> = std::sync::LazyLock::new(Service::default);

impl Case {
    pub fn service(&self) -> &'static Service {
        let known = crate::definitions::of_version(&self.service, self.service_version);
        // Another process published it a moment ago: until it is known here, the newest of its kind stands for it.
        known.or_else(|| crate::definitions::newest(&self.service)).unwrap_or(&UNKNOWN)
    }
    /// Where it is; none: it was withdrawn.
    pub fn at(&self) -> Option<&'static Step> {
        self.service().step(&self.step)
    }
    pub fn outcome(&self) -> Option<Outcome> {
        Outcome::from_key(&self.outcome)
    }
    pub fn is_over(&self) -> bool {
        self.ended_at.is_some()
    }
    pub fn can_be_taken_back(&self) -> bool {
        !self.is_over() && self.at().is_some_and(|step| !step.binding)
    }
    /// Its clock stands still until the worker answers.
    pub fn is_paused(&self) -> bool {
        self.left_days.is_some()
    }
    /// Its page in the console.
    pub fn desk_link(&self) -> String {
        if self.is_confidential() { crate::counselling::link(&self.number) } else { link(&self.number) }
    }
    /// 要工资：顺达货运
    /// What is told in confidence has its number for a name.
    pub fn title(&self) -> String {
        match self.employer_name.is_empty() {
            _ if self.is_confidential() => format!("{}{}", self.service().office, self.number),
            true => self.service().office.clone(),
            false => format!("{}：{}", self.service().office, self.employer_name),
        }
    }
    /// What it is called where it is.
    pub fn state(&self) -> &'static str {
        match self.at() {
            None => "撤回了",
            Some(_) if self.is_paused() => "等本人补充",
            Some(step) => &step.name,
        }
    }
    pub fn stamp(&self) -> Stamp {
        match (self.outcome(), self.at()) {
            (Some(Outcome::Solved), _) => Stamp::ok("解决了"),
            (Some(outcome), _) => Stamp::plain(outcome.name()),
            (None, _) if self.is_paused() => Stamp::plain("等本人"),
            (None, Some(step)) if step.by == crate::definitions::Actor::Worker => Stamp::plain("等本人"),
            (None, _) => Stamp::info("办理中"),
        }
    }
}

/// The case with this number, if it exists for who is at the desk.
pub async fn within(desk: &Desk, number: &str, needs: &'static Permission) -> Result<Case> {
    crate::definitions::published::fresh(&desk.app).await?;
    let scope = desk.scope(needs)?;
    store::within(&desk.app.db, &scope, desk.who.account, number).await?.ok_or(Error::NotFound)
}
