//! Unions in the tree and in lists.
use crate::unions::UnionKind;
use platform::{
    db::{Db, Query, Result},
    tree::{OrgId, Scope},
    vals,
};

/// A union as a line of the tree or a list.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Line {
    pub id: OrgId,
    pub parent: Option<OrgId>,
    pub path: String,
    pub name: String,
    pub parent_name: Option<String>,
    pub kind: String,
    pub region: String,
    pub chair: String,
    pub phone: String,
    pub status: String,
    pub term_from: Option<String>,
    pub term_years: Option<i64>,
    /// Unions directly below it.
    pub below: i64,
}
impl Line {
    pub fn kind_name(&self) -> &'static str {
        UnionKind::from_key(&self.kind).map_or("", UnionKind::name)
    }
}
const LINE: &str = "SELECT o.id, o.parent, o.path, o.name, p.name AS parent_name, u.kind, u.region, u.chair, u.phone, u.status, u.term_from, u.term_years, \
    (SELECT COUNT(*) FROM organisations c WHERE c.parent = o.id AND c.closed_on IS NULL) AS below \
    FROM organisations o JOIN unions u ON u.id = o.id LEFT JOIN organisations p ON p.id = o.parent";

/// What a list of unions is narrowed to; empty fields narrow nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: String,
    /// The beginning of a region's code.
    pub region: String,
    /// Code of `union_status`; empty: all that are not struck off.
    pub status: String,
    /// A part of the name.
    pub name: String,
    /// Those that the search finds by the name, where they are few: only these are looked at.
    pub found: Option<Vec<i64>>,
    pub grassroots: bool,
    /// Those of an industry or a park only.
    pub federations: bool,
}
/// Up to so many unions of a branch are sorted at once; of more the newest are reached by their numbers.
pub const SORTED: i64 = 500;

impl Filter {
    /// Something smaller than the branch leads to the rows: `|| ''` keeps the index of paths out of the way.
    fn is_led(&self) -> bool {
        self.found.is_some() || self.is_rare()
    }
    /// Most unions are normal (1): the others have an index.
    fn is_rare(&self) -> bool {
        !matches!(self.status.as_str(), "" | "1")
    }
    fn narrow(&self, mut query: Query, scope: &Scope, walk: bool) -> Query {
        let path = if walk || self.is_led() {
            " WHERE o.path || '' >= ? AND o.path || '' < ?"
        } else {
            " WHERE o.path >= ? AND o.path < ?"
        };
        query.add(path, vals![&scope.from, &scope.until]);
        if let Some(found) = &self.found {
            query.add(" AND o.id IN (0", vals![]);
            for id in found {
                query.add(", ?", vals![*id]);
            }
            query.add(")", vals![]);
        }
        if self.is_rare() {
            let rare = " AND o.id IN (SELECT s.id FROM unions s WHERE s.status = ? AND s.status <> '1')";
            query.add(rare, vals![&self.status]);
        }
        if !self.kind.is_empty() {
            query.add(" AND u.kind = ?", vals![&self.kind]);
        }
        if !self.region.is_empty() {
            query.add(" AND SUBSTR(u.region, 1, LENGTH(?)) = ?", vals![&self.region, &self.region]);
        }
        if self.status.is_empty() {
            query.add(" AND u.status <> '0'", vals![]);
        } else {
            query.add(" AND u.status = ?", vals![&self.status]);
        }
        if !self.name.is_empty() {
            query.add(" AND o.name LIKE ? ESCAPE '\\'", vals![crate::list::like(&self.name)]);
        }
        type Takes = fn(UnionKind) -> bool;
        let only: [(bool, Takes); 2] =
            [(self.grassroots, UnionKind::is_grassroots), (self.federations, UnionKind::is_federation)];
        for (_, takes) in only.into_iter().filter(|(asked, _)| *asked) {
            // What is in preparation counts once it is founded.
            if self.status.is_empty() {
                query.add(" AND u.status <> '4'", vals![]);
            }
            query.add(" AND u.kind IN (''", vals![]);
            for kind in UnionKind::ALL.into_iter().filter(|kind| takes(*kind)) {
                query.add(", ?", vals![kind.key()]);
            }
            query.add(")", vals![]);
        }
        query
    }
}

/// One page in the order of the tree, or the newest first (`newest`) of a branch of more than [`SORTED`] (`large`) or not. The page is chosen first: only its rows are looked up.
pub async fn list(
    db: &Db,
    scope: &Scope,
    filter: &Filter,
    (newest, large): (bool, bool),
    page: &crate::list::Page,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, vals![]);
    query.add(" WHERE o.id IN (SELECT k.id FROM (", vals![]);
    query = filter.narrow(
        query.and("SELECT o.id FROM organisations o CROSS JOIN unions u", vals![]),
        scope,
        newest && large,
    );
    query.add(" AND u.id = o.id", vals![]);
    let down = newest != page.is_backwards();
    if let Some(key) = page.key() {
        match (newest, down) {
            (false, false) => query.add(" AND o.path > ?", vals![key]),
            (false, true) => query.add(" AND o.path < ?", vals![key]),
            (true, true) => query.add(" AND o.id < ?", vals![key.parse().unwrap_or(i64::MAX)]),
            (true, false) => query.add(" AND o.id > ?", vals![key.parse().unwrap_or(i64::MAX)]),
        }
    }
    let order = match (newest, down) {
        (false, false) => " ORDER BY o.path",
        (false, true) => " ORDER BY o.path DESC",
        (true, true) => " ORDER BY o.id DESC",
        (true, false) => " ORDER BY o.id",
    };
    query.add(order, vals![]);
    query.add(" LIMIT ?) k)", vals![limit]);
    query.add(order, vals![]);
    db.list(query).await
}
/// How many unions a branch holds, counted up to one more than [`SORTED`].
pub async fn size(db: &Db, scope: &Scope) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT path FROM organisations WHERE path >= $1 AND path < $2 LIMIT $3) x";
    db.number(sql, vals![&scope.from, &scope.until, SORTED + 1]).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, filter: &Filter, most: i64) -> Result<i64> {
    let start = "SELECT COUNT(*) FROM (SELECT o.id FROM organisations o JOIN unions u ON u.id = o.id";
    let query = filter.narrow(Query::new(start, vals![]), scope, false).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
}
pub async fn line_of(db: &Db, id: OrgId) -> Result<Option<Line>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{LINE} WHERE o.id = $1")), vals![id]).await
}
/// The unions directly below one, those of the upper levels first.
pub async fn children(db: &Db, parent: OrgId, limit: i64) -> Result<Vec<Line>> {
    db.all(
        sqlx::AssertSqlSafe(format!("{LINE} WHERE o.parent = $1 AND o.closed_on IS NULL ORDER BY o.id LIMIT $2")),
        vals![parent, limit],
    )
    .await
}
/// Unions of a branch whose name holds a text, for fields that propose one.
pub async fn named(db: &Db, scope: &Scope, name: &str, limit: i64) -> Result<Vec<Line>> {
    let filter = Filter { name: name.to_owned(), ..Filter::default() };
    list(db, scope, &filter, (false, false), &crate::list::Page::First, limit).await
}
