//! What the demo writes for which no noun has a door: many rows at once, dated in the past.
use crate::employers::EmployerId;
use jiff::civil::Date;
use platform::{
    db::{Db, Result, Tx},
    tree::{OrgId, PersonId},
    vals,
};

/// True where nobody has been entered yet.
pub async fn has_people(db: &Db) -> Result<bool> {
    Ok(db.number("SELECT COUNT(*) FROM (SELECT id FROM people LIMIT 1) x", vals![]).await? > 0)
}
pub async fn cover(tx: &mut Tx, union: OrgId, employers: &[EmployerId], from: Date) -> Result<()> {
    let rows = employers.iter().flat_map(|e| vals![union, *e, from]).collect();
    tx.insert_many("coverages", "union_id, employer, from_on", rows).await
}
pub async fn affiliate(tx: &mut Tx, federation: OrgId, people: &[(PersonId, Date)]) -> Result<()> {
    let rows = people.iter().flat_map(|(person, from)| vals![*person, federation, *from, "roster"]).collect();
    tx.insert_many("affiliations", "person, union_id, from_on, source", rows).await
}
