//! Counting the figures of a report: each measure over each period once, however many cells show it.
use super::{
    binding::{Binding, Bindings, Word},
    span::Span,
};
use crate::{
    figure::{Known, known},
    small,
};
use directory::employers::coverage::{self, Share};
use platform::{
    App,
    db::Result,
    facts::{self, Measure, Period},
    tree::{Org, OrgId, Scope},
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A figure of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub key: String,
    pub dimension: Option<String>,
    pub period: Period,
    pub value: Value,
    /// What was counted: numerator and denominator, or why nothing is shown.
    pub note: String,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Number(f64),
    /// A share to one place.
    Share(f64),
    /// Nothing divides it.
    Nothing,
    /// Few people.
    Hidden,
    /// The measure is not there any more.
    Gone,
}
impl Figure {
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Number(n) | Value::Share(n) => Some(n),
            _ => None,
        }
    }
    pub fn shown(&self) -> String {
        match self.value {
            Value::Number(n) => ui::text::count(n as i64),
            Value::Share(n) => format!("{n:.1}"),
            Value::Nothing => "—".to_owned(),
            Value::Hidden => small::HIDDEN.to_owned(),
            Value::Gone => "已停用".to_owned(),
        }
    }
}
type Small = HashMap<(&'static str, Period2), std::result::Result<small::Counts, small::Silence>>;
/// A period as a key.
type Period2 = (jiff::civil::Date, jiff::civil::Date);
fn key(period: Period) -> Period2 {
    (period.from, period.to)
}

/// Counts for one union after the other; what is the same for all is read once.
pub struct Counter<'a> {
    app: &'a App,
    known: HashMap<&'static str, Known>,
    small: Small,
    /// Unions whose sums were counted.
    prepared: HashSet<OrgId>,
    sums: HashMap<(OrgId, &'static str, Period2), i64>,
    parts: HashMap<(&'static str, Period2), Vec<(String, i64)>>,
    covered: HashMap<jiff::civil::Date, Vec<coverage::Covered>>,
}
impl<'a> Counter<'a> {
    pub fn new(app: &'a App) -> Self {
        let known = known(app).into_iter().map(|one| (one.key(), one)).collect();
        Counter {
            app,
            known,
            small: HashMap::new(),
            prepared: HashSet::new(),
            sums: HashMap::new(),
            parts: HashMap::new(),
            covered: HashMap::new(),
        }
    }
    /// Counts what many cells and unions show: one statement for each period, however many measures and unions.
    pub async fn prepare(&mut self, orgs: &[OrgId], span: Span, bindings: &Bindings, last_year: bool) -> Result<()> {
        let mut wanted: BTreeMap<Period2, BTreeMap<&'static str, &'static Measure>> = BTreeMap::new();
        for binding in bindings.values() {
            let Binding::Measure { key, dimension: None, word, .. } = binding else { continue };
            let measures: Vec<&'static Measure> = match self.known.get(key.as_str()) {
                Some(Known::Measure(measure)) => vec![measure],
                Some(Known::Ratio(ratio)) => vec![ratio.numerator, ratio.denominator],
                _ => continue,
            };
            let words = [Some(*word), last_year.then_some(Word::LastYear)];
            for period in words.into_iter().flatten().map(|word| word.period(span)) {
                let of_period = wanted.entry(self::key(period)).or_default();
                let counted = measures.iter().filter(|measure| !small::is_small(self.app, measure.key));
                of_period.extend(counted.map(|measure| (measure.key, *measure)));
            }
        }
        for ((from, to), measures) in wanted {
            let measures: Vec<&Measure> = measures.into_values().collect();
            let counted = facts::of_each(&self.app.db, &measures, orgs, Period { from, to }).await?;
            for (org, amounts) in orgs.iter().zip(counted) {
                let amounts = measures.iter().zip(amounts);
                self.sums.extend(amounts.map(|(measure, amount)| ((*org, measure.key, (from, to)), amount)));
            }
        }
        self.prepared.extend(orgs);
        Ok(())
    }
    /// The figures of all bound cells of a union; where `last_year`, also those of a year before, under the cell's name and `~`.
    pub async fn count(
        &mut self,
        org: &Org,
        span: Span,
        bindings: &Bindings,
        last_year: bool,
    ) -> Result<BTreeMap<String, Figure>> {
        (self.parts, self.covered) = Default::default();
        if !self.prepared.contains(&org.id) {
            self.prepare(&[org.id], span, bindings, last_year).await?;
        }
        let mut figures = BTreeMap::new();
        for (cell, binding) in bindings {
            let Binding::Measure { key, dimension, word, .. } = binding else { continue };
            let figure = self.figure(org, key, dimension.as_deref(), word.period(span)).await?;
            figures.insert(cell.clone(), figure);
            if last_year && matches!(word, Word::This | Word::End) {
                let before = self.figure(org, key, dimension.as_deref(), Word::LastYear.period(span)).await?;
                figures.insert(format!("{cell}~"), before);
            }
        }
        Ok(figures)
    }
    /// One figure of a union and all below it.
    pub async fn figure(&mut self, org: &Org, key: &str, dimension: Option<&str>, period: Period) -> Result<Figure> {
        let (value, note) = match self.known.get(key).copied() {
            None => (Value::Gone, "指标已经停用".to_owned()),
            Some(Known::Measure(measure)) => self.measure(org, measure, dimension, period).await?,
            Some(Known::Ratio(ratio)) => {
                let top = self.measure(org, ratio.numerator, None, period).await?;
                let bottom = self.measure(org, ratio.denominator, None, period).await?;
                match (top.0, bottom.0) {
                    (Value::Number(top), Value::Number(bottom)) => {
                        let value = ratio.of((top as i64, bottom as i64)).map_or(Value::Nothing, Value::Share);
                        let of = |m: &Measure, n: f64| format!("{}{}{}", m.name, ui::text::count(n as i64), m.unit);
                        (value, format!("{} / {}", of(ratio.numerator, top), of(ratio.denominator, bottom)))
                    }
                    _ => (Value::Hidden, if top.0 == Value::Hidden { top.1 } else { bottom.1 }),
                }
            }
            Some(Known::Spread(spread)) if small::is_small(self.app, spread.measure.key) => {
                (Value::Hidden, small::WHY.to_owned())
            }
            Some(Known::Spread(spread)) => {
                let count = spread.count(&self.app.db, &Scope::below(&org.path), period).await?;
                (Value::Number(count as f64), String::new())
            }
            Some(Known::Rate(rate)) => {
                if !self.covered.contains_key(&period.to) {
                    let rows = coverage::count(&self.app.db, &Scope::below(&org.path), period.to).await?;
                    self.covered.insert(period.to, rows);
                }
                let share = Share::of(&self.covered[&period.to], |row| rate.takes(row));
                let note =
                    format!("已覆盖{}家 / {}家", ui::text::count(share.covered), ui::text::count(share.employers));
                (share.rate().map_or(Value::Nothing, |rate| Value::Share(100.0 * rate)), note)
            }
        };
        Ok(Figure { key: key.to_owned(), dimension: dimension.map(str::to_owned), period, value, note })
    }
    async fn measure(
        &mut self,
        org: &Org,
        measure: &'static Measure,
        dimension: Option<&str>,
        period: Period,
    ) -> Result<(Value, String)> {
        let at = (measure.key, key(period));
        if small::is_small(self.app, measure.key) {
            if !self.small.contains_key(&at) {
                self.small.insert(at, small::counts(self.app, measure, period).await?);
            }
            return Ok(match &self.small[&at] {
                Err(silence) => (Value::Hidden, (*silence).to_owned()),
                Ok(counts) => match counts.of(org.id, dimension) {
                    Some(number) => (Value::Number(number as f64), String::new()),
                    None => (Value::Hidden, small::WHY.to_owned()),
                },
            });
        }
        let scope = Scope::below(&org.path);
        let number = match dimension {
            None => match self.sums.get(&(org.id, at.0, at.1)) {
                Some(number) => *number,
                None => facts::value(&self.app.db, measure, &scope, period).await?,
            },
            Some(dimension) => {
                if !self.parts.contains_key(&at) {
                    let until =
                        if measure.kind == facts::MeasureKind::Stock { Period::until(period.to) } else { period };
                    let parts = facts::by_dimension(&self.app.db, measure, &scope, until).await?;
                    self.parts.insert(at, parts);
                }
                self.parts[&at].iter().find(|(part, _)| part == dimension).map_or(0, |(_, n)| *n)
            }
        };
        Ok((Value::Number(number as f64), String::new()))
    }
}
