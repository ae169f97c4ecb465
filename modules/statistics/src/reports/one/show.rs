//! The report's page.
use crate::reports::{
    PATH, WRITE,
    binding::Binding,
    form,
    grid::{Shown, shares, shown},
    index, link,
    load::{Loaded, days},
    one::seen,
    rules,
    store::{Report, State},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    clock,
    sheets::form::Page,
    web::{Fields, Result},
};
use ui::{Choice, Crumb, Desk, Field, Life, Pills, Step, filters, text};

#[derive(Template)]
#[template(path = "reports/one/show.html")]
pub(super) struct ShowPage {
    frame: ui::Console,
    report: Report,
    pages: Option<Pills>,
    page: usize,
    shares: Vec<u32>,
    rows: Vec<Vec<Shown>>,
    notes: Vec<String>,
    findings: Vec<(String, String)>,
    /// Cells where words are due: the cell, the field, who wrote it.
    texts: Vec<(String, Field, String)>,
    /// Cells where a record of work outside the platform is due.
    proofs: Vec<(String, Field)>,
    /// Changes to be explained, or explained.
    reasons: Vec<(String, Field)>,
    lines: Vec<Line>,
    /// The period of the last report, where it is frozen.
    before: Option<String>,
    life: Life,
    may_sign: bool,
    may_freeze: bool,
    may_write: bool,
    form_href: Option<String>,
}
/// A figure with what it is.
struct Line {
    cell: String,
    what: String,
    days: String,
    shown: String,
    /// Beside the last report.
    since: Option<String>,
    href: Option<String>,
    elsewhere: Option<(String, String)>,
}

pub async fn show(desk: Desk, Path(id): Path<i64>, asked: Fields) -> Result<Response> {
    let loaded = seen(&desk, id).await?;
    Ok(desk.show(&page(&desk, &loaded, &asked).await?))
}

pub(super) async fn page(desk: &Desk, loaded: &Loaded, asked: &Fields) -> Result<ShowPage> {
    let (report, form) = (&loaded.report, &loaded.form);
    let first = form.pages.iter().position(|page| page.is_grid && !page.hidden).unwrap_or(0);
    let at = asked.number("page").filter(|at| *at < form.pages.len()).unwrap_or(first);
    let empty = Page::default();
    let sheet = form.pages.get(at).unwrap_or(&empty);
    let about = |cell: &str| (loaded.about(cell), loaded.records(cell).filter(|href| desk.opens(href)));
    let may = desk.may(WRITE);
    let over = rules::time_fault(loaded.span, desk.app.today(), (1, 0));
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("报表", PATH));
    crumbs.push(Crumb::word(&report.org_name));
    let notes = [over.clone(), rules::ended_within(loaded.span, report.closed_on.as_deref())];
    Ok(ShowPage {
        frame: desk.frame(&format!("{}，{}", report.name, loaded.span.name()), PATH, crumbs),
        pages: form::pills(form, at, &link(report.id)),
        page: at,
        shares: shares(sheet),
        rows: shown(&loaded.values, sheet, "", &about),
        notes: notes.into_iter().flatten().collect(),
        findings: loaded.findings.iter().map(|found| (found.cell().to_owned(), found.sentence())).collect(),
        texts: texts(loaded, asked),
        proofs: proofs(desk, loaded).await?,
        reasons: reasons(loaded, asked),
        lines: lines(desk, loaded),
        before: loaded.before.as_ref().map(|_| loaded.span.before().name()),
        life: life(desk, loaded),
        may_sign: may && report.state() == State::Open && over.is_none(),
        may_freeze: may && report.state() == State::Signed && over.is_none(),
        may_write: may,
        form_href: (may && desk.scope(WRITE).is_ok_and(|scope| scope.holds(&loaded.template.path)))
            .then(|| crate::reports::form_link(loaded.template.id)),
        report: report.clone(),
    })
}
fn texts(loaded: &Loaded, asked: &Fields) -> Vec<(String, Field, String)> {
    let cells = loaded.values.bindings.iter().filter(|(_, binding)| **binding == Binding::Text);
    let one = |(cell, _): (&String, &Binding)| {
        let here = asked.get("cell") == cell;
        let kept = loaded.values.words.get(cell).cloned().unwrap_or_default();
        let field = Field::area("text", format!("{cell}的文字"))
            .attr("maxlength", 2_000)
            .attr("id", format!("text-{}", cell.replace('!', "-")))
            .value(if here { asked.get("text").to_owned() } else { kept })
            .error(asked.error("text").filter(|_| here).map(str::to_owned));
        let by = loaded
            .written
            .iter()
            .find(|one| one.kind == "text" && one.cell == *cell)
            .map(|one| format!("{}写于{}", one.by.clone().unwrap_or_default(), text::moment(clock::local(one.at))));
        (cell.clone(), field, by.unwrap_or_default())
    };
    cells.map(one).collect()
}
async fn proofs(desk: &Desk, loaded: &Loaded) -> Result<Vec<(String, Field)>> {
    let cells: Vec<&String> =
        loaded.values.bindings.iter().filter(|(_, b)| **b == Binding::Evidence).map(|(cell, _)| cell).collect();
    if cells.is_empty() || loaded.report.state() != State::Open {
        return Ok(Vec::new());
    }
    let all = super::act::proofs(&desk.app, loaded).await?;
    let field = |cell: &String| {
        let kept = loaded.written.iter().find(|one| one.kind == "evidence" && one.cell == *cell);
        let choices = all.iter().map(|one| Choice::new(one.id, super::act::proof_words(one)));
        let choices = std::iter::once(Choice::new("", "请选")).chain(choices);
        Field::select("record", format!("{cell}的佐证记录"), choices)
            .attr("id", format!("record-{}", cell.replace('!', "-")))
            .value(kept.and_then(|one| one.record).map_or_else(String::new, |id| id.to_string()))
    };
    Ok(cells.into_iter().map(|cell| (cell.clone(), field(cell))).collect())
}
fn reasons(loaded: &Loaded, asked: &Fields) -> Vec<(String, Field)> {
    use crate::reports::checks::Finding;
    let written =
        loaded.written.iter().filter(|one| one.kind == "change").map(|one| (one.cell.clone(), one.text.clone()));
    let wanted = loaded.findings.iter().filter_map(|found| match found {
        Finding::Change { cell, .. } => Some((cell.clone(), String::new())),
        _ => None,
    });
    let field = |(cell, text): (String, String)| {
        let here = asked.get("cell") == cell;
        let field = Field::text("reason", format!("{cell}为什么变化大"))
            .attr("maxlength", 300)
            .attr("id", format!("reason-{}", cell.replace('!', "-")))
            .value(if here && asked.has("reason") { asked.get("reason").to_owned() } else { text })
            .error(asked.error("reason").filter(|_| here).map(str::to_owned));
        (cell, field)
    };
    written.chain(wanted).map(field).collect()
}
fn lines(desk: &Desk, loaded: &Loaded) -> Vec<Line> {
    let figures = loaded.values.figures.iter().filter(|(cell, _)| !cell.ends_with('~'));
    let line = |(cell, figure): (&String, &crate::reports::count::Figure)| Line {
        cell: cell.clone(),
        what: loaded.about(cell),
        days: days(loaded.known(&figure.key), figure.period),
        shown: match figure.number() {
            Some(_) => format!("{}{}", figure.shown(), loaded.unit(figure)),
            None => figure.shown(),
        },
        since: loaded.since(cell),
        href: loaded.records(cell).filter(|href| desk.opens(href)),
        elsewhere: loaded
            .elsewhere(cell)
            .map(|one| (format!("已在《{}》确认过：{}", one.name, one.shown), link(one.report))),
    };
    figures.map(line).collect()
}
fn life(desk: &Desk, loaded: &Loaded) -> Life {
    let report = &loaded.report;
    let when = |at: i64| text::moment_near(clock::local(at), desk.app.today());
    let mut steps = vec![Step::done("打开").at(when(report.opened_at))];
    if let (Some(at), Some(signer)) = (report.signed_at, &report.signer) {
        steps.push(Step::done("签审").at(when(at)).line(signer.clone()));
    }
    match (report.frozen_at, &report.freezer) {
        (Some(at), Some(by)) => steps.push(Step::done("冻结").at(when(at)).line(by.clone())),
        _ if report.signed_at.is_some() => steps.push(Step::now("等冻结")),
        _ => steps.push(Step::now("等签审")),
    }
    Life::log(steps)
}
