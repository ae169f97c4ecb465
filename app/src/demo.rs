//! The fictional county of `--demo`, and who may be signed in as.
use crate::{Stop, greeting, progress};
use axum::{Json, Router, routing::get};
use directory::demo::{PASSWORD, SIGN_INS};
use platform::App;

/// Fills an empty database with the demo county; leaves any other as it is.
pub async fn fill(app: &App) -> Result<(), Stop> {
    if app.root().await?.is_none() {
        load(app).await?;
    }
    Ok(())
}
/// Fills the database; refuses where there is something already.
pub async fn load(app: &App) -> Result<(), Stop> {
    let bar = progress::steps("装入演示县");
    directory::demo::load(app, &|done, total| progress::set(&bar, done, total)).await.map_err(Stop::of)?;
    bar.finish_and_clear();
    Ok(())
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
