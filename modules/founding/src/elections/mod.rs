//! Elections of a union's committees (选举): for the founding, for a new term, for an empty seat.
//!
//! Promises: candidates are members and no close relatives of the head; a count that can't be so, or breaks the rules of the election, is
//! not taken; the upper union replies within the legal period or the task climbs; with its reply the committees stand.
mod acts;
mod candidates;
mod counting;
mod kinds;
pub mod papers;
mod plan;
mod reply;
mod reporting;
pub mod rules;
mod show;
pub mod store;

pub use acts::{open, report};
pub use reply::{By, grant};
pub use store::{CHAIR, Committee, Election, ElectionId, State};

use crate::permissions::{FOUNDINGS_DECIDE, FOUNDINGS_READ, FOUNDINGS_WRITE};
use platform::{
    rights::{Access::Needs, Permission},
    tasks::TaskKind,
    web::{Error, Result, Routes},
};
use ui::Desk;

/// What an election is called in the audit and in tasks.
pub const OBJECT: &str = "election";

/// A result that waits for the upper union's reply.
pub const REPLY_TASK: &TaskKind =
    &TaskKind { key: "election", name: "选举结果", verb: "批复", needs: FOUNDINGS_DECIDE };

/// The election if its union lies in the branch in which the permission holds.
pub async fn within(desk: &Desk, needs: &Permission, id: ElectionId) -> Result<Election> {
    store::within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}

/// What an act on an election is called in the line of life; none: it is not shown there.
pub fn act_name(act: &str) -> Option<&'static str> {
    Some(match act {
        "election.open" => "开始准备选举",
        "election.plan" => "定选举方案",
        "election.result" => "登记选举结果",
        "election.report" => "上报选举结果",
        "election.return" => "退回选举结果",
        "election.approve" => "批复选举结果",
        "election.drop" => "取消这次选举",
        _ => return None,
    })
}

pub fn routes() -> Routes {
    let (read, write, decide) = (Needs(FOUNDINGS_READ), Needs(FOUNDINGS_WRITE), Needs(FOUNDINGS_DECIDE));
    Routes::new()
        .post("/console/elections", write, acts::create)
        .get("/console/elections/{election}", read, show::show)
        .post("/console/elections/{election}/plan", write, plan::set)
        .get("/console/elections/{election}/members", write, candidates::members)
        .post("/console/elections/{election}/candidates", write, candidates::create)
        .post("/console/elections/{election}/candidates/removal", write, candidates::remove)
        .post("/console/elections/{election}/result", write, counting::create)
        .post("/console/elections/{election}/report", write, reporting::create)
        .post("/console/elections/{election}/dropping", write, plan::cancel)
        .post("/console/elections/{election}/reply", decide, reply::create)
        .get("/console/elections/{election}/papers/{sheet}", read, papers::show)
}
