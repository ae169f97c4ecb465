//! Pairs (结对): somebody of a union's committee and a firm, with visits; a firm that nobody visits becomes a task.
mod edit;
mod index;
mod reminders;
pub mod rules;
mod show;
pub mod store;
mod visited;
mod visits;

pub use reminders::{JOBS, VISIT_DAYS, VISIT_TASK, days as visit_days, remind};
pub use store::{Pair, PairId, VisitId};

pub use index::LIST;
pub use visited::LIST as VISITED;

use crate::permissions::{FIGURES, READ, VISITS_WRITE, WRITE};
use directory::{employers, list};
use platform::{
    facts::{Dimension, Measure, MeasureKind, Recount},
    merging::Merged,
    rights::{Access::Needs, Permission},
    web::{Error, Result, Routes},
};
use ui::{Crumb, Desk};

pub const PATH: &str = "/console/pairs";
const OBJECT: &str = "pair";
/// A photo from a phone's camera.
const PHOTO: usize = 16 * 1024 * 1024;

/// 走访企业: visits that were recorded.
pub const VISITS: &Measure = &Measure {
    key: "visits",
    name: "走访企业",
    unit: "次",
    definition: "这段时间里登记的结对走访次数，按走访那天算，记在结对的工会名下。同一家单位去几次算几次。",
    kind: MeasureKind::Flow,
    records: "/console/visits?union={org}&from={from}&to={to}",
    needs: FIGURES,
    recount: Recount::Records(
        "SELECT p.union_id, v.id, CAST(v.employer AS TEXT), 1 FROM visits v JOIN pairs p ON p.id = v.pair",
    ),
};

pub const DIMENSIONS: &[Dimension] =
    &[Dimension { measure: VISITS, name: "单位", words: employers::names, of: Some(Merged::Employer) }];

/// The pair if its union lies in the branch in which the permission holds.
async fn within(desk: &Desk, needs: &Permission, id: PairId) -> Result<Pair> {
    store::within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}
fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::to("结对走访", PATH)]
}
fn entry<'a>(act: &'a str, pair: &Pair, detail: &'a str) -> platform::audit::Entry<'a> {
    platform::audit::Entry {
        act,
        object: OBJECT,
        object_id: pair.id.0,
        detail,
        org: Some(pair.union_id),
        ..Default::default()
    }
}

pub fn routes() -> Routes {
    let (read, write, visit) = (Needs(READ), Needs(WRITE), Needs(VISITS_WRITE));
    Routes::new()
        .get(PATH, read, list::index::<index::Pairs>)
        .get("/console/pairs/new", write, edit::new)
        .post(PATH, write, edit::create)
        .get("/console/pairs/{pairing}", read, show::show)
        .post("/console/pairs/{pairing}/ending", write, edit::end)
        .upload("/console/pairs/{pairing}/visits", visit, PHOTO, visits::create)
        .get("/console/visits", read, list::index::<visited::Visits>)
        .get("/console/visits/{visit}/photo", read, visits::photo)
}
