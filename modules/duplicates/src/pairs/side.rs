//! One of the two, as it is shown beside the other.
use super::Pair;
use crate::{
    Kind, finding,
    merges::{self, Row},
};
use directory::{employers, members};
use platform::{App, tree::PersonId, web::Result};
use std::collections::BTreeMap;

pub struct Side {
    pub row: Row,
    pub name: String,
    /// The union of the current or last membership, or the union in whose area the employer lies.
    pub place: String,
    pub path: String,
    pub link: Option<String>,
    /// Was merged into the other.
    pub is_gone: bool,
    /// The current membership in words.
    pub membership: Option<String>,
}
impl Side {
    pub fn id(&self) -> i64 {
        self.row.id()
    }
}

/// The two sides of a pair, the lower number first; none where one is no longer there.
pub async fn of(app: &App, pair: &Pair) -> Result<Option<[Side; 2]>> {
    let places = finding::places(&app.db, pair.kind(), &[pair.low, pair.high]).await?;
    let path = |id: i64| places.get(&id).cloned().unwrap_or_default();
    let (low, high) = (
        one(app, pair.kind(), pair.low, path(pair.low)).await?,
        one(app, pair.kind(), pair.high, path(pair.high)).await?,
    );
    Ok(low.zip(high).map(|(low, high)| [low, high]))
}

async fn one(app: &App, kind: Kind, id: i64, path: String) -> Result<Option<Side>> {
    let Some(row) = Row::read(&app.db, kind, id).await? else { return Ok(None) };
    let is_gone = merges::store::merged_into(&app.db, kind, id).await?.is_some();
    let org = platform::tree::ids_of(&path).last().copied();
    let place = match org {
        Some(org) => platform::tree::find(&app.db, org).await?.map(|org| org.name).unwrap_or_default(),
        None => String::new(),
    };
    let current = match kind {
        Kind::Person => members::store::current(&app.db, PersonId(id)).await?,
        Kind::Employer => None,
    };
    let link = match kind {
        _ if is_gone => None,
        Kind::Person => current.as_ref().map(|m| members::link(m.id)),
        Kind::Employer => Some(employers::link(id)),
    };
    let membership = current.map(|m| format!("{}，{}入会", m.union_name, m.joined_on));
    Ok(Some(Side { name: row.text("name").to_owned(), row, place, path, link, is_gone, membership }))
}

/// Names of the organisations that the rows of both sides name.
pub async fn org_names(app: &App, sides: &[Side; 2]) -> Result<BTreeMap<i64, String>> {
    let orgs: Vec<i64> = sides.iter().flat_map(|s| [s.row.number("org"), s.row.number("union_id")]).flatten().collect();
    Ok(merges::store::names(&app.db, &orgs).await?)
}
