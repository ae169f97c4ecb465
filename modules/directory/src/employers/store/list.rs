//! Employers in lists.
use super::{Employer, SELECT};
use crate::{employers::EmployerId, list::Page};
use platform::{
    db::{Db, Query, Result},
    standards::Industry,
    tree::Scope,
    vals,
};

/// What a list of employers is narrowed to; empty fields narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A part of the name, or a whole code.
    pub text: String,
    pub least: Option<i64>,
    /// Included.
    pub most: Option<i64>,
    pub nature: String,
    /// The letter of a section of GB/T 4754.
    pub section: String,
    /// With a union of its own or one that covers it on that day, or with neither.
    pub has_union: Option<(bool, jiff::civil::Date)>,
    /// Has a union of this branch, or is covered by one on that day.
    pub covered: Option<(Scope, jiff::civil::Date)>,
}
impl Filter {
    fn narrow(&self, mut query: Query, scope: &Scope) -> Query {
        query.add(" WHERE e.path >= ? AND e.path < ?", vals![&scope.from, &scope.until]);
        if !self.text.is_empty() {
            let code = platform::standards::tight(&self.text);
            query.add(" AND (e.name LIKE ? ESCAPE '\\' OR e.uscc = ?)", vals![crate::list::like(&self.text), code]);
        }
        if let Some(least) = self.least {
            query.add(" AND e.headcount >= ?", vals![least]);
        }
        if let Some(most) = self.most {
            query.add(" AND e.headcount <= ?", vals![most]);
        }
        if !self.nature.is_empty() {
            query.add(" AND e.nature = ?", vals![&self.nature]);
        }
        if let Some(section) = Industry::find(&self.section).filter(|s| s.level() == 1) {
            query.add(" AND SUBSTR(e.industry, 1, 2) IN (?", vals![section.code]);
            for division in section.children() {
                query.add(", ?", vals![division.code]);
            }
            query.add(")", vals![]);
        }
        match self.has_union {
            Some((true, on)) => query.add(
                " AND (e.union_id IS NOT NULL OR EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?)))",
                vals![on, on],
            ),
            Some((false, on)) => query.add(
                " AND e.union_id IS NULL AND NOT EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?))",
                vals![on, on],
            ),
            None => {}
        }
        if let Some((branch, on)) = &self.covered {
            query.add(
                " AND (o.path >= ? AND o.path < ? OR e.id IN (SELECT c.employer FROM coverages c JOIN organisations b ON b.id = c.union_id WHERE b.path >= ? AND b.path < ? AND (c.to_on IS NULL OR c.to_on >= ?)))",
                vals![&branch.from, &branch.until, &branch.from, &branch.until, *on],
            );
        }
        query
    }
}

/// The key of a row: the largest employers come first.
pub fn key(employer: &Employer) -> String {
    format!("{}.{}", employer.headcount, employer.id)
}
fn parted(key: &str) -> (i64, i64) {
    let (headcount, id) = key.split_once('.').unwrap_or((key, ""));
    (headcount.parse().unwrap_or(i64::MAX), id.parse().unwrap_or(i64::MAX))
}

pub async fn list(db: &Db, scope: &Scope, filter: &Filter, page: &Page, limit: i64) -> Result<Vec<Employer>> {
    let mut query = filter.narrow(Query::new(SELECT, vals![]), scope);
    match page {
        Page::First => query.add(" ORDER BY e.headcount DESC, e.id DESC LIMIT ?", vals![limit]),
        Page::After(key) => {
            let (headcount, id) = parted(key);
            query.add(
                " AND (e.headcount, e.id) < (?, ?) ORDER BY e.headcount DESC, e.id DESC LIMIT ?",
                vals![headcount, id, limit],
            );
        }
        Page::Before(key) => {
            let (headcount, id) = parted(key);
            query.add(
                " AND (e.headcount, e.id) > (?, ?) ORDER BY e.headcount, e.id LIMIT ?",
                vals![headcount, id, limit],
            );
        }
    }
    db.list(query).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, filter: &Filter, most: i64) -> Result<i64> {
    let start = "SELECT COUNT(*) FROM (SELECT e.id FROM employers e LEFT JOIN organisations o ON o.id = e.union_id";
    let query = filter.narrow(Query::new(start, vals![]), scope).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
}
/// Which of some employers a union covers on a day, beside their own.
pub async fn covered_among(db: &Db, employers: &[Employer], on: jiff::civil::Date) -> Result<Vec<EmployerId>> {
    let mut query = Query::new(
        "SELECT DISTINCT c.employer FROM coverages c WHERE c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?) AND c.employer IN (0",
        vals![on, on],
    );
    for employer in employers {
        query.add(", ?", vals![employer.id]);
    }
    query.add(")", vals![]);
    Ok(db.list::<(EmployerId,)>(query).await?.into_iter().map(|r| r.0).collect())
}
