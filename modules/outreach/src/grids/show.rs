//! A grid's page: who looks after it, what is bound to it and what happens there.
use super::{
    Grid, GridId, PATH, crumb,
    store::{self, BoundEmployer, BoundUnion, PlaceHere, Waiting},
    within,
};
use crate::{
    officers,
    pairs::{self, store::Visit},
    permissions::{READ, WRITE},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::{employers, permissions::CODES_WRITE, unions};
use platform::{
    tree::Scope,
    web::{Fields, Result},
};
use ui::{Button, Definition, Desk, ErrorSummary, Field, Figure, Figures, filters, text};

/// Days that count as lately.
const LATELY: i64 = 30;
const DAY: i64 = 86_400_000;

#[derive(Template)]
#[template(path = "grids/show.html")]
struct ShowPage {
    frame: ui::Console,
    grid: Grid,
    summary: ErrorSummary,
    figures: Figures,
    unions: Vec<BoundUnion>,
    employers: Vec<BoundEmployer>,
    officers: Vec<(String, String, Option<String>)>,
    tasks: Vec<Waiting>,
    visits: Vec<Visit>,
    places: Vec<PlaceHere>,
    officer: Field,
    union: Field,
    employer: Field,
    /// What one may open: the branch of the post.
    scope: Scope,
    may_write: bool,
    may_codes: bool,
}

async fn page(desk: &Desk, grid: Grid, form: &Fields) -> Result<ShowPage> {
    let (db, today) = (&desk.app.db, desk.app.today());
    let (unions, employers) = (store::unions(db, grid.id).await?, store::employers(db, grid.id).await?);
    let paths: Vec<String> = unions.iter().map(|u| u.path.clone()).collect();
    let top = super::rules::topmost(&paths);
    let members: i64 = unions
        .iter()
        .enumerate()
        .filter(|(n, u)| top.contains(&u.path.as_str()) && unions[..*n].iter().all(|o| o.path != u.path))
        .map(|(_, u)| u.members)
        .sum();
    let (joinings, approved) = store::joinings(db, &paths, desk.app.now() - LATELY * DAY).await?;
    let visits = pairs::store::visits_in(db, grid.id, 8).await?;
    let tasks = store::tasks(db, &paths, &desk.task_kinds(), 10).await?;
    let figures = figures(&grid, members, (joinings, approved), employers.iter().map(|e| e.headcount).sum());
    let officer = officers::field(if grid.officer.is_some() { "换一位网格员" } else { "定一位网格员" }, form);
    let union = Field::suggest("union", "归进一家工会", "/console/unions/options", "union_id", "").of_form(form);
    let employer =
        Field::suggest("employer", "归进一家单位", "/console/employers/options", "employer_id", "").of_form(form);
    Ok(ShowPage {
        frame: desk.frame(&grid.name, PATH, crumb()),
        summary: ErrorSummary::of([&officer, &union, &employer]),
        figures,
        officers: store::officers(db, grid.id).await?,
        places: store::places(db, &paths, today).await?,
        scope: desk.scope(READ)?,
        may_write: desk.may(WRITE) && grid.closed_at.is_none(),
        may_codes: desk.may(CODES_WRITE),
        grid,
        unions,
        employers,
        tasks,
        visits,
        officer,
        union,
        employer,
    })
}
fn figures(grid: &Grid, members: i64, (joinings, approved): (i64, i64), headcount: i64) -> Figures {
    let defined = |words: &str| Definition::new().line("算的是", words);
    Figures::strip([
        Figure::new("unions", "工会", text::count(grid.unions), "家").definition(defined("今天归在这个网格的工会")),
        Figure::new("employers", "单位", text::count(grid.employers), "家")
            .note(format!("职工{}人", text::count(headcount)))
            .definition(defined("今天归在这个网格的单位；职工按单位资料里的人数加")),
        Figure::new("members", "会员", text::count(members), "人")
            .definition(defined("会籍在这些工会和它们下级的人，一个人只算一次")),
        Figure::new("joinings", "近30天入会申请", text::count(joinings), "件")
            .note(format!("已批准{}件", text::count(approved)))
            .definition(defined("近30天交到这些工会和它们下级的入会申请，不管结果")),
    ])
}

pub async fn show(desk: Desk, Path(grid): Path<GridId>) -> Result<Response> {
    let grid = within(&desk, READ, grid).await?;
    Ok(desk.show(&page(&desk, grid, &Fields::default()).await?))
}
/// The page with a form that is to be mended.
pub async fn again(desk: &Desk, grid: Grid, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, grid, form).await?))
}
