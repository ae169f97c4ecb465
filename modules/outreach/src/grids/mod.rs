//! Grids (网格): an area with its officer, bound to the unions and employers in it.
mod bonds;
mod edit;
mod index;
mod mine;
pub mod rules;
mod show;
pub mod store;

pub use index::LIST;
pub use store::{Grid, GridId};

use crate::permissions::{READ, WRITE};
use directory::list;
use platform::{
    rights::{
        Access::{Needs, SignedIn},
        Permission,
    },
    web::{Error, Result, Routes},
};
use ui::{Crumb, Desk};

pub const PATH: &str = "/console/grids";

/// The grid if it lies in the branch in which the permission holds.
async fn within(desk: &Desk, needs: &Permission, id: GridId) -> Result<Grid> {
    store::within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}
fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::to("网格", PATH)]
}
fn entry<'a>(act: &'a str, grid: &Grid, detail: &'a str) -> platform::audit::Entry<'a> {
    platform::audit::Entry {
        act,
        object: "grid",
        object_id: grid.id.0,
        detail,
        org: Some(grid.union_id),
        ..Default::default()
    }
}

pub fn routes() -> Routes {
    let (read, write) = (Needs(READ), Needs(WRITE));
    Routes::new()
        .get(PATH, read, list::index::<index::Grids>)
        .get("/console/grids/new", write, edit::new)
        .post(PATH, write, edit::create)
        .get("/console/grids/{grid}", read, show::show)
        .get("/console/grids/{grid}/edit", write, edit::edit)
        .post("/console/grids/{grid}/edit", write, edit::update)
        .post("/console/grids/{grid}/closure", write, edit::close)
        .post("/console/grids/{grid}/officer", write, bonds::name_officer)
        .post("/console/grids/{grid}/unions", write, bonds::add_union)
        .post("/console/grids/{grid}/unions/ending", write, bonds::end_union)
        .post("/console/grids/{grid}/employers", write, bonds::add_employer)
        .post("/console/grids/{grid}/employers/ending", write, bonds::end_employer)
        .get("/me/grid", SignedIn, mine::show)
}
