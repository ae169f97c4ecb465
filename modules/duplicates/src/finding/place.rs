//! Where a pair lies: at the lowest organisation whose branch holds both. Only there and above does it exist.
use super::store::listed;
use crate::Kind;
use platform::{
    App,
    db::{Db, Result},
    vals,
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The path of the lowest organisation that holds both paths; empty where either is.
pub fn common(one: &str, other: &str) -> String {
    let both = one.split_inclusive('/').zip(other.split_inclusive('/'));
    let path: String = both.take_while(|(a, b)| a == b).map(|(part, _)| part).collect();
    // A lone slash is no organisation.
    if path.len() > 1 { path } else { String::new() }
}

/// Where people or employers lie. A person's place is the current membership's union, else the last one's; who is in a hidden batch has
/// none yet.
pub async fn places(db: &Db, kind: Kind, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let mut places = HashMap::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let list = listed(some);
        let sql = match kind {
            Kind::Person => format!(
                "SELECT p.id, (SELECT m.path FROM memberships m WHERE m.person = p.id{} ORDER BY CASE WHEN m.state = 'ended' THEN 1 ELSE 0 END, m.joined_on DESC, m.id DESC LIMIT 1) \
                 FROM people p WHERE p.id IN ({list})",
                directory::members::store::VISIBLE
            ),
            Kind::Employer => format!("SELECT id, path FROM employers WHERE id IN ({list})"),
        };
        let rows: Vec<(i64, Option<String>)> = db.all(AssertSqlSafe(sql), vals![]).await?;
        places.extend(rows.into_iter().filter_map(|(id, path)| Some((id, path?))));
    }
    Ok(places)
}

/// Gives a place to the pairs that have none yet.
pub async fn place_new(app: &App) -> Result<()> {
    place(app, " AND path = ''").await
}
/// Places all open pairs anew: people move between unions, and unions within the tree.
pub async fn place_all(app: &App) -> Result<()> {
    place(app, "").await?;
    super::ask(app).await
}
async fn place(app: &App, which: &'static str) -> Result<()> {
    for kind in Kind::ALL {
        let sql = format!("SELECT id, low, high, path FROM duplicate_pairs WHERE kind = $1 AND state = 'open'{which}");
        let open: Vec<(i64, i64, i64, String)> = app.db.all(AssertSqlSafe(sql), vals![kind.key()]).await?;
        for some in open.chunks(500) {
            let ids: Vec<i64> = some.iter().flat_map(|(_, low, high, _)| [*low, *high]).collect();
            let places = places(&app.db, kind, &ids).await?;
            let of = |id: &i64| places.get(id).map_or("", String::as_str);
            let moved = some.iter().map(|(id, low, high, was)| (id, was, common(of(low), of(high))));
            let moved: Vec<_> = moved.filter(|(_, was, now)| **was != *now).collect();
            if moved.is_empty() {
                continue;
            }
            let mut tx = app.db.begin().await?;
            for (id, _, path) in moved {
                tx.exec("UPDATE duplicate_pairs SET path = $2 WHERE id = $1", vals![*id, path]).await?;
            }
            tx.commit().await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::common;

    #[test]
    fn a_pair_lies_at_the_lowest_organisation_that_holds_both() {
        assert_eq!(common("/1/5/27/", "/1/5/31/"), "/1/5/");
        assert_eq!(common("/1/5/", "/1/5/31/"), "/1/5/");
        assert_eq!(common("/1/5/", "/1/51/"), "/1/");
        assert_eq!((common("", "/1/"), common("/1/", "/2/")), (String::new(), String::new()));
    }
}
