//! The directory of a whole city on SQLite: lists under every filter, coverage, duplicates after an import, moving a branch,
//! taking a long list out.
mod coverage;
mod doubles;
mod export;
mod lists;
mod moving;

use crate::{
    Outcome, Plan, fill,
    program::{Database, Program, finish},
    table::Table,
};
use directory::demo::{PASSWORD, SIGN_INS};
use platform::{
    App,
    identity::{self, NewPost},
    rights::Role,
    tree::{self, Org, OrgId},
    vals,
};
use std::time::{Duration, Instant};

/// What can be measured alone: `--only directory.moving`.
pub const PARTS: [&str; 5] =
    ["directory.coverage", "directory.lists", "directory.export", "directory.moving", "directory.duplicates"];

/// Phones of the two officers; nobody who is generated has one of them.
const AT_THE_TOP: &str = "15400000091";
const IN_A_COUNTY: &str = "15400000092";

/// The city as the measurements know it.
pub struct City {
    /// The same database, for looking things up and for the raw limit.
    pub app: App,
    pub program: Program,
    pub root: Org,
    /// The county of the demo's landmarks; the root itself where there is only one.
    pub county: Org,
    /// Sign-ins of officers of both, as header lines.
    pub at_root: String,
    pub at_county: String,
}

pub async fn measure(plan: &Plan, table: &mut Table) -> Outcome {
    let database = Database::sqlite(None)?;
    generate(plan, &database, table).await?;
    settle(plan, &database, table).await?;
    let app = fill::app(database.dir(), None).await?;
    let (root, county) = seats(&app).await?;
    let program = Program::serve(plan, &database, &["--demo"]).await?;
    program.settle(Duration::from_secs(600)).await?;
    let (at_root, at_county) = (program.sign_in(AT_THE_TOP).await?, program.sign_in(IN_A_COUNTY).await?);
    let city = City { app, program, root, county, at_root, at_county };

    if plan.wants(PARTS[0]) {
        coverage::measure(plan, &city, table).await?;
    }
    if plan.wants(PARTS[1]) {
        lists::measure(plan, &city, table).await?;
    }
    if plan.wants(PARTS[2]) {
        export::measure(plan, &city, table).await?;
    }
    if plan.wants(PARTS[3]) {
        moving::measure(plan, &city, table).await?;
    }
    if plan.wants(PARTS[4]) {
        doubles::measure(plan, &city, table).await?;
    }
    city.app.db.close().await;
    Ok(())
}

/// After its first start the program compares everybody with everybody once. That gives way to others, but a measurement shall not wait for it; a
/// city that is kept is kept compared.
async fn settle(plan: &Plan, database: &Database, table: &mut Table) -> Outcome {
    const COMPARED: &str = "compared";
    let kept = plan.city.as_deref().filter(|city| *city != database.dir());
    if kept.is_some_and(|city| city.join(COMPARED).exists()) {
        return Ok(());
    }
    let program = Program::serve(plan, database, &["--demo"]).await?;
    let begun = Instant::now();
    let db = database.open().await?;
    let busy = "SELECT COUNT(*) FROM jobs WHERE kind = 'duplicates.find' AND done_at IS NULL AND leased_until > 0";
    loop {
        program.settle(Duration::from_secs(1800)).await?;
        if db.number(busy, vals![]).await? == 0 {
            break;
        }
    }
    table.tell("looked through by itself after the start", format!("{:.0} s", begun.elapsed().as_secs_f64()));
    drop(program);
    // The last one who closes the file folds the log into it.
    db.close().await;
    if let Some(city) = kept {
        std::fs::copy(database.dir().join("unionhall.db"), city.join("unionhall.db"))?;
        std::fs::write(city.join(COMPARED), "")?;
    }
    Ok(())
}

/// `unionhall generate`, or a copy of what it made before.
async fn generate(plan: &Plan, database: &Database, table: &mut Table) -> Outcome {
    const KEPT: [&str; 2] = ["unionhall.db", "key"];
    let [members, unions, ..] = plan.directory;
    let into = plan.city.as_deref().unwrap_or(database.dir());
    if !into.join(KEPT[0]).exists() {
        let begun = Instant::now();
        let mut command = database.command(&plan.binary);
        command.arg("generate").arg("--data").arg(into).args(["--seed", "1"]);
        command.arg("--members").arg(members.to_string()).arg("--unions").arg(unions.to_string());
        let status = finish(command).await?;
        if !status.success() {
            return Err(format!("generating ended: {status}").into());
        }
        let megabytes = std::fs::metadata(into.join(KEPT[0]))?.len() / 1024 / 1024;
        let took = begun.elapsed().as_secs_f64();
        table.tell(&format!("generate {members} members, {unions} unions"), format!("{took:.0} s, {megabytes} MB"));
    }
    if into != database.dir() {
        for file in KEPT {
            std::fs::copy(into.join(file), database.dir().join(file))?;
        }
    }
    Ok(())
}

/// Gives an officer to the top and one to the county, and says where they sit.
async fn seats(app: &App) -> Outcome<(Org, Org)> {
    let root = tree::root(&app.db).await?.ok_or("a tree without a top")?;
    let sql = "SELECT id FROM organisations WHERE name = $1";
    let name = SIGN_INS.iter().find(|s| s.key == "county").ok_or("nobody of the county")?.org;
    let (id,): (OrgId,) = app.db.one(sql, vals![name]).await?;
    let county = tree::find(&app.db, id).await?.ok_or("no county")?;
    for (phone, org) in [(AT_THE_TOP, &root), (IN_A_COUNTY, &county)] {
        let starts_on = app.today();
        let post = NewPost { org: org.id, role: Role::Officer, title: "干部", starts_on, ends_on: None };
        let mut tx = app.db.begin().await?;
        let account = identity::account_for_phone(&mut tx, app, phone, "测试员").await?;
        identity::give_post(&mut tx, app, account, &post, None).await?;
        tx.commit().await?;
        identity::set_password(app, account, Some(PASSWORD)).await?;
    }
    Ok((root, county))
}
