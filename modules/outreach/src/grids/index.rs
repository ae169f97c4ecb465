//! The grids of a branch.
use super::{
    Grid, PATH,
    store::{self, Wanted},
};
use crate::permissions::{READ, WRITE};
use askama::Template;
use axum::response::Response;
use platform::web::{Fields, Result};
use ui::{Address, Button, Crumb, Desk, Filter, Pager, Pill, Pills, Stamp, filters};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "grids/index.html")]
struct IndexPage {
    frame: ui::Console,
    pills: Pills,
    find: Filter,
    carried: Vec<(String, String)>,
    grids: Vec<Grid>,
    pager: Pager,
    may_write: bool,
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let view = asked.get("view");
    let wanted = Wanted {
        text: asked.get("q").chars().take(40).collect(),
        without_officer: view == "vacant",
        closed: view == "closed",
        before: asked.get("before").parse().ok(),
    };
    let mut grids = store::list(&desk.app.db, &desk.scope(READ)?, &wanted, PAGE + 1).await?;
    let more = grids.len() > PAGE as usize;
    grids.truncate(PAGE as usize);
    let address = Address::of(PATH, &asked, &["view", "q"]);
    let pill = |words, key: &str| Pill::new(words, address.with("view", key)).here(view == key);
    Ok(desk.show(&IndexPage {
        frame: desk.frame("网格", PATH, vec![Crumb::word("有家")]),
        pills: Pills::new("视图", [pill("在用", ""), pill("还没有网格员", "vacant"), pill("已撤销", "closed")]),
        find: Filter::find("q", "找网格", "名称、范围或网格员", &wanted.text),
        carried: address.carried(&["q"]),
        pager: Pager::new("按划定时间从新到旧")
            .previous(wanted.before.map(|_| address.to_string()))
            .next(grids.last().filter(|_| more).map(|g| address.with("before", g.id.to_string()).to_string())),
        may_write: desk.may(WRITE),
        grids,
    }))
}
