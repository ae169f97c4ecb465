//! The catalogue of measures: what each counts, where its records are, who may see it, and how it went.
//!
//! Promise: what stands here is what stands behind each figure, word for word.
use crate::{
    boards::Span,
    figure::{By, Known, known, measure},
    shown::{self, Value},
    small,
};
use axum::{extract::Path, response::Response};
use directory::{employers::coverage, permissions::FIGURES_READ};
use platform::{
    facts::{self, MeasureKind, Period},
    rights::Access::Needs,
    search,
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result, Routes},
};
use ui::{Chart, Crumb, Desk, Empty, Figures, filters, text};

pub fn routes() -> Routes {
    Routes::new().get("/console/measures", Needs(FIGURES_READ), index).get(
        "/console/measures/{measure}",
        Needs(FIGURES_READ),
        show,
    )
}

/// A measure as a line of the catalogue.
struct Line {
    known: Known,
    /// 算的是, or 分子 and 分母.
    definition: Vec<(&'static str, String)>,
    kind: &'static str,
    /// What it can be split by: 事项, 渠道.
    dimension: Option<&'static str>,
    module: &'static str,
    /// The list in which its records stand, and its address where the post may open it.
    list: &'static str,
    records: Option<String>,
    /// Roles that may see it.
    seers: String,
}
impl Line {
    fn of(desk: &Desk, known: Known, period: Period) -> Line {
        let path = known.records(desk.post().org, period);
        Line {
            definition: definition(known),
            kind: kind_words(known),
            dimension: dimension(desk, known),
            module: module_of(desk, known),
            list: list_of(desk, &path),
            records: desk.opens(&path).then_some(path),
            seers: known.needs().roles.iter().map(|role| role.name()).collect::<Vec<_>>().join("、"),
            known,
        }
    }
    /// By a part of its name, its definition or its key, or by the initials of its name: xrh for 新入会.
    fn answers(&self, q: &str) -> bool {
        let initials = search::initials(self.known.name());
        self.known.name().contains(q)
            || self.known.key().contains(q)
            || self.module.contains(q)
            || self.definition.iter().any(|(_, words)| words.contains(q))
            || (q.is_ascii() && initials.contains(&q.to_ascii_lowercase()))
    }
}
/// Its lines: 算的是, or 分子 and 分母; the same stand behind every figure.
pub fn definition(known: Known) -> Vec<(&'static str, String)> {
    match known {
        Known::Ratio(ratio) => {
            let words = |measure: &facts::Measure| format!("{}。{}", measure.name, measure.definition);
            vec![("分子", words(ratio.numerator)), ("分母", words(ratio.denominator))]
        }
        Known::Rate(rate) => vec![
            ("分子", format!("{}。", coverage::NUMERATOR)),
            ("分母", format!("{}里{}的。", coverage::DENOMINATOR, rate.size)),
            ("归谁", format!("{}。", coverage::PLACED)),
        ],
        _ => vec![("算的是", known.definition())],
    }
}
fn dimension(desk: &Desk, known: Known) -> Option<&'static str> {
    let named = facts::dimension(&desk.app, known.key()).map(|one| one.name);
    named.or(known.is_parts().then_some("分项"))
}
/// What the list at an address is called.
fn list_of(desk: &Desk, address: &str) -> &'static str {
    let path = address.split('?').next().unwrap_or(address);
    let entry = || desk.app.modules.iter().flat_map(|m| m.navigation.iter()).find(|e| e.path == path).map(|e| e.label);
    directory::list::all(&desk.app).find(|list| list.path == path).map(|l| l.name).or_else(entry).unwrap_or("逐条记录")
}

#[derive(askama::Template)]
#[template(path = "measures/index.html")]
struct IndexPage {
    frame: ui::Console,
    q: String,
    lines: Vec<Line>,
    empty: Empty,
}

#[derive(askama::Template)]
#[template(path = "measures/measure.html")]
struct MeasurePage {
    frame: ui::Console,
    figure: Figures,
    line: Line,
    chart: Option<Chart>,
    /// By dimension, where the parts don't add up.
    parts: Vec<(String, i64)>,
    by: Option<By>,
    unit: &'static str,
    /// Makes a promise of it.
    promise: Option<String>,
}

/// What the post may see.
pub fn seen(desk: &Desk) -> impl Iterator<Item = Known> {
    known(&desk.app).into_iter().filter(|known| desk.may(known.needs()))
}

pub fn module_of(desk: &Desk, what: Known) -> &'static str {
    let counts = |m: &&platform::Module| {
        m.measures.iter().any(|measure| measure.key == what.key())
            || m.ratios.iter().any(|r| r.key == what.key())
            || m.spreads.iter().any(|s| s.key == what.key())
    };
    desk.app.modules.iter().find(counts).map_or("组织会员", |m| m.name)
}
fn kind_words(what: Known) -> &'static str {
    match what.kind() {
        "stock" => "现有数，算到某一天",
        "flow" => "发生数，算一段时间",
        "parts" => "发生数，只能分项看",
        "rate" => "比率，算到某一天",
        "spread" => "家数，算一段时间",
        _ => "比率，算一段时间",
    }
}

async fn index(desk: Desk, form: Fields) -> Result<Response> {
    let q = form.get("q").to_owned();
    let period = Period::month_until(desk.app.today());
    let lines: Vec<Line> = seen(&desk).map(|known| Line::of(&desk, known, period)).collect();
    let lines: Vec<Line> = lines.into_iter().filter(|line| line.answers(&q)).collect();
    let page = IndexPage {
        frame: desk.frame("指标目录", "/console/measures", vec![Crumb::word("统计")]),
        empty: Empty::new(format!("没有名称或定义里有“{q}”的指标"))
            .act(ui::Button::outline("看全部").href("/console/measures")),
        q,
        lines,
    };
    Ok(desk.show(&page))
}

async fn show(desk: Desk, Path(key): Path<String>, form: Fields) -> Result<Response> {
    let what = seen(&desk).find(|known| known.key() == key).ok_or(Error::NotFound)?;
    let id = form.number("org").map_or(desk.post().org, OrgId);
    let org = tree::within(&desk.app.db, &desk.scope(FIGURES_READ)?, id).await?.ok_or(Error::NotFound)?;
    let period = shown_period(&desk, what);
    let figure = measure(&desk.app, what.key(), org.id, period).await?.ok_or(Error::NotFound)?;
    let crumb = vec![Crumb::to("指标目录", "/console/measures"), Crumb::word(org.name.clone())];
    let page = MeasurePage {
        frame: desk.frame(what.name(), "/console/measures", crumb),
        figure: figure_of(&desk, what, &org, period).await?,
        line: Line::of(&desk, what, period),
        chart: chart(&desk, what, &org).await?,
        parts: figure.parts,
        by: figure.by.filter(|by| !by.parts.is_empty()),
        unit: what.unit(),
        promise: promised_from(&desk, what),
    };
    Ok(desk.show(&page))
}

/// This month up to today; of few people the last quarter that is over.
fn shown_period(desk: &Desk, what: Known) -> Period {
    let today = desk.app.today();
    match what {
        Known::Measure(measure) if small::is_small(&desk.app, measure.key) => {
            Span::read(&Fields::parse("period=last-quarter"), today).period()
        }
        _ => Period::month_until(today),
    }
}

/// Where a promise is made that is counted from a measure, for those who may.
fn promised_from(desk: &Desk, what: Known) -> Option<String> {
    let Known::Measure(measure) = what else { return None };
    let whole = measure.kind != MeasureKind::Parts
        && !small::is_small(&desk.app, measure.key)
        && desk.may(crate::promises::WRITE);
    whole.then(|| format!("{}/new?source={}", crate::promises::PATH, measure.key))
}

/// The value as of today, and of the parts nothing: they don't add up.
async fn figure_of(desk: &Desk, what: Known, org: &Org, period: Period) -> Result<Figures> {
    if let Known::Measure(measure) = what
        && !small::is_small(&desk.app, measure.key)
    {
        if measure.kind == MeasureKind::Parts {
            return Ok(Figures::strip([]));
        }
        let course = facts::course(&desk.app.db, measure, &Scope::below(&org.path), period.to, 2).await?;
        let note = format!("比上月 {}", text::change(course.change()));
        return Ok(Figures::strip([ui::figure_of(desk, measure, &course, org.id, period.to).note(note)]));
    }
    let value = measure(&desk.app, what.key(), org.id, period).await?.ok_or(Error::NotFound)?;
    let value = match (value.numerator, value.denominator) {
        _ if value.value.is_none() && matches!(what, Known::Measure(_)) => Value::Hidden,
        (Some(top), Some(bottom)) => Value::Share(top, bottom),
        _ => Value::Number(value.value.and_then(|n| n.as_i64()).unwrap_or(0)),
    };
    Ok(Figures::strip([shown::figure(desk, what, value, None, (org.id, period))]))
}

async fn chart(desk: &Desk, what: Known, org: &Org) -> Result<Option<Chart>> {
    let Known::Measure(measure) = what else { return Ok(None) };
    if measure.kind == MeasureKind::Parts || small::is_small(&desk.app, measure.key) {
        return Ok(None);
    }
    let today = desk.app.today();
    let course = facts::course(&desk.app.db, measure, &Scope::below(&org.path), today, 12).await?;
    let chart = Chart::new(format!("近12个月{}", measure.name), measure.name, measure.unit);
    Ok(Some(course.months.iter().fold(chart, |chart, (first, value)| {
        let records = measure.records_of(org.id, Period { from: *first, to: first.last_of_month().min(today) });
        // What there is now has a list; what there was at the end of an earlier month has none.
        let listed = measure.kind == MeasureKind::Flow || *first == today.first_of_month();
        let href = (listed && desk.opens(&records)).then_some(records);
        chart.point(format!("{}月", first.month()), *value, href)
    })))
}
