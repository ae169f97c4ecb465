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

/// How many memberships stand beside something else than what they were copied from: the person's name, sex, phone, employer and groups, the
/// union's place in the tree. Lists filter by these.
pub async fn beside(db: &Db) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM memberships m JOIN people p ON p.id = m.person JOIN organisations o ON o.id = m.union_id LEFT JOIN group_sets s ON s.id = m.group_set \
         WHERE m.name <> p.name OR m.sex <> p.sex OR m.path <> o.path OR COALESCE(m.employer, 0) <> COALESCE(p.employer, 0) \
         OR m.unchecked <> CASE WHEN p.phone_sealed IS NOT NULL AND p.phone_checked = 0 THEN 1 ELSE 0 END \
         OR EXISTS (SELECT 1 FROM person_groups g WHERE g.person = m.person AND g.to_on IS NULL AND COALESCE(s.names, '') NOT LIKE '%|' || g.group_name || '|%') \
         OR (SELECT COUNT(DISTINCT g.group_name) FROM person_groups g WHERE g.person = m.person AND g.to_on IS NULL) \
           <> LENGTH(COALESCE(s.names, '|')) - LENGTH(REPLACE(COALESCE(s.names, '|'), '|', '')) - 1",
        vals![],
    )
    .await
}
