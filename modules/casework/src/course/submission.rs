//! A new case: routed, entered, its clock started, both sides told.
use super::{By, entering, record, telling};
use crate::{
    cases::{
        Case,
        store::{self, NewCase},
    },
    measures,
};
use platform::{App, web::Error};

pub async fn submit(app: &App, by: By<'_>, new: &NewCase) -> Result<Case, Error> {
    let mut tx = app.db.begin().await?;
    let case = store::add(&mut tx, app, new).await?;
    store::add_step(&mut tx, app, case.id, ("submit", &case.step), "", (by.account(), by.org())).await?;
    let case = entering::enter(&mut tx, app, &case, new.service.start()).await?;
    measures::asked(&mut tx, &case).await?;
    record(&mut tx, app, by, &case, "submit", &case.service().office).await?;
    let due = case.due().map_or_else(String::new, |due| format!("，最迟{}答复", ui::text::near(due, app.today())));
    let body = format!("编号{}，由{}办理{due}", case.number, case.handler_name);
    telling::worker(&mut tx, app, &case, "诉求收到了", &body).await?;
    tx.commit().await?;
    Ok(case)
}
