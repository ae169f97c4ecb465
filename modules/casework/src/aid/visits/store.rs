//! All SQL of visits.
use super::Told;
use crate::cases::{Case, CaseId};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    vals,
};

pub const TOLD: &str = "case_visits.told";

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Visit {
    pub told_sealed: String,
    pub photos: i64,
    pub visited_at: i64,
}
impl Visit {
    pub fn told(&self, app: &App) -> Told {
        let text = app.keys.open(TOLD, &self.told_sealed).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }
}
/// Oldest first.
pub async fn of_case(db: &Db, case: CaseId) -> Result<Vec<Visit>> {
    let sql = "SELECT told_sealed, photos, visited_at FROM case_visits WHERE case_id = $1 ORDER BY id";
    db.all(sql, vals![case]).await
}
pub async fn count_in(tx: &mut Tx, case: CaseId) -> Result<i64> {
    tx.number("SELECT COUNT(*) FROM case_visits WHERE case_id = $1", vals![case]).await
}
/// Whether this sending arrived before.
pub async fn is_there(db: &Db, account: AccountId, key: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM case_visits WHERE account = $1 AND entry_key = $2";
    Ok(db.number(sql, vals![account, key]).await? > 0)
}
/// Enters the visit at the union that handles the case now; none where its key was there before: a second sending waits for the first one's act.
pub async fn add(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    (account, key): (AccountId, &str),
    told: &Told,
    (photos, visited_at): (usize, i64),
) -> Result<Option<i64>> {
    let id = tx.reserve("case_visits", 1).await?.start;
    let sealed = app.keys.seal(TOLD, &serde_json::to_string(told).expect("texts"));
    let sql = "INSERT INTO case_visits (id, case_id, org, account, entry_key, told_sealed, photos, visited_at, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
    let values = vals![id, case.id, case.handler, account, key, sealed, photos, visited_at, app.now()];
    Ok((tx.exec(sql, values).await? == 1).then_some(id))
}
