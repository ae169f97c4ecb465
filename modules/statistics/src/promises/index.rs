//! The promises of a year: one's own union's by plan, and what a union above gave to see to.
use super::{PATH, READ, WRITE, counting, lines, store};
use crate::plans;
use askama::Template;
use axum::response::Response;
use platform::{
    tree::{self, Org, OrgId},
    web::{Error, Fields, Result},
};
use ui::{Button, Desk, Empty, Pill, Pills};

#[derive(Template)]
#[template(path = "promises/index.html")]
struct IndexPage {
    frame: ui::Console,
    years: Pills,
    /// By plan and part, those of none last.
    groups: Vec<(String, lines::Table)>,
    /// Of unions above.
    given: lines::Table,
    may_write: bool,
    empty: Empty,
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let (scope, app) = (desk.scope(READ)?, &desk.app);
    let org = asked.number("org").map_or(desk.post().org, OrgId);
    let org = tree::within(&app.db, &scope, org).await?.ok_or(Error::NotFound)?;
    let this = app.today().year();
    let year = asked.number("year").filter(|year| (2000..=this + 1).contains(year)).unwrap_or(this);
    let own = org.id == desk.post().org;
    let counted = lines::counted(app, org.id, year, !own).await?;
    let given = counting::counted(app, store::given_to(&app.db, &tree::Scope::below(&org.path), year).await?).await?;
    let title = if own { format!("{year}年实事项目") } else { format!("{year}年实事项目，{}", org.name) };
    let page = IndexPage {
        frame: desk.frame(&title, PATH, Vec::new()),
        years: years(&desk, &org, year).await?,
        groups: grouped(&desk, &org, year, counted).await?,
        given: lines::table(&desk, "上级定的", given).whose(),
        may_write: own && desk.may(WRITE),
        empty: Empty::new(format!("{year}年还没有定实事")),
    };
    Ok(desk.show(&page))
}
async fn years(desk: &Desk, org: &Org, here: i16) -> Result<Pills> {
    let this = i64::from(desk.app.today().year());
    let mut all = store::years(&desk.app.db, org.id).await?;
    all.extend([this, i64::from(here)]);
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    let own = org.id == desk.post().org;
    let address =
        |year: i64| if own { format!("{PATH}?year={year}") } else { format!("{PATH}?org={}&year={year}", org.id) };
    let pill = |year: i64| Pill::new(format!("{year}年"), address(year)).here(year == i64::from(here));
    Ok(Pills::new("哪一年", all.into_iter().map(pill)))
}
async fn grouped(
    desk: &Desk,
    org: &Org,
    year: i16,
    mut all: Vec<lines::Counted>,
) -> Result<Vec<(String, lines::Table)>> {
    let mut groups = Vec::new();
    for (part, _, plan, name) in plans::store::names(&desk.app.db, org.id, year).await? {
        let (here, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.promise.part == Some(part));
        all = rest;
        if !here.is_empty() {
            let name = format!("{plan}：{name}");
            let table = lines::table(desk, &name, here);
            groups.push((name, table));
        }
    }
    if !all.is_empty() {
        let name = if groups.is_empty() { "实事" } else { "不归计划的" };
        groups.push((name.to_owned(), lines::table(desk, name, all)));
    }
    Ok(groups)
}
