//! All SQL about what was counted record by record.
use platform::{
    db::{Db, Query, Result},
    facts::{Measure, MeasureKind, Period},
    tree::Scope,
    vals,
};

#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Entry {
    pub id: i64,
    pub day: String,
    pub org_name: String,
    pub dimension: String,
    pub amount: i64,
    pub record: String,
    pub record_id: i64,
}
/// What is looked for.
pub struct Wanted<'a> {
    pub measure: &'static Measure,
    pub scope: &'a Scope,
    pub period: Period,
    pub part: Option<&'a str>,
}
impl Wanted<'_> {
    fn narrow(&self, select: &'static str) -> Query {
        let Period { from, to } = match self.measure.kind {
            MeasureKind::Stock => Period::until(self.period.to),
            _ => self.period,
        };
        let mut query = Query::new(select, vals![]);
        query.add(
            " FROM facts f JOIN organisations o ON o.id = f.org WHERE f.measure = ? AND f.day >= ? AND f.day <= ?",
            vals![self.measure.key, from, to],
        );
        query.add(" AND o.path >= ? AND o.path < ?", vals![&self.scope.from, &self.scope.until]);
        if let Some(part) = self.part {
            query.add(" AND f.dimension = ?", vals![part]);
        }
        query
    }
    /// A page of them, the latest day first; behind (day, number).
    pub async fn page(&self, db: &Db, after: Option<(&str, i64)>, limit: i64) -> Result<Vec<Entry>> {
        let mut query =
            self.narrow("SELECT f.id, f.day, o.name AS org_name, f.dimension, f.amount, f.record, f.record_id");
        if let Some((day, id)) = after {
            query.add(" AND (f.day < ? OR (f.day = ? AND f.id < ?))", vals![day, day, id]);
        }
        query.add(" ORDER BY f.day DESC, f.id DESC LIMIT ?", vals![limit]);
        db.list(query).await
    }
    /// How many there are, and what they add up to.
    pub async fn sum(&self, db: &Db) -> Result<(i64, i64)> {
        let query = self.narrow("SELECT COUNT(*), CAST(COALESCE(SUM(f.amount), 0) AS BIGINT)");
        Ok(db.list::<(i64, i64)>(query).await?.pop().unwrap_or_default())
    }
}
