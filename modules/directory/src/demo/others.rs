//! What the demos of other modules begin with: the program some days ago, a union by its name, somebody signed in.
use crate::unions::{self, Union};
use jiff::ToSpan;
use platform::{
    App, Clock,
    identity::{self, AccountId, SignedIn},
    rights::Role,
    tree::OrgId,
    vals,
    web::Error,
};

/// The program so many days ago, at ten.
pub fn ago(app: &App, days: i64) -> App {
    let then = (app.today() - days.days()).at(10, 0, 0, 0);
    app.but(|inner| inner.clock = Clock::fixed(then))
}
/// The union of a name; none where that county was not loaded.
pub async fn union_named(app: &App, name: &str) -> platform::db::Result<Option<Union>> {
    let sql = "SELECT id FROM organisations WHERE name = $1";
    match app.db.maybe::<(OrgId,)>(sql, vals![name]).await? {
        Some((id,)) => unions::store::find(&app.db, id).await,
        None => Ok(None),
    }
}
/// Somebody on a phone.
pub async fn signed_in(app: &App, account: AccountId) -> Result<SignedIn, Error> {
    let token = identity::start_session(app, account, "微信，安卓手机").await?;
    identity::session(app, &token).await?.ok_or_else(|| Error::internal("a session that was just begun"))
}
/// Who holds a post of a union.
pub async fn holder(app: &App, org: OrgId, role: Role) -> Result<SignedIn, Error> {
    let sql = "SELECT account FROM posts WHERE org = $1 AND role = $2 ORDER BY id LIMIT 1";
    let (account,): (AccountId,) = app.db.one(sql, vals![org, role.key()]).await?;
    signed_in(app, account).await
}
