//! All SQL about places.
use super::{Hours, PlaceKind};
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    tree::{OrgId, Scope, ids_of},
    vals,
};

platform::row_id!(PlaceId);

/// A place with its union.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Place {
    pub id: PlaceId,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    /// Key of [`PlaceKind`].
    pub kind: String,
    pub name: String,
    pub address: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    hours: String,
    /// A sentence beside the hours: 中午有人值班.
    pub hours_note: String,
    pub closed_at: Option<i64>,
    pub version: i64,
}
impl Place {
    pub fn kind_name(&self) -> &'static str {
        PlaceKind::from_key(&self.kind).map_or("其他", PlaceKind::name)
    }
    pub fn link(&self) -> String {
        format!("/console/places/{}", self.id)
    }
    /// Its page for everybody.
    pub fn public_link(&self) -> String {
        format!("/places/{}", self.id)
    }
    /// When it is open; none where nobody has entered it.
    pub fn hours(&self) -> Option<Hours> {
        Hours::from_kept(&self.hours)
    }
}
const SELECT: &str = "SELECT p.id, p.union_id, o.name AS union_name, o.path, p.kind, p.name, p.address, p.latitude, p.longitude, p.hours, p.hours_note, p.closed_at, p.version FROM places p JOIN organisations o ON o.id = p.union_id";

/// What a form says of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPlace {
    pub union_id: OrgId,
    pub kind: PlaceKind,
    pub name: String,
    pub address: String,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
}

pub async fn find(db: &Db, id: PlaceId) -> Result<Option<Place>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.id = $1")), vals![id]).await
}
/// The place if its union lies in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, id: PlaceId) -> Result<Option<Place>> {
    Ok(find(db, id).await?.filter(|p| scope.holds(&p.path)))
}

/// Which places a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub kind: Option<PlaceKind>,
    /// A part of the name or address.
    pub text: String,
    pub closed: bool,
    /// Only those at which no code hangs that can be used on this day.
    pub without_code_on: Option<jiff::civil::Date>,
    /// Those before this id: the next page.
    pub before: Option<i64>,
}
/// Places of a branch, newest first, at most `limit`.
pub async fn list(db: &Db, scope: &Scope, wanted: &Wanted, limit: i64) -> Result<Vec<Place>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(if wanted.closed { " AND p.closed_at IS NOT NULL" } else { " AND p.closed_at IS NULL" }, vals![]);
    if let Some(kind) = wanted.kind {
        query.add(" AND p.kind = ?", vals![kind.key()]);
    }
    if !wanted.text.is_empty() {
        let like = format!("%{}%", wanted.text.replace(['%', '_'], ""));
        query.add(" AND (p.name LIKE ? OR p.address LIKE ?)", vals![&like, &like]);
    }
    if let Some(day) = wanted.without_code_on {
        query.add(
            " AND NOT EXISTS (SELECT 1 FROM joining_codes c WHERE c.place = p.id AND c.revoked_at IS NULL AND (c.valid_to IS NULL OR c.valid_to >= ?))",
            vals![day],
        );
    }
    if let Some(before) = wanted.before {
        query.add(" AND p.id < ?", vals![before]);
    }
    query.add(" ORDER BY p.id DESC LIMIT ?", vals![limit]);
    db.list(query).await
}
/// Open places of a union and of those above it, its own first: what its members can go to.
pub async fn near(db: &Db, path: &str, limit: i64) -> Result<Vec<Place>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE p.closed_at IS NULL AND p.union_id IN (0", vals![]);
    for id in ids_of(path) {
        query.add(", ?", vals![id]);
    }
    query.add(") ORDER BY LENGTH(o.path) DESC, p.id LIMIT ?", vals![limit]);
    db.list(query).await
}

pub async fn add(tx: &mut Tx, app: &App, new: &NewPlace) -> Result<PlaceId> {
    let (latitude, longitude) = new.position.unzip();
    let id = tx
        .insert(
            "places",
            "union_id, kind, name, address, latitude, longitude, created_at",
            vals![new.union_id, new.kind.key(), &new.name, &new.address, latitude, longitude, app.now()],
        )
        .await?;
    Ok(PlaceId(id))
}
/// Writes a place anew; false where it is no longer the version that the form showed.
pub async fn update(tx: &mut Tx, id: PlaceId, version: i64, new: &NewPlace) -> Result<bool> {
    let (latitude, longitude) = new.position.unzip();
    let written = tx
        .exec(
            "UPDATE places SET union_id = $3, kind = $4, name = $5, address = $6, latitude = $7, longitude = $8, version = version + 1 WHERE id = $1 AND version = $2 AND closed_at IS NULL",
            vals![id, version, new.union_id, new.kind.key(), &new.name, &new.address, latitude, longitude],
        )
        .await?;
    Ok(written == 1)
}
/// Sets when a place is open; false where somebody changed it first.
pub async fn set_hours(tx: &mut Tx, id: PlaceId, version: i64, hours: Option<&Hours>, note: &str) -> Result<bool> {
    let kept = hours.map_or_else(String::new, Hours::kept);
    let sql = "UPDATE places SET hours = $3, hours_note = $4, version = version + 1 WHERE id = $1 AND version = $2 AND closed_at IS NULL";
    Ok(tx.exec(sql, vals![id, version, kept, note]).await? == 1)
}

/// A standard (服务标准) that a place was found to meet.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Accepted {
    pub id: i64,
    pub standard: String,
    pub accepted_on: String,
    pub accepted_by: String,
    pub ended_on: Option<String>,
}
/// Those that hold first, then the ended ones, newest first.
pub async fn accepted(db: &Db, place: PlaceId) -> Result<Vec<Accepted>> {
    db.all(
        "SELECT id, standard, accepted_on, accepted_by, ended_on FROM place_standards WHERE place = $1 ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, accepted_on DESC, id DESC LIMIT 50",
        vals![place],
    )
    .await
}
/// Enters a standard; false where it holds already.
pub async fn accept(
    tx: &mut Tx,
    app: &App,
    place: PlaceId,
    (standard, on, by): (&str, jiff::civil::Date, &str),
    account: Option<platform::identity::AccountId>,
) -> Result<bool> {
    let sql = "INSERT INTO place_standards (place, standard, accepted_on, accepted_by, account, at) SELECT $1, $2, $3, $4, $5, $6 \
        WHERE NOT EXISTS (SELECT 1 FROM place_standards WHERE place = $1 AND standard = $2 AND ended_on IS NULL)";
    Ok(tx.exec(sql, vals![place, standard, on, by, account, app.now()]).await? == 1)
}
/// Ends a standard on a day; false where none of this place holds.
pub async fn end_standard(tx: &mut Tx, place: PlaceId, id: i64, on: jiff::civil::Date) -> Result<bool> {
    let sql = "UPDATE place_standards SET ended_on = $3 WHERE place = $1 AND id = $2 AND ended_on IS NULL";
    Ok(tx.exec(sql, vals![place, id, on]).await? == 1)
}
/// The standards that hold, of all open places of a branch.
pub async fn standards_within(db: &Db, scope: &Scope) -> Result<Vec<(PlaceId, String)>> {
    db.all(
        "SELECT s.place, s.standard FROM place_standards s JOIN places p ON p.id = s.place JOIN organisations o ON o.id = p.union_id \
         WHERE s.ended_on IS NULL AND p.closed_at IS NULL AND o.path >= $1 AND o.path < $2 ORDER BY s.accepted_on",
        vals![&scope.from, &scope.until],
    )
    .await
}

/// Closes a place; false where somebody was first. Its codes go on: they are printed already.
pub async fn close(tx: &mut Tx, app: &App, id: PlaceId) -> Result<bool> {
    let closed = tx
        .exec(
            "UPDATE places SET closed_at = $2, version = version + 1 WHERE id = $1 AND closed_at IS NULL",
            vals![id, app.now()],
        )
        .await?;
    Ok(closed == 1)
}
