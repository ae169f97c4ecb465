//! The register of letters.
use crate::cases::{Case, CaseId, store::LETTER};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};

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
    pub fn lines(&self, app: &App) -> Vec<String> {
        let text = app.keys.open(LETTER, &self.lines_sealed).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
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
pub async fn of(db: &Db, case: CaseId) -> Result<Vec<Letter>> {
    let sql = "SELECT l.id, l.org, o.name AS org_name, l.year, l.number, l.letter, l.lines_sealed, l.at FROM case_letters l JOIN organisations o ON o.id = l.org WHERE l.case_id = $1 ORDER BY l.id";
    db.all(sql, vals![case]).await
}
