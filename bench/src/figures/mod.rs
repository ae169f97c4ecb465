//! Figures: board and drill-down, a report's cells, what counting costs within an act, and folding; over ten million facts.
mod fill;
mod reads;
mod writes;

use crate::{Outcome, Plan, cases::modules, fill::settled, program::Program, table::Table};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    facts::{Measure, MeasureKind, Period, Recount},
    tree::{self, Org, OrgId},
    vals,
};
use std::time::{Duration, Instant};

/// What can be measured alone: `--only facts.drill`.
pub const PARTS: [&str; 5] = ["facts.boards", "facts.drill", "facts.report", "facts.write", "facts.fold"];
/// All measures together.
const MEASURES: usize = 200;

/// What is measured on.
pub struct Scene {
    /// The same database, without HTTP.
    pub app: App,
    pub root: Org,
    /// Unions with others below them, but the root.
    pub towns: Vec<OrgId>,
    pub measures: Vec<&'static Measure>,
    pub today: Date,
}
impl Scene {
    /// The months before this one, newest first.
    pub fn months(&self, count: i64) -> Vec<Period> {
        (1..=count).map(|back| Period::month_of(self.today.first_of_month().saturating_sub(back.months()))).collect()
    }
}

pub async fn measure(plan: &Plan, table: &mut Table) -> Outcome {
    let (database, app) = settled(plan, modules(), table).await?;
    let scene = scene(app).await?;
    if scene.app.db.number("SELECT COUNT(*) FROM facts WHERE record = 'bench'", vals![]).await? == 0 {
        let begun = Instant::now();
        fill::fill(&scene, plan.facts).await?;
        let name = format!("SQLite: {} facts of {MEASURES} measures over 3 years entered", plan.facts);
        table.tell(&name, format!("{:.0} s", begun.elapsed().as_secs_f64()));
    }
    if plan.wants(PARTS[0]) || plan.wants(PARTS[1]) {
        let program = Program::serve(plan, &database, &["--demo"]).await?;
        program.settle(Duration::from_secs(600)).await?;
        reads::pages(plan, &scene, &program, table).await?;
    }
    if plan.wants(PARTS[2]) {
        reads::report(&scene, table).await?;
    }
    if plan.wants(PARTS[3]) {
        writes::within_acts(plan, &scene, table).await?;
    }
    if plan.wants(PARTS[4]) {
        writes::folding(&scene, table).await?;
    }
    scene.app.db.close().await;
    Ok(())
}

async fn scene(app: App) -> Outcome<Scene> {
    let root = tree::root(&app.db).await?.ok_or("a tree without a top")?;
    let sql = "SELECT DISTINCT o.id FROM organisations o JOIN organisations b ON b.parent = o.id WHERE o.parent IS NOT NULL ORDER BY o.id LIMIT 40";
    let towns: Vec<(OrgId,)> = app.db.all(sql, vals![]).await?;
    let real = app.modules.iter().flat_map(|m| m.measures.iter().copied());
    let mut measures: Vec<&'static Measure> = real.filter(|m| m.kind != MeasureKind::Stock).collect();
    while measures.len() < MEASURES {
        measures.push(synthetic(measures.len(), measures[0]));
    }
    let today = app.today();
    Ok(Scene { app, root, towns: towns.into_iter().map(|row| row.0).collect(), measures, today })
}
/// A measure of no module. Kept for as long as the program runs, like the real ones.
fn synthetic(number: usize, like: &'static Measure) -> &'static Measure {
    Box::leak(Box::new(Measure {
        key: Box::leak(format!("bench.{number}").into_boxed_str()),
        name: "试",
        unit: "件",
        definition: "试",
        kind: MeasureKind::Flow,
        records: "/",
        needs: like.needs,
        recount: Recount::Event,
    }))
}
