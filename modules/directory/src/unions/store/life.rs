//! A union's life beside its card: prepared, founded, its term renewed, locked while it ends.
use crate::{
    employers::{
        EmployerId,
        ways::{self, Of},
    },
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    facts::{self, Fact},
    tree::{self, Org, OrgId},
    vals,
};

/// Counts a grass-roots union or a federation that began (1) or ended (-1) on a day; others are not counted.
pub async fn count_union(tx: &mut Tx, kind: UnionKind, org: OrgId, day: Date, amount: i64) -> Result<()> {
    let measure = match kind {
        _ if kind.is_grassroots() => crate::members::UNIONS,
        _ if kind.is_federation() => crate::members::FEDERATIONS,
        _ => return Ok(()),
    };
    let fact = Fact { measure, org, day, dimension: kind.key(), amount, record: "union", record_id: org.0 };
    facts::count(tx, &fact).await
}

/// Enters a union in preparation (筹备期): it recruits, and does not count as a union yet. `employer`: whose workers found it.
pub async fn prepare(
    tx: &mut Tx,
    app: &App,
    parent: &Org,
    new: &NewUnion,
    employer: Option<EmployerId>,
) -> Result<Union> {
    let new = NewUnion { status: "4".into(), founded_on: None, term_from: None, term_years: None, ..new.clone() };
    let union = super::add(tx, app, Some(parent), &new).await?;
    tx.exec("UPDATE unions SET prepares_for = $2 WHERE id = $1", vals![union.id, employer]).await?;
    Ok(union)
}
/// The union that is being founded for an employer.
pub async fn prepares_for(db: &Db, employer: EmployerId) -> Result<Option<OrgId>> {
    let sql = "SELECT u.id FROM unions u JOIN organisations o ON o.id = u.id WHERE u.prepares_for = $1 AND u.status = '4' AND o.closed_on IS NULL ORDER BY u.id LIMIT 1";
    Ok(db.maybe::<(OrgId,)>(sql, vals![employer]).await?.map(|r| r.0))
}

/// What a union is once it stands.
#[derive(Clone, Debug)]
pub struct Founded<'a> {
    pub name: &'a str,
    pub seal_name: &'a str,
    pub chair: &'a str,
    pub founded_on: Date,
    pub term_from: Date,
    pub term_years: i64,
}
/// Turns a union in preparation into one that stands: its card, its employer (which may have shared another union till now), the count of unions. False: it is not in preparation (any more).
pub async fn found(tx: &mut Tx, app: &App, union: &Union, new: &Founded<'_>) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE unions SET status = '1', seal_name = $2, chair = $3, founded_on = $4, term_from = $5, term_years = $6, version = version + 1 WHERE id = $1 AND status = '4'",
            vals![union.id, new.seal_name, new.chair, new.founded_on, new.term_from, new.term_years],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    tx.exec(
        "UPDATE employers SET union_id = $1, updated_at = $2, version = version + 1 WHERE id IN (SELECT prepares_for FROM unions WHERE id = $1)",
        vals![union.id, app.now()],
    )
    .await?;
    ways::keep(tx, app, Of::Union(union.id)).await?;
    if union.name != new.name {
        tree::rename(tx, union.id, new.name).await?;
        super::index(tx, &Org { name: new.name.to_owned(), ..union.org() }).await?;
    }
    if let Some(kind) = union.kind() {
        count_union(tx, kind, union.id, new.founded_on, 1).await?;
    }
    Ok(true)
}

/// Writes a new term and chair on the card.
pub async fn renew(tx: &mut Tx, union: OrgId, chair: &str, from: Date, years: i64) -> Result<u64> {
    tx.exec(
        "UPDATE unions SET chair = $2, term_from = $3, term_years = $4, version = version + 1 WHERE id = $1",
        vals![union, chair, from, years],
    )
    .await
}
/// Locks a union that stands or is in preparation, so that nobody joins while it ends; false where somebody was first.
pub async fn lock(tx: &mut Tx, union: OrgId) -> Result<bool> {
    let sql = "UPDATE unions SET status = '3', version = version + 1 WHERE id = $1 AND status IN ('1', '4')";
    Ok(tx.exec(sql, vals![union]).await? == 1)
}
