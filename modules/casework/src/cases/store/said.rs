//! What happened on a case, what was said, what was handed in.
use super::{Case, CaseId, TEXT, WORDS};
use platform::{
    App,
    db::{Db, Result, Tx},
    files::FileId,
    identity::AccountId,
    tree::OrgId,
    vals,
};

/// A line of a case's history.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Happened {
    pub act: String,
    pub step: String,
    pub words_sealed: String,
    pub account: Option<AccountId>,
    pub name: Option<String>,
    pub org_name: Option<String>,
    pub at: i64,
}
pub async fn add_step(
    tx: &mut Tx,
    app: &App,
    case: CaseId,
    (act, step): (&str, &str),
    words: &str,
    by: (Option<AccountId>, Option<OrgId>),
) -> Result<()> {
    let sealed = if words.is_empty() { String::new() } else { app.keys.seal(WORDS, words) };
    let values = vals![case, act, step, sealed, by.0, by.1, app.now()];
    tx.insert_later("case_steps", "case_id, act, step, words_sealed, account, org, at", values).await
}
/// What the last step of a case counts as: a clock that ended (in time), or a rating with so many stars. Nothing where the case lies with one
/// person alone.
pub async fn count_step(tx: &mut Tx, case: &Case, (met, stars): (Option<bool>, Option<i64>)) -> Result<()> {
    if case.alone.is_some() {
        return Ok(());
    }
    let sql = "UPDATE case_steps SET counted_at = $2, met = $3, stars = $4 WHERE id = (SELECT MAX(id) FROM case_steps WHERE case_id = $1)";
    tx.exec(sql, vals![case.id, case.handler, met, stars]).await.map(|_| ())
}
/// Where and when an act of a case counted last.
pub async fn counted_before(tx: &mut Tx, case: CaseId, act: &str) -> Result<Option<(OrgId, i64)>> {
    let sql = "SELECT counted_at, at FROM case_steps WHERE case_id = $1 AND act = $2 AND counted_at IS NOT NULL ORDER BY id DESC LIMIT 1";
    tx.maybe(sql, vals![case, act]).await
}
/// That cases climbed: where they are, and to whom.
pub async fn add_climbs<'a>(
    tx: &mut Tx,
    app: &App,
    all: impl Iterator<Item = (CaseId, &'a str, &'a str)>,
) -> Result<()> {
    let row = |(case, step, above): (CaseId, &str, &str)| {
        vals![case, "climb", step, app.keys.seal(WORDS, above), None::<i64>, None::<i64>, app.now()]
    };
    let values = all.flat_map(row).collect();
    tx.insert_many("case_steps", "case_id, act, step, words_sealed, account, org, at", values).await
}
pub async fn steps(db: &Db, case: CaseId) -> Result<Vec<Happened>> {
    let sql = "SELECT s.act, s.step, s.words_sealed, s.account, a.name, o.name AS org_name, s.at FROM case_steps s LEFT JOIN accounts a ON a.id = s.account LEFT JOIN organisations o ON o.id = s.org WHERE s.case_id = $1 ORDER BY s.id";
    db.all(sql, vals![case]).await
}

/// Something said.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Message {
    /// worker, union or note.
    pub side: String,
    pub name: Option<String>,
    pub org_name: Option<String>,
    pub text_sealed: String,
    pub at: i64,
}
impl Message {
    pub fn text(&self, app: &App) -> String {
        app.keys.open(TEXT, &self.text_sealed).unwrap_or_default()
    }
}
pub async fn add_message(
    tx: &mut Tx,
    app: &App,
    case: CaseId,
    side: &str,
    text: &str,
    by: (AccountId, Option<OrgId>),
) -> Result<()> {
    let values = vals![case, side, by.0, by.1, app.keys.seal(TEXT, text), app.now()];
    tx.insert("case_messages", "case_id, side, account, org, text_sealed, at", values).await.map(|_| ())
}
pub async fn messages(db: &Db, case: CaseId) -> Result<Vec<Message>> {
    let sql = "SELECT m.side, a.name, o.name AS org_name, m.text_sealed, m.at FROM case_messages m LEFT JOIN accounts a ON a.id = m.account LEFT JOIN organisations o ON o.id = m.org WHERE m.case_id = $1 ORDER BY m.id";
    db.all(sql, vals![case]).await
}

/// Something handed in.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Evidence {
    pub id: i64,
    pub file: FileId,
    pub side: String,
    pub name: String,
    pub mime: String,
    pub size: i64,
    pub at: i64,
}
pub async fn evidence(db: &Db, case: CaseId) -> Result<Vec<Evidence>> {
    let sql = "SELECT e.id, e.file, e.side, f.name, f.mime, f.size, e.at FROM case_files e JOIN files f ON f.id = e.file WHERE e.case_id = $1 AND f.deleted_at IS NULL ORDER BY e.id";
    db.all(sql, vals![case]).await
}
pub async fn add_file(tx: &mut Tx, app: &App, case: CaseId, file: FileId, side: &str, by: AccountId) -> Result<()> {
    let values = vals![case, file, side, by, app.now()];
    tx.insert("case_files", "case_id, file, side, account, at", values).await.map(|_| ())
}
/// How many were handed in to a case, by either side.
pub async fn count_files(tx: &mut Tx, case: CaseId) -> Result<i64> {
    let sql =
        "SELECT COUNT(*) FROM case_files e JOIN files f ON f.id = e.file WHERE e.case_id = $1 AND f.deleted_at IS NULL";
    tx.number(sql, vals![case]).await
}
/// True where a bad rating brought the case to this union before.
pub async fn was_reopened_at(db: &Db, case: CaseId, org: OrgId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM case_steps WHERE case_id = $1 AND act = 'reopen' AND org = $2";
    Ok(db.number(sql, vals![case, org]).await? > 0)
}
