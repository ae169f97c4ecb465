//! What of this module the console's search finds, and what tells the found apart.
use crate::{
    employers,
    people::sealed,
    permissions::{MEMBERS_READ, UNIONS_READ},
    unions,
};
use platform::{
    App,
    db::{Db, Query, Result, Row},
    search::{self, Described, Kind, Wanted},
    secrets::mask_phone,
    vals,
};

pub const ALL: &[Kind] = &[
    Kind {
        key: "member",
        name: "会员",
        link: "/console/members/{id}",
        needs: MEMBERS_READ,
        keyed: true,
        describe: |app, ids| -> Described { Box::pin(members(app, ids)) },
    },
    Kind {
        key: "union",
        name: "工会",
        link: "/console/unions/{id}",
        needs: UNIONS_READ,
        keyed: false,
        describe: |app, ids| -> Described { Box::pin(unions(app, ids)) },
    },
    Kind {
        key: "employer",
        name: "用人单位",
        link: "/console/employers/{id}",
        needs: UNIONS_READ,
        keyed: false,
        describe: |app, ids| -> Described { Box::pin(employers(app, ids)) },
    },
];

/// Up to so many names are looked at one by one.
const FEW: i64 = 300;
/// Things of a kind in a branch whose names may hold a Chinese text, where the search finds few; a list looks at these alone. None: the search
/// can't tell (other signs), or there are so many that a page of them is found by going through.
pub async fn named(db: &Db, kind: &str, text: &str, path: &str) -> Result<Option<Vec<i64>>> {
    if text.is_empty() || !text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) {
        return Ok(None);
    }
    let hits = search::find(db, kind, &Wanted::typed(text).below(path), FEW + 1).await?;
    Ok((hits.len() as i64 <= FEW).then(|| hits.into_iter().map(|hit| hit.0).collect()))
}

async fn by_ids<T: Row>(app: &App, select: &'static str, column: &'static str, ids: Vec<i64>) -> Result<Vec<T>> {
    let mut query = Query::new(select, vals![]);
    query.add(column, vals![]);
    for id in ids {
        query.add(", ?", vals![id]);
    }
    query.add(")", vals![]);
    app.db.list(query).await
}

async fn members(app: App, ids: Vec<i64>) -> Result<Vec<(i64, String)>> {
    let found: Vec<(i64, String, String, Option<String>)> = by_ids(
        &app,
        "SELECT m.id, m.state, o.name, p.phone_sealed FROM memberships m JOIN people p ON p.id = m.person JOIN organisations o ON o.id = m.union_id",
        " WHERE m.id IN (0",
        ids,
    )
    .await?;
    let phone = |sealed: Option<String>| Some(mask_phone(&app.keys.open(sealed::PHONE, &sealed?).ok()?));
    let line = |(id, state, union, sealed): (i64, String, String, Option<String>)| {
        let state = (state != "active").then(|| if state == "kept" { "保留会籍" } else { "已离会" }.to_owned());
        let words: Vec<String> = [Some(union), phone(sealed), state].into_iter().flatten().collect();
        (id, words.join("，"))
    };
    Ok(found.into_iter().map(line).collect())
}

async fn unions(app: App, ids: Vec<i64>) -> Result<Vec<(i64, String)>> {
    let found: Vec<(i64, String, Option<String>)> = by_ids(
        &app,
        "SELECT u.id, u.kind, p.name FROM unions u JOIN organisations o ON o.id = u.id LEFT JOIN organisations p ON p.id = o.parent",
        " WHERE u.id IN (0",
        ids,
    )
    .await?;
    let line = |(id, kind, parent): (i64, String, Option<String>)| {
        let kind = unions::UnionKind::from_key(&kind).map_or("", unions::UnionKind::name);
        (id, parent.map_or_else(|| kind.to_owned(), |parent| format!("{kind}，上级是{parent}")))
    };
    Ok(found.into_iter().map(line).collect())
}

async fn employers(app: App, ids: Vec<i64>) -> Result<Vec<(i64, String)>> {
    let found: Vec<employers::Employer> = by_ids(&app, employers::store::SELECT, " WHERE e.id IN (0", ids).await?;
    let line = |e: employers::Employer| {
        let union = e.union_name.unwrap_or_else(|| "还没有工会".into());
        (e.id.0, format!("{}人，{union}", e.headcount))
    };
    Ok(found.into_iter().map(line).collect())
}
