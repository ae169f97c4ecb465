//! One figure at a union over a period, as the command line and the catalogue give it.
use crate::small;
use directory::{
    employers::coverage::{self, RATES, Rate, Share},
    permissions::FIGURES_READ,
};
use platform::{
    App,
    db::Result,
    facts::{self, Measure, MeasureKind, Period, Ratio, Spread},
    rights::Permission,
    tree::{self, OrgId, Scope},
};
use serde::Serialize;

/// What can be asked for: a measure that is counted from facts, or a rate that is counted from the employers.
#[derive(Clone, Copy)]
pub enum Known {
    Measure(&'static Measure),
    Rate(&'static Rate),
    /// One measure over another.
    Ratio(&'static Ratio),
    /// At how many unions something was counted.
    Spread(&'static Spread),
}
impl Known {
    pub fn key(self) -> &'static str {
        match self {
            Known::Measure(measure) => measure.key,
            Known::Rate(rate) => rate.key,
            Known::Ratio(ratio) => ratio.key,
            Known::Spread(spread) => spread.key,
        }
    }
    pub fn name(self) -> &'static str {
        match self {
            Known::Measure(measure) => measure.name,
            Known::Rate(rate) => rate.name,
            Known::Ratio(ratio) => ratio.name,
            Known::Spread(spread) => spread.name,
        }
    }
    pub fn unit(self) -> &'static str {
        match self {
            Known::Measure(measure) => measure.unit,
            Known::Rate(_) => "%",
            Known::Ratio(ratio) => ratio.unit(),
            Known::Spread(spread) => spread.unit,
        }
    }
    pub fn definition(self) -> String {
        match self {
            Known::Measure(measure) => measure.definition.to_owned(),
            Known::Rate(rate) => rate.definition(),
            Known::Ratio(ratio) => ratio.definition(),
            Known::Spread(spread) => spread.definition(),
        }
    }
    /// "stock", "flow", "parts", "rate", "ratio" or "spread".
    pub fn kind(self) -> &'static str {
        match self {
            Known::Measure(Measure { kind: MeasureKind::Stock, .. }) => "stock",
            Known::Measure(Measure { kind: MeasureKind::Flow, .. }) => "flow",
            Known::Measure(Measure { kind: MeasureKind::Parts, .. }) => "parts",
            Known::Rate(_) => "rate",
            Known::Ratio(_) => "ratio",
            Known::Spread(_) => "spread",
        }
    }
    pub fn needs(self) -> &'static Permission {
        match self {
            Known::Measure(measure) => measure.needs,
            Known::Rate(_) => FIGURES_READ,
            Known::Ratio(ratio) => ratio.needs(),
            Known::Spread(spread) => spread.measure.needs,
        }
    }
    /// What there is on a day, not what happened in a time.
    pub fn is_stock(self) -> bool {
        matches!(self.kind(), "stock" | "rate")
    }
    /// Counts under several keys at once: it has no total.
    pub fn is_parts(self) -> bool {
        self.kind() == "parts"
    }
    /// Where its records are shown.
    pub fn records(self, org: OrgId, period: Period) -> String {
        match self {
            Known::Measure(measure) => measure.records_of(org, period),
            Known::Rate(rate) => coverage::records(org, rate.least, rate.most),
            Known::Ratio(ratio) => ratio.denominator.records_of(org, period),
            Known::Spread(spread) => spread.measure.records_of(org, period),
        }
    }
}

/// All measures of all modules, then the rates of coverage, then what modules divide.
pub fn known(app: &App) -> Vec<Known> {
    let measures = app.modules.iter().flat_map(|m| m.measures.iter().copied());
    let ratios = app.modules.iter().flat_map(|m| m.ratios.iter().copied());
    let spreads = app.modules.iter().flat_map(|m| m.spreads.iter().copied()).map(Known::Spread);
    measures
        .map(Known::Measure)
        .chain(RATES.iter().map(Known::Rate))
        .chain(ratios.map(Known::Ratio))
        .chain(spreads)
        .collect()
}

/// A figure with what it was counted from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureValue {
    pub measure: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    pub kind: &'static str,
    pub at: OrgId,
    pub at_name: String,
    pub from: String,
    pub to: String,
    /// A whole number, or per cent of a rate; none where nothing divides it, or where parts don't add up.
    pub value: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerator: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<i64>,
    /// By dimension: what the dimension is called, then its keys in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// By dimension, for measures whose parts don't add up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<(String, i64)>,
}

/// A figure by the keys of its dimension, largest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct By {
    pub name: &'static str,
    pub parts: Vec<(String, i64)>,
}
/// The parts of a measure with a dimension that has a name.
pub async fn by(app: &App, measure: &Measure, scope: &Scope, period: Period) -> Result<Option<By>> {
    let Some(dimension) = facts::dimension(app, measure.key) else { return Ok(None) };
    let mut counted = facts::by_dimension(&app.db, measure, scope, period).await?;
    counted.retain(|(_, amount)| *amount != 0);
    counted.truncate(DIMENSIONS);
    let (keys, amounts): (Vec<String>, Vec<i64>) = counted.into_iter().unzip();
    let words = (dimension.words)(app.clone(), keys).await?;
    Ok(Some(By { name: dimension.name, parts: words.into_iter().zip(amounts).collect() }))
}
/// Keys that are shown at most.
const DIMENSIONS: usize = 50;

/// The figure `key` at a union and all below it over a period (what there is of something: at its end); none where there is no such measure
/// or union.
pub async fn measure(app: &App, key: &str, org: OrgId, period: Period) -> Result<Option<MeasureValue>> {
    let Some(what) = known(app).into_iter().find(|known| known.key() == key) else { return Ok(None) };
    let Some(org) = tree::find(&app.db, org).await? else { return Ok(None) };
    let scope = Scope::below(&org.path);
    let mut figure = MeasureValue {
        measure: what.key(),
        name: what.name(),
        unit: what.unit(),
        kind: what.kind(),
        at: org.id,
        at_name: org.name,
        from: period.from.to_string(),
        to: period.to.to_string(),
        value: None,
        numerator: None,
        denominator: None,
        parts: Vec::new(),
        by: None,
    };
    match what {
        Known::Measure(measure) if small::is_small(app, measure.key) => {
            // None: few people, or a time of which nothing is given out.
            let counts = small::counts(app, measure, period).await?.ok();
            figure.value = counts.and_then(|counts| counts.of(org.id, None)).map(Into::into);
        }
        Known::Measure(measure) if measure.kind == MeasureKind::Parts => {
            figure.parts = facts::by_dimension(&app.db, measure, &scope, period).await?;
        }
        Known::Measure(measure) => {
            figure.value = Some(facts::value(&app.db, measure, &scope, period).await?.into());
            figure.by = by(app, measure, &scope, period).await?;
        }
        Known::Rate(rate) => {
            let rows = coverage::count(&app.db, &scope, period.to).await?;
            let share = Share::of(&rows, |row| rate.takes(row));
            figure.numerator = Some(share.covered);
            figure.denominator = Some(share.employers);
            figure.value = share.rate().and_then(|rate| serde_json::Number::from_f64(100.0 * rate));
        }
        Known::Spread(spread) => figure.value = Some(spread.count(&app.db, &scope, period).await?.into()),
        Known::Ratio(ratio) => {
            let (numerator, denominator) = ratio.parts(&app.db, &scope, period).await?;
            (figure.numerator, figure.denominator) = (Some(numerator), Some(denominator));
            figure.value = ratio.of((numerator, denominator)).and_then(serde_json::Number::from_f64);
        }
    }
    Ok(Some(figure))
}
