//! All SQL of what was granted and paid.
use super::{BANK, BENEFICIARY, CHILD, CallId, HardshipId};
use crate::cases::CaseId;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    secrets::{mask_document, rotation},
    tree::{OrgId, PersonId},
    vals,
};
use std::collections::HashSet;

/// Something granted, and paid where it has a day.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Payment {
    pub id: i64,
    pub case_id: Option<CaseId>,
    pub name: String,
    pub purpose: String,
    pub fund: String,
    pub amount: i64,
    pub child_sealed: String,
    pub bank_sealed: String,
    pub granted_on: String,
    pub paid_on: Option<String>,
    /// The public notice whose list it stood on; empty: of none yet.
    pub notice: String,
}
impl Payment {
    pub fn bank(&self, app: &App) -> String {
        app.keys.open(BANK, &self.bank_sealed).unwrap_or_default()
    }
    pub fn child(&self, app: &App) -> String {
        app.keys.open(CHILD, &self.child_sealed).map(|number| mask_document(&number)).unwrap_or_default()
    }
}
const PAYMENT: &str = "SELECT id, case_id, name, purpose, fund, amount, child_sealed, bank_sealed, granted_on, paid_on, notice FROM aid_payments";

/// Something to be granted.
#[derive(Clone, Debug, Default)]
pub struct NewPayment {
    pub case: Option<CaseId>,
    pub hardship: Option<HardshipId>,
    pub call: Option<CallId>,
    pub org: Option<OrgId>,
    pub person: Option<PersonId>,
    pub name: String,
    pub purpose: String,
    pub fund: String,
    pub year: i64,
    /// The child's identity number; empty: it is for the family.
    pub child: String,
    pub amount: i64,
    pub bank: String,
    pub paid_on: Option<Date>,
    pub by: Option<AccountId>,
}
/// Enters it; none: the child was aided this year already.
pub async fn add_payment(tx: &mut Tx, app: &App, new: &NewPayment) -> Result<Option<i64>> {
    let child = (!new.child.is_empty()).then_some(&*new.child);
    if let Some(number) = child {
        rotation::adopt_in(tx, &app.keys, "aid_payments", "beneficiary", BENEFICIARY, number).await?;
    }
    let id = tx.reserve("aid_payments", 1).await?.start;
    let sealed = child.map_or_else(String::new, |number| app.keys.seal(CHILD, number));
    let bank = if new.bank.is_empty() { String::new() } else { app.keys.seal(BANK, &new.bank) };
    let sql = "INSERT INTO aid_payments (id, case_id, hardship, call_id, org, person, name, purpose, fund, year, beneficiary, child_sealed, amount, bank_sealed, granted_on, paid_on, by_account, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT DO NOTHING";
    let values = vals![
        id,
        new.case,
        new.hardship,
        new.call,
        new.org,
        new.person,
        &new.name,
        &new.purpose,
        &new.fund,
        new.year,
        child.map(|number| app.keys.blind(BENEFICIARY, number)),
        sealed,
        new.amount,
        bank,
        app.today(),
        new.paid_on,
        new.by,
        app.now()
    ];
    Ok((tx.exec(sql, values).await? == 1).then_some(id))
}
/// Which fund aided a child in a year.
pub async fn aided_by(db: &Db, app: &App, purpose: &str, year: i64, child: &str) -> Result<Option<String>> {
    rotation::adopt(db, &app.keys, "aid_payments", "beneficiary", BENEFICIARY, child).await?;
    let sql = "SELECT fund FROM aid_payments WHERE purpose = $1 AND year = $2 AND beneficiary = $3";
    let found: Option<(String,)> = db.maybe(sql, vals![purpose, year, app.keys.blind(BENEFICIARY, child)]).await?;
    Ok(found.map(|(fund,)| fund))
}
pub async fn of_hardship(db: &Db, file: HardshipId) -> Result<Vec<Payment>> {
    db.all(sqlx::AssertSqlSafe(format!("{PAYMENT} WHERE hardship = $1 ORDER BY id DESC")), vals![file]).await
}
pub async fn of_case(db: &Db, case: CaseId) -> Result<Vec<Payment>> {
    db.all(sqlx::AssertSqlSafe(format!("{PAYMENT} WHERE case_id = $1 ORDER BY id DESC")), vals![case]).await
}
pub async fn of_call(db: &Db, call: CallId) -> Result<Vec<Payment>> {
    db.all(sqlx::AssertSqlSafe(format!("{PAYMENT} WHERE call_id = $1 ORDER BY id")), vals![call]).await
}
pub async fn unpaid_of_case(tx: &mut Tx, case: CaseId) -> Result<Option<Payment>> {
    let sql = format!("{PAYMENT} WHERE case_id = $1 AND paid_on IS NULL ORDER BY id DESC LIMIT 1");
    tx.maybe(sqlx::AssertSqlSafe(sql), vals![case]).await
}
/// It is paid, by the union that handles it now.
pub async fn set_paid(tx: &mut Tx, id: i64, on: Date, org: OrgId) -> Result<bool> {
    let sql = "UPDATE aid_payments SET paid_on = $2, org = $3 WHERE id = $1 AND paid_on IS NULL";
    Ok(tx.exec(sql, vals![id, on, org]).await? == 1)
}
/// What was granted for a case stands on the list of a public notice.
pub async fn set_announced(tx: &mut Tx, case: CaseId, notice: &str) -> Result<()> {
    let sql = "UPDATE aid_payments SET notice = $2 WHERE case_id = $1 AND paid_on IS NULL";
    tx.exec(sql, vals![case, notice]).await.map(|_| ())
}
/// The cases of a call whose children were granted something and stood on no list yet.
pub async fn unannounced(db: &Db, call: CallId) -> Result<HashSet<CaseId>> {
    let sql = "SELECT case_id FROM aid_payments WHERE call_id = $1 AND case_id IS NOT NULL AND notice = ''";
    let rows: Vec<(CaseId,)> = db.all(sql, vals![call]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
/// Takes back what was granted and not paid yet.
pub async fn revoke_grant(tx: &mut Tx, case: CaseId) -> Result<u64> {
    tx.exec("DELETE FROM aid_payments WHERE case_id = $1 AND paid_on IS NULL", vals![case]).await
}
/// What a file got in a year, in fen.
pub async fn paid_in_year(tx: &mut Tx, file: HardshipId, year: i64) -> Result<i64> {
    let sql = "SELECT CAST(SUM(amount) AS BIGINT) FROM aid_payments WHERE hardship = $1 AND year = $2";
    tx.number(sql, vals![file, year]).await
}
/// Whether a family was counted as aided in a year: by its person, or by its case where there is none.
pub async fn is_counted(tx: &mut Tx, (person, case): (Option<PersonId>, Option<CaseId>), year: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM aid_payments WHERE counted = 1 AND SUBSTR(paid_on, 1, 4) = $3 AND (person = $1 OR case_id = $2)";
    Ok(tx.number(sql, vals![person, case, year.to_string()]).await? > 0)
}
/// It counts its family as aided.
pub async fn set_counted(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec("UPDATE aid_payments SET counted = 1 WHERE id = $1", vals![id]).await.map(|_| ())
}
/// The children who were aided in a year, sealed, and by which fund.
pub async fn children(db: &Db, purpose: &str, year: i64) -> Result<Vec<(String, String)>> {
    let sql = "SELECT child_sealed, fund FROM aid_payments WHERE purpose = $1 AND year = $2 AND child_sealed <> ''";
    db.all(sql, vals![purpose, year]).await
}
/// What other funds gave, as entered at a call.
pub async fn other_funds(db: &Db, call: CallId) -> Result<Vec<Payment>> {
    let sql = format!("{PAYMENT} WHERE call_id = $1 AND case_id IS NULL ORDER BY id");
    db.all(sqlx::AssertSqlSafe(sql), vals![call]).await
}
