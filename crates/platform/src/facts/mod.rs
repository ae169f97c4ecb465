//! Measures counted at the source, in the act's own transaction.
//!
//! A fact is one row: measure, acting organisation, day, amount, record. No act touches a shared sum; a job folds facts into the days of the
//! organisation and of all above it, and a reading adds what is not folded yet in one statement. Promise: every figure leads back to its
//! records, at every level.
//!
//! Doors for pages, all as quick at the top of the tree as at a leaf: [`value`] and [`course`] of one measure; [`many`] and [`courses`] of
//! several in one statement; [`around`] for a table of the unions directly below; [`of_each`] for chosen unions (a report);
//! [`by_month`] and [`by_dimension`] for charts. [`by_org`] reads each acting organisation of the branch: for spreads, not for tables.
mod atoms;
mod course;
mod differences;
mod folding;
mod keys;
mod ratio;
mod reading;
mod recount;
mod sums;

pub use atoms::{Atom, Later, atoms, later, newest, state};
pub use course::{Course, course, courses};
pub use differences::{Difference, differences};
pub(crate) use folding::shift;
pub use folding::{SLICE, alone, fold, rebuild, show_batch};
pub use keys::{by_number_of, rename};
pub use ratio::{Dimension, Featured, Naming, Ratio, Spread, dimension};
pub use reading::{
    Reading, Table, around, at, at_each, by_dimension, by_dimensions, by_month, by_org, many, of_each, sum, value,
};
pub use recount::{Miscount, recount};

use crate::{
    db::{Result, Tx},
    rights::Permission,
    tree::OrgId,
    vals,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a measure counts.
#[derive(Debug)]
pub struct Measure {
    pub key: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    /// Exactly what is counted, with numerator and denominator for rates, in Chinese: the figure's tooltip.
    pub definition: &'static str,
    pub kind: MeasureKind,
    /// Where its records are shown; `{org}`, `{from}` and `{to}` are filled in.
    pub records: &'static str,
    pub needs: &'static Permission,
    /// How `unionhall verify` counts it again.
    pub recount: Recount,
}
/// How a measure is counted again from its records. Statements give rows (org, record, dimension, amount), as the records say today; the
/// record is the `record_id` of the facts.
#[derive(Clone, Copy, Debug)]
pub enum Recount {
    Records(&'static str),
    /// The same, where the statement follows from definitions.
    Made(fn() -> String),
    /// The records don't keep at which organisation they counted: compared over all (the first column is 0).
    InAll(&'static str),
    /// Something that happened and left nothing else behind, such as a page that was opened: the fact is the record.
    Event,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// How many there are: the sum of all changes up to a day.
    Stock,
    /// How many happened between two days.
    Flow,
    /// Like a flow, but one record may count under several dimensions: shown by dimension only, never as a total.
    Parts,
}
impl Measure {
    /// The address of the records that the measure counts at an organisation over a period.
    pub fn records_of(&self, org: OrgId, period: Period) -> String {
        self.records
            .replace("{org}", &org.to_string())
            .replace("{from}", &period.from.to_string())
            .replace("{to}", &period.to.to_string())
    }
}

/// One thing counted.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    pub measure: &'static Measure,
    pub org: OrgId,
    pub day: Date,
    /// One dimension of the measure, e.g. a kind of work or a joining code's id; empty where it has none.
    pub dimension: &'a str,
    pub amount: i64,
    pub record: &'static str,
    pub record_id: i64,
}

pub async fn count(tx: &mut Tx, fact: &Fact<'_>) -> Result<()> {
    count_all(tx, std::slice::from_ref(fact)).await
}
pub async fn count_all(tx: &mut Tx, facts: &[Fact<'_>]) -> Result<()> {
    count_in_batch(tx, facts, 0).await
}
/// Counts facts that show once their batch is visible ([`show_batch`]; 0: at once). They are added up by day as they come: nothing is left to
/// be folded of a large write.
pub async fn count_in_batch(tx: &mut Tx, facts: &[Fact<'_>], batch: i64) -> Result<()> {
    let rolled = i64::from(batch != 0);
    let mut values = Vec::with_capacity(facts.len() * 8);
    for f in facts {
        values.extend(vals![f.measure.key, f.org, f.day, f.dimension, f.amount, f.record, f.record_id, rolled]);
    }
    tx.insert_later("facts", "measure, org, day, dimension, amount, record, record_id, rolled", values).await?;
    if batch == 0 {
        return Ok(());
    }
    let mut days: BTreeMap<(&str, i64, Date, &str), i64> = BTreeMap::new();
    for f in facts {
        *days.entry((f.measure.key, f.org.0, f.day, f.dimension)).or_default() += f.amount;
    }
    let days = days
        .into_iter()
        .flat_map(|((measure, org, day, dimension), amount)| vals![batch, measure, org, day, dimension, amount]);
    tx.insert_or(
        "fact_batch_days",
        "batch, measure, org, day, dimension, amount",
        days.collect(),
        " ON CONFLICT (batch, measure, org, day, dimension) DO UPDATE SET amount = fact_batch_days.amount + excluded.amount",
    )
    .await
}
/// Days from–to, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}
impl Period {
    /// The calendar month of a day.
    pub fn month_of(day: Date) -> Self {
        Self { from: day.first_of_month(), to: day.last_of_month() }
    }
    /// From the first of a day's month to the day.
    pub fn month_until(day: Date) -> Self {
        Self { from: day.first_of_month(), to: day }
    }
    /// The same days of the month before; of a whole month the whole month before.
    #[must_use]
    pub fn month_before(self) -> Self {
        let last = self.from.first_of_month().yesterday().unwrap_or(self.from);
        let whole = self.to == self.to.last_of_month();
        let to = if whole { last } else { last.with().day(self.to.day().min(last.day())).build().unwrap_or(last) };
        Self { from: last.first_of_month(), to }
    }
    /// For stocks: everything up to a day.
    pub fn until(day: Date) -> Self {
        Self { from: Date::constant(1, 1, 1), to: day }
    }
}
