//! All SQL about ways.
use super::rules::{Act, Kind, State};
use directory::{by_number, employers::EmployerId, list::Page, members::MembershipId};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, PersonId, Scope},
    vals,
};

platform::row_id!(WayId);

/// 会籍变动: a change of a membership from the asking to the end.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Way {
    pub id: WayId,
    /// HJ2026-00001
    pub reference: String,
    kind: String,
    state: String,
    pub person: PersonId,
    pub name: String,
    pub membership: MembershipId,
    pub union_id: OrgId,
    pub union_name: String,
    pub union_path: String,
    pub to_union: Option<OrgId>,
    pub to_name: Option<String>,
    pub to_path: Option<String>,
    pub at_org: Option<OrgId>,
    pub at_name: Option<String>,
    pub at_path: Option<String>,
    pub cause: String,
    pub note: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    pub details: String,
    released: i64,
    pub created_at: i64,
    due_on: Option<String>,
    pub ended_at: Option<i64>,
    pub version: i64,
}
impl Way {
    pub fn kind(&self) -> Kind {
        Kind::from_key(&self.kind).expect("the store writes keys of Kind")
    }
    pub fn state(&self) -> State {
        State::from_key(&self.state).expect("the store writes keys of State")
    }
    pub fn is_released(&self) -> bool {
        self.released == 1
    }
    /// The last day on which the step may be done in time.
    pub fn due(&self) -> Option<Date> {
        self.due_on.as_deref().and_then(|day| day.parse().ok())
    }
    /// The union that receives, where there is one.
    pub fn to(&self) -> &str {
        self.to_name.as_deref().unwrap_or_default()
    }
    /// Where it lies: the unions on both sides and the one that has to act.
    pub fn is_seen_in(&self, scope: &Scope) -> bool {
        let others = [&self.to_path, &self.at_path].into_iter().flatten();
        scope.holds(&self.union_path) || others.into_iter().any(|path| scope.holds(path))
    }
}
const SELECT: &str = "SELECT w.id, w.reference, w.kind, w.state, w.person, w.name, w.membership, w.union_id, f.name AS union_name, f.path AS union_path, w.to_union, t.name AS to_name, t.path AS to_path, \
    w.at_org, a.name AS at_name, a.path AS at_path, w.cause, w.note, w.employer, w.employer_name, w.details, w.released, w.created_at, w.due_on, w.ended_at, w.version \
    FROM ways w JOIN organisations f ON f.id = w.union_id LEFT JOIN organisations t ON t.id = w.to_union LEFT JOIN organisations a ON a.id = w.at_org";

pub async fn find(db: &Db, id: WayId) -> Result<Option<Way>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE w.id = $1")), vals![id]).await
}
/// The way if it is seen in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, id: WayId) -> Result<Option<Way>> {
    Ok(find(db, id).await?.filter(|way| way.is_seen_in(scope)))
}
/// The open way of a person.
pub async fn open_of(db: &Db, person: PersonId) -> Result<Option<Way>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE w.person = $1 AND w.is_open = 1")), vals![person]).await
}
/// The same within an act.
pub async fn open_of_in(tx: &mut Tx, person: PersonId) -> Result<Option<Way>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE w.person = $1 AND w.is_open = 1")), vals![person]).await
}
/// A person's ways, newest first.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<Way>> {
    db.all(sqlx::AssertSqlSafe(format!("{SELECT} WHERE w.person = $1 ORDER BY w.id DESC LIMIT 20")), vals![person])
        .await
}
/// All of a person's ways, oldest first: to take along.
pub async fn all_of_person(db: &Db, person: PersonId) -> Result<Vec<Way>> {
    db.all(sqlx::AssertSqlSafe(format!("{SELECT} WHERE w.person = $1 ORDER BY w.id")), vals![person]).await
}
/// Open ways whose step was due before a day, at most so many.
pub async fn overdue(db: &Db, state: State, today: Date) -> Result<Vec<Way>> {
    let sql = format!("{SELECT} WHERE w.ended_at IS NULL AND w.due_on < $1 AND w.state = $2 ORDER BY w.id LIMIT 200");
    db.all(sqlx::AssertSqlSafe(sql), vals![today, state.key()]).await
}
/// Open transfers to unions that take no members any more.
pub async fn to_closed(db: &Db) -> Result<Vec<Way>> {
    let sql = format!(
        "{SELECT} JOIN unions u ON u.id = w.to_union WHERE w.is_open = 1 AND w.state <> 'returned' AND (u.status <> '1' OR t.closed_on IS NOT NULL) ORDER BY w.id LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![]).await
}

/// What a list is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only ways on which somebody has still to act.
    pub waiting: bool,
    pub over: bool,
    pub kind: Option<Kind>,
}
fn narrowed(mut query: Query, scope: &Scope, filter: Filter) -> Query {
    let (from, until) = (&scope.from, &scope.until);
    query.add(" WHERE ((f.path >= ? AND f.path < ?) OR (t.path >= ? AND t.path < ?)", vals![from, until, from, until]);
    query.add(" OR (a.path >= ? AND a.path < ?))", vals![from, until]);
    if filter.waiting {
        query.add(" AND w.ended_at IS NULL", vals![]);
    }
    if filter.over {
        query.add(" AND w.ended_at IS NOT NULL", vals![]);
    }
    if let Some(kind) = filter.kind {
        query.add(" AND w.kind = ?", vals![kind.key()]);
    }
    query
}
/// A page of the ways that are seen in a branch, at most `limit`, the newest first (`down`).
pub async fn list(db: &Db, scope: &Scope, filter: Filter, down: bool, page: &Page, limit: i64) -> Result<Vec<Way>> {
    let query = narrowed(Query::new(SELECT, vals![]), scope, filter);
    db.list(by_number!(query, "w.id", down, page, limit)).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, filter: Filter, most: i64) -> Result<i64> {
    let from = "SELECT COUNT(*) FROM (SELECT w.id FROM ways w JOIN organisations f ON f.id = w.union_id \
        LEFT JOIN organisations t ON t.id = w.to_union LEFT JOIN organisations a ON a.id = w.at_org";
    let query = narrowed(Query::new(from, vals![]), scope, filter).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}

/// A way to be entered.
#[derive(Clone, Debug)]
pub struct NewWay {
    pub kind: Kind,
    pub person: PersonId,
    pub name: String,
    pub membership: MembershipId,
    pub union_id: OrgId,
    pub to_union: Option<OrgId>,
    pub cause: String,
    pub note: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    pub details: String,
}
/// Where a way goes with an act.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub state: State,
    pub at: Option<OrgId>,
    pub due_on: Option<Date>,
}

/// Enters a way; none: the person has an open one.
pub async fn add(tx: &mut Tx, app: &App, new: &NewWay, place: Place) -> Result<Option<WayId>> {
    let id = WayId(tx.reserve("ways", 1).await?.start);
    let reference = format!("HJ{}-{:05}", app.today().year(), id.0);
    let ended = place.state.is_over().then(|| app.now());
    let added = tx
        .exec(
            "INSERT INTO ways (id, reference, kind, state, is_open, person, name, membership, union_id, to_union, at_org, cause, note, employer, employer_name, details, created_at, due_on, ended_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT DO NOTHING",
            vals![
                id, reference, new.kind.key(), place.state.key(), place.state.is_open(), new.person, &new.name, new.membership, new.union_id, new.to_union, place.at, &new.cause,
                &new.note, new.employer, &new.employer_name, &new.details, app.now(), place.due_on, ended
            ],
        )
        .await?;
    Ok((added == 1).then_some(id))
}
/// Moves a way on; false when somebody was quicker.
pub async fn move_on(tx: &mut Tx, app: &App, way: &Way, version: i64, place: Place, released: bool) -> Result<bool> {
    let sql = "UPDATE ways SET state = $4, is_open = $5, at_org = $6, due_on = $7, ended_at = $8, released = $9, version = version + 1 WHERE id = $1 AND version = $2 AND state = $3";
    let ended = place.state.is_over().then(|| app.now());
    let values = vals![
        way.id,
        version,
        way.state().key(),
        place.state.key(),
        place.state.is_open(),
        place.at,
        place.due_on,
        ended,
        released
    ];
    Ok(tx.exec(sql, values).await? == 1)
}
/// Writes another target and workplace into a transfer that was sent back.
pub async fn aim(tx: &mut Tx, id: WayId, new: &NewWay) -> Result<()> {
    let sql = "UPDATE ways SET to_union = $2, note = $3, employer = $4, employer_name = $5 WHERE id = $1";
    tx.exec(sql, vals![id, new.to_union, &new.note, new.employer, &new.employer_name]).await.map(|_| ())
}
/// Writes what only one kind has.
pub async fn set_details(tx: &mut Tx, id: WayId, details: &str) -> Result<()> {
    tx.exec("UPDATE ways SET details = $2 WHERE id = $1", vals![id, details]).await.map(|_| ())
}

/// A line of a way's history.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Step {
    act: String,
    pub reason: String,
    pub name: Option<String>,
    pub org_name: Option<String>,
    pub at: i64,
}
impl Step {
    pub fn act(&self) -> Act {
        Act::from_key(&self.act).expect("the store writes keys of Act")
    }
}
pub async fn add_step(
    tx: &mut Tx,
    app: &App,
    way: WayId,
    act: Act,
    reason: &str,
    by: (Option<AccountId>, Option<OrgId>),
) -> Result<()> {
    let values = vals![way, act.key(), reason, by.0, by.1, app.now()];
    tx.insert("way_steps", "way, act, reason, account, org, at", values).await.map(|_| ())
}
/// What happened on a way, oldest first.
pub async fn steps(db: &Db, way: WayId) -> Result<Vec<Step>> {
    db.all(
        "SELECT s.act, s.reason, a.name, o.name AS org_name, s.at FROM way_steps s LEFT JOIN accounts a ON a.id = s.account LEFT JOIN organisations o ON o.id = s.org WHERE s.way = $1 ORDER BY s.id",
        vals![way],
    )
    .await
}
