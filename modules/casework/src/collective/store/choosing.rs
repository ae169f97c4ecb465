//! Representatives: who stands, who voted, who is chosen. A vote has no name.
use super::{MatterId, PartId};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Candidate {
    pub id: i64,
    pub part: PartId,
    /// asked (by another), stands
    pub state: String,
    pub votes: i64,
    elected: i64,
}
impl Candidate {
    pub fn stands(&self) -> bool {
        self.state == "stands"
    }
    pub fn is_elected(&self) -> bool {
        self.elected == 1
    }
}
/// Those who are still of the matter.
const CANDIDATES: &str = "SELECT c.id, c.part, c.state, c.votes, c.elected FROM matter_candidates c JOIN matter_parts p ON p.id = c.part WHERE p.matter = $1 AND c.round = $2 AND p.state = 'joined' ORDER BY c.id";

pub async fn candidates(db: &Db, id: MatterId, round: i64) -> Result<Vec<Candidate>> {
    db.all(CANDIDATES, vals![id, round]).await
}
pub async fn candidates_in(tx: &mut Tx, id: MatterId, round: i64) -> Result<Vec<Candidate>> {
    tx.all(CANDIDATES, vals![id, round]).await
}
/// Somebody is proposed (`asked`), or stands; who stands already stays so.
pub async fn nominate(tx: &mut Tx, part: PartId, round: i64, stands: bool) -> Result<()> {
    let state = if stands { "stands" } else { "asked" };
    let sql = "INSERT INTO matter_candidates (part, round, state) VALUES ($1, $2, $3) ON CONFLICT (part, round) DO UPDATE SET state = CASE WHEN matter_candidates.state = 'stands' THEN 'stands' ELSE excluded.state END";
    tx.exec(sql, vals![part, round, state]).await.map(|_| ())
}
pub async fn set_choosing(
    tx: &mut Tx,
    id: MatterId,
    to: &str,
    (round, seats): (i64, i64),
    until: Option<Date>,
) -> Result<()> {
    let sql = "UPDATE matters SET choosing = $2, round = $3, seats = $4, vote_until = $5 WHERE id = $1";
    tx.exec(sql, vals![id, to, round, seats, until]).await.map(|_| ())
}
/// Marks that somebody votes; false: did so before.
pub async fn vote(tx: &mut Tx, app: &App, part: PartId, round: i64) -> Result<bool> {
    let sql = "INSERT INTO matter_ballots (part, round, at) VALUES ($1, $2, $3) ON CONFLICT (part, round) DO NOTHING";
    Ok(tx.exec(sql, vals![part, round, app.now()]).await? == 1)
}
pub async fn count_vote(tx: &mut Tx, candidate: i64) -> Result<()> {
    tx.exec("UPDATE matter_candidates SET votes = votes + 1 WHERE id = $1", vals![candidate]).await.map(|_| ())
}
pub async fn has_voted(db: &Db, part: PartId, round: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM matter_ballots WHERE part = $1 AND round = $2";
    Ok(db.number(sql, vals![part, round]).await? > 0)
}
/// How many voted, all in all.
pub async fn turnout(db: &Db, id: MatterId, round: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM matter_ballots b JOIN matter_parts p ON p.id = b.part WHERE p.matter = $1 AND b.round = $2";
    db.number(sql, vals![id, round]).await
}
pub async fn elect(tx: &mut Tx, candidate: i64) -> Result<()> {
    tx.exec("UPDATE matter_candidates SET elected = 1 WHERE id = $1", vals![candidate]).await.map(|_| ())
}
