//! All SQL about the links of screens.
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

pub struct NewLink<'a> {
    pub account: AccountId,
    /// What it shows.
    pub org: OrgId,
    /// In whose name it was made: it ends with that post.
    pub post_org: OrgId,
    pub name: &'a str,
    pub measure: &'a str,
    pub token_hash: &'a str,
}
pub async fn add(tx: &mut Tx, new: &NewLink<'_>, now: i64) -> Result<i64> {
    let values = vals![new.account, new.org, new.post_org, new.name, new.measure, new.token_hash, now];
    tx.insert("screens", "account, org, post_org, name, measure, token_hash, created_at", values).await
}

/// A link as its maker sees it, and whoever answers for the union in whose name it was made.
#[derive(sqlx_macros::FromRow)]
pub struct Link {
    pub id: i64,
    pub account: AccountId,
    pub owner: String,
    pub org_name: String,
    pub name: String,
    pub measure: String,
    pub created_at: i64,
    /// None: never opened.
    pub seen_at: Option<i64>,
}
/// Open links: the own ones first, then those of others in a branch.
pub async fn of(db: &Db, account: AccountId, branch: &Scope) -> Result<Vec<Link>> {
    db.all(
        "SELECT s.id, s.account, a.name AS owner, o.name AS org_name, s.name, s.measure, s.created_at, s.seen_at FROM screens s JOIN organisations o ON o.id = s.org \
         JOIN organisations h ON h.id = s.post_org JOIN accounts a ON a.id = s.account \
         WHERE s.revoked_at IS NULL AND (s.account = $1 OR (h.path >= $2 AND h.path < $3)) ORDER BY CASE WHEN s.account = $1 THEN 0 ELSE 1 END, s.id DESC LIMIT 200",
        vals![account, &branch.from, &branch.until],
    )
    .await
}
pub async fn open_ones(db: &Db, account: AccountId) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM screens WHERE account = $1 AND revoked_at IS NULL", vals![account]).await
}
/// False where it is not there, is somebody else's outside the branch, or was revoked.
pub async fn revoke(tx: &mut Tx, (account, branch): (AccountId, &Scope), id: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE screens SET revoked_at = $3 WHERE id = $2 AND revoked_at IS NULL AND (account = $1 OR EXISTS (\
        SELECT 1 FROM organisations h WHERE h.id = screens.post_org AND h.path >= $4 AND h.path < $5))";
    Ok(tx.exec(sql, vals![account, id, now, &branch.from, &branch.until]).await? == 1)
}

#[derive(sqlx_macros::FromRow)]
pub struct Open {
    pub id: i64,
    pub org: OrgId,
    pub measure: String,
    pub seen_at: Option<i64>,
    /// What its maker holds today where it was made, if anything: officer,organiser.
    pub roles: Option<String>,
}
/// An open link, while what it shows lies below the post in whose name it was made.
pub async fn by_token(db: &Db, token_hash: &str, today: Date) -> Result<Option<Open>> {
    db.maybe(
        "SELECT s.id, s.org, s.measure, s.seen_at, \
           (SELECT string_agg(p.role, ',') FROM posts p WHERE p.account = s.account AND p.org = s.post_org AND p.starts_on <= $2 AND (p.ends_on IS NULL OR p.ends_on >= $2)) AS roles \
         FROM screens s JOIN accounts a ON a.id = s.account JOIN organisations o ON o.id = s.org JOIN organisations h ON h.id = s.post_org \
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND a.blocked_at IS NULL AND SUBSTR(o.path, 1, LENGTH(h.path)) = h.path",
        vals![token_hash, today],
    )
    .await
}
/// Remembers that the screen is on, at most once an hour.
pub async fn seen(app: &App, id: i64, before: Option<i64>) -> Result<()> {
    if before.is_some_and(|at| app.now() - at < 3_600_000) {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    tx.exec("UPDATE screens SET seen_at = $2 WHERE id = $1", vals![id, app.now()]).await?;
    tx.commit().await
}
