//! All SQL about joinings.
pub mod list;

pub use list::Filter;

use super::{JoiningId, form::Form};
use crate::{codes::CodeId, members::MembershipId};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::{Org, OrgId, Scope},
    vals,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    /// Sent back to be mended.
    Returned,
    Approved,
    Refused,
    Withdrawn,
}
impl State {
    pub const ALL: [State; 5] = [State::Waiting, State::Returned, State::Approved, State::Refused, State::Withdrawn];
    pub fn key(self) -> &'static str {
        ["waiting", "returned", "approved", "refused", "withdrawn"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["待审核", "退回修改", "已通过", "未批准", "已撤回"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.key() == key)
    }
    pub fn is_open(self) -> bool {
        matches!(self, State::Waiting | State::Returned)
    }
}

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Joining {
    pub id: JoiningId,
    pub reference: String,
    pub account: AccountId,
    pub name: String,
    pub document_index: String,
    form_sealed: String,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    pub employer_name: String,
    pub group_name: String,
    /// JSON: the sentences that said why this union.
    reasons: String,
    pub code: Option<CodeId>,
    pub undecided: i64,
    pub signature: Option<platform::files::FileId>,
    state: String,
    pub submitted_at: i64,
    pub due_on: String,
    pub membership: Option<MembershipId>,
    pub version: i64,
}
impl Joining {
    pub fn state(&self) -> State {
        State::from_key(&self.state).expect("the store writes keys of State")
    }
    pub fn is_undecided(&self) -> bool {
        self.undecided == 1
    }
    pub fn form(&self, app: &App) -> Result<Form> {
        Form::open(app, &self.form_sealed)
    }
    pub fn reasons(&self) -> Vec<String> {
        serde_json::from_str(&self.reasons).unwrap_or_default()
    }
    /// The last day on which it may be answered in time.
    pub fn due(&self) -> jiff::civil::Date {
        self.due_on.parse().expect("the store writes dates")
    }
}
const SELECT: &str = "SELECT j.id, j.reference, j.account, j.name, j.document_index, j.form_sealed, j.union_id, o.name AS union_name, j.path, j.employer_name, j.group_name, j.reasons, j.code, j.undecided, j.signature, \
    j.state, j.submitted_at, j.due_on, j.membership, j.version FROM joinings j JOIN organisations o ON o.id = j.union_id";

pub async fn find(db: &Db, id: JoiningId) -> Result<Option<Joining>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE j.id = $1")), vals![id]).await
}
/// The joining if it lies in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, id: JoiningId) -> Result<Option<Joining>> {
    Ok(find(db, id).await?.filter(|j| scope.holds(&j.path)))
}
/// The newest joining of an account: what "my joining" shows.
pub async fn newest_of(db: &Db, account: AccountId) -> Result<Option<Joining>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE j.account = $1 ORDER BY j.id DESC LIMIT 1")), vals![account])
        .await
}
/// The joinings that became a person's or were handed in by an account: what was read of them was read of the person.
pub async fn ids_of(db: &Db, account: AccountId, person: Option<platform::tree::PersonId>) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM joinings WHERE account = $1 UNION SELECT j.id FROM memberships m JOIN joinings j ON j.membership = m.id WHERE m.person = $2 ORDER BY 1";
    Ok(db.all::<(i64,)>(sql, vals![account, person]).await?.into_iter().map(|row| row.0).collect())
}
/// The account that has an open joining with this document.
pub async fn open_with(db: &Db, document_index: &str) -> Result<Option<AccountId>> {
    let sql = "SELECT account FROM joinings WHERE document_index = $1 AND state IN ('waiting', 'returned')";
    Ok(db.maybe::<(AccountId,)>(sql, vals![document_index]).await?.map(|r| r.0))
}

/// A joining as submitted: new, or mended after it was sent back.
pub struct Submission<'a> {
    pub account: AccountId,
    pub form: &'a Form,
    pub document_index: String,
    pub union: &'a Org,
    pub reasons: &'a [String],
    pub code: Option<CodeId>,
    pub undecided: bool,
    pub signature: Option<platform::files::FileId>,
    pub due_on: jiff::civil::Date,
    pub affiliations: Vec<OrgId>,
}

/// Enters a joining; none when the account or the document has an open one already.
pub async fn add(tx: &mut Tx, app: &App, new: &Submission<'_>) -> Result<Option<JoiningId>> {
    let id = JoiningId(tx.reserve("joinings", 1).await?.start);
    let reference = format!("RH{}-{:05}", app.today().year(), id.0);
    let added = tx
        .exec(
            "INSERT INTO joinings (id, reference, account, name, document_index, form_sealed, union_id, path, employer, employer_name, group_name, reasons, code, undecided, signature, state, submitted_at, due_on) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'waiting', $16, $17) ON CONFLICT DO NOTHING",
            vals![
                id, reference, new.account, &new.form.name, &new.document_index, new.form.seal(app), new.union.id, &new.union.path, new.form.employer, &new.form.employer_name,
                &new.form.group, words(new.reasons), new.code, new.undecided, new.signature, app.now(), new.due_on
            ],
        )
        .await?;
    if added == 0 {
        return Ok(None);
    }
    set_affiliations(tx, id, &new.affiliations).await?;
    Ok(Some(id))
}
/// Submits a returned joining again; false when it is not waiting to be mended (any more).
pub async fn mend(tx: &mut Tx, app: &App, id: JoiningId, new: &Submission<'_>) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE joinings SET name = $3, document_index = $4, form_sealed = $5, union_id = $6, path = $7, employer = $8, employer_name = $9, group_name = $10, reasons = $11, undecided = $12, \
             signature = $13, state = 'waiting', due_on = $14, version = version + 1 WHERE id = $1 AND account = $2 AND state = 'returned'",
            vals![
                id, new.account, &new.form.name, &new.document_index, new.form.seal(app), new.union.id, &new.union.path, new.form.employer, &new.form.employer_name, &new.form.group,
                words(new.reasons), new.undecided, new.signature, new.due_on
            ],
        )
        .await?;
    if changed == 1 {
        set_affiliations(tx, id, &new.affiliations).await?;
    }
    Ok(changed == 1)
}
fn words(reasons: &[String]) -> String {
    serde_json::to_string(reasons).expect("plain sentences")
}
async fn set_affiliations(tx: &mut Tx, id: JoiningId, unions: &[OrgId]) -> Result<()> {
    tx.exec("DELETE FROM joining_affiliations WHERE joining = $1", vals![id]).await?;
    let rows = unions.iter().flat_map(|union| vals![id, *union]).collect();
    tx.insert_many("joining_affiliations", "joining, union_id", rows).await
}
/// Federations that the applicant is to be tied to: id and name.
pub async fn affiliations(db: &Db, id: JoiningId) -> Result<Vec<(OrgId, String)>> {
    db.all("SELECT a.union_id, o.name FROM joining_affiliations a JOIN organisations o ON o.id = a.union_id WHERE a.joining = $1 ORDER BY 1", vals![id]).await
}

/// Moves an open joining to another state; false when somebody was quicker (its state or version is another by now).
pub async fn move_on(tx: &mut Tx, id: JoiningId, version: i64, from: State, to: State) -> Result<bool> {
    let sql = "UPDATE joinings SET state = $4, version = version + 1 WHERE id = $1 AND version = $2 AND state = $3";
    Ok(tx.exec(sql, vals![id, version, from.key(), to.key()]).await? == 1)
}
pub async fn set_membership(tx: &mut Tx, id: JoiningId, membership: MembershipId) -> Result<()> {
    tx.exec("UPDATE joinings SET membership = $2 WHERE id = $1", vals![id, membership]).await.map(|_| ())
}
/// Gives an undecided joining to a union; false when somebody was quicker.
pub async fn assign(
    tx: &mut Tx,
    id: JoiningId,
    version: i64,
    union: &Org,
    reasons: &[String],
    due_on: jiff::civil::Date,
) -> Result<bool> {
    let sql = "UPDATE joinings SET union_id = $3, path = $4, reasons = $5, due_on = $6, undecided = 0, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'waiting' AND undecided = 1";
    Ok(tx.exec(sql, vals![id, version, union.id, &union.path, words(reasons), due_on]).await? == 1)
}
/// Ties a person to a federation from a day on, unless the tie exists.
pub async fn tie(tx: &mut Tx, person: platform::tree::PersonId, union: OrgId, on: jiff::civil::Date) -> Result<()> {
    tx.exec(
        "INSERT INTO affiliations (person, union_id, from_on, source) SELECT $1, $2, $3, 'joining' WHERE NOT EXISTS (SELECT 1 FROM affiliations WHERE person = $1 AND union_id = $2 AND to_on IS NULL)",
        vals![person, union, on],
    )
    .await
    .map(|_| ())
}

/// A line of a joining's history.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Decision {
    /// submitted, mended, returned, approved, refused, withdrawn, assigned.
    pub decision: String,
    pub reason: String,
    pub account: Option<AccountId>,
    pub name: Option<String>,
    pub org_name: Option<String>,
    pub at: i64,
}
/// What happened to a joining, oldest first.
pub async fn decisions(db: &Db, id: JoiningId) -> Result<Vec<Decision>> {
    db.all(
        "SELECT d.decision, d.reason, d.account, a.name, o.name AS org_name, d.at FROM joining_decisions d LEFT JOIN accounts a ON a.id = d.account LEFT JOIN organisations o ON o.id = d.org WHERE d.joining = $1 ORDER BY d.id",
        vals![id],
    )
    .await
}
pub async fn decide(
    tx: &mut Tx,
    app: &App,
    id: JoiningId,
    decision: &str,
    reason: &str,
    by: Option<AccountId>,
    org: Option<OrgId>,
) -> Result<()> {
    let values = vals![id, decision, reason, by, org, app.now()];
    tx.insert("joining_decisions", "joining, decision, reason, account, org, at", values).await.map(|_| ())
}
