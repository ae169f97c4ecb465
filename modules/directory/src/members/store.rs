//! All SQL about memberships that more than one noun needs.
mod history;
mod list;

pub use history::{Affiliation, Event, affiliations, group_spans, history, open_joining};
pub use list::{
    Filter, Line, State, Wanted, all_of_them, branch_size, count, found, group_size, in_state, joined_between, list,
    sets_of, unions_of,
};

use super::MembershipId;
use platform::{
    db::{Db, Result, Tx},
    tree::{OrgId, PersonId, Scope},
    vals,
};

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Membership {
    pub id: MembershipId,
    pub person: PersonId,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    /// active, kept or ended.
    pub state: String,
    pub number: String,
    pub joined_on: String,
    pub ended_on: Option<String>,
    pub name: String,
    pub version: i64,
}
pub const SELECT: &str = "SELECT m.id, m.person, m.union_id, o.name AS union_name, m.path, m.state, m.number, m.joined_on, m.ended_on, m.name, m.version FROM memberships m JOIN organisations o ON o.id = m.union_id";
/// A piece for WHERE: only memberships of batches that are visible. The hidden ones are a handful at most.
pub const VISIBLE: &str = " AND m.batch NOT IN (SELECT id FROM batches WHERE visible_at IS NULL)";

/// A person's current membership, if it is visible.
pub async fn current(db: &Db, person: PersonId) -> Result<Option<Membership>> {
    db.maybe(
        sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.person = $1 AND m.state <> 'ended'{VISIBLE}")),
        vals![person],
    )
    .await
}
pub async fn current_in(tx: &mut Tx, person: PersonId) -> Result<Option<Membership>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.person = $1 AND m.state <> 'ended'")), vals![person]).await
}
pub async fn find(db: &Db, id: MembershipId) -> Result<Option<Membership>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.id = $1{VISIBLE}")), vals![id]).await
}
/// The membership if it lies in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, id: MembershipId) -> Result<Option<Membership>> {
    Ok(find(db, id).await?.filter(|m| scope.holds(&m.path)))
}
