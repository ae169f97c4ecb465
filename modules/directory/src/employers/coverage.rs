//! How many employers are covered by a union, by size (建会率).
//!
//! Numerator and denominator are counted from the employers themselves. Promise: the sums of the rows of a branch's parts are the row of
//! the branch, and a size class is counted as the list of employers filters it.
use crate::unions::{UnionKind, rules::covers_employers};
use jiff::civil::Date;
use platform::{
    db::{Db, Result},
    tree::{OrgId, Scope},
    vals,
};

/// A class of employers by headcount.
#[derive(Debug, PartialEq, Eq)]
pub struct SizeClass {
    /// The least headcount, as text: the end of the measure's key.
    pub key: &'static str,
    pub name: &'static str,
    pub least: i64,
    /// Included; none: no upper end.
    pub most: Option<i64>,
}
pub const CLASSES: [SizeClass; 5] = [
    SizeClass { key: "1000", name: "1000人以上", least: 1000, most: None },
    SizeClass { key: "500", name: "500—999人", least: 500, most: Some(999) },
    SizeClass { key: "100", name: "100—499人", least: 100, most: Some(499) },
    SizeClass { key: "25", name: "25—99人", least: 25, most: Some(99) },
    SizeClass { key: "0", name: "25人以下", least: 0, most: Some(24) },
];

/// How an employer has a union on a day, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// No union, and none that covers it.
    None,
    /// Its workers belong to a union that several share, or such a one covers it.
    Joint,
    /// Its own.
    Own,
}
impl Way {
    pub const ALL: [Way; 3] = [Way::Own, Way::Joint, Way::None];
    pub fn key(self) -> &'static str {
        ["none", "joint", "own"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["没有工会", "由联合工会覆盖", "有自己的工会"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.key() == key)
    }
    /// As the counting statements number it.
    pub fn of(number: i64) -> Way {
        match number {
            2 => Way::Own,
            1 => Way::Joint,
            _ => Way::None,
        }
    }
}
/// The keys of the kinds of unions that several employers share.
pub fn shared_kinds() -> impl Iterator<Item = &'static str> {
    UnionKind::ALL.into_iter().filter(|kind| covers_employers(*kind)).map(UnionKind::key)
}

/// A rate that is published: employers of at least `least` and at most `most` people.
#[derive(Debug, PartialEq, Eq)]
pub struct Rate {
    /// As measures have one: for addresses and the command line.
    pub key: &'static str,
    pub name: &'static str,
    /// Which employers are counted, in words.
    pub size: &'static str,
    pub least: i64,
    pub most: Option<i64>,
}
impl Rate {
    pub fn takes(&self, row: &Covered) -> bool {
        row.least >= self.least && self.most.is_none_or(|most| row.least <= most)
    }
    pub fn definition(&self) -> String {
        format!("分子：{NUMERATOR}。分母：{DENOMINATOR}里{}的。{PLACED}。", self.size)
    }
}
const fn rate(key: &'static str, name: &'static str, size: &'static str, least: i64, most: Option<i64>) -> Rate {
    Rate { key, name, size, least, most }
}
/// 百人以上: from this size federations report a rate of their own.
pub static FROM_HUNDRED: &Rate = &RATES[1];
pub static RATES: [Rate; 7] = [
    rate("coverage", "单位建会率", "所有规模", 0, None),
    rate("coverage.from100", "百人以上单位建会率", "100人以上", 100, None),
    rate("coverage.1000", "千人以上单位建会率", "1000人以上", 1000, None),
    rate("coverage.500", "500—999人单位建会率", "500—999人", 500, Some(999)),
    rate("coverage.100", "100—499人单位建会率", "100—499人", 100, Some(499)),
    rate("coverage.25", "25—99人单位建会率", "25—99人", 25, Some(99)),
    rate("coverage.0", "25人以下单位建会率", "25人以下", 0, Some(24)),
];

/// What the rates mean, for every size.
pub const NUMERATOR: &str = "其中已有自己的工会，或当天由联合工会、行业工会覆盖的单位";
pub const DENOMINATOR: &str = "登记在册的用人单位";
/// Where an employer counts.
pub const PLACED: &str = "按单位所在地区算，和它的工会归谁管无关";

/// Employers of one size class that lie in the area of one union.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Covered {
    pub org: OrgId,
    pub path: String,
    /// The class's least headcount.
    pub least: i64,
    pub employers: i64,
    pub covered: i64,
}

/// Covered and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub covered: i64,
    pub employers: i64,
}
impl Share {
    /// The share of the rows that `counts` takes.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Covered>, counts: impl Fn(&Covered) -> bool) -> Self {
        rows.into_iter().filter(|row| counts(row)).fold(Self::default(), |sum, row| Self {
            covered: sum.covered + row.covered,
            employers: sum.employers + row.employers,
        })
    }
    /// From 0 to 1; none where there are no employers.
    pub fn rate(self) -> Option<f64> {
        (self.employers > 0).then(|| self.covered as f64 / self.employers as f64)
    }
}

/// The list of the employers that a size class counts, covered or not.
pub fn records(org: OrgId, least: i64, most: Option<i64>) -> String {
    let most = most.map_or(String::new(), |most| format!("&most={most}"));
    format!("/console/employers?below={org}&least={least}{most}")
}

/// Counts the employers of a branch on a day, for each union in whose area some lie and each size class.
pub async fn count(db: &Db, scope: &Scope, on: Date) -> Result<Vec<Covered>> {
    from(db, scope, on, 0).await
}
/// The same of employers of at least so many people.
pub async fn from(db: &Db, scope: &Scope, on: Date, least: i64) -> Result<Vec<Covered>> {
    db.all(
        "SELECT x.org, x.path, x.least, COUNT(*) AS employers, CAST(SUM(x.covered) AS BIGINT) AS covered FROM (\
           SELECT e.org, e.path, \
             CAST(CASE WHEN e.headcount >= 1000 THEN 1000 WHEN e.headcount >= 500 THEN 500 WHEN e.headcount >= 100 THEN 100 WHEN e.headcount >= 25 THEN 25 ELSE 0 END AS BIGINT) AS least, \
             CAST(CASE WHEN u.id IS NOT NULL OR EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= $3 AND (c.to_on IS NULL OR c.to_on >= $3)) THEN 1 ELSE 0 END AS BIGINT) AS covered \
           FROM employers e LEFT JOIN organisations u ON u.id = e.union_id AND u.opened_on <= $3 AND (u.closed_on IS NULL OR u.closed_on > $3) \
           WHERE e.path >= $1 AND e.path < $2 AND e.headcount + 0 >= $4) x \
         GROUP BY x.org, x.path, x.least ORDER BY x.path, x.least DESC",
        vals![&scope.from, &scope.until, on, least],
    )
    .await
}

/// Employers of one size class, section of industry and way.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Cell {
    pub least: i64,
    /// The letter of GB/T 4754; empty: not known.
    pub section: String,
    pub way: i64,
    pub employers: i64,
    pub people: i64,
}
/// The least headcount of the class.
const LEAST: &str = "CAST(CASE WHEN e.headcount >= 1000 THEN 1000 WHEN e.headcount >= 500 THEN 500 WHEN e.headcount >= 100 THEN 100 WHEN e.headcount >= 25 THEN 25 ELSE 0 END AS BIGINT)";
/// Counts the employers of a branch by size class, section and way, as they are kept beside them ([`ways`](super::ways)).
pub async fn cells(db: &Db, scope: &Scope) -> Result<Vec<Cell>> {
    let sql = format!(
        "SELECT x.least, x.section, x.way, COUNT(*) AS employers, CAST(SUM(x.headcount) AS BIGINT) AS people \
         FROM (SELECT {LEAST} AS least, e.section, e.way, e.headcount FROM employers e WHERE e.path >= $1 AND e.path < $2) x GROUP BY x.least, x.section, x.way"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until]).await
}
/// Counts them by the union in whose area they lie: (its path, way, employers).
pub async fn by_area(db: &Db, scope: &Scope) -> Result<Vec<(String, i64, i64)>> {
    db.all(
        "SELECT e.path, e.way, COUNT(*) FROM employers e WHERE e.path >= $1 AND e.path < $2 GROUP BY e.path, e.way",
        vals![&scope.from, &scope.until],
    )
    .await
}
