//! Accounts that are blocked: by an administrator, or because nobody has used them for long.
use super::AccountId;
use crate::{
    App,
    db::{Db, Result, Tx},
    tree::OrgId,
    vals,
};

const DAY: i64 = 86_400_000;

/// Why and since when an account is blocked.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Blocked {
    pub blocked_at: i64,
    pub reason: String,
}

pub async fn blocked(db: &Db, account: AccountId) -> Result<Option<Blocked>> {
    let sql = "SELECT blocked_at, blocked_reason AS reason FROM accounts WHERE id = $1 AND blocked_at IS NOT NULL";
    db.maybe(sql, vals![account]).await
}

/// Blocks an account and ends its sessions.
pub async fn block(tx: &mut Tx, account: AccountId, reason: &str, now: i64) -> Result<u64> {
    super::revoke_all(tx, account, now).await?;
    let sql = "UPDATE accounts SET blocked_at = $2, blocked_reason = $3 WHERE id = $1 AND blocked_at IS NULL";
    tx.exec(sql, vals![account, now, reason]).await
}
/// Opens an account again; from now on it counts as used.
pub async fn unblock(tx: &mut Tx, account: AccountId, now: i64) -> Result<u64> {
    let sql = "UPDATE accounts SET blocked_at = NULL, blocked_reason = '', opened_at = $2 WHERE id = $1 AND blocked_at IS NOT NULL";
    tx.exec(sql, vals![account, now]).await
}

/// Accounts with a post at an organisation that nobody has used for some days, oldest first, at most 500. Never those of administrators at
/// the top: nobody could open theirs.
async fn idle(app: &App, org: OrgId, days: i64) -> Result<Vec<AccountId>> {
    let before = app.now() - days * DAY;
    let rows: Vec<(AccountId,)> = app
        .db
        .all(
            "SELECT DISTINCT a.id FROM accounts a JOIN posts p ON p.account = a.id JOIN organisations o ON o.id = p.org \
             WHERE p.org = $1 AND p.starts_on <= $2 AND (p.ends_on IS NULL OR p.ends_on >= $2) AND a.blocked_at IS NULL \
             AND COALESCE(a.opened_at, a.created_at) < $3 AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.account = a.id AND s.seen_at >= $3) \
             AND NOT EXISTS (SELECT 1 FROM posts t JOIN organisations r ON r.id = t.org WHERE t.account = a.id AND t.role = 'admin' AND r.parent IS NULL) \
             ORDER BY a.id LIMIT 500",
            vals![org, app.today(), before],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Blocks officers' accounts at an organisation that nobody has used for so many days; gives which.
pub async fn block_inactive(app: &App, org: OrgId, days: i64) -> Result<Vec<AccountId>> {
    let idle = idle(app, org, days).await?;
    if idle.is_empty() {
        return Ok(idle);
    }
    let mut tx = app.db.begin().await?;
    for account in &idle {
        block(&mut tx, *account, &format!("{days}天没有登录"), app.now()).await?;
        let entry = crate::audit::Entry {
            act: "account.block",
            object: "account",
            object_id: account.0,
            detail: &format!("{days}天没有登录，自动停用"),
            org: Some(org),
            ..crate::audit::Entry::default()
        };
        crate::audit::record(&mut tx, app, None, &entry).await?;
    }
    tx.commit().await?;
    Ok(idle)
}
