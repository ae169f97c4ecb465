//! Bulk acts on members (批量办理): assigned to another union of the branch, added to a group, told something.
//!
//! Promises: what will change, who is left out and why is shown before; every member is looked at again when his or her turn comes; slices keep
//! others' acts going, and a crash resumes; for a week what nobody touched since can be undone, figures included. A notice that was read stays.
mod doing;
mod pages;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod undo;

pub(crate) use doing::go_on;
pub use rules::Plan;
pub use store::{ActId, NewAct, add};

use crate::permissions::MEMBERS_WRITE;
use platform::{
    jobs::{Job, Running},
    rights::Access::Needs,
    web::Routes,
};
use ui::{Address, Bulk, Button};

pub const PATH: &str = "/console/members/acts";
/// Members of one act at most.
const MOST: i64 = 100_000;
/// Up to so many are done while the officer waits.
const AT_ONCE: i64 = 500;
const DO: &str = "members.bulk";
const UNDO: &str = "members.bulk_undo";

fn of_act(args: &str) -> Result<ActId, String> {
    args.parse().map(ActId).map_err(|_| "not an act's id".to_owned())
}
pub const DOING: Job = Job {
    kind: DO,
    every: None,
    run: |app, args| -> Running {
        Box::pin(async move { doing::go_on(&app, of_act(&args)?).await.map_err(|fault| fault.to_string()) })
    },
};
pub const UNDOING: Job = Job {
    kind: UNDO,
    every: None,
    run: |app, args| -> Running {
        Box::pin(async move { undo::go_on(&app, of_act(&args)?).await.map_err(|fault| fault.to_string()) })
    },
};
/// What can be done with ticked members of the list, or with all that match.
pub fn marks(address: &Address) -> crate::list::Marks {
    let new = format!("{PATH}/new");
    let all = address.at(&new).without(&["cols", "rows"]).with("all", "1");
    let act = |kind: &str, label: &str, icon| Button::outline(label).icon(icon).value("kind", kind);
    let bulk = Bulk::new("人")
        .all("改选符合条件的全部会员", all)
        .act(act("assign", "调整工会", "arrows-move"))
        .act(act("group", "加职工类别", "users-group"))
        .act(act("notice", "发通知", "message"));
    crate::list::Marks { name: "member", method: "get", action: "/console/members/acts/new", bulk }
}

pub fn routes() -> Routes {
    let write = Needs(MEMBERS_WRITE);
    Routes::new()
        .get("/console/members/acts", write, pages::index)
        .get("/console/members/acts/new", write, pages::new)
        .post("/console/members/acts", write, pages::create)
        .get("/console/members/acts/{act}", write, pages::show)
        .get("/console/members/acts/{act}/progress", write, pages::progress)
        .post("/console/members/acts/{act}/undoing", write, pages::undo)
}
