//! SQL about what the tellers counted, and about reporting it.
use super::{
    super::{kinds::Committee, rules::Ballots},
    CHAIR, CandidateId, ElectionId,
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    vals,
};

/// A committee's ballots as counted, by committee.
pub async fn ballots(db: &Db, id: ElectionId) -> Result<Vec<(Committee, Ballots)>> {
    let rows: Vec<(String, i64, i64, i64)> = db
        .all(
            "SELECT committee, issued, returned, valid FROM election_ballots WHERE election = $1 ORDER BY committee",
            vals![id],
        )
        .await?;
    let read = |(key, issued, returned, valid): (String, i64, i64, i64)| {
        Some((Committee::from_key(&key)?, Ballots { issued, returned, valid }))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// What the tellers wrote down, with what follows from it.
#[derive(Clone, Debug, Default)]
pub struct Count {
    pub present: i64,
    pub tellers: String,
    pub ballots: Vec<(&'static str, i64, i64, i64)>,
    pub votes: Vec<(CandidateId, i64, &'static str)>,
}
/// Writes a result; false: somebody changed the election first.
pub async fn set_result(tx: &mut Tx, id: ElectionId, version: i64, count: &Count) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE elections SET present = $3, tellers = $4, version = version + 1 WHERE id = $1 AND version = $2 AND state IN ('open', 'returned')",
            vals![id, version, count.present, &count.tellers],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    tx.exec("DELETE FROM election_ballots WHERE election = $1", vals![id]).await?;
    let rows =
        count.ballots.iter().flat_map(|(key, issued, returned, valid)| vals![id, *key, *issued, *returned, *valid]);
    tx.insert_many("election_ballots", "election, committee, issued, returned, valid", rows.collect()).await?;
    for (candidate, votes, outcome) in &count.votes {
        tx.exec(
            "UPDATE election_candidates SET votes = $3, outcome = $4, office = '' WHERE election = $1 AND id = $2",
            vals![id, *candidate, *votes, *outcome],
        )
        .await?;
    }
    Ok(true)
}

/// Reports a result with the offices; false: somebody was first.
pub async fn report(
    tx: &mut Tx,
    app: &App,
    id: ElectionId,
    version: i64,
    offices: &[(CandidateId, &'static str)],
    chair_phone: Option<&str>,
    due_on: Date,
) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE elections SET state = 'reported', reported_on = $3, due_on = $4, chair_sealed = $5, reason = '', version = version + 1 \
             WHERE id = $1 AND version = $2 AND state IN ('open', 'returned')",
            vals![id, version, app.today(), due_on, chair_phone.map(|p| app.keys.seal(CHAIR, p))],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    for (candidate, office) in offices {
        tx.exec(
            "UPDATE election_candidates SET office = $3 WHERE election = $1 AND id = $2",
            vals![id, *candidate, *office],
        )
        .await?;
    }
    Ok(true)
}
