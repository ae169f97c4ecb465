//! All SQL about boards that are sent every month.
use jiff::civil::Date;
use platform::{
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};

pub struct NewSending<'a> {
    pub account: AccountId,
    pub org: OrgId,
    pub address: &'a str,
    /// The last month that was sent: what was over before is not.
    pub sent_month: &'a str,
}
/// Asked for twice it is one.
pub async fn begin(tx: &mut Tx, new: &NewSending<'_>, now: i64) -> Result<u64> {
    tx.exec(
        "INSERT INTO sheet_sendings (account, org, address, sent_month, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account, org, address) DO NOTHING",
        vals![new.account, new.org, new.address, new.sent_month, now],
    )
    .await
}
pub async fn stop(tx: &mut Tx, account: AccountId, org: OrgId, address: &str) -> Result<u64> {
    tx.exec("DELETE FROM sheet_sendings WHERE account = $1 AND org = $2 AND address = $3", vals![account, org, address])
        .await
}
pub async fn forget(tx: &mut Tx, id: i64) -> Result<u64> {
    tx.exec("DELETE FROM sheet_sendings WHERE id = $1", vals![id]).await
}
pub async fn is_sent(db: &Db, account: AccountId, org: OrgId, address: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM sheet_sendings WHERE account = $1 AND org = $2 AND address = $3";
    Ok(db.number(sql, vals![account, org, address]).await? > 0)
}
pub async fn kept(db: &Db, account: AccountId, org: OrgId) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM sheet_sendings WHERE account = $1 AND org = $2", vals![account, org]).await
}

/// One that was not sent for a month.
#[derive(sqlx_macros::FromRow)]
pub struct Due {
    pub id: i64,
    pub account: AccountId,
    pub address: String,
    pub org_name: String,
    /// What its reader holds at the organisation today, if anything: officer,organiser.
    pub roles: Option<String>,
    /// The view that it is, if it was saved as one.
    pub name: Option<String>,
}
/// What waits to be sent for a month ("2026-10"), some at once. A clock that was set back sends nothing again.
pub async fn due(db: &Db, month: &str, today: Date) -> Result<Vec<Due>> {
    db.all(
        "SELECT s.id, s.account, s.address, o.name AS org_name, \
           (SELECT string_agg(p.role, ',') FROM posts p WHERE p.account = s.account AND p.org = s.org AND p.starts_on <= $2 AND (p.ends_on IS NULL OR p.ends_on >= $2)) AS roles, \
           (SELECT MIN(v.name) FROM list_views v WHERE v.list = 'sheet' AND v.org = s.org AND v.address = s.address AND (v.account = s.account OR v.shared = 1)) AS name \
         FROM sheet_sendings s JOIN organisations o ON o.id = s.org WHERE s.sent_month < $1 ORDER BY s.id LIMIT 500",
        vals![month, today],
    )
    .await
}
/// True for the one who marks it.
pub async fn mark(tx: &mut Tx, id: i64, month: &str) -> Result<bool> {
    let sql = "UPDATE sheet_sendings SET sent_month = $2 WHERE id = $1 AND sent_month < $2";
    Ok(tx.exec(sql, vals![id, month]).await? == 1)
}
