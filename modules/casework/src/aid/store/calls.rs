//! All SQL of calls for study aid.
use super::super::calls::SERVICE;
use crate::cases::Case;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    tree::{Org, OrgId, Scope},
    vals,
};
use std::collections::BTreeMap;

platform::row_id!(CallId);

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Call {
    pub id: CallId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub year: i64,
    pub title: String,
    opens_on: String,
    closes_on: String,
    pub budget: i64,
    amounts: String,
    pub version: i64,
    /// Granted so far, and of it paid.
    pub granted: i64,
    pub paid: i64,
}
impl Call {
    pub fn opens(&self) -> Date {
        self.opens_on.parse().expect("the store writes dates")
    }
    pub fn closes(&self) -> Date {
        self.closes_on.parse().expect("the store writes dates")
    }
    /// In fen, by the key of the form's level.
    pub fn amounts(&self) -> BTreeMap<String, i64> {
        serde_json::from_str(&self.amounts).unwrap_or_default()
    }
    pub fn amount(&self, level: &str) -> i64 {
        self.amounts().get(level).copied().unwrap_or(0)
    }
    pub fn left(&self) -> i64 {
        self.budget - self.granted
    }
    pub fn link(&self) -> String {
        format!("{}/{}", super::super::CALLS, self.id)
    }
}
const CALL: &str = "SELECT k.id, k.org, o.name AS org_name, o.path, k.year, k.title, k.opens_on, k.closes_on, k.budget, k.amounts, k.version, \
    CAST(COALESCE((SELECT SUM(p.amount) FROM aid_payments p WHERE p.call_id = k.id AND p.case_id IS NOT NULL), 0) AS BIGINT) AS granted, \
    CAST(COALESCE((SELECT SUM(p.amount) FROM aid_payments p WHERE p.call_id = k.id AND p.case_id IS NOT NULL AND p.paid_on IS NOT NULL), 0) AS BIGINT) AS paid \
    FROM aid_calls k JOIN organisations o ON o.id = k.org";

pub struct NewCall {
    pub org: OrgId,
    pub title: String,
    pub opens: Date,
    pub closes: Date,
    pub budget: i64,
    pub amounts: BTreeMap<String, i64>,
}
pub async fn add_call(tx: &mut Tx, app: &App, new: &NewCall) -> Result<CallId> {
    let amounts = serde_json::to_string(&new.amounts).expect("numbers");
    let year = i64::from(new.opens.year());
    let values = vals![new.org, year, &new.title, new.opens, new.closes, new.budget, amounts, app.now()];
    let columns = "org, year, title, opens_on, closes_on, budget, amounts, at";
    Ok(CallId(tx.insert("aid_calls", columns, values).await?))
}
pub async fn calls(db: &Db, scope: &Scope) -> Result<Vec<Call>> {
    let sql = format!("{CALL} WHERE o.path >= $1 AND o.path < $2 ORDER BY k.opens_on DESC, k.id DESC LIMIT 100");
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until]).await
}
pub async fn call_within(db: &Db, scope: &Scope, id: CallId) -> Result<Option<Call>> {
    let sql = format!("{CALL} WHERE k.id = $1 AND o.path >= $2 AND o.path < $3");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![id, &scope.from, &scope.until]).await
}
/// The call at a union or above it that takes applications on a day.
pub async fn call_for(db: &Db, path: &str, on: Date) -> Result<Option<Call>> {
    let sql = format!(
        "{CALL} WHERE k.opens_on <= $2 AND k.closes_on >= $2 AND SUBSTR($1, 1, LENGTH(o.path)) = o.path ORDER BY k.id DESC LIMIT 1"
    );
    db.maybe(sqlx::AssertSqlSafe(sql), vals![path, on]).await
}
/// One that would stand in the way of a new one: below or above, on some of the same days.
pub async fn overlapping(tx: &mut Tx, org: &Org, (opens, closes): (Date, Date)) -> Result<Option<Call>> {
    let sql = format!(
        "{CALL} WHERE k.opens_on <= $3 AND k.closes_on >= $2 AND (SUBSTR($1, 1, LENGTH(o.path)) = o.path OR SUBSTR(o.path, 1, LENGTH($1)) = $1) LIMIT 1"
    );
    tx.maybe(sqlx::AssertSqlSafe(sql), vals![&org.path, opens, closes]).await
}
/// Takes the call for an act: nobody else spends its budget meanwhile. What is granted is read after that.
pub async fn take_call(tx: &mut Tx, id: CallId) -> Result<Option<Call>> {
    tx.exec("UPDATE aid_calls SET version = version + 1 WHERE id = $1", vals![id]).await?;
    tx.maybe(sqlx::AssertSqlSafe(format!("{CALL} WHERE k.id = $1")), vals![id]).await
}

/// The applications of a call's branch that came within its days.
pub async fn applications(db: &Db, call: &Call) -> Result<Vec<Case>> {
    let mut query = Query::new(crate::cases::store::SELECT, vals![]);
    let scope = Scope::below(&call.path);
    query.add(
        " WHERE h.path >= ? AND h.path < ? AND c.service = ? AND c.created_on >= ? AND c.created_on <= ? AND c.outcome <> 'withdrawn' ORDER BY c.id LIMIT 2000",
        vals![&scope.from, &scope.until, SERVICE, call.opens(), call.closes()],
    );
    db.list(query).await
}
