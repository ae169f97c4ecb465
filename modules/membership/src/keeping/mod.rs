//! Keeping a membership (保留会籍) of somebody who retired, lost the work or waits for it.
mod desk;
mod mine;

use crate::{
    permissions::WAYS_DECIDE,
    ways::{rules::Kind, store::NewWay},
};
use directory::members::Membership;
use platform::{
    rights::Access::{Needs, SignedIn},
    web::Routes,
};
use ui::{Choice, Field};

/// Why a membership is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Retired,
    EarlyRetired,
    LaidOff,
    Unemployed,
    Bankrupt,
}
impl Cause {
    pub const ALL: [Cause; 5] =
        [Cause::Retired, Cause::EarlyRetired, Cause::LaidOff, Cause::Unemployed, Cause::Bankrupt];
    pub fn key(self) -> &'static str {
        ["retired", "early", "laid_off", "unemployed", "bankrupt"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Cause> {
        Cause::ALL.into_iter().find(|c| c.key() == key)
    }
    pub fn name(self) -> &'static str {
        ["退休", "退养（内退）", "在本单位下岗待岗", "失业", "单位破产"][self as usize]
    }
    /// Code of `membership_change_reason`; the table has none for retiring.
    pub fn reason(self) -> &'static str {
        ["", "", "2", "3", "4"][self as usize]
    }
    /// Code of `work_status`.
    pub fn work_status(self) -> &'static str {
        ["4", "7", "2", "3", "3"][self as usize]
    }
    /// Nobody is employed any more.
    pub fn leaves_workplace(self) -> bool {
        !matches!(self, Cause::EarlyRetired | Cause::LaidOff)
    }
}

fn cause_field() -> Field {
    Field::radios("cause", "什么原因", Cause::ALL.map(|c| Choice::new(c.key(), c.name())))
}
pub(crate) fn new(membership: &Membership, cause: Cause) -> NewWay {
    NewWay {
        kind: Kind::Keep,
        person: membership.person,
        name: membership.name.clone(),
        membership: membership.id,
        union_id: membership.union_id,
        to_union: None,
        cause: cause.key().into(),
        note: String::new(),
        employer: None,
        employer_name: String::new(),
        details: String::new(),
    }
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/membership/keep", SignedIn, mine::new)
        .post("/me/membership/keep", SignedIn, mine::create)
        .get("/console/members/{member}/keep", Needs(WAYS_DECIDE), desk::new)
        .post("/console/members/{member}/keep", Needs(WAYS_DECIDE), desk::create)
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::standards::tables;

    #[test]
    fn every_cause_has_the_codes_of_the_official_tables() {
        for cause in Cause::ALL {
            assert_eq!(Cause::from_key(cause.key()), Some(cause));
            assert!(tables::WORK_STATUS.entry(cause.work_status()).is_some());
            let reason = cause.reason();
            assert!(reason.is_empty() || tables::MEMBERSHIP_CHANGE_REASON.entry(reason).is_some());
        }
    }
}
