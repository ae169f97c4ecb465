//! All SQL about joining codes.
use super::rules;
use crate::{list::Page, members, places::PlaceId};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    facts::{self, Fact, Period},
    search,
    tree::{OrgId, Scope},
    vals,
};
use std::collections::HashMap;

platform::row_id!(CodeId);

/// A joining code (入会码) with the names of its union and place.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct JoiningCode {
    pub id: CodeId,
    /// As stored; people see [`JoiningCode::shown`].
    pub code: String,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    pub place: Option<PlaceId>,
    pub place_name: Option<String>,
    pub purpose: String,
    /// Two lines.
    pub headline: String,
    /// The group of workers that it is meant for; empty: everybody.
    pub group_name: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub created_at: i64,
    pub revoked_at: Option<i64>,
}
impl JoiningCode {
    /// True when one can join through it on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.state(day) == rules::CodeState::Running
    }
    pub fn state(&self, today: Date) -> rules::CodeState {
        rules::state(self, today)
    }
    /// BH-K7M3Q
    pub fn shown(&self) -> String {
        rules::shown(&self.code)
    }
    /// Its page in the console.
    pub fn link(&self) -> String {
        format!("/console/codes/{}", self.code)
    }
    /// What its QR code says.
    pub fn address(&self, base_url: &str) -> String {
        format!("{base_url}/join/{}", self.code)
    }
}
const SELECT: &str = "SELECT c.id, c.code, c.union_id, o.name AS union_name, o.path, c.place, p.name AS place_name, c.purpose, c.headline, c.group_name, c.valid_from, c.valid_to, c.created_at, c.revoked_at \
    FROM joining_codes c JOIN organisations o ON o.id = c.union_id LEFT JOIN places p ON p.id = c.place";

/// The code that somebody scanned or typed, in whatever state; hyphens, blanks and small letters don't matter.
pub async fn by_code(db: &Db, typed: &str) -> Result<Option<JoiningCode>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.code = $1")), vals![rules::normal(typed)]).await
}
/// The code of a joining.
pub async fn find(db: &Db, id: CodeId) -> Result<Option<JoiningCode>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![id]).await
}
/// The code if its union lies in the branch: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, typed: &str) -> Result<Option<JoiningCode>> {
    Ok(by_code(db, typed).await?.filter(|c| scope.holds(&c.path)))
}

/// Which codes a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub state: Option<rules::CodeState>,
    pub place: Option<PlaceId>,
}
fn narrowed(mut query: Query, scope: &Scope, wanted: &Wanted, today: Date) -> Query {
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    match wanted.state {
        None => {}
        Some(rules::CodeState::Revoked) => query.add(" AND c.revoked_at IS NOT NULL", vals![]),
        Some(rules::CodeState::Planned) => query.add(" AND c.revoked_at IS NULL AND c.valid_from > ?", vals![today]),
        Some(rules::CodeState::Ended) => query.add(" AND c.revoked_at IS NULL AND c.valid_to < ?", vals![today]),
        Some(rules::CodeState::Running) => query.add(
            " AND c.revoked_at IS NULL AND c.valid_from <= ? AND (c.valid_to IS NULL OR c.valid_to >= ?)",
            vals![today, today],
        ),
    }
    if let Some(place) = wanted.place {
        query.add(" AND c.place = ?", vals![place]);
    }
    query
}
/// A page of the codes of a branch, at most `limit`, the newest first (`down`); read backwards it comes backwards.
pub async fn list(
    db: &Db,
    scope: &Scope,
    wanted: &Wanted,
    today: Date,
    down: bool,
    page: &Page,
    limit: i64,
) -> Result<Vec<JoiningCode>> {
    let query = narrowed(Query::new(SELECT, vals![]), scope, wanted, today);
    let query = crate::by_number!(query, "c.id", down, page, limit);
    db.list(query).await
}
/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, wanted: &Wanted, today: Date, most: i64) -> Result<i64> {
    let from = "SELECT COUNT(*) FROM (SELECT c.id FROM joining_codes c JOIN organisations o ON o.id = c.union_id";
    let query = narrowed(Query::new(from, vals![]), scope, wanted, today).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
}

/// The codes of a print job that lie in the branch, by place.
pub async fn of_print(db: &Db, scope: &Scope, print: super::PrintId) -> Result<Vec<JoiningCode>> {
    let sql = format!("{SELECT} WHERE c.print = $1 AND o.path >= $2 AND o.path < $3 ORDER BY p.kind, p.name, c.id");
    db.all(sqlx::AssertSqlSafe(sql), vals![print, &scope.from, &scope.until]).await
}

/// What happened through a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub scans: i64,
    /// Joinings sent in, in whatever state.
    pub joinings: i64,
    /// Joinings approved: members.
    pub approved: i64,
}
/// Counts of the codes of a branch up to a day, by id; codes through which nothing happened are missing.
pub async fn counts(db: &Db, scope: &Scope, today: Date) -> Result<HashMap<CodeId, Counts>> {
    let mut all: HashMap<CodeId, Counts> = HashMap::new();
    let until = Period::until(today);
    let of = |dimension: &str| dimension.parse::<CodeId>().ok();
    for (dimension, n) in facts::by_dimension(db, members::SCANS, scope, until).await? {
        if let Some(id) = of(&dimension) {
            all.entry(id).or_default().scans = n;
        }
    }
    for (dimension, n) in facts::by_dimension(db, members::JOINED_BY_CODE, scope, until).await? {
        if let Some(id) = of(&dimension) {
            all.entry(id).or_default().approved = n;
        }
    }
    let sent: Vec<(CodeId, i64)> = db
        .all(
            "SELECT j.code, COUNT(*) FROM joinings j JOIN joining_codes c ON c.id = j.code JOIN organisations o ON o.id = c.union_id WHERE o.path >= $1 AND o.path < $2 GROUP BY j.code",
            vals![&scope.from, &scope.until],
        )
        .await?;
    for (id, n) in sent {
        all.entry(id).or_default().joinings = n;
    }
    Ok(all)
}

/// A code to be made.
#[derive(Clone, Debug)]
pub struct NewCode {
    pub union_id: OrgId,
    pub place: Option<PlaceId>,
    pub purpose: String,
    pub headline: String,
    pub group_name: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub created_by: Option<platform::identity::AccountId>,
}

/// So many words that no code has, each once.
pub async fn unused_words(app: &App, how_many: usize) -> Result<Vec<String>> {
    let mut words: Vec<String> = Vec::with_capacity(how_many);
    while words.len() < how_many {
        let word = unused(app).await?;
        if !words.contains(&word) {
            words.push(word);
        }
    }
    Ok(words)
}
/// A code that no other union of this installation has; none left after some draws means that something is broken.
pub async fn unused(app: &App) -> Result<String> {
    let initials = app.root().await?.map(|org| search::initials(&org.name)).unwrap_or_default();
    for _ in 0..20 {
        let code = rules::made(&initials, |n| rand::random_range(0..n));
        if by_code(&app.db, &code).await?.is_none() {
            return Ok(code);
        }
    }
    Err(platform::db::Error::RowNotFound)
}
/// Enters a code under a text of [`unused`], or one that the caller chose.
pub async fn add(tx: &mut Tx, app: &App, code: &str, new: &NewCode) -> Result<JoiningCode> {
    let id = tx
        .insert(
            "joining_codes",
            "code, union_id, place, purpose, headline, group_name, valid_from, valid_to, created_by, created_at",
            vals![
                rules::normal(code),
                new.union_id,
                new.place,
                &new.purpose,
                &new.headline,
                &new.group_name,
                new.valid_from,
                new.valid_to,
                new.created_by,
                app.now()
            ],
        )
        .await?;
    tx.one(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![id]).await
}
/// Ends a code for good; false where somebody was first.
pub async fn revoke(tx: &mut Tx, app: &App, code: CodeId) -> Result<bool> {
    let ended = tx
        .exec("UPDATE joining_codes SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", vals![code, app.now()])
        .await?;
    Ok(ended == 1)
}

/// Counts one opening of a code's page. That a phone counts once an hour is [`super::scan`]'s business.
pub async fn count_scan(tx: &mut Tx, app: &App, code: &JoiningCode) -> Result<()> {
    add_up(tx, members::SCANS, app.today(), code, ("joining_code", code.id.0)).await
}
/// Counts a member who came through a code, on the day of the approval.
pub async fn count_joined(tx: &mut Tx, on: Date, code: CodeId, membership: members::MembershipId) -> Result<()> {
    let found: Option<JoiningCode> =
        tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![code]).await?;
    match found {
        Some(code) => add_up(tx, members::JOINED_BY_CODE, on, &code, ("membership", membership.0)).await,
        None => Ok(()),
    }
}
async fn add_up(
    tx: &mut Tx,
    measure: &'static facts::Measure,
    day: Date,
    code: &JoiningCode,
    (record, record_id): (&'static str, i64),
) -> Result<()> {
    let dimension = code.id.to_string();
    facts::count(tx, &Fact { measure, org: code.union_id, day, dimension: &dimension, amount: 1, record, record_id })
        .await
}
