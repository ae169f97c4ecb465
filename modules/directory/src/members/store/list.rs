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
    tree::Scope,
    vals,
};

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
    /// What a search found.
    pub found: Option<Vec<i64>>,
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
    /// No condition has to look at each entry.
    fn asks_nobody(&self) -> bool {
        self.group.is_empty() && self.sex.is_empty() && !self.phone_unchecked
    }
}

/// What is read, and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub scope: Scope,
    pub filter: Filter,
    pub way: Way,
    /// The newest first.
    pub down: bool,
    /// With what few lists show.
    pub more: bool,
}

/// The conditions of a list, on memberships alone. `|| ''` keeps a column's index out of the way that was chosen, on both databases.
fn narrowed(mut query: Query, wanted: &Wanted) -> Query {
    let Wanted { scope, filter, way, .. } = wanted;
    let path = if *way == Way::Branch {
        " AND m.path >= ? AND m.path < ?"
    } else {
        " AND m.path || '' >= ? AND m.path || '' < ?"
    };
    query.add(path, vals![&scope.from, &scope.until]);
    query.add(VISIBLE, vals![]);
    match filter.state {
        State::Current => query.add(" AND m.state <> 'ended'", vals![]),
        State::Active => query.add(" AND m.state = 'active'", vals![]),
        State::Kept => query.add(" AND m.state = 'kept' AND m.state <> 'active'", vals![]),
        State::Ended => query.add(" AND m.state = 'ended' AND m.state <> 'active'", vals![]),
    }
    let (from, to) = match way {
        Way::Walk => (" AND m.joined_on >= ?", " AND m.joined_on <= ?"),
        _ => (" AND m.joined_on || '' >= ?", " AND m.joined_on || '' <= ?"),
    };
    if let Some(day) = filter.joined_from {
        query.add(from, vals![day]);
    }
    if let Some(day) = filter.joined_to {
        query.add(to, vals![day]);
    }
    if !filter.sex.is_empty() {
        query.add(" AND m.sex = ?", vals![&filter.sex]);
    }
    if filter.phone_unchecked {
        query.add(" AND m.unchecked = 1", vals![]);
    }
    people(query, filter, *way)
}
fn people(mut query: Query, filter: &Filter, way: Way) -> Query {
    if !filter.group.is_empty() {
        query.add(" AND m.group_names LIKE ? ESCAPE '\\'", vals![like(&format!("|{}|", filter.group))]);
    }
    if way == Way::People && filter.employer.is_none() {
        query.add(
            " AND m.person IN (SELECT g.person FROM person_groups g WHERE g.group_name = ? AND g.to_on IS NULL)",
            vals![&filter.group],
        );
    }
    if let Some(employer) = filter.employer {
        query.add(" AND m.person IN (SELECT w.id FROM people w WHERE w.employer = ?)", vals![employer]);
    }
    if let Some(batch) = filter.batch {
        query.add(" AND m.batch = ? AND m.batch <> 0", vals![batch]);
    }
    if let Some(found) = &filter.found {
        query.add(" AND m.id IN (0", vals![]);
        for id in found {
            query.add(", ?", vals![*id]);
        }
        query.add(")", vals![]);
    }
    query
}

fn parted(key: &str) -> (String, i64) {
    let (day, id) = key.split_once('.').unwrap_or((key, ""));
    (day.to_owned(), id.parse().unwrap_or(i64::MAX))
}

/// The page is chosen among the memberships, in an index alone where there is one for it; only its rows are looked up. The joins stand in the
/// order in which they are to be made: SQLite keeps the order of CROSS JOIN.
const LINE: &str = "SELECT m.id, m.name, m.state, m.joined_on, o.name AS union_name, m.sex, m.unchecked, p.phone_sealed, p.employer_name";
const MORE: &str = ", m.group_names, m.number, m.source, p.document_sealed, p.birth_on, p.education";
const CHOSEN: &str = " FROM (SELECT m.id FROM memberships m WHERE 1 = 1";
const LOOKED_UP: &str = " LIMIT ?) k CROSS JOIN memberships m CROSS JOIN people p CROSS JOIN organisations o \
    WHERE m.id = k.id AND p.id = m.person AND o.id = m.union_id";

/// One page; `limit` one more than is shown tells whether there are more. A page that is read backwards comes backwards.
pub async fn list(db: &Db, wanted: &Wanted, page: &Page, limit: i64) -> Result<Vec<Line>> {
    let mut query = Query::new(LINE, vals![]);
    if wanted.more {
        query.add(MORE, vals![]);
    }
    query.add(CHOSEN, vals![]);
    let mut query = narrowed(query, wanted);
    let walk = wanted.way == Way::Walk;
    let down = wanted.down != page.is_backwards();
    if let Some((day, id)) = page.key().map(parted) {
        let piece = match (walk, down) {
            (true, true) => " AND (m.joined_on, m.id) < (?, ?)",
            (true, false) => " AND (m.joined_on, m.id) > (?, ?)",
            (false, true) => " AND (m.joined_on || '', m.id) < (?, ?)",
            (false, false) => " AND (m.joined_on || '', m.id) > (?, ?)",
        };
        query.add(piece, vals![day, id]);
    }
    let order = match (walk, down) {
        (true, true) => " ORDER BY m.joined_on DESC, m.id DESC",
        (true, false) => " ORDER BY m.joined_on, m.id",
        (false, true) => " ORDER BY m.joined_on || '' DESC, m.id DESC",
        (false, false) => " ORDER BY m.joined_on || '', m.id",
    };
    query.add(order, vals![]);
    query.add(LOOKED_UP, vals![limit]);
    query.add(if down { " ORDER BY m.joined_on DESC, m.id DESC" } else { " ORDER BY m.joined_on, m.id" }, vals![]);
    if !wanted.more {
        return db.list(query).await;
    }
    let whole = db.list::<Whole>(query).await?;
    Ok(whole.into_iter().map(|Whole { line, more }| Line { more, ..line }).collect())
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
/// How many people belong to a group, at most `most`.
pub async fn group_size(db: &Db, group: &str, most: i64) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT person FROM person_groups WHERE group_name = $1 LIMIT $2) x",
        vals![group, most],
    )
    .await
}
