//! What happens by itself: silence, ratings that did not come, warnings, unions that ended, persons alone who left.
use super::{By, With, entering::workers_of, pass_on, perform, rating, telling};
use crate::cases::{Case, limits, retention, routing, store, words};
use jiff::ToSpan;
use platform::{App, jobs::Job, notices, web::Error};

pub const TURN: Job = Job {
    kind: "cases.turn",
    every: Some(600),
    run: |app, _| Box::pin(async move { turn(&app).await.map_err(|e| e.to_string()) }),
};
/// Words go into the search index apart from the acts, so that asking stays quick.
pub const WORDS: Job = Job {
    kind: "cases.words",
    every: Some(30),
    run: |app, _| Box::pin(async move { words::turn(&app).await.map_err(|e| e.to_string()) }),
};
pub const RETENTION: Job = Job {
    kind: "cases.retention",
    every: Some(6 * 3_600),
    run: |app, _| {
        Box::pin(async move {
            crate::definitions::published::fresh(&app).await.map_err(|e| e.to_string())?;
            retention::turn(&app).await.map_err(|e| e.to_string())
        })
    },
};
pub const MOVES: Job = Job {
    kind: "cases.moves",
    every: Some(3_600),
    run: |app, _| Box::pin(async move { words::follow_moves(&app).await.map_err(|e| e.to_string()) }),
};
/// The last, second and first warning before the end of a limit of the law, and the days before it. The last one stands for those before.
const WARNINGS: [(i64, i64); 3] = [(3, 7), (2, 30), (1, 60)];

/// One round; each case is an act of its own.
pub async fn turn(app: &App) -> Result<(), Error> {
    crate::definitions::published::fresh(app).await?;
    let today = app.today();
    for case in store::silent(&app.db, today).await? {
        let silence = case.at().and_then(|step| case.service().clock(&step.clock)).map(|clock| clock.silence.as_str());
        if let Some(act) = silence {
            perform(app, By::PROGRAM, &case, act, &With::default()).await?.ok();
        }
    }
    for case in store::unrated(&app.db, today).await? {
        rating::lapse(app, &case).await?;
    }
    for case in store::orphaned(&app.db).await? {
        if let Some(above) = routing::higher(app, &case).await? {
            pass_on(app, By::PROGRAM, &case, &above, "").await?.ok();
        }
    }
    for case in store::left_alone(&app.db, today).await? {
        let again = match case.is_confidential() {
            true => crate::counselling::routing::again(app, &case).await?,
            false => routing::route(app, case.handler, case.is_bypassing(), case.accused).await?,
        };
        if let Some(to) = again.filter(|to| to.alone != case.alone) {
            pass_on(app, By::PROGRAM, &case, &to, "").await?.ok();
        }
    }
    let tomorrow = app.calendar.add_workdays(today, 1).date;
    for case in store::nearly_due(&app.db, tomorrow).await? {
        warn(app, &case).await?;
    }
    for case in store::past_limit(&app.db, today).await? {
        next_limit(app, &case).await?;
    }
    for (n, days) in WARNINGS {
        for case in store::limited(&app.db, today.saturating_add(days.days()), n).await? {
            warn_of_limit(app, &case, n).await?;
        }
    }
    Ok(())
}
/// One limit of the law is over: the next one takes its place.
async fn next_limit(app: &App, case: &Case) -> Result<(), Error> {
    let next = limits::nearest(&limits::read(app, case).await?, app.today());
    let mut tx = app.db.begin().await?;
    store::set_limit(&mut tx, case.id, next).await?;
    Ok(tx.commit().await?)
}
/// A limit of the law nears its end: the worker and those who work on it.
async fn warn_of_limit(app: &App, case: &Case, told: i64) -> Result<(), Error> {
    let limits = limits::read(app, case).await?;
    let Some(limit) = limits.iter().filter(|limit| limit.until >= app.today()).min_by_key(|limit| limit.until) else {
        return Ok(());
    };
    let mut tx = app.db.begin().await?;
    if !store::set_limit_told(&mut tx, case.id, told).await? {
        return Ok(());
    }
    let title = format!("{}的期限快到了", limit.statute.name);
    let body = format!("最迟{}，{}", ui::text::date(limit.until), limit.statute.law);
    telling::worker(&mut tx, app, case, &title, &body).await?;
    telling::union(&mut tx, app, case, &title).await?;
    Ok(tx.commit().await?)
}
/// One working day before: those who work on it, or the worker where it waits for him or her.
async fn warn(app: &App, case: &Case) -> Result<(), Error> {
    let due = case.due().unwrap_or_else(|| app.today().saturating_add(1.day()));
    let day = ui::text::near(due, app.today());
    let mut tx = app.db.begin().await?;
    if !store::set_warned(&mut tx, case.id).await? {
        return Ok(());
    }
    if case.at().is_some_and(|step| step.by == crate::definitions::Actor::Worker) {
        telling::worker(&mut tx, app, case, "快到期了，请您看看", &format!("最迟{day}")).await?;
    } else {
        for account in workers_of(&mut tx, app, case).await? {
            let title = format!("快到期了：{}", case.title());
            notices::tell(&mut tx, app, account, &title, &format!("最迟{day}"), &case.desk_link()).await?;
        }
    }
    Ok(tx.commit().await?)
}
