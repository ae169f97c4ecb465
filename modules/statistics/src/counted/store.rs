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
    /// The facts that were folded and those that were not yet, each by their own index.
    fn narrow(&self, select: &'static str, after: Option<(&str, i64)>) -> Query {
        let query = self.some(Query::new(select, vals![]), " WHERE f.rolled = 1", after);
        self.some(query.and(" UNION ALL ", vals![]).and(select, vals![]), " WHERE f.rolled = 0", after)
    }
    fn some(&self, query: Query, rolled: &'static str, after: Option<(&str, i64)>) -> Query {
        let Period { from, to } = match self.measure.kind {
            MeasureKind::Stock => Period::until(self.period.to),
            _ => self.period,
        };
        let mut query = query.and(" FROM facts f JOIN organisations o ON o.id = f.org", vals![]).and(rolled, vals![]);
        query.add(" AND f.measure = ? AND f.day >= ? AND f.day <= ?", vals![self.measure.key, from, to]);
        query.add(" AND o.path >= ? AND o.path < ?", vals![&self.scope.from, &self.scope.until]);
        if let Some(part) = self.part {
            query.add(" AND f.dimension = ?", vals![part]);
        }
        if let Some((day, id)) = after {
            query.add(" AND (f.day < ? OR (f.day = ? AND f.id < ?))", vals![day, day, id]);
        }
        query
    }
    /// A page of them, the latest day first; behind (day, number).
    pub async fn page(&self, db: &Db, after: Option<(&str, i64)>, limit: i64) -> Result<Vec<Entry>> {
        let select = "SELECT f.id, f.day, o.name AS org_name, f.dimension, f.amount, f.record, f.record_id";
        // By the places of the columns: in a union neither side has their names alone.
        db.list(self.narrow(select, after).and(" ORDER BY 2 DESC, 1 DESC LIMIT ?", vals![limit])).await
    }
    /// How many there are, and what they add up to.
    pub async fn sum(&self, db: &Db) -> Result<(i64, i64)> {
        let select = "SELECT COUNT(*), CAST(COALESCE(SUM(f.amount), 0) AS BIGINT)";
        let rows: Vec<(i64, i64)> = db.list(self.narrow(select, None)).await?;
        Ok(rows.into_iter().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1)))
    }
}
