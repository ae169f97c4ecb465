//! Work behind the pages: persistent, leased, in the same database as its cause.
//!
//! A job row is queued in the act's own transaction; each node takes rows by a lease, so a job runs on one node at a time and again after
//! a crash. A job must therefore be safe to run twice.
use crate::{
    App,
    db::{Result, Tx},
    secrets, vals,
};
use std::{
    future::Future,
    pin::Pin,
    time::{Duration, Instant},
};

pub type Running = Pin<Box<dyn Future<Output = std::result::Result<(), String>> + Send>>;

/// A kind of job, declared by its module.
pub struct Job {
    pub kind: &'static str,
    /// How often it runs by itself, in seconds; none: only when queued.
    pub every: Option<i64>,
    pub run: fn(App, String) -> Running,
}

/// The platform's own jobs.
pub const JOBS: &[Job] = &[
    Job {
        kind: "audit.seal",
        every: Some(60),
        run: |app, _| Box::pin(async move { until_empty(|| crate::audit::seal_segment(&app)).await }),
    },
    Job {
        kind: "facts.fold",
        every: Some(60),
        run: |app, _| Box::pin(async move { until_empty(|| crate::facts::fold(&app, crate::facts::SLICE)).await }),
    },
    Job {
        kind: "tasks.escalate",
        every: Some(600),
        run: |app, _| {
            Box::pin(async move { crate::tasks::escalate(&app).await.map(|_| ()).map_err(|e| e.to_string()) })
        },
    },
    Job {
        kind: "tasks.recompute",
        every: Some(86_400),
        run: |app, _| {
            Box::pin(async move { crate::tasks::recompute(&app).await.map(|_| ()).map_err(|e| e.to_string()) })
        },
    },
    Job {
        kind: "search.merge",
        every: Some(600),
        run: |app, _| Box::pin(async move { crate::search::merge(&app).await.map_err(|e| e.to_string()) }),
    },
    Job {
        kind: "outbox.send",
        every: Some(5),
        run: |app, _| {
            Box::pin(async move { crate::notices::send_waiting(&app).await.map(|_| ()).map_err(|e| e.to_string()) })
        },
    },
];

async fn until_empty<F: Future<Output = Result<usize>>>(
    mut step: impl FnMut() -> F,
) -> std::result::Result<(), String> {
    while step().await.map_err(|e| e.to_string())? > 0 {}
    Ok(())
}

/// A lease: a node that dies gives its job back after so long.
const LEASE: i64 = 10 * 60_000;
const GIVE_UP: i64 = 10;

/// Queues a job in the transaction of its cause, to run from `at` (epoch milliseconds) on.
pub async fn queue(tx: &mut Tx, kind: &'static str, args: &str, at: i64) -> Result<i64> {
    tx.insert("jobs", "kind, args, run_at", vals![kind, args, at]).await
}

/// Lets a job that waits run from `at` on; false: it runs already, or ran.
pub async fn hasten(tx: &mut Tx, job: i64, at: i64) -> Result<bool> {
    let sql = "UPDATE jobs SET run_at = $2 WHERE id = $1 AND done_at IS NULL AND leased_until = 0";
    Ok(tx.exec(sql, vals![job, at]).await? == 1)
}

fn all(app: &App) -> impl Iterator<Item = &'static Job> + '_ {
    JOBS.iter().chain(app.modules.iter().flat_map(|m| m.jobs.iter()))
}

/// Makes sure that each recurring job has its row.
pub async fn prepare(app: &App) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let mut changed = false;
    for job in all(app).filter(|j| j.every.is_some()) {
        if tx.number("SELECT COUNT(*) FROM jobs WHERE kind = $1 AND done_at IS NULL", vals![job.kind]).await? == 0 {
            queue(&mut tx, job.kind, "", app.now()).await?;
            changed = true;
        }
    }
    if changed { tx.commit().await } else { Ok(()) }
}

/// Takes the leases back that a program left when it was killed. For one who is alone on the database.
pub async fn release(app: &App) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.exec("UPDATE jobs SET leased_until = 0 WHERE done_at IS NULL AND leased_until > 0", vals![]).await?;
    tx.commit().await
}

/// Runs everything that is due now, once; says how many ran. Tests call it, `run` calls it again and again.
pub async fn run_due(app: &App) -> Result<usize> {
    let now = app.now();
    let due: Vec<(i64, String, String, i64)> =
        app.db.all("SELECT id, kind, args, tries FROM jobs WHERE done_at IS NULL AND run_at <= $1 AND leased_until < $1 ORDER BY run_at LIMIT 20", vals![now]).await?;
    let mut ran = 0;
    for (id, kind, args, tries) in due {
        let mut tx = app.db.begin().await?;
        let mine = tx
            .exec(
                "UPDATE jobs SET leased_until = $2 WHERE id = $1 AND leased_until < $3 AND done_at IS NULL",
                vals![id, now + LEASE, now],
            )
            .await?
            == 1;
        tx.commit().await?;
        let Some(job) = all(app).find(|j| j.kind == kind).filter(|_| mine) else { continue };
        let outcome = (job.run)(app.clone(), args).await;
        if let Err(fault) = &outcome {
            tracing::warn!(kind, %fault, "a job failed and will be tried again");
        }
        settle(app, id, job, tries, outcome.err()).await?;
        ran += 1;
    }
    Ok(ran)
}

async fn settle(app: &App, id: i64, job: &Job, tries: i64, fault: Option<String>) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    match (fault, job.every) {
        (None, None) => {
            tx.exec("UPDATE jobs SET done_at = $2, leased_until = 0, fault = NULL WHERE id = $1", vals![id, now])
                .await?
        }
        (Some(fault), None) if tries + 1 >= GIVE_UP => {
            tx.exec(
                "UPDATE jobs SET done_at = $2, leased_until = 0, tries = tries + 1, fault = $3 WHERE id = $1",
                vals![id, now, fault],
            )
            .await?
        }
        (Some(fault), None) => {
            let wait = 5_000 << tries.min(8);
            tx.exec(
                "UPDATE jobs SET run_at = $2, leased_until = 0, tries = tries + 1, fault = $3 WHERE id = $1",
                vals![id, now + wait, fault],
            )
            .await?
        }
        (fault, Some(every)) => {
            tx.exec(
                "UPDATE jobs SET run_at = $2, leased_until = 0, fault = $3 WHERE id = $1",
                vals![id, now + every * 1000, fault],
            )
            .await?
        }
    };
    tx.commit().await
}

/// Runs jobs until the program ends.
pub async fn run(app: App) {
    loop {
        match run_due(&app).await {
            Ok(0) => tokio::time::sleep(Duration::from_secs(1)).await,
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(%fault, "jobs wait: the database can't be used");
                tokio::time::sleep(Duration::from_secs(10)).await;
            }
        }
    }
}

/// For work that nobody waits for: leaves the machine to others for as long as it was used since `begun`, at most a quarter of a second.
pub async fn give_way(begun: Instant) {
    tokio::time::sleep(begun.elapsed().min(Duration::from_millis(250))).await;
}

/// Tries a write, so that a full disk that has room again is noticed without waiting for somebody's act.
pub async fn probe(app: &App) -> bool {
    let write = async {
        let mut tx = app.db.begin().await?;
        // A row that is gone again before anybody sees it: setting what is there already would write nothing.
        let row = vals![secrets::token_hash(&secrets::token()), "", "", 0];
        tx.insert("held_forms", "token_hash, target, body_sealed, expires_at", row).await?;
        tx.exec("DELETE FROM held_forms WHERE expires_at < $1", vals![app.now()]).await?;
        tx.commit().await
    };
    write.await.is_ok()
}
