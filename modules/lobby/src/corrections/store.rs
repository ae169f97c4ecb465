//! All SQL about corrections.
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    secrets::Unreadable,
    tree::{OrgId, PersonId, Scope},
    vals,
};

const VALUE: &str = "corrections.value";

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Correction {
    pub id: i64,
    pub account: AccountId,
    pub person: PersonId,
    pub person_name: String,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub field: String,
    pub old_sealed: String,
    pub new_sealed: String,
    pub reason: String,
    pub at: i64,
    pub due_on: String,
    pub decided_at: Option<i64>,
    pub decided_by: Option<String>,
    /// accepted or refused.
    pub outcome: Option<String>,
    pub answer: String,
}
impl Correction {
    pub fn before(&self, app: &App) -> Result<String, Unreadable> {
        app.keys.open(VALUE, &self.old_sealed)
    }
    pub fn wanted(&self, app: &App) -> Result<String, Unreadable> {
        app.keys.open(VALUE, &self.new_sealed)
    }
}
const SELECT: &str = "SELECT c.id, c.account, c.person, p.name AS person_name, c.org, o.name AS org_name, o.path, c.field, c.old_sealed, c.new_sealed, c.reason, c.at, c.due_on, c.decided_at, a.name AS decided_by, c.outcome, c.answer \
    FROM corrections c JOIN persons p ON p.id = c.person JOIN organisations o ON o.id = c.org LEFT JOIN accounts a ON a.id = c.decided_by";

/// A correction as it is asked for.
pub struct Asked<'a> {
    pub account: AccountId,
    pub person: PersonId,
    pub org: OrgId,
    pub field: &'a str,
    pub old: &'a str,
    pub new: &'a str,
    pub reason: &'a str,
}
pub async fn add(tx: &mut Tx, app: &App, asked: &Asked<'_>) -> Result<i64> {
    tx.insert(
        "corrections",
        "account, person, org, field, old_sealed, new_sealed, reason, at, due_on",
        vals![
            asked.account,
            asked.person,
            asked.org,
            asked.field,
            app.keys.seal(VALUE, asked.old),
            app.keys.seal(VALUE, asked.new),
            asked.reason,
            app.now(),
            ""
        ],
    )
    .await
}
pub async fn set_due(tx: &mut Tx, id: i64, due_on: jiff::civil::Date) -> Result<u64> {
    tx.exec("UPDATE corrections SET due_on = $2 WHERE id = $1", vals![id, due_on]).await
}
/// The corrections that an account asked for, newest first.
pub async fn of(db: &Db, account: AccountId) -> Result<Vec<Correction>> {
    db.all(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.account = $1 ORDER BY c.id DESC LIMIT 50")), vals![account])
        .await
}
/// A correction if its union lies in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, id: i64) -> Result<Option<Correction>> {
    let found: Option<Correction> =
        db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![id]).await?;
    Ok(found.filter(|c| scope.holds(&c.path)))
}
/// Decides one that is open; false where somebody was first.
pub async fn decide(tx: &mut Tx, id: i64, by: AccountId, outcome: &str, answer: &str, now: i64) -> Result<bool> {
    let sql = "UPDATE corrections SET decided_at = $2, decided_by = $3, outcome = $4, answer = $5 WHERE id = $1 AND decided_at IS NULL";
    Ok(tx.exec(sql, vals![id, now, by, outcome, answer]).await? == 1)
}
