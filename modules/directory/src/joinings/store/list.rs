//! Joinings in lists: what waits by its deadline, what is decided the newest first.
use super::{Joining, SELECT, State};
use crate::{codes::CodeId, list::Page};
use platform::{
    db::{Db, Query, Result},
    tree::Scope,
    vals,
};

/// What a list of joinings is narrowed to; empty fields narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<State>,
    /// Only those for which a union is to be named.
    pub undecided: bool,
    /// A part of the applicant's name.
    pub name: String,
    pub group: String,
    pub code: Option<CodeId>,
    /// Due before this day.
    pub due_before: Option<jiff::civil::Date>,
}
/// Up to so many joinings of a branch are sorted at once; of more the list walks in its order.
pub const SORTED: i64 = 500;

/// The orders of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Deadline,
    Submission { down: bool },
}
/// What is read, and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub scope: Scope,
    pub filter: Filter,
    /// The branch has more than [`SORTED`].
    pub large: bool,
    pub by: By,
}
impl Wanted {
    /// `|| ''` keeps the index of paths out of a walk, on both databases.
    fn narrow(&self, mut query: Query) -> Query {
        let path = if self.large {
            " WHERE j.path || '' >= ? AND j.path || '' < ?"
        } else {
            " WHERE j.path >= ? AND j.path < ?"
        };
        query.add(path, vals![&self.scope.from, &self.scope.until]);
        self.filter.narrow(query)
    }
    /// The key of a row in this order.
    pub fn key(&self, joining: &Joining) -> String {
        match self.by {
            By::Deadline => format!("{}.{}", joining.due_on, joining.id),
            By::Submission { .. } => format!(".{}", joining.id),
        }
    }
}
impl Filter {
    fn narrow(&self, mut query: Query) -> Query {
        if let Some(state) = self.state {
            query.add(" AND j.state = ?", vals![state.key()]);
        }
        if self.undecided {
            query.add(" AND j.undecided = 1", vals![]);
        }
        if !self.name.is_empty() {
            query.add(" AND j.name LIKE ? ESCAPE '\\'", vals![crate::list::like(&self.name)]);
        }
        if !self.group.is_empty() {
            query.add(" AND j.group_name = ?", vals![&self.group]);
        }
        if let Some(code) = self.code {
            query.add(" AND j.code = ?", vals![code]);
        }
        if let Some(day) = self.due_before {
            query.add(" AND j.due_on < ?", vals![day]);
        }
        query
    }
}
fn parted(key: &str) -> (&str, i64) {
    let (due, id) = key.rsplit_once('.').unwrap_or(("", key));
    (due, id.parse().unwrap_or(i64::MAX))
}

/// A page, at most `limit`; read backwards it comes backwards.
pub async fn list(db: &Db, wanted: &Wanted, page: &Page, limit: i64) -> Result<Vec<Joining>> {
    let mut query = wanted.narrow(Query::new(SELECT, vals![]));
    let down = (wanted.by == By::Submission { down: true }) != page.is_backwards();
    let key = page.key().map(parted);
    match (wanted.by, key, down) {
        (_, None, _) => {}
        (By::Deadline, Some((due, id)), false) => query.add(" AND (j.due_on, j.id) > (?, ?)", vals![due, id]),
        (By::Deadline, Some((due, id)), true) => query.add(" AND (j.due_on, j.id) < (?, ?)", vals![due, id]),
        (_, Some((_, id)), true) => query.add(" AND j.id < ?", vals![id]),
        (_, Some((_, id)), false) => query.add(" AND j.id > ?", vals![id]),
    }
    query.add(
        match (wanted.by, down) {
            (By::Deadline, false) => " ORDER BY j.due_on, j.id LIMIT ?",
            (By::Deadline, true) => " ORDER BY j.due_on DESC, j.id DESC LIMIT ?",
            (_, true) => " ORDER BY j.id DESC LIMIT ?",
            (_, false) => " ORDER BY j.id LIMIT ?",
        },
        vals![limit],
    );
    db.list(query).await
}
/// How many there are, counted up to `most`.
pub async fn count(db: &Db, wanted: &Wanted, most: i64) -> Result<i64> {
    let query = wanted.narrow(Query::new("SELECT COUNT(*) FROM (SELECT j.id FROM joinings j", vals![]));
    let rows: Vec<(i64,)> = db.list(query.and(" LIMIT ?) x", vals![most])).await?;
    Ok(rows.first().map_or(0, |r| r.0))
}
/// How many joinings a branch has, counted up to one more than [`SORTED`].
pub async fn size(db: &Db, scope: &Scope) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM (SELECT path FROM joinings WHERE path >= $1 AND path < $2 LIMIT $3) x",
        vals![&scope.from, &scope.until, SORTED + 1],
    )
    .await
}
