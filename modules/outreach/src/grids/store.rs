//! All SQL about grids and what is bound to them.
use super::rules::topmost;
use directory::{by_number, employers::EmployerId, joinings, list::Page, members::store::VISIBLE};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, PersonId, Scope, ids_of},
    vals,
};

platform::row_id!(GridId);

/// A grid with the union that runs it and who looks after it now.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Grid {
    pub id: GridId,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    pub name: String,
    /// Where it begins and ends, in words.
    pub bounds: String,
    /// What members may call.
    pub phone: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub created_at: i64,
    pub closed_at: Option<i64>,
    pub version: i64,
    pub officer: Option<String>,
    pub officer_since: Option<String>,
    pub unions: i64,
    pub employers: i64,
}
impl Grid {
    pub fn link(&self) -> String {
        format!("{}/{}", super::PATH, self.id)
    }
}
const SELECT: &str = "SELECT g.id, g.union_id, o.name AS union_name, o.path, g.name, g.bounds, g.phone, g.latitude, g.longitude, g.created_at, g.closed_at, g.version, a.name AS officer, f.from_on AS officer_since, \
    (SELECT COUNT(*) FROM grid_unions b WHERE b.grid = g.id AND b.to_on IS NULL) AS unions, (SELECT COUNT(*) FROM grid_employers b WHERE b.grid = g.id AND b.to_on IS NULL) AS employers \
    FROM grids g JOIN organisations o ON o.id = g.union_id LEFT JOIN grid_officers f ON f.grid = g.id AND f.to_on IS NULL LEFT JOIN accounts a ON a.id = f.account";

/// The grid if the union that runs it lies in the branch.
pub async fn within(db: &Db, scope: &Scope, id: GridId) -> Result<Option<Grid>> {
    let found: Option<Grid> = db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE g.id = $1")), vals![id]).await?;
    Ok(found.filter(|g| scope.holds(&g.path)))
}

/// Which grids a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of the name, the bounds or the officer's name.
    pub text: String,
    pub without_officer: bool,
    pub closed: bool,
}
fn narrowed(mut query: Query, scope: &Scope, wanted: &Wanted) -> Query {
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(if wanted.closed { " AND g.closed_at IS NOT NULL" } else { " AND g.closed_at IS NULL" }, vals![]);
    if wanted.without_officer {
        query.add(" AND f.id IS NULL", vals![]);
    }
    if !wanted.text.is_empty() {
        let like = format!("%{}%", wanted.text.replace(['%', '_'], ""));
        query.add(" AND (g.name LIKE ? OR g.bounds LIKE ? OR a.name LIKE ?)", vals![&like, &like, &like]);
    }
    query
}
/// A page of the grids of a branch, at most `limit`, the newest first (`down`).
pub async fn list(db: &Db, scope: &Scope, wanted: &Wanted, down: bool, page: &Page, limit: i64) -> Result<Vec<Grid>> {
    let query = narrowed(Query::new(SELECT, vals![]), scope, wanted);
    db.list(by_number!(query, "g.id", down, page, limit)).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, wanted: &Wanted, most: i64) -> Result<i64> {
    let from = "SELECT COUNT(*) FROM (SELECT g.id FROM grids g JOIN organisations o ON o.id = g.union_id \
        LEFT JOIN grid_officers f ON f.grid = g.id AND f.to_on IS NULL LEFT JOIN accounts a ON a.id = f.account";
    let query = narrowed(Query::new(from, vals![]), scope, wanted).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}

/// What a form says of a grid.
#[derive(Clone, Debug)]
pub struct NewGrid {
    pub union_id: OrgId,
    pub name: String,
    pub bounds: String,
    pub phone: String,
    pub position: Option<(f64, f64)>,
}
pub async fn add(tx: &mut Tx, app: &App, new: &NewGrid) -> Result<GridId> {
    let (latitude, longitude) = new.position.unzip();
    let values = vals![new.union_id, &new.name, &new.bounds, &new.phone, latitude, longitude, app.now()];
    let id = tx.insert("grids", "union_id, name, bounds, phone, latitude, longitude, created_at", values).await?;
    Ok(GridId(id))
}
/// False where it is no longer the version that the form showed.
pub async fn update(tx: &mut Tx, id: GridId, version: i64, new: &NewGrid) -> Result<bool> {
    let (latitude, longitude) = new.position.unzip();
    let sql = "UPDATE grids SET union_id = $3, name = $4, bounds = $5, phone = $6, latitude = $7, longitude = $8, version = version + 1 WHERE id = $1 AND version = $2 AND closed_at IS NULL";
    let values = vals![id, version, new.union_id, &new.name, &new.bounds, &new.phone, latitude, longitude];
    Ok(tx.exec(sql, values).await? == 1)
}
/// Closes a grid and ends everything bound to it; false where somebody was first.
pub async fn close(tx: &mut Tx, app: &App, id: GridId) -> Result<bool> {
    let sql = "UPDATE grids SET closed_at = $2, version = version + 1 WHERE id = $1 AND closed_at IS NULL";
    if tx.exec(sql, vals![id, app.now()]).await? == 0 {
        return Ok(false);
    }
    for sql in [
        "UPDATE grid_officers SET to_on = $2 WHERE grid = $1 AND to_on IS NULL",
        "UPDATE grid_unions SET to_on = $2 WHERE grid = $1 AND to_on IS NULL",
        "UPDATE grid_employers SET to_on = $2 WHERE grid = $1 AND to_on IS NULL",
    ] {
        tx.exec(sql, vals![id, app.today()]).await?;
    }
    Ok(true)
}

/// Names who looks after the grid from a day on; who did before stays in the history. False: it is this one already.
pub async fn name_officer(tx: &mut Tx, grid: GridId, account: AccountId, from: Date) -> Result<bool> {
    let now: Option<(AccountId,)> =
        tx.maybe("SELECT account FROM grid_officers WHERE grid = $1 AND to_on IS NULL", vals![grid]).await?;
    if now.is_some_and(|r| r.0 == account) {
        return Ok(false);
    }
    tx.exec("UPDATE grid_officers SET to_on = $2 WHERE grid = $1 AND to_on IS NULL", vals![grid, from]).await?;
    tx.insert("grid_officers", "grid, account, from_on", vals![grid, account, from]).await?;
    Ok(true)
}
/// All who looked after it, newest first: name, from, to.
pub async fn officers(db: &Db, grid: GridId) -> Result<Vec<(String, String, Option<String>)>> {
    db.all(
        "SELECT a.name, f.from_on, f.to_on FROM grid_officers f JOIN accounts a ON a.id = f.account WHERE f.grid = $1 ORDER BY f.id DESC LIMIT 20",
        vals![grid],
    )
    .await
}

/// Binds a union from a day on; false where it is bound already.
pub async fn bind_union(tx: &mut Tx, grid: GridId, union: OrgId, from: Date) -> Result<bool> {
    let sql = "INSERT INTO grid_unions (grid, union_id, from_on) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.exec(sql, vals![grid, union, from]).await? == 1)
}
pub async fn end_union(tx: &mut Tx, grid: GridId, bond: i64, on: Date) -> Result<bool> {
    let sql = "UPDATE grid_unions SET to_on = $3 WHERE grid = $1 AND id = $2 AND to_on IS NULL";
    Ok(tx.exec(sql, vals![grid, bond, on]).await? == 1)
}
pub async fn bind_employer(tx: &mut Tx, grid: GridId, employer: EmployerId, from: Date) -> Result<bool> {
    let sql = "INSERT INTO grid_employers (grid, employer, from_on) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.exec(sql, vals![grid, employer, from]).await? == 1)
}
pub async fn end_employer(tx: &mut Tx, grid: GridId, bond: i64, on: Date) -> Result<bool> {
    let sql = "UPDATE grid_employers SET to_on = $3 WHERE grid = $1 AND id = $2 AND to_on IS NULL";
    Ok(tx.exec(sql, vals![grid, bond, on]).await? == 1)
}

/// A union bound to a grid, with the members in its branch.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct BoundUnion {
    pub bond: i64,
    pub union_id: OrgId,
    pub name: String,
    pub path: String,
    pub chair: String,
    pub from_on: String,
    pub members: i64,
}
/// An employer bound to a grid, with the members who work there and the last visit.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct BoundEmployer {
    pub bond: i64,
    pub employer: EmployerId,
    pub name: String,
    pub path: String,
    pub headcount: i64,
    pub union_name: Option<String>,
    pub members: i64,
    pub visited_on: Option<String>,
}
pub async fn unions(db: &Db, grid: GridId) -> Result<Vec<BoundUnion>> {
    let sql = format!(
        "SELECT b.id AS bond, b.union_id, o.name, o.path, u.chair, b.from_on, \
         (SELECT COUNT(*) FROM memberships m WHERE m.path >= o.path AND m.path < SUBSTR(o.path, 1, LENGTH(o.path) - 1) || '0' AND m.state <> 'ended'{VISIBLE}) AS members \
         FROM grid_unions b JOIN unions u ON u.id = b.union_id JOIN organisations o ON o.id = b.union_id WHERE b.grid = $1 AND b.to_on IS NULL ORDER BY o.path LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![grid]).await
}
pub async fn employers(db: &Db, grid: GridId) -> Result<Vec<BoundEmployer>> {
    db.all(
        "SELECT b.id AS bond, b.employer, e.name, e.path, e.headcount, o.name AS union_name, \
         (SELECT COUNT(*) FROM people p JOIN memberships m ON m.person = p.id AND m.state <> 'ended' WHERE p.employer = e.id) AS members, \
         (SELECT MAX(v.visited_on) FROM visits v WHERE v.employer = e.id) AS visited_on \
         FROM grid_employers b JOIN employers e ON e.id = b.employer LEFT JOIN organisations o ON o.id = e.union_id WHERE b.grid = $1 AND b.to_on IS NULL \
         ORDER BY e.headcount DESC, e.id LIMIT 200",
        vals![grid],
    )
    .await
}

/// Adds the condition that an organisation `o` lies in one of the branches; of no branches, nothing does.
fn within_branches(query: &mut Query, paths: &[String]) {
    query.add(" AND (1 = 0", vals![]);
    for path in topmost(paths) {
        let scope = Scope::below(path);
        query.add(" OR (o.path >= ? AND o.path < ?)", vals![&scope.from, &scope.until]);
    }
    query.add(")", vals![]);
}
/// Joinings that came in since an instant, and how many of them were approved.
pub async fn joinings(db: &Db, paths: &[String], since: i64) -> Result<(i64, i64)> {
    let mut query = Query::new(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN j.state = ? THEN 1 ELSE 0 END), 0) AS BIGINT) FROM joinings j JOIN organisations o ON o.id = j.union_id WHERE j.submitted_at >= ?",
        vals![joinings::State::Approved.key(), since],
    );
    within_branches(&mut query, paths);
    Ok(db.list(query).await?.pop().unwrap_or_default())
}
/// An open task in the grid.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Waiting {
    pub title: String,
    pub org_name: String,
    pub link: String,
    pub due_on: String,
}
/// Open tasks of some kinds at the bound unions and below them, by deadline.
pub async fn tasks(db: &Db, paths: &[String], kinds: &[&str], limit: i64) -> Result<Vec<Waiting>> {
    let mut query = Query::new(
        "SELECT t.title, o.name AS org_name, t.link, t.due_on FROM tasks t JOIN organisations o ON o.id = t.org WHERE t.done_at IS NULL AND t.kind IN (''",
        vals![],
    );
    for kind in kinds {
        query.add(", ?", vals![*kind]);
    }
    query.add(")", vals![]);
    within_branches(&mut query, paths);
    query.add(" ORDER BY t.due_on, t.id LIMIT ?", vals![limit]);
    db.list(query).await
}
/// An open place in the grid, with how many codes hang there that can be used today.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct PlaceHere {
    pub id: i64,
    pub name: String,
    pub kind: String,
    pub path: String,
    pub codes: i64,
}
impl PlaceHere {
    pub fn kind_name(&self) -> &'static str {
        directory::places::PlaceKind::from_key(&self.kind).map_or("其他", directory::places::PlaceKind::name)
    }
}
pub async fn places(db: &Db, paths: &[String], today: Date) -> Result<Vec<PlaceHere>> {
    let mut query = Query::new(
        "SELECT p.id, p.name, p.kind, o.path, (SELECT COUNT(*) FROM joining_codes c WHERE c.place = p.id AND c.revoked_at IS NULL AND c.valid_from <= ? AND (c.valid_to IS NULL OR c.valid_to >= ?)) AS codes \
         FROM places p JOIN organisations o ON o.id = p.union_id WHERE p.closed_at IS NULL",
        vals![today, today],
    );
    within_branches(&mut query, paths);
    query.add(" ORDER BY p.kind, p.name LIMIT 50", vals![]);
    db.list(query).await
}

/// The grid of a member: that of the nearest union above, else that of the workplace.
pub async fn of_person(db: &Db, person: PersonId, path: &str) -> Result<Option<Grid>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" JOIN grid_unions b ON b.grid = g.id AND b.to_on IS NULL JOIN organisations bo ON bo.id = b.union_id WHERE g.closed_at IS NULL AND b.union_id IN (0", vals![]);
    for id in ids_of(path) {
        query.add(", ?", vals![id]);
    }
    query.add(") ORDER BY LENGTH(bo.path) DESC, g.id LIMIT 1", vals![]);
    if let Some(grid) = db.list(query).await?.pop() {
        return Ok(Some(grid));
    }
    let mut query = Query::new(SELECT, vals![]);
    query.add(
        " JOIN grid_employers b ON b.grid = g.id AND b.to_on IS NULL JOIN people p ON p.employer = b.employer WHERE g.closed_at IS NULL AND p.id = ? ORDER BY g.id LIMIT 1",
        vals![person],
    );
    Ok(db.list(query).await?.pop())
}
