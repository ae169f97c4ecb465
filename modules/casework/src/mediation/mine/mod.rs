//! A mediation for its two sides on the member site: the worker, and whoever speaks for the firm with a phone and no membership.
mod act;
mod show;

use super::{SERVICE, rules::Signer, store};
use crate::cases::{self, Case};
use axum::{extract::Path, response::Response};
use platform::{
    rights::Access::SignedIn,
    web::{Error, Result, Routes},
};
use ui::Guest;

pub use show::rows;

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/mediations/{mediation}", SignedIn, show::show)
        .post("/me/mediations/{mediation}/act", SignedIn, act::act)
        .get("/me/mediations/{mediation}/papers/{paper}", SignedIn, paper)
}

/// The mediation in which one is a side, and which: others don't exist.
async fn own(guest: &Guest, number: &str) -> Result<(Case, Signer)> {
    let (db, who) = (&guest.app.db, guest.who()?);
    let found = cases::store::by_number(db, number).await?;
    let case = found.filter(|case| case.service == SERVICE).ok_or(Error::NotFound)?;
    if case.account == Some(who.account) || (case.person.is_some() && case.person == who.person) {
        return Ok((case, Signer::Worker));
    }
    let parties = store::parties(db, case.id).await?;
    let speaks = parties.iter().any(|party| party.side() == Signer::Firm && party.account == Some(who.account));
    if speaks { Ok((case, Signer::Firm)) } else { Err(Error::NotFound) }
}

async fn paper(guest: Guest, Path((number, paper)): Path<(String, String)>) -> Result<Response> {
    let (case, side) = own(&guest, &number).await?;
    // What the worker wrote to the union is not for the firm.
    if side == Signer::Firm && paper == "request" {
        return Err(Error::NotFound);
    }
    super::papers::show(&guest.app, &case, &paper, &super::own_link(&number)).await
}
