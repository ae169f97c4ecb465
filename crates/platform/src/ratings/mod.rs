//! 评价: one to five stars with words about a thing, one for each person, changeable.
//!
//! Promises: who rated is never shown; an average stands only where enough people rated; words are public only after somebody looked at them,
//! and no longer once they were changed.
#[cfg(test)]
mod tests;

use crate::{
    App,
    db::{Db, Result, Tx},
    tree::PersonId,
    vals,
};

/// The most words of a rating, in characters.
pub const LONGEST: usize = 200;

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Rating {
    pub id: i64,
    pub stars: i64,
    pub words: String,
    shown: i64,
    pub changed_at: i64,
}
impl Rating {
    /// Its words stand on the public page.
    pub fn is_shown(&self) -> bool {
        self.shown != 0
    }
}
const SELECT: &str = "SELECT id, stars, words, shown, changed_at FROM ratings";

/// All ratings of a thing together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub count: i64,
    /// Of all stars.
    pub sum: i64,
}
impl Tally {
    /// The average, where at least `least` people rated.
    pub fn average(self, least: i64) -> Option<f64> {
        (self.count >= least.max(1)).then(|| self.sum as f64 / self.count as f64)
    }
}

/// Keeps what a person says of a thing, instead of what he or she said before. `stars`: 1 to 5.
pub async fn rate(tx: &mut Tx, app: &App, about: &str, person: PersonId, stars: i64, words: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO ratings (about, person, stars, words, at, changed_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (about, person) DO UPDATE SET \
         stars = excluded.stars, words = excluded.words, changed_at = excluded.changed_at, \
         shown = CASE WHEN ratings.words = excluded.words THEN ratings.shown ELSE 0 END",
        vals![about, person, stars.clamp(1, 5), words, app.now()],
    )
    .await?;
    Ok(())
}
/// What a person said.
pub async fn of_person(db: &Db, about: &str, person: PersonId) -> Result<Option<Rating>> {
    let sql = format!("{SELECT} WHERE about = $1 AND person = $2");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![about, person]).await
}
pub async fn tally(db: &Db, about: &str) -> Result<Tally> {
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(stars), 0) AS BIGINT) FROM ratings WHERE about = $1";
    let (count, sum) = db.one(sql, vals![about]).await?;
    Ok(Tally { count, sum })
}
/// What was said in words, newest first; of all or only what is public.
pub async fn words(db: &Db, about: &str, only_shown: bool, limit: i64) -> Result<Vec<Rating>> {
    let only = i64::from(only_shown);
    let sql =
        format!("{SELECT} WHERE about = $1 AND words <> '' AND shown >= $2 ORDER BY changed_at DESC, id DESC LIMIT $3");
    db.all(sqlx::AssertSqlSafe(sql), vals![about, only, limit]).await
}
/// Puts words on the public page, as they were when somebody looked at them (`changed_at`), or takes them off; false where they changed.
pub async fn show(tx: &mut Tx, about: &str, id: i64, changed_at: i64, shown: bool) -> Result<bool> {
    let sql = "UPDATE ratings SET shown = $4 WHERE id = $1 AND about = $2 AND changed_at = $3";
    Ok(tx.exec(sql, vals![id, about, changed_at, shown]).await? == 1)
}
/// What a person said of all things: (about, stars, words, when), oldest first.
pub async fn said_by(db: &Db, person: PersonId) -> Result<Vec<(String, i64, String, i64)>> {
    db.all("SELECT about, stars, words, changed_at FROM ratings WHERE person = $1 ORDER BY id", vals![person]).await
}
/// Takes all of it away; says how many.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.exec("DELETE FROM ratings WHERE person = $1", vals![person]).await
}
