//! Cases with which something happens by itself.
use super::{Case, CaseId, SELECT};
use crate::definitions::Actor;
use jiff::civil::Date;
use platform::{
    db::{Db, Result, Tx},
    vals,
};

/// Open cases at a worker's step whose time is over.
///
/// Those that wait for a union stay overdue for long: they are passed, however many there are.
pub async fn silent(db: &Db, today: Date) -> Result<Vec<Case>> {
    let sql = format!(
        "{SELECT} WHERE c.ended_at IS NULL AND c.due_on < $1 AND (c.due_on, c.id) > ($2, $3) ORDER BY c.due_on, c.id LIMIT $4"
    );
    let (mut silent, mut last) = (Vec::new(), (String::new(), CaseId(0)));
    loop {
        let sql = sqlx::AssertSqlSafe(sql.clone());
        let late: Vec<Case> = db.all(sql, vals![today, &last.0, last.1, ROUND]).await?;
        let Some(end) = late.last() else { return Ok(silent) };
        last = (end.due().map(|day| day.to_string()).unwrap_or_default(), end.id);
        silent.extend(late.into_iter().filter(|case| case.at().is_some_and(|step| step.by == Actor::Worker)));
    }
}
/// Cases that are read at once.
const ROUND: i64 = 1_000;
/// Ended cases whose worker did not rate in time.
pub async fn unrated(db: &Db, today: Date) -> Result<Vec<Case>> {
    let sql =
        format!("{SELECT} WHERE c.rating = 'waiting' AND c.rate_until < $1 ORDER BY c.rate_until, c.id LIMIT 500");
    db.all(sqlx::AssertSqlSafe(sql), vals![today]).await
}
/// Open cases due by a day that nobody was warned of yet.
pub async fn nearly_due(db: &Db, day: Date) -> Result<Vec<Case>> {
    let sql = format!(
        "{SELECT} WHERE c.ended_at IS NULL AND c.due_on <= $1 AND c.warned = 0 ORDER BY c.due_on, c.id LIMIT 500"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![day]).await
}
pub async fn set_warned(tx: &mut Tx, id: CaseId) -> Result<bool> {
    Ok(tx.exec("UPDATE cases SET warned = 1 WHERE id = $1 AND warned = 0", vals![id]).await? == 1)
}
/// Open cases at unions that have ended.
pub async fn orphaned(db: &Db) -> Result<Vec<Case>> {
    let sql = format!(
        "{SELECT} WHERE c.ended_at IS NULL AND h.closed_on IS NOT NULL AND h.parent IS NOT NULL ORDER BY c.id LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![]).await
}
/// Open cases that lie with one person alone who holds no post there any more.
pub async fn left_alone(db: &Db, today: Date) -> Result<Vec<Case>> {
    let sql = format!(
        "{SELECT} WHERE c.ended_at IS NULL AND c.alone IS NOT NULL AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.account = c.alone AND p.org = c.handler AND (c.confidential = 0 OR p.role = 'counsellor') \
         AND p.starts_on <= $1 AND (p.ends_on IS NULL OR p.ends_on >= $1)) ORDER BY c.id LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![today]).await
}
/// Ended cases whose time to be kept is over.
pub async fn kept_too_long(db: &Db, today: Date, limit: i64) -> Result<Vec<Case>> {
    let sql = format!("{SELECT} WHERE c.kept_until < $1 ORDER BY c.kept_until, c.id LIMIT $2");
    db.all(sqlx::AssertSqlSafe(sql), vals![today, limit]).await
}
pub async fn keep_until(tx: &mut Tx, id: CaseId, until: Date) -> Result<()> {
    tx.exec("UPDATE cases SET kept_until = $2 WHERE id = $1", vals![id, until]).await.map(|_| ())
}
/// Cases whose nearest limit of the law has passed: the next one is to be looked for.
pub async fn past_limit(db: &Db, today: Date) -> Result<Vec<Case>> {
    let sql = format!("{SELECT} WHERE c.limit_on < $1 ORDER BY c.limit_on, c.id LIMIT 200");
    db.all(sqlx::AssertSqlSafe(sql), vals![today]).await
}
/// Cases whose words are to be entered into the search index.
pub async fn unread(db: &Db, limit: i64) -> Result<Vec<Case>> {
    let sql = format!("{SELECT} WHERE c.words_for = 0 ORDER BY c.id LIMIT $1");
    db.all(sqlx::AssertSqlSafe(sql), vals![limit]).await
}
/// Cases behind a number.
pub async fn behind(db: &Db, after: i64, limit: i64) -> Result<Vec<Case>> {
    let sql = format!("{SELECT} WHERE c.id > $1 ORDER BY c.id LIMIT $2");
    db.all(sqlx::AssertSqlSafe(sql), vals![after, limit]).await
}
/// Cases whose limit of the law ends by a day, with fewer warnings than `told`: open ones, and those that ended without a solution.
pub async fn limited(db: &Db, day: Date, told: i64) -> Result<Vec<Case>> {
    let sql = format!(
        "{SELECT} WHERE c.limit_on <= $1 AND c.limit_told < $2 AND (c.ended_at IS NULL OR c.outcome IN ('unsolved', 'declined')) ORDER BY c.limit_on, c.id LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![day, told]).await
}
pub async fn set_limit_told(tx: &mut Tx, id: CaseId, told: i64) -> Result<bool> {
    Ok(tx.exec("UPDATE cases SET limit_told = $2 WHERE id = $1 AND limit_told < $2", vals![id, told]).await? == 1)
}
