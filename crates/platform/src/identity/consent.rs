//! Consent by purpose, given and withdrawn as easily (个人信息保护法 14, 15). State is history: a withdrawn consent stays as a row.
use super::AccountId;
use crate::{
    App,
    db::{Db, Result, Tx},
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Consent {
    pub id: i64,
    /// A short key of the purpose, the same each time: "joining.notify".
    pub purpose: String,
    /// The words that the person agreed to.
    pub wording: String,
    pub given_at: i64,
    pub withdrawn_at: Option<i64>,
}

/// Keeps a consent; the same one given twice stays one.
pub async fn give_consent(tx: &mut Tx, app: &App, account: AccountId, purpose: &str, wording: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO consents (account, purpose, wording, given_at) SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM consents WHERE account = $1 AND purpose = $2 AND wording = $3 AND withdrawn_at IS NULL)",
        vals![account, purpose, wording, app.now()],
    )
    .await?;
    Ok(())
}
/// Takes back what was given for a purpose; says how many consents that were.
pub async fn withdraw_consent(tx: &mut Tx, app: &App, account: AccountId, purpose: &str) -> Result<u64> {
    tx.exec(
        "UPDATE consents SET withdrawn_at = $3 WHERE account = $1 AND purpose = $2 AND withdrawn_at IS NULL",
        vals![account, purpose, app.now()],
    )
    .await
}
/// All consents of an account, given and withdrawn, newest first.
pub async fn consents(db: &Db, account: AccountId) -> Result<Vec<Consent>> {
    db.all(
        "SELECT id, purpose, wording, given_at, withdrawn_at FROM consents WHERE account = $1 ORDER BY id DESC",
        vals![account],
    )
    .await
}
/// Whether a purpose is agreed to now.
pub async fn has_consent(db: &Db, account: AccountId, purpose: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM consents WHERE account = $1 AND purpose = $2 AND withdrawn_at IS NULL";
    Ok(db.number(sql, vals![account, purpose]).await? > 0)
}
