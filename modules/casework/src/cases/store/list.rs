//! Lists of cases, and how many lie with each officer.
use super::{Case, SEEN, SELECT};
use directory::{by_number, list::Page};
use jiff::civil::Date;
use platform::{
    db::{Db, Query, Result},
    identity::AccountId,
    tree::Scope,
    vals,
};

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// open, over or all.
    pub view: String,
    pub service: String,
    pub channel: String,
    pub outcome: String,
    /// Who works on it; 0: nobody yet.
    pub officer: Option<i64>,
    pub employer: Option<i64>,
    /// Of the same account.
    pub person: Option<i64>,
    /// Past their day.
    pub late: Option<Date>,
    /// Number, or what the text search found, or words in a name.
    pub text: String,
    pub found: Vec<i64>,
    pub org: Option<Scope>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub numbers: Vec<String>,
    /// How the rows are reached.
    pub way: Way,
}
/// By which way the rows of a list are reached: no list looks at half a million cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// From the newest on, or by the index that leads to what is asked for, taking those that lie in the branch.
    #[default]
    Walk,
    /// By the index of the branch's unions, then sorted.
    Branch,
}
/// Cases of a branch are counted up to so many.
pub const SIZED: i64 = 20_000;
/// Entries that a walk passes for a page of 20 where every row would do, times three.
const PASSED: i64 = 60;
/// So many of a branch's entries are read from their index while a walk passes one case.
const INDEXED: i64 = 10;
impl Way {
    /// The way that looks at the fewest cases: of so many in all, so many lie in the branch (both counted up to [`SIZED`] + 1).
    pub fn of(all: i64, branch: i64) -> Way {
        let walk = if branch > SIZED { 0 } else { PASSED * (all / branch.max(1)).max(1) };
        if branch <= INDEXED * walk { Way::Branch } else { Way::Walk }
    }
}
impl Filter {
    /// An index leads to what is asked for.
    pub fn is_led(&self) -> bool {
        let one = self.officer.is_some_and(|officer| officer != 0) || self.employer.is_some() || self.person.is_some();
        one || !self.text.is_empty() || !self.numbers.is_empty() || self.late.is_some()
    }
    /// The branch that is looked at.
    fn branch<'a>(&'a self, scope: &'a Scope) -> &'a Scope {
        self.org.as_ref().unwrap_or(scope)
    }
}
/// How many cases of a view there are in a branch, up to `most`; of the whole tree: about how many there are.
pub async fn sized(db: &Db, scope: &Scope, view: &str, most: i64) -> Result<i64> {
    let open = if view.is_empty() { " AND c.ended_at IS NULL" } else { "" };
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM organisations h CROSS JOIN cases c WHERE c.handler = h.id AND h.path >= $1 AND h.path < $2{open} LIMIT $3) x"
    );
    db.number(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, most]).await
}
pub async fn in_all(db: &Db) -> Result<i64> {
    db.number("SELECT COALESCE(MAX(id), 0) FROM cases", vals![]).await
}

/// The cases and their unions in the order in which they are to be looked at: SQLite keeps the order of CROSS JOIN, and `|| ''` keeps an
/// index out of the way that was chosen.
fn pieces(select: &'static str, scope: &Scope, account: AccountId, filter: &Filter) -> Query {
    let from = match filter.way {
        Way::Branch => " FROM organisations h CROSS JOIN cases c",
        Way::Walk => " FROM cases c CROSS JOIN organisations h",
    };
    let query = Query::new(select, vals![]).and(from, vals![]);
    narrowed(query, scope, account, filter).and(" AND c.handler = h.id", vals![])
}
fn narrowed(mut query: Query, scope: &Scope, account: AccountId, filter: &Filter) -> Query {
    let branch = filter.branch(scope);
    query.add(
        match filter.way {
            Way::Branch => " WHERE h.path >= ? AND h.path < ?",
            Way::Walk => " WHERE h.path || '' >= ? AND h.path || '' < ?",
        },
        vals![&branch.from, &branch.until],
    );
    query.add(SEEN, vals![account, account]);
    // A branch that was chosen lies within the scope: it was loaded through it.
    match &*filter.view {
        "all" => {}
        "over" => query.add(" AND c.ended_at IS NOT NULL", vals![]),
        _ => query.add(" AND c.ended_at IS NULL", vals![]),
    }
    let service = if filter.way == Way::Branch { " AND c.service || '' = ?" } else { " AND c.service = ?" };
    let equal: [(&'static str, &str); 3] =
        [(service, &filter.service), (" AND c.channel = ?", &filter.channel), (" AND c.outcome = ?", &filter.outcome)];
    for (sql, value) in equal.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.add(sql, vals![value]);
    }
    match filter.officer {
        Some(0) => query.add(" AND c.officer IS NULL", vals![]),
        Some(officer) => query.add(" AND c.officer = ?", vals![officer]),
        None => {}
    }
    let days: [(&'static str, Option<Date>); 3] = [
        (" AND c.created_on >= ?", filter.from),
        (" AND c.created_on <= ?", filter.to),
        (" AND c.due_on < ?", filter.late),
    ];
    for (sql, day) in days {
        if let Some(day) = day {
            query.add(sql, vals![day]);
        }
    }
    let things: [(&'static str, Option<i64>); 2] =
        [(" AND c.employer = ?", filter.employer), (" AND c.account = ?", filter.person)];
    for (sql, id) in things {
        if let Some(id) = id {
            query.add(sql, vals![id]);
        }
    }
    if !filter.text.is_empty() {
        let digits: String = filter.text.chars().filter(char::is_ascii_digit).collect();
        let like = directory::list::like(&filter.text);
        query.add(" AND c.id IN (SELECT n.id FROM cases n WHERE n.number = ?", vals![digits]);
        let unread = " UNION ALL SELECT u.id FROM cases u WHERE u.words_for = 0 AND (u.name LIKE ? ESCAPE '\\' OR u.employer_name LIKE ? ESCAPE '\\')";
        query.add(unread, vals![&like, &like]);
        query.add(" UNION ALL SELECT r.id FROM cases r WHERE r.id IN (0", vals![]);
        for id in &filter.found {
            query.add(", ?", vals![*id]);
        }
        query.add("))", vals![]);
    }
    if !filter.numbers.is_empty() {
        query.add(" AND c.number IN (''", vals![]);
        for number in &filter.numbers {
            query.add(", ?", vals![number]);
        }
        query.add(")", vals![]);
    }
    query
}
/// Cases of a branch that are looked at first for a page: their numbers stand in an index, what narrows them does not.
const NEAR: i64 = if cfg!(test) { 4 } else { 300 };
/// As [`pieces`], among the [`NEAR`] cases of the branch that come first; and how many those are.
fn nearest(scope: &Scope, account: AccountId, filter: &Filter, (down, page): (bool, &Page)) -> Query {
    let branch = filter.branch(scope);
    let mut near = Query::new(
        "WITH near (id) AS (SELECT k.id FROM organisations b CROSS JOIN cases k WHERE b.path >= ? AND b.path < ? AND k.handler = b.id",
        vals![&branch.from, &branch.until],
    );
    if !["all", "over"].contains(&&*filter.view) {
        near.add(" AND k.ended_at IS NULL", vals![]);
    }
    let near = by_number!(near, "k.id", down, page, NEAR);
    let query = near.and(
        ") SELECT c.id, (SELECT COUNT(*) FROM near) FROM near n CROSS JOIN cases c CROSS JOIN organisations h",
        vals![],
    );
    let walk = Filter { way: Way::Walk, ..filter.clone() };
    narrowed(query, scope, account, &walk).and(" AND c.id = n.id AND c.handler = h.id", vals![])
}
/// A page of at most `limit` cases, newest first or (not `down`) oldest.
pub async fn list(
    db: &Db,
    (scope, account): (&Scope, AccountId),
    filter: &Filter,
    down: bool,
    page: &Page,
    limit: i64,
) -> Result<Vec<Case>> {
    // The page is chosen first; only its rows are looked up with what stands around them.
    let whole = async || {
        db.list::<(i64,)>(by_number!(pieces("SELECT c.id", scope, account, filter), "c.id", down, page, limit)).await
    };
    let chosen = match filter.way {
        Way::Walk => whole().await?,
        Way::Branch => {
            let query = nearest(scope, account, filter, (down, page));
            let near: Vec<(i64, i64)> = db.list(by_number!(query, "c.id", down, page, limit)).await?;
            let is_whole = near.len() as i64 == limit || near.first().is_some_and(|(_, there)| *there < NEAR);
            if is_whole { near.into_iter().map(|(id, _)| (id,)).collect() } else { whole().await? }
        }
    };
    let ids: Vec<i64> = chosen.into_iter().map(|row| row.0).collect();
    let mut cases = all_of(db, &ids).await?;
    cases.sort_by_key(|case| ids.iter().position(|id| *id == case.id.0));
    Ok(cases)
}
async fn all_of(db: &Db, ids: &[i64]) -> Result<Vec<Case>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE c.id IN (0", vals![]);
    for id in ids {
        query.add(", ?", vals![*id]);
    }
    query.add(")", vals![]);
    db.list(query).await
}
/// What a search of words found, newest entries first: rights and filters come before the limit.
pub async fn found(
    db: &Db,
    (scope, account): (&Scope, AccountId),
    filter: &Filter,
    hits: platform::search::Hits,
    limit: i64,
) -> Result<Vec<i64>> {
    let mut query = Query::new(hits.before, hits.before_values);
    query.add(" CROSS JOIN cases c CROSS JOIN organisations h", vals![]);
    let mut query = narrowed(query, scope, account, &Filter { text: String::new(), ..filter.clone() });
    query.add(" AND c.id = e.ref AND h.id = c.handler", vals![]);
    query.add(hits.condition, hits.values);
    query.add(" ORDER BY w.rowid DESC LIMIT ?", vals![limit]);
    Ok(db.list::<(i64,)>(query).await?.into_iter().map(|row| row.0).collect())
}
/// How many there are, up to `limit`.
pub async fn count(db: &Db, (scope, account): (&Scope, AccountId), filter: &Filter, limit: i64) -> Result<i64> {
    let select = "SELECT COUNT(*) FROM (SELECT 1";
    let mut query = pieces(select, scope, account, filter);
    query.add(" LIMIT ?) AS n", vals![limit]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}

/// How many cases lie with an officer at a union.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Load {
    /// None: nobody has taken them yet.
    pub officer: Option<AccountId>,
    pub name: Option<String>,
    pub org_name: String,
    pub open: i64,
    pub late: i64,
    pub paused: i64,
    pub ended: i64,
}
/// The load of a branch: open cases and those that ended since a day (epoch milliseconds).
pub async fn workload(db: &Db, (scope, account): (&Scope, AccountId), today: Date, since: i64) -> Result<Vec<Load>> {
    let mut query = Query::new(
        "SELECT c.officer, w.name, h.name AS org_name, \
         CAST(SUM(CASE WHEN c.ended_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS open,",
        vals![],
    );
    query.add(
        " CAST(SUM(CASE WHEN c.ended_at IS NULL AND c.due_on < ? THEN 1 ELSE 0 END) AS BIGINT) AS late,",
        vals![today],
    );
    query.add(
        " CAST(SUM(CASE WHEN c.ended_at IS NULL AND c.left_days IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS paused, \
         CAST(SUM(CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS ended \
         FROM cases c JOIN organisations h ON h.id = c.handler LEFT JOIN accounts w ON w.id = c.officer",
        vals![],
    );
    query.add(" WHERE h.path >= ? AND h.path < ?", vals![&scope.from, &scope.until]);
    query.add(SEEN, vals![account, account]);
    query.add(" AND (c.ended_at IS NULL OR c.ended_at >= ?)", vals![since]);
    query.add(" GROUP BY c.officer, w.name, h.name ORDER BY 5 DESC, 4 DESC, 3 LIMIT 200", vals![]);
    db.list(query).await
}
