//! A union's roster as the workbook that unions use; importing it again changes nothing.
use super::compare::cells_of;
use crate::{
    members::store::VISIBLE,
    people::{self, Person},
};
use platform::{
    App, audit, db::Result as DbResult, identity::SignedIn, sheets::roster::RosterBook, tree::Org, vals, web::Error,
};
use std::collections::HashMap;

const PAGE: i64 = 500;

#[derive(sqlx_macros::FromRow)]
struct Line {
    id: i64,
    person: i64,
    state: String,
    joined_on: String,
    change: Option<String>,
    reason: Option<String>,
    changed_on: Option<String>,
}

async fn page(app: &App, union: &Org, after: i64) -> DbResult<Vec<Line>> {
    let sql = format!(
        "SELECT m.id, m.person, m.state, m.joined_on, e.change, e.reason, e.on_day AS changed_on FROM memberships m \
         LEFT JOIN membership_events e ON e.id = (SELECT MAX(x.id) FROM membership_events x WHERE x.membership = m.id) \
         WHERE m.path = $1 AND m.state <> 'ended' AND m.id > $2{VISIBLE} ORDER BY m.id LIMIT $3"
    );
    app.db.all(sqlx::AssertSqlSafe(sql), vals![&union.path, after, PAGE]).await
}

/// Writes the roster of one union, page by page in bounded memory. It holds open numbers, so the reason is recorded for the union.
pub async fn export(app: &App, who: Option<&SignedIn>, union: &Org, reason: &str) -> Result<RosterBook, Error> {
    let mut book = RosterBook::export(&union.name).map_err(Error::internal)?;
    let (mut after, mut serial) = (0, 0);
    loop {
        let lines = page(app, union, after).await?;
        let Some(last) = lines.last() else { break };
        after = last.id;
        let people = people_of(app, &lines).await?;
        for line in &lines {
            let Some(person) = people.get(&line.person) else { continue };
            serial += 1;
            // Changes back and forth (kept, then active again) are told by the state; the day of joining stays the day of joining.
            let kept = line.state == "kept";
            let change = if kept { "3" } else { line.change.as_deref().filter(|c| *c == "2").unwrap_or("1") };
            let on = if kept { line.changed_on.as_deref().unwrap_or(&line.joined_on) } else { &line.joined_on };
            book.row(&cells_of(serial, &person.details(app)?, change, on, line.reason.as_deref().unwrap_or("")))
                .map_err(Error::internal)?;
        }
    }
    let detail = format!("{serial}人");
    let mut tx = app.db.begin().await?;
    audit::record(
        &mut tx,
        app,
        who,
        &audit::Entry {
            act: "roster.export",
            object: "union",
            object_id: union.id.0,
            reason,
            detail: &detail,
            org: Some(union.id),
            ..Default::default()
        },
    )
    .await?;
    tx.commit().await?;
    Ok(book)
}

async fn people_of(app: &App, lines: &[Line]) -> DbResult<HashMap<i64, Person>> {
    let mut query = platform::db::Query::new(people::store::SELECT, vals![]);
    query.add(" WHERE p.id IN (0", vals![]);
    for line in lines {
        query.add(", ?", vals![line.person]);
    }
    query.add(")", vals![]);
    Ok(app.db.list::<Person>(query).await?.into_iter().map(|p| (p.id.0, p)).collect())
}
