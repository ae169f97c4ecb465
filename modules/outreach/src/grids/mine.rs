//! 我的网格员: whom a member may turn to, by the union or the workplace.
use super::store::{self, Grid};
use askama::Template;
use axum::response::Response;
use directory::members;
use platform::web::Result;
use ui::{Guest, Tab};

#[derive(Template)]
#[template(path = "grids/mine.html")]
struct MinePage {
    frame: ui::Member,
    grid: Option<Grid>,
}

pub async fn show(guest: Guest) -> Result<Response> {
    let db = &guest.app.db;
    let grid = match guest.person() {
        Some(person) => match members::store::current(db, person).await? {
            Some(membership) => store::of_person(db, person, &membership.path).await?,
            None => None,
        },
        None => None,
    };
    let frame = guest.frame("我的网格员", Tab::Mine, Some("/me"));
    Ok(guest.show(&MinePage { frame, grid }))
}
