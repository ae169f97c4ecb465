//! Changes of a union's card, each kept with who and when.
use crate::{
    changes::{self, Change},
    unions::{NewUnion, Union},
};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::{self, OrgId},
    vals,
};

/// Writes the card anew if it still has the version that was seen; false: somebody was first.
pub async fn update(
    tx: &mut Tx,
    app: &App,
    union: &Union,
    new: &NewUnion,
    by: AccountId,
    changed: &[Change],
) -> Result<bool> {
    let sql = "UPDATE unions SET category = $3, region = $4, address = $5, chair = $6, phone = $7, seal_name = $8, founded_on = $9, term_from = $10, \
        term_years = $11, status = $12, channel = $13, industry = $14, version = version + 1 WHERE id = $1 AND version = $2";
    let values = vals![
        union.id,
        union.version,
        &new.category,
        &new.region,
        &new.address,
        &new.chair,
        &new.phone,
        &new.seal_name,
        new.founded_on,
        new.term_from,
        new.term_years,
        &new.status,
        &new.channel,
        &new.industry
    ];
    if tx.exec(sql, values).await? == 0 {
        return Ok(false);
    }
    super::set_groups(tx, union.id, &new.groups).await?;
    if union.name != new.name {
        tree::rename(tx, union.id, &new.name).await?;
        super::index(tx, &tree::Org { name: new.name.clone(), ..union.org() }).await?;
    }
    tx.exec(
        "INSERT INTO union_changes (union_id, at, account, changes) VALUES ($1, $2, $3, $4)",
        vals![union.id, app.now(), by, changes::json(changed)],
    )
    .await?;
    Ok(true)
}

/// A kept change.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Changed {
    pub at: i64,
    pub account: Option<AccountId>,
    pub changes: String,
}
pub async fn last_change(db: &Db, union: OrgId) -> Result<Option<Changed>> {
    db.maybe(
        "SELECT at, account, changes FROM union_changes WHERE union_id = $1 ORDER BY id DESC LIMIT 1",
        vals![union],
    )
    .await
}
