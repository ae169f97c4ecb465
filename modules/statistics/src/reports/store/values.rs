//! SQL about what stands in the cells of a report: figures as they were signed, and what was written.
use super::{
    super::count::{Figure, Value},
    Report, ReportId,
};
use platform::{
    App,
    db::{Db, Result, Tx},
    facts::Period,
    identity::AccountId,
    vals,
};
use std::collections::BTreeMap;

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
