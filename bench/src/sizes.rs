//! The size of the binary, of the program at rest with the demo county, of its pages; how fast it starts.
use crate::{
    Outcome, Plan,
    pages::{phone, weight},
    program::{Database, Program, finish},
    table::Table,
};
use std::time::{Duration, Instant};

pub async fn measure(plan: &Plan, table: &mut Table) -> Outcome {
    let megabytes = std::fs::metadata(&plan.binary)?.len() as f64 / 1024.0 / 1024.0;
    table.at_most("binary", (megabytes, 40.0), "MB");

    let empty = Database::sqlite(None)?;
    let first = Program::serve(plan, &empty, &[]).await?;
    table.at_most("first start, empty", (first.started_in.as_secs_f64(), 2.0), "s");
    drop(first);

    let database = Database::sqlite(None)?;
    let loading = loading_time(plan).await?;
    let first = Program::serve(plan, &database, &["--demo"]).await?;
    let beyond = first.started_in.saturating_sub(loading).as_secs_f64();
    table.at_most("loading the demo county", (loading.as_secs_f64(), 10.0), "s");
    table.at_most("first start beyond loading the demo", (beyond, 2.0), "s");
    drop(first);

    let program = Program::serve(plan, &database, &["--demo"]).await?;
    table.at_most("second start", (program.started_in.as_secs_f64(), 1.0), "s");
    // Jobs that were waiting get done first.
    tokio::time::sleep(Duration::from_secs(5)).await;
    table.at_most("memory at rest with the demo county", (program.memory()?.0, 80.0), "MB");
    table.at_most("first page over the wire", (weight(&program, "/", "").await?, 60.0), "kB");
    let officer = program.sign_in(phone("county")?).await?;
    table.at_most("console over the wire", (weight(&program, "/console", &officer).await?, 200.0), "kB");
    table.at_most("members list over the wire", (weight(&program, "/console/members", &officer).await?, 200.0), "kB");
    table.tell("memory after these pages", format!("{:.0} MB", program.memory()?.0));
    Ok(())
}
/// `unionhall demo` into a folder of its own.
async fn loading_time(plan: &Plan) -> Outcome<Duration> {
    let database = Database::sqlite(None)?;
    let begun = Instant::now();
    let mut command = database.command(&plan.binary);
    command.arg("demo").arg("--data").arg(database.dir()).stdout(std::process::Stdio::null());
    let status = finish(command).await?;
    if status.success() { Ok(begun.elapsed()) } else { Err(format!("loading the demo ended: {status}").into()) }
}
