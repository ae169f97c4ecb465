//! Who counts as helped: once a year at each union.
use super::{Case, CaseId, SELECT};
use platform::{
    db::{Result, Tx, Value},
    vals,
};

/// Milliseconds from which and before which a year lasts, in China.
fn year(year: i16) -> (i64, i64) {
    let first = |year: i16| jiff::civil::date(year, 1, 1).to_zoned(platform::clock::zone());
    let at = |year: i16| first(year).map_or(0, |day| day.timestamp().as_millisecond());
    (at(year), at(year + 1))
}
/// `+` keeps the union's index out of the way: it may have very many cases, a worker has few.
const SAME: &str = "+c.handler = $1 AND c.id <> $2 AND (c.account = $3 OR c.person = $4) AND c.outcome = 'solved' AND c.confidential = 0 AND c.ended_at >= $5 AND c.ended_at < $6";
fn values(case: &Case, of: i16) -> Vec<Value> {
    let (from, before) = year(of);
    let (account, person) = (case.account.map_or(0, |a| a.0), case.person.map_or(0, |p| p.0));
    vals![case.handler, case.id, account, person, from, before]
}
/// Whether another case counts the worker of this one as helped in a year, at the same union.
pub async fn is_helped(tx: &mut Tx, case: &Case, of: i16) -> Result<bool> {
    let sql = format!("SELECT COUNT(*) FROM cases c WHERE {SAME} AND c.helped = 1");
    Ok(tx.number(sqlx::AssertSqlSafe(sql), values(case, of)).await? > 0)
}
/// Another case of the same worker that was solved in a year, at the same union.
pub async fn solved_too(tx: &mut Tx, case: &Case, of: i16) -> Result<Option<Case>> {
    let sql = format!("{SELECT} WHERE {SAME} ORDER BY c.id LIMIT 1");
    tx.maybe(sqlx::AssertSqlSafe(sql), values(case, of)).await
}
pub async fn set_helped(tx: &mut Tx, id: CaseId, helped: bool) -> Result<()> {
    tx.exec("UPDATE cases SET helped = $2 WHERE id = $1", vals![id, helped]).await.map(|_| ())
}
