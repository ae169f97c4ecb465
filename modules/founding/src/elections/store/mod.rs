//! All SQL about elections; that of their candidates and ballots stands beside it.
mod ballots;
mod candidates;

pub use ballots::{Count, ballots, report, set_result};
pub use candidates::{
    Candidate, CandidateId, Eligible, add_candidate, candidates, eligible, eligible_by_id, remove_candidate,
};

pub use super::kinds::{Committee, Purpose, State, office_name};
use crate::foundings::FoundingId;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    secrets::Unreadable,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(ElectionId);

pub const CHAIR: &str = "elections.chair";

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Election {
    pub id: ElectionId,
    pub union_id: OrgId,
    pub union_name: String,
    pub region: String,
    /// The upper union, which replies.
    pub upper_id: Option<OrgId>,
    pub upper_name: String,
    pub path: String,
    pub founding: Option<FoundingId>,
    purpose: String,
    state: String,
    /// assembly or delegates.
    pub form: String,
    pub held_on: Option<String>,
    pub place: String,
    pub entitled: i64,
    pub present: Option<i64>,
    pub seats: i64,
    pub audit_seats: i64,
    pub term_years: i64,
    pub tellers: String,
    chair_sealed: Option<String>,
    pub reported_on: Option<String>,
    due_on: Option<String>,
    pub answered_on: Option<String>,
    /// Why it was sent back.
    pub reason: String,
    pub version: i64,
}
impl Election {
    pub fn state(&self) -> State {
        State::from_key(&self.state).expect("the store writes keys of State")
    }
    pub fn purpose(&self) -> Purpose {
        Purpose::from_key(&self.purpose).expect("the store writes keys of Purpose")
    }
    pub fn link(&self) -> String {
        format!("/console/elections/{}", self.id)
    }
    pub fn seats_of(&self, committee: Committee) -> i64 {
        match committee {
            Committee::Union => self.seats,
            Committee::Audit => self.audit_seats,
            Committee::Women => 0,
        }
    }
    pub fn due(&self) -> Option<Date> {
        self.due_on.as_deref()?.parse().ok()
    }
    pub fn held(&self) -> Option<Date> {
        self.held_on.as_deref()?.parse().ok()
    }
    pub fn form_name(&self) -> &'static str {
        if self.form == "delegates" { "会员代表大会" } else { "会员大会" }
    }
    pub fn chair_phone(&self, app: &App) -> Option<std::result::Result<String, Unreadable>> {
        self.chair_sealed.as_ref().map(|sealed| app.keys.open(CHAIR, sealed))
    }
    pub fn state_words(&self) -> &'static str {
        match self.state() {
            State::Open => "选举正在准备：定方案、提候选人、开会投票、登记结果。",
            State::Returned => "上级工会退回了选举结果，请改好再报。",
            State::Reported => "选举结果已经上报，等上级工会批复。",
            State::Approved => "上级工会已经批复。",
            State::Dropped => "这次选举取消了。",
        }
    }
}
const SELECT: &str = "SELECT e.id, e.union_id, o.name AS union_name, u.region, o.parent AS upper_id, COALESCE(p.name, '') AS upper_name, o.path, e.founding, e.purpose, e.state, e.form, \
    e.held_on, e.place, e.entitled, e.present, e.seats, e.audit_seats, e.term_years, e.tellers, e.chair_sealed, e.reported_on, e.due_on, e.answered_on, e.reason, e.version \
    FROM elections e JOIN unions u ON u.id = e.union_id JOIN organisations o ON o.id = e.union_id LEFT JOIN organisations p ON p.id = o.parent";

pub async fn find(db: &Db, id: ElectionId) -> Result<Option<Election>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE e.id = $1")), vals![id]).await
}
pub async fn within(db: &Db, scope: &Scope, id: ElectionId) -> Result<Option<Election>> {
    Ok(find(db, id).await?.filter(|e| scope.holds(&e.path)))
}
/// The newest election of a founding that was not dropped.
pub async fn newest_of_founding(db: &Db, founding: FoundingId) -> Result<Option<Election>> {
    let sql = format!("{SELECT} WHERE e.founding = $1 AND e.state <> 'dropped' ORDER BY e.id DESC LIMIT 1");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![founding]).await
}
/// The elections of a union, newest first.
pub async fn of_union(db: &Db, union: OrgId) -> Result<Vec<Election>> {
    let sql = format!("{SELECT} WHERE e.union_id = $1 AND e.state <> 'dropped' ORDER BY e.id DESC LIMIT 20");
    db.all(sqlx::AssertSqlSafe(sql), vals![union]).await
}
/// Results of a branch that wait for a reply, the nearest deadline first.
pub async fn reported(db: &Db, scope: &Scope, limit: i64) -> Result<Vec<Election>> {
    let sql = format!(
        "{SELECT} WHERE e.state = 'reported' AND o.path >= $1 AND o.path < $2 ORDER BY e.due_on, e.id LIMIT $3"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, limit]).await
}

/// How an election is to be held.
#[derive(Clone, Debug)]
pub struct Plan {
    pub form: &'static str,
    pub held_on: Option<Date>,
    pub place: String,
    pub entitled: i64,
    pub seats: i64,
    pub audit_seats: i64,
    pub term_years: i64,
}
/// Opens an election; none where one goes on in the union.
pub async fn add(
    tx: &mut Tx,
    app: &App,
    union: OrgId,
    founding: Option<FoundingId>,
    purpose: Purpose,
    plan: &Plan,
) -> Result<Option<ElectionId>> {
    let id = ElectionId(tx.reserve("elections", 1).await?.start);
    let added = tx
        .exec(
            "INSERT INTO elections (id, union_id, founding, purpose, state, form, held_on, place, entitled, seats, audit_seats, term_years, created_at) \
             VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
            vals![
                id, union, founding, purpose.key(), plan.form, plan.held_on, &plan.place, plan.entitled, plan.seats, plan.audit_seats, plan.term_years, app.now()
            ],
        )
        .await?;
    Ok((added == 1).then_some(id))
}
/// Writes the plan anew; what was counted by the old one is forgotten. False: somebody was first.
pub async fn set_plan(tx: &mut Tx, id: ElectionId, version: i64, plan: &Plan) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE elections SET form = $3, held_on = $4, place = $5, entitled = $6, seats = $7, audit_seats = $8, term_years = $9, present = NULL, version = version + 1 \
             WHERE id = $1 AND version = $2 AND state IN ('open', 'returned')",
            vals![id, version, plan.form, plan.held_on, &plan.place, plan.entitled, plan.seats, plan.audit_seats, plan.term_years],
        )
        .await?;
    if changed == 1 {
        forget_result(tx, id).await?;
    }
    Ok(changed == 1)
}
async fn forget_result(tx: &mut Tx, id: ElectionId) -> Result<()> {
    tx.exec("UPDATE election_candidates SET votes = NULL, outcome = '', office = '' WHERE election = $1", vals![id])
        .await?;
    tx.exec("DELETE FROM election_ballots WHERE election = $1", vals![id]).await?;
    Ok(())
}
/// Moves a reported result on, or drops an open election; false: somebody was first.
pub async fn move_on(tx: &mut Tx, id: ElectionId, version: i64, to: State, reason: &str, on: Date) -> Result<bool> {
    let from = if to == State::Dropped { "('open', 'returned')" } else { "('reported')" };
    let sql = format!(
        "UPDATE elections SET state = $3, reason = $4, answered_on = $5, version = version + 1 WHERE id = $1 AND version = $2 AND state IN {from}"
    );
    Ok(tx.exec(sqlx::AssertSqlSafe(sql), vals![id, version, to.key(), reason, on]).await? == 1)
}
/// Drops what goes on in a union that ends.
pub async fn drop_of(tx: &mut Tx, union: OrgId) -> Result<u64> {
    tx.exec("UPDATE elections SET state = 'dropped', version = version + 1 WHERE union_id = $1 AND state IN ('open', 'returned', 'reported')", vals![union]).await
}
