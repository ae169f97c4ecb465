//! Counting memberships anew, to compare with the figure that grew with them.
use super::MEMBERS;
use platform::{
    db::{Db, Result},
    facts,
    tree::OrgId,
    vals,
};
use std::collections::BTreeMap;

/// The figure beside the memberships.
#[derive(Debug, PartialEq, Eq)]
pub struct Recount {
    /// Unions that have members by either count.
    pub unions: usize,
    pub memberships: i64,
    /// Where the two differ: union, figure, memberships.
    pub differing: Vec<(OrgId, i64, i64)>,
}

/// Compares the members' figure of every union with its current memberships.
pub async fn recount(db: &Db) -> Result<Recount> {
    let mut both: BTreeMap<OrgId, (i64, i64)> = BTreeMap::new();
    for (union, figure) in facts::at_each(db, MEMBERS).await? {
        both.entry(union).or_default().0 += figure;
    }
    let sql = format!(
        "SELECT m.union_id, COUNT(*) FROM memberships m WHERE m.state <> 'ended'{} GROUP BY m.union_id",
        super::store::VISIBLE
    );
    for (union, counted) in db.all::<(OrgId, i64)>(sqlx::AssertSqlSafe(sql), vals![]).await? {
        both.entry(union).or_default().1 += counted;
    }
    both.retain(|_, counts| *counts != (0, 0));
    Ok(Recount {
        unions: both.len(),
        memberships: both.values().map(|c| c.1).sum(),
        differing: both.into_iter().filter(|(_, c)| c.0 != c.1).map(|(union, c)| (union, c.0, c.1)).collect(),
    })
}
