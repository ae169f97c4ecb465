//! Posts come by invitation: a link that works once, for one phone, within a week.
use super::{AccountId, PHONE, PostId, account_for_phone, phone_index};
use crate::{
    App,
    db::{Db, Result, Tx},
    rights::Role,
    secrets,
    tree::{OrgId, Scope},
    vals,
};
use jiff::civil::Date;

const WEEK: i64 = 7 * 86_400_000;

/// A post to be given.
#[derive(Clone, Debug)]
pub struct NewPost<'a> {
    pub org: OrgId,
    pub role: Role,
    /// What the post is called there, e.g. 组织部副部长.
    pub title: &'a str,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
}

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Invitation {
    pub id: i64,
    pub name: String,
    pub phone_sealed: String,
    pub org: OrgId,
    pub org_name: String,
    pub role: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: Option<String>,
    pub expires_at: i64,
}
impl Invitation {
    pub fn phone(&self, app: &App) -> Result<String, secrets::Unreadable> {
        app.keys.open(PHONE, &self.phone_sealed)
    }
}
const INVITATION: &str = "SELECT i.id, i.name, i.phone_sealed, i.org, o.name AS org_name, i.role, i.title, i.starts_on, i.ends_on, i.expires_at FROM invitations i JOIN organisations o ON o.id = i.org";

/// Invites somebody; returns the token of the link `/invitation/{token}`.
pub async fn invite(
    tx: &mut Tx,
    app: &App,
    name: &str,
    phone: &str,
    post: &NewPost<'_>,
    by: Option<AccountId>,
) -> Result<String> {
    let token = secrets::token();
    tx.insert(
        "invitations",
        "token_hash, name, phone_index, phone_sealed, org, role, title, starts_on, ends_on, given_by, given_at, expires_at",
        vals![
            secrets::token_hash(&token), name, phone_index(app, phone), app.keys.seal(PHONE, phone), post.org, post.role.key(), post.title, post.starts_on, post.ends_on, by,
            app.now(), app.now() + WEEK
        ],
    )
    .await?;
    Ok(token)
}
/// The invitation behind a link, if it is still open.
pub async fn invitation(app: &App, token: &str) -> Result<Option<Invitation>> {
    let sql = format!(
        "{INVITATION} WHERE i.token_hash = $1 AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2"
    );
    app.db.maybe(sqlx::AssertSqlSafe(sql), vals![secrets::token_hash(token), app.now()]).await
}
pub async fn open_invitations(db: &Db, scope: &Scope, now: i64) -> Result<Vec<Invitation>> {
    let sql = format!(
        "{INVITATION} WHERE o.path >= $1 AND o.path < $2 AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $3 ORDER BY i.id DESC LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, now]).await
}
/// An open invitation if it lies in the branch: outside, nothing exists.
pub async fn invitation_within(db: &Db, scope: &Scope, id: i64, now: i64) -> Result<Option<Invitation>> {
    let sql = format!(
        "{INVITATION} WHERE i.id = $4 AND o.path >= $1 AND o.path < $2 AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $3"
    );
    db.maybe(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, now, id]).await
}
pub async fn revoke_invitation(tx: &mut Tx, id: i64, now: i64) -> Result<u64> {
    tx.exec("UPDATE invitations SET revoked_at = $2 WHERE id = $1 AND used_at IS NULL", vals![id, now]).await
}

/// Takes back all open invitations to posts at an organisation.
pub async fn revoke_invitations_to(tx: &mut Tx, org: OrgId, now: i64) -> Result<u64> {
    tx.exec(
        "UPDATE invitations SET revoked_at = $2 WHERE org = $1 AND used_at IS NULL AND revoked_at IS NULL",
        vals![org, now],
    )
    .await
}

/// Uses an invitation up: the account is made where needed and gets the post. None when somebody was quicker or it has ended.
pub async fn accept_invitation(tx: &mut Tx, app: &App, token: &str) -> Result<Option<AccountId>> {
    let used = tx
        .exec(
            "UPDATE invitations SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2",
            vals![secrets::token_hash(token), app.now()],
        )
        .await?;
    if used == 0 {
        return Ok(None);
    }
    let sql = format!("{INVITATION} WHERE i.token_hash = $1");
    let found: Invitation = tx.one(sqlx::AssertSqlSafe(sql), vals![secrets::token_hash(token)]).await?;
    let phone = found.phone(app).map_err(|e| crate::db::Error::Decode(Box::new(e)))?;
    let account = account_for_phone(tx, app, &phone, &found.name).await?;
    let role = Role::from_key(&found.role).ok_or_else(|| crate::db::Error::Decode("an unknown role".into()))?;
    let starts_on = found.starts_on.parse().map_err(|e: jiff::Error| crate::db::Error::Decode(Box::new(e)))?;
    let ends_on = found.ends_on.as_deref().and_then(|d| d.parse().ok());
    give_post(tx, app, account, &NewPost { org: found.org, role, title: &found.title, starts_on, ends_on }, None)
        .await?;
    Ok(Some(account))
}

pub async fn give_post(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    post: &NewPost<'_>,
    by: Option<AccountId>,
) -> Result<PostId> {
    let id = tx
        .insert(
            "posts",
            "account, org, role, title, starts_on, ends_on, given_by, given_at",
            vals![account, post.org, post.role.key(), post.title, post.starts_on, post.ends_on, by, app.now()],
        )
        .await?;
    Ok(PostId(id))
}
