//! Mediations in the console: the list, one with its acts, taking one down, papers.
mod act;
mod doings;
mod index;
mod intake;
mod show;

use super::{PATH, papers, within};
use crate::permissions::{CASES_WORK, MEDIATE};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use platform::{
    files,
    rights::Access::Needs,
    web::{Error, Result, Routes},
};
use ui::Desk;

pub fn routes() -> Routes {
    let (mediate, work) = (Needs(MEDIATE), Needs(CASES_WORK));
    Routes::new()
        .get(PATH, mediate, index::index)
        .get("/console/mediations/new", work, intake::new)
        .post(PATH, work, intake::create)
        .get("/console/mediations/{mediation}", mediate, show::show)
        .post("/console/mediations/{mediation}/act", mediate, act::act)
        .get("/console/mediations/{mediation}/papers/{paper}", mediate, paper)
        .get("/console/mediations/{mediation}/signatures/{signer}", mediate, signature)
}

async fn paper(desk: Desk, Path((number, paper)): Path<(String, String)>) -> Result<Response> {
    let (case, _) = within(&desk, &number).await?;
    crate::course::read(&desk.app, &desk.who, &case).await?;
    papers::show(&desk.app, &case, &paper, &super::link(&number)).await
}
/// What a side drew on the screen.
async fn signature(desk: Desk, Path((number, signer)): Path<(String, String)>) -> Result<Response> {
    let (case, mediation) = within(&desk, &number).await?;
    let mediation = mediation.ok_or(Error::NotFound)?;
    let all = super::store::signatures(&desk.app.db, case.id, mediation.revision).await?;
    let drawn = all.iter().find(|one| !one.is_on_paper() && one.signer().key() == signer);
    let file = drawn.and_then(|one| one.file).ok_or(Error::NotFound)?;
    let file = files::find(&desk.app, file).await?.ok_or(Error::NotFound)?;
    let bytes = files::content(&desk.app, &file).await?;
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, bytes).into_response())
}
