//! The county's sheet and those of unions below it, by 16 clients; and the cells of a report.
use super::{PARTS, Scene};
use crate::{
    Outcome, Plan,
    cases::pages::alone,
    client::{Load, get, load, ms},
    pages::{CLIENTS, phone},
    program::Program,
    table::Table,
};
use platform::{
    facts::{self, Measure, MeasureKind, Period},
    tree::{OrgId, Scope},
    vals,
};
use std::time::Instant;

/// Milliseconds of a board and of a drill-down, 99 in 100.
const BOARD: f64 = 60.0;
const DRILL: f64 = 30.0;
/// Figures of a board.
const FIGURES: usize = 12;
/// A report: so many cells for so many unions, in seconds.
const CELLS: usize = 500;
const UNIONS: usize = 40;
const REPORT: f64 = 3.0;

pub async fn pages(plan: &Plan, scene: &Scene, program: &Program, table: &mut Table) -> Outcome {
    let officer = program.sign_in(phone("county")?).await?;
    let board = |by: &str| vec![format!("/console/sheet?m={}&period=year{by}", keys(scene))];
    let mut views = vec![
        (PARTS[0], "the county's sheet", vec!["/console/sheet".to_owned()], BOARD),
        (PARTS[0], "a board of 12 figures by union, this year", board(""), BOARD),
        (PARTS[0], "a board of 12 figures with charts of their dimensions", board("&by=dimension"), BOARD),
    ];
    views.extend(plan.board.iter().map(|board| (PARTS[0], "a board", vec![board.clone()], BOARD)));
    let drills = scene.towns.iter().flat_map(|town| {
        scene
            .months(6)
            .into_iter()
            .map(move |month| format!("/console/sheet?org={town}&month={}", &month.from.to_string()[..7]))
    });
    views.push((PARTS[1], "drill-down", drills.collect(), DRILL));
    for (part, name, paths, most) in views {
        if !plan.wants(part) {
            continue;
        }
        let requests = paths.iter().map(|path| get(path, &officer)).collect();
        let ours = load(program.address, requests, CLIENTS, plan.seconds, 200).await?;
        let orgs = if part == PARTS[1] { scene.towns.clone() } else { vec![scene.root.id] };
        let raw = figures_alone(plan, scene, orgs).await?;
        let whole = |load: &Load| format!("{:.1} {:.1} {:.0}/s", ms(load.p50), ms(load.p99), load.rate);
        table.compare(&format!("facts, {name} beside its figures alone: half, 99 %"), whole(&ours), whole(&raw));
        table.beside(&format!("facts, {name}: 99 %"), (ms(ours.p99), most), "ms", ms(raw.p99));
    }
    Ok(())
}
/// Real measures that add up, three of them with a dimension.
fn keys(scene: &Scene) -> String {
    let all: Vec<&Measure> = scene
        .measures
        .iter()
        .copied()
        .filter(|m| m.kind == MeasureKind::Flow && !m.key.starts_with("bench."))
        .collect();
    let split = |measure: &&&Measure| facts::dimension(&scene.app, measure.key).is_some();
    let (with, without): (Vec<&Measure>, Vec<&Measure>) = all.iter().partition(|measure| split(measure));
    let chosen = with.into_iter().take(3).chain(without).take(FIGURES).map(|measure| measure.key);
    chosen.collect::<Vec<_>>().join(",")
}
/// The courses of twelve measures and three breakdowns, without pages.
async fn figures_alone(plan: &Plan, scene: &Scene, orgs: Vec<OrgId>) -> Outcome<Load> {
    let (app, measures, today) = (scene.app.clone(), scene.measures.clone(), scene.today);
    alone(plan.seconds, move |n| {
        let (app, measures) = (app.clone(), measures.clone());
        let scope = Scope::below(&format!("/{}/", orgs[n % orgs.len()]));
        async move {
            let some = &measures[n % 100..n % 100 + FIGURES];
            facts::courses(&app.db, some, &scope, today, 12).await?;
            for measure in &some[..3] {
                facts::by_dimension(&app.db, measure, &scope, Period::month_until(today)).await?;
            }
            Ok(())
        }
    })
    .await
}

/// All cells of a report for all its unions; beside one of its sums as it was before there were roll-ups: all facts of the measure, joined
/// with the tree.
pub async fn report(scene: &Scene, table: &mut Table) -> Outcome {
    let unions: Vec<OrgId> = scene.towns.iter().copied().take(UNIONS).collect();
    let measures: Vec<&Measure> = scene.measures.iter().copied().take(CELLS / 4).collect();
    let begun = Instant::now();
    let mut cells = 0;
    let mut total = 0;
    for period in scene.months(4) {
        let all = facts::of_each(&scene.app.db, &measures, &unions, period).await?;
        cells += all.iter().map(Vec::len).sum::<usize>();
        total += all.iter().flatten().sum::<i64>();
    }
    let ours = begun.elapsed();
    let begun = Instant::now();
    let joined = "SELECT CAST(COALESCE(SUM(d.amount), 0) AS BIGINT) FROM fact_days d JOIN organisations o ON o.id = d.org \
        WHERE d.measure = $1 AND d.day >= $2 AND d.day <= $3 AND o.path >= $4 AND o.path < $5";
    let month = scene.months(1)[0];
    let scope = Scope::below(&scene.root.path);
    let values = vals![measures[0].key, month.from, month.to, &scope.from, &scope.until];
    scene.app.db.number(joined, values).await?;
    let one = begun.elapsed().as_secs_f64();
    let name = format!("facts, a report of {CELLS} cells for {} unions ({cells} sums, {total} counted)", unions.len());
    table.beside(&name, (ours.as_secs_f64(), REPORT), "s", one * cells as f64);
    Ok(())
}
