//! The terms of a branch that end soon or are over, and the results that wait for a reply.
use super::{
    HERE,
    rules::Standing,
    store::{self, Line},
};
use crate::{
    elections::{self, Election},
    permissions::FOUNDINGS_READ,
    settings::REMIND_MONTHS,
};
use askama::Template;
use axum::response::Response;
use jiff::{ToSpan, civil::Date};
use platform::{
    settings,
    tree::OrgId,
    web::{Fields, Result, encode},
};
use ui::{Crumb, Desk, Pager, Pill, Pills, Stamp};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "terms/index.html")]
struct IndexPage {
    frame: ui::Console,
    pills: Pills,
    lines: Vec<Line>,
    reported: Vec<Election>,
    without: Vec<(OrgId, String, Option<String>)>,
    months: i64,
    view: String,
    pager: Pager,
}
impl IndexPage {
    fn stamp(&self, line: &Line) -> Option<Stamp> {
        super::stamp(line.standing(self.months, self.frame.today)?)
    }
    fn is_late(&self, due: &Date) -> bool {
        *due < self.frame.today
    }
    fn end(&self, line: &Line) -> String {
        match line.standing(self.months, self.frame.today) {
            Some(Standing::Holds(end) | Standing::Soon(end) | Standing::Over(end)) => end.to_string(),
            None => String::new(),
        }
    }
    fn election(&self, line: &Line) -> &'static str {
        match line.election.as_deref() {
            Some("reported") => "结果待批复",
            Some(_) => "正在准备",
            None => "还没开始",
        }
    }
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let (db, today, scope) = (&desk.app.db, desk.app.today(), desk.scope(FOUNDINGS_READ)?);
    let months = settings::number(db, REMIND_MONTHS, "", today).await?;
    let soon = today.checked_add(months.months()).unwrap_or(today);
    let (over, ending, unknown) = store::counts(db, &scope, today, soon).await?;
    let view = match asked.get("view") {
        view @ ("over" | "without") => view.to_owned(),
        _ => String::new(),
    };
    let after = asked.opt("ends").zip(asked.number::<OrgId>("after"));
    let until: Date = if view == "over" { today } else { soon };
    let mut lines = match view.as_str() {
        "without" => Vec::new(),
        _ => store::ending(db, &scope, until, after, PAGE + 1).await?,
    };
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let next =
        lines.last().filter(|_| more).map(|l| format!("{HERE}?view={view}&ends={}&after={}", encode(&l.ends), l.id));
    // A term with a later end that was granted is not over.
    lines.retain(|l| view != "over" || matches!(l.standing(months, today), Some(Standing::Over(_))));
    let pills = [
        Pill::new("到期和快到期", HERE).count(over + ending).here(view.is_empty()),
        Pill::new("已到期", format!("{HERE}?view=over")).count(over).here(view == "over"),
        Pill::new("没有登记任期", format!("{HERE}?view=without")).count(unknown).here(view == "without"),
    ];
    Ok(desk.show(&IndexPage {
        frame: desk.frame("换届", HERE, vec![Crumb::word("有家")]),
        pills: Pills::new("任期", pills),
        reported: elections::store::reported(db, &scope, 50).await?,
        without: if view == "without" { store::without(db, &scope, 200).await? } else { Vec::new() },
        pager: Pager::new("按任期届满的日子从早到晚").previous(after.map(|_| format!("{HERE}?view={view}"))).next(next),
        lines,
        months,
        view,
    }))
}
