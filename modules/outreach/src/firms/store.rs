//! What is known of the firms that a union covers.
use crate::pairs::PairId;
use directory::{employers::EmployerId, list::Page};
use jiff::civil::Date;
use platform::{
    db::{Db, Query, Result},
    tree::OrgId,
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Firm {
    pub employer: EmployerId,
    pub name: String,
    pub path: String,
    pub uscc: Option<String>,
    pub headcount: i64,
    pub members: i64,
    /// Its own union, or the joint union that its workers belong to.
    pub union_name: Option<String>,
    pub from_on: String,
    pub pair: Option<PairId>,
    pub officer: Option<String>,
    pair_from: Option<String>,
    pub visits: i64,
    pub visited_on: Option<String>,
}
impl Firm {
    /// In a pair, but neither begun nor visited since a day.
    pub fn is_quiet(&self, since: Date) -> bool {
        let before = |day: &str| day.parse::<Date>().is_ok_and(|day| day < since);
        self.pair.is_some()
            && self.pair_from.as_deref().is_none_or(before)
            && self.visited_on.as_deref().is_none_or(before)
    }
}

/// Which of the firms a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    All,
    NoUnion,
    NoPair,
    /// In a pair, but not visited for long.
    Quiet,
}
impl View {
    pub fn of(key: &str) -> View {
        match key {
            "no-union" => View::NoUnion,
            "no-pair" => View::NoPair,
            "quiet" => View::Quiet,
            _ => View::All,
        }
    }
}
/// Whose firms are listed, and which.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub union: OrgId,
    pub today: Date,
    pub quiet_since: Date,
    pub view: View,
}

/// Those that a union covers on a day, each once, with the first day of what is in force: some hundred, seldom some thousand.
const COVERED: &str = " FROM (SELECT c.employer, MIN(c.from_on) AS from_on FROM coverages c \
    WHERE c.union_id = ? AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?) GROUP BY c.employer) f JOIN employers e ON e.id = f.employer \
    LEFT JOIN pairs p ON p.employer = e.id AND p.union_id = ? AND p.to_on IS NULL WHERE 1 = 1";
const LINE: &str = "SELECT e.id AS employer, e.name, e.path, e.uscc, e.headcount, \
    (SELECT COUNT(*) FROM memberships m WHERE m.employer = e.id AND m.state <> 'ended') AS members, \
    o.name AS union_name, k.from_on, p.id AS pair, a.name AS officer, p.from_on AS pair_from, \
    (SELECT COUNT(*) FROM visits v WHERE v.employer = e.id) AS visits, (SELECT MAX(v.visited_on) FROM visits v WHERE v.employer = e.id) AS visited_on \
    FROM (SELECT e.id, f.from_on, p.id AS pair";
const LOOKED_UP: &str = " LIMIT ?) k JOIN employers e ON e.id = k.id LEFT JOIN organisations o ON o.id = e.union_id \
    LEFT JOIN pairs p ON p.id = k.pair LEFT JOIN accounts a ON a.id = p.officer";

fn narrowed(query: Query, wanted: &Wanted) -> Query {
    let query = query.and(COVERED, vals![wanted.union, wanted.today, wanted.today, wanted.union]);
    match wanted.view {
        View::All => query,
        View::NoUnion => query.and(" AND e.union_id IS NULL", vals![]),
        View::NoPair => query.and(" AND p.id IS NULL", vals![]),
        View::Quiet => query.and(
            " AND p.from_on < ? AND NOT EXISTS (SELECT 1 FROM visits v WHERE v.employer = e.id AND v.visited_on >= ?)",
            vals![wanted.quiet_since, wanted.quiet_since],
        ),
    }
}

/// The key of a row: the largest firms come first.
pub fn key(firm: &Firm) -> String {
    format!("{}.{}", firm.headcount, firm.employer)
}
/// A page, at most `limit`, the largest first (`down`); only its rows are looked up.
pub async fn list(db: &Db, wanted: &Wanted, down: bool, page: &Page, limit: i64) -> Result<Vec<Firm>> {
    let down = down != page.is_backwards();
    let mut query = narrowed(Query::new(LINE, vals![]), wanted);
    if let Some((headcount, id)) = page.key().and_then(|key| key.split_once('.')) {
        let at = |number: &str| number.parse().unwrap_or(i64::MAX);
        let behind = if down { " AND (e.headcount, e.id) < (?, ?)" } else { " AND (e.headcount, e.id) > (?, ?)" };
        query.add(behind, vals![at(headcount), at(id)]);
    }
    let order = if down { " ORDER BY e.headcount DESC, e.id DESC" } else { " ORDER BY e.headcount, e.id" };
    db.list(query.and(order, vals![]).and(LOOKED_UP, vals![limit]).and(order, vals![])).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, wanted: &Wanted, most: i64) -> Result<i64> {
    let query = narrowed(Query::new("SELECT COUNT(*) FROM (SELECT e.id", vals![]), wanted);
    Ok(db.list::<(i64,)>(query.and(" LIMIT ?) x", vals![most])).await?.first().map_or(0, |row| row.0))
}

/// All that a union covers, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Sums {
    pub firms: i64,
    pub headcount: i64,
    pub members: i64,
    pub with_union: i64,
    pub paired: i64,
}
pub async fn sums(db: &Db, wanted: &Wanted) -> Result<Sums> {
    const SUMS: &str = "SELECT COUNT(*) AS firms, CAST(COALESCE(SUM(x.headcount), 0) AS BIGINT) AS headcount, \
        CAST(COALESCE(SUM(x.members), 0) AS BIGINT) AS members, COUNT(x.union_id) AS with_union, COUNT(x.pair) AS paired \
        FROM (SELECT e.headcount, e.union_id, p.id AS pair, \
        (SELECT COUNT(*) FROM memberships m WHERE m.employer = e.id AND m.state <> 'ended') AS members";
    let all = Wanted { view: View::All, ..wanted.clone() };
    let query = narrowed(Query::new(SUMS, vals![]), &all).and(") x", vals![]);
    Ok(db.list::<Sums>(query).await?.pop().unwrap_or_default())
}
