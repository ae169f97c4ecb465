//! The tree of organisations and who a person is: what rights, tasks and facts stand on. The module `directory` writes it.
//!
//! A path is `/1/5/27/`, own id last; a subtree is the range from the path to its upper end. Promise: a path always ends with its own id.
mod lines;

pub(crate) use lines::EVER;
pub use lines::{Interval, misdrawn};

use crate::{
    App,
    db::{Db, Result, Tx},
    facts, vals,
};
use jiff::civil::Date;

crate::row_id!(
    /// An organisation of the tree: a union of any level or kind.
    OrgId
);
crate::row_id!(
    /// A human being, once.
    PersonId
);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Org {
    pub id: OrgId,
    pub parent: Option<OrgId>,
    pub path: String,
    pub name: String,
    pub opened_on: String,
    pub closed_on: Option<String>,
}

const COLUMNS: &str = "SELECT id, parent, path, name, opened_on, closed_on FROM organisations";

/// The subtree under a path: `path >= from AND path < until`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub from: String,
    pub until: String,
}
impl Scope {
    pub fn below(path: &str) -> Self {
        Self { from: path.to_owned(), until: format!("{}0", path.strip_suffix('/').unwrap_or(path)) }
    }
    pub fn holds(&self, path: &str) -> bool {
        path.starts_with(&self.from)
    }
    /// The organisation at the top of the branch.
    pub fn top(&self) -> OrgId {
        ids_of(&self.from).last().copied().unwrap_or(OrgId(0))
    }
}

/// Whether a branch is the whole tree, so that whatever has a path lies in it. Data made for measuring may have several roots.
pub async fn is_whole(app: &App, scope: &Scope) -> Result<bool> {
    const ROOTS: &str = "tree.roots";
    if ids_of(&scope.from).len() != 1 {
        return Ok(false);
    }
    if let Some(roots) = app.remembered(ROOTS) {
        return Ok(roots == 1);
    }
    let roots = app.db.number("SELECT COUNT(*) FROM organisations WHERE parent IS NULL", vals![]).await?;
    app.remember(ROOTS.into(), roots, 60);
    Ok(roots == 1)
}

/// The ids on the way from the root to the organisation itself.
pub fn ids_of(path: &str) -> Vec<OrgId> {
    path.split('/').filter_map(|p| p.parse().ok()).map(OrgId).collect()
}

pub async fn find(db: &Db, id: OrgId) -> Result<Option<Org>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE id = $1")), vals![id]).await
}
pub async fn find_in(tx: &mut Tx, id: OrgId) -> Result<Option<Org>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE id = $1")), vals![id]).await
}
/// The organisation if it lies in the scope: outside, nothing exists.
pub async fn within(db: &Db, scope: &Scope, id: OrgId) -> Result<Option<Org>> {
    Ok(find(db, id).await?.filter(|org| scope.holds(&org.path)))
}
/// The top of the tree of this installation, if it has been set up.
pub async fn root(db: &Db) -> Result<Option<Org>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE parent IS NULL ORDER BY id LIMIT 1")), vals![]).await
}
pub async fn children(db: &Db, parent: OrgId) -> Result<Vec<Org>> {
    db.all(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE parent = $1 AND closed_on IS NULL ORDER BY id")), vals![parent])
        .await
}
/// The organisation and everything above it, root first.
pub async fn line(db: &Db, org: &Org) -> Result<Vec<Org>> {
    let mut line = Vec::new();
    for id in ids_of(&org.path) {
        line.extend(find(db, id).await?);
    }
    Ok(line)
}

/// A new organisation under `parent` (none: the root).
pub async fn open(tx: &mut Tx, parent: Option<&Org>, name: &str, opened_on: Date) -> Result<Org> {
    let parent_id = parent.map(|p| p.id);
    let id = OrgId(tx.reserve("organisations", 1).await?.start);
    let path = format!("{}{id}/", parent.map_or("/", |p| p.path.as_str()));
    tx.exec(
        "INSERT INTO organisations (id, parent, path, name, opened_on) VALUES ($1, $2, $3, $4, $5)",
        vals![id, parent_id, &path, name, opened_on],
    )
    .await?;
    lines::begin(tx, id, parent_id).await?;
    Ok(Org { id, parent: parent_id, path, name: name.to_owned(), opened_on: opened_on.to_string(), closed_on: None })
}
pub async fn rename(tx: &mut Tx, id: OrgId, name: &str) -> Result<u64> {
    tx.exec("UPDATE organisations SET name = $2 WHERE id = $1", vals![id, name]).await
}

/// Ends an organisation on a day; it stays in the tree, for history. False where it had ended already.
pub async fn close(tx: &mut Tx, id: OrgId, on: Date) -> Result<bool> {
    let closed =
        tx.exec("UPDATE organisations SET closed_on = $2 WHERE id = $1 AND closed_on IS NULL", vals![id, on]).await?;
    Ok(closed == 1)
}

/// Why a branch can't hang there.
#[derive(Debug, PartialEq, Eq)]
pub enum MoveFault {
    Root,
    BelowItself,
    Unchanged,
    /// One of the two no longer hangs where the caller read it.
    Moved,
    /// At a time for which the move would count the new parent hung below the branch.
    OnceBelow,
}
impl MoveFault {
    pub fn sentence(&self) -> &'static str {
        match self {
            MoveFault::Root => "最上级工会不能移动",
            MoveFault::BelowItself => "不能把工会移到它自己或它的下级之下，请另选上级",
            MoveFault::Unchanged => "它现在就在这个上级之下，没有变化",
            MoveFault::OnceBelow => "新的上级那时还在它的下面，请把日子改晚一些，过去的数字留在原来的上级",
            MoveFault::Moved => "它或新的上级刚刚调整过隶属关系，请重新打开这一页再办",
        }
    }
}

/// What becomes of the figures of the time before a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// What was counted while the branch hung there stays with those above it; what there is (stocks) passes over on the day of the move.
    Stays,
    /// All that the branch ever counted under its last parent goes along.
    Goes,
}
/// How a branch moves.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    pub on: Date,
    pub past: Past,
    pub account: Option<i64>,
    pub reason: &'a str,
}

/// Hangs a branch under another parent, with all below it and with its figures; returns the old and the new path of its top.
pub async fn move_branch(
    tx: &mut Tx,
    app: &App,
    (org, to): (&Org, &Org),
    how: Move<'_>,
) -> Result<Result<(String, String), MoveFault>> {
    if org.parent.is_none() {
        return Ok(Err(MoveFault::Root));
    }
    // Moves wait for each other, or two at once would hang each of two branches below the other.
    tx.exec("UPDATE organisations SET name = name WHERE parent IS NULL", vals![]).await?;
    facts::alone(tx).await?;
    for known in [org, to] {
        if find_in(tx, known.id).await?.is_none_or(|now| now.path != known.path) {
            return Ok(Err(MoveFault::Moved));
        }
    }
    if to.path.starts_with(&org.path) {
        return Ok(Err(MoveFault::BelowItself));
    }
    if org.parent == Some(to.id) {
        return Ok(Err(MoveFault::Unchanged));
    }
    if lines::circle(tx, org.id, to.id, &how.on.to_string(), how.past == Past::Goes).await? {
        return Ok(Err(MoveFault::OnceBelow));
    }
    let new = format!("{}{}/", to.path, org.id);
    let scope = Scope::below(&org.path);
    tx.exec(
        "UPDATE organisations SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path >= $3 AND path < $4",
        vals![&new, org.path.len() + 1, &scope.from, &scope.until],
    )
    .await?;
    tx.exec("UPDATE organisations SET parent = $2 WHERE id = $1", vals![org.id, to.id]).await?;
    tx.exec(
        "INSERT INTO organisation_moves (org, from_parent, to_parent, moved_on, account, reason, at, past) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vals![org.id, org.parent, to.id, how.on, how.account, how.reason, app.now(), how.past == Past::Goes],
    )
    .await?;
    if lines::redraw(tx, org.id).await? {
        facts::shift(tx, app).await?;
        lines::settle(tx).await?;
    }
    Ok(Ok((org.path.clone(), new)))
}

/// Where a branch hung before, newest first: (moved on, from, to, reason).
pub async fn moves(db: &Db, org: OrgId) -> Result<Vec<(String, Option<String>, String, String)>> {
    db.all(
        "SELECT m.moved_on, f.name, t.name, m.reason FROM organisation_moves m LEFT JOIN organisations f ON f.id = m.from_parent JOIN organisations t ON t.id = m.to_parent WHERE m.org = $1 ORDER BY m.id DESC",
        vals![org],
    )
    .await
}

pub async fn add_person(tx: &mut Tx, name: &str) -> Result<PersonId> {
    Ok(PersonId(tx.insert("persons", "name", vals![name]).await?))
}
pub async fn rename_person(tx: &mut Tx, id: PersonId, name: &str) -> Result<u64> {
    tx.exec("UPDATE persons SET name = $2 WHERE id = $1", vals![id, name]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_its_own_branch_and_no_neighbour_with_a_longer_number() {
        let scope = Scope::below("/1/5/");
        assert_eq!((scope.from.as_str(), scope.until.as_str()), ("/1/5/", "/1/50"));
        assert!(scope.holds("/1/5/") && scope.holds("/1/5/27/"));
        assert!(!scope.holds("/1/50/") && !scope.holds("/1/"));
        assert!("/1/5/27/" < scope.until.as_str() && "/1/50/" >= scope.until.as_str());
    }
}
