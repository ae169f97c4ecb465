//! Accounts, sessions, posts and the ways to sign in.
//!
//! A phone belongs to one account. A session is a random token in a cookie; the database holds its hash. Sessions can be listed and
//! revoked by the person. Accounts of officers come by invitation.
mod code;
mod consent;
mod inactive;
mod invitation;
pub mod oidc;
mod password;
mod second;
mod session;

pub use code::{CODE_MINUTES, CodeFault, check_code, codes_are_on, send_code};
pub use consent::{Consent, consents, give_consent, has_consent, withdraw_consent};
pub use inactive::{Blocked, block, block_inactive, blocked, unblock};
pub use invitation::{
    Invitation, NewPost, accept_invitation, give_post, invitation, invitation_within, invite, open_invitations,
    revoke_invitation, revoke_invitations_to,
};
pub use password::{check_password, set_password};
pub use second::{
    Enrolment, SecondFactor, check_second, enrol, forget_second, offer_second, second_factor, show_secret,
};
pub use session::{
    SESSION_DAYS, Session, act_for, confirm_second, revoke, revoke_all, revoke_others, session, sessions, start_session,
};

use crate::{
    App,
    db::{Db, Result, Tx},
    rights::{Permission, Role},
    secrets::rotation,
    tree::{OrgId, PersonId},
    vals,
};

crate::row_id!(
    /// Somebody who can sign in.
    AccountId
);
crate::row_id!(PostId);

/// A post that holds today.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub id: PostId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub role: Role,
    pub title: String,
    /// How many tasks of each kind wait at the organisation: read along, since each page of the console shows it.
    pub waiting: Vec<(String, i64)>,
}

/// Somebody with a valid session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub session: i64,
    pub account: AccountId,
    pub name: String,
    pub person: Option<PersonId>,
    /// Posts that hold today, the one acted in first chosen by [`act_for`].
    pub posts: Vec<Post>,
    /// A second factor is set up for the account.
    pub has_second: bool,
    /// The second factor was given in this session.
    pub gave_second: bool,
    acting: Option<PostId>,
    /// Messages not read yet: counted with the session, because every page shows them.
    pub unread: i64,
}
impl SignedIn {
    /// The post in whose name the person works now: the chosen one, else the first.
    pub fn acting(&self) -> Option<&Post> {
        self.posts.iter().find(|p| Some(p.id) == self.acting).or(self.posts.first())
    }
    pub fn may(&self, permission: &Permission) -> bool {
        self.acting().is_some_and(|p| permission.is_held_by(p.role))
    }
    pub fn org(&self) -> Option<OrgId> {
        self.acting().map(|p| p.org)
    }
}

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Account {
    pub id: AccountId,
    pub person: Option<PersonId>,
    pub name: String,
    pub phone_sealed: String,
    pub password: Option<String>,
    pub blocked_at: Option<i64>,
}
const ACCOUNT: &str = "SELECT id, person, name, phone_sealed, password, blocked_at FROM accounts";
const PHONE: &str = "accounts.phone";

impl Account {
    pub fn phone(&self, app: &App) -> Result<String, crate::secrets::Unreadable> {
        app.keys.open(PHONE, &self.phone_sealed)
    }
}

pub fn phone_index(app: &App, phone: &str) -> String {
    app.keys.blind("phone", phone)
}
/// Two accounts or people with the same phone, whichever key the index was made with.
pub fn is_phone(app: &App, phone: &str, index: &str) -> bool {
    app.keys.is_blind("phone", phone, index)
}
pub async fn account_by_phone(app: &App, phone: &str) -> Result<Option<Account>> {
    rotation::adopt(&app.db, &app.keys, "accounts", "phone_index", "phone", phone).await?;
    app.db.maybe(sqlx::AssertSqlSafe(format!("{ACCOUNT} WHERE phone_index = $1")), vals![phone_index(app, phone)]).await
}
pub async fn account(db: &Db, id: AccountId) -> Result<Option<Account>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{ACCOUNT} WHERE id = $1")), vals![id]).await
}
/// The account of a person, if he or she has one.
pub async fn account_of_person(tx: &mut Tx, person: PersonId) -> Result<Option<AccountId>> {
    Ok(tx.maybe::<(AccountId,)>("SELECT id FROM accounts WHERE person = $1", vals![person]).await?.map(|r| r.0))
}
/// The same, read outside an act.
pub async fn account_tied_to(db: &Db, person: PersonId) -> Result<Option<AccountId>> {
    Ok(db.maybe::<(AccountId,)>("SELECT id FROM accounts WHERE person = $1", vals![person]).await?.map(|r| r.0))
}
/// The account of a phone; made where there is none.
pub async fn account_for_phone(tx: &mut Tx, app: &App, phone: &str, name: &str) -> Result<AccountId> {
    rotation::adopt_in(tx, &app.keys, "accounts", "phone_index", "phone", phone).await?;
    let index = phone_index(app, phone);
    tx.exec(
        "INSERT INTO accounts (name, phone_index, phone_sealed, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (phone_index) DO NOTHING",
        vals![name, &index, app.keys.seal(PHONE, phone), app.now()],
    )
    .await?;
    Ok(tx.one::<(AccountId,)>("SELECT id FROM accounts WHERE phone_index = $1", vals![index]).await?.0)
}
/// Ties an account to the person behind it, once it is known.
pub async fn tie_person(tx: &mut Tx, account: AccountId, person: PersonId, name: &str) -> Result<u64> {
    tx.exec("UPDATE accounts SET person = $2, name = $3 WHERE id = $1", vals![account, person, name]).await
}

/// A post with its holder, for lists of people with posts.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Holder {
    pub id: PostId,
    pub account: AccountId,
    pub name: String,
    pub phone_sealed: String,
    pub org: OrgId,
    pub org_name: String,
    pub role: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: Option<String>,
}
impl Holder {
    pub fn phone(&self, app: &App) -> Result<String, crate::secrets::Unreadable> {
        app.keys.open(PHONE, &self.phone_sealed)
    }
}
const HOLDER: &str = "SELECT p.id, p.account, a.name, a.phone_sealed, p.org, o.name AS org_name, p.role, p.title, p.starts_on, p.ends_on FROM posts p JOIN accounts a ON a.id = p.account JOIN organisations o ON o.id = p.org";

/// Posts within a branch that hold on a day or will.
pub async fn holders(db: &Db, scope: &crate::tree::Scope, today: jiff::civil::Date) -> Result<Vec<Holder>> {
    let sql = format!(
        "{HOLDER} WHERE o.path >= $1 AND o.path < $2 AND (p.ends_on IS NULL OR p.ends_on >= $3) ORDER BY o.path, p.id LIMIT 500"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, today]).await
}
/// A post if it lies in the branch, ended or not: outside, nothing exists.
pub async fn holder(db: &Db, scope: &crate::tree::Scope, id: PostId) -> Result<Option<Holder>> {
    let sql = format!("{HOLDER} WHERE p.id = $1 AND o.path >= $2 AND o.path < $3");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![id, &scope.from, &scope.until]).await
}
/// Posts at an organisation and all above it that hold on a day: who may see what lies there.
pub async fn holders_over(db: &Db, path: &str, today: jiff::civil::Date) -> Result<Vec<Holder>> {
    let mut query = crate::db::Query::new(HOLDER, vals![]);
    query.add(
        " WHERE p.starts_on <= ? AND (p.ends_on IS NULL OR p.ends_on >= ?) AND a.blocked_at IS NULL AND p.org IN (0",
        vals![today, today],
    );
    for org in crate::tree::ids_of(path) {
        query.add(", ?", vals![org]);
    }
    query.add(") ORDER BY o.path DESC, p.id LIMIT 100", vals![]);
    db.list(query).await
}
/// Those who hold a permission at an organisation on a day.
pub async fn holders_of(
    tx: &mut Tx,
    org: OrgId,
    permission: &Permission,
    today: jiff::civil::Date,
) -> Result<Vec<AccountId>> {
    let rows: Vec<(AccountId, String)> = tx
        .all(
            "SELECT account, role FROM posts WHERE org = $1 AND starts_on <= $2 AND (ends_on IS NULL OR ends_on >= $2)",
            vals![org, today],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter(|(_, role)| Role::from_key(role).is_some_and(|r| permission.is_held_by(r)))
        .map(|r| r.0)
        .collect())
}
/// The paths of the organisations at which an account holds a post on a day, the first post first.
pub async fn paths_of(db: &Db, account: AccountId, today: jiff::civil::Date) -> Result<Vec<(String,)>> {
    db.all(
        "SELECT o.path FROM posts p JOIN organisations o ON o.id = p.org WHERE p.account = $1 AND p.starts_on <= $2 AND (p.ends_on IS NULL OR p.ends_on >= $2) ORDER BY p.id",
        vals![account, today],
    )
    .await
}
/// Ends a post on a day (inclusive); returns its organisation if it was there.
/// Ends all posts at an organisation that ends itself.
pub async fn end_posts_at(tx: &mut Tx, org: OrgId, ends_on: jiff::civil::Date) -> Result<u64> {
    tx.exec("UPDATE posts SET ends_on = $2 WHERE org = $1 AND (ends_on IS NULL OR ends_on > $2)", vals![org, ends_on])
        .await
}
pub async fn end_post(tx: &mut Tx, id: PostId, ends_on: jiff::civil::Date) -> Result<u64> {
    tx.exec("UPDATE posts SET ends_on = $2 WHERE id = $1", vals![id, ends_on]).await
}
pub async fn post_org(db: &Db, id: PostId) -> Result<Option<OrgId>> {
    Ok(db.maybe::<(OrgId,)>("SELECT org FROM posts WHERE id = $1", vals![id]).await?.map(|r| r.0))
}
