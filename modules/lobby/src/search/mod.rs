//! The console's search: people by name, initials, phone, card or document number; unions, employers and whatever modules add.
#[cfg(test)]
mod tests;

use axum::response::{IntoResponse, Response};
use platform::{
    rights::Access::AnyPost,
    search::{self, Kind},
    web::{Fields, Result, Routes, encode},
};
use ui::{Desk, filters};

pub fn routes() -> Routes {
    Routes::new().get("/console/search", AnyPost, show).get("/console/search/suggestions", AnyPost, suggest)
}

/// Hits of one kind while one types, and on the page.
const FEW: i64 = 5;
const MANY: i64 = 20;

struct Hit {
    title: String,
    line: String,
    href: String,
}
/// What was found of one kind.
struct Found {
    name: &'static str,
    hits: Vec<Hit>,
    /// There may be more than are shown.
    full: bool,
}

#[derive(askama::Template)]
#[template(path = "search/search.html")]
struct SearchPage {
    frame: ui::Console,
    q: String,
    found: Vec<Found>,
    empty: ui::Empty,
}

#[derive(askama::Template)]
#[template(path = "search/suggestions.html")]
struct Suggestions {
    found: Vec<Found>,
    all: String,
}

impl SearchPage {
    fn why(&self) -> String {
        format!("/console/visibility?q={}", encode(&self.q))
    }
}

async fn show(desk: Desk, form: Fields) -> Result<Response> {
    let q = form.get("q").to_owned();
    let found = find(&desk, &q, MANY).await?;
    let hits: usize = found.iter().map(|f| f.hits.len()).sum();
    let title = match (q.is_empty(), hits) {
        (true, _) => "搜索".to_owned(),
        (false, 0) => format!("没有找到“{q}”"),
        (false, hits) => format!("找到{hits}个“{q}”"),
    };
    let empty = ui::Empty::new(
        "可以搜姓名里的几个字、拼音首字母、手机号或后4位、完整的身份证号、会员卡号，以及工会和单位的名称",
    );
    Ok(desk.show(&SearchPage { frame: desk.frame(&title, "", Vec::new()), q, found, empty }))
}

/// The first hits as options under the search box.
async fn suggest(desk: Desk, form: Fields) -> Result<Response> {
    let q = form.get("q");
    let found = find(&desk, q, FEW).await?;
    Ok(ui::fragment(&Suggestions { found, all: format!("/console/search?q={}", encode(q)) }).into_response())
}

async fn find(desk: &Desk, q: &str, limit: i64) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for kind in desk.app.modules.iter().flat_map(|m| m.searches.iter()).filter(|kind| desk.may(kind.needs)) {
        let hits = hits(desk, kind, q, limit).await?;
        if !hits.is_empty() {
            all.push(Found { name: kind.name, full: hits.len() as i64 == limit, hits });
        }
    }
    Ok(all)
}

async fn hits(desk: &Desk, kind: &Kind, q: &str, limit: i64) -> Result<Vec<Hit>> {
    let mut found: Vec<(i64, String)> = Vec::new();
    for wanted in directory::people::wanted(&desk.app.keys, q) {
        let some = search::find(&desk.app.db, kind.key, &wanted.below(&desk.post().path), limit).await?;
        for hit in some {
            if !found.contains(&hit) && (found.len() as i64) < limit {
                found.push(hit);
            }
        }
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let lines = (kind.describe)(desk.app.clone(), found.iter().map(|(id, _)| *id).collect()).await?;
    let hit = |(id, title): (i64, String)| Hit {
        line: lines.iter().find(|(of, _)| *of == id).map_or_else(String::new, |(_, line)| line.clone()),
        href: kind.link.replace("{id}", &id.to_string()),
        title,
    };
    Ok(found.into_iter().map(hit).collect())
}
