//! 计划: what a union sets out to do in a year (年度实事, 十大系列活动, 五大工程, 三个一): parts in their order, and promises in the parts.
mod pages;
pub mod rules;
pub mod store;

use crate::promises::{READ, WRITE};
use platform::{rights::Access::Needs, web::Routes};

pub const PATH: &str = "/console/plans";

pub fn routes() -> Routes {
    let (read, write) = (Needs(READ), Needs(WRITE));
    Routes::new()
        .get(PATH, read, pages::index)
        .get("/console/plans/new", write, pages::new)
        .post(PATH, write, pages::create)
        .get("/console/plans/{plan}", read, pages::show)
        .get("/console/plans/{plan}/edit", write, pages::edit)
        .post("/console/plans/{plan}", write, pages::update)
}
