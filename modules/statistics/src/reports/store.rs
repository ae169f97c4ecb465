//! All SQL about reports; about forms, rounds and what stands in the cells in `store/`.
mod forms;
mod rounds;
mod values;

pub use forms::*;
pub use rounds::*;
pub use values::*;

use super::span::Span;
use platform::{
    App,
    db::{Db, Result, Tx},
    files::FileId,
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(
    /// 报表模板
    FormId
);
platform::row_id!(
    /// 报表
    ReportId
);
platform::row_id!(
    /// 向下级收集
    RoundId
);

/// What was kept as text comes back; what can't be read is nothing.
pub fn from_json<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}
pub fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Signed,
    Frozen,
}
impl State {
    pub fn name(self) -> &'static str {
        ["待签审", "已签审", "已冻结"][self as usize]
    }
    pub fn stamp(self) -> ui::Stamp {
        match self {
            State::Open => ui::Stamp::warn(self.name()),
            State::Signed => ui::Stamp::info(self.name()),
            State::Frozen => ui::Stamp::ok(self.name()),
        }
    }
}
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Report {
    pub id: ReportId,
    pub form: FormId,
    pub name: String,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub opened_on: String,
    pub closed_on: Option<String>,
    pub period: String,
    pub round: Option<RoundId>,
    pub due_on: Option<String>,
    state: String,
    pub opened_at: i64,
    pub signed_at: Option<i64>,
    pub signer: Option<String>,
    pub frozen_at: Option<i64>,
    pub freezer: Option<String>,
    pub as_of: Option<String>,
    pub last_fact: i64,
    pub reminded_at: Option<i64>,
    pub version: i64,
}
impl Report {
    pub fn state(&self) -> State {
        match self.state.as_str() {
            "frozen" => State::Frozen,
            "signed" => State::Signed,
            _ => State::Open,
        }
    }
    pub fn span(&self) -> Option<Span> {
        Span::from_key(&self.period)
    }
    pub fn span_name(&self) -> String {
        self.span().map_or_else(|| self.period.clone(), Span::name)
    }
    pub fn org(&self) -> platform::tree::Org {
        platform::tree::Org {
            id: self.org,
            parent: None,
            path: self.path.clone(),
            name: self.org_name.clone(),
            opened_on: self.opened_on.clone(),
            closed_on: self.closed_on.clone(),
        }
    }
}
const REPORT: &str = "SELECT r.id, r.form, f.name, r.org, o.name AS org_name, o.path, o.opened_on, o.closed_on, r.period, r.round, d.due_on, r.state, r.opened_at, r.signed_at, \
    s.name AS signer, r.frozen_at, z.name AS freezer, r.as_of, r.last_fact, r.reminded_at, r.version \
    FROM reports r JOIN report_forms f ON f.id = r.form JOIN organisations o ON o.id = r.org LEFT JOIN report_rounds d ON d.id = r.round \
    LEFT JOIN accounts s ON s.id = r.signed_by LEFT JOIN accounts z ON z.id = r.frozen_by";

pub async fn report(db: &Db, scope: &Scope, id: ReportId) -> Result<Option<Report>> {
    let found: Option<Report> = db.maybe(sqlx::AssertSqlSafe(format!("{REPORT} WHERE r.id = $1")), vals![id]).await?;
    Ok(found.filter(|one| scope.holds(&one.path)))
}
/// The frozen report of the same form and union for another period.
pub async fn frozen_for(db: &Db, one: &Report, period: &str) -> Result<Option<ReportId>> {
    let sql = "SELECT id FROM reports WHERE form = $1 AND org = $2 AND period = $3 AND state = 'frozen'";
    let found: Option<(ReportId,)> = db.maybe(sql, vals![one.form, one.org, period]).await?;
    Ok(found.map(|(id,)| id))
}
pub async fn reports(db: &Db, org: OrgId, limit: i64) -> Result<Vec<Report>> {
    let sql = format!(
        "{REPORT} WHERE r.org = $1 ORDER BY CASE r.state WHEN 'frozen' THEN 1 ELSE 0 END, COALESCE(d.due_on, '9999'), r.id DESC LIMIT $2"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![org, limit]).await
}
pub async fn of_form(db: &Db, form: FormId, org: OrgId) -> Result<Vec<Report>> {
    let sql = format!("{REPORT} WHERE r.form = $1 AND r.org = $2 ORDER BY r.period DESC LIMIT 40");
    db.all(sqlx::AssertSqlSafe(sql), vals![form, org]).await
}
pub async fn of_round(db: &Db, round: RoundId) -> Result<Vec<Report>> {
    db.all(sqlx::AssertSqlSafe(format!("{REPORT} WHERE r.round = $1 ORDER BY o.path")), vals![round]).await
}
/// Opens a report, or gives the one that is there: (id, whether it is new).
pub async fn open(tx: &mut Tx, app: &App, (form, org, span): (FormId, OrgId, Span)) -> Result<(ReportId, bool)> {
    let sql = "INSERT INTO reports (form, org, period, state, opened_at) VALUES ($1, $2, $3, 'open', $4) \
        ON CONFLICT (form, org, period) DO NOTHING RETURNING id";
    if let Some((id,)) = tx.maybe::<(ReportId,)>(sql, vals![form, org, span.key(), app.now()]).await? {
        return Ok((id, true));
    }
    let sql = "SELECT id FROM reports WHERE form = $1 AND org = $2 AND period = $3";
    Ok((tx.one::<(ReportId,)>(sql, vals![form, org, span.key()]).await?.0, false))
}
/// The form as it was when the report was signed.
pub async fn signed_form(db: &Db, id: ReportId) -> Result<Option<(String, String, String, FileId)>> {
    let sql = "SELECT bindings, checks, grid, file FROM reports WHERE id = $1 AND grid IS NOT NULL";
    db.maybe(sql, vals![id]).await
}

/// Signs; false: somebody was first.
pub async fn sign(tx: &mut Tx, app: &App, one: &Report, by: AccountId, form: &Template, last: i64) -> Result<bool> {
    let sql = "UPDATE reports SET state = 'signed', signed_by = $3, signed_at = $4, bindings = $5, checks = $6, file = $7, grid = $8, last_fact = $9, version = version + 1 \
        WHERE id = $1 AND version = $2 AND state = 'open'";
    let values = vals![one.id, one.version, by, app.now(), &form.bindings, &form.checks, form.file, &form.grid, last];
    Ok(tx.exec(sql, values).await? == 1)
}
/// Takes a signature back; false: somebody was first.
pub async fn unsign(tx: &mut Tx, one: &Report) -> Result<bool> {
    let sql = "UPDATE reports SET state = 'open', signed_by = NULL, signed_at = NULL, bindings = NULL, checks = NULL, file = NULL, grid = NULL, version = version + 1 \
        WHERE id = $1 AND version = $2 AND state = 'signed'";
    let done = tx.exec(sql, vals![one.id, one.version]).await? == 1;
    if done {
        tx.exec("DELETE FROM report_values WHERE report = $1", vals![one.id]).await?;
    }
    Ok(done)
}
/// Freezes; false: somebody was first.
pub async fn freeze(tx: &mut Tx, app: &App, one: &Report, by: AccountId, last: i64) -> Result<bool> {
    let sql = "UPDATE reports SET state = 'frozen', frozen_by = $3, frozen_at = $4, as_of = $5, last_fact = $6, version = version + 1 \
        WHERE id = $1 AND version = $2 AND state = 'signed'";
    Ok(tx.exec(sql, vals![one.id, one.version, by, app.now(), app.today(), last]).await? == 1)
}
