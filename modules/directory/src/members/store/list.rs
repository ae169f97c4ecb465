//! Memberships in lists, newest joined first.
use super::VISIBLE;
use crate::{
    employers::EmployerId,
    list::Page,
    members::{MembershipId, rules::Way},
};
use jiff::civil::Date;
use platform::{
    db::{Db, Query, Result},
    tree::{OrgId, PersonId, Scope},
    vals,
};

/// A row of the members' list; the phone is still sealed.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Line {
    pub id: MembershipId,
    pub person: PersonId,
    pub name: String,
    pub state: String,
    pub joined_on: String,
    pub union_id: OrgId,
    pub union_name: String,
    pub sex: String,
    pub phone_sealed: Option<String>,
    pub phone_checked: i64,
    pub work_status: String,
    pub employer_name: String,
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
    /// No condition has to look at each person.
    fn asks_nobody(&self) -> bool {
        self.group.is_empty() && self.sex.is_empty() && !self.phone_unchecked
    }
}

/// The joins stand in the order in which they are to be made: SQLite keeps the order of CROSS JOIN.
const JOINED: &str =
    "FROM memberships m CROSS JOIN people p CROSS JOIN organisations o WHERE p.id = m.person AND o.id = m.union_id";
const LINE: &str = "SELECT m.id, m.person, m.name, m.state, m.joined_on, m.union_id, o.name AS union_name, p.sex, p.phone_sealed, p.phone_checked, p.work_status, p.employer_name";

/// The conditions of a list. `|| ''` keeps a column's index out of the way that was chosen, on both databases.
fn narrowed(mut query: Query, scope: &Scope, filter: &Filter, way: Way) -> Query {
    let path = if way == Way::Branch {
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
        query.add(" AND p.sex = ?", vals![&filter.sex]);
    }
    if filter.phone_unchecked {
        query.add(" AND p.phone_checked = 0 AND p.phone_sealed IS NOT NULL", vals![]);
    }
    people(query, filter, way)
}
fn people(mut query: Query, filter: &Filter, way: Way) -> Query {
    if !filter.group.is_empty() {
        let piece = match way {
            Way::People if filter.employer.is_none() => {
                " AND m.person IN (SELECT g.person FROM person_groups g WHERE g.group_name = ? AND g.to_on IS NULL)"
            }
            _ => {
                " AND EXISTS (SELECT 1 FROM person_groups g WHERE g.person = m.person AND g.group_name = ? AND g.to_on IS NULL)"
            }
        };
        query.add(piece, vals![&filter.group]);
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

/// One page; `limit` one more than is shown tells whether there are more.
pub async fn list(db: &Db, scope: &Scope, filter: &Filter, way: Way, page: &Page, limit: i64) -> Result<Vec<Line>> {
    let mut query = narrowed(Query::new(LINE, vals![]).and(" ", vals![]).and(JOINED, vals![]), scope, filter, way);
    let walk = way == Way::Walk;
    match page {
        Page::First => {}
        Page::After(key) => {
            let (day, id) = parted(key);
            let piece =
                if walk { " AND (m.joined_on, m.id) < (?, ?)" } else { " AND (m.joined_on || '', m.id) < (?, ?)" };
            query.add(piece, vals![day, id]);
        }
        Page::Before(key) => {
            let (day, id) = parted(key);
            let piece =
                if walk { " AND (m.joined_on, m.id) > (?, ?)" } else { " AND (m.joined_on || '', m.id) > (?, ?)" };
            query.add(piece, vals![day, id]);
        }
    }
    let order = match (walk, matches!(page, Page::Before(_))) {
        (true, false) => " ORDER BY m.joined_on DESC, m.id DESC LIMIT ?",
        (true, true) => " ORDER BY m.joined_on, m.id LIMIT ?",
        (false, false) => " ORDER BY m.joined_on || '' DESC, m.id DESC LIMIT ?",
        (false, true) => " ORDER BY m.joined_on || '', m.id LIMIT ?",
    };
    query.add(order, vals![limit]);
    db.list(query).await
}

/// How many there are, at most `most`.
pub async fn count(db: &Db, scope: &Scope, filter: &Filter, way: Way, most: i64) -> Result<i64> {
    // People and unions are looked up only where a condition asks for them.
    let from = if filter.sex.is_empty() && !filter.phone_unchecked {
        "SELECT COUNT(*) FROM (SELECT m.id FROM memberships m WHERE 1 = 1"
    } else {
        "SELECT COUNT(*) FROM (SELECT m.id FROM memberships m CROSS JOIN people p WHERE p.id = m.person"
    };
    let query = narrowed(Query::new(from, vals![]), scope, filter, way).and(" LIMIT ?) x", vals![most]);
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
/// How many people belong to a group, at most `most`.
pub async fn group_size(db: &Db, group: &str, most: i64) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT person FROM person_groups WHERE group_name = $1 LIMIT $2) x",
        vals![group, most],
    )
    .await
}
