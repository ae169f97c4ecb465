//! What is done in a mediation. Each act takes the case first: two at once act one after the other, and the second sees what the first did.
mod agreement;
mod ending;
mod opening;
mod performance;
mod sessions;

pub use agreement::{Draft, agreement, paper, sign, take_back};
pub use ending::{fail, recuse};
pub use opening::{Acceptance, Intake, accept, assign, consent, intake};
pub use performance::{breach, not_done, performance};
pub use sessions::{Held, call_off, held, plan};

use super::{
    papers,
    store::{self, Mediation},
};
use crate::{
    cases::{self, Case, CaseId},
    course::{self, By},
};
use jiff::civil::Date;
use platform::{App, db::Tx, web::Error};

/// A mediation that was taken for an act.
struct Taken {
    tx: Tx,
    case: Case,
    mediation: Mediation,
}
/// Takes a mediation that is at one of these steps; otherwise a sentence that says where it is.
async fn take(app: &App, case: CaseId, steps: &[&str]) -> Result<Result<Taken, String>, Error> {
    let mut tx = app.db.begin().await?;
    store::lock(&mut tx, case).await?;
    let case = cases::store::find_in(&mut tx, case).await?.ok_or(Error::NotFound)?;
    let Some(mediation) = store::find_in(&mut tx, case.id).await? else {
        return Ok(Err("这件调解还没有受理".into()));
    };
    if case.is_over() || !steps.contains(&&*case.step) {
        return Ok(Err(format!("这件调解现在是“{}”，不能这样办", case.state())));
    }
    Ok(Ok(Taken { tx, case, mediation }))
}
/// Takes the case along an act of the definition.
async fn go(
    taken: &mut Taken,
    app: &App,
    by: By<'_>,
    key: &str,
    (words, until): (&str, Option<Date>),
) -> Result<(), Error> {
    let act = taken.case.at().and_then(|step| step.act(key));
    let act = act.ok_or_else(|| Error::internal(format!("{} has no act {key}", taken.case.step)))?;
    taken.case = course::advance(&mut taken.tx, app, by, &taken.case, act, (words, until)).await?;
    if taken.case.is_over() {
        papers::put(&mut taken.tx, app, by, &taken.case, "ending").await?;
    }
    Ok(())
}
/// Writes something into the line of life that leads to no other step.
async fn note(taken: &mut Taken, app: &App, by: By<'_>, event: &str, words: &str) -> Result<(), Error> {
    let (case, tx) = (&taken.case, &mut taken.tx);
    cases::store::add_step(tx, app, case.id, (event, &case.step), words, (by.account(), by.org())).await?;
    course::record(tx, app, by, case, event, "").await
}
