//! Handing in, each act on disk before anybody is told; and very many overdue tasks that climb while others write.
use super::{Scene, fill::overdue, pages::alone};
use crate::{
    Outcome, Plan,
    client::{FORM, Load, load, ms, post, quantile},
    pages::CLIENTS,
    program::Program,
    table::Table,
};
use casework::{
    cases::store::NewCase,
    course::{By, submit as hand_in},
    definitions::{self, Service},
};
use directory::demo::signed_in;
use platform::{
    App,
    identity::{self, SignedIn},
    tasks, tree, vals,
    web::{SESSION_COOKIE, encode},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

const A_SECOND: f64 = 2_000.0;
const AT_MOST: f64 = 10.0;
const SETTLED: Duration = Duration::from_secs(5);
/// Of those who hand in so many do so through the pages.
const SESSIONS: usize = 64;
/// What somebody who writes meanwhile may wait, 99 in 100.
const WRITER: f64 = 250.0;

pub fn case(who: &SignedIn, service: &'static Service, handler: tree::Org, n: u64) -> NewCase {
    NewCase {
        service,
        channel: "online",
        account: who.account,
        person: None,
        name: "测试员".into(),
        phone: "15400002000".into(),
        employer: None,
        employer_name: String::new(),
        answers: format!(
            r#"[{{"key":"what","value":"contract"}},{{"key":"story","value":"第{n}次问，合同到期不续签有没有补偿"}}]"#
        ),
        handler,
        bypass: false,
        accused: None,
        alone: None,
    }
}
struct Askers {
    app: App,
    all: Vec<SignedIn>,
    service: &'static Service,
    handler: tree::Org,
}
impl Askers {
    async fn of(scene: &Scene) -> Outcome<Arc<Askers>> {
        let mut all = Vec::new();
        for account in &scene.filled.askers {
            all.push(signed_in(&scene.app, *account).await.map_err(|_| "nobody signed in")?);
        }
        let handler = tree::find(&scene.app.db, scene.filled.town).await?.ok_or("a town is gone")?;
        let service = definitions::newest("advice").ok_or("no advice")?;
        Ok(Arc::new(Askers { app: scene.app.clone(), all, service, handler }))
    }
    async fn hand_in(&self, n: usize) -> Outcome {
        let who = &self.all[n % self.all.len()];
        let new = case(who, self.service, self.handler.clone(), n as u64);
        hand_in(&self.app, By::worker(who), &new).await.map_err(|e| format!("not handed in: {e:?}"))?;
        Ok(())
    }
}

/// The whole act with its task, clock, figures, audit and messages, by 16 at once; beside the bare row of a case and of a task.
pub async fn submit(plan: &Plan, scene: &Scene, table: &mut Table) -> Outcome {
    let askers = Askers::of(scene).await?;
    // What was filled in goes from the log into the file meanwhile.
    tokio::time::sleep(SETTLED).await;
    let ours = alone(plan.seconds, move |n| {
        let askers = askers.clone();
        async move { askers.hand_in(n).await }
    })
    .await?;
    let app = scene.app.clone();
    let town = scene.filled.town;
    let raw = alone(plan.seconds.min(3), move |n| {
        let app = app.clone();
        async move {
            let mut tx = app.db.begin().await?;
            let number = format!("19{:010}", n as u64 + rand::random::<u32>() as u64 * 64);
            let values = vals![
                number, "advice", 1_i64, "online", "测试员", "", "", "", town, false, "asked", town, app.today(), app.now(), "", "", true
            ];
            let columns = "number, service, service_version, channel, name, phone_sealed, employer_name, answers_sealed, handler, bypass, step, level, created_on, created_at, outcome, rating, words_for";
            tx.insert("cases", columns, values).await?;
            tx.commit().await?;
            Ok(())
        }
    })
    .await?;
    let whole = |load: &Load| format!("{:.1} {:.1} ms", ms(load.p50), ms(load.p99));
    table.at_least("cases, handed in a second, each on disk", (ours.rate, A_SECOND), "/s");
    table.compare("cases, handing in: half and 99 %", whole(&ours), whole(&raw));
    table.tell("cases, bare row of a case a second, each on disk", format!("{:.0}/s", raw.rate));
    Ok(())
}

/// The same through the pages: form, checks, routing, answer; load and program share the processors.
pub async fn through_the_door(plan: &Plan, scene: &Scene, program: &Program, table: &mut Table) -> Outcome {
    let mut requests = Vec::new();
    let mut cookies = Vec::new();
    for account in scene.filled.askers.iter().take(SESSIONS) {
        let token = identity::start_session(&scene.app, *account, "bench").await?;
        cookies.push(format!("{FORM}Cookie: {SESSION_COOKIE}={token}\r\n"));
    }
    for n in 0..60_000_usize {
        let body =
            format!("name={}&f_what=contract&f_story={}{n}", encode("测试员"), encode("合同到期不续签有没有补偿"));
        requests.push(post("/services/advice", &cookies[n % cookies.len()], body.as_bytes()));
    }
    let ours = load(program.address, requests, CLIENTS, plan.seconds, 303).await?;
    table.tell(
        "cases, handed in through the pages: a second, half, 99 %",
        format!("{:.0}/s {:.1} {:.1} ms", ours.rate, ms(ours.p50), ms(ours.p99)),
    );
    Ok(())
}

/// Overdue tasks climb, as the hourly job lets them, while somebody hands in each 20 ms; beside the tasks' rows alone.
pub async fn escalate(plan: &Plan, scene: &Scene, table: &mut Table) -> Outcome {
    let made = overdue(&scene.app, plan.cases / 10).await?;
    let askers = Askers::of(scene).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let stop = stop.clone();
        async move {
            let mut times = Vec::new();
            for n in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let begun = Instant::now();
                askers.hand_in(1_000_000 + n).await?;
                times.push(begun.elapsed());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Outcome::Ok(times)
        }
    });
    let begun = Instant::now();
    let climbed = tasks::escalate(&scene.app).await?;
    let took = begun.elapsed();
    stop.store(true, Ordering::Relaxed);
    let mut waited = writer.await??;
    if (climbed as i64) < made {
        return Err(format!("{climbed} of {made} climbed").into());
    }
    let begun = Instant::now();
    let mut tx = scene.app.db.begin().await?;
    tx.exec("UPDATE tasks SET level_org = level_org, escalate_on = escalate_on || '' WHERE done_at IS NULL AND kind = 'case'", vals![]).await?;
    drop(tx);
    let raw = begun.elapsed();
    table.beside(
        &format!("cases, {climbed} overdue tasks climb"),
        (took.as_secs_f64(), AT_MOST),
        "s",
        raw.as_secs_f64(),
    );
    table.at_most("cases, handing in meanwhile: 99 %", (ms(quantile(&mut waited, 99)), WRITER), "ms");
    table.tell("cases, handing in meanwhile: the longest", format!("{:.0} ms", ms(quantile(&mut waited, 100))));
    Ok(())
}
