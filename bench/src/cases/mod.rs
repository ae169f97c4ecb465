//! Casework: a worker's page of a case, officers' lists, handing in, and an hour in which very many tasks are overdue.
pub mod acts;
mod fill;
pub mod pages;

use crate::{Outcome, Plan, fill::settled, program::Program, table::Table};
use platform::{App, Module};
use std::time::{Duration, Instant};

/// What can be measured alone: `--only cases.submit`.
pub const PARTS: [&str; 3] = ["cases.pages", "cases.submit", "cases.escalation"];

pub fn modules() -> Vec<Module> {
    vec![directory::module(), casework::module()]
}

/// What is measured on.
pub struct Scene {
    /// The same database, for acts without HTTP and for the raw limit.
    pub app: App,
    pub filled: fill::Filled,
}

pub async fn measure(plan: &Plan, table: &mut Table) -> Outcome {
    let (database, app) = settled(plan, modules(), table).await?;
    let begun = Instant::now();
    let filled = fill::fill(&app, plan.cases).await?;
    let name = format!("SQLite: {} cases entered for the measurement", plan.cases);
    table.tell(&name, format!("{:.0} s", begun.elapsed().as_secs_f64()));
    let scene = Scene { app, filled };

    if plan.wants(PARTS[0]) {
        let program = Program::serve(plan, &database, &["--demo"]).await?;
        program.settle(Duration::from_secs(600)).await?;
        pages::measure(plan, &scene, &program, table).await?;
    }
    if plan.wants(PARTS[1]) {
        acts::submit(plan, &scene, table).await?;
        let program = Program::serve(plan, &database, &["--demo"]).await?;
        program.settle(Duration::from_secs(600)).await?;
        acts::through_the_door(plan, &scene, &program, table).await?;
    }
    if plan.wants(PARTS[2]) {
        acts::escalate(plan, &scene, table).await?;
    }
    scene.app.db.close().await;
    Ok(())
}
