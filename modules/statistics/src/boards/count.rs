//! Counting a board: each measure at each union below, by the keys of its dimension, from month to month.
use super::{
    asked::{Asked, By},
    counter::Counter,
    span::Against,
};
use crate::{figure::Known, shown::Value, small};
use jiff::civil::Date;
use platform::{
    App,
    db::Result,
    facts::{self, Course, Measure, MeasureKind, Period},
    tree::{Org, OrgId, Scope},
    vals,
};
use std::collections::HashMap;

/// Months of a drawn course; with as many before them where a year is compared.
pub const MONTHS: usize = 12;

#[derive(Clone)]
pub struct Board {
    pub org: Org,
    pub lines: Vec<Line>,
    /// One for each measure that is asked for and has a total.
    pub columns: Vec<Column>,
    /// By the measures' dimensions, where that is asked for.
    pub splits: Vec<Split>,
    /// Of the chief measure, oldest first; empty where it has none.
    pub course: Vec<(Date, Option<f64>)>,
    /// Why measures of few people say nothing.
    pub silences: Vec<String>,
}
/// A union directly below; the last one (none) is what hangs at the union itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub org: Option<OrgId>,
    pub(super) path: String,
    pub name: String,
    pub closed_on: Option<String>,
}
impl Line {
    /// Of the union; empty for what hangs at the upper one itself.
    pub fn path(&self) -> &str {
        &self.path
    }
}
/// What a measure counted, and what it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub now: Value,
    pub before: Option<Value>,
}
#[derive(Clone)]
pub struct Column {
    pub known: Known,
    pub total: Pair,
    /// As [`Board::lines`].
    pub lines: Vec<Pair>,
}
/// A measure by the keys of its dimension, the largest first.
#[derive(Clone)]
pub struct Split {
    pub known: Known,
    pub name: &'static str,
    /// In words, now, before.
    pub parts: Vec<(String, Value, Option<Value>)>,
}

impl Board {
    /// The same, counted once for all who ask before the next act.
    pub async fn of(app: &App, org: Org, asked: &Asked) -> Result<Board> {
        let measures: Vec<&str> = asked.measures.iter().map(|known| known.key()).collect();
        let Asked { span, against, by, chief, .. } = asked;
        let state = facts::state(&app.db).await?;
        let key = format!("board.{}.{measures:?}.{span:?}.{against:?}.{by:?}.{}.{state}", org.id, chief.key());
        app.once(key, crate::shown::GOOD_FOR, Board::count(app, org, asked)).await
    }
    /// Counts what is asked for at a union and all below it.
    pub async fn count(app: &App, org: Org, asked: &Asked) -> Result<Board> {
        let lines = lines(app, &org, asked.span.period()).await?;
        let mut counter = Counter::new(app, &org, &lines);
        let shown: Vec<Known> = asked.measures.iter().copied().filter(|known| !known.is_parts()).collect();
        let now = shown.iter().map(|known| (*known, asked.span.period()));
        let before = shown.iter().filter_map(|known| Some((*known, compared(asked, *known)?.1)));
        counter.fetch(now.chain(before)).await?;
        let mut columns = Vec::with_capacity(shown.len());
        for known in shown {
            columns.push(counter.column(known, asked).await?);
        }
        let mut splits = Vec::new();
        for known in &asked.measures {
            if let Known::Measure(measure) = *known
                && (asked.by == By::Dimension || known.is_parts())
            {
                splits.extend(split(app, *known, measure, &counter.scope, asked).await?);
            }
        }
        let course = course(app, asked, &counter.scope).await?;
        let silences = std::mem::take(&mut counter.silences);
        let mut board = Board { org, lines, columns, splits, course, silences };
        board.drop_empty_rest();
        Ok(board)
    }
    /// The union's own line stands there where something hangs at it.
    fn drop_empty_rest(&mut self) {
        let last = self.lines.len().saturating_sub(1);
        let nothing = |column: &Column| {
            let pair = column.lines[last];
            pair.now.is_nothing() && pair.before.is_none_or(Value::is_nothing)
        };
        if last == 0 || self.columns.iter().all(nothing) {
            self.lines.pop();
            self.columns.iter_mut().for_each(|column| {
                column.lines.pop();
            });
        }
    }
    /// The places of the lines, the largest of a measure first; what hangs at the union itself last.
    pub fn order(&self, chief: Known) -> Vec<usize> {
        let column = self.columns.iter().find(|column| column.known.key() == chief.key());
        let amount = |at: usize| column.and_then(|c| c.lines[at].now.amount(chief)).unwrap_or(f64::NEG_INFINITY);
        let mut places: Vec<usize> = (0..self.lines.len()).collect();
        places.sort_by(|a, b| {
            let rest = |at: usize| self.lines[at].org.is_none();
            rest(*a).cmp(&rest(*b)).then(amount(*b).total_cmp(&amount(*a)))
        });
        places
    }
}

/// The unions directly below that were there at some time of the period, then the union itself.
pub async fn lines(app: &App, org: &Org, period: Period) -> Result<Vec<Line>> {
    let below: Vec<Org> = app
        .db
        .all(
            "SELECT id, parent, path, name, opened_on, closed_on FROM organisations WHERE parent = $1 AND opened_on <= $2 AND (closed_on IS NULL OR closed_on >= $3) ORDER BY id",
            vals![org.id, period.to, period.from],
        )
        .await?;
    let line = |org: Org| Line { org: Some(org.id), path: org.path, name: org.name, closed_on: org.closed_on };
    let own = Line { org: None, path: String::new(), name: format!("{}直属", org.name), closed_on: None };
    Ok(below.into_iter().map(line).chain([own]).collect())
}

/// The time with which a measure is compared, and its name.
pub fn compared(asked: &Asked, known: Known) -> Option<(&'static str, Period)> {
    if known.is_stock() { asked.span.stock_before(asked.against) } else { asked.span.before(asked.against) }
}

/// Keys that are shown at most.
const KEYS: usize = 50;

async fn split(
    app: &App,
    known: Known,
    measure: &'static Measure,
    scope: &Scope,
    asked: &Asked,
) -> Result<Option<Split>> {
    let dimension = facts::dimension(app, measure.key);
    let stock = measure.kind == MeasureKind::Stock;
    let of = |period: Period| if stock { Period::until(period.to) } else { period };
    if dimension.is_none() && !known.is_parts() {
        return Ok(None);
    }
    let mut counted = parts(app, measure, scope, of(asked.span.period())).await?;
    counted.retain(|(_, amount)| !amount.is_nothing());
    counted.truncate(KEYS);
    let before: Option<HashMap<String, Value>> = match compared(asked, known) {
        Some((_, period)) => Some(parts(app, measure, scope, of(period)).await?.into_iter().collect()),
        None => None,
    };
    let (keys, amounts): (Vec<String>, Vec<Value>) = counted.into_iter().unzip();
    let earlier = |key: &String| before.as_ref().map(|before| before.get(key).copied().unwrap_or(Value::Number(0)));
    let earlier: Vec<Option<Value>> = keys.iter().map(earlier).collect();
    let words = match dimension {
        Some(dimension) => (dimension.words)(app.clone(), keys).await?,
        None => keys,
    };
    let parts = words.into_iter().zip(amounts).zip(earlier).map(|((words, now), before)| (words, now, before));
    Ok(Some(Split { known, name: dimension.map_or("分项", |dimension| dimension.name), parts: parts.collect() }))
}

/// A measure by its keys, as far as it may be shown.
async fn parts(app: &App, measure: &'static Measure, scope: &Scope, period: Period) -> Result<Vec<(String, Value)>> {
    if !small::is_small(app, measure.key) {
        let all = facts::by_dimension(&app.db, measure, scope, period).await?;
        return Ok(all.into_iter().map(|(key, amount)| (key, Value::Number(amount))).collect());
    }
    let Ok(counts) = small::counts(app, measure, period).await? else { return Ok(Vec::new()) };
    let all = counts.dimensions(scope.top()).into_iter();
    Ok(all.map(|(key, amount)| (key, amount.map_or(Value::Hidden, Value::Number))).collect())
}

/// The chief measure from month to month; of few people not.
async fn course(app: &App, asked: &Asked, scope: &Scope) -> Result<Vec<(Date, Option<f64>)>> {
    let months = if asked.against == Against::YearBefore { 2 * MONTHS } else { MONTHS };
    let of = async |measure: &Measure| -> Result<Course> {
        facts::course(&app.db, measure, scope, asked.span.period().to, months as i64).await
    };
    let few = match asked.chief {
        Known::Measure(measure) => small::is_small(app, measure.key),
        Known::Ratio(ratio) => [ratio.numerator, ratio.denominator].iter().any(|one| small::is_small(app, one.key)),
        Known::Rate(_) | Known::Spread(_) => false,
    };
    if few {
        return Ok(Vec::new());
    }
    Ok(match asked.chief {
        Known::Measure(measure) if measure.kind != MeasureKind::Parts => {
            of(measure).await?.months.into_iter().map(|(first, value)| (first, Some(value as f64))).collect()
        }
        Known::Ratio(ratio) => {
            let (top, bottom) = (of(ratio.numerator).await?, of(ratio.denominator).await?);
            let both = top.months.into_iter().zip(bottom.months);
            both.map(|((first, top), (_, bottom))| (first, ratio.of((top, bottom)))).collect()
        }
        _ => Vec::new(),
    })
}
