//! SQL about rounds: a form that all unions below fill for the same period.
use super::{super::span::Span, FormId, ReportId, RoundId};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Round {
    pub id: RoundId,
    pub form: FormId,
    pub name: String,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub period: String,
    pub due_on: String,
    pub opened_at: i64,
    pub unions: i64,
    pub signed: i64,
}
const ROUND: &str = "SELECT d.id, d.form, f.name, d.org, o.name AS org_name, o.path, d.period, d.due_on, d.opened_at, \
    (SELECT COUNT(*) FROM reports r WHERE r.round = d.id) AS unions, (SELECT COUNT(*) FROM reports r WHERE r.round = d.id AND r.state <> 'open') AS signed \
    FROM report_rounds d JOIN report_forms f ON f.id = d.form JOIN organisations o ON o.id = d.org";
pub async fn round(db: &Db, scope: &Scope, id: RoundId) -> Result<Option<Round>> {
    let found: Option<Round> = db.maybe(sqlx::AssertSqlSafe(format!("{ROUND} WHERE d.id = $1")), vals![id]).await?;
    Ok(found.filter(|one| scope.holds(&one.path)))
}
pub async fn rounds(db: &Db, org: OrgId) -> Result<Vec<Round>> {
    let sql = format!("{ROUND} WHERE d.org = $1 ORDER BY d.due_on DESC, d.id DESC LIMIT 30");
    db.all(sqlx::AssertSqlSafe(sql), vals![org]).await
}
/// Opens a round; none: it is open already.
pub async fn add_round(
    tx: &mut Tx,
    app: &App,
    (form, org, span): (FormId, OrgId, Span),
    due: jiff::civil::Date,
    by: AccountId,
) -> Result<Option<RoundId>> {
    let sql = "INSERT INTO report_rounds (form, org, period, due_on, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (form, org, period) DO NOTHING RETURNING id";
    let row = tx.maybe::<(RoundId,)>(sql, vals![form, org, span.key(), due, by, app.now()]).await?;
    Ok(row.map(|row| row.0))
}
pub async fn join_round(tx: &mut Tx, report: ReportId, round: RoundId) -> Result<()> {
    tx.exec("UPDATE reports SET round = $2 WHERE id = $1", vals![report, round]).await.map(|_| ())
}
/// Notes that a union was reminded; false: it was today.
pub async fn remind(tx: &mut Tx, report: ReportId, now: i64, since: i64) -> Result<bool> {
    let sql = "UPDATE reports SET reminded_at = $2 WHERE id = $1 AND state = 'open' AND (reminded_at IS NULL OR reminded_at < $3)";
    Ok(tx.exec(sql, vals![report, now, since]).await? == 1)
}
