//! The register of letters.
use crate::cases::{Case, CaseId, store::LETTER};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};
use ui::Paper;

/// A letter that was written.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Letter {
    pub id: i64,
    pub org: OrgId,
    pub org_name: String,
    pub year: i64,
    pub number: i64,
    pub letter: String,
    pub lines_sealed: String,
    pub at: i64,
}
impl Letter {
    fn text(&self, app: &App) -> String {
        app.keys.open(LETTER, &self.lines_sealed).unwrap_or_default()
    }
    pub fn lines(&self, app: &App) -> Vec<String> {
        match self.paper(app) {
            Some(paper) => paper.said(),
            None => serde_json::from_str(&self.text(app)).unwrap_or_default(),
        }
    }
    /// The whole paper, where it was put down as it was; others are lines under a title of the definition.
    pub fn paper(&self, app: &App) -> Option<Paper> {
        serde_json::from_str(&self.text(app)).ok()
    }
}

/// The next number in a union's register of this year. Whoever takes one at the same time waits.
pub async fn next(tx: &mut Tx, app: &App, org: OrgId) -> Result<(i64, i64)> {
    let year = i64::from(app.today().year());
    let next = "INSERT INTO case_registers (org, year, last) VALUES ($1, $2, 1) ON CONFLICT (org, year) DO UPDATE SET last = case_registers.last + 1";
    tx.exec(next, vals![org, year]).await?;
    let sql = "SELECT last FROM case_registers WHERE org = $1 AND year = $2";
    Ok((year, tx.number(sql, vals![org, year]).await?))
}
pub async fn add(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    (letter, lines): (&str, &[String]),
    by: Option<AccountId>,
) -> Result<()> {
    let (year, number) = next(tx, app, case.handler).await?;
    let sealed = app.keys.seal(LETTER, &serde_json::to_string(lines).unwrap_or_default());
    let values = vals![case.id, case.handler, year, number, letter, sealed, by, app.now()];
    tx.insert("case_letters", "case_id, org, year, number, letter, lines_sealed, account, at", values).await.map(|_| ())
}
/// Of what a letter is.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    Case(CaseId),
    /// A call for study aid, by its number.
    Call(i64),
}
/// Puts a paper down as it is and numbers it; `letter` is what it is found under again.
pub async fn put(
    tx: &mut Tx,
    app: &App,
    (org, of): (OrgId, Of),
    (letter, paper): (&str, &Paper),
    by: Option<AccountId>,
) -> Result<()> {
    let (year, number) = next(tx, app, org).await?;
    let (case, call) = match of {
        Of::Case(id) => (Some(id), None),
        Of::Call(id) => (None, Some(id)),
    };
    let sealed = app.keys.seal(LETTER, &serde_json::to_string(paper).unwrap_or_default());
    let values = vals![case, call, org, year, number, letter, sealed, by, app.now()];
    let columns = "case_id, call_id, org, year, number, letter, lines_sealed, account, at";
    tx.insert("case_letters", columns, values).await.map(|_| ())
}
const SELECT: &str = "SELECT l.id, l.org, o.name AS org_name, l.year, l.number, l.letter, l.lines_sealed, l.at FROM case_letters l JOIN organisations o ON o.id = l.org";
/// The newest of a call.
pub async fn of_call(db: &Db, call: i64) -> Result<Option<Letter>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE l.call_id = $1 ORDER BY l.id DESC LIMIT 1")), vals![call])
        .await
}
/// The newest of a case under this word.
pub async fn newest(db: &Db, case: CaseId, letter: &str) -> Result<Option<Letter>> {
    let sql = format!("{SELECT} WHERE l.case_id = $1 AND l.letter = $2 ORDER BY l.id DESC LIMIT 1");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![case, letter]).await
}
pub async fn of(db: &Db, case: CaseId) -> Result<Vec<Letter>> {
    let sql = format!("{SELECT} WHERE l.case_id = $1 ORDER BY l.id");
    db.all(sqlx::AssertSqlSafe(sql), vals![case]).await
}
