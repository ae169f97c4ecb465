//! Employers in lists.
use super::{Employer, SELECT};
use crate::{
    employers::{
        EmployerId,
        coverage::{Way, shared_kinds},
    },
    list::Page,
};
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
    /// Those that the search finds by the name, where they are few: only these are looked at.
    pub found: Option<Vec<i64>>,
    pub least: Option<i64>,
    /// Included.
    pub most: Option<i64>,
    pub nature: String,
    /// The letter of a section of GB/T 4754; `unknown`: no industry is known.
    pub section: String,
    /// With a union of its own or one that covers it on that day, or with neither.
    pub has_union: Option<(bool, jiff::civil::Date)>,
    /// How it has a union on that day.
    pub way: Option<(Way, jiff::civil::Date)>,
    /// Has a union of this branch, or is covered by one on that day.
    pub covered: Option<(Scope, jiff::civil::Date)>,
}
/// Up to so many employers of a branch are sorted at once; of more the list walks by their size.
pub const SORTED: i64 = 500;

/// What is read, and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub scope: Scope,
    pub filter: Filter,
    /// The branch holds more than [`SORTED`].
    pub large: bool,
    /// The largest first.
    pub down: bool,
}
impl Wanted {
    /// `|| ''` keeps the index of paths out of a walk by size, on both databases.
    fn narrow(&self, mut query: Query) -> Query {
        let path = if self.large || self.filter.found.is_some() {
            " WHERE e.path || '' >= ? AND e.path || '' < ?"
        } else {
            " WHERE e.path >= ? AND e.path < ?"
        };
        query.add(path, vals![&self.scope.from, &self.scope.until]);
        self.filter.narrow(query)
    }
}
impl Filter {
    fn narrow(&self, mut query: Query) -> Query {
        if !self.text.is_empty() {
            let code = platform::standards::tight(&self.text);
            query.add(" AND (e.name LIKE ? ESCAPE '\\' OR e.uscc = ?)", vals![crate::list::like(&self.text), code]);
        }
        if let Some(found) = &self.found {
            query.add(" AND e.id IN (0", vals![]);
            for id in found {
                query.add(", ?", vals![*id]);
            }
            query.add(")", vals![]);
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
        if self.section == "unknown" {
            query.add(" AND e.industry = ''", vals![]);
        }
        if let Some((way, on)) = self.way {
            query = narrow_way(query, way, on);
        }
        match self.has_union {
            Some((true, on)) => query.add(
                " AND (e.union_id IS NOT NULL OR EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?)))",
                vals![on, on],
            ),
            Some((false, on)) => query.add(
                " AND COALESCE(e.union_id, 0) = 0 AND NOT EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?))",
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

/// The same as [`coverage`](crate::employers::coverage) counts.
fn narrow_way(mut query: Query, way: Way, on: jiff::civil::Date) -> Query {
    let open = "SELECT 1 FROM organisations w JOIN unions k ON k.id = w.id WHERE w.id = e.union_id AND w.opened_on <= ? AND (w.closed_on IS NULL OR w.closed_on > ?)";
    let own = |mut query: Query, start: &'static str| {
        query.add(start, vals![]);
        query.add(open, vals![on, on]);
        query.add(" AND k.kind NOT IN (''", vals![]);
        for kind in shared_kinds() {
            query.add(", ?", vals![kind]);
        }
        query.add("))", vals![]);
        query
    };
    if way == Way::Own {
        return own(query, " AND EXISTS (");
    }
    if way == Way::Joint {
        query = own(query, " AND NOT EXISTS (");
    }
    query.add(if way == Way::Joint { " AND (EXISTS (" } else { " AND NOT (EXISTS (" }, vals![]);
    query.add(open, vals![on, on]);
    query.add(
        ") OR EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?)))",
        vals![on, on],
    );
    query
}

/// The key of a row: the largest employers come first.
pub fn key(employer: &Employer) -> String {
    format!("{}.{}", employer.headcount, employer.id)
}
fn parted(key: &str) -> (i64, i64) {
    let (headcount, id) = key.split_once('.').unwrap_or((key, ""));
    (headcount.parse().unwrap_or(i64::MAX), id.parse().unwrap_or(i64::MAX))
}

pub async fn list(db: &Db, wanted: &Wanted, page: &Page, limit: i64) -> Result<Vec<Employer>> {
    let mut query = wanted.narrow(Query::new(SELECT, vals![]));
    let down = wanted.down != page.is_backwards();
    if let Some((headcount, id)) = page.key().map(parted) {
        let piece = if down { " AND (e.headcount, e.id) < (?, ?)" } else { " AND (e.headcount, e.id) > (?, ?)" };
        query.add(piece, vals![headcount, id]);
    }
    query.add(
        match (wanted.filter.found.is_some(), down) {
            (false, true) => " ORDER BY e.headcount DESC, e.id DESC LIMIT ?",
            (false, false) => " ORDER BY e.headcount, e.id LIMIT ?",
            (true, true) => " ORDER BY e.headcount + 0 DESC, e.id DESC LIMIT ?",
            (true, false) => " ORDER BY e.headcount + 0, e.id LIMIT ?",
        },
        vals![limit],
    );
    db.list(query).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, wanted: &Wanted, most: i64) -> Result<i64> {
    let start = "SELECT COUNT(*) FROM (SELECT e.id FROM employers e LEFT JOIN organisations o ON o.id = e.union_id";
    let query = wanted.narrow(Query::new(start, vals![])).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
}
/// How many employers a branch holds, counted up to one more than [`SORTED`].
pub async fn size(db: &Db, scope: &Scope) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT path FROM employers WHERE path >= $1 AND path < $2 LIMIT $3) x",
        vals![&scope.from, &scope.until, SORTED + 1],
    )
    .await
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
