//! The talk between worker and union, the union's own notes, what is handed in.
use super::{By, Outcomes, Side, begin, entering, handed, late, record, telling};
use crate::{
    cases::{Case, NUMBERED, store},
    definitions::Actor,
};
use platform::{
    App, tasks,
    web::{Error, Upload},
};

/// The worker or the union says something to the other. A worker who was asked lets the clock run on.
pub async fn say(app: &App, by: By<'_>, case: &Case, text: &str) -> Outcomes {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    let side = if by.side == Side::Worker { "worker" } else { "union" };
    store::add_message(&mut tx, app, case.id, side, text, (account, by.org())).await?;
    record(&mut tx, app, by, case, "say", side).await?;
    match by.side {
        Side::Worker if case.is_paused() => {
            store::add_step(&mut tx, app, case.id, ("resume", &case.step), "", (by.account(), None)).await?;
            entering::resume(&mut tx, app, case).await?;
        }
        Side::Worker => telling::union(&mut tx, app, case, "本人有话说").await?,
        _ => {
            entering::answered(&mut tx, app, case).await?;
            telling::worker(&mut tx, app, case, "工会给您回话了", "请打开看看").await?;
        }
    }
    tx.commit().await?;
    Ok(Ok(()))
}
/// The union asks for something; the clock stands still until the worker answers.
pub async fn ask(app: &App, by: By<'_>, case: &Case, text: &str) -> Outcomes {
    let step = case.at().filter(|step| step.by == Actor::Union && !case.is_over() && !case.is_paused());
    let (Some(step), Some(account), Some(due)) = (step, by.account(), case.due()) else {
        return Ok(Err("现在不能请本人补充".into()));
    };
    let clock = case.service().clock(&step.clock).expect("a checked step has a clock");
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    store::add_message(&mut tx, app, case.id, "union", text, (account, by.org())).await?;
    store::add_step(&mut tx, app, case.id, ("ask", &case.step), text, (by.account(), by.org())).await?;
    store::pause(&mut tx, case.id, entering::days_left(app, clock, due)).await?;
    entering::answered(&mut tx, app, case).await?;
    tasks::close(&mut tx, app, NUMBERED, case.id.0, by.account(), "请本人补充").await?;
    record(&mut tx, app, by, case, "ask", "").await?;
    telling::worker(&mut tx, app, case, "工会请您补充情况", "补充以后接着办，期限先停下").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// A note for those who work on it; the worker never sees it.
pub async fn note(app: &App, by: By<'_>, case: &Case, text: &str) -> Result<(), Error> {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let mut tx = app.db.begin().await?;
    store::add_message(&mut tx, app, case.id, "note", text, (account, by.org())).await?;
    record(&mut tx, app, by, case, "note", "").await?;
    Ok(tx.commit().await?)
}

/// Keeps what was handed in.
pub async fn attach(app: &App, by: By<'_>, case: &Case, upload: Option<Upload>) -> Outcomes {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let Some(upload) = upload else { return Ok(Err("请先选一个文件".into())) };
    let handed = match handed::lay_down(app, upload).await? {
        Ok(handed) => handed,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let mut tx = app.db.begin().await?;
    // Whoever hands in another one at the same time waits, so that both are counted.
    store::hold(&mut tx, case.id).await?;
    let side = if by.side == Side::Worker { "worker" } else { "union" };
    let person = case.person.filter(|_| by.side == Side::Worker);
    let to = handed::To { case: case.id, handler: case.handler, person, side, by: account };
    if let Err(sentence) = handed::keep(&mut tx, app, &to, vec![handed]).await? {
        return Ok(Err(sentence));
    }
    record(&mut tx, app, by, case, "attach", side).await?;
    match by.side {
        Side::Worker => telling::union(&mut tx, app, case, "本人交了材料").await?,
        _ => telling::worker(&mut tx, app, case, "工会放了一份材料", "请打开看看").await?,
    }
    tx.commit().await?;
    Ok(Ok(()))
}
