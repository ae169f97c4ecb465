//! What happens by itself: files that are due for their review become tasks; files at unions that ended go to the union above.
use super::{HARDSHIP, files::REVIEW_TASK, measures, store};
use jiff::ToSpan;
use platform::{
    App,
    jobs::Job,
    tasks::{self, Apart, NewTask},
    tree,
    web::Error,
};

pub const JOB: Job = Job {
    kind: "aid.turn",
    every: Some(6 * 3600),
    run: |app, _| Box::pin(async move { turn(&app).await.map_err(|e| e.to_string()) }),
};
/// Days before a file's review is due, in which it stands in the work list.
const BEFORE: i64 = 30;
const WORKDAYS: i64 = 20;

pub async fn turn(app: &App) -> Result<(), Error> {
    for (id, union) in store::orphaned(&app.db).await? {
        let mut tx = app.db.begin().await?;
        let Some(file) = store::file_in(&mut tx, id).await? else { continue };
        measures::files(&mut tx, app, (id, file.union_id), file.kind().key(), -1).await?;
        measures::files(&mut tx, app, (id, union), file.kind().key(), 1).await?;
        store::set_union(&mut tx, id, union).await?;
        tx.commit().await?;
    }
    for file in store::due_for_review(&app.db, app.today().saturating_add(BEFORE.days())).await? {
        let Some(org) = tree::find(&app.db, file.union_id).await? else { continue };
        let mut tx = app.db.begin().await?;
        let new = NewTask {
            kind: REVIEW_TASK,
            org: &org,
            title: "困难职工档案该复核了",
            detail: &file.name,
            origin: "年度复核",
            subject: HARDSHIP,
            subject_id: file.id.0,
            link: &file.link(),
            days: WORKDAYS,
        };
        let due = file.review().max(app.today());
        tasks::open_apart(&mut tx, app, &new, Apart { due: Some(due), ..Apart::default() }).await?;
        tx.commit().await?;
    }
    Ok(())
}
