//! Counting a promise: from its sources, in the branch that each names; never from a number that somebody typed.
use super::{
    rules::{self, Before, Milestone, Standing, State, Way},
    store::{self, Promise, PromiseId, Source},
};
use crate::{evidence, small};
use jiff::civil::Date;
use platform::{
    App,
    db::Result,
    facts::{self, Measure, MeasureKind, Period},
    tree::{self, Org, OrgId, Scope},
};
use std::collections::HashMap;

/// A source that is there.
#[derive(Clone)]
pub struct Reading {
    pub measure: &'static Measure,
    pub dimension: String,
    /// Where it is counted.
    pub org: Org,
    pub weight: i64,
}
/// Why a source can't be read, as a sentence.
pub type Trouble = String;

/// How far a promise is.
#[derive(Clone, Debug)]
pub struct Progress {
    pub id: PromiseId,
    /// A few words: 户外驿站.
    pub short: String,
    pub text: String,
    /// None: nothing can be counted; [`Progress::trouble`] says why.
    pub value: Option<i64>,
    pub target: i64,
    pub unit: String,
    /// Of the target, 0 to 1.
    pub share: Option<f64>,
    pub state: State,
    pub trouble: Option<Trouble>,
}

/// The published promises of a union for a year, in the order of its plans, each counted as of today.
///
/// One sum of facts for each source. Errors: the database.
pub async fn of_year(app: &App, org: OrgId, year: i16) -> Result<Vec<Progress>> {
    let published = store::of_year(&app.db, org, year).await?.into_iter().filter(Promise::is_published).collect();
    Ok(counted(app, published).await?.into_iter().map(|one| one.progress).collect())
}

/// A promise with what it was counted from.
pub struct Counted {
    pub promise: Promise,
    pub readings: Vec<Reading>,
    pub milestones: Vec<Milestone>,
    pub standing: Option<Standing>,
    pub progress: Progress,
}

pub async fn counted(app: &App, promises: Vec<Promise>) -> Result<Vec<Counted>> {
    let ids: Vec<PromiseId> = promises.iter().map(|promise| promise.id).collect();
    let mut sources: HashMap<PromiseId, Vec<Source>> = HashMap::new();
    for source in store::sources(&app.db, &ids).await? {
        sources.entry(source.promise).or_default().push(source);
    }
    let mut milestones: HashMap<PromiseId, Vec<Milestone>> = HashMap::new();
    for (promise, milestone) in store::milestones(&app.db, &ids).await? {
        milestones.entry(promise).or_default().push(milestone);
    }
    let mut all = Vec::with_capacity(promises.len());
    for promise in promises {
        let (sources, milestones) =
            (sources.remove(&promise.id).unwrap_or_default(), milestones.remove(&promise.id).unwrap_or_default());
        all.push(count(app, promise, &sources, milestones).await?);
    }
    Ok(all)
}
pub async fn one(app: &App, promise: Promise) -> Result<Counted> {
    Ok(counted(app, vec![promise]).await?.pop().expect("one for one"))
}

async fn count(app: &App, promise: Promise, sources: &[Source], milestones: Vec<Milestone>) -> Result<Counted> {
    let today = app.today();
    let read = read(app, &promise, sources).await?;
    let (readings, trouble, state) = match read {
        Ok(readings) if readings.is_empty() => (readings, Some(NO_SOURCE.to_owned()), State::NoSource),
        Ok(readings) => (readings, None, State::NotBegun),
        Err(trouble) => (Vec::new(), Some(trouble), State::SourceGone),
    };
    let mut progress = Progress {
        id: promise.id,
        short: promise.short.clone(),
        text: promise.words.clone(),
        value: None,
        target: promise.target,
        unit: promise.unit.clone(),
        share: None,
        state,
        trouble,
    };
    let mut standing = None;
    if !readings.is_empty() {
        let upto = last_day(&promise, today);
        let value = value(app, &promise, &readings, None, upto).await?;
        let start = match promise.at_end() {
            true => value_at_start(app, &promise, &readings).await?,
            false => 0,
        };
        let here = Standing { value, start, target: promise.target, at_end: promise.at_end() };
        progress.value = Some(value);
        progress.share = Some((value.max(0) as f64 / promise.target.max(1) as f64).min(1.0));
        progress.state = rules::judge(here, &milestones, promise.year(), today);
        standing = Some(here);
    }
    Ok(Counted { promise, readings, milestones, standing, progress })
}
pub const NO_SOURCE: &str = "这项还没有数据来源";

/// Up to which day it is counted.
pub fn last_day(promise: &Promise, today: Date) -> Date {
    today.min(rules::bounds(promise.year()).1)
}
fn day_before_year(promise: &Promise) -> Date {
    let first = rules::bounds(promise.year()).0;
    first.yesterday().unwrap_or(first)
}

/// The sources as they can be read today; otherwise why not.
async fn read(app: &App, promise: &Promise, sources: &[Source]) -> Result<Result<Vec<Reading>, Trouble>> {
    let mut readings = Vec::with_capacity(sources.len());
    for source in sources {
        if small::is_small(app, &source.measure) {
            return Ok(Err("这个来源人数少，天天公开会让人猜出是谁，请另选一个".into()));
        }
        let Some(measure) = measure(app, &source.measure) else {
            return Ok(Err(format!("数据来源“{}”已经不在平台里，请另选一个", source.measure)));
        };
        let org = tree::find(&app.db, source.branch.unwrap_or(promise.org)).await?;
        let Some(org) = org.filter(|org| org.path.starts_with(&promise.path)) else {
            return Ok(Err("数据来源指定的工会已经不归本级管，请另选范围".into()));
        };
        readings.push(Reading { measure, dimension: source.dimension.clone(), org, weight: source.weight });
    }
    Ok(Ok(readings))
}
/// A measure that a promise can be counted from: what is added up. Rates and averages are not.
pub fn measure(app: &App, key: &str) -> Option<&'static Measure> {
    app.modules.iter().flat_map(|m| m.measures.iter().copied()).find(|measure| measure.key == key)
}

/// What counts on a day, in the sources' branches or only in what lies within `within` as well.
pub async fn value(
    app: &App,
    promise: &Promise,
    readings: &[Reading],
    within: Option<&str>,
    upto: Date,
) -> Result<i64> {
    let mut parts = Vec::with_capacity(readings.len());
    for reading in readings {
        parts.push((amount(app, promise, reading, within, upto).await?, reading.weight));
    }
    Ok(rules::weighed(parts))
}
async fn value_at_start(app: &App, promise: &Promise, readings: &[Reading]) -> Result<i64> {
    let mut parts = Vec::new();
    for reading in readings.iter().filter(|reading| reading.measure.kind == MeasureKind::Stock) {
        parts.push((level(app, reading, None, day_before_year(promise)).await?, reading.weight));
    }
    Ok(rules::weighed(parts))
}
async fn amount(app: &App, promise: &Promise, reading: &Reading, within: Option<&str>, upto: Date) -> Result<i64> {
    let first = rules::bounds(promise.year()).0;
    if reading.measure.kind == MeasureKind::Stock {
        let now = level(app, reading, within, upto).await?;
        return match promise.at_end() {
            true => Ok(now),
            false => Ok(now - level(app, reading, within, day_before_year(promise).min(upto)).await?),
        };
    }
    if upto < first { Ok(0) } else { sum(app, reading, within, Period { from: first, to: upto }).await }
}
async fn level(app: &App, reading: &Reading, within: Option<&str>, day: Date) -> Result<i64> {
    sum(app, reading, within, Period::until(day)).await
}
async fn sum(app: &App, reading: &Reading, within: Option<&str>, period: Period) -> Result<i64> {
    // The smaller of the two branches; of two beside each other nothing.
    let scope = match within {
        Some(path) if path.starts_with(&reading.org.path) => Scope::below(path),
        Some(path) if !reading.org.path.starts_with(path) => return Ok(0),
        _ => Scope::below(&reading.org.path),
    };
    if reading.dimension.is_empty() {
        return facts::sum(&app.db, reading.measure, &scope, period).await;
    }
    let parts = facts::by_dimension(&app.db, reading.measure, &scope, period).await?;
    Ok(parts.iter().filter(|(key, _)| *key == reading.dimension).map(|(_, n)| n).sum())
}

/// What the year before had, where its sources ran through the whole of it: they counted something before its February.
pub async fn year_before(app: &App, counted: &Counted) -> Result<Option<Before>> {
    let (promise, readings) = (&counted.promise, &counted.readings);
    let year = promise.year() - 1;
    if promise.at_end() || readings.iter().any(|r| r.measure.kind == MeasureKind::Stock) {
        return Ok(None);
    }
    let mut parts = (Vec::new(), Vec::new());
    for reading in readings {
        let (first, last) = rules::bounds(year);
        let ran = sum(app, reading, None, Period::until(jiff::civil::date(year, 1, 31))).await?;
        if ran <= 0 {
            return Ok(None);
        }
        let until = rules::year_before(last_day(promise, app.today()));
        parts.0.push((sum(app, reading, None, Period { from: first, to: until }).await?, reading.weight));
        parts.1.push((sum(app, reading, None, Period { from: first, to: last }).await?, reading.weight));
    }
    Ok(Some(Before { until_then: rules::weighed(parts.0), whole: rules::weighed(parts.1) }))
}
/// What there will be at the end of the year, at the present pace.
pub async fn forecast(app: &App, counted: &Counted) -> Result<Option<(i64, Way)>> {
    let Some(standing) = counted.standing else { return Ok(None) };
    let gone = rules::gone(counted.promise.year(), app.today());
    if gone.0 >= gone.1 {
        return Ok(None);
    }
    let before = year_before(app, counted).await?;
    let made = standing.value - standing.start;
    Ok(rules::forecast(made, gone, before).map(|(more, way)| (standing.start.saturating_add(more), way)))
}
/// What there was at the end of each month of the year that has begun: (first of the month, value).
pub async fn by_month(app: &App, counted: &Counted) -> Result<Vec<(Date, i64)>> {
    let (promise, upto) = (&counted.promise, last_day(&counted.promise, app.today()));
    let mut months = Vec::new();
    for month in 1..=12 {
        let first = jiff::civil::date(promise.year(), month, 1);
        if counted.readings.is_empty() || first > upto {
            break;
        }
        let day = first.last_of_month().min(upto);
        months.push((first, value(app, promise, &counted.readings, None, day).await?));
    }
    Ok(months)
}

/// The address of the records behind a reading at a union, and whether they are exactly those that count.
pub fn records(promise: &Promise, reading: &Reading, org: OrgId, today: Date) -> (String, bool) {
    let from = match reading.measure.kind {
        MeasureKind::Stock => Period::until(today).from,
        _ => rules::bounds(promise.year()).0,
    };
    let address = reading.measure.records_of(org, Period { from, to: last_day(promise, today) });
    if reading.dimension.is_empty() {
        return (address, true);
    }
    if let Some(narrowed) = crate::counted::narrowed(&address, &reading.dimension) {
        return (narrowed, true);
    }
    // The name under which the list knows the dimension.
    let name = match reading.measure.key {
        key if key == evidence::DONE.key || key == evidence::PEOPLE.key => "kind",
        "cases" | "cases.helped" | "cases.recovered" | "cases.solved" => "service",
        "cases.channel" => "channel",
        "cases.ended" => "outcome",
        "hardship.files" => "kind",
        _ => return (address, false),
    };
    let sign = if address.contains('?') { '&' } else { '?' };
    (format!("{address}{sign}{name}={}", platform::web::encode(&reading.dimension)), true)
}
