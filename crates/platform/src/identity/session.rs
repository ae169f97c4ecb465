//! Sessions: one per device, revocable.
use super::{AccountId, Post, PostId, SignedIn};
use crate::{
    App,
    db::{Db, Result, Tx},
    rights::Role,
    secrets,
    tree::{OrgId, PersonId},
    vals,
};

/// A session that is not used for so long ends.
pub const SESSION_DAYS: i64 = 60;
const DAY: i64 = 86_400_000;
/// How exactly "last seen" is kept; a write per request would be too dear.
const SEEN_EVERY: i64 = 3_600_000;

#[derive(sqlx_macros::FromRow)]
struct Row {
    session: i64,
    account: AccountId,
    person: Option<PersonId>,
    name: String,
    seen_at: i64,
    totp_since: Option<i64>,
    second_at: Option<i64>,
    acting: Option<PostId>,
    unread: i64,
    post: Option<PostId>,
    org: Option<OrgId>,
    org_name: Option<String>,
    path: Option<String>,
    role: Option<String>,
    title: Option<String>,
    /// "joining 3,transfer 1"
    waiting: Option<String>,
}

/// Who a token belongs to, with the posts that hold today.
pub async fn session(app: &App, token: &str) -> Result<Option<SignedIn>> {
    let now = app.now();
    let rows: Vec<Row> = app
        .db
        .all(
            "SELECT s.id AS session, s.account, a.person, a.name, s.seen_at, a.totp_since, s.second_at, s.post AS acting, \
             (SELECT COUNT(*) FROM notices n WHERE n.account = a.id AND n.read_at IS NULL) AS unread, p.id AS post, p.org, o.name AS org_name, o.path, p.role, p.title, \
             (SELECT string_agg(w.kind || ' ' || CAST(w.tasks AS TEXT), ',') FROM (SELECT t.kind, COUNT(*) AS tasks FROM (SELECT k.kind FROM tasks k WHERE k.done_at IS NULL AND k.level_org = p.org LIMIT 1000) t GROUP BY t.kind) w) AS waiting \
             FROM sessions s JOIN accounts a ON a.id = s.account \
             LEFT JOIN posts p ON p.account = a.id AND p.starts_on <= $3 AND (p.ends_on IS NULL OR p.ends_on >= $3) LEFT JOIN organisations o ON o.id = p.org \
             WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND a.blocked_at IS NULL ORDER BY p.id",
            vals![secrets::token_hash(token), now, app.today()],
        )
        .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut signed_in = SignedIn {
        session: first.session,
        account: first.account,
        name: first.name.clone(),
        person: first.person,
        posts: Vec::new(),
        has_second: first.totp_since.is_some(),
        gave_second: first.second_at.is_some() && first.second_at >= first.totp_since,
        acting: first.acting,
        unread: first.unread,
    };
    if now - first.seen_at > SEEN_EVERY {
        seen(app, first.session, now).await?;
    }
    for row in rows {
        if let (Some(id), Some(org), Some(org_name), Some(path), Some(role), Some(title)) =
            (row.post, row.org, row.org_name, row.path, row.role.as_deref().and_then(Role::from_key), row.title)
        {
            let mut waiting = waiting(row.waiting.as_deref().unwrap_or_default());
            if waiting.iter().map(|(_, tasks)| tasks).sum::<i64>() >= AT_ONCE {
                waiting = all_waiting(app, org).await?;
            }
            signed_in.posts.push(Post { id, org, org_name, path, role, title, waiting });
        }
    }
    Ok(Some(signed_in))
}

/// Tasks that each request counts, as its statement says.
const AT_ONCE: i64 = 1_000;
/// Seconds for which the count of more than those holds.
const HOLDS: u64 = 30;

/// Where very many wait, they are not counted for each page.
async fn all_waiting(app: &App, org: OrgId) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT kind, COUNT(*) FROM tasks WHERE done_at IS NULL AND level_org = $1 GROUP BY kind";
    app.once(format!("tasks.waiting.{org}"), HOLDS, app.db.all(sql, vals![org])).await
}
fn waiting(text: &str) -> Vec<(String, i64)> {
    let count =
        |part: &str| part.split_once(' ').and_then(|(kind, tasks)| Some((kind.to_owned(), tasks.parse().ok()?)));
    text.split(',').filter_map(count).collect()
}

async fn seen(app: &App, session: i64, now: i64) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.exec(
        "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1",
        vals![session, now, now + SESSION_DAYS * DAY],
    )
    .await?;
    tx.commit().await
}

/// Starts a session and returns its token. `device` is what the person will recognise in the list ("微信，安卓手机").
pub async fn start_session(app: &App, account: AccountId, device: &str) -> Result<String> {
    let (token, now) = (secrets::token(), app.now());
    let mut tx = app.db.begin().await?;
    tx.insert(
        "sessions",
        "account, token_hash, device, created_at, seen_at, expires_at",
        vals![account, secrets::token_hash(&token), device, now, now, now + SESSION_DAYS * DAY],
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// Works in the name of another of one's posts from now on.
pub async fn act_for(app: &App, who: &SignedIn, post: PostId) -> Result<bool> {
    if !who.posts.iter().any(|p| p.id == post) {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    tx.exec("UPDATE sessions SET post = $2 WHERE id = $1", vals![who.session, post]).await?;
    tx.commit().await?;
    Ok(true)
}

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Session {
    pub id: i64,
    pub device: String,
    pub created_at: i64,
    pub seen_at: i64,
}
/// The sessions of an account that still hold, the last used first.
pub async fn sessions(db: &Db, account: AccountId, now: i64) -> Result<Vec<Session>> {
    db.all("SELECT id, device, created_at, seen_at FROM sessions WHERE account = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY seen_at DESC", vals![account, now]).await
}
/// Ends one of an account's own sessions; false where it has no such session.
pub async fn revoke(app: &App, account: AccountId, session: i64) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let ended = tx
        .exec(
            "UPDATE sessions SET revoked_at = $3 WHERE id = $2 AND account = $1 AND revoked_at IS NULL",
            vals![account, session, app.now()],
        )
        .await?;
    tx.commit().await?;
    Ok(ended > 0)
}
/// Ends all sessions of an account but one.
pub async fn revoke_others(app: &App, account: AccountId, session: i64) -> Result<u64> {
    let mut tx = app.db.begin().await?;
    let ended = tx
        .exec(
            "UPDATE sessions SET revoked_at = $3 WHERE id <> $2 AND account = $1 AND revoked_at IS NULL",
            vals![account, session, app.now()],
        )
        .await?;
    tx.commit().await?;
    Ok(ended)
}
/// Ends all sessions of an account: somebody else may hold the device.
pub async fn revoke_all(tx: &mut Tx, account: AccountId, now: i64) -> Result<u64> {
    tx.exec("UPDATE sessions SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL", vals![account, now]).await
}
/// The second factor was given in a session.
pub async fn confirm_second(app: &App, session: i64) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.exec("UPDATE sessions SET second_at = $2 WHERE id = $1", vals![session, app.now()]).await?;
    tx.commit().await
}
