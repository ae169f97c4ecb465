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
    pub grassroots: bool,
}
impl Filter {
    fn narrow(&self, mut query: Query, scope: &Scope) -> Query {
        query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
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
        if self.grassroots {
            query.add(" AND u.kind IN (''", vals![]);
            for kind in UnionKind::ALL.into_iter().filter(|k| k.is_grassroots()) {
                query.add(", ?", vals![kind.key()]);
            }
            query.add(")", vals![]);
        }
        query
    }
}

/// One page in the order of the tree, or the newest first (`newest`). The page is chosen first: only its rows are looked up.
pub async fn list(
    db: &Db,
    scope: &Scope,
    filter: &Filter,
    newest: bool,
    page: &crate::list::Page,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, vals![]);
    query.add(" WHERE o.id IN (SELECT k.id FROM (", vals![]);
    query = filter.narrow(query.and("SELECT o.id FROM organisations o CROSS JOIN unions u", vals![]), scope);
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
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, filter: &Filter, most: i64) -> Result<i64> {
    let start = "SELECT COUNT(*) FROM (SELECT o.id FROM organisations o JOIN unions u ON u.id = o.id";
    let query = filter.narrow(Query::new(start, vals![]), scope).and(" LIMIT ?) x", vals![most]);
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
    list(db, scope, &filter, false, &crate::list::Page::First, limit).await
}
