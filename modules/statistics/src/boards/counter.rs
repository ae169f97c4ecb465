//! Reading what a board needs of each period: a few statements for all its figures together; nothing is remembered.
use super::{
    asked::Asked,
    count::{Column, Line, Pair, compared},
};
use crate::{figure::Known, shown::Value, small};
use directory::employers::coverage::{self, Covered};
use jiff::civil::Date;
use platform::{
    App,
    db::Result,
    facts::{self, Measure, Period},
    tree::{Org, OrgId, Scope},
};
use std::collections::HashMap;

/// Counts everything that is asked of a period in one reading, whatever figures share it.
pub struct Counter<'a> {
    app: &'a App,
    pub(super) scope: Scope,
    depth: usize,
    places: HashMap<&'a str, usize>,
    orgs: HashMap<OrgId, usize>,
    own: usize,
    /// By measure and period: the sum of each line.
    counted: HashMap<(&'static str, Days), Vec<i64>>,
    /// The same of measures of few people, and their whole.
    small: HashMap<(&'static str, Days), (Vec<Value>, Value)>,
    /// Why some of them say nothing, in sentences.
    pub silences: Vec<String>,
    covered: HashMap<Date, Vec<Covered>>,
}
type Days = (Date, Date);
fn key(period: Period) -> Days {
    (period.from, period.to)
}

impl<'a> Counter<'a> {
    pub fn new(app: &'a App, org: &Org, lines: &'a [Line]) -> Counter<'a> {
        let places = lines.iter().enumerate().filter(|(_, line)| line.org.is_some());
        Counter {
            app,
            scope: Scope::below(&org.path),
            depth: org.path.matches('/').count(),
            places: places.map(|(at, line)| (line.path.as_str(), at)).collect(),
            orgs: lines.iter().enumerate().filter_map(|(at, line)| Some((line.org?, at))).collect(),
            own: lines.len() - 1,
            counted: HashMap::new(),
            small: HashMap::new(),
            silences: Vec::new(),
            covered: HashMap::new(),
        }
    }
    /// The line in whose branch a path lies.
    fn place(&self, path: &str) -> usize {
        let end = path.match_indices('/').nth(self.depth).map_or(0, |(at, _)| at + 1);
        self.places.get(&path[..end]).copied().unwrap_or(self.own)
    }
    /// Counts what some figures need of some periods: one reading for each period.
    pub async fn fetch(&mut self, asked: impl IntoIterator<Item = (Known, Period)>) -> Result<()> {
        let mut periods: Vec<(Period, Vec<&'static Measure>)> = Vec::new();
        let asked: Vec<(Known, Period)> = asked.into_iter().collect();
        for (known, period) in asked {
            let needed: &[&'static Measure] = match known {
                Known::Measure(measure) => &[measure],
                Known::Ratio(ratio) => &[ratio.numerator, ratio.denominator],
                Known::Spread(_) | Known::Rate(_) => &[],
            };
            for measure in needed {
                let key = (measure.key, key(period));
                if self.counted.contains_key(&key) || self.small.contains_key(&key) {
                    continue;
                }
                if small::is_small(self.app, measure.key) {
                    let read = self.read_small(measure, period).await?;
                    self.small.insert(key, read);
                    continue;
                }
                match periods.iter_mut().find(|(one, _)| *one == period) {
                    Some((_, all)) if all.iter().any(|one| one.key == measure.key) => {}
                    Some((_, all)) => all.push(measure),
                    None => periods.push((period, vec![measure])),
                }
            }
        }
        for (period, measures) in periods {
            for (measure, sums) in measures.iter().zip(self.read(&measures, period).await?) {
                self.counted.insert((measure.key, key(period)), sums);
            }
        }
        Ok(())
    }
    /// The sums of each measure at each line, what hangs at the union itself last.
    async fn read(&self, measures: &[&'static Measure], period: Period) -> Result<Vec<Vec<i64>>> {
        let reading = facts::Reading { measures, period, changes: false };
        let counted = facts::around(&self.app.db, &self.scope, &[reading]).await?;
        let mut all = vec![vec![0; self.own + 1]; measures.len()];
        for (sums, whole) in all.iter_mut().zip(counted.of(self.scope.top())) {
            sums[self.own] = whole;
        }
        for (org, at) in &self.orgs {
            for (sums, value) in all.iter_mut().zip(counted.of(*org)) {
                sums[*at] = value;
                sums[self.own] -= value;
            }
        }
        Ok(all)
    }
    /// A measure of few people: what may be shown of it, at each line and in all.
    async fn read_small(&mut self, measure: &'static Measure, period: Period) -> Result<(Vec<Value>, Value)> {
        let counts = match small::counts(self.app, measure, period).await? {
            Ok(counts) => counts,
            Err(silence) => {
                let sentence = format!("{}：{silence}", measure.name);
                if !self.silences.contains(&sentence) {
                    self.silences.push(sentence);
                }
                return Ok((vec![Value::Hidden; self.own + 1], Value::Hidden));
            }
        };
        let value = |number: Option<i64>| number.map_or(Value::Hidden, Value::Number);
        let mut lines = vec![value(counts.own(self.scope.top(), None)); self.own + 1];
        for (org, at) in &self.orgs {
            lines[*at] = value(counts.of(*org, None));
        }
        Ok((lines, value(counts.of(self.scope.top(), None))))
    }
    fn sums(&self, measure: &Measure, period: Period) -> &[i64] {
        self.counted.get(&(measure.key, key(period))).map_or(&[], Vec::as_slice)
    }
    /// What may be shown of a measure of few people; of one that is divided by one or divides one, nothing.
    fn small(&self, known: Known, period: Period) -> Option<(Vec<Value>, Value)> {
        let of = |measure: &Measure| self.small.get(&(measure.key, key(period)));
        match known {
            Known::Measure(measure) => of(measure).cloned(),
            Known::Ratio(ratio) => of(ratio.numerator)
                .or(of(ratio.denominator))
                .map(|_| (vec![Value::Hidden; self.own + 1], Value::Hidden)),
            Known::Spread(_) | Known::Rate(_) => None,
        }
    }
    /// The value of each line; what is summed up must have been fetched.
    pub async fn values(&mut self, known: Known, period: Period) -> Result<Vec<Value>> {
        if let Some((lines, _)) = self.small(known, period) {
            return Ok(lines);
        }
        Ok(match known {
            Known::Measure(measure) => self.sums(measure, period).iter().map(|sum| Value::Number(*sum)).collect(),
            Known::Ratio(ratio) => {
                let (top, bottom) = (self.sums(ratio.numerator, period), self.sums(ratio.denominator, period));
                top.iter().zip(bottom).map(|(top, bottom)| Value::Share(*top, *bottom)).collect()
            }
            Known::Spread(spread) => {
                let mut unions = vec![0; self.own + 1];
                let all = facts::by_org(&self.app.db, spread.measure, &self.scope, period).await?;
                for (_, path, _) in all.iter().filter(|(.., amount)| *amount != 0) {
                    unions[self.place(path)] += 1;
                }
                unions.into_iter().map(Value::Number).collect()
            }
            Known::Rate(rate) => {
                if !self.covered.contains_key(&period.to) {
                    let rows = coverage::count(&self.app.db, &self.scope, period.to).await?;
                    self.covered.insert(period.to, rows);
                }
                let mut values = vec![Value::Share(0, 0); self.own + 1];
                for row in self.covered[&period.to].iter().filter(|row| rate.takes(row)) {
                    let place = self.place(&row.path);
                    values[place] = values[place].plus(Value::Share(row.covered, row.employers));
                }
                values
            }
        })
    }
    pub(super) async fn column(&mut self, known: Known, asked: &Asked) -> Result<Column> {
        let now = self.values(known, asked.span.period()).await?;
        let before = match compared(asked, known) {
            Some((_, period)) => Some(self.values(known, period).await?),
            None => None,
        };
        let pair = |at: usize| Pair { now: now[at], before: before.as_ref().map(|before| before[at]) };
        let lines: Vec<Pair> = (0..now.len()).map(pair).collect();
        let total = |period: Period, values: &[Value]| match self.small(known, period) {
            Some((_, whole)) => whole,
            None => values.iter().fold(Value::none(known), |sum, value| sum.plus(*value)),
        };
        let earlier = before.as_deref().zip(compared(asked, known));
        let total = Pair {
            now: total(asked.span.period(), &now),
            before: earlier.map(|(before, (_, period))| total(period, before)),
        };
        Ok(Column { known, total, lines })
    }
}
