//! What happens by itself: a vote whose day is over, a matter whose cases are all over, a union that ended, a case that lies with one alone.
use super::{acts, people, store};
use crate::course::By;
use directory::unions;
use platform::{App, jobs::Job, tree, web::Error};

pub const TURN: Job = Job {
    kind: "matters.turn",
    every: Some(600),
    run: |app, _| Box::pin(async move { turn(&app).await.map_err(|e| e.to_string()) }),
};

pub async fn turn(app: &App) -> Result<(), Error> {
    crate::definitions::published::fresh(app).await?;
    for matter in store::open(&app.db).await? {
        if store::is_orphaned(&app.db, matter.org).await?
            && let Some(above) = above(app, &matter.org_path).await?
        {
            acts::move_up(app, &matter, &above).await?;
            continue;
        }
        let cases = store::cases(&app.db, matter.id).await?;
        for part in store::parts(&app.db, matter.id).await? {
            let alone = cases.iter().any(|case| case.id == part.case_id && case.alone.is_some());
            if alone && matches!(&*part.state, "asked" | "joined") {
                acts::take_out(app, &matter, &part).await?;
            }
        }
        if matter.choosing == "voting" && matter.vote_until().is_some_and(|day| day < app.today()) {
            acts::close(app, By::PROGRAM, &matter).await?.ok();
        }
        let people = people(&app.db, matter.id).await?;
        let waits = |one: &super::Person| matches!(&*one.part.state, "asked" | "joined") && !one.case.is_over();
        if !people.is_empty() && !people.iter().any(waits) {
            acts::end(app, By::PROGRAM, &matter, "各件都办结了").await?.ok();
        }
    }
    Ok(())
}
/// The nearest union above that goes on.
async fn above(app: &App, path: &str) -> Result<Option<tree::Org>, Error> {
    for id in tree::ids_of(path).into_iter().rev().skip(1) {
        if let Some(union) = unions::store::find(&app.db, id).await?
            && union.closed_on.is_none()
        {
            return Ok(Some(union.org()));
        }
    }
    Ok(None)
}
