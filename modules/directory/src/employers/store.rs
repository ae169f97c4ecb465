//! All SQL about employers.
use super::EmployerId;
use platform::{
    App,
    db::{Db, Result, Tx},
    search,
    tree::{Org, OrgId, Scope},
    vals,
};

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
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
    pub updated_at: i64,
    pub version: i64,
}
pub const SELECT: &str = "SELECT e.id, e.uscc, e.name, e.nature, e.industry, e.headcount, e.women, e.migrant_workers, e.region, e.address, e.org, e.path, e.union_id, o.name AS union_name, e.updated_at, e.version \
    FROM employers e LEFT JOIN organisations o ON o.id = e.union_id";

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
pub async fn within(db: &Db, scope: &Scope, id: EmployerId) -> Result<Option<Employer>> {
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
    Ok(id)
}
/// Puts an employer's name into the search.
pub async fn index(tx: &mut Tx, id: EmployerId, name: &str, path: &str) -> Result<()> {
    let mut words = search::words_of_name(name);
    words.extend(search::words_of_path(path));
    search::put(tx, vec![search::NewEntry { kind: "employer", id: id.0, title: name.to_owned(), words }]).await
}
