//! All SQL about employers.
mod list;

pub use list::{
    Filter, Lead, SIZED, Wanted, count, covered_among, covers, in_nature, in_section, in_way, key, list, size,
};

use super::{
    EmployerId,
    ways::{self, Of},
};
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    search,
    tree::{Org, OrgId, Scope},
    vals,
};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Employer {
    pub id: EmployerId,
    pub uscc: Option<String>,
    pub name: String,
    /// Code of `unit_category`.
    pub nature: String,
    /// GB/T 4754.
    pub industry: String,
    pub headcount: i64,
    pub women: i64,
    pub migrant_workers: i64,
    pub region: String,
    pub address: String,
    /// The union in whose area it lies.
    pub org: OrgId,
    pub path: String,
    /// Its own union, or the joint union that its workers are members of; none yet.
    pub union_id: Option<OrgId>,
    pub union_name: Option<String>,
    /// How it has a union today ([`Way`](super::coverage::Way)), as it is kept.
    pub way: i64,
    pub updated_at: i64,
    pub version: i64,
}
macro_rules! columns {
    () => {
        "SELECT e.id, e.uscc, e.name, e.nature, e.industry, e.headcount, e.women, e.migrant_workers, e.region, e.address, e.org, e.path, e.union_id, \
         o.name AS union_name, e.way, e.updated_at, e.version"
    };
}
const COLUMNS: &str = columns!();
pub const SELECT: &str = concat!(columns!(), " FROM employers e LEFT JOIN organisations o ON o.id = e.union_id");

#[derive(Clone, Debug, Default)]
pub struct NewEmployer {
    pub uscc: Option<String>,
    pub name: String,
    pub nature: String,
    pub industry: String,
    pub headcount: i64,
    pub women: i64,
    pub migrant_workers: i64,
    pub region: String,
    pub address: String,
    pub union_id: Option<OrgId>,
}

pub async fn find(db: &Db, id: EmployerId) -> Result<Option<Employer>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE e.id = $1")), vals![id]).await
}
/// Names by number, as text.
pub async fn names(db: &Db, ids: &[EmployerId]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    // Few enough for a statement's values.
    for some in ids.chunks(500) {
        let mut query = Query::new("SELECT id, name FROM employers WHERE id IN (0", vals![]);
        for id in some {
            query.add(", ?", vals![*id]);
        }
        query.add(")", vals![]);
        let rows: Vec<(EmployerId, String)> = db.list(query).await?;
        names.extend(rows.into_iter().map(|(id, name)| (id.to_string(), name)));
    }
    Ok(names)
}
/// The employer if it lies in the branch; of one that was merged into another, the other.
pub async fn within(db: &Db, scope: &Scope, id: EmployerId) -> Result<Option<Employer>> {
    let now = "SELECT COALESCE(merged_into, id) FROM employers WHERE id = $1";
    let id = db.maybe::<(EmployerId,)>(now, vals![id]).await?.map_or(id, |row| row.0);
    Ok(find(db, id).await?.filter(|e| scope.holds(&e.path)))
}
/// Enters an employer in the area of `org`.
pub async fn add(tx: &mut Tx, app: &App, org: &Org, new: &NewEmployer) -> Result<EmployerId> {
    let id = EmployerId(
        tx.insert(
            "employers",
            "uscc, name, nature, industry, headcount, women, migrant_workers, region, address, org, path, union_id, updated_at",
            vals![
                new.uscc.clone(), &new.name, &new.nature, &new.industry, new.headcount, new.women, new.migrant_workers, &new.region, &new.address, org.id, &org.path, new.union_id,
                app.now()
            ],
        )
        .await?,
    );
    index(tx, id, &new.name, &org.path).await?;
    if new.union_id.is_some() {
        ways::keep(tx, app, Of::Employer(id)).await?;
    }
    Ok(id)
}
/// Puts an employer's name into the search.
pub async fn index(tx: &mut Tx, id: EmployerId, name: &str, path: &str) -> Result<()> {
    let mut words = search::words_of_name(name);
    words.extend(search::words_of_path(path));
    search::put(tx, vec![search::NewEntry { kind: "employer", id: id.0, title: name.to_owned(), words }]).await
}

/// Where employers lie and to which union they belong follow from the fields; false: somebody changed the card first.
pub async fn update(tx: &mut Tx, app: &App, employer: &Employer, area: &Org, new: &NewEmployer) -> Result<bool> {
    let sql = "UPDATE employers SET uscc = $3, name = $4, nature = $5, industry = $6, headcount = $7, women = $8, migrant_workers = $9, region = $10, \
        address = $11, org = $12, path = $13, updated_at = $14, version = version + 1 WHERE id = $1 AND version = $2";
    let values = vals![
        employer.id,
        employer.version,
        new.uscc.clone(),
        &new.name,
        &new.nature,
        &new.industry,
        new.headcount,
        new.women,
        new.migrant_workers,
        &new.region,
        &new.address,
        area.id,
        &area.path,
        app.now()
    ];
    if tx.exec(sql, values).await? == 0 {
        return Ok(false);
    }
    index(tx, employer.id, &new.name, &area.path).await?;
    Ok(true)
}
/// Binds an employer to the union that its workers belong to, or frees it; false: somebody changed the card first.
pub async fn bind(tx: &mut Tx, app: &App, employer: &Employer, union: Option<OrgId>) -> Result<bool> {
    let sql =
        "UPDATE employers SET union_id = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND version = $2";
    let bound = tx.exec(sql, vals![employer.id, employer.version, union, app.now()]).await? == 1;
    ways::keep(tx, app, Of::Employer(employer.id)).await?;
    Ok(bound)
}
/// The employer with a code, wherever it lies: a code is given once.
pub async fn by_uscc(db: &Db, uscc: &str) -> Result<Option<Employer>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE e.uscc = $1")), vals![uscc]).await
}
/// Unions that cover the employer beside its own: (union, name, from, to).
pub async fn coverers(db: &Db, id: EmployerId) -> Result<Vec<(OrgId, String, String, Option<String>)>> {
    db.all(
        "SELECT c.union_id, o.name, c.from_on, c.to_on FROM coverages c JOIN organisations o ON o.id = c.union_id WHERE c.employer = $1 ORDER BY c.from_on DESC, c.id DESC LIMIT 50",
        vals![id],
    )
    .await
}
/// Current members who work there, of one branch.
pub async fn members(db: &Db, id: EmployerId, scope: &Scope) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM people p JOIN memberships m ON m.person = p.id AND m.state <> 'ended' WHERE p.employer = $1 AND m.path >= $2 AND m.path < $3",
        vals![id, &scope.from, &scope.until],
    )
    .await
}

/// An employer as proposed while somebody types.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Suggestion {
    pub id: EmployerId,
    pub name: String,
    /// The union in whose area it lies.
    pub area: String,
}
/// Employers whose names contain a text (or begin with these initials), at most `limit`, short names first.
pub async fn suggestions(db: &Db, text: &str, limit: i64) -> Result<Vec<Suggestion>> {
    let mut ids = search::find(db, "employer", &search::Wanted::typed(text), 50).await?.into_iter();
    let Some((first, _)) = ids.next() else { return Ok(Vec::new()) };
    let mut query = Query::new(
        "SELECT e.id, e.name, o.name AS area FROM employers e JOIN organisations o ON o.id = e.org WHERE e.id IN (",
        vals![],
    );
    query.add("?", vals![first]);
    for (id, _) in ids {
        query.add(", ?", vals![id]);
    }
    query.add(") ORDER BY LENGTH(e.name), e.id LIMIT ?", vals![limit]);
    db.list(query).await
}
/// The one employer of this name; none where there are several.
pub async fn by_name(db: &Db, name: &str) -> Result<Option<Employer>> {
    let mut found: Vec<Employer> =
        db.all(sqlx::AssertSqlSafe(format!("{SELECT} WHERE e.name = $1 LIMIT 2")), vals![name]).await?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}
