//! 劳动争议调解: the two sides of a case, who mediates, when they meet, what they agree on, and whether it is done.
//!
//! The steps, clocks and the form are a definition like any other (`services/mediation.toml`); here is what only a mediation has.
//! Promises: nobody mediates where he belongs to a side; an agreement is in force only with both sides, the mediator and the seal on paper
//! (调解仲裁法 14); whoever changes it loses the signatures below it; a mediator sees his own cases only.
pub(crate) mod acts;
mod claims;
pub mod consultations;
pub mod demo;
mod desk;
pub mod jobs;
pub mod measures;
mod mediators;
mod mine;
mod papers;
pub mod portions;
mod rules;
pub mod store;
mod telling;
#[cfg(test)]
pub(crate) mod tests;
mod view;

pub use acts::{Acceptance, Draft, Held, Intake};
pub use mine::rows as rows_of_firm;
pub use rules::{Due, Signer, Source};

use crate::{
    cases::{self, Case},
    permissions::{CASES_READ, CASES_WORK, MEDIATE},
};
use platform::{
    tasks::TaskKind,
    web::{Error, Result, Routes},
};
use store::Mediation;
use ui::Desk;

/// The definition's key.
pub const SERVICE: &str = "mediation";
pub const PATH: &str = "/console/mediations";
pub const MINE: &str = "/me/mediations";

/// What waits on a day that was agreed on.
pub const DUE_TASK: &TaskKind =
    &TaskKind { key: "mediation-due", name: "调解协议履行", verb: "去核对", needs: CASES_WORK };
pub const DUE: &str = "mediation-due";

/// The definition on which a new mediation runs.
pub fn service() -> Result<&'static crate::definitions::Service> {
    crate::definitions::newest(SERVICE).ok_or(Error::NotFound)
}
pub fn link(number: &str) -> String {
    format!("{PATH}/{number}")
}
pub fn own_link(number: &str) -> String {
    format!("{MINE}/{number}")
}

pub fn routes() -> Routes {
    desk::routes().merge(mine::routes()).merge(consultations::routes())
}

/// A mediation that exists for who is at the desk: an officer's branch, a mediator's own cases.
pub(crate) async fn within(desk: &Desk, number: &str) -> Result<(Case, Option<Mediation>)> {
    let (app, me) = (&desk.app, desk.who.account);
    let scope = desk.scope(MEDIATE)?;
    let found = cases::store::within(&app.db, &scope, me, number).await?;
    let case = found.filter(|case| case.service == SERVICE).ok_or(Error::NotFound)?;
    let mediation = store::find(&app.db, case.id).await?;
    let is_mine = mediation.as_ref().is_some_and(|m| m.mediator == Some(me));
    if !desk.may(CASES_READ) && !is_mine {
        return Err(Error::NotFound);
    }
    // Whoever is a side of it looks at it from there.
    let parties = store::parties(&app.db, case.id).await?;
    let is_side = crate::desk::is_own(desk, &case) || parties.iter().any(|party| party.account == Some(me));
    if is_side { Err(Error::NotFound) } else { Ok((case, mediation)) }
}
