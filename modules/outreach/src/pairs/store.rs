//! All SQL about pairs and visits.
use crate::grids::GridId;
use directory::{by_number, employers::EmployerId, list::Page};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    files::FileId,
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(PairId);
platform::row_id!(VisitId);

/// A pair with its names and its last visit.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Pair {
    pub id: PairId,
    pub union_id: OrgId,
    pub union_name: String,
    /// The union's.
    pub path: String,
    pub officer: AccountId,
    pub officer_name: String,
    pub employer: EmployerId,
    pub employer_name: String,
    pub employer_path: String,
    pub headcount: i64,
    pub address: String,
    pub from_on: String,
    pub to_on: Option<String>,
    pub version: i64,
    pub visits: i64,
    pub last_on: Option<String>,
}
impl Pair {
    pub fn link(&self) -> String {
        format!("{}/{}", super::PATH, self.id)
    }
    pub fn is_open(&self) -> bool {
        self.to_on.is_none()
    }
    pub fn from(&self) -> Date {
        self.from_on.parse().expect("the store writes dates")
    }
    pub fn last(&self) -> Option<Date> {
        self.last_on.as_deref().and_then(|d| d.parse().ok())
    }
}
const SELECT: &str = "SELECT p.id, p.union_id, o.name AS union_name, o.path, p.officer, a.name AS officer_name, p.employer, e.name AS employer_name, e.path AS employer_path, e.headcount, e.address, p.from_on, p.to_on, p.version, \
    (SELECT COUNT(*) FROM visits v WHERE v.pair = p.id) AS visits, (SELECT MAX(v.visited_on) FROM visits v WHERE v.pair = p.id) AS last_on \
    FROM pairs p JOIN organisations o ON o.id = p.union_id JOIN accounts a ON a.id = p.officer JOIN employers e ON e.id = p.employer";

pub async fn within(db: &Db, scope: &Scope, id: PairId) -> Result<Option<Pair>> {
    let found: Option<Pair> = db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.id = $1")), vals![id]).await?;
    Ok(found.filter(|p| scope.holds(&p.path)))
}

/// Which pairs a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of the firm's or the officer's name.
    pub text: String,
    pub officer: Option<AccountId>,
    pub ended: bool,
    /// Neither begun nor visited since this day.
    pub quiet_since: Option<Date>,
}
fn narrowed(mut query: Query, scope: &Scope, wanted: &Wanted) -> Query {
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(if wanted.ended { " AND p.to_on IS NOT NULL" } else { " AND p.to_on IS NULL" }, vals![]);
    if !wanted.text.is_empty() {
        let like = format!("%{}%", wanted.text.replace(['%', '_'], ""));
        query.add(" AND (e.name LIKE ? OR a.name LIKE ?)", vals![&like, &like]);
    }
    if let Some(officer) = wanted.officer {
        query.add(" AND p.officer = ?", vals![officer]);
    }
    if let Some(day) = wanted.quiet_since {
        query.add(
            " AND p.from_on < ? AND NOT EXISTS (SELECT 1 FROM visits v WHERE v.pair = p.id AND v.visited_on >= ?)",
            vals![day, day],
        );
    }
    query
}
/// A page of the pairs of a branch, at most `limit`, the newest first (`down`).
pub async fn list(db: &Db, scope: &Scope, wanted: &Wanted, down: bool, page: &Page, limit: i64) -> Result<Vec<Pair>> {
    let query = narrowed(Query::new(SELECT, vals![]), scope, wanted);
    db.list(by_number!(query, "p.id", down, page, limit)).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, wanted: &Wanted, most: i64) -> Result<i64> {
    let from = "SELECT COUNT(*) FROM (SELECT p.id FROM pairs p JOIN organisations o ON o.id = p.union_id \
        JOIN accounts a ON a.id = p.officer JOIN employers e ON e.id = p.employer";
    let query = narrowed(Query::new(from, vals![]), scope, wanted).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}
/// Open pairs behind an id: the reminder's way through all of them.
pub async fn open_after(db: &Db, id: i64, limit: i64) -> Result<Vec<Pair>> {
    let sql = format!("{SELECT} WHERE p.to_on IS NULL AND p.id > $1 ORDER BY p.id LIMIT $2");
    db.all(sqlx::AssertSqlSafe(sql), vals![id, limit]).await
}
/// The open pair of a union and a firm.
pub async fn current(db: &Db, union: OrgId, employer: EmployerId) -> Result<Option<Pair>> {
    let sql = format!("{SELECT} WHERE p.union_id = $1 AND p.employer = $2 AND p.to_on IS NULL");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![union, employer]).await
}
/// Makes a pair; none where the union has one with this firm.
pub async fn add(
    tx: &mut Tx,
    union: OrgId,
    officer: AccountId,
    employer: EmployerId,
    from: Date,
) -> Result<Option<PairId>> {
    let id = tx.reserve("pairs", 1).await?.start;
    let sql = "INSERT INTO pairs (id, union_id, officer, employer, from_on) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    Ok((tx.exec(sql, vals![id, union, officer, employer, from]).await? == 1).then_some(PairId(id)))
}
/// Ends a pair on a day; false where somebody was first.
pub async fn end(tx: &mut Tx, id: PairId, on: Date) -> Result<bool> {
    let sql = "UPDATE pairs SET to_on = $2, version = version + 1 WHERE id = $1 AND to_on IS NULL";
    Ok(tx.exec(sql, vals![id, on]).await? == 1)
}

/// A visit with the names of the firm and of who wrote it down.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Visit {
    pub id: VisitId,
    pub pair: PairId,
    /// The union's.
    pub path: String,
    pub union_name: String,
    pub employer_name: String,
    pub visited_on: String,
    pub who: String,
    pub asked: String,
    pub result: String,
    pub next_step: String,
    pub photo: Option<FileId>,
    pub account_name: String,
    pub at: i64,
}
impl Visit {
    /// Where it stands on its pair's page.
    pub fn link(&self) -> String {
        format!("{}/{}#visit-{}", super::PATH, self.pair, self.id)
    }
}
const VISIT: &str = "SELECT v.id, v.pair, o.path, o.name AS union_name, e.name AS employer_name, v.visited_on, v.who, v.asked, v.result, v.next_step, v.photo, a.name AS account_name, v.at \
    FROM visits v JOIN pairs p ON p.id = v.pair JOIN organisations o ON o.id = p.union_id JOIN employers e ON e.id = v.employer JOIN accounts a ON a.id = v.account";

/// What is written down of a visit.
#[derive(Clone, Debug)]
pub struct NewVisit {
    pub visited_on: Date,
    /// Who went.
    pub who: String,
    pub asked: String,
    pub result: String,
    pub next_step: String,
    pub photo: Option<FileId>,
}
pub async fn add_visit(
    tx: &mut Tx,
    app: &App,
    (pair, employer): (PairId, EmployerId),
    new: &NewVisit,
    account: AccountId,
) -> Result<VisitId> {
    let values = vals![
        pair,
        employer,
        new.visited_on,
        &new.who,
        &new.asked,
        &new.result,
        &new.next_step,
        new.photo,
        account,
        app.now()
    ];
    let columns = "pair, employer, visited_on, who, asked, result, next_step, photo, account, at";
    Ok(VisitId(tx.insert("visits", columns, values).await?))
}
/// Visits of a pair, newest first.
pub async fn visits_of(db: &Db, pair: PairId, limit: i64) -> Result<Vec<Visit>> {
    let sql = format!("{VISIT} WHERE v.pair = $1 ORDER BY v.visited_on DESC, v.id DESC LIMIT $2");
    db.all(sqlx::AssertSqlSafe(sql), vals![pair, limit]).await
}
/// Visits to the employers of a grid, newest first.
pub async fn visits_in(db: &Db, grid: GridId, limit: i64) -> Result<Vec<Visit>> {
    let sql = format!(
        "{VISIT} WHERE v.employer IN (SELECT employer FROM grid_employers WHERE grid = $1 AND to_on IS NULL) ORDER BY v.visited_on DESC, v.id DESC LIMIT $2"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![grid, limit]).await
}
fn between(query: Query, scope: &Scope, (from, to): (Date, Date)) -> Query {
    let piece = " WHERE o.path >= ? AND o.path < ? AND v.visited_on >= ? AND v.visited_on <= ?";
    query.and(piece, vals![&scope.from, &scope.until, from, to])
}
/// A page of the visits of a branch between two days, at most `limit`, the newest first (`down`).
pub async fn visits(
    db: &Db,
    scope: &Scope,
    days: (Date, Date),
    down: bool,
    page: &Page,
    limit: i64,
) -> Result<Vec<Visit>> {
    let query = between(Query::new(VISIT, vals![]), scope, days);
    db.list(by_number!(query, "v.id", down, page, limit)).await
}
/// How many there are, at most `most`.
pub async fn visits_counted(db: &Db, scope: &Scope, days: (Date, Date), most: i64) -> Result<i64> {
    let from = "SELECT COUNT(*) FROM (SELECT v.id FROM visits v JOIN pairs p ON p.id = v.pair JOIN organisations o ON o.id = p.union_id";
    let query = between(Query::new(from, vals![]), scope, days).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}
pub async fn visit_within(db: &Db, scope: &Scope, id: VisitId) -> Result<Option<Visit>> {
    let found: Option<Visit> = db.maybe(sqlx::AssertSqlSafe(format!("{VISIT} WHERE v.id = $1")), vals![id]).await?;
    Ok(found.filter(|v| scope.holds(&v.path)))
}
