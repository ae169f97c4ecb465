//! All SQL about bulk acts.
use super::Plan;
use crate::{
    joinings::NOTICES,
    members::{MembershipId, store::VISIBLE},
};
use platform::{
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, PersonId, Scope},
    vals,
};

platform::row_id!(ActId);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Act {
    pub id: ActId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub account: Option<AccountId>,
    /// Who did it.
    pub by_name: Option<String>,
    pub title: String,
    details: String,
    /// The list that says to whom; empty: to those of `chosen`.
    pub address: String,
    chosen: String,
    /// working, done, undoing, undone.
    pub state: String,
    /// How far it is: where the next slice begins.
    pub cursor: String,
    pub expected: i64,
    pub changed: i64,
    pub left_out: i64,
    pub undone: i64,
    pub begun_at: i64,
    pub done_at: Option<i64>,
}
impl Act {
    pub fn plan(&self) -> Plan {
        serde_json::from_str(&self.details).expect("the store writes plans")
    }
    pub fn chosen(&self) -> Vec<MembershipId> {
        serde_json::from_str(&self.chosen).expect("the store writes lists of ids")
    }
    pub fn is(&self, state: &str) -> bool {
        self.state == state
    }
    /// How much is done, in per cent.
    pub fn percent(&self) -> i64 {
        match self.state.as_str() {
            "undoing" => (self.undone * 100 / self.changed.max(1)).min(99),
            _ => ((self.changed + self.left_out) * 100 / self.expected.max(1)).min(99),
        }
    }
}
const SELECT: &str = "SELECT b.id, b.org, o.name AS org_name, o.path, b.account, a.name AS by_name, b.title, b.details, b.address, b.chosen, b.state, b.cursor, b.expected, b.changed, b.left_out, b.undone, b.begun_at, b.done_at \
    FROM bulk_acts b JOIN organisations o ON o.id = b.org LEFT JOIN accounts a ON a.id = b.account";

pub struct NewAct<'a> {
    pub org: OrgId,
    pub account: AccountId,
    pub plan: &'a Plan,
    pub address: &'a str,
    pub chosen: &'a [MembershipId],
    pub expected: i64,
}
pub async fn add(tx: &mut Tx, new: &NewAct<'_>, now: i64) -> Result<ActId> {
    let json = |value: serde_json::Result<String>| value.expect("plain fields");
    let (details, chosen) = (json(serde_json::to_string(new.plan)), json(serde_json::to_string(new.chosen)));
    let values = vals![
        new.org,
        new.account,
        new.plan.key(),
        new.plan.title(),
        details,
        new.address,
        chosen,
        "working",
        new.expected,
        now
    ];
    let columns = "org, account, kind, title, details, address, chosen, state, expected, begun_at";
    Ok(ActId(tx.insert("bulk_acts", columns, values).await?))
}
pub async fn find(db: &Db, id: ActId) -> Result<Option<Act>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE b.id = $1")), vals![id]).await
}
/// The act if it was done in the name of an organisation of the branch.
pub async fn within(db: &Db, scope: &Scope, id: ActId) -> Result<Option<Act>> {
    Ok(find(db, id).await?.filter(|act| scope.holds(&act.path)))
}
/// The newest acts of a branch.
pub async fn list(db: &Db, scope: &Scope) -> Result<Vec<Act>> {
    let sql = format!("{SELECT} WHERE o.path >= $1 AND o.path < $2 ORDER BY b.id DESC LIMIT 50");
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until]).await
}
/// Takes the slice that begins at `from`; false: somebody else has it, or there is nothing more to do.
pub async fn take(tx: &mut Tx, id: ActId, from: &str, next: &str) -> Result<bool> {
    let sql = "UPDATE bulk_acts SET cursor = $3 WHERE id = $1 AND cursor = $2 AND state = 'working'";
    Ok(tx.exec(sql, vals![id, from, next]).await? == 1)
}
pub async fn count(tx: &mut Tx, id: ActId, changed: i64, left_out: i64) -> Result<u64> {
    let sql = "UPDATE bulk_acts SET changed = changed + $2, left_out = left_out + $3 WHERE id = $1";
    tx.exec(sql, vals![id, changed, left_out]).await
}
/// Moves an act from one state to the next; false: somebody was quicker.
pub async fn step(tx: &mut Tx, id: ActId, from: &str, to: &str, now: i64) -> Result<bool> {
    let sql = match to {
        "done" => "UPDATE bulk_acts SET state = $3, done_at = $4 WHERE id = $1 AND state = $2",
        "undone" => "UPDATE bulk_acts SET state = $3, undone_at = $4 WHERE id = $1 AND state = $2",
        _ => "UPDATE bulk_acts SET state = $3, undone_at = NULL WHERE id = $1 AND state = $2 AND begun_at <= $4",
    };
    Ok(tx.exec(sql, vals![id, from, to, now]).await? == 1)
}

/// A member as an act looks at him or her.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Target {
    pub id: MembershipId,
    pub person: PersonId,
    pub name: String,
    pub union_id: OrgId,
    pub state: String,
    pub number: String,
    pub version: i64,
    pub group_names: String,
    pub account: Option<AccountId>,
    /// Agreed to be told of activities and services.
    pub willing: i64,
}
impl Target {
    pub fn is_willing(&self) -> bool {
        self.willing > 0
    }
}
const TARGET: &str = "SELECT t.*, (SELECT COUNT(*) FROM consents c WHERE c.account = t.account AND c.purpose = ? AND c.withdrawn_at IS NULL) AS willing FROM ( \
    SELECT m.id, m.person, m.name, m.union_id, m.state, m.number, m.version, COALESCE((SELECT s.names FROM group_sets s WHERE s.id = m.group_set), '') AS group_names, \
    (SELECT MIN(a.id) FROM accounts a WHERE a.person = m.person AND a.blocked_at IS NULL) AS account FROM memberships m WHERE m.path >= ? AND m.path < ?";
/// Those of some memberships that lie in the branch.
fn targets(scope: &Scope, ids: &[MembershipId]) -> Query {
    let mut query = Query::new(TARGET, vals![NOTICES.0, &scope.from, &scope.until]).and(VISIBLE, vals![]);
    query.add(" AND m.id IN (0", vals![]);
    for id in ids {
        query.add(", ?", vals![*id]);
    }
    query.add(")) t ORDER BY t.id", vals![]);
    query
}
pub async fn looked_at(db: &Db, scope: &Scope, ids: &[MembershipId]) -> Result<Vec<Target>> {
    db.list(targets(scope, ids)).await
}
pub async fn looked_at_in(tx: &mut Tx, scope: &Scope, ids: &[MembershipId]) -> Result<Vec<Target>> {
    tx.list(targets(scope, ids)).await
}

/// What an act did to a member, or why it did nothing.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Row {
    pub id: i64,
    pub membership: MembershipId,
    pub person: PersonId,
    pub version: i64,
    pub made: i64,
}
pub const ROW: &str = "act, membership, person, version, made, reason";
/// Those that were changed and are not undone yet, behind a row's number.
pub async fn changed(db: &Db, id: ActId, after: i64, limit: i64) -> Result<Vec<Row>> {
    db.all(
        "SELECT id, membership, person, version, made FROM bulk_rows WHERE act = $1 AND id > $2 AND reason = '' ORDER BY id LIMIT $3",
        vals![id, after, limit],
    )
    .await
}
/// The row is undone.
pub async fn forget(tx: &mut Tx, act: ActId, row: i64) -> Result<u64> {
    tx.exec("UPDATE bulk_acts SET undone = undone + 1 WHERE id = $1", vals![act]).await?;
    tx.exec("DELETE FROM bulk_rows WHERE id = $1", vals![row]).await
}
/// The row stays as it is.
pub async fn leave(tx: &mut Tx, row: i64, reason: &str) -> Result<u64> {
    tx.exec("UPDATE bulk_rows SET reason = $2 WHERE id = $1", vals![row, reason]).await
}
/// Who was left out or left as it is, and why: (membership, name, reason).
pub async fn left_out(db: &Db, id: ActId, limit: i64) -> Result<Vec<(MembershipId, String, String)>> {
    db.all(
        "SELECT r.membership, m.name, r.reason FROM bulk_rows r JOIN memberships m ON m.id = r.membership WHERE r.act = $1 AND r.reason <> '' ORDER BY r.id LIMIT $2",
        vals![id, limit],
    )
    .await
}

/// Puts a membership under another union, if nobody changed it since; counts as a change of the person, so that the undoing of an import
/// leaves it alone.
pub async fn assign(tx: &mut Tx, target: &Target, union: OrgId) -> Result<bool> {
    let moved = tx
        .exec(
            "UPDATE memberships SET union_id = $3, path = (SELECT o.path FROM organisations o WHERE o.id = $3), version = version + 1 WHERE id = $1 AND version = $2 AND state <> 'ended'",
            vals![target.id, target.version, union],
        )
        .await?
        == 1;
    if moved {
        tx.exec("UPDATE people SET version = version + 1 WHERE id = $1", vals![target.person]).await?;
    }
    Ok(moved)
}
/// Takes back what an assignment left in the histories.
pub async fn unwrite(tx: &mut Tx, target: &Target, union: OrgId, since: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM membership_events WHERE membership = $1 AND union_id = $2 AND note = $3 AND at >= $4",
        vals![target.id, union, super::doing::NOTE, since],
    )
    .await?;
    tx.exec(
        "DELETE FROM records WHERE person = $1 AND module = 'directory' AND kind = 'membership' AND detail = $2 AND at >= $3",
        vals![target.person, super::doing::NOTE, since],
    )
    .await
}
/// Takes back an unread message of an assignment; false: it was read, or there was none.
pub async fn unsay(tx: &mut Tx, account: AccountId, title: &str, since: i64) -> Result<bool> {
    let sql = "DELETE FROM notices WHERE account = $1 AND title = $2 AND at >= $3 AND read_at IS NULL";
    Ok(tx.exec(sql, vals![account, title, since]).await? > 0)
}
/// The row of a group that an act added, taken away while it still holds; false: it ended meanwhile.
pub async fn remove_group(tx: &mut Tx, id: i64) -> Result<bool> {
    Ok(tx.exec("DELETE FROM person_groups WHERE id = $1 AND to_on IS NULL", vals![id]).await? == 1)
}
