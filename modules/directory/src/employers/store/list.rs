//! Employers in lists, by their size.
use super::{COLUMNS, Employer};
use crate::{
    employers::{EmployerId, coverage::Way},
    list::Page,
};
use platform::{
    db::{Db, Query, Result},
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
    /// With a union of its own or one that covers it today, or with neither.
    pub has_union: Option<bool>,
    /// How it has a union today.
    pub way: Option<Way>,
    /// Has a union of this branch, or is covered by one on that day.
    pub covered: Option<(Scope, jiff::civil::Date)>,
}
impl Filter {
    /// The section as it is kept.
    pub fn section(&self) -> Option<&str> {
        match self.section.as_str() {
            "" => None,
            "unknown" => Some(""),
            letter => Some(letter),
        }
    }
    /// The one way that is asked for.
    pub fn one_way(&self) -> Option<Way> {
        self.way.or((self.has_union == Some(false)).then_some(Way::None))
    }
}
/// Sizes are counted up to so many.
pub const SIZED: i64 = 3_000;

/// Which condition leads to the rows; the others are looked at on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Some that are known by their numbers, then sorted.
    Found,
    /// Those of a union's branch or covered by it, then sorted.
    Covered,
    /// The branch, then sorted.
    Branch,
    // The others lead in the order of the list.
    Way,
    Section,
    Nature,
    Size,
}

/// What is read, and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub scope: Scope,
    pub filter: Filter,
    pub lead: Lead,
    /// The largest first.
    pub down: bool,
}
impl Wanted {
    fn is_in_order(&self) -> bool {
        matches!(self.lead, Lead::Way | Lead::Section | Lead::Nature | Lead::Size)
    }
    /// COALESCE keeps the other indexes out of the way that was chosen, on both databases.
    fn narrow(&self, mut query: Query) -> Query {
        let (filter, lead) = (&self.filter, self.lead);
        let path = match lead {
            Lead::Branch => " AND e.path >= ? AND e.path < ?",
            _ => " AND COALESCE(e.path, '') >= ? AND COALESCE(e.path, '') < ?",
        };
        query.add(path, vals![&self.scope.from, &self.scope.until]);
        if let Some(way) = filter.one_way() {
            let piece = if lead == Lead::Way { " AND e.way = ?" } else { " AND COALESCE(e.way, 0) = ?" };
            query.add(piece, vals![way as i64]);
        }
        if filter.has_union == Some(true) {
            query.add(" AND COALESCE(e.way, 0) > 0", vals![]);
        }
        if let Some(section) = filter.section() {
            let piece = if lead == Lead::Section { " AND e.section = ?" } else { " AND COALESCE(e.section, '') = ?" };
            query.add(piece, vals![section]);
        }
        if !filter.nature.is_empty() {
            let piece = if lead == Lead::Nature { " AND e.nature = ?" } else { " AND COALESCE(e.nature, '') = ?" };
            query.add(piece, vals![&filter.nature]);
        }
        let (least, most) = match self.is_in_order() {
            true => (" AND e.headcount >= ?", " AND e.headcount <= ?"),
            false => (" AND COALESCE(e.headcount, 0) >= ?", " AND COALESCE(e.headcount, 0) <= ?"),
        };
        if let Some(headcount) = filter.least {
            query.add(least, vals![headcount]);
        }
        if let Some(headcount) = filter.most {
            query.add(most, vals![headcount]);
        }
        self.rest(query)
    }
    /// What no index holds.
    fn rest(&self, mut query: Query) -> Query {
        let filter = &self.filter;
        if !filter.text.is_empty() {
            let code = platform::standards::tight(&filter.text);
            let name = crate::list::like(&filter.text);
            query.add(" AND (e.name LIKE ? ESCAPE '\\' OR e.uscc = ?)", vals![name, code]);
        }
        if let Some(found) = &filter.found {
            query.add(" AND e.id IN (0", vals![]);
            for id in found {
                query.add(", ?", vals![*id]);
            }
            query.add(")", vals![]);
        }
        if let Some((branch, on)) = &filter.covered {
            let piece = match self.lead {
                Lead::Covered => " AND e.id IN (",
                _ => " AND e.id + 0 IN (",
            };
            query.add(piece, vals![]);
            query.add(COVERED, vals![&branch.from, &branch.until, &branch.from, &branch.until, *on]);
            query.add(")", vals![]);
        }
        query
    }
}
/// Those that have a union of a branch, and those that one of it covers on a day.
const COVERED: &str = "SELECT x.id FROM organisations b JOIN employers x ON x.union_id = b.id WHERE b.path >= ? AND b.path < ? \
    UNION SELECT c.employer FROM organisations b JOIN coverages c ON c.union_id = b.id WHERE b.path >= ? AND b.path < ? AND (c.to_on IS NULL OR c.to_on >= ?)";

/// The key of a row: the largest employers come first.
pub fn key(employer: &Employer) -> String {
    format!("{}.{}", employer.headcount, employer.id)
}
fn parted(key: &str) -> (i64, i64) {
    let (headcount, id) = key.split_once('.').unwrap_or((key, ""));
    (headcount.parse().unwrap_or(i64::MAX), id.parse().unwrap_or(i64::MAX))
}

/// One page: chosen in an index, only its rows are looked up. A page that is read backwards comes backwards.
pub async fn list(db: &Db, wanted: &Wanted, page: &Page, limit: i64) -> Result<Vec<Employer>> {
    let (down, in_order) = (wanted.down != page.is_backwards(), wanted.is_in_order());
    let query = Query::new(COLUMNS, vals![]).and(" FROM (SELECT e.id FROM employers e WHERE 1 = 1", vals![]);
    let mut query = wanted.narrow(query);
    if let Some((headcount, id)) = page.key().map(parted) {
        let piece = match (in_order, down) {
            (true, true) => " AND (e.headcount, e.id) < (?, ?)",
            (true, false) => " AND (e.headcount, e.id) > (?, ?)",
            (false, true) => " AND (COALESCE(e.headcount, 0), e.id) < (?, ?)",
            (false, false) => " AND (COALESCE(e.headcount, 0), e.id) > (?, ?)",
        };
        query.add(piece, vals![headcount, id]);
    }
    let order = match (in_order, down) {
        (true, true) => " ORDER BY e.headcount DESC, e.id DESC",
        (true, false) => " ORDER BY e.headcount, e.id",
        (false, true) => " ORDER BY COALESCE(e.headcount, 0) DESC, e.id DESC",
        (false, false) => " ORDER BY COALESCE(e.headcount, 0), e.id",
    };
    query.add(order, vals![]);
    query.add(
        " LIMIT ?) k CROSS JOIN employers e LEFT JOIN organisations o ON o.id = e.union_id WHERE e.id = k.id",
        vals![limit],
    );
    query.add(if down { " ORDER BY e.headcount DESC, e.id DESC" } else { " ORDER BY e.headcount, e.id" }, vals![]);
    db.list(query).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, wanted: &Wanted, most: i64) -> Result<i64> {
    let start = "SELECT COUNT(*) FROM (SELECT e.id FROM employers e WHERE 1 = 1";
    let query = wanted.narrow(Query::new(start, vals![])).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
}
/// How many employers a branch holds, counted up to one more than [`SIZED`].
pub async fn size(db: &Db, scope: &Scope) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT path FROM employers WHERE path >= $1 AND path < $2 LIMIT $3) x",
        vals![&scope.from, &scope.until, SIZED + 1],
    )
    .await
}
/// The same of those that have a union in one way.
pub async fn in_way(db: &Db, way: Way) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT way FROM employers WHERE way = $1 LIMIT $2) x";
    db.number(sql, vals![way as i64, SIZED + 1]).await
}
/// The same of a section of industry.
pub async fn in_section(db: &Db, section: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT section FROM employers WHERE section = $1 LIMIT $2) x";
    db.number(sql, vals![section, SIZED + 1]).await
}
/// The same of a nature.
pub async fn in_nature(db: &Db, nature: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT nature FROM employers WHERE nature = $1 LIMIT $2) x";
    db.number(sql, vals![nature, SIZED + 1]).await
}
/// The same of those that a branch of unions has or covers on a day.
pub async fn covers(db: &Db, branch: &Scope, on: jiff::civil::Date) -> Result<i64> {
    let range = vals![&branch.from, &branch.until, &branch.from, &branch.until, on];
    let query = Query::new("SELECT COUNT(*) FROM (SELECT id FROM (", vals![]).and(COVERED, range);
    let query = query.and(") y LIMIT ?) x", vals![SIZED + 1]);
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
