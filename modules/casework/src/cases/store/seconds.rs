//! The second person at the root: gets what must not reach the others there, and what was not done in time.
use crate::permissions::CASES_WORK;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    rights::Role,
    tree::OrgId,
    vals,
};

type Row = (AccountId, String, String);

fn query(app: &App, org: OrgId) -> Query {
    let mut query = Query::new(
        "SELECT s.account, a.name, p.role FROM case_seconds s JOIN accounts a ON a.id = s.account JOIN posts p ON p.account = s.account AND p.org = s.org",
        vals![],
    );
    query.add(" WHERE s.org = ? AND s.ended_at IS NULL AND a.blocked_at IS NULL", vals![org]);
    let today = app.today();
    query.add(" AND p.starts_on <= ? AND (p.ends_on IS NULL OR p.ends_on >= ?)", vals![today, today]);
    query
}
fn able(rows: Vec<Row>) -> Option<(AccountId, String)> {
    let may = |role: &str| Role::from_key(role).is_some_and(|role| CASES_WORK.is_held_by(role));
    rows.into_iter().find(|(.., role)| may(role)).map(|(account, name, _)| (account, name))
}
/// Who is named at an organisation and still holds a post there that may work on cases.
pub async fn second_of(app: &App, db: &Db, org: OrgId) -> Result<Option<(AccountId, String)>> {
    Ok(able(db.list(query(app, org)).await?))
}
/// The same within an act.
pub async fn second_in(tx: &mut Tx, app: &App, org: OrgId) -> Result<Option<(AccountId, String)>> {
    Ok(able(tx.list(query(app, org)).await?))
}
/// Names somebody; whoever was named before no longer is.
pub async fn name_second(tx: &mut Tx, app: &App, org: OrgId, account: AccountId, by: AccountId) -> Result<()> {
    let sql = "UPDATE case_seconds SET ended_at = $2 WHERE org = $1 AND ended_at IS NULL";
    tx.exec(sql, vals![org, app.now()]).await?;
    let values = vals![org, account, by, app.now()];
    tx.insert("case_seconds", "org, account, named_by, named_at", values).await.map(|_| ())
}
