//! All SQL about what stands sent.
use super::TAKEN;
use directory::{
    codes::{CodeId, JoiningCode},
    joinings::JoiningId,
};
use platform::{
    App,
    db::{Db, Result, Tx},
    facts::{self, Fact},
    identity::AccountId,
    tree::Scope,
    vals,
};

/// What became of an entry: the joining's number and the union that decides.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Sent {
    pub reference: String,
    pub union_name: String,
}
const SENT: &str = "SELECT j.reference, o.name AS union_name FROM stand_entries s JOIN joinings j ON j.id = s.joining JOIN organisations o ON o.id = j.union_id WHERE s.account = $1 AND s.entry_key = $2";

/// What an earlier sending of this entry became.
pub async fn sent(db: &Db, account: AccountId, key: &str) -> Result<Option<Sent>> {
    db.maybe(SENT, vals![account, key]).await
}
/// The same within an act: the one that was just made.
pub async fn sent_in(tx: &mut Tx, account: AccountId, key: &str) -> Result<Sent> {
    tx.one(SENT, vals![account, key]).await
}
/// Takes the key for an entry; false where it was sent before. A second sending waits for the first one's act.
pub async fn take_key(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    key: &str,
    code: CodeId,
    taken_at: i64,
) -> Result<bool> {
    let sql = "INSERT INTO stand_entries (account, entry_key, code, taken_at, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    Ok(tx.exec(sql, vals![account, key, code, taken_at, app.now()]).await? == 1)
}
pub async fn set_joining(tx: &mut Tx, account: AccountId, key: &str, joining: JoiningId) -> Result<()> {
    let sql = "UPDATE stand_entries SET joining = $3 WHERE account = $1 AND entry_key = $2";
    tx.exec(sql, vals![account, key, joining]).await.map(|_| ())
}
/// Counts a joining at the union whose code was used, on the day on which it arrived.
pub async fn count(tx: &mut Tx, app: &App, code: &JoiningCode, joining: JoiningId) -> Result<()> {
    let dimension = code.id.to_string();
    let fact = Fact {
        measure: TAKEN,
        org: code.union_id,
        day: app.today(),
        dimension: &dimension,
        amount: 1,
        record: "joining",
        record_id: joining.0,
    };
    facts::count(tx, &fact).await
}
/// How many joinings came from stands since an instant, by code.
pub async fn counts(db: &Db, scope: &Scope, since: i64) -> Result<Vec<(CodeId, i64)>> {
    db.all(
        "SELECT s.code, COUNT(*) FROM stand_entries s JOIN joining_codes c ON c.id = s.code JOIN organisations o ON o.id = c.union_id \
         WHERE s.at >= $3 AND o.path >= $1 AND o.path < $2 GROUP BY s.code",
        vals![&scope.from, &scope.until, since],
    )
    .await
}
