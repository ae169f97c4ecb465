//! All SQL about contacts.
use super::rules::{LEAST, State};
use directory::employers::EmployerId;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(ContactId);
pub const SUBJECT: &str = "contact";

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Contact {
    pub id: ContactId,
    pub employer: EmployerId,
    pub org: OrgId,
    pub org_name: String,
    pub account: Option<AccountId>,
    pub officer: Option<String>,
    pub state: String,
    pub due_on: String,
    pub given_at: i64,
    pub closed_at: Option<i64>,
    pub version: i64,
}
impl Contact {
    pub fn state(&self) -> State {
        State::from_key(&self.state).unwrap_or(State::Assigned)
    }
}
const SELECT: &str = "SELECT k.id, k.employer, k.org, o.name AS org_name, k.account, a.name AS officer, k.state, k.due_on, k.given_at, k.closed_at, k.version \
    FROM coverage_contacts k JOIN organisations o ON o.id = k.org LEFT JOIN accounts a ON a.id = k.account";

/// The last contact of an employer, the open one if there is one.
pub async fn last(db: &Db, employer: EmployerId) -> Result<Option<Contact>> {
    let sql =
        format!("{SELECT} WHERE k.employer = $1 ORDER BY CASE WHEN k.slot = 0 THEN 0 ELSE 1 END, k.id DESC LIMIT 1");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![employer]).await
}
/// What was reported of an employer, of all its contacts: (when, who, state, note), newest first.
pub async fn notes(db: &Db, employer: EmployerId) -> Result<Vec<(i64, Option<String>, String, String)>> {
    db.all(
        "SELECT n.at, a.name, n.state, n.note FROM coverage_notes n JOIN coverage_contacts k ON k.id = n.contact LEFT JOIN accounts a ON a.id = n.account \
         WHERE k.employer = $1 ORDER BY n.id DESC LIMIT 100",
        vals![employer],
    )
    .await
}
/// Opens a contact; none: the employer has an open one.
pub async fn open(
    tx: &mut Tx,
    app: &App,
    employer: EmployerId,
    (org, account): (OrgId, Option<AccountId>),
    by: AccountId,
) -> Result<Option<ContactId>> {
    let sql = "INSERT INTO coverage_contacts (employer, org, account, state, due_on, given_by, given_at) VALUES ($1, $2, $3, 'assigned', '', $4, $5) \
        ON CONFLICT (employer, slot) DO NOTHING RETURNING id";
    Ok(tx.maybe::<(ContactId,)>(sql, vals![employer, org, account, by, app.now()]).await?.map(|row| row.0))
}
pub async fn set_due(tx: &mut Tx, contact: ContactId, due: jiff::civil::Date) -> Result<()> {
    tx.exec("UPDATE coverage_contacts SET due_on = $2 WHERE id = $1", vals![contact, due]).await.map(|_| ())
}
/// Takes a contact to a state; false: somebody was first.
pub async fn step(tx: &mut Tx, app: &App, contact: &Contact, to: State) -> Result<bool> {
    let sql = "UPDATE coverage_contacts SET state = $3, version = version + 1, slot = CASE WHEN $4 = 1 THEN id ELSE slot END, \
        closed_at = CASE WHEN $4 = 1 THEN CAST($5 AS BIGINT) ELSE closed_at END WHERE id = $1 AND version = $2 AND slot = 0";
    let values = vals![contact.id, contact.version, to.key(), to.ends(), app.now()];
    Ok(tx.exec(sql, values).await? == 1)
}
pub async fn note(
    tx: &mut Tx,
    app: &App,
    contact: ContactId,
    by: Option<AccountId>,
    state: State,
    note: &str,
) -> Result<()> {
    let values = vals![contact, app.now(), by, state.key(), note];
    tx.insert("coverage_notes", "contact, at, account, state, note", values).await.map(|_| ())
}

/// An employer of the list, with its contact.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Line {
    pub employer: EmployerId,
    pub name: String,
    pub headcount: i64,
    pub area: String,
    pub region: String,
    pub state: Option<String>,
    pub by: Option<String>,
    pub officer: Option<String>,
    pub due_on: Option<String>,
    /// The last thing that was said.
    pub said: Option<String>,
}
impl Line {
    pub fn key(&self) -> String {
        format!("{}.{}", self.headcount, self.employer)
    }
    pub fn state(&self) -> Option<State> {
        State::from_key(self.state.as_deref()?)
    }
}
const LINE: &str = "SELECT e.id AS employer, e.name, e.headcount, r.name AS area, e.region, k.state, o.name AS by, a.name AS officer, k.due_on, \
    (SELECT n.note FROM coverage_notes n WHERE n.contact = k.id AND n.note <> '' ORDER BY n.id DESC LIMIT 1) AS said \
    FROM employers e JOIN organisations r ON r.id = e.org";
const CONTACT: &str = " JOIN coverage_contacts k ON k.employer = e.id LEFT JOIN organisations o ON o.id = k.org LEFT JOIN accounts a ON a.id = k.account";
/// The employer has no union on a day, and none covers it.
const WITHOUT: &str = " AND e.union_id IS NULL AND NOT EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?))";

/// Which employers are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A hundred people or more, no union, nobody talks with them; the last contact, if any, was refused.
    Unassigned,
    /// Somebody is at it.
    Open,
    Overdue,
    Agreed,
    Founded,
}
impl View {
    pub const ALL: [View; 5] = [View::Unassigned, View::Open, View::Overdue, View::Agreed, View::Founded];
    pub fn key(self) -> &'static str {
        ["unassigned", "open", "overdue", "agreed", "founded"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["还没分派", "联系中", "超期", "同意建会", "已建会"][self as usize]
    }
    pub fn from_key(key: &str) -> View {
        View::ALL.into_iter().find(|view| view.key() == key).unwrap_or(View::Unassigned)
    }
}
fn narrowed(start: &'static str, view: View, scope: &Scope, today: jiff::civil::Date) -> Query {
    let mut query = Query::new(start, vals![]);
    if view == View::Unassigned {
        // Of closed contacts the last one.
        query.add(" LEFT JOIN coverage_contacts k ON k.id = (SELECT MAX(l.id) FROM coverage_contacts l WHERE l.employer = e.id) LEFT JOIN organisations o ON o.id = k.org LEFT JOIN accounts a ON a.id = k.account", vals![]);
    } else {
        query.add(CONTACT, vals![]);
    }
    query.add(" WHERE e.path >= ? AND e.path < ?", vals![&scope.from, &scope.until]);
    match view {
        View::Unassigned => {
            query.add(" AND e.headcount >= ? AND (k.id IS NULL OR k.slot <> 0)", vals![LEAST]);
            query.add(WITHOUT, vals![today, today]);
        }
        View::Open => query.add(" AND k.slot = 0 AND k.state IN ('assigned', 'contacted')", vals![]),
        View::Overdue => query.add(" AND k.slot = 0 AND k.due_on < ?", vals![today]),
        View::Agreed => query.add(" AND k.slot = 0 AND k.state = 'agreed'", vals![]),
        View::Founded => query.add(" AND k.state = 'founded'", vals![]),
    }
    query
}
pub async fn list(
    db: &Db,
    scope: &Scope,
    view: View,
    today: jiff::civil::Date,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut query = narrowed(LINE, view, scope, today);
    if let Some((headcount, id)) = after {
        query.add(" AND (e.headcount, e.id) < (?, ?)", vals![headcount, id]);
    }
    query.add(" ORDER BY e.headcount DESC, e.id DESC LIMIT ?", vals![limit]);
    db.list(query).await
}
pub async fn count(db: &Db, scope: &Scope, view: View, today: jiff::civil::Date) -> Result<i64> {
    let query = narrowed("SELECT COUNT(*) FROM employers e", view, scope, today);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}
/// Employers by their ids that lie in a branch, have no union and no open contact.
pub async fn free(db: &Db, scope: &Scope, ids: &[EmployerId], today: jiff::civil::Date) -> Result<Vec<Line>> {
    let mut query = narrowed(LINE, View::Unassigned, scope, today);
    query.add(" AND e.id IN (0", vals![]);
    for id in ids {
        query.add(", ?", vals![*id]);
    }
    query.add(") ORDER BY e.headcount DESC, e.id DESC", vals![]);
    db.list(query).await
}
/// Open contacts of employers that have a union now.
pub async fn founded(db: &Db, today: jiff::civil::Date) -> Result<Vec<Contact>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(
        " JOIN employers e ON e.id = k.employer WHERE k.slot = 0 AND (e.union_id IS NOT NULL OR EXISTS (SELECT 1 FROM coverages c WHERE c.employer = e.id AND c.from_on <= ? AND (c.to_on IS NULL OR c.to_on >= ?)))",
        vals![today, today],
    );
    db.list(query).await
}
