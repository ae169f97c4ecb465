//! The page of a promise: how far it is, where it goes, who does it, and the records behind each figure.
use super::{
    Promise, PromiseId, READ, WRITE, counting,
    counting::{Counted, Reading},
    crumb, lines, options, public, readable,
    rules::{self, State},
    stamp, store, stories,
};
use crate::evidence;
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use platform::{
    facts::MeasureKind,
    ratings,
    tree::Scope,
    web::{Fields, Result},
};
use ui::{Bars, Button, Chart, Definition, Desk, ErrorSummary, Field, Figure, Figures, Life, Step, filters, text};

/// One thing that is counted: what, where, how many, and where its records are.
struct SourceLine {
    name: String,
    place: String,
    definition: &'static str,
    amount: i64,
    unit: String,
    weight: i64,
    records: Option<String>,
    /// The list can't be narrowed to what counts: it holds more.
    exact: bool,
    /// (records, amount) that wait to be confirmed.
    waiting: (i64, i64),
}
struct UnionLine {
    name: String,
    value: i64,
    href: Option<String>,
    closed: Option<Date>,
}

#[derive(Template)]
#[template(path = "promises/show.html")]
struct ShowPage {
    frame: ui::Console,
    promise: Promise,
    figures: Figures,
    bar: Option<Bars>,
    state: State,
    trouble: Option<String>,
    chart: Option<Chart>,
    sources: Vec<SourceLine>,
    unions: Vec<UnionLine>,
    milestones: Vec<(Date, String)>,
    changes: Option<Life>,
    closed: Option<Date>,
    may_write: bool,
    /// The year is not over, and it was not withdrawn.
    open: bool,
    reason: Field,
    stories: Vec<StoryLine>,
    may_tell: bool,
    tally: ratings::Tally,
    words: Vec<ratings::Rating>,
}
/// A story, and what who looks at it may do with it.
struct StoryLine {
    story: stories::Story,
    may_publish: bool,
    may_withdraw: bool,
}
impl ShowPage {
    /// Officers see the average from the first rating on.
    fn average(&self) -> String {
        self.tally.average(1).map_or_else(String::new, |average| format!("{average:.1}"))
    }
}

pub async fn show(desk: Desk, Path(promise): Path<PromiseId>) -> Result<Response> {
    let promise = readable(&desk, promise).await?;
    let counted = counting::one(&desk.app, promise).await?;
    Ok(desk.show(&page(&desk, counted, &Fields::default()).await?))
}
/// The page again, with what is to be mended.
pub async fn again(desk: &Desk, counted: Counted, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, counted, form).await?))
}

async fn page(desk: &Desk, counted: Counted, form: &Fields) -> Result<ShowPage> {
    let today = desk.app.today();
    let (sources, unions) = (sources(desk, &counted).await?, unions(desk, &counted).await?);
    let figures = figures(desk, &counted).await?;
    let changes = store::changes(&desk.app.db, counted.promise.id).await?;
    let chart = chart(desk, &counted).await?;
    let (may_tell, own) = (desk.may(WRITE) && !counted.promise.is_draft(), counted.promise.org == desk.post().org);
    let told = stories::of(&desk.app.db, counted.promise.id).await?.into_iter().map(|story| StoryLine {
        may_publish: may_tell
            && !story.is_published()
            && stories::cannot_publish(&counted.promise, &story, desk.who.account, desk.post().org).is_none(),
        may_withdraw: may_tell && story.stage != "withdrawn" && (own || story.org == desk.post().org),
        story,
    });
    let stories: Vec<StoryLine> = told.collect();
    let said = public::about(counted.promise.id);
    let (tally, words) =
        (ratings::tally(&desk.app.db, &said).await?, ratings::words(&desk.app.db, &said, false, 50).await?);
    let Counted { promise, milestones, progress, .. } = counted;
    let bar = progress.share.map(|share| {
        let value = format!("{}{}", text::count(progress.value.unwrap_or(0)), promise.unit);
        let bars = Bars::new("完成了多少").bar("完成", share, lines::percent(&(100.0 * share)), value);
        let (gone, days) = rules::gone(promise.year(), today);
        bars.bar(
            "今年过去",
            gone as f64 / days as f64,
            lines::percent(&(100.0 * gone as f64 / days as f64)),
            format!("{gone} / {days}天"),
        )
    });
    let steps = milestones.into_iter().map(|one| {
        let amount = one.amount.map(|amount| format!("到{}{}", text::count(amount), promise.unit));
        (one.due, [amount.unwrap_or_default(), one.words].join(" ").trim().to_owned())
    });
    let steps: Vec<(Date, String)> = steps.collect();
    let changed = changes.iter().rev().map(|(at, who, what, reason)| {
        Step::done(what)
            .at(text::moment_near(platform::clock::local(*at), today))
            .line(reason.clone())
            .line(who.clone())
    });
    Ok(ShowPage {
        frame: desk.frame(&promise.short, super::PATH, crumb()),
        figures,
        bar,
        state: progress.state,
        trouble: progress.trouble,
        chart,
        sources,
        unions,
        milestones: steps,
        changes: (!changes.is_empty()).then(|| Life::log(changed)),
        closed: store::closed(promise.closed_on.as_deref(), today),
        may_write: desk.may(WRITE) && promise.org == desk.post().org,
        open: !promise.is_withdrawn() && today <= rules::bounds(promise.year()).1,
        reason: Field::area("reason", "为什么撤下").attr("rows", 2).attr("maxlength", 200).of_form(form),
        stories,
        may_tell,
        tally,
        words,
        promise,
    })
}

/// The address of a reading's records where the post may open them.
fn opened(
    desk: &Desk,
    promise: &Promise,
    reading: &Reading,
    (org, path): (platform::tree::OrgId, &str),
) -> Option<(String, bool)> {
    let scope = desk.scope(READ).ok()?;
    let (address, exact) = counting::records(promise, reading, org, desk.app.today());
    (scope.holds(path) && desk.opens(&address)).then_some((address, exact))
}
async fn sources(desk: &Desk, counted: &Counted) -> Result<Vec<SourceLine>> {
    let (app, promise) = (&desk.app, &counted.promise);
    let upto = counting::last_day(promise, app.today());
    let mut all = Vec::new();
    for reading in &counted.readings {
        let one = Reading { weight: 100, ..reading.clone() };
        let opened = opened(desk, promise, reading, (reading.org.id, &reading.org.path));
        let days = (rules::bounds(promise.year()).0, upto);
        let scope = Scope::below(&reading.org.path);
        let waits = reading.measure.key == evidence::DONE.key;
        all.push(SourceLine {
            name: options::name(app, reading.measure.key, &reading.dimension).await?.unwrap_or_default(),
            place: reading.org.name.clone(),
            definition: reading.measure.definition,
            amount: counting::value(app, promise, std::slice::from_ref(&one), None, upto).await?,
            unit: options::unit(app, reading.measure, &reading.dimension).await?,
            weight: reading.weight,
            exact: opened.as_ref().is_none_or(|(_, exact)| *exact),
            records: opened.map(|(address, _)| address),
            waiting: if waits {
                evidence::store::waiting(&app.db, &scope, &reading.dimension, days).await?
            } else {
                (0, 0)
            },
        });
    }
    Ok(all)
}
async fn unions(desk: &Desk, counted: &Counted) -> Result<Vec<UnionLine>> {
    let (app, promise) = (&desk.app, &counted.promise);
    let upto = counting::last_day(promise, app.today());
    let mut all = Vec::new();
    for (id, name, path, closed_on) in store::unions(&app.db, promise.id).await? {
        let href = match &counted.readings[..] {
            [one] if path.starts_with(&one.org.path) => {
                opened(desk, promise, one, (id, &path)).map(|(address, _)| address)
            }
            _ => None,
        };
        let value = counting::value(app, promise, &counted.readings, Some(&path), upto).await?;
        all.push(UnionLine { name, value, href, closed: store::closed(closed_on.as_deref(), app.today()) });
    }
    Ok(all)
}
async fn figures(desk: &Desk, counted: &Counted) -> Result<Figures> {
    let (app, promise) = (&desk.app, &counted.promise);
    let (today, unit) = (app.today(), promise.unit.as_str());
    let shown = |value: Option<i64>| value.map_or_else(|| "—".to_owned(), text::count);
    let mut now = Definition::new().line("算的是", &promise.words);
    for reading in &counted.readings {
        now = now.line(reading.measure.name, reading.measure.definition);
        if let Some((address, _)) = opened(desk, promise, reading, (reading.org.id, &reading.org.path)) {
            now = now.link("看记录", address);
        }
    }
    now = now.line("截至", text::date(counting::last_day(promise, today)));
    let mut value = Figure::new("value", "现在", shown(counted.progress.value), unit).definition(now);
    if !counted.readings.is_empty() {
        value = value.href("#sources");
    }
    let mut all = vec![value, Figure::new("target", "目标", text::count(promise.target), unit)];
    if let Some((forecast, way)) = counting::forecast(app, counted).await? {
        let definition = Definition::new().line("怎么算", way.words()).line("不算", "今年过去不到30天的时候不推算");
        all.push(
            Figure::new("forecast", "照这样到年底", format!("约{}", text::count(forecast)), unit)
                .definition(definition),
        );
    }
    if let Some(standing) = counted.standing.filter(|s| s.at_end) {
        let since = Definition::new().line("算的是", "去年最后一天的数");
        all.push(Figure::new("start", "年初", text::count(standing.start), unit).definition(since));
    }
    Ok(Figures::strip(all))
}
async fn chart(desk: &Desk, counted: &Counted) -> Result<Option<Chart>> {
    let months = counting::by_month(&desk.app, counted).await?;
    if months.is_empty() {
        return Ok(None);
    }
    let promise = &counted.promise;
    let records = |first: Date| match &counted.readings[..] {
        [one] if one.measure.kind != MeasureKind::Stock => {
            opened(desk, promise, one, (one.org.id, &one.org.path)).map(|(address, _)| {
                let until = first.last_of_month().min(counting::last_day(promise, desk.app.today()));
                address
                    .replace(&format!("to={}", counting::last_day(promise, desk.app.today())), &format!("to={until}"))
            })
        }
        _ => None,
    };
    let chart = Chart::new(format!("{}，到每个月底一共", promise.short), &promise.short, &promise.unit);
    Ok(Some(
        months
            .into_iter()
            .fold(chart, |chart, (first, value)| chart.point(format!("{}月", first.month()), value, records(first))),
    ))
}
