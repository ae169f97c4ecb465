//! Pairs that may be one: the list, the two side by side, and what is decided about them.
mod decide;
mod index;
mod preview;
mod show;
mod side;
pub mod store;

pub use index::LIST;
pub use side::Side;
pub use store::{Pair, PairId};

use crate::{MERGE, finding};
use platform::{
    rights::Access,
    web::{Error, Result, Routes},
};
use ui::{Crumb, Desk};

pub const PATH: &str = "/console/duplicates";

pub fn link(id: impl std::fmt::Display) -> String {
    format!("{PATH}/{id}")
}
fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}
/// The pair with its two sides if both lie in one's branch now: outside, nothing exists.
async fn within(desk: &Desk, id: PairId) -> Result<(Pair, [Side; 2])> {
    let scope = desk.scope(MERGE)?;
    let pair = store::find(&desk.app.db, id).await?.ok_or(Error::NotFound)?;
    let sides = side::of(&desk.app, &pair).await?.ok_or(Error::NotFound)?;
    let path = match pair.state.as_str() {
        // What was merged lies where the one that remains lies.
        "merged" => sides.iter().find(|s| !s.is_gone).map_or(String::new(), |s| s.path.clone()),
        _ => finding::common(&sides[0].path, &sides[1].path),
    };
    if scope.holds(&path) { Ok((pair, sides)) } else { Err(Error::NotFound) }
}

pub fn routes() -> Routes {
    let needs = Access::Needs(MERGE);
    Routes::new()
        .get(PATH, needs, directory::list::index::<index::Pairs>)
        .get("/console/duplicates/{pair}", needs, show::show)
        .get("/console/duplicates/{pair}/preview", needs, preview::preview)
        .post("/console/duplicates/{pair}/merge", needs, decide::merge)
        .post("/console/duplicates/{pair}/difference", needs, decide::differ)
        .post("/console/duplicates/{pair}/reopening", needs, decide::reopen)
        .post("/console/duplicates/{pair}/undoing", needs, decide::undo)
}
