//! The catalogue of measures: what each counts, and how it went.
use crate::{
    figure::{By, Known, known, measure},
    sheet,
};
use axum::{extract::Path, response::Response};
use directory::permissions::FIGURES_READ;
use platform::{
    facts::{self, MeasureKind, Period},
    rights::Access::Needs,
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result, Routes},
};
use ui::{Chart, Crumb, Definition, Desk, Empty, Figure, Figures, filters, text};

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
    definition: String,
    kind: &'static str,
    module: &'static str,
    records: Option<String>,
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
    definition: String,
    chart: Option<Chart>,
    /// By dimension, where the parts don't add up.
    parts: Vec<(String, i64)>,
    by: Option<By>,
    unit: &'static str,
    records: Option<String>,
}

fn seen(desk: &Desk) -> impl Iterator<Item = Known> {
    let all = known(&desk.app).into_iter();
    all.filter(|known| match known {
        Known::Measure(measure) => desk.may(measure.needs),
        Known::Rate(_) => desk.may(FIGURES_READ),
        Known::Ratio(ratio) => desk.may(ratio.needs()),
        Known::Spread(spread) => desk.may(spread.measure.needs),
    })
}

fn module_of(desk: &Desk, what: Known) -> &'static str {
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
    let line = |known: Known| {
        let records = known.records(desk.post().org, period);
        Line {
            definition: known.definition(),
            kind: kind_words(known),
            module: module_of(&desk, known),
            records: desk.opens(&records).then_some(records),
            known,
        }
    };
    let lines: Vec<Line> =
        seen(&desk).map(line).filter(|l| l.known.name().contains(&q) || l.definition.contains(&q)).collect();
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
    let period = Period::month_until(desk.app.today());
    let records = what.records(org.id, period);
    let figure = measure(&desk.app, what.key(), org.id, period).await?.ok_or(Error::NotFound)?;
    let crumb = vec![Crumb::to("指标目录", "/console/measures"), Crumb::word(org.name.clone())];
    let page = MeasurePage {
        frame: desk.frame(what.name(), "/console/measures", crumb),
        figure: figure_of(&desk, what, &org, period).await?,
        definition: what.definition(),
        chart: chart(&desk, what, &org).await?,
        parts: figure.parts,
        by: figure.by.filter(|by| !by.parts.is_empty()),
        unit: what.unit(),
        records: desk.opens(&records).then_some(records),
    };
    Ok(desk.show(&page))
}

/// The value as of today, and of the parts nothing: they don't add up.
async fn figure_of(desk: &Desk, what: Known, org: &Org, period: Period) -> Result<Figures> {
    let scope = Scope::below(&org.path);
    Ok(Figures::strip(match what {
        Known::Measure(measure) if measure.kind == MeasureKind::Parts => Vec::new(),
        Known::Measure(measure) => {
            let course = facts::course(&desk.app.db, measure, &scope, period.to, 2).await?;
            let note = format!("比上月 {}", text::change(course.change()));
            vec![ui::figure_of(desk, measure, &course, org.id, period.to).note(note)]
        }
        Known::Rate(rate) => {
            let value = measure(&desk.app, rate.key, org.id, period).await?.ok_or(Error::NotFound)?;
            let (covered, all) = (value.numerator.unwrap_or(0), value.denominator.unwrap_or(0));
            let percent = value.value.and_then(|n| n.as_f64()).map_or("—".into(), |rate| format!("{rate:.1}"));
            let definition = Definition::new()
                .line("分子", format!("{}家", text::count(covered)))
                .line("分母", format!("{}家", text::count(all)))
                .line("截至", text::date(period.to));
            let note = format!("{} / {}家", text::count(covered), text::count(all));
            vec![Figure::new(rate.key, rate.name, percent, "%").note(note).definition(definition)]
        }
        Known::Spread(spread) => {
            let number = spread.count(&desk.app.db, &scope, period).await?;
            vec![sheet::of_spread(spread, number, period)]
        }
        Known::Ratio(ratio) => {
            vec![sheet::of_ratio(desk, ratio, ratio.parts(&desk.app.db, &scope, period).await?, (org.id, period))]
        }
    }))
}

async fn chart(desk: &Desk, what: Known, org: &Org) -> Result<Option<Chart>> {
    let Known::Measure(measure) = what else { return Ok(None) };
    if measure.kind == MeasureKind::Parts {
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
