//! Memberships in lists, by the day of joining.
use super::VISIBLE;
use crate::{
    employers::EmployerId,
    list::{Page, like},
    members::{MembershipId, rules::Way},
};
use jiff::civil::Date;
use platform::{
    db::{Db, Query, Result},
    search,
    tree::Scope,
    vals,
};
use std::sync::Arc;

/// A row of the members' list; what is sealed is still sealed.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Line {
    pub id: MembershipId,
    pub name: String,
    pub state: String,
    pub joined_on: String,
    pub union_name: String,
    pub sex: String,
    pub unchecked: i64,
    pub phone_sealed: Option<String>,
    pub employer_name: String,
    /// Empty unless somebody asked for it.
    #[sqlx(skip)]
    pub more: More,
}
#[derive(sqlx_macros::FromRow)]
struct Whole {
    #[sqlx(flatten)]
    line: Line,
    #[sqlx(flatten)]
    more: More,
}
/// What is read of a row where a column asks for it ([`Wanted::more`]).
#[derive(Clone, Debug, Default, PartialEq, sqlx_macros::FromRow)]
pub struct More {
    /// |货车司机|快递员|
    pub group_names: String,
    pub number: String,
    pub source: String,
    pub document_sealed: String,
    pub birth_on: Option<String>,
    pub education: String,
}
impl Line {
    /// The key of the row in the list's order.
    pub fn key(&self) -> String {
        format!("{}.{}", self.joined_on, self.id)
    }
}

/// Which memberships by their state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Active and kept ones: what counts as a member.
    #[default]
    Current,
    Active,
    Kept,
    Ended,
}

/// What the list is narrowed to; empty fields narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: State,
    pub group: String,
    pub joined_from: Option<Date>,
    pub joined_to: Option<Date>,
    /// Code of `gender`.
    pub sex: String,
    /// Only those whose phone nobody has checked.
    pub phone_unchecked: bool,
    pub batch: Option<i64>,
    pub employer: Option<EmployerId>,
    /// What a search found and the other conditions leave of it, by day of joining and number.
    pub found: Option<Arc<Vec<(String, i64)>>>,
}
impl Filter {
    /// Narrowed by nothing but the state that counts.
    pub fn is_plain(&self) -> bool {
        self.state == State::Current
            && self.employer.is_none()
            && self.found.is_none()
            && self.batch.is_none()
            && self.rest_is_plain()
    }
    fn rest_is_plain(&self) -> bool {
        self.asks_nobody() && self.joined_from.is_none() && self.joined_to.is_none()
    }
    /// An index leads to what is asked for, so that counting stops early: a first day, or one of the rare states.
    pub fn is_indexed(&self) -> bool {
        self.asks_nobody() && (self.joined_from.is_some() || matches!(self.state, State::Kept | State::Ended))
    }
    /// Few may meet it.
    pub fn is_rare(&self) -> bool {
        !self.group.is_empty() || self.phone_unchecked || matches!(self.state, State::Kept | State::Ended)
    }
    /// No condition has to look at each entry.
    fn asks_nobody(&self) -> bool {
        self.group.is_empty() && self.sex.is_empty() && !self.phone_unchecked
    }
}

/// What is read, and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub scope: Scope,
    /// The branch is the whole tree ([`platform::tree::is_whole`]).
    pub whole: bool,
    pub filter: Filter,
    pub way: Way,
    /// The newest first.
    pub down: bool,
    /// With what few lists show.
    pub more: bool,
}

/// The conditions of a list, on memberships alone. COALESCE keeps a column's index out of the way that was chosen, on both databases.
/// They are looked at in this order, so the cheap ones that let few through come first.
fn narrowed(mut query: Query, wanted: &Wanted) -> Query {
    let Wanted { scope, whole, filter, way, .. } = wanted;
    if !filter.sex.is_empty() {
        query.add(" AND m.sex = ?", vals![&filter.sex]);
    }
    if filter.phone_unchecked {
        query.add(" AND m.unchecked = 1", vals![]);
    }
    query = people(query, filter, *way);
    match filter.state {
        State::Current => query.add(" AND m.state <> 'ended'", vals![]),
        State::Active => query.add(" AND m.state = 'active'", vals![]),
        // The indexes of rare states are for a walk and for their own way.
        State::Kept if matches!(way, Way::Walk | Way::State) => {
            query.add(" AND m.state = 'kept' AND m.state <> 'active'", vals![]);
        }
        State::Ended if matches!(way, Way::Walk | Way::State) => {
            query.add(" AND m.state = 'ended' AND m.state <> 'active'", vals![]);
        }
        State::Kept => query.add(" AND COALESCE(m.state, '') = 'kept'", vals![]),
        State::Ended => query.add(" AND COALESCE(m.state, '') = 'ended'", vals![]),
    }
    let (from, to) = match way.is_in_order() || matches!(way, Way::Unions | Way::Sets) {
        true => (" AND m.joined_on >= ?", " AND m.joined_on <= ?"),
        false => (" AND COALESCE(m.joined_on, '') >= ?", " AND COALESCE(m.joined_on, '') <= ?"),
    };
    if let Some(day) = filter.joined_from {
        query.add(from, vals![day]);
    }
    if let Some(day) = filter.joined_to {
        query.add(to, vals![day]);
    }
    query.add(VISIBLE, vals![]);
    match way {
        // The organisations of the branch lead to the rows.
        Way::Unions => {}
        Way::Branch | Way::Group | Way::State => {
            query.add(" AND m.path >= ? AND m.path < ?", vals![&scope.from, &scope.until]);
        }
        Way::Found | Way::Batch => {
            query.add(" AND COALESCE(m.path, '') >= ? AND COALESCE(m.path, '') < ?", vals![&scope.from, &scope.until]);
        }
        // Everybody is below the top.
        _ if *whole => {}
        // These indexes hold the union; a path ends with a slash, so none is the upper end itself.
        _ => query.add(
            " AND (SELECT b.path FROM organisations b WHERE b.id = m.union_id) BETWEEN ? AND ?",
            vals![&scope.from, &scope.until],
        ),
    }
    query
}
fn people(mut query: Query, filter: &Filter, way: Way) -> Query {
    // The sets of the group lead to the rows.
    if !filter.group.is_empty() && way != Way::Sets {
        let sets = match way {
            Way::Group => {
                " AND m.group_set <> 0 AND m.group_set IN (SELECT s.id FROM group_sets s WHERE s.names LIKE ? ESCAPE '\\')"
            }
            _ => " AND COALESCE(m.group_set, 0) IN (SELECT s.id FROM group_sets s WHERE s.names LIKE ? ESCAPE '\\')",
        };
        query.add(sets, vals![group_like(&filter.group)]);
    }
    if let Some(employer) = filter.employer {
        let of = if way == Way::Employer { " AND m.employer = ?" } else { " AND COALESCE(m.employer, 0) = ?" };
        query.add(of, vals![employer]);
    }
    if let Some(batch) = filter.batch {
        let of = match way {
            Way::Batch => " AND m.batch = ? AND m.batch <> 0",
            _ => " AND COALESCE(m.batch, 0) = ?",
        };
        query.add(of, vals![batch]);
    }
    query
}

/// Finds a group among the names of a set.
fn group_like(group: &str) -> String {
    like(&format!("|{group}|"))
}
fn parted(key: &str) -> (String, i64) {
    let (day, id) = key.split_once('.').unwrap_or((key, ""));
    (day.to_owned(), id.parse().unwrap_or(i64::MAX))
}

/// The page is chosen among the memberships, in an index alone where there is one for it; only its rows are looked up. The joins stand in the
/// order in which they are to be made: SQLite keeps the order of CROSS JOIN.
const LINE: &str = "SELECT m.id, m.name, m.state, m.joined_on, o.name AS union_name, m.sex, m.unchecked, p.phone_sealed, p.employer_name";
const MORE: &str = ", COALESCE((SELECT s.names FROM group_sets s WHERE s.id = m.group_set), '') AS group_names, m.number, m.source, p.document_sealed, p.birth_on, p.education";
const CHOSEN: &str = " FROM (SELECT m.id FROM memberships m WHERE 1 = 1";
/// From each union of the branch (or set of groups) those that may stand on the page: none that joined before (or after) its last row there could.
const CHOSEN_OF_UNIONS: &str = " FROM (SELECT m.id FROM organisations b CROSS JOIN memberships m WHERE b.path >= ? AND b.path < ? AND m.path = b.path";
const LAST_OF_UNION: &str = "(SELECT m.joined_on FROM memberships m WHERE m.path = b.path";
const CHOSEN_OF_SETS: &str = " FROM (SELECT m.id FROM group_sets s CROSS JOIN memberships m WHERE s.names LIKE ? ESCAPE '\\' AND m.group_set = s.id AND m.group_set <> 0";
const LAST_OF_SET: &str = "(SELECT m.joined_on FROM memberships m WHERE m.group_set = s.id AND m.group_set <> 0";
const LOOKED_UP: &str = " LIMIT ?) k CROSS JOIN memberships m CROSS JOIN people p CROSS JOIN organisations o \
    WHERE m.id = k.id AND p.id = m.person AND o.id = m.union_id";
/// Pages of exports are longer than those that are looked at: for them one walk through the whole is cheaper than beginning at each union.
const LONG: i64 = 200;

/// One page; `limit` one more than is shown tells whether there are more. A page that is read backwards comes backwards.
pub async fn list(db: &Db, wanted: &Wanted, page: &Page, limit: i64) -> Result<Vec<Line>> {
    let down = wanted.down != page.is_backwards();
    let mut query = Query::new(LINE, vals![]);
    if wanted.more {
        query.add(MORE, vals![]);
    }
    let query = match (&wanted.filter.found, wanted.way) {
        (Some(found), _) => these(query, &cut(found, page, down, limit), limit),
        (None, Way::Unions | Way::Sets) if limit > LONG => {
            chosen(query, &Wanted { way: Way::Walk, ..wanted.clone() }, page, down).and(LOOKED_UP, vals![limit])
        }
        (None, Way::Unions | Way::Sets) => of_each(query, wanted, page, down, limit).and(LOOKED_UP, vals![limit]),
        (None, _) => chosen(query, wanted, page, down).and(LOOKED_UP, vals![limit]),
    };
    let query =
        query.and(if down { " ORDER BY m.joined_on DESC, m.id DESC" } else { " ORDER BY m.joined_on, m.id" }, vals![]);
    if !wanted.more {
        return db.list(query).await;
    }
    let whole = db.list::<Whole>(query).await?;
    Ok(whole.into_iter().map(|Whole { line, more }| Line { more, ..line }).collect())
}
/// Behind the key of the page, on the way or among what is sorted.
fn behind(query: Query, page: &Page, in_order: bool, down: bool) -> Query {
    let Some((day, id)) = page.key().map(parted) else { return query };
    let piece = match (in_order, down) {
        (true, true) => " AND (m.joined_on, m.id) < (?, ?)",
        (true, false) => " AND (m.joined_on, m.id) > (?, ?)",
        (false, true) => " AND (COALESCE(m.joined_on, ''), m.id) < (?, ?)",
        (false, false) => " AND (COALESCE(m.joined_on, ''), m.id) > (?, ?)",
    };
    query.and(piece, vals![day, id])
}
fn ordered(in_order: bool, down: bool) -> &'static str {
    match (in_order, down) {
        (true, true) => " ORDER BY m.joined_on DESC, m.id DESC",
        (true, false) => " ORDER BY m.joined_on, m.id",
        (false, true) => " ORDER BY COALESCE(m.joined_on, '') DESC, m.id DESC",
        (false, false) => " ORDER BY COALESCE(m.joined_on, ''), m.id",
    }
}
fn chosen(query: Query, wanted: &Wanted, page: &Page, down: bool) -> Query {
    let in_order = wanted.way.is_in_order();
    let query = behind(narrowed(query.and(CHOSEN, vals![]), wanted), page, in_order, down);
    query.and(ordered(in_order, down), vals![])
}
fn of_each(query: Query, wanted: &Wanted, page: &Page, down: bool, limit: i64) -> Query {
    let (query, last) = match wanted.way {
        Way::Sets => (query.and(CHOSEN_OF_SETS, vals![group_like(&wanted.filter.group)]), LAST_OF_SET),
        _ => (query.and(CHOSEN_OF_UNIONS, vals![&wanted.scope.from, &wanted.scope.until]), LAST_OF_UNION),
    };
    let query =
        query.and(if down { " AND m.joined_on >= COALESCE(" } else { " AND m.joined_on <= COALESCE(" }, vals![]);
    let query = behind(narrowed(query.and(last, vals![]), wanted), page, true, down);
    let query = query.and(ordered(true, down), vals![]);
    let query =
        query.and(if down { " LIMIT 1 OFFSET ?), '')" } else { " LIMIT 1 OFFSET ?), '9999-12-31')" }, vals![limit - 1]);
    let query = behind(narrowed(query, wanted), page, true, down);
    query.and(ordered(false, down), vals![])
}

/// The rows of a page among those that were found.
fn cut(found: &[(String, i64)], page: &Page, down: bool, limit: i64) -> Vec<i64> {
    let key = page.key().map(parted);
    let behind = |row: &&(String, i64)| match (&key, down) {
        (None, _) => true,
        (Some(key), true) => *row < key,
        (Some(key), false) => *row > key,
    };
    let ids = |row: &(String, i64)| row.1;
    let limit = usize::try_from(limit).unwrap_or(0);
    match down {
        true => found.iter().rev().filter(behind).take(limit).map(ids).collect(),
        false => found.iter().filter(behind).take(limit).map(ids).collect(),
    }
}
/// Looks some memberships up. As many question marks as a page has rows, so that the statement is prepared once.
fn these(query: Query, ids: &[i64], limit: i64) -> Query {
    let mut query =
        query.and(" FROM memberships m CROSS JOIN people p CROSS JOIN organisations o WHERE m.id IN (0", vals![]);
    let more = (ids.len() as i64..limit.min(LONG)).map(|_| 0);
    for id in ids.iter().copied().chain(more) {
        query.add(", ?", vals![id]);
    }
    query.and(") AND p.id = m.person AND o.id = m.union_id", vals![])
}
/// What a search finds and the list's conditions leave of it, by day of joining and number; the search is asked for at most `most`.
pub async fn found(db: &Db, sought: &search::Wanted, wanted: &Wanted, most: i64) -> Result<Vec<(String, i64)>> {
    let hits = search::hits(db.engine(), "member", sought);
    let mut query = Query::new("SELECT m.joined_on, m.id FROM (", vals![]);
    query.add(hits.before, hits.before_values);
    query.add(" WHERE 1 = 1", vals![]);
    query.add(hits.condition, hits.values);
    query.add(" LIMIT ?) f CROSS JOIN memberships m WHERE m.id = f.ref", vals![most]);
    let mut found: Vec<(String, i64)> = db.list(narrowed(query, wanted)).await?;
    found.sort_unstable();
    Ok(found)
}

/// How many there are, at most `most`.
pub async fn count(db: &Db, wanted: &Wanted, most: i64) -> Result<i64> {
    let from = "SELECT COUNT(*) FROM (SELECT m.id FROM memberships m WHERE 1 = 1";
    let query = narrowed(Query::new(from, vals![]), wanted).and(" LIMIT ?) x", vals![most]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |r| r.0))
}
/// How many memberships a branch holds, whatever their state, at most `most`: read from the index alone.
pub async fn branch_size(db: &Db, scope: &Scope, most: i64) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT path FROM memberships WHERE path >= $1 AND path < $2 LIMIT $3) x",
        vals![&scope.from, &scope.until, most],
    )
    .await
}
/// About how many memberships there are at all.
pub async fn all_of_them(db: &Db) -> Result<i64> {
    db.number("SELECT MAX(id) FROM memberships", vals![]).await
}
/// How many of a branch belong to a group, whatever their state, at most `most`.
pub async fn group_size(db: &Db, scope: &Scope, group: &str, most: i64) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT m.path FROM memberships m WHERE m.group_set <> 0 AND m.group_set IN \
         (SELECT s.id FROM group_sets s WHERE s.names LIKE $1 ESCAPE '\\') AND m.path >= $2 AND m.path < $3 LIMIT $4) x",
        vals![group_like(group), &scope.from, &scope.until, most],
    )
    .await
}
/// How many sets of groups hold a group.
pub async fn sets_of(db: &Db, group: &str) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM group_sets WHERE names LIKE $1 ESCAPE '\\'", vals![group_like(group)]).await
}
/// How many organisations a branch has, at most `most`.
pub async fn unions_of(db: &Db, scope: &Scope, most: i64) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT path FROM organisations WHERE path >= $1 AND path < $2 LIMIT $3) x",
        vals![&scope.from, &scope.until, most],
    )
    .await
}
/// How many joined between two days, at most `most`.
pub async fn joined_between(db: &Db, from: Option<Date>, to: Option<Date>, most: i64) -> Result<i64> {
    let from = from.map_or_else(String::new, |day| day.to_string());
    let to = to.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    db.number(
        "SELECT COUNT(*) FROM (SELECT id FROM memberships WHERE joined_on >= $1 AND joined_on <= $2 LIMIT $3) x",
        vals![from, to, most],
    )
    .await
}
/// How many of a branch are kept, or have ended, at most `most`.
pub async fn in_state(db: &Db, scope: &Scope, state: State, most: i64) -> Result<i64> {
    let key = if state == State::Kept { "kept" } else { "ended" };
    db.number(
        "SELECT COUNT(*) FROM (SELECT path FROM memberships WHERE state = $1 AND state <> 'active' AND path >= $2 AND path < $3 LIMIT $4) x",
        vals![key, &scope.from, &scope.until, most],
    )
    .await
}
