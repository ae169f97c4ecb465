//! How many cases lie with each officer.
use crate::{
    cases::{PATH, store},
    permissions::CASES_READ,
};
use askama::Template;
use axum::response::Response;
use platform::web::Result;
use ui::{Crumb, Desk, Empty};

/// Days for which cases that ended are counted.
const DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "desk/workload.html")]
struct WorkloadPage {
    frame: ui::Console,
    loads: Vec<store::Load>,
    empty: Empty,
}
impl WorkloadPage {
    fn href(load: &store::Load, more: &str) -> String {
        format!("{PATH}?officer={}{more}", load.officer.map_or(0, |account| account.0))
    }
}

pub async fn show(desk: Desk) -> Result<Response> {
    let scope = desk.scope(CASES_READ)?;
    let today = desk.app.today();
    let since = desk.app.now() - DAYS * 86_400_000;
    let loads = store::workload(&desk.app.db, (&scope, desk.who.account), today, since).await?;
    let frame = desk.frame("各人手上", PATH, vec![Crumb::word("信家"), Crumb::to("诉求", PATH)]);
    Ok(desk.show(&WorkloadPage { frame, loads, empty: Empty::new("现在没有在办的诉求") }))
}
