//! All SQL about saved views.
use platform::{
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};

platform::row_id!(ViewId);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct View {
    pub id: ViewId,
    pub list: String,
    pub name: String,
    /// Of the list, as it was saved.
    pub address: String,
    pub(super) shared: i64,
    pub account: AccountId,
    pub owner: String,
    pub(super) first: i64,
}

/// The views that somebody sees in the name of an organisation: own ones, and those shared there.
pub async fn seen(db: &Db, account: AccountId, org: OrgId, list: Option<&'static str>) -> Result<Vec<View>> {
    let mut query = Query::new(
        "SELECT v.id, v.list, v.name, v.address, v.shared, v.account, a.name AS owner, CAST(CASE WHEN f.view IS NULL THEN 0 ELSE 1 END AS BIGINT) AS first \
         FROM list_views v JOIN accounts a ON a.id = v.account LEFT JOIN list_first_views f ON f.view = v.id AND f.account = ? AND f.org = ? \
         WHERE v.org = ? AND (v.account = ? OR v.shared = 1)",
        vals![account, org, org, account],
    );
    if let Some(list) = list {
        query.add(" AND v.list = ?", vals![list]);
    }
    query.add(" ORDER BY v.id LIMIT 200", vals![]);
    db.list(query).await
}
/// A view that somebody sees: others don't exist.
pub async fn find(db: &Db, account: AccountId, org: OrgId, id: ViewId) -> Result<Option<View>> {
    Ok(seen(db, account, org, None).await?.into_iter().find(|view| view.id == id))
}
/// How many views somebody keeps of a list.
pub async fn kept(db: &Db, account: AccountId, org: OrgId, list: &str) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM list_views WHERE account = $1 AND org = $2 AND list = $3",
        vals![account, org, list],
    )
    .await
}

pub struct NewView<'a> {
    pub account: AccountId,
    pub org: OrgId,
    pub list: &'static str,
    pub name: &'a str,
    pub address: &'a str,
    pub shared: bool,
}
pub async fn add(tx: &mut Tx, new: &NewView<'_>, now: i64) -> Result<ViewId> {
    let values = vals![new.account, new.org, new.list, new.name, new.address, new.shared, now];
    Ok(ViewId(tx.insert("list_views", "account, org, list, name, address, shared, created_at", values).await?))
}
pub async fn update(tx: &mut Tx, id: ViewId, name: &str, shared: bool) -> Result<u64> {
    tx.exec("UPDATE list_views SET name = $2, shared = $3 WHERE id = $1", vals![id, name, shared]).await
}
pub async fn delete(tx: &mut Tx, id: ViewId) -> Result<u64> {
    tx.exec("DELETE FROM list_first_views WHERE view = $1", vals![id]).await?;
    tx.exec("DELETE FROM list_views WHERE id = $1", vals![id]).await
}
/// The list begins with this view from now on, or (none) with all its rows.
pub async fn begin_with(tx: &mut Tx, account: AccountId, org: OrgId, list: &str, view: Option<ViewId>) -> Result<()> {
    tx.exec("DELETE FROM list_first_views WHERE account = $1 AND org = $2 AND list = $3", vals![account, org, list])
        .await?;
    if let Some(view) = view {
        let sql = "INSERT INTO list_first_views (account, org, list, view) VALUES ($1, $2, $3, $4)";
        tx.exec(sql, vals![account, org, list, view]).await?;
    }
    Ok(())
}
/// A view that is no longer shared is nobody else's beginning.
pub async fn begin_without(tx: &mut Tx, view: ViewId, owner: AccountId) -> Result<u64> {
    tx.exec("DELETE FROM list_first_views WHERE view = $1 AND account <> $2", vals![view, owner]).await
}
