//! Letters of a matter, in the register of its union.
use super::{LETTER, Matter, MatterId};
use crate::letters::next_number;
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Letter {
    pub id: i64,
    pub org: OrgId,
    pub org_name: String,
    pub year: i64,
    pub number: i64,
    pub letter: String,
    lines_sealed: String,
    pub at: i64,
}
impl Letter {
    /// What was written, as [`crate::collective::papers`] put it down.
    pub fn text(&self, app: &App) -> String {
        app.keys.open(LETTER, &self.lines_sealed).unwrap_or_default()
    }
}
pub async fn add_letter(
    tx: &mut Tx,
    app: &App,
    matter: &Matter,
    (letter, text): (&str, &str),
    by: Option<AccountId>,
) -> Result<()> {
    let (year, number) = next_number(tx, app, matter.org).await?;
    let values = vals![matter.id, matter.org, year, number, letter, app.keys.seal(LETTER, text), by, app.now()];
    tx.insert("matter_letters", "matter, org, year, number, letter, lines_sealed, account, at", values)
        .await
        .map(|_| ())
}
pub async fn letters_of(db: &Db, id: MatterId) -> Result<Vec<Letter>> {
    let sql = "SELECT l.id, l.org, o.name AS org_name, l.year, l.number, l.letter, l.lines_sealed, l.at FROM matter_letters l JOIN organisations o ON o.id = l.org WHERE l.matter = $1 ORDER BY l.id";
    db.all(sql, vals![id]).await
}
