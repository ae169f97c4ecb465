//! What was agreed on, who signed it, what is to be done by when.
use super::WHAT;
use crate::{
    cases::{Case, CaseId},
    mediation::rules::{Due, Signer},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    files::FileId,
    identity::AccountId,
    tree::OrgId,
    vals,
};

/// A signature or seal below the agreement as it is now.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Signature {
    signer: String,
    /// screen, paper.
    pub way: String,
    pub file: Option<FileId>,
    pub at: i64,
}
impl Signature {
    pub fn signer(&self) -> Signer {
        Signer::from_key(&self.signer).expect("the store writes signers")
    }
    pub fn is_on_paper(&self) -> bool {
        self.way == "paper"
    }
}
const SIGNATURE: &str =
    "SELECT signer, way, file, at FROM mediation_signatures WHERE case_id = $1 AND revision = $2 ORDER BY id";

pub async fn signatures(db: &Db, case: CaseId, revision: i64) -> Result<Vec<Signature>> {
    db.all(SIGNATURE, vals![case, revision]).await
}
pub async fn signatures_in(tx: &mut Tx, case: CaseId, revision: i64) -> Result<Vec<Signature>> {
    tx.all(SIGNATURE, vals![case, revision]).await
}
/// Keeps it; false: it was there already.
pub async fn add_signature(
    tx: &mut Tx,
    app: &App,
    (case, revision): (CaseId, i64),
    (signer, way): (Signer, &str),
    (file, account): (Option<FileId>, Option<AccountId>),
) -> Result<bool> {
    let sql = "INSERT INTO mediation_signatures (case_id, revision, signer, way, file, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, revision, signer, way) DO NOTHING";
    Ok(tx.exec(sql, vals![case, revision, signer.key(), way, file, account, app.now()]).await? == 1)
}
/// Takes back what was recorded of the paper; false: nothing was.
pub async fn remove_signature(tx: &mut Tx, case: CaseId, revision: i64, signer: Signer) -> Result<bool> {
    let sql = "DELETE FROM mediation_signatures WHERE case_id = $1 AND revision = $2 AND signer = $3 AND way = 'paper'";
    Ok(tx.exec(sql, vals![case, revision, signer.key()]).await? == 1)
}

/// Something to be done by a day.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Promise {
    pub id: i64,
    what_sealed: String,
    due_on: String,
    /// In fen; 0: something other than money.
    pub amount: i64,
    pub paid: i64,
    done_on: Option<String>,
    /// Where what was paid is counted; none: it is not, yet.
    pub counted_at: Option<OrgId>,
}
impl Promise {
    pub fn what(&self, app: &App) -> String {
        app.keys.open(WHAT, &self.what_sealed).unwrap_or_default()
    }
    pub fn due(&self) -> Date {
        self.due_on.parse().expect("the store writes dates")
    }
    pub fn done(&self) -> Option<Date> {
        self.done_on.as_deref().and_then(|day| day.parse().ok())
    }
    pub fn left(&self) -> i64 {
        self.amount - self.paid
    }
}
const PROMISE: &str = "SELECT id, what_sealed, due_on, amount, paid, done_on, counted_at FROM mediation_dues WHERE case_id = $1 AND revision = $2 ORDER BY due_on, id";

pub async fn dues(db: &Db, case: CaseId, revision: i64) -> Result<Vec<Promise>> {
    db.all(PROMISE, vals![case, revision]).await
}
pub async fn dues_in(tx: &mut Tx, case: CaseId, revision: i64) -> Result<Vec<Promise>> {
    tx.all(PROMISE, vals![case, revision]).await
}
/// An agreement in force counts at the union that handles the case now.
pub async fn add_agreement(tx: &mut Tx, case: &Case, revision: i64, (day, fen): (Date, i64)) -> Result<()> {
    let sql = "INSERT INTO mediation_agreements (case_id, revision, org, on_day, amount) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, vals![case.id, revision, case.handler, day, fen]).await.map(|_| ())
}
/// Where it counted, on which day, and of how much.
pub async fn remove_agreement(tx: &mut Tx, case: CaseId, revision: i64) -> Result<Option<(OrgId, String, i64)>> {
    let sql = "DELETE FROM mediation_agreements WHERE case_id = $1 AND revision = $2 RETURNING org, on_day, amount";
    tx.maybe(sql, vals![case, revision]).await
}
pub async fn add_due(tx: &mut Tx, app: &App, case: CaseId, revision: i64, due: &Due) -> Result<()> {
    let columns = "case_id, revision, what_sealed, due_on, amount, paid, told";
    let values = vals![case, revision, app.keys.seal(WHAT, &due.what), due.on, due.amount, 0, 0];
    tx.insert("mediation_dues", columns, values).await.map(|_| ())
}
/// How much of it was paid, and when it was done; none: it is not.
pub async fn set_done(tx: &mut Tx, id: i64, paid: i64, done: Option<Date>) -> Result<()> {
    let sql = "UPDATE mediation_dues SET paid = $2, done_on = $3 WHERE id = $1";
    tx.exec(sql, vals![id, paid, done]).await.map(|_| ())
}
pub async fn count_due(tx: &mut Tx, id: i64, at: OrgId) -> Result<()> {
    tx.exec("UPDATE mediation_dues SET counted_at = $2 WHERE id = $1", vals![id, at]).await.map(|_| ())
}
/// Of agreements in force: what is due by a day and nobody was told of: (case, promise).
pub async fn waiting_today(db: &Db, today: Date) -> Result<Vec<(CaseId, i64)>> {
    let sql = "SELECT d.case_id, d.id FROM mediation_dues d JOIN mediations m ON m.case_id = d.case_id AND m.revision = d.revision JOIN cases c ON c.id = d.case_id \
        WHERE c.step = 'performing' AND d.due_on <= $1 AND d.done_on IS NULL AND d.told = 0 ORDER BY d.id LIMIT 500";
    db.all(sql, vals![today]).await
}
pub async fn set_told(tx: &mut Tx, id: i64) -> Result<bool> {
    Ok(tx.exec("UPDATE mediation_dues SET told = 1 WHERE id = $1 AND told = 0", vals![id]).await? == 1)
}
