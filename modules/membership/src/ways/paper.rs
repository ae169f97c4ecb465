//! 会籍变动单: a way on paper, for both faces; for somebody who leaves, the declaration.
use super::{
    rules::{Kind, State},
    show,
    store::{self, Step, Way, WayId},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::people;
use platform::{
    App,
    web::{Error, Result},
};
use ui::{Desk, filters};

#[derive(Template)]
#[template(path = "ways/paper.html")]
pub struct Paper {
    title: &'static str,
    back: String,
    way: Way,
    document: String,
    steps: Vec<Step>,
    site: String,
}
impl Paper {
    pub async fn of(app: &App, way: Way, back: String) -> Result<Paper> {
        let person = people::store::find(&app.db, way.person).await?.ok_or(Error::NotFound)?;
        let title = match way.kind() {
            Kind::Leave => "退会声明",
            Kind::Transfer => "会员组织关系接转单",
            _ => "会籍变动单",
        };
        let (steps, site) = (store::steps(&app.db, way.id).await?, app.site_name().await?);
        Ok(Paper { title, back, document: person.masked_document(app), steps, site, way })
    }
    fn is_leaving(&self) -> bool {
        self.way.kind() == Kind::Leave
    }
    fn from(&self) -> &str {
        if self.way.state() == State::Proposed { "本人确认后可见" } else { &self.way.union_name }
    }
}

pub async fn at_desk(desk: Desk, Path(way): Path<WayId>) -> Result<Response> {
    let way = show::within(&desk, way).await?;
    let back = super::link(way.id);
    Ok(desk.show(&Paper::of(&desk.app, way, back).await?))
}
