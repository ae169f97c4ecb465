//! All SQL about elections, candidates and ballots.
use super::rules::{Ballots, Outcome};
use crate::foundings::FoundingId;
use directory::members::MembershipId;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    secrets::Unreadable,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(ElectionId);
platform::row_id!(CandidateId);

pub const CHAIR: &str = "elections.chair";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    /// Sent back by the upper union to be mended.
    Returned,
    Reported,
    Approved,
    Dropped,
}
impl State {
    pub const ALL: [State; 5] = [State::Open, State::Returned, State::Reported, State::Approved, State::Dropped];
    pub fn key(self) -> &'static str {
        ["open", "returned", "reported", "approved", "dropped"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["准备中", "退回修改", "待批复", "已批复", "已取消"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.key() == key)
    }
    /// Still being entered.
    pub fn is_open(self) -> bool {
        matches!(self, State::Open | State::Returned)
    }
}
/// What an election is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Founding,
    /// 换届
    Renewal,
    /// 补选
    ByElection,
}
impl Purpose {
    pub const ALL: [Purpose; 3] = [Purpose::Founding, Purpose::Renewal, Purpose::ByElection];
    pub fn key(self) -> &'static str {
        ["founding", "renewal", "by_election"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["建会选举", "换届选举", "补选"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|p| p.key() == key)
    }
}
/// 工会委员会, 经费审查委员会, 女职工委员会
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Committee {
    Union,
    Audit,
    Women,
}
impl Committee {
    pub const ALL: [Committee; 3] = [Committee::Union, Committee::Audit, Committee::Women];
    /// Those that the members elect by ballot; the women's is formed by agreement.
    pub const BALLOTED: [Committee; 2] = [Committee::Union, Committee::Audit];
    pub fn key(self) -> &'static str {
        ["committee", "audit", "women"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["工会委员会", "经费审查委员会", "女职工委员会"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Committee> {
        Committee::ALL.into_iter().find(|c| c.key() == key)
    }
    /// What its head is called.
    pub fn head(self) -> &'static str {
        ["主席", "经审委主任", "女职委主任"][self as usize]
    }
}
/// What somebody is in a committee; `chair` is its head.
pub fn office_name(committee: Committee, office: &str) -> &'static str {
    match office {
        "chair" => committee.head(),
        "vice" => "副主席",
        "women" => "女职工委员",
        _ => "委员",
    }
}

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

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Candidate {
    pub id: CandidateId,
    committee: String,
    pub name: String,
    pub sex: String,
    pub job: String,
    pub membership: MembershipId,
    pub votes: Option<i64>,
    outcome: String,
    pub office: String,
}
impl Candidate {
    pub fn committee(&self) -> Committee {
        Committee::from_key(&self.committee).expect("the store writes keys of Committee")
    }
    pub fn outcome(&self) -> Option<Outcome> {
        Outcome::from_key(&self.outcome)
    }
    pub fn is_elected(&self) -> bool {
        self.outcome() == Some(Outcome::Elected)
    }
    pub fn sex_name(&self) -> &'static str {
        platform::standards::tables::GENDER.name_of(&self.sex).unwrap_or("")
    }
}
pub async fn candidates(db: &Db, id: ElectionId) -> Result<Vec<Candidate>> {
    db.all("SELECT id, committee, name, sex, job, membership, votes, outcome, office FROM election_candidates WHERE election = $1 ORDER BY id", vals![id]).await
}
/// Enters a candidate and forgets what was counted; false where he is one already, or the election is not open.
pub async fn add_candidate(
    tx: &mut Tx,
    id: ElectionId,
    committee: Committee,
    (name, sex, job): (&str, &str, &str),
    membership: MembershipId,
) -> Result<bool> {
    if !touch(tx, id).await? {
        return Ok(false);
    }
    // The women's committee is formed by agreement: who is named sits in it.
    let outcome = if committee == Committee::Women { Outcome::Elected.key() } else { "" };
    let added = tx
        .exec(
            "INSERT INTO election_candidates (election, committee, name, sex, job, membership, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            vals![id, committee.key(), name, sex, job, membership, outcome],
        )
        .await?;
    Ok(added == 1)
}
pub async fn remove_candidate(tx: &mut Tx, id: ElectionId, candidate: CandidateId) -> Result<bool> {
    if !touch(tx, id).await? {
        return Ok(false);
    }
    let sql = "DELETE FROM election_candidates WHERE election = $1 AND id = $2";
    Ok(tx.exec(sql, vals![id, candidate]).await? == 1)
}
/// The candidates change: the result, if there was one, is of others.
async fn touch(tx: &mut Tx, id: ElectionId) -> Result<bool> {
    let sql =
        "UPDATE elections SET present = NULL, version = version + 1 WHERE id = $1 AND state IN ('open', 'returned')";
    if tx.exec(sql, vals![id]).await? == 0 {
        return Ok(false);
    }
    tx.exec("UPDATE election_candidates SET votes = NULL, outcome = CASE WHEN committee = 'women' THEN outcome ELSE '' END, office = '' WHERE election = $1", vals![id]).await?;
    tx.exec("DELETE FROM election_ballots WHERE election = $1", vals![id]).await?;
    Ok(true)
}

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

/// A member as proposed for a candidate.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Eligible {
    pub membership: MembershipId,
    pub name: String,
    pub sex: String,
    pub number: String,
}
/// Current members of the union's branch with a text in the name; an exact name first.
pub async fn eligible(db: &Db, path: &str, name: &str, limit: i64) -> Result<Vec<Eligible>> {
    let scope = Scope::below(path);
    let like = format!("%{}%", name.replace(['%', '_'], ""));
    let sql = format!(
        "SELECT m.id AS membership, m.name, p.sex, m.number FROM memberships m JOIN people p ON p.id = m.person \
         WHERE m.path >= $1 AND m.path < $2 AND m.state = 'active' AND m.name LIKE $3{} ORDER BY CASE WHEN m.name = $4 THEN 0 ELSE 1 END, m.name, m.id LIMIT $5",
        directory::members::store::VISIBLE
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, like, name, limit]).await
}
/// The member of the branch with this id.
pub async fn eligible_by_id(db: &Db, path: &str, id: MembershipId) -> Result<Option<Eligible>> {
    let scope = Scope::below(path);
    let sql = format!(
        "SELECT m.id AS membership, m.name, p.sex, m.number FROM memberships m JOIN people p ON p.id = m.person \
         WHERE m.id = $3 AND m.path >= $1 AND m.path < $2 AND m.state = 'active'{}",
        directory::members::store::VISIBLE
    );
    db.maybe(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, id]).await
}
