//! The fictional county of `--demo`, and who may be signed in as.
use crate::{Stop, cli::Place, greeting, progress};
use axum::{Json, Router, routing::get};
use directory::demo::{PASSWORD, SIGN_INS};
use platform::{App, identity, notices, vals};
use std::process::{Command, Stdio};

/// A row of the settings while the county is being loaded: a load that was cut off is not taken for a county.
const LOADING: &str = "demo.loading";

/// Fills an empty database with the demo county; leaves any other as it is.
pub async fn fill(app: &App, place: &Place) -> Result<(), Stop> {
    if is_half_loaded(app).await? {
        return Err(Stop::new(
            "the demo county was not loaded to its end: empty the data folder (or the database) and start again",
        ));
    }
    if app.root().await?.is_some() {
        return Ok(());
    }
    // In a process of its own: what the load took of memory would stay with the server.
    let fault = "loading the demo county";
    let mut load = Command::new(std::env::current_exe().map_err(Stop::at(fault))?);
    load.arg("demo").arg("--data").arg(&place.data).stdout(Stdio::null());
    if let Some(url) = place.postgres()? {
        load.env("DATABASE_URL", url);
    }
    let ended = tokio::task::spawn_blocking(move || load.status()).await.map_err(Stop::at(fault))?;
    match ended.map_err(Stop::at(fault))? {
        status if status.success() => Ok(()),
        status => Err(Stop::new(format!("{fault} ended with {status}"))),
    }
}
/// Fills the database; refuses where there is something already.
pub async fn load(app: &App) -> Result<(), Stop> {
    if app.root().await?.is_some() || is_half_loaded(app).await? {
        return Err(Stop::new("there is something in this database already: the demo county needs an empty one"));
    }
    let mut tx = app.db.begin().await?;
    tx.exec(
        "INSERT INTO settings (key, region, from_on, value, set_at) VALUES ($1, '', '0001-01-01', '', $2)",
        vals![LOADING, app.now()],
    )
    .await?;
    tx.commit().await?;
    let bar = progress::steps("装入演示县");
    directory::demo::load(app, &|done, total| progress::set(&bar, done, total)).await.map_err(Stop::of)?;
    membership::demo::load(app).await.map_err(Stop::of)?;
    outreach::demo::load(app).await?;
    founding::demo::load(app).await.map_err(Stop::of)?;
    casework::demo::load(app).await.map_err(Stop::of)?;
    bar.finish_and_clear();
    more(app).await.map_err(Stop::of)?;
    let mut tx = app.db.begin().await?;
    tx.exec("DELETE FROM settings WHERE key = $1", vals![LOADING]).await?;
    Ok(tx.commit().await?)
}
/// What the other modules add to the county.
async fn more(app: &App) -> Result<(), platform::web::Error> {
    statistics::contacts::demo::load(app).await?;
    statistics::evidence::demo::load(app).await?;
    statistics::promises::demo::load(app).await?;
    Box::pin(statistics::reports::load_demo(app)).await?;
    statistics::demo::load(app).await?;
    // It looks at what all others entered.
    duplicates::demo::load(app).await?;
    settle(app).await
}
/// Messages stand in the order of their time; what is older than two days was read.
async fn settle(app: &App) -> Result<(), platform::web::Error> {
    let before = app.now() - 2 * 24 * 60 * 60 * 1000;
    for one in SIGN_INS.iter().filter(|one| !one.phone.is_empty()) {
        let Some(account) = identity::account_by_phone(app, one.phone).await? else { continue };
        let mut tx = app.db.begin().await?;
        notices::settle(&mut tx, account.id, before).await?;
        tx.commit().await?;
    }
    Ok(())
}
async fn is_half_loaded(app: &App) -> Result<bool, Stop> {
    Ok(app.db.number("SELECT COUNT(*) FROM settings WHERE key = $1", vals![LOADING]).await? > 0)
}

/// The people of the demo, for the start-up's lines.
pub fn sign_in_lines() -> Vec<String> {
    let mut lines = vec![format!("  演示登录：手机号和密码{PASSWORD}，或手机号和验证码")];
    for one in SIGN_INS {
        let org = if one.org.is_empty() { String::new() } else { format!("，{}", one.org) };
        lines.push(greeting::line(one.phone, &format!("{}（{}{org}）", one.name, one.role)));
    }
    lines
}

/// `/dev/sign-ins.json`: the same for scripts.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let people: Vec<_> = SIGN_INS
        .iter()
        .map(|p| serde_json::json!({ "role": p.key, "title": p.role, "name": p.name, "phone": p.phone, "org": p.org }))
        .collect();
    Router::new().route("/dev/sign-ins.json", get(async move || Json(people.clone())))
}
