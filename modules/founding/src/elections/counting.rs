//! What the tellers counted.
use super::{
    Committee, Election, ElectionId, acts,
    plan::whole,
    rules::{self, Ballots, Outcome},
    show::{again, refused},
    store::{self, Candidate, Count},
    within,
};
use crate::permissions::FOUNDINGS_WRITE;
use axum::{extract::Path, response::Response};
use platform::web::{Fields, Result, see};
use ui::Desk;

/// Takes what the tellers counted, if it can be so and the election holds.
pub async fn create(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let candidates = store::candidates(&desk.app.db, election.id).await?;
    if election.held().is_none_or(|day| day > desk.app.today()) {
        return refused(&desk, election.id, "开完会、投完票以后再登记结果；开会的日子可以在方案里改").await;
    }
    let Some(count) = read_count(&election, &candidates, &mut form) else {
        return again(&desk, election, &form).await;
    };
    let version = form.number("version").unwrap_or(election.version);
    let elected = count.votes.iter().filter(|v| v.2 == Outcome::Elected.key()).count();
    let mut tx = desk.app.db.begin().await?;
    if !store::set_result(&mut tx, election.id, version, &count).await? {
        drop(tx);
        return refused(&desk, election.id, &acts::late(&desk.app, election.id).await?).await;
    }
    let detail = format!("应到{}人，实到{}人，选出{elected}人", election.entitled, count.present);
    acts::record(&mut tx, &desk.app, &desk.who, "election.result", &election, &detail).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#result", election.link()), &format!("结果登记好了，选出{elected}人")))
}
fn read_count(election: &Election, candidates: &[Candidate], form: &mut Fields) -> Option<Count> {
    let present = whole(form, "present", 0);
    let tellers = form.required("tellers", "请填监票人和计票人", 60);
    if let Some(Err(fault)) = present.map(|p| rules::attendance(election.entitled, p)) {
        form.fault("present", fault.sentence());
    }
    let (mut all_ballots, mut all_votes) = (Vec::new(), Vec::new());
    for committee in Committee::BALLOTED.into_iter().filter(|c| election.seats_of(*c) > 0) {
        let own: Vec<&Candidate> = candidates.iter().filter(|c| c.committee() == committee).collect();
        if own.is_empty() {
            form.fault("present", format!("{}还没有候选人", committee.name()));
            continue;
        }
        let key = committee.key();
        let counted = (
            whole(form, &format!("issued-{key}"), 0),
            whole(form, &format!("returned-{key}"), 0),
            whole(form, &format!("valid-{key}"), 0),
        );
        let votes: Vec<Option<i64>> = own.iter().map(|c| whole(form, &format!("votes-{}", c.id), 0)).collect();
        let votes: Option<Vec<i64>> = votes.into_iter().collect();
        let ((Some(issued), Some(returned), Some(valid)), Some(votes), Some(present)) = (counted, votes, present)
        else {
            continue;
        };
        let seats = election.seats_of(committee);
        if let Err(fault) = rules::ballots(present, seats, Ballots { issued, returned, valid }, &votes) {
            form.fault(&format!("returned-{key}"), format!("{}：{}", committee.name(), fault.sentence()));
        }
        all_ballots.push((key, issued, returned, valid));
        let outcomes = rules::outcomes(seats, election.entitled, &votes);
        all_votes.extend(own.iter().zip(votes).zip(outcomes).map(|((c, v), o)| (c.id, v, o.key())));
    }
    let (Some(present), Some(tellers), true) = (present, tellers, form.is_right()) else { return None };
    Some(Count { present, tellers, ballots: all_ballots, votes: all_votes })
}
