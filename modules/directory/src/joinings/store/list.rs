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
impl Filter {
    fn narrow(&self, mut query: Query, scope: &Scope) -> Query {
        query.add(" WHERE j.path >= ? AND j.path < ?", vals![&scope.from, &scope.until]);
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
    fn by_deadline(&self) -> bool {
        self.state.is_some_and(State::is_open)
    }
    /// The key of a row in this list's order.
    pub fn key(&self, joining: &Joining) -> String {
        if self.by_deadline() { format!("{}.{}", joining.due_on, joining.id) } else { format!(".{}", joining.id) }
    }
}
fn parted(key: &str) -> (&str, i64) {
    let (due, id) = key.rsplit_once('.').unwrap_or(("", key));
    (due, id.parse().unwrap_or(i64::MAX))
}

/// A page of the joinings of a branch, at most `limit`: open ones by their deadline, others the newest first.
pub async fn list(db: &Db, scope: &Scope, filter: &Filter, page: &Page, limit: i64) -> Result<Vec<Joining>> {
    let mut query = filter.narrow(Query::new(SELECT, vals![]), scope);
    match (filter.by_deadline(), page) {
        (_, Page::First) => {}
        (true, Page::After(key)) => {
            let (due, id) = parted(key);
            query.add(" AND (j.due_on > ? OR (j.due_on = ? AND j.id > ?))", vals![due, due, id]);
        }
        (true, Page::Before(key)) => {
            let (due, id) = parted(key);
            query.add(" AND (j.due_on < ? OR (j.due_on = ? AND j.id < ?))", vals![due, due, id]);
        }
        (false, Page::After(key)) => query.add(" AND j.id < ?", vals![parted(key).1]),
        (false, Page::Before(key)) => query.add(" AND j.id > ?", vals![parted(key).1]),
    }
    let backwards = matches!(page, Page::Before(_));
    query.add(
        match (filter.by_deadline(), backwards) {
            (true, false) => " ORDER BY j.due_on, j.id LIMIT ?",
            (true, true) => " ORDER BY j.due_on DESC, j.id DESC LIMIT ?",
            (false, false) => " ORDER BY j.id DESC LIMIT ?",
            (false, true) => " ORDER BY j.id LIMIT ?",
        },
        vals![limit],
    );
    db.list(query).await
}
/// How many there are, counted up to `most`.
pub async fn count(db: &Db, scope: &Scope, filter: &Filter, most: i64) -> Result<i64> {
    let mut query = filter.narrow(Query::new("SELECT COUNT(*) FROM (SELECT j.id FROM joinings j", vals![]), scope);
    query.add(" LIMIT ?) x", vals![most]);
    let rows: Vec<(i64,)> = db.list(query).await?;
    Ok(rows.first().map_or(0, |r| r.0))
}
