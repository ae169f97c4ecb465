//! All SQL about unions.
mod branch;
mod change;
mod coverage;
mod life;
mod list;

pub use branch::{Below, follow, hide, hide_later, is_large, weight, words_below, words_in};
pub use change::{Changed, last_change, update};
pub use coverage::{Coverage, cover, covered, covered_employers, end_coverage};
pub use life::{Founded, count_union, found, lock, prepare, prepares_for, renew};
pub use list::{Filter, Line, SORTED, children, count, line_of, list, named, size};

use super::UnionKind;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    search,
    tree::{self, Org, OrgId},
    vals,
};

/// A union with its place in the tree.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Union {
    pub id: OrgId,
    pub parent: Option<OrgId>,
    pub path: String,
    pub name: String,
    pub opened_on: String,
    pub closed_on: Option<String>,
    /// Key of [`UnionKind`].
    pub kind: String,
    /// 单位性质, code of `unit_category`; empty for federations.
    pub category: String,
    /// GB/T 2260 with three more digits for towns.
    pub region: String,
    pub address: String,
    pub chair: String,
    /// The office's number, not a person's: shown to members.
    pub phone: String,
    pub seal_name: String,
    pub founded_on: Option<String>,
    pub term_from: Option<String>,
    pub term_years: Option<i64>,
    /// Code of `union_status`.
    pub status: String,
    /// Code of `setup_channel`.
    pub channel: String,
    pub industry: String,
    pub version: i64,
}
impl Union {
    pub fn kind(&self) -> Option<UnionKind> {
        UnionKind::from_key(&self.kind)
    }
    pub fn org(&self) -> Org {
        Org {
            id: self.id,
            parent: self.parent,
            path: self.path.clone(),
            name: self.name.clone(),
            opened_on: self.opened_on.clone(),
            closed_on: self.closed_on.clone(),
        }
    }
}
pub const SELECT: &str = "SELECT o.id, o.parent, o.path, o.name, o.opened_on, o.closed_on, u.kind, u.category, u.region, u.address, u.chair, u.phone, u.seal_name, u.founded_on, u.term_from, u.term_years, u.status, u.channel, u.industry, u.version \
    FROM unions u JOIN organisations o ON o.id = u.id";

/// What a new union's card says.
#[derive(Clone, Debug)]
pub struct NewUnion {
    pub kind: UnionKind,
    pub name: String,
    pub category: String,
    pub region: String,
    pub address: String,
    pub chair: String,
    pub phone: String,
    pub seal_name: String,
    pub founded_on: Option<Date>,
    pub term_from: Option<Date>,
    pub term_years: Option<i64>,
    /// Code of `union_status`.
    pub status: String,
    pub channel: String,
    pub industry: String,
    /// Groups of workers that it serves.
    pub groups: Vec<String>,
}
impl NewUnion {
    pub fn named(kind: UnionKind, name: &str, region: &str) -> Self {
        Self {
            kind,
            name: name.into(),
            region: region.into(),
            seal_name: name.into(),
            category: String::new(),
            address: String::new(),
            chair: String::new(),
            phone: String::new(),
            founded_on: None,
            term_from: None,
            term_years: None,
            status: "1".into(),
            channel: "1".into(),
            industry: String::new(),
            groups: Vec::new(),
        }
    }
}

pub async fn find(db: &Db, id: OrgId) -> Result<Option<Union>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE u.id = $1")), vals![id]).await
}
pub async fn find_in(tx: &mut Tx, id: OrgId) -> Result<Option<Union>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE u.id = $1")), vals![id]).await
}
/// The union if it lies in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &tree::Scope, id: OrgId) -> Result<Option<Union>> {
    Ok(find(db, id).await?.filter(|u| scope.holds(&u.path)))
}
/// The region of a union, to choose what is set there: it hardly ever changes, so what was read a minute ago will do.
pub async fn region_of(app: &App, id: OrgId) -> Result<String> {
    let key = format!("unions.region.{id}");
    if let Some(known) = app.remembered(&key) {
        return Ok(if known == 0 { String::new() } else { known.to_string() });
    }
    let region: Option<(String,)> = app.db.maybe("SELECT region FROM unions WHERE id = $1", vals![id]).await?;
    let region = region.map_or_else(String::new, |(code,)| code);
    // Codes of GB/T 2260 have 6 to 12 digits and begin with none that is 0.
    if let Ok(code) = region.parse() {
        app.remember(key, code, 60);
    }
    Ok(region)
}
/// All unions of a branch, a parent before its children.
pub async fn below(db: &Db, scope: &tree::Scope) -> Result<Vec<Union>> {
    let sql = format!("{SELECT} WHERE o.path >= $1 AND o.path < $2 ORDER BY o.path");
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until]).await
}

/// Enters a union into the tree, the figures and the search.
pub async fn add(tx: &mut Tx, app: &App, parent: Option<&Org>, new: &NewUnion) -> Result<Union> {
    let opened = new.founded_on.unwrap_or_else(|| app.today());
    let org = tree::open(tx, parent, &new.name, opened).await?;
    tx.exec(
        "INSERT INTO unions (id, kind, category, region, address, chair, phone, seal_name, founded_on, term_from, term_years, status, channel, industry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        vals![
            org.id, new.kind.key(), &new.category, &new.region, &new.address, &new.chair, &new.phone, &new.seal_name, new.founded_on, new.term_from, new.term_years, &new.status,
            &new.channel, &new.industry
        ],
    )
    .await?;
    set_groups(tx, org.id, &new.groups).await?;
    // A union in preparation counts once it is founded.
    if new.status != "4" {
        count_union(tx, new.kind, org.id, opened, 1).await?;
    }
    index(tx, &org).await?;
    find_in(tx, org.id).await?.ok_or(platform::db::Error::RowNotFound)
}
/// Puts a union's name into the search.
pub async fn index(tx: &mut Tx, org: &Org) -> Result<()> {
    let mut words = search::words_of_name(&org.name);
    words.extend(search::words_of_path(&org.path));
    search::put(tx, vec![search::NewEntry { kind: "union", id: org.id.0, title: org.name.clone(), words }]).await
}
pub async fn set_groups(tx: &mut Tx, union: OrgId, groups: &[String]) -> Result<()> {
    tx.exec("DELETE FROM union_groups WHERE union_id = $1", vals![union]).await?;
    let values = groups.iter().flat_map(|g| vals![union, g]).collect();
    tx.insert_many("union_groups", "union_id, group_name", values).await
}
pub async fn groups(db: &Db, union: OrgId) -> Result<Vec<String>> {
    Ok(db
        .all::<(String,)>("SELECT group_name FROM union_groups WHERE union_id = $1 ORDER BY 1", vals![union])
        .await?
        .into_iter()
        .map(|r| r.0)
        .collect())
}
