//! When the sides meet.
use super::OFFER;
use crate::cases::CaseId;
use platform::{
    App,
    db::{Db, Result, Tx},
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Session {
    pub id: i64,
    pub at: i64,
    pub place: String,
    /// planned, held, off.
    pub state: String,
    pub worker_came: i64,
    pub firm_came: i64,
    worker_sealed: String,
    firm_sealed: String,
}
impl Session {
    /// What the worker wanted, and what the firm offered.
    pub fn offers(&self, app: &App) -> (String, String) {
        let open = |sealed: &str| app.keys.open(OFFER, sealed).unwrap_or_default();
        (open(&self.worker_sealed), open(&self.firm_sealed))
    }
    pub fn came(&self) -> &'static str {
        match (self.worker_came, self.firm_came) {
            (1, 1) => "双方都到了",
            (1, _) => "单位没有到",
            (_, 1) => "职工没有到",
            _ => "双方都没有到",
        }
    }
}
const SELECT: &str = "SELECT id, at, place, state, worker_came, firm_came, worker_sealed, firm_sealed FROM mediation_sessions WHERE case_id = $1 ORDER BY at, id";

pub async fn sessions(db: &Db, case: CaseId) -> Result<Vec<Session>> {
    db.all(SELECT, vals![case]).await
}
pub async fn sessions_in(tx: &mut Tx, case: CaseId) -> Result<Vec<Session>> {
    tx.all(SELECT, vals![case]).await
}
pub async fn add_session(tx: &mut Tx, case: CaseId, at: i64, place: &str) -> Result<i64> {
    let columns = "case_id, at, place, state, worker_came, firm_came, worker_sealed, firm_sealed";
    tx.insert("mediation_sessions", columns, vals![case, at, place, "planned", 0, 0, "", ""]).await
}
/// What came of it: who was there, and what each side offered.
pub async fn hold(tx: &mut Tx, app: &App, id: i64, came: (bool, bool), offers: (&str, &str)) -> Result<()> {
    let seal = |text: &str| if text.is_empty() { String::new() } else { app.keys.seal(OFFER, text) };
    let sql = "UPDATE mediation_sessions SET state = 'held', worker_came = $2, firm_came = $3, worker_sealed = $4, firm_sealed = $5 WHERE id = $1";
    tx.exec(sql, vals![id, came.0, came.1, seal(offers.0), seal(offers.1)]).await.map(|_| ())
}
pub async fn set_off(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec("UPDATE mediation_sessions SET state = 'off' WHERE id = $1", vals![id]).await.map(|_| ())
}
/// None of those that were planned takes place.
pub async fn planned_off(tx: &mut Tx, case: CaseId) -> Result<()> {
    let sql = "UPDATE mediation_sessions SET state = 'off' WHERE case_id = $1 AND state = 'planned'";
    tx.exec(sql, vals![case]).await.map(|_| ())
}
