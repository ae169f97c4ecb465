//! `generate`: how fast a county of any size is made. Runs as a process of its own, so that its memory is its own.
use crate::{
    Outcome, Plan,
    program::{Database, Program, finish, open},
    table::Table,
};
use platform::{App, Clock, Config, Inner, Module, calendar::Calendar, files::Files, migrations, secrets::Keys};
use std::{
    path::Path,
    time::{Duration, Instant},
};

fn modules() -> Vec<Module> {
    vec![directory::module()]
}

/// The program's core on a data folder, without serving.
pub async fn app(dir: &Path, url: Option<&str>) -> Outcome<App> {
    app_of(dir, url, modules()).await
}
/// The same with some modules.
pub async fn app_of(dir: &Path, url: Option<&str>, modules: Vec<Module>) -> Outcome<App> {
    let db = open(dir, url).await?;
    Ok(App::new(Inner {
        db,
        keys: Keys::from_file(&dir.join("key"))?,
        clock: Clock::System,
        calendar: Calendar::embedded().clone(),
        files: Files::folder(&dir.join("files"))?,
        config: Config { demo: true, public_url: None, secure_cookies: false, trusted_proxies: Vec::new() },
        modules,
        sms: None,
        oidc: None,
        error_page: |page| page.sentence.clone(),
    }))
}

/// `bench fill DIR MEMBERS UNIONS`
pub async fn run(args: &[String]) -> Outcome {
    let [dir, members, unions] = args else { return Err("fill DIR MEMBERS UNIONS".into()) };
    let url = std::env::var("DATABASE_URL").ok();
    let app = app(Path::new(dir), url.as_deref()).await?;
    // The other modules' tables are made when it is served.
    app.db.migrate(&migrations(&app.modules), Clock::System.now()).await?;
    directory::demo::generate(&app, members.parse()?, unions.parse()?, 1, &|_, _| {}).await?;
    platform::jobs::prepare(&app).await?;
    app.db.close().await;
    Ok(())
}

/// A filled database whose program has looked through what was generated, and the core on it without serving.
pub async fn settled(plan: &Plan, modules: Vec<Module>, table: &mut Table) -> Outcome<(Database, App)> {
    let database = Database::sqlite(plan.data.as_deref())?;
    if !database.is_filled() {
        measure(plan, &database, table).await?;
    }
    // Makes the other modules' tables.
    let program = Program::serve(plan, &database, &["--demo"]).await?;
    program.settle(Duration::from_secs(600)).await?;
    drop(program);
    let app = app_of(database.dir(), None, modules).await?;
    casework::definitions::ready()?;
    Ok((database, app))
}

pub async fn measure(plan: &Plan, database: &Database, table: &mut Table) -> Outcome {
    let begun = Instant::now();
    let mut command = database.command(&std::env::current_exe()?);
    command.arg("fill").arg(database.dir()).arg(plan.members.to_string()).arg(plan.unions.to_string());
    let status = finish(command).await?;
    if !status.success() {
        return Err(format!("filling ended: {status}").into());
    }
    let seconds = begun.elapsed().as_secs_f64();
    let name = format!("{}: generate {} members", database.name, plan.members);
    table.at_most(&name, (seconds, 60.0), "s");
    table.tell(&format!("{}: rows of members made", database.name), format!("{:.0}/s", plan.members as f64 / seconds));
    Ok(())
}
