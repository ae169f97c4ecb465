//! All SQL about foundings and their preparatory groups.
use super::rules::Stage;
use directory::{codes::CodeId, employers::EmployerId, unions::UnionKind};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::{self, AccountId},
    secrets::Unreadable,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(FoundingId);
platform::row_id!(GroupMemberId);

pub const CONTACT: &str = "foundings.contact";
pub const GROUP_PHONE: &str = "founding_group.phone";

/// A founding with the names of its upper union and of the union in preparation.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Founding {
    pub id: FoundingId,
    pub reference: String,
    /// Key of [`UnionKind`].
    pub kind: String,
    pub union_name: String,
    /// Code of `unit_category`.
    pub category: String,
    pub region: String,
    pub address: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    /// The head of the enterprise, whose relatives are not eligible.
    pub head_name: String,
    pub headcount: i64,
    /// workers, employer, officer.
    pub asked_by: String,
    pub account: AccountId,
    pub contact_name: String,
    contact_sealed: String,
    pub contact_index: String,
    pub note: String,
    pub upper_id: OrgId,
    pub upper_name: String,
    pub union_id: Option<OrgId>,
    /// Of the union in preparation; before there is one, of the upper union.
    pub path: String,
    pub code: Option<CodeId>,
    stage: String,
    pub asked_at: i64,
    pub due_on: String,
    pub decided_on: Option<String>,
    /// Why it was refused or given up.
    pub reason: String,
    pub founded_on: Option<String>,
    pub version: i64,
    /// State of the newest election.
    pub election_state: Option<String>,
}
impl Founding {
    pub fn stage(&self) -> Stage {
        Stage::from_key(&self.stage).expect("the store writes keys of Stage")
    }
    pub fn kind(&self) -> Option<UnionKind> {
        UnionKind::from_key(&self.kind)
    }
    pub fn contact_phone(&self, app: &App) -> Result<String, Unreadable> {
        app.keys.open(CONTACT, &self.contact_sealed)
    }
    pub fn due(&self) -> Date {
        self.due_on.parse().expect("the store writes dates")
    }
    pub fn link(&self) -> String {
        format!("{}/{}", super::HERE, self.id)
    }
    pub fn asked_by_words(&self) -> &'static str {
        match self.asked_by.as_str() {
            "workers" => "职工申请",
            "employer" => "单位申请",
            _ => "工会干部登记",
        }
    }
}
const SELECT: &str = "SELECT f.id, f.reference, f.kind, f.union_name, f.category, f.region, f.address, f.employer, f.employer_name, f.head_name, f.headcount, f.asked_by, f.account, \
    f.contact_name, f.contact_sealed, f.contact_index, f.note, f.upper_id, up.name AS upper_name, f.union_id, COALESCE(o.path, up.path) AS path, f.code, f.stage, f.asked_at, f.due_on, \
    f.decided_on, f.reason, f.founded_on, f.version, (SELECT e.state FROM elections e WHERE e.founding = f.id ORDER BY e.id DESC LIMIT 1) AS election_state \
    FROM foundings f JOIN organisations up ON up.id = f.upper_id LEFT JOIN organisations o ON o.id = f.union_id";

pub async fn find(db: &Db, id: FoundingId) -> Result<Option<Founding>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE f.id = $1")), vals![id]).await
}
/// The founding if it lies in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, id: FoundingId) -> Result<Option<Founding>> {
    Ok(find(db, id).await?.filter(|f| scope.holds(&f.path)))
}
/// The founding that goes on for a workplace of this name.
pub async fn open_for(db: &Db, employer_name: &str) -> Result<Option<Founding>> {
    db.maybe(
        sqlx::AssertSqlSafe(format!("{SELECT} WHERE f.employer_name = $1 AND f.stage IN ('asked', 'preparing')")),
        vals![employer_name],
    )
    .await
}
/// The founding from which a union came.
pub async fn of_union(db: &Db, union: OrgId) -> Result<Option<Founding>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE f.union_id = $1 ORDER BY f.id DESC LIMIT 1")), vals![union])
        .await
}
/// Those that somebody asked for, is the contact of, or prepares: newest first.
pub async fn mine(db: &Db, account: AccountId, phone_index: &str) -> Result<Vec<Founding>> {
    let sql = format!(
        "{SELECT} WHERE f.contact_index = $2 OR (f.account = $1 AND f.asked_by <> 'officer') \
         OR EXISTS (SELECT 1 FROM founding_group g WHERE g.founding = f.id AND g.phone_index = $2 AND g.to_on IS NULL) ORDER BY f.id DESC LIMIT 20"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![account, phone_index]).await
}
/// Foundings of a branch in a stage (none: all), newest first.
pub async fn list(
    db: &Db,
    scope: &Scope,
    stage: Option<Stage>,
    founded: Option<(Date, Date)>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Founding>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(
        " WHERE COALESCE(o.path, up.path) >= ? AND COALESCE(o.path, up.path) < ?",
        vals![&scope.from, &scope.until],
    );
    if let Some(stage) = stage {
        query.add(" AND f.stage = ?", vals![stage.key()]);
    }
    if let Some((from, to)) = founded {
        query.add(" AND f.founded_on >= ? AND f.founded_on <= ?", vals![from, to]);
    }
    if let Some(before) = before {
        query.add(" AND f.id < ?", vals![before]);
    }
    query.add(" ORDER BY f.id DESC LIMIT ?", vals![limit]);
    db.list(query).await
}
/// How many there are in each stage.
pub async fn counts(db: &Db, scope: &Scope) -> Result<Vec<(String, i64)>> {
    db.all(
        "SELECT f.stage, COUNT(*) FROM foundings f JOIN organisations up ON up.id = f.upper_id LEFT JOIN organisations o ON o.id = f.union_id \
         WHERE COALESCE(o.path, up.path) >= $1 AND COALESCE(o.path, up.path) < $2 GROUP BY f.stage",
        vals![&scope.from, &scope.until],
    )
    .await
}

/// A request as handed in.
#[derive(Clone, Debug)]
pub struct NewFounding {
    pub kind: UnionKind,
    pub union_name: String,
    pub category: String,
    pub region: String,
    pub address: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    pub head_name: String,
    pub headcount: i64,
    pub asked_by: &'static str,
    pub contact_name: String,
    pub contact_phone: String,
    pub note: String,
    pub upper: OrgId,
}
/// Enters a request; none where one goes on for the workplace already.
pub async fn add(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    new: &NewFounding,
    due_on: Date,
) -> Result<Option<FoundingId>> {
    let id = FoundingId(tx.reserve("foundings", 1).await?.start);
    let reference = format!("JH{}-{:04}", app.today().year(), id.0);
    let added = tx
        .exec(
            "INSERT INTO foundings (id, reference, kind, union_name, category, region, address, employer, employer_name, head_name, headcount, asked_by, account, contact_name, \
             contact_sealed, contact_index, note, upper_id, stage, asked_at, due_on) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'asked', $19, $20) ON CONFLICT DO NOTHING",
            vals![
                id, reference, new.kind.key(), &new.union_name, &new.category, &new.region, &new.address, new.employer, &new.employer_name, &new.head_name, new.headcount,
                new.asked_by, account, &new.contact_name, app.keys.seal(CONTACT, &new.contact_phone), identity::phone_index(app, &new.contact_phone), &new.note, new.upper,
                app.now(), due_on
            ],
        )
        .await?;
    Ok((added == 1).then_some(id))
}
/// Approves a request: the union in preparation and its code. False: somebody was first.
pub async fn approve(tx: &mut Tx, id: FoundingId, version: i64, union: OrgId, code: CodeId, on: Date) -> Result<bool> {
    let sql = "UPDATE foundings SET stage = 'preparing', union_id = $3, code = $4, decided_on = $5, version = version + 1 WHERE id = $1 AND version = $2 AND stage = 'asked'";
    Ok(tx.exec(sql, vals![id, version, union, code, on]).await? == 1)
}
/// Ends a way that is open: refused, withdrawn, given up. False: somebody was first.
pub async fn end(
    tx: &mut Tx,
    id: FoundingId,
    version: i64,
    (from, to): (Stage, Stage),
    reason: &str,
    on: Date,
) -> Result<bool> {
    let sql = "UPDATE foundings SET stage = $4, reason = $5, decided_on = COALESCE(decided_on, $6), version = version + 1 WHERE id = $1 AND version = $2 AND stage = $3";
    Ok(tx.exec(sql, vals![id, version, from.key(), to.key(), reason, on]).await? == 1)
}
/// The union stands. False: it was not being prepared (any more).
pub async fn founded(tx: &mut Tx, id: FoundingId, on: Date) -> Result<bool> {
    let sql = "UPDATE foundings SET stage = 'founded', founded_on = $2, version = version + 1 WHERE id = $1 AND stage = 'preparing'";
    Ok(tx.exec(sql, vals![id, on]).await? == 1)
}

/// Somebody of a preparatory group.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct GroupMember {
    pub id: GroupMemberId,
    pub name: String,
    pub job: String,
    phone_sealed: String,
    pub phone_index: String,
    leader: i64,
    pub from_on: String,
    pub to_on: Option<String>,
    pub why_left: String,
}
impl GroupMember {
    pub fn is_leader(&self) -> bool {
        self.leader == 1
    }
    pub fn phone(&self, app: &App) -> Result<String, Unreadable> {
        app.keys.open(GROUP_PHONE, &self.phone_sealed)
    }
}
/// All who are or were in the group; those who are first, the leader before the others.
pub async fn group(db: &Db, id: FoundingId) -> Result<Vec<GroupMember>> {
    db.all(
        "SELECT id, name, job, phone_sealed, phone_index, leader, from_on, to_on, why_left FROM founding_group WHERE founding = $1 \
         ORDER BY CASE WHEN to_on IS NULL THEN 0 ELSE 1 END, leader DESC, id",
        vals![id],
    )
    .await
}
/// Takes somebody into the group; false where the phone is in it already. At most `most` at a time.
pub async fn add_to_group(
    tx: &mut Tx,
    app: &App,
    id: FoundingId,
    (name, job, phone): (&str, &str, &str),
    leads: Leads,
    most: i64,
) -> Result<bool> {
    if leads == Leads::Yes {
        tx.exec("UPDATE founding_group SET leader = 0 WHERE founding = $1 AND to_on IS NULL", vals![id]).await?;
    }
    let added = tx
        .exec(
            "INSERT INTO founding_group (founding, name, job, phone_sealed, phone_index, leader, from_on) SELECT $1, $2, $3, $4, $5, $6, $7 \
             WHERE (SELECT COUNT(*) FROM founding_group WHERE founding = $1 AND to_on IS NULL) < $8 ON CONFLICT DO NOTHING",
            vals![
                id,
                name,
                job,
                app.keys.seal(GROUP_PHONE, phone),
                identity::phone_index(app, phone),
                i64::from(leads == Leads::Yes),
                app.today(),
                most
            ],
        )
        .await?;
    Ok(added == 1)
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    Yes,
    No,
}
/// Somebody leaves the group; false where he had left.
pub async fn leave_group(tx: &mut Tx, id: FoundingId, member: GroupMemberId, why: &str, on: Date) -> Result<bool> {
    let sql = "UPDATE founding_group SET to_on = $3, why_left = $4 WHERE id = $2 AND founding = $1 AND to_on IS NULL";
    Ok(tx.exec(sql, vals![id, member, on, why]).await? == 1)
}
/// Makes one of the group its leader; false where he has left.
pub async fn lead(tx: &mut Tx, id: FoundingId, member: GroupMemberId) -> Result<bool> {
    tx.exec(
        "UPDATE founding_group SET leader = CASE WHEN id = $2 THEN 1 ELSE 0 END WHERE founding = $1 AND to_on IS NULL",
        vals![id, member],
    )
    .await?;
    let sql = "SELECT COUNT(*) FROM founding_group WHERE id = $2 AND founding = $1 AND to_on IS NULL";
    Ok(tx.number(sql, vals![id, member]).await? == 1)
}
/// Members and leaders of the group now.
pub async fn group_size(tx: &mut Tx, id: FoundingId) -> Result<(i64, i64)> {
    tx.one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(leader), 0) AS BIGINT) FROM founding_group WHERE founding = $1 AND to_on IS NULL",
        vals![id],
    )
    .await
}

/// Current members of a branch, and how many of them are women.
pub async fn members(db: &Db, path: &str) -> Result<(i64, i64)> {
    let scope = Scope::below(path);
    let sql = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN p.sex = '2' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM memberships m JOIN people p ON p.id = m.person \
         WHERE m.path >= $1 AND m.path < $2 AND m.state <> 'ended'{}",
        directory::members::store::VISIBLE
    );
    db.one(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until]).await
}
/// Joinings that wait at the union in preparation.
pub async fn waiting(db: &Db, path: &str) -> Result<i64> {
    let scope = Scope::below(path);
    db.number(
        "SELECT COUNT(*) FROM joinings WHERE path >= $1 AND path < $2 AND state IN ('waiting', 'returned')",
        vals![&scope.from, &scope.until],
    )
    .await
}
