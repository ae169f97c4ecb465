//! What is done with a matter: each act is one transaction that has taken it, with its history, audit, figures and notices.
mod choosing;
mod consent;
mod proposal;
mod results;

pub use choosing::{begin_vote, close, nominate, stand, start, vote};
pub use consent::{answer, consent_to_offer, fill, fill_from_sheet, leave, rename};
pub use proposal::{ask, move_up, propose, take_out};
pub use results::{end, offer, paid, write};

use super::{
    NUMBERED, link, own_link,
    store::{self, Matter, MatterId},
};
use crate::{
    cases::Case,
    course::{By, Outcomes, telling},
    permissions::CASES_WORK,
};
use platform::{App, audit, db::Tx, identity, notices, web::Error};

/// Begins an act; a sentence where it is over.
async fn take(app: &App, id: MatterId) -> Outcomes<(Tx, Matter)> {
    let mut tx = app.db.begin().await?;
    Ok(match store::take(&mut tx, id).await? {
        Some(matter) => Ok((tx, matter)),
        None => Err("这件集体争议已经结束了".into()),
    })
}
/// A line of history and of the audit.
async fn note(tx: &mut Tx, app: &App, by: By<'_>, matter: &Matter, act: &str, words: &str) -> Result<(), Error> {
    store::add_step(tx, app, matter.id, act, words, by.account()).await?;
    let act = format!("matter.{act}");
    let entry = audit::Entry {
        act: &act,
        object: NUMBERED,
        object_id: matter.id.0,
        org: Some(matter.org),
        ..Default::default()
    };
    Ok(audit::record(tx, app, by.signed_in(), &entry).await?)
}
/// The workers of these cases.
async fn tell(
    tx: &mut Tx,
    app: &App,
    matter: &Matter,
    cases: &[&Case],
    (title, body): (&str, &str),
) -> Result<(), Error> {
    for case in cases {
        telling::worker_at(tx, app, case, (title, body), &own_link(&matter.number)).await?;
    }
    Ok(())
}
/// All who have joined.
async fn tell_joined(tx: &mut Tx, app: &App, matter: &Matter, said: (&str, &str)) -> Result<(), Error> {
    let parts = store::parts_in(tx, matter.id).await?;
    let cases = store::cases_in(tx, matter.id).await?;
    let joined = |case: &&Case| parts.iter().any(|part| part.case_id == case.id && part.has_joined());
    let joined: Vec<&Case> = cases.iter().filter(joined).collect();
    tell(tx, app, matter, &joined, said).await
}
/// Those who may work on it: never one whom a case is about, nor one who is a worker of it.
async fn tell_officers(tx: &mut Tx, app: &App, matter: &Matter, title: &str) -> Result<(), Error> {
    let cases = store::cases_in(tx, matter.id).await?;
    for account in identity::holders_of(tx, matter.org, CASES_WORK, app.today()).await? {
        let apart = |case: &Case| case.accused == Some(account) || case.account == Some(account);
        if !cases.iter().any(apart) {
            let title = format!("{title}：{}", matter.employer_name);
            notices::tell(tx, app, account, &title, "集体争议", &link(&matter.number)).await?;
        }
    }
    Ok(())
}
