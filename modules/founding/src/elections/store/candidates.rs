//! SQL about candidates, and the members of whom they may be chosen.
use super::{
    super::{kinds::Committee, rules::Outcome},
    ElectionId,
};
use directory::members::MembershipId;
use platform::{
    db::{Db, Result, Tx},
    tree::Scope,
    vals,
};

platform::row_id!(CandidateId);

/// GB/T 2261.1
const WOMAN: &str = "2";

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
    pub fn is_woman(&self) -> bool {
        self.sex == WOMAN
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
    if !touch(tx, id, committee).await? {
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
    let of = "SELECT committee FROM election_candidates WHERE election = $1 AND id = $2";
    let Some((committee,)) = tx.maybe::<(String,)>(of, vals![id, candidate]).await? else { return Ok(false) };
    if !touch(tx, id, Committee::from_key(&committee).expect("the store writes keys of Committee")).await? {
        return Ok(false);
    }
    let sql = "DELETE FROM election_candidates WHERE election = $1 AND id = $2";
    Ok(tx.exec(sql, vals![id, candidate]).await? == 1)
}
/// The candidates change: the result, if there was one, is of others. Who is named by agreement changes no count.
async fn touch(tx: &mut Tx, id: ElectionId, committee: Committee) -> Result<bool> {
    if committee == Committee::Women {
        let sql = "UPDATE elections SET version = version + 1 WHERE id = $1 AND state IN ('open', 'returned')";
        return Ok(tx.exec(sql, vals![id]).await? == 1);
    }
    let sql =
        "UPDATE elections SET present = NULL, version = version + 1 WHERE id = $1 AND state IN ('open', 'returned')";
    if tx.exec(sql, vals![id]).await? == 0 {
        return Ok(false);
    }
    tx.exec("UPDATE election_candidates SET votes = NULL, outcome = CASE WHEN committee = 'women' THEN outcome ELSE '' END, office = '' WHERE election = $1", vals![id]).await?;
    tx.exec("DELETE FROM election_ballots WHERE election = $1", vals![id]).await?;
    Ok(true)
}

/// A member as proposed for a candidate.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Eligible {
    pub membership: MembershipId,
    pub name: String,
    pub sex: String,
    pub number: String,
}
impl Eligible {
    pub fn is_woman(&self) -> bool {
        self.sex == WOMAN
    }
}
/// Current members of the union's branch (who is only kept has no vote: 选举工作条例第四条) with a text in the name; an exact name first.
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
