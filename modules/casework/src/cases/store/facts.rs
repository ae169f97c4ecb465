//! What moved a limit of the law; who said to have an interest.
use super::{CaseId, WORDS};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    vals,
};

/// Something that interrupts or suspends a limit.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Fact {
    pub statute: String,
    pub kind: String,
    from_on: String,
    until_on: Option<String>,
}
impl Fact {
    pub fn new(statute: &str, kind: &str, from: Date, until: Option<Date>) -> Fact {
        let until_on = until.map(|day| day.to_string());
        Fact { statute: statute.into(), kind: kind.into(), from_on: from.to_string(), until_on }
    }
    pub fn from(&self) -> Option<Date> {
        self.from_on.parse().ok()
    }
    pub fn until(&self) -> Option<Date> {
        self.until_on.as_deref().and_then(|day| day.parse().ok())
    }
}
const FACTS: &str = "SELECT statute, kind, from_on, until_on FROM case_limits WHERE case_id = $1 ORDER BY from_on, id";
pub async fn facts(db: &Db, case: CaseId) -> Result<Vec<Fact>> {
    db.all(FACTS, vals![case]).await
}
pub async fn facts_in(tx: &mut Tx, case: CaseId) -> Result<Vec<Fact>> {
    tx.all(FACTS, vals![case]).await
}
pub async fn add_fact(tx: &mut Tx, app: &App, case: CaseId, fact: &Fact, words: &str, by: AccountId) -> Result<()> {
    let sealed = app.keys.seal(WORDS, words);
    let values = vals![case, &fact.statute, &fact.kind, &fact.from_on, fact.until_on.clone(), sealed, by, app.now()];
    let columns = "case_id, statute, kind, from_on, until_on, words_sealed, account, at";
    tx.insert("case_limits", columns, values).await.map(|_| ())
}

/// Those who said that they have an interest in a case.
pub async fn recused(db: &Db, case: CaseId) -> Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> = db.all("SELECT account FROM case_recusals WHERE case_id = $1", vals![case]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
/// False: it was said before.
pub async fn add_recusal(tx: &mut Tx, app: &App, case: CaseId, account: AccountId, words: &str) -> Result<bool> {
    let sql = "INSERT INTO case_recusals (case_id, account, words_sealed, at) VALUES ($1, $2, $3, $4) ON CONFLICT (case_id, account) DO NOTHING";
    Ok(tx.exec(sql, vals![case, account, app.keys.seal(WORDS, words), app.now()]).await? == 1)
}
