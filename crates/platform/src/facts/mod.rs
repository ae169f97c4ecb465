//! Measures counted at the source, in the act's own transaction.
//!
//! A fact is one row: measure, acting organisation, day, amount, record. No act touches a shared sum; a job folds facts into days, and a
//! reading adds what is not folded yet in one statement. Promise: every figure leads back to its records.
mod atoms;
mod course;
mod ratio;

pub use atoms::{Atom, atoms};
pub use course::{Course, course};
pub use ratio::{Dimension, Featured, Naming, Ratio, Spread};

use crate::{
    App,
    db::{Db, Result, Tx},
    rights::Permission,
    tree::{OrgId, Scope},
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
    tx.insert_many("facts", "measure, org, day, dimension, amount, record, record_id, rolled", values).await?;
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
/// Makes a batch visible (see `batches` in the migration): what carries it is seen from now on, and so is what it counts.
pub async fn show_batch(tx: &mut Tx, batch: i64, now: i64) -> Result<()> {
    tx.exec("UPDATE batches SET visible_at = $2 WHERE id = $1", vals![batch, now]).await?;
    tx.exec(
        "INSERT INTO fact_days (measure, org, day, dimension, amount) \
         SELECT measure, org, day, dimension, amount FROM fact_batch_days WHERE batch = $1 \
         ON CONFLICT (measure, org, day, dimension) DO UPDATE SET amount = fact_days.amount + excluded.amount",
        vals![batch],
    )
    .await?;
    tx.exec("DELETE FROM fact_batch_days WHERE batch = $1", vals![batch]).await?;
    Ok(())
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

const ROWS: &str = "(SELECT d.org, d.day, d.dimension, d.amount FROM fact_days d WHERE d.measure = $1 AND d.day >= $2 AND d.day <= $3 \
    UNION ALL SELECT f.org, f.day, f.dimension, f.amount FROM facts f WHERE f.measure = $1 AND f.rolled = 0 AND f.day >= $2 AND f.day <= $3) x \
    JOIN organisations o ON o.id = x.org WHERE o.path >= $4 AND o.path < $5";

/// Added up by organisation before the tree is asked: a few thousand look-ups instead of one for each day.
const SUM: &str = "SELECT CAST(COALESCE(SUM(x.amount), 0) AS BIGINT) FROM (\
      SELECT d.org, SUM(d.amount) AS amount FROM fact_days d WHERE d.measure = $1 AND d.day >= $2 AND d.day <= $3 GROUP BY d.org \
      UNION ALL SELECT f.org, SUM(f.amount) AS amount FROM facts f WHERE f.measure = $1 AND f.rolled = 0 AND f.day >= $2 AND f.day <= $3 GROUP BY f.org) x \
    JOIN organisations o ON o.id = x.org WHERE o.path >= $4 AND o.path < $5";

/// The sum of a measure in a branch over a period.
pub async fn sum(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<i64> {
    db.number(SUM, vals![measure.key, period.from, period.to, &scope.from, &scope.until]).await
}
/// The value as of the period's end: the whole stock, or the flow within.
pub async fn value(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<i64> {
    let period = if measure.kind == MeasureKind::Stock { Period::until(period.to) } else { period };
    sum(db, measure, scope, period).await
}
/// Sums by month ("2026-11"), oldest first; months without facts are missing.
pub async fn by_month(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<Vec<(String, i64)>> {
    let sql = format!(
        "SELECT SUBSTR(x.day, 1, 7) AS month, CAST(SUM(x.amount) AS BIGINT) FROM {ROWS} GROUP BY SUBSTR(x.day, 1, 7) ORDER BY 1"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![measure.key, period.from, period.to, &scope.from, &scope.until]).await
}
/// Sums by dimension, largest first.
pub async fn by_dimension(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<Vec<(String, i64)>> {
    let sql = format!(
        "SELECT x.dimension, CAST(SUM(x.amount) AS BIGINT) AS n FROM {ROWS} GROUP BY x.dimension ORDER BY 2 DESC, 1"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![measure.key, period.from, period.to, &scope.from, &scope.until]).await
}
/// Sums by acting organisation (not rolled up).
pub async fn by_org(db: &Db, measure: &Measure, scope: &Scope, period: Period) -> Result<Vec<(OrgId, String, i64)>> {
    let sql =
        format!("SELECT x.org, o.path, CAST(SUM(x.amount) AS BIGINT) FROM {ROWS} GROUP BY x.org, o.path ORDER BY 2");
    db.all(sqlx::AssertSqlSafe(sql), vals![measure.key, period.from, period.to, &scope.from, &scope.until]).await
}

/// Folds facts into days, at most `limit` at once; says how many. Run by a leased job.
pub async fn fold(app: &App, limit: i64) -> Result<usize> {
    let mut tx = app.db.begin().await?;
    let Some((last,)) = tx
        .maybe::<(Option<i64>,)>(
            "SELECT MAX(id) FROM (SELECT id FROM facts WHERE rolled = 0 ORDER BY id LIMIT $1) x",
            vals![limit],
        )
        .await?
    else {
        return Ok(0);
    };
    let Some(last) = last else { return Ok(0) };
    // Marked first: what another node commits meanwhile stays unmarked and is folded the next time.
    let marked = tx.exec("UPDATE facts SET rolled = 2 WHERE rolled = 0 AND id <= $1", vals![last]).await?;
    tx.exec(
        "INSERT INTO fact_days (measure, org, day, dimension, amount) \
         SELECT measure, org, day, dimension, CAST(SUM(amount) AS BIGINT) FROM facts WHERE rolled = 2 GROUP BY measure, org, day, dimension \
         ON CONFLICT (measure, org, day, dimension) DO UPDATE SET amount = fact_days.amount + excluded.amount",
        vals![],
    )
    .await?;
    tx.exec("UPDATE facts SET rolled = 1 WHERE rolled = 2", vals![]).await?;
    tx.commit().await?;
    Ok(usize::try_from(marked).unwrap_or(0))
}

/// Measures whose folded days differ from their facts: (measure, organisation, day). Empty when all is well.
pub async fn differences(db: &Db) -> Result<Vec<(String, i64, String)>> {
    db.all(
        "SELECT measure, org, day FROM (\
           SELECT measure, org, day, dimension, amount FROM fact_days \
           UNION ALL SELECT measure, org, day, dimension, amount FROM fact_batch_days \
           UNION ALL SELECT measure, org, day, dimension, -amount FROM facts WHERE rolled = 1) x \
         GROUP BY measure, org, day, dimension HAVING SUM(amount) <> 0 ORDER BY 1, 2, 3 LIMIT 100",
        vals![],
    )
    .await
}
