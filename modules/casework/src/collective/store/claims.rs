//! The claim sheet: what each says is owed, month by month, and the Excel files that came back.
use super::{EVIDENCE, MatterId, PartId, ROWS};
use crate::cases::CaseId;
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    vals,
};

#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Claim {
    pub part: PartId,
    /// 2026-09
    pub month: String,
    /// In fen.
    pub amount: i64,
    evidence_sealed: String,
    pub at: i64,
}
impl Claim {
    pub fn evidence(&self, app: &App) -> String {
        app.keys.open(EVIDENCE, &self.evidence_sealed).unwrap_or_default()
    }
}
/// A line as it was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    pub month: String,
    pub amount: i64,
    pub evidence: String,
}
const CLAIMS: &str = "SELECT c.part, c.month, c.amount, c.evidence_sealed, c.at FROM matter_claims c JOIN matter_parts p ON p.id = c.part WHERE p.matter = $1 ORDER BY c.part, c.month";

pub async fn claims(db: &Db, id: MatterId) -> Result<Vec<Claim>> {
    db.all(CLAIMS, vals![id]).await
}
pub async fn claims_in(tx: &mut Tx, id: MatterId) -> Result<Vec<Claim>> {
    tx.all(CLAIMS, vals![id]).await
}
/// Of one case, wherever it takes part.
pub async fn claims_of_case(db: &Db, case: CaseId) -> Result<Vec<Claim>> {
    let sql = "SELECT c.part, c.month, c.amount, c.evidence_sealed, c.at FROM matter_claims c JOIN matter_parts p ON p.id = c.part WHERE p.case_id = $1 ORDER BY c.part, c.month";
    db.all(sql, vals![case]).await
}
/// With a case, what its worker said in words; letters and sheets name all of a matter, so they go with the first that is erased.
pub async fn forget(tx: &mut Tx, app: &App, case: CaseId) -> Result<()> {
    let sealed = app.keys.seal(EVIDENCE, "");
    let sql =
        "UPDATE matter_claims SET evidence_sealed = $2 WHERE part IN (SELECT id FROM matter_parts WHERE case_id = $1)";
    tx.exec(sql, vals![case, sealed]).await?;
    for sql in [
        "UPDATE matter_letters SET lines_sealed = '' WHERE matter IN (SELECT matter FROM matter_parts WHERE case_id = $1)",
        "UPDATE matter_sheets SET rows_sealed = '' WHERE matter IN (SELECT matter FROM matter_parts WHERE case_id = $1)",
        "UPDATE matter_claims SET account = NULL WHERE part IN (SELECT id FROM matter_parts WHERE case_id = $1)",
        "UPDATE matter_steps SET words_sealed = '' WHERE matter IN (SELECT matter FROM matter_parts WHERE case_id = $1)",
    ] {
        tx.exec(sql, vals![case]).await?;
    }
    Ok(())
}
/// Writes lines; with `all`, those are all, and months that are not among them go.
pub async fn put_claims(
    tx: &mut Tx,
    app: &App,
    part: PartId,
    new: &[NewClaim],
    by: AccountId,
    all: bool,
) -> Result<()> {
    if all {
        let kept: Vec<(String,)> = tx.all("SELECT month FROM matter_claims WHERE part = $1", vals![part]).await?;
        for (month,) in kept.into_iter().filter(|(month,)| new.iter().all(|one| one.month != *month)) {
            tx.exec("DELETE FROM matter_claims WHERE part = $1 AND month = $2", vals![part, month]).await?;
        }
    }
    for one in new {
        let sealed = app.keys.seal(EVIDENCE, &one.evidence);
        let sql = "INSERT INTO matter_claims (part, month, amount, evidence_sealed, account, at) VALUES ($1, $2, $3, $4, $5, $6) \
            ON CONFLICT (part, month) DO UPDATE SET amount = excluded.amount, evidence_sealed = excluded.evidence_sealed, account = excluded.account, at = excluded.at";
        tx.exec(sql, vals![part, &one.month, one.amount, sealed, by, app.now()]).await?;
    }
    tx.exec("UPDATE matter_parts SET version = version + 1 WHERE id = $1", vals![part]).await.map(|_| ())
}

/// A sheet that came back.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Sheet {
    pub id: i64,
    pub name: String,
    rows_sealed: String,
    pub at: i64,
    pub done_at: Option<i64>,
}
impl Sheet {
    pub fn rows(&self, app: &App) -> Vec<crate::collective::sheet::Typed> {
        let text = app.keys.open(ROWS, &self.rows_sealed).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }
}
pub async fn add_sheet(tx: &mut Tx, app: &App, id: MatterId, (name, rows): (&str, &str), by: AccountId) -> Result<()> {
    let values = vals![id, name, app.keys.seal(ROWS, rows), by, app.now()];
    tx.insert("matter_sheets", "matter, name, rows_sealed, account, at", values).await.map(|_| ())
}
/// The newest that somebody brought.
pub async fn last_sheet(db: &Db, id: MatterId, by: AccountId) -> Result<Option<Sheet>> {
    let sql = "SELECT id, name, rows_sealed, at, done_at FROM matter_sheets WHERE matter = $1 AND account = $2 ORDER BY id DESC LIMIT 1";
    db.maybe(sql, vals![id, by]).await
}
/// False: it was written before.
pub async fn set_sheet_done(tx: &mut Tx, app: &App, sheet: i64) -> Result<bool> {
    let sql = "UPDATE matter_sheets SET done_at = $2 WHERE id = $1 AND done_at IS NULL";
    Ok(tx.exec(sql, vals![sheet, app.now()]).await? == 1)
}
