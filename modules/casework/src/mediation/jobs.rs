//! What happens by itself: a mediator without a post, a limit that is over, a day on which something was promised.
use super::{DUE, DUE_TASK, link, mediators, rules, store, telling};
use crate::{
    cases::{self, Case},
    course::{self, By},
};
use platform::{
    App,
    db::Tx,
    jobs::Job,
    tasks::{self, Apart, NewTask},
    tree,
    web::Error,
};

pub const TURN: Job = Job {
    kind: "mediations.turn",
    every: Some(600),
    run: |app, _| Box::pin(async move { turn(&app).await.map_err(|e| e.to_string()) }),
};

/// One round; each mediation is an act of its own.
pub async fn turn(app: &App) -> Result<(), Error> {
    for (id, mediator, path) in store::mediated(&app.db).await? {
        if !mediators::still_holds(app, mediator, &path).await? {
            lost(app, id).await?;
        }
    }
    for id in store::over_limit(&app.db, app.today()).await? {
        limit_over(app, id).await?;
    }
    for (id, promise) in store::waiting_today(&app.db, app.today()).await? {
        due(app, id, promise).await?;
    }
    Ok(())
}
async fn begin(app: &App, id: cases::CaseId) -> Result<Option<(Tx, Case)>, Error> {
    let mut tx = app.db.begin().await?;
    store::lock(&mut tx, id).await?;
    let case = cases::store::find_in(&mut tx, id).await?.filter(|case| !case.is_over());
    Ok(case.map(|case| (tx, case)))
}
async fn tell_life(tx: &mut Tx, app: &App, case: &Case, event: &str, words: &str) -> Result<(), Error> {
    cases::store::add_step(tx, app, case.id, (event, &case.step), words, (None, None)).await?;
    course::record(tx, app, By::PROGRAM, case, event, "").await
}
/// The mediator has no post from which to mediate this any more: another one must.
async fn lost(app: &App, id: cases::CaseId) -> Result<(), Error> {
    let Some((mut tx, case)) = begin(app, id).await? else { return Ok(()) };
    store::set_mediator(&mut tx, id, None).await?;
    tell_life(&mut tx, app, &case, "mediator-lost", "").await?;
    course::telling::union(&mut tx, app, &case, "调解员不在岗了，请另选一位").await?;
    telling::both(&mut tx, app, &case, "调解员不在岗了", "工会另请一位，期限不变").await?;
    Ok(tx.commit().await?)
}
/// The law lets both go to arbitration now; the mediation may go on if they want.
async fn limit_over(app: &App, id: cases::CaseId) -> Result<(), Error> {
    let Some((mut tx, case)) = begin(app, id).await? else { return Ok(()) };
    if !store::set_limit_told(&mut tx, id).await? {
        return Ok(());
    }
    tell_life(&mut tx, app, &case, "limit-over", "").await?;
    let (told, facts) = (super::claims::of(app, &case), cases::store::facts_in(&mut tx, id).await?);
    let happened = cases::limits::happened(&case, &facts, told.statute());
    let way = rules::arbitration(&app.calendar, told.claim(&happened), None);
    let until = way.until.map_or(way.words, |day| format!("最迟{}", ui::text::date(day)));
    telling::worker(&mut tx, app, &case, "调解期限到了，可以直接申请仲裁", &until).await?;
    telling::firm(&mut tx, app, &case, "调解期限到了", "双方愿意可以接着调，也可以直接申请仲裁").await?;
    Ok(tx.commit().await?)
}
/// The day has come: a task for the union, a word to both sides.
async fn due(app: &App, id: cases::CaseId, promise: i64) -> Result<(), Error> {
    let Some((mut tx, case)) = begin(app, id).await? else { return Ok(()) };
    let Some(mediation) = store::find_in(&mut tx, id).await? else { return Ok(()) };
    let all = store::dues_in(&mut tx, id, mediation.revision).await?;
    let found = all.into_iter().find(|due| due.id == promise && due.done().is_none());
    let Some(found) = found.filter(|_| case.step == "performing") else { return Ok(()) };
    if !store::set_told(&mut tx, promise).await? {
        return Ok(());
    }
    let org = tree::find_in(&mut tx, case.handler).await?.ok_or(Error::NotFound)?;
    let new = NewTask {
        kind: DUE_TASK,
        org: &org,
        title: &format!("调解协议到期，核对履行：{}", case.employer_name),
        detail: &case.name,
        origin: "调解协议",
        subject: DUE,
        subject_id: promise,
        link: &link(&case.number),
        days: 1,
    };
    let apart = Apart { due: Some(found.due().max(app.today())), around: case.accused, ..Apart::default() };
    tasks::open_apart(&mut tx, app, &new, apart).await?;
    tell_life(&mut tx, app, &case, "due", &ui::text::date(found.due())).await?;
    telling::both(&mut tx, app, &case, "到了约定的履行日", "收到了请点“收到了”，没收到请告诉工会").await?;
    telling::mediator(&mut tx, app, (&case, &mediation), "到了约定的履行日", "请核对").await?;
    Ok(tx.commit().await?)
}
