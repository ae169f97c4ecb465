//! What belongs to a grid: its officer, unions and employers, each from a day to a day.
use super::{Grid, GridId, entry, show, store, within};
use crate::{officers, permissions::WRITE};
use axum::{extract::Path, response::Response};
use directory::{employers, unions};
use platform::{
    audit,
    db::Tx,
    notices,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

/// Records an act and says what was done.
async fn done(mut tx: Tx, desk: &Desk, grid: &Grid, act: &str, detail: &str, sentence: &str) -> Result<Response> {
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry(act, grid, detail)).await?;
    tx.commit().await?;
    Ok(see(&grid.link(), sentence))
}
/// A grid that is closed takes nothing in.
async fn open(desk: &Desk, grid: GridId) -> Result<Grid> {
    let grid = within(desk, WRITE, grid).await?;
    if grid.closed_at.is_some() {
        return Err(Error::refused("这个网格已经撤销，不能再改。"));
    }
    Ok(grid)
}

pub async fn name_officer(desk: Desk, Path(grid): Path<GridId>, mut form: Fields) -> Result<Response> {
    let grid = open(&desk, grid).await?;
    let Some(officer) = officers::chosen(&desk, &mut form).await? else { return show::again(&desk, grid, &form).await };
    let mut tx = desk.app.db.begin().await?;
    if !store::name_officer(&mut tx, grid.id, officer.account, desk.app.today()).await? {
        return Err(Error::refused(format!("{}已经是这里的网格员。", officer.name)));
    }
    let (title, body) = (format!("您是{}的网格员了", grid.name), format!("范围：{}", grid.bounds));
    notices::tell(&mut tx, &desk.app, officer.account, &title, &body, &grid.link()).await?;
    let sentence = format!("从今天起{}是{}的网格员，已告诉本人", officer.name, grid.name);
    done(tx, &desk, &grid, "grid.officer", &officer.name, &sentence).await
}

pub async fn add_union(desk: Desk, Path(grid): Path<GridId>, mut form: Fields) -> Result<Response> {
    let grid = open(&desk, grid).await?;
    let Some(union) = unions::chosen(&desk, &form, "union", "union_id").await? else {
        form.fault("union", "请从列表里选一家工会");
        return show::again(&desk, grid, &form).await;
    };
    let mut tx = desk.app.db.begin().await?;
    if !store::bind_union(&mut tx, grid.id, union.id, desk.app.today()).await? {
        return Err(Error::refused(format!("{}已经归在这个网格。", union.name)));
    }
    done(tx, &desk, &grid, "grid.bind", &union.name, &format!("{}归进来了", union.name)).await
}
pub async fn end_union(desk: Desk, Path(grid): Path<GridId>, form: Fields) -> Result<Response> {
    let grid = within(&desk, WRITE, grid).await?;
    let bond = form.number("bond").unwrap_or(0);
    let all = store::unions(&desk.app.db, grid.id).await?;
    let Some(union) = all.into_iter().find(|b| b.bond == bond) else { return Err(gone()) };
    let mut tx = desk.app.db.begin().await?;
    if !store::end_union(&mut tx, grid.id, bond, desk.app.today()).await? {
        return Err(gone());
    }
    done(tx, &desk, &grid, "grid.release", &union.name, &format!("{}不再归这个网格", union.name)).await
}

pub async fn add_employer(desk: Desk, Path(grid): Path<GridId>, mut form: Fields) -> Result<Response> {
    let grid = open(&desk, grid).await?;
    let Some(employer) = employers::chosen(&desk, &form, "employer", "employer_id").await? else {
        form.fault("employer", "请从列表里选一家单位");
        return show::again(&desk, grid, &form).await;
    };
    let mut tx = desk.app.db.begin().await?;
    if !store::bind_employer(&mut tx, grid.id, employer.id, desk.app.today()).await? {
        return Err(Error::refused(format!("{}已经归在这个网格。", employer.name)));
    }
    done(tx, &desk, &grid, "grid.bind", &employer.name, &format!("{}归进来了", employer.name)).await
}
pub async fn end_employer(desk: Desk, Path(grid): Path<GridId>, form: Fields) -> Result<Response> {
    let grid = within(&desk, WRITE, grid).await?;
    let bond = form.number("bond").unwrap_or(0);
    let all = store::employers(&desk.app.db, grid.id).await?;
    let Some(employer) = all.into_iter().find(|b| b.bond == bond) else { return Err(gone()) };
    let mut tx = desk.app.db.begin().await?;
    if !store::end_employer(&mut tx, grid.id, bond, desk.app.today()).await? {
        return Err(gone());
    }
    done(tx, &desk, &grid, "grid.release", &employer.name, &format!("{}不再归这个网格", employer.name)).await
}
fn gone() -> Error {
    Error::refused("它已经不归这个网格了，请回去再看一遍。")
}
