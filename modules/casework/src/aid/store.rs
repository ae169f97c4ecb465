//! All SQL of aid: files and findings here; calls, payments and visits have their own.
mod calls;
mod payments;

pub use calls::{Call, CallId, NewCall, add_call, applications, call_for, call_within, calls, overlapping, take_call};
pub use payments::{
    NewPayment, Payment, add_payment, aided_by, children, is_counted, of_call, of_case, of_hardship, other_funds,
    paid_in_year, revoke_grant, set_announced, set_counted, set_paid, unannounced, unpaid_of_case,
};

use super::rules::{Household, Kind};
use crate::cases::{Case, CaseId};
use directory::list::Page;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, PersonId, Scope},
    vals,
};

platform::row_id!(HardshipId);

pub const HOUSEHOLD: &str = "hardship.household";
pub const BANK: &str = "aid.bank";
pub const CHILD: &str = "aid.child";
/// The purpose of the blind index over children's numbers.
pub const BENEFICIARY: &str = "aid.beneficiary";

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct HardshipFile {
    pub id: HardshipId,
    pub case_number: String,
    pub person: Option<PersonId>,
    pub account: Option<AccountId>,
    pub name: String,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    kind: String,
    pub bank_sealed: String,
    pub opened_on: String,
    pub review_on: String,
    pub closed_on: Option<String>,
    pub why: String,
    pub version: i64,
    /// What was paid in all.
    pub paid: i64,
}
impl HardshipFile {
    pub fn kind(&self) -> Kind {
        Kind::from_key(&self.kind)
    }
    pub fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }
    pub fn review(&self) -> Date {
        self.review_on.parse().expect("the store writes dates")
    }
    pub fn link(&self) -> String {
        format!("{}/{}", super::FILES, self.id)
    }
}
const FILE: &str = "SELECT f.id, c.number AS case_number, f.person, f.account, f.name, f.union_id, o.name AS union_name, o.path, f.kind, f.bank_sealed, f.opened_on, f.review_on, f.closed_on, f.why, f.version, \
    CAST(COALESCE((SELECT SUM(p.amount) FROM aid_payments p WHERE p.hardship = f.id AND p.paid_on IS NOT NULL), 0) AS BIGINT) AS paid \
    FROM hardship_files f JOIN cases c ON c.id = f.case_id JOIN organisations o ON o.id = f.union_id";

pub async fn file_within(db: &Db, scope: &Scope, id: HardshipId) -> Result<Option<HardshipFile>> {
    let sql = format!("{FILE} WHERE f.id = $1 AND o.path >= $2 AND o.path < $3");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![id, &scope.from, &scope.until]).await
}
pub async fn file_in(tx: &mut Tx, id: HardshipId) -> Result<Option<HardshipFile>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{FILE} WHERE f.id = $1")), vals![id]).await
}
pub async fn file_of_case(db: &Db, case: CaseId) -> Result<Option<HardshipFile>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{FILE} WHERE f.case_id = $1")), vals![case]).await
}
/// The same within an act.
pub async fn file_of_case_in(tx: &mut Tx, case: CaseId) -> Result<Option<HardshipFile>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{FILE} WHERE f.case_id = $1")), vals![case]).await
}
/// The open file of a person: its kind.
pub async fn open_kind(db: &Db, person: Option<PersonId>) -> Result<Option<Kind>> {
    let Some(person) = person else { return Ok(None) };
    let sql = "SELECT kind FROM hardship_files WHERE person = $1 AND closed_on IS NULL";
    let found: Option<(String,)> = db.maybe(sql, vals![person]).await?;
    Ok(found.map(|(kind,)| Kind::from_key(&kind)))
}
pub async fn has_open_file(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM hardship_files WHERE person = $1 AND closed_on IS NULL";
    Ok(tx.number(sql, vals![person]).await? > 0)
}
/// Open files that are due for their yearly review by a day and have no task yet.
pub async fn due_for_review(db: &Db, by: Date) -> Result<Vec<HardshipFile>> {
    let sql = format!(
        "{FILE} WHERE f.closed_on IS NULL AND f.review_on <= $1 AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.subject = 'hardship' AND t.subject_id = f.id AND t.done_at IS NULL) ORDER BY f.id LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![by]).await
}
/// Open files at unions that have ended, with the union above.
pub async fn orphaned(db: &Db) -> Result<Vec<(HardshipId, OrgId)>> {
    let sql = "SELECT f.id, o.parent FROM hardship_files f JOIN organisations o ON o.id = f.union_id WHERE f.closed_on IS NULL AND o.closed_on IS NOT NULL AND o.parent IS NOT NULL ORDER BY f.id LIMIT 200";
    db.all(sql, vals![]).await
}

/// What a list of files is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub text: String,
    pub kind: String,
    pub closed: bool,
}
fn narrowed(query: &mut Query, scope: &Scope, wanted: &Wanted) {
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(if wanted.closed { " AND f.closed_on IS NOT NULL" } else { " AND f.closed_on IS NULL" }, vals![]);
    if !wanted.kind.is_empty() {
        query.add(" AND f.kind = ?", vals![&wanted.kind]);
    }
    if !wanted.text.is_empty() {
        query.add(" AND f.name LIKE ? ESCAPE '\\'", vals![directory::list::like(&wanted.text)]);
    }
}
pub async fn list(
    db: &Db,
    scope: &Scope,
    wanted: &Wanted,
    down: bool,
    page: &Page,
    limit: i64,
) -> Result<Vec<HardshipFile>> {
    let mut query = Query::new(FILE, vals![]);
    narrowed(&mut query, scope, wanted);
    db.list(directory::by_number!(query, "f.id", down, page, limit)).await
}
pub async fn count(db: &Db, scope: &Scope, wanted: &Wanted) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM hardship_files f JOIN organisations o ON o.id = f.union_id";
    let mut query = Query::new(sql, vals![]);
    narrowed(&mut query, scope, wanted);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}

pub async fn open_file(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    (kind, bank): (Kind, &str),
    review_on: Date,
) -> Result<HardshipId> {
    let columns = "case_id, person, account, name, union_id, kind, bank_sealed, opened_on, review_on";
    let values = vals![
        case.id,
        case.person,
        case.account,
        &case.name,
        case.handler,
        kind.key(),
        app.keys.seal(BANK, bank),
        app.today(),
        review_on
    ];
    Ok(HardshipId(tx.insert("hardship_files", columns, values).await?))
}
/// Takes a file for an act if it still has the version that was seen.
pub async fn take_file(tx: &mut Tx, file: &HardshipFile) -> Result<bool> {
    let sql = "UPDATE hardship_files SET version = version + 1 WHERE id = $1 AND version = $2 AND closed_on IS NULL";
    Ok(tx.exec(sql, vals![file.id, file.version]).await? == 1)
}
pub async fn set_kind(tx: &mut Tx, id: HardshipId, kind: Kind, review_on: Date) -> Result<()> {
    let sql = "UPDATE hardship_files SET kind = $2, review_on = $3 WHERE id = $1";
    tx.exec(sql, vals![id, kind.key(), review_on]).await.map(|_| ())
}
pub async fn set_union(tx: &mut Tx, id: HardshipId, union: OrgId) -> Result<()> {
    tx.exec("UPDATE hardship_files SET union_id = $2 WHERE id = $1", vals![id, union]).await.map(|_| ())
}
pub async fn close_file(tx: &mut Tx, app: &App, id: HardshipId, why: &str) -> Result<()> {
    let sql = "UPDATE hardship_files SET closed_on = $2, why = $3 WHERE id = $1";
    tx.exec(sql, vals![id, app.today(), why]).await.map(|_| ())
}

/// What the rule found on a day.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Finding {
    kind: String,
    household_sealed: String,
    pub minimum: i64,
    pub found_on: String,
    pub name: Option<String>,
}
impl Finding {
    pub fn kind(&self) -> Kind {
        Kind::from_key(&self.kind)
    }
    pub fn household(&self, app: &App) -> Household {
        let text = app.keys.open(HOUSEHOLD, &self.household_sealed).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }
}
pub async fn add_finding(
    tx: &mut Tx,
    app: &App,
    file: HardshipId,
    (home, kind, minimum): (&Household, Kind, i64),
    by: Option<AccountId>,
) -> Result<()> {
    let text = serde_json::to_string(home).expect("figures");
    let values = vals![file, kind.key(), app.keys.seal(HOUSEHOLD, &text), minimum, app.today(), by, app.now()];
    let columns = "hardship, kind, household_sealed, minimum, found_on, by_account, at";
    tx.insert("hardship_findings", columns, values).await.map(|_| ())
}
/// The newest first.
pub async fn findings(db: &Db, file: HardshipId) -> Result<Vec<Finding>> {
    let sql = "SELECT h.kind, h.household_sealed, h.minimum, h.found_on, a.name FROM hardship_findings h LEFT JOIN accounts a ON a.id = h.by_account WHERE h.hardship = $1 ORDER BY h.id DESC";
    db.all(sql, vals![file]).await
}

/// The application that a file came from.
pub async fn case_of(tx: &mut Tx, file: HardshipId) -> Result<CaseId> {
    Ok(tx.one::<(CaseId,)>("SELECT case_id FROM hardship_files WHERE id = $1", vals![file]).await?.0)
}
