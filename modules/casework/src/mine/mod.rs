//! One's own cases on the member site.
mod acts;
mod case;

pub use acts::sent;

use crate::{
    cases::{Case, MINE, own_link, store},
    course, letters,
};
use askama::Template;
use axum::response::Response;
use platform::{
    rights::Access::SignedIn,
    web::{Error, Result, Routes},
};
use ui::{Guest, Row, Tab};

pub fn routes() -> Routes {
    Routes::new()
        .get(MINE, SignedIn, index)
        .get("/me/cases/{case}", SignedIn, case::show)
        .post("/me/cases/{case}/act", SignedIn, acts::act)
        .post("/me/cases/{case}/message", SignedIn, acts::say)
        .post("/me/cases/{case}/limit", SignedIn, acts::limit)
        .upload("/me/cases/{case}/files", SignedIn, course::handed::FORM_LIMIT, acts::attach)
        .get("/me/cases/{case}/files/{evidence}", SignedIn, acts::file)
        .get("/me/cases/{case}/letters/{letter}", SignedIn, letters::mine)
        .post("/me/cases/{case}/rating", SignedIn, acts::rate)
}

/// One's own case: others don't exist.
pub(crate) async fn own(guest: &Guest, number: &str) -> Result<Case> {
    crate::definitions::published::fresh(&guest.app).await?;
    let who = guest.who()?;
    let case = store::by_number(&guest.app.db, number).await?;
    let is_own =
        |case: &Case| case.account == Some(who.account) || (case.person.is_some() && case.person == who.person);
    case.filter(is_own).ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "mine/index.html")]
struct IndexPage {
    frame: ui::Member,
    open: Vec<Row>,
    over: Vec<Row>,
    /// Mediations in which one speaks for a firm.
    firms: Vec<Row>,
}

async fn index(guest: Guest) -> Result<Response> {
    crate::definitions::published::fresh(&guest.app).await?;
    let who = guest.who()?;
    let all = store::own(&guest.app.db, who.account, who.person).await?;
    let today = guest.app.today();
    let row = |case: &Case| {
        let day = ui::text::near(case.created_day(), today);
        let row = Row::new(case.title()).stamp(case.stamp()).meta(case.state()).meta(format!("{day}提交"));
        row.href(own_link(&case.number))
    };
    let (over, open): (Vec<&Case>, Vec<&Case>) = all.iter().partition(|case| case.is_over());
    let frame = guest.frame("我的诉求", Tab::Services, Some(crate::services::PATH));
    let firms = crate::mediation::rows_of_firm(&guest.app, who.account).await?;
    let (open, over) = (open.into_iter().map(row).collect(), over.into_iter().map(row).collect());
    let page = IndexPage { frame, open, over, firms };
    Ok(guest.show(&page))
}
