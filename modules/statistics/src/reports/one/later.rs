//! What changed after a report was frozen: today's count beside the frozen one, the records that came later, and why.
use super::seen;
use crate::{
    figure::Known,
    reports::{
        PATH, WRITE, index, link,
        load::{Loaded, changed},
        store::{Report, State},
    },
    small,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    facts::{self, Later},
    tree::Scope,
    web::{Error, Result},
};
use ui::{Crumb, Desk, Empty, Field, filters};

#[derive(Template)]
#[template(path = "reports/one/later.html")]
struct LaterPage {
    frame: ui::Console,
    report: Report,
    lines: Vec<Line>,
    may_write: bool,
    empty: Empty,
}
struct Line {
    cell: String,
    name: String,
    then: String,
    now: String,
    facts: Vec<(Later, Option<String>)>,
    more: bool,
    reason: Field,
}
const SHOWN: usize = 20;

pub async fn later(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let loaded = seen(&desk, id).await?;
    if loaded.report.state() == State::Open {
        return Err(Error::refused("签审以后才看得到变化"));
    }
    let mut lines = Vec::new();
    for (cell, then, now) in Box::pin(changed(&desk.app, &loaded)).await? {
        let known = loaded.known(&then.key);
        if known.is_some_and(|known| !desk.may(known.needs())) {
            continue;
        }
        let mut facts = records(&desk, &loaded, known, &cell).await?;
        let more = facts.len() > SHOWN;
        facts.truncate(SHOWN);
        let reason = loaded.written.iter().find(|one| one.kind == "later" && one.cell == cell);
        lines.push(Line {
            name: known.map_or_else(|| then.key.clone(), |known| known.name().to_owned()),
            then: then.shown(),
            now: now.shown(),
            reason: Field::text("reason", format!("{cell}为什么变了"))
                .attr("maxlength", 300)
                .attr("id", format!("reason-{}", cell.replace('!', "-")))
                .value(reason.map_or("", |one| one.text.as_str())),
            cell,
            facts,
            more,
        });
    }
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("报表", PATH));
    crumbs.push(Crumb::to(&loaded.report.name, link(loaded.report.id)));
    let page = LaterPage {
        frame: desk.frame("冻结以后变了什么", PATH, crumbs),
        lines,
        may_write: desk.may(WRITE),
        empty: Empty::new("没有变化：今天从记录里数，还是这些数"),
        report: loaded.report,
    };
    Ok(desk.show(&page))
}
/// The facts that came after the freeze and lie in the figure's period.
async fn records(
    desk: &Desk,
    loaded: &Loaded,
    known: Option<Known>,
    cell: &str,
) -> Result<Vec<(Later, Option<String>)>> {
    let measures = match known {
        Some(Known::Measure(measure)) => vec![measure],
        Some(Known::Ratio(ratio)) => vec![ratio.numerator, ratio.denominator],
        Some(Known::Spread(spread)) => vec![spread.measure],
        Some(Known::Rate(_)) | None => Vec::new(),
    };
    let Some(figure) = loaded.values.figures.get(cell) else { return Ok(Vec::new()) };
    let scope = Scope::below(&loaded.report.path);
    let mut all = Vec::new();
    for measure in measures.into_iter().filter(|measure| !small::is_small(&desk.app, measure.key)) {
        let period = (&scope, figure.period);
        let found = facts::later(&desk.app.db, measure, period, loaded.report.last_fact, SHOWN as i64 + 1).await?;
        all.extend(found.into_iter().filter(|one| figure.dimension.as_ref().is_none_or(|d| *d == one.dimension)));
    }
    Ok(all.into_iter().map(|one| (one.clone(), page_of(desk, &one))).collect())
}
/// The page of a record, where it has one.
fn page_of(desk: &Desk, one: &Later) -> Option<String> {
    let id = one.record_id;
    let href = match one.record.as_str() {
        "membership" => format!("/console/members/{id}"),
        "union" => format!("/console/unions/{id}"),
        "joining" => format!("/console/joinings/{id}"),
        _ => return None,
    };
    let list = href.rsplit_once('/').map_or("", |(list, _)| list);
    desk.opens(list).then_some(href)
}
