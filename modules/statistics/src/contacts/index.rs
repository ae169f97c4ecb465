//! The list of employers to talk with.
use super::{
    FOLLOW, PATH, link,
    store::{self, Line, View},
};
use askama::Template;
use axum::response::Response;
use platform::web::{Error, Fields};
use ui::{Crumb, Desk, Empty, Pager, Pill, Pills, Stamp, filters};

const PAGE: i64 = 30;

#[derive(Template)]
#[template(path = "contacts/index.html")]
struct IndexPage {
    frame: ui::Console,
    views: Pills,
    lines: Vec<Line>,
    /// Rows can be ticked to be assigned together.
    ticks: bool,
    pager: Pager,
    empty: Empty,
}
impl IndexPage {
    fn stamp(&self, line: &Line) -> Option<Stamp> {
        use super::rules::State;
        let state = line.state()?;
        let late = line.due_on.as_ref().is_some_and(|due| !state.ends() && *due < self.frame.today.to_string());
        Some(match state {
            _ if late => Stamp::danger("超期"),
            State::Refused => Stamp::warn("不同意过"),
            State::Agreed | State::Founded => Stamp::ok(state.name()),
            State::Assigned | State::Contacted => Stamp::info(state.name()),
        })
    }
}

pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response, Error> {
    let (scope, today) = (desk.scope(FOLLOW)?, desk.app.today());
    let view = View::from_key(asked.get("view"));
    let after = asked.get("after").split_once('.').and_then(|(n, id)| Some((n.parse().ok()?, id.parse().ok()?)));
    let mut lines = store::list(&desk.app.db, &scope, view, today, after, PAGE + 1).await?;
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let address = |view: View| format!("{PATH}?view={}", view.key());
    let mut views = Vec::new();
    for one in View::ALL {
        let count = store::count(&desk.app.db, &scope, one, today).await?;
        views.push(Pill::new(one.name(), address(one)).count(count).here(one == view));
    }
    let next = lines.last().filter(|_| more).map(|line| format!("{}&after={}", address(view), line.key()));
    let page = IndexPage {
        frame: desk.frame("建会联系，100人以上未建会的单位", PATH, crumb()),
        views: Pills::new("办到哪一步", views),
        ticks: view == View::Unassigned,
        pager: Pager::new("按人数从多到少").previous(after.map(|_| address(view))).next(next),
        lines,
        empty: Empty::new(match view {
            View::Unassigned => "100人以上还没有工会的单位，都有人在联系了",
            View::Overdue => "没有超期的",
            _ => "现在没有这样的单位",
        }),
    };
    Ok(desk.show(&page))
}
