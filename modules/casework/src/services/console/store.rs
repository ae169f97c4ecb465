//! All SQL of drafts.
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};

/// A definition that somebody is writing.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Draft {
    pub id: i64,
    pub text: String,
    pub name: Option<String>,
    pub changed_at: i64,
    pub published_at: Option<i64>,
    pub version: i64,
}
const SELECT: &str = "SELECT d.id, d.text, a.name, d.changed_at, d.published_at, d.version FROM service_drafts d LEFT JOIN accounts a ON a.id = d.account";

pub async fn drafts(db: &Db, org: OrgId) -> Result<Vec<Draft>> {
    let sql = format!("{SELECT} WHERE d.org = $1 ORDER BY d.changed_at DESC LIMIT 50");
    db.all(sqlx::AssertSqlSafe(sql), vals![org]).await
}
pub async fn draft(db: &Db, org: OrgId, id: i64) -> Result<Option<Draft>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE d.org = $1 AND d.id = $2")), vals![org, id]).await
}
pub async fn add(tx: &mut Tx, app: &App, org: OrgId, text: &str, by: AccountId) -> Result<i64> {
    let values = vals![org, text, by, app.now()];
    tx.insert("service_drafts", "org, text, account, changed_at", values).await
}
/// False: somebody changed it meanwhile.
pub async fn change(tx: &mut Tx, app: &App, draft: &Draft, text: &str, by: AccountId) -> Result<bool> {
    let sql = "UPDATE service_drafts SET text = $3, account = $4, changed_at = $5, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vals![draft.id, draft.version, text, by, app.now()]).await? == 1)
}
pub async fn set_published(tx: &mut Tx, app: &App, id: i64) -> Result<()> {
    let sql = "UPDATE service_drafts SET published_at = $2 WHERE id = $1";
    tx.exec(sql, vals![id, app.now()]).await.map(|_| ())
}
