//! The console's search: people by name, initials, phone, card or document number; unions, employers and whatever modules add, as cases.
#[cfg(test)]
mod tests;

use axum::response::{IntoResponse, Response};
use directory::people;
use platform::{
    rights::Access::AnyPost,
    search::{self, Finder, Hit, Kind, Sought, Wanted},
    web::{Fields, Result, Routes, encode},
};
use ui::{Desk, filters};

pub fn routes() -> Routes {
    Routes::new().get("/console/search", AnyPost, show).get("/console/search/suggestions", AnyPost, suggest)
}

/// Hits of one kind while one types, and on the page.
const FEW: i64 = 5;
const MANY: i64 = 20;

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
    let is_cut = found.iter().any(|f| f.hits.len() >= MANY as usize);
    let title = match (q.is_empty(), hits) {
        (true, _) => "搜索".to_owned(),
        (false, 0) => format!("没有找到“{q}”"),
        (false, hits) if is_cut => format!("“{q}”，先列出{hits}个"),
        (false, hits) => format!("找到{hits}个“{q}”"),
    };
    let empty = ui::Empty::new(
        "可以搜姓名里的几个字、拼音首字母、手机号或后4位、完整的身份证号、会员卡号，工会和单位的名称，诉求的编号和说过的话",
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
    let (kinds, asked) = questions(desk, q);
    let answers = search::find_all(&desk.app.db, &asked, limit).await?;
    let mut all = Vec::new();
    for (kind, hits) in by_kind(kinds, answers, limit) {
        let full = hits.len() as i64 == limit;
        all.push(Found { name: kind.name, full, hits: described(desk, kind, hits).await? });
    }
    for finder in desk.app.declared::<Finder>().filter(|finder| desk.may(finder.needs)) {
        let (app, account, path) = (desk.app.clone(), desk.who.account, desk.post().path.clone());
        let hits = (finder.find)(Sought { app, account, path, text: q.to_owned(), limit }).await?;
        let full = hits.len() as i64 == limit;
        all.extend((!hits.is_empty()).then_some(Found { name: finder.name, full, hits }));
    }
    Ok(all)
}
/// All that the text may mean, of the kinds that the post may read; the kind of each question.
fn questions(desk: &Desk, q: &str) -> (Vec<&'static Kind>, Vec<(&'static str, Wanted)>) {
    let path = &desk.post().path;
    let (mut kinds, mut asked) = (Vec::new(), Vec::new());
    for kind in desk.app.modules.iter().flat_map(|m| m.searches).filter(|kind| desk.may(kind.needs)) {
        let wanted = if kind.keyed { people::wanted(&desk.app.keys, q) } else { vec![Wanted::typed(q)] };
        for one in wanted.into_iter().filter(|wanted| !wanted.is_empty()) {
            kinds.push(kind);
            asked.push((kind.key, one.below(path)));
        }
    }
    (kinds, asked)
}
/// Each kind once with what was found of it, the likeliest meaning first.
fn by_kind(
    kinds: Vec<&'static Kind>,
    answers: Vec<Vec<(i64, String)>>,
    limit: i64,
) -> Vec<(&'static Kind, Vec<(i64, String)>)> {
    let mut all: Vec<(&Kind, Vec<(i64, String)>)> = Vec::new();
    for (kind, hits) in kinds.into_iter().zip(answers).filter(|(_, hits)| !hits.is_empty()) {
        match all.last_mut().filter(|(last, _)| last.key == kind.key) {
            Some((_, known)) => {
                let new: Vec<_> = hits.into_iter().filter(|hit| !known.contains(hit)).collect();
                known.extend(new);
                known.truncate(limit as usize);
            }
            None => all.push((kind, hits)),
        }
    }
    all
}

async fn described(desk: &Desk, kind: &Kind, found: Vec<(i64, String)>) -> Result<Vec<Hit>> {
    let lines = (kind.describe)(desk.app.clone(), found.iter().map(|(id, _)| *id).collect()).await?;
    let hit = |(id, title): (i64, String)| Hit {
        line: lines.iter().find(|(of, _)| *of == id).map_or_else(String::new, |(_, line)| line.clone()),
        href: kind.link.replace("{id}", &id.to_string()),
        title,
    };
    Ok(found.into_iter().map(hit).collect())
}
