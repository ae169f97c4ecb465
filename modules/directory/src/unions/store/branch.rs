//! What hangs below a union, and what follows it when it moves.
use crate::people::{self, Person};
use platform::{
    App,
    db::{Db, Result, Tx},
    search,
    tree::Scope,
    vals,
};

/// How much lies below a union, itself included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Below {
    pub unions: i64,
    pub employers: i64,
    pub waiting: i64,
}
pub async fn weight(db: &Db, scope: &Scope) -> Result<Below> {
    let range = || vals![&scope.from, &scope.until];
    Ok(Below {
        unions: db
            .number("SELECT COUNT(*) FROM organisations WHERE path >= $1 AND path < $2 AND closed_on IS NULL", range())
            .await?,
        employers: db.number("SELECT COUNT(*) FROM employers WHERE path >= $1 AND path < $2", range()).await?,
        waiting: db
            .number("SELECT COUNT(*) FROM joinings WHERE path >= $1 AND path < $2 AND state = 'waiting'", range())
            .await?,
    })
}

/// The tables that keep a path beside the tree.
const FOLLOWING: [&str; 4] = [
    "UPDATE memberships SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path >= $3 AND path < $4",
    "UPDATE employers SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path >= $3 AND path < $4",
    "UPDATE joinings SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path >= $3 AND path < $4",
    "UPDATE imports SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path >= $3 AND path < $4",
];
/// Lets everything that lies below the old path follow to the new one.
pub async fn follow(tx: &mut Tx, old: &str, new: &str) -> Result<()> {
    let scope = Scope::below(old);
    for sql in FOLLOWING {
        tx.exec(sql, vals![new, old.len() + 1, &scope.from, &scope.until]).await?;
    }
    Ok(())
}

#[derive(sqlx_macros::FromRow)]
struct Membered {
    membership: i64,
    path: String,
    number: String,
    #[sqlx(flatten)]
    person: Person,
}
/// As many entries are made anew at once.
const SLICE: i64 = 500;

/// Makes the search words of a branch anew: unions, employers and members carry the ids of all above them.
pub async fn words_below(tx: &mut Tx, app: &App, scope: &Scope) -> Result<()> {
    for (kind, sql) in [
        (
            "union",
            "SELECT o.id, o.name, o.path FROM organisations o JOIN unions u ON u.id = o.id WHERE o.path >= $1 AND o.path < $2",
        ),
        ("employer", "SELECT id, name, path FROM employers WHERE path >= $1 AND path < $2"),
    ] {
        let named: Vec<(i64, String, String)> = tx.all(sql, vals![&scope.from, &scope.until]).await?;
        let entry = |(id, title, path): (i64, String, String)| {
            let words = search::words_of_name(&title).into_iter().chain(search::words_of_path(&path)).collect();
            search::NewEntry { kind, id, title, words }
        };
        search::put(tx, named.into_iter().map(entry).collect()).await?;
    }
    let sql = format!(
        "SELECT m.id AS membership, m.path, m.number, {} FROM memberships m JOIN people p ON p.id = m.person WHERE m.path >= $1 AND m.path < $2 AND m.id > $3 ORDER BY m.id LIMIT $4",
        people::store::columns()
    );
    let mut last = 0;
    loop {
        let some: Vec<Membered> =
            tx.all(sqlx::AssertSqlSafe(sql.clone()), vals![&scope.from, &scope.until, last, SLICE]).await?;
        let Some(end) = some.last() else { return Ok(()) };
        last = end.membership;
        let entry = |m: Membered| {
            // A value that doesn't open is left out of the index rather than holding up the move.
            let details = m.person.details(app).unwrap_or_default();
            let words = people::store::search_words(app, &details, &m.number, &m.path);
            search::NewEntry { kind: "member", id: m.membership, title: m.person.name, words }
        };
        search::put(tx, some.into_iter().map(entry).collect()).await?;
    }
}
