//! A new case: routed, entered, its clock started, both sides told.
use super::{
    By, entering,
    handed::{self, Handed},
    record, telling,
};
use crate::{
    cases::{
        Case, limits,
        store::{self, NewCase},
    },
    measures,
};
use platform::{App, db::Tx, web::Error};

/// A form that was sent twice is one case: the second time gives the first one.
pub async fn submit(app: &App, by: By<'_>, new: &NewCase) -> Result<Case, Error> {
    submit_with(app, by, new, Vec::new()).await
}
/// The same with what came in the form's file fields.
pub async fn submit_with(app: &App, by: By<'_>, new: &NewCase, files: Vec<Handed>) -> Result<Case, Error> {
    let mut tx = app.db.begin().await?;
    let Some(case) = submit_in(&mut tx, app, by, new).await? else { return sent_before(tx, app, new).await };
    if let Some(account) = by.account().filter(|_| !files.is_empty()) {
        let to = handed::To { case: case.id, handler: case.handler, person: new.person, side: "worker", by: account };
        handed::keep(&mut tx, app, &to, files).await?.map_err(Error::refused)?;
    }
    let due = case.due().map_or_else(String::new, |due| format!("，最迟{}答复", ui::text::near(due, app.today())));
    let body = format!("编号{}，由{}办理{due}", case.number, case.handler_name);
    telling::worker(&mut tx, app, &case, "诉求收到了", &body).await?;
    tx.commit().await?;
    Ok(case)
}
/// The case that the same form made a moment ago.
pub async fn sent_before(mut tx: Tx, app: &App, new: &NewCase) -> Result<Case, Error> {
    store::sent_before(&mut tx, app, new).await?.ok_or(Error::NotFound)
}
/// Within an act that goes on, and tells the worker in its own words. None: the form was sent before.
pub async fn submit_in(tx: &mut Tx, app: &App, by: By<'_>, new: &NewCase) -> Result<Option<Case>, Error> {
    let mut case = new.entered(app);
    let clock = new.service.clock(&new.service.start().clock).expect("a checked step has a clock");
    case.put_due(entering::last_day(app, clock));
    if !new.service.statutes.is_empty() {
        case.put_limit(limits::nearest(&limits::of(app, &case, &[]), app.today()));
    }
    let Some(case) = store::add(tx, app, new, case).await? else { return Ok(None) };
    let case = entering::start(tx, app, case, &new.handler).await?;
    store::add_step(tx, app, case.id, ("submit", &case.step), "", (by.account(), by.org())).await?;
    if case.is_confidential() {
        crate::counselling::asked(tx, app, &case).await?;
    }
    measures::asked(tx, &case).await?;
    record(tx, app, by, &case, "submit", &case.service().office).await?;
    Ok(Some(case))
}
