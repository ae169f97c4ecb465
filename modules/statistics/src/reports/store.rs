//! All SQL about forms, reports and rounds.
use super::{
    binding::Bindings,
    checks::Checks,
    count::{Figure, Value},
    span::{Rhythm, Span},
};
use platform::{
    App,
    db::{Db, Result, Tx},
    facts::Period,
    files::FileId,
    identity::AccountId,
    sheets::form::Form,
    tree::{OrgId, Scope},
    vals,
};
use std::collections::BTreeMap;

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

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Template {
    pub id: FormId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub name: String,
    pub rhythm: String,
    pub file: FileId,
    pub grid: String,
    pub bindings: String,
    pub checks: String,
    pub made_at: i64,
    pub ended_at: Option<i64>,
    pub version: i64,
}
/// What was kept as text comes back; what can't be read is nothing.
pub fn from_json<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}
pub fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
impl Template {
    pub fn form(&self) -> Form {
        from_json(&self.grid)
    }
    pub fn bindings(&self) -> Bindings {
        from_json(&self.bindings)
    }
    pub fn checks(&self) -> Checks {
        from_json(&self.checks)
    }
    pub fn rhythm(&self) -> Rhythm {
        Rhythm::from_key(&self.rhythm).unwrap_or(Rhythm::Quarter)
    }
}
const TEMPLATE: &str = "SELECT f.id, f.org, o.name AS org_name, o.path, f.name, f.rhythm, f.file, f.grid, f.bindings, f.checks, f.made_at, f.ended_at, f.version \
    FROM report_forms f JOIN organisations o ON o.id = f.org";

/// A form with its name only.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct TemplateLine {
    pub id: FormId,
    pub org_name: String,
    pub name: String,
    pub rhythm: String,
    pub reports: i64,
    pub made_at: i64,
}
pub async fn templates(db: &Db, org: OrgId) -> Result<Vec<TemplateLine>> {
    db.all(
        "SELECT f.id, o.name AS org_name, f.name, f.rhythm, (SELECT COUNT(*) FROM reports r WHERE r.form = f.id) AS reports, f.made_at \
         FROM report_forms f JOIN organisations o ON o.id = f.org WHERE f.org = $1 AND f.ended_at IS NULL ORDER BY f.id DESC LIMIT 100",
        vals![org],
    )
    .await
}
/// The form if it belongs to the branch.
pub async fn template(db: &Db, scope: &Scope, id: FormId) -> Result<Option<Template>> {
    Ok(template_of(db, id).await?.filter(|one| scope.holds(&one.path)))
}
pub async fn template_of(db: &Db, id: FormId) -> Result<Option<Template>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{TEMPLATE} WHERE f.id = $1")), vals![id]).await
}
pub struct NewTemplate<'a> {
    pub org: OrgId,
    pub name: &'a str,
    pub rhythm: Rhythm,
    pub file: FileId,
    pub grid: &'a Form,
    pub bindings: &'a Bindings,
    pub checks: &'a Checks,
    pub by: Option<AccountId>,
}
pub async fn add_template(tx: &mut Tx, app: &App, new: &NewTemplate<'_>) -> Result<FormId> {
    let values = vals![
        new.org,
        new.name,
        new.rhythm.key(),
        new.file,
        to_json(new.grid),
        to_json(new.bindings),
        to_json(new.checks),
        new.by,
        app.now()
    ];
    let columns = "org, name, rhythm, file, grid, bindings, checks, made_by, made_at";
    Ok(FormId(tx.insert("report_forms", columns, values).await?))
}
/// Writes what the cells are bound to; false: somebody was first.
pub async fn bind(tx: &mut Tx, one: &Template, bindings: &Bindings, checks: &Checks) -> Result<bool> {
    let sql =
        "UPDATE report_forms SET bindings = $3, checks = $4, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vals![one.id, one.version, to_json(bindings), to_json(checks)]).await? == 1)
}
pub async fn replace_file(
    tx: &mut Tx,
    one: &Template,
    (file, grid): (FileId, &Form),
    bindings: &Bindings,
) -> Result<bool> {
    let sql = "UPDATE report_forms SET file = $3, grid = $4, bindings = $5, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vals![one.id, one.version, file, to_json(grid), to_json(bindings)]).await? == 1)
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

pub async fn keep_values(tx: &mut Tx, one: &Report, figures: &BTreeMap<String, Figure>) -> Result<()> {
    let mut values = Vec::new();
    for (cell, figure) in figures.iter().filter(|(cell, _)| !cell.ends_with('~')) {
        let Period { from, to } = figure.period;
        let dimension = figure.dimension.clone().unwrap_or_default();
        values.extend(vals![
            one.id,
            cell,
            one.org,
            &figure.key,
            dimension,
            from,
            to,
            figure.shown(),
            figure.number(),
            &figure.note
        ]);
    }
    let columns = "report, cell, org, measure, dimension, from_on, to_on, shown, number, statement";
    tx.insert_many("report_values", columns, values).await
}
#[derive(sqlx_macros::FromRow)]
struct Kept {
    cell: String,
    measure: String,
    dimension: String,
    from_on: String,
    to_on: String,
    shown: String,
    number: Option<f64>,
    statement: String,
}
/// Signed or frozen figures, as they were.
pub async fn kept_values(db: &Db, id: ReportId) -> Result<BTreeMap<String, Figure>> {
    let sql = "SELECT cell, measure, dimension, from_on, to_on, shown, number, statement FROM report_values WHERE report = $1";
    let rows: Vec<Kept> = db.all(sql, vals![id]).await?;
    let figure = |row: Kept| {
        let day = |text: &str| text.parse().unwrap_or_default();
        let value = match (row.number, row.shown.as_str()) {
            (Some(n), shown) if shown.contains('.') => Value::Share(n),
            (Some(n), _) => Value::Number(n),
            (None, crate::small::HIDDEN) => Value::Hidden,
            (None, "—") => Value::Nothing,
            (None, _) => Value::Gone,
        };
        let dimension = Some(row.dimension).filter(|d| !d.is_empty());
        let period = Period { from: day(&row.from_on), to: day(&row.to_on) };
        (row.cell, Figure { key: row.measure, dimension, period, value, note: row.statement })
    };
    Ok(rows.into_iter().map(figure).collect())
}
/// A figure that stands in another report of the union already.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Elsewhere {
    pub report: ReportId,
    pub name: String,
    pub measure: String,
    pub dimension: String,
    pub from_on: String,
    pub to_on: String,
    pub shown: String,
}
/// What a union has confirmed in other reports.
pub async fn elsewhere(db: &Db, one: &Report) -> Result<Vec<Elsewhere>> {
    db.all(
        "SELECT v.report, f.name, v.measure, v.dimension, v.from_on, v.to_on, v.shown FROM report_values v JOIN reports r ON r.id = v.report JOIN report_forms f ON f.id = r.form \
         WHERE v.org = $1 AND v.report <> $2 ORDER BY v.report DESC LIMIT 5000",
        vals![one.org, one.id],
    )
    .await
}

/// Something that was written.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Written {
    pub cell: String,
    pub kind: String,
    pub text: String,
    pub record: Option<i64>,
    pub by: Option<String>,
    pub at: i64,
}
pub async fn written(db: &Db, id: ReportId) -> Result<Vec<Written>> {
    db.all(
        "SELECT t.cell, t.kind, t.text, t.record, a.name AS by, t.at FROM report_texts t LEFT JOIN accounts a ON a.id = t.account WHERE t.report = $1 ORDER BY LENGTH(t.cell), t.cell",
        vals![id],
    )
    .await
}
pub async fn write(
    tx: &mut Tx,
    app: &App,
    (report, cell, kind): (ReportId, &str, &str),
    (text, record): (&str, Option<i64>),
    by: AccountId,
) -> Result<()> {
    tx.exec(
        "INSERT INTO report_texts (report, cell, kind, text, record, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (report, cell, kind) DO UPDATE SET text = excluded.text, record = excluded.record, account = excluded.account, at = excluded.at",
        vals![report, cell, kind, text, record, by, app.now()],
    )
    .await
    .map(|_| ())
}
/// Takes the report's row, so that what is written goes into an open one: false where it is not open any more.
pub async fn take_open(tx: &mut Tx, id: ReportId) -> Result<bool> {
    let sql = "UPDATE reports SET version = version + 1 WHERE id = $1 AND state = 'open'";
    Ok(tx.exec(sql, vals![id]).await? == 1)
}

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
