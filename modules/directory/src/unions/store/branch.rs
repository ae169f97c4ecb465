//! What hangs below a union, and what follows it when it moves.
use crate::people::{self, Person};
use platform::{
    App,
    db::{Db, Result, Tx},
    jobs, search,
    tree::Scope,
    vals,
};
use std::time::Instant;

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

/// What carries the ids of all above it among its search words: unions, employers and members.
#[derive(Clone, Copy)]
enum Worded {
    Union,
    Employer,
    Member,
}
impl Worded {
    const ALL: [Worded; 3] = [Worded::Union, Worded::Employer, Worded::Member];
    fn kind(self) -> &'static str {
        ["union", "employer", "member"][self as usize]
    }
    fn below(self) -> &'static str {
        match self {
            Worded::Union => {
                "SELECT o.id FROM organisations o JOIN unions u ON u.id = o.id WHERE o.path >= $1 AND o.path < $2"
            }
            Worded::Employer => "SELECT id FROM employers WHERE path >= $1 AND path < $2",
            Worded::Member => "SELECT id FROM memberships WHERE path >= $1 AND path < $2",
        }
    }
}
/// Members whose words are made anew in one act: a tenth of a second or so.
const SLICE: usize = 200;
/// Of whom words are taken away in one act.
const HIDDEN: usize = 500;

/// How much has words below a union, counted up to one more than an act makes anew.
pub async fn is_large(db: &Db, scope: &Scope) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM (SELECT path FROM memberships WHERE path >= $1 AND path < $2 LIMIT $3) x";
    Ok(db.number(sql, vals![&scope.from, &scope.until, SLICE as i64 + 1]).await? > SLICE as i64)
}
/// Makes the words of a branch anew, all in one act.
pub async fn words_in(tx: &mut Tx, app: &App, scope: &Scope) -> Result<()> {
    for what in Worded::ALL {
        let ids: Vec<(i64,)> = tx.all(what.below(), vals![&scope.from, &scope.until]).await?;
        for some in ids.chunks(SLICE) {
            word(tx, app, what, some).await?;
        }
    }
    Ok(())
}
/// Takes the words of a branch away, slice by slice, so that nobody waits long: for the moment nobody finds it by the search.
pub async fn hide(app: &App, scope: &Scope) -> Result<()> {
    for what in Worded::ALL {
        let ids: Vec<(i64,)> = app.db.all(what.below(), vals![&scope.from, &scope.until]).await?;
        let ids: Vec<i64> = ids.into_iter().map(|row| row.0).collect();
        for some in ids.chunks(HIDDEN) {
            let mut tx = app.db.begin().await?;
            search::hide(&mut tx, what.kind(), some).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
/// Takes the words away that were put in later than an entry: what somebody changed since [`hide`].
pub async fn hide_later(tx: &mut Tx, last: i64, scope: &Scope) -> Result<()> {
    for what in Worded::ALL {
        search::hide_later(tx, what.kind(), last, what.below(), [&scope.from, &scope.until]).await?;
    }
    Ok(())
}
/// Makes the words of a branch anew, slice by slice; for work behind the pages. What moved on meanwhile gets the words of where it is.
pub async fn words_below(app: &App, scope: &Scope) -> Result<()> {
    for what in Worded::ALL {
        let ids: Vec<(i64,)> = app.db.all(what.below(), vals![&scope.from, &scope.until]).await?;
        for some in ids.chunks(SLICE) {
            let begun = Instant::now();
            let mut tx = app.db.begin().await?;
            word(&mut tx, app, what, some).await?;
            tx.commit().await?;
            jobs::give_way(begun).await;
        }
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
async fn word(tx: &mut Tx, app: &App, what: Worded, ids: &[(i64,)]) -> Result<()> {
    let list = ids.iter().map(|(id,)| id.to_string()).collect::<Vec<_>>().join(", ");
    let sql = match what {
        Worded::Union => format!("SELECT id, name, path FROM organisations WHERE id IN ({list})"),
        Worded::Employer => format!("SELECT id, name, path FROM employers WHERE id IN ({list})"),
        Worded::Member => format!(
            "SELECT m.id AS membership, m.path, m.number, {} FROM memberships m JOIN people p ON p.id = m.person WHERE m.id IN ({list})",
            people::store::columns()
        ),
    };
    let sql = sqlx::AssertSqlSafe(sql);
    let entries = match what {
        Worded::Member => {
            tx.all::<Membered>(sql, vals![]).await?.into_iter().map(|m| of_member(app, m)).collect::<Vec<_>>()
        }
        _ => {
            let named: Vec<(i64, String, String)> = tx.all(sql, vals![]).await?;
            let entry = |(id, title, path): (i64, String, String)| {
                let words = search::words_of_name(&title).into_iter().chain(search::words_of_path(&path)).collect();
                search::NewEntry { kind: what.kind(), id, title, words }
            };
            named.into_iter().map(entry).collect()
        }
    };
    search::put(tx, entries).await
}
fn of_member(app: &App, m: Membered) -> search::NewEntry {
    // A value that doesn't open is left out of the index rather than holding up the move.
    let details = m.person.details(app).unwrap_or_default();
    let words = people::store::search_words(app, &details, &m.number, &m.path);
    search::NewEntry { kind: Worded::Member.kind(), id: m.membership, title: m.person.name, words }
}
