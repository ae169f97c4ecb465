//! The list: what waits to be filled, what is being collected, the forms.
use super::{
    PATH, READ, WRITE, link,
    store::{self, Report, Round, State, TemplateLine},
};
use askama::Template;
use axum::response::Response;
use platform::web::{Error, Fields};
use ui::{Crumb, Desk, Empty, Stamp, filters};

#[derive(Template)]
#[template(path = "reports/index.html")]
struct IndexPage {
    frame: ui::Console,
    reports: Vec<Report>,
    rounds: Vec<Round>,
    forms: Vec<TemplateLine>,
    may_write: bool,
    empty: Empty,
}
impl IndexPage {
    fn due(&self, report: &Report) -> Option<Stamp> {
        let due = report.due_on.as_ref().filter(|_| report.state() == State::Open)?;
        (*due < self.frame.today.to_string()).then(|| Stamp::danger("超期"))
    }
    fn rhythm(form: &TemplateLine) -> &'static str {
        super::span::Rhythm::from_key(&form.rhythm).map_or("", super::span::Rhythm::name)
    }
    fn period(round: &Round) -> String {
        super::span::Span::from_key(&round.period).map_or_else(|| round.period.clone(), super::span::Span::name)
    }
}
pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("统计")]
}

pub async fn index(desk: Desk, _: Fields) -> Result<Response, Error> {
    desk.scope(READ)?;
    let (db, org) = (&desk.app.db, desk.post().org);
    let page = IndexPage {
        frame: desk.frame("报表", PATH, crumb()),
        reports: store::reports(db, org, 60).await?,
        rounds: store::rounds(db, org).await?,
        forms: store::templates(db, org).await?,
        may_write: desk.may(WRITE),
        empty: Empty::new("还没有报表。先做一个模板，或者等上级来收"),
    };
    Ok(desk.show(&page))
}
