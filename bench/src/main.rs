//! `make bench`: speed and size of the release binary beside the raw limit of the same work, in one run.
//!
//! The program runs as a process of its own, the raw handlers as another; this process makes the load. See README.md.
mod cases;
mod client;
mod figures;
mod fill;
mod large;
mod pages;
mod program;
mod raw;
mod rosters;
mod search;
mod sizes;
mod table;

use program::{Database, Program};
use std::{path::PathBuf, time::Duration};
use table::Table;

pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What is measured, from the command line.
pub struct Plan {
    pub members: u64,
    pub unions: u64,
    pub roster_rows: u64,
    /// Of the section `cases`.
    pub cases: u64,
    /// Of the section `facts`: how many; and the address of a board that is measured besides the sheet.
    pub facts: u64,
    pub board: Option<String>,
    /// Of the section `directory`: members, unions, those of the branch that moves, rows of the list that is exported.
    pub directory: [u64; 4],
    /// Where the city of that section is kept for the next time; none: it is generated each time.
    pub city: Option<PathBuf>,
    /// Only sections whose name begins so; empty: all.
    pub only: String,
    /// Seconds for each load.
    pub seconds: u64,
    pub binary: PathBuf,
    /// A folder for SQLite that is filled once and kept.
    pub data: Option<PathBuf>,
}
impl Plan {
    fn of(args: &[String]) -> Outcome<Plan> {
        let text = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1)).cloned();
        let number = |name: &str, default: u64| text(name).map_or(Ok(default), |t| t.parse());
        let here = std::env::current_exe()?;
        let beside = here.parent().ok_or("the benchmark lies in a folder")?.join("unionhall");
        Ok(Plan {
            members: number("--members", 300_000)?,
            unions: number("--unions", 4_000)?,
            roster_rows: number("--rows", 100_000)?,
            cases: number("--cases", 500_000)?,
            facts: number("--facts", 10_000_000)?,
            board: text("--board"),
            directory: [
                number("--members", 2_000_000)?,
                number("--unions", 12_000)?,
                number("--branch", 10_000)?,
                number("--export", 1_000_000)?,
            ],
            city: text("--city").map(PathBuf::from),
            only: text("--only").unwrap_or_default(),
            seconds: number("--seconds", 6)?,
            binary: text("--binary").map_or(beside, PathBuf::from),
            data: text("--data").map(PathBuf::from),
        })
    }
    fn wants(&self, section: &str) -> bool {
        section.starts_with(&self.only)
    }
}

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match args.first().map(String::as_str) {
            // Parts that run as processes of their own.
            Some("fill") => fill::run(&args[1..]).await,
            Some("raw") => raw::run(&args[1..]).await,
            Some("--help" | "-h") => {
                println!("bench [--only size|generate|home|card|list|search|roster|export|directory|cases|facts] [--cases N] [--facts N] [--board PATH] [--members N] [--unions N] [--rows N] [--branch N] [--export N] [--seconds N] [--data DIR] [--city DIR] [--binary FILE]");
                Ok(())
            }
            _ => run(&Plan::of(&args)?).await,
        }
    })
}

async fn run(plan: &Plan) -> Outcome {
    if !plan.binary.exists() {
        return Err(format!("{} is missing: make build first", plan.binary.display()).into());
    }
    let mut table = Table::default();
    if plan.wants("size") {
        sizes::measure(plan, &mut table).await?;
    }
    let mut databases = vec![Database::sqlite(plan.data.as_deref())?];
    databases.extend(Database::postgres().await?);
    for database in &databases {
        measure(plan, database, &mut table).await?;
    }
    if large::PARTS.iter().any(|part| plan.wants(part)) {
        large::measure(plan, &mut table).await?;
    }
    if cases::PARTS.iter().any(|part| plan.wants(part)) {
        cases::measure(plan, &mut table).await?;
    }
    if figures::PARTS.iter().any(|part| plan.wants(part)) {
        figures::measure(plan, &mut table).await?;
    }
    println!("\n{table}");
    let missed = table.missed();
    for database in databases {
        database.drop().await;
    }
    if missed > 0 { Err(format!("{missed} targets missed").into()) } else { Ok(()) }
}

/// Everything that needs many members, on one database.
async fn measure(plan: &Plan, database: &Database, table: &mut Table) -> Outcome {
    if !["home", "card", "list", "search", "roster", "export", "generate"].iter().any(|s| plan.wants(s)) {
        return Ok(());
    }
    if !database.is_filled() {
        fill::measure(plan, database, table).await?;
    }
    let program = Program::serve(plan, database, &["--demo"]).await?;
    let rest = program.settle(Duration::from_secs(180)).await?;
    table.tell(
        &format!("{}: looked through by itself after the start", database.name),
        format!("{:.0} s", rest.as_secs_f64()),
    );
    pages::measure(plan, database, &program, table).await?;
    if plan.wants("search") {
        search::measure(plan, database, &program, table).await?;
    }
    if plan.wants("roster") || plan.wants("export") {
        rosters::measure(plan, database, &program, table).await?;
    }
    Ok(())
}
