//! Matters in the console: the list, proposing one, one with its sheet and acts, Excel, papers.
pub mod act;
mod fields;
mod index;
pub mod propose;
pub mod sheets;
pub mod show;

pub use fields::plain;
pub use index::{LIST, Matters};

use super::{papers as written, store, within};
use crate::{
    cases::{Case, store as cases},
    desk::conflict,
    permissions::CASES_READ,
};
use axum::{extract::Path, response::Response};
use platform::web::{Fields, Result};
use ui::Desk;

pub async fn papers(desk: Desk, Path((number, paper)): Path<(String, String)>, asked: Fields) -> Result<Response> {
    let matter = within(&desk, &number, CASES_READ).await?;
    show::looked(&desk, &matter).await?;
    written::show(&desk.app, &matter, &paper, asked.number("no")).await
}

/// What the page of a case says of working on it together with others.
pub struct Joint {
    /// Those it is in or asked to.
    pub matters: Vec<store::Matter>,
    /// How many others there are.
    pub others: usize,
    pub may_propose: bool,
}
pub async fn joint(desk: &Desk, case: &Case) -> Result<Joint> {
    let mut joint = Joint { matters: Vec::new(), others: 0, may_propose: false };
    if !case.service().collective || case.alone.is_some() {
        return Ok(joint);
    }
    let (db, scope, me) = (&desk.app.db, desk.scope(CASES_READ)?, desk.who.account);
    joint.matters = store::of_case(db, &scope, me, case.id).await?;
    if case.is_over() || case.account.is_none() {
        return Ok(joint);
    }
    let since = super::since(&desk.app, desk).await?;
    let mut others = store::alike(db, (&scope, me), case, since).await?;
    others.retain(|other| other.account != case.account);
    others.sort_by_key(|other| other.account);
    others.dedup_by_key(|other| other.account);
    joint.others = others.len();
    joint.may_propose = desk.may(crate::permissions::CASES_WORK) && conflict(desk, case).await?.is_none();
    Ok(joint)
}
/// Why who is at the desk does not work on a matter; none: nothing is in the way.
async fn hindrance(desk: &Desk, matter: &store::Matter) -> Result<Option<&'static str>> {
    let db = &desk.app.db;
    if store::stood_aside(db, matter.id, desk.who.account).await? {
        return Ok(Some("您在其中一件里已经回避，由别人办理"));
    }
    let Some(case) = store::cases(db, matter.id).await?.into_iter().next() else { return Ok(None) };
    let case = cases::find(db, case.id).await?.unwrap_or(case);
    Ok(conflict(desk, &case).await?.map(crate::desk::Conflict::sentence))
}
