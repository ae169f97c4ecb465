//! A worker's page of a case and officers' lists, by 16 clients, beside the statements alone.
use super::Scene;
use crate::{
    Outcome, Plan,
    client::{Load, get, load, ms, quantile},
    pages::{CLIENTS, phone},
    program::Program,
    table::Table,
};
use casework::cases::store::{self, Filter};
use directory::{demo::PASSWORD, list::Page};
use platform::{
    App,
    identity::{self, AccountId, NewPost},
    rights::Role,
    tree::{self, OrgId, Scope},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

const TARGET: f64 = 30.0;

pub async fn measure(plan: &Plan, scene: &Scene, program: &Program, table: &mut Table) -> Outcome {
    let worker = program.sign_in(phone("member")?).await?;
    let pages: Vec<Vec<u8>> =
        scene.filled.own.iter().map(|number| get(&format!("/me/cases/{number}"), &worker)).collect();
    let seconds = plan.seconds;
    let ours = load(program.address, pages, CLIENTS, seconds, 200).await?;
    let app = scene.app.clone();
    let numbers = Arc::new(scene.filled.own.clone());
    let raw = alone(seconds, move |n| {
        let (app, number) = (app.clone(), numbers[n % numbers.len()].clone());
        async move {
            let case = store::by_number(&app.db, &number).await?.ok_or("a case is gone")?;
            store::steps(&app.db, case.id).await?;
            store::messages(&app.db, case.id).await?;
            Ok(())
        }
    })
    .await?;
    line(table, "worker's page of a case", &ours, &raw);

    let root = tree::root(&scene.app.db).await?.ok_or("a tree without a top")?;
    let places = [
        ("county", root.id, "15400000093"),
        ("town", scene.filled.town, "15400000094"),
        ("firm", scene.filled.firm, "15400000095"),
    ];
    for (place, org, phone) in places {
        officer(&scene.app, org, phone).await?;
        let cookie = program.sign_in(phone).await?;
        let org = tree::find(&scene.app.db, org).await?.ok_or("a union is gone")?;
        for (name, path) in [
            ("work list", "/console"),
            ("open cases", "/console/cases"),
            ("open cases, last page", "/console/cases?last=1"),
            ("all cases", "/console/cases?view=all"),
            ("ended ones of a service", "/console/cases?view=over&service=rights"),
            ("by number", "/console/cases?view=all&q=202400000013"),
        ] {
            let ours = load(program.address, vec![get(path, &cookie)], CLIENTS, seconds.min(3), 200).await?;
            let (app, scope) = (scene.app.clone(), Scope::below(&org.path));
            let raw = alone(seconds.min(2), move |_| {
                let (app, scope) = (app.clone(), scope.clone());
                async move {
                    let (filter, page) = (Filter::default(), Page::First);
                    store::list(&app.db, (&scope, AccountId(0)), &filter, true, &page, 21).await?;
                    Ok(())
                }
            })
            .await?;
            line(table, &format!("{place}: {name}"), &ours, &raw);
        }
    }
    Ok(())
}
fn line(table: &mut Table, name: &str, ours: &Load, raw: &Load) {
    let whole = |load: &Load| format!("{:.1} {:.1} {:.0}/s", ms(load.p50), ms(load.p99), load.rate);
    table.compare(&format!("cases, {name}: half, 99 %, a second"), whole(ours), whole(raw));
    table.beside(&format!("cases, {name}: 99 %"), (ms(ours.p99), TARGET), "ms", ms(raw.p99));
}

/// An officer with a password at a union.
async fn officer(app: &App, org: OrgId, phone: &str) -> Outcome {
    let post = NewPost { org, role: Role::Officer, title: "干部", starts_on: app.today(), ends_on: None };
    if identity::account_by_phone(app, phone).await?.is_some() {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, phone, "测试员").await?;
    identity::give_post(&mut tx, app, account, &post, None).await?;
    tx.commit().await?;
    Ok(identity::set_password(app, account, Some(PASSWORD)).await?)
}

/// Work done by as many tasks at once as there are clients, without HTTP.
pub async fn alone<W, F>(seconds: u64, work: W) -> Outcome<Load>
where
    W: Fn(usize) -> F + Clone + Send + 'static,
    F: Future<Output = Outcome> + Send,
{
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut running = Vec::new();
    for n in 0..CLIENTS {
        let work = work.clone();
        running.push(tokio::spawn(async move {
            let mut times = Vec::new();
            for round in 0.. {
                let begun = Instant::now();
                if begun >= end {
                    break;
                }
                work(n + round * CLIENTS).await?;
                times.push(begun.elapsed());
            }
            Outcome::Ok(times)
        }));
    }
    let mut times = Vec::new();
    for task in running {
        times.extend(task.await??);
    }
    let rate = times.len() as f64 / seconds as f64;
    Ok(Load { rate, p50: quantile(&mut times, 50), p99: quantile(&mut times, 99) })
}
