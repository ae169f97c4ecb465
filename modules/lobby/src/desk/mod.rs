//! The work list and the console's frame.
mod figures;
mod rules;
#[cfg(test)]
mod tests;

use crate::permissions::{AUDIT_READ, POSTS_READ, SETTINGS_READ};
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use platform::{
    App, Entry, Home, identity,
    rights::Access::AnyPost,
    tasks,
    web::{Error, Fields, Result, Routes, Who, see},
};
use rules::{Group, Waiting};
use ui::{Button, Desk, Empty, Figures, Pager, Pill, Pills, filters};

/// The lobby's entries of the side bar, for all homes.
pub const NAVIGATION: &[Entry] = &[
    Entry { home: Home::All, path: "/console/posts", label: "任职", needs: Some(POSTS_READ), counts: None },
    Entry { home: Home::All, path: "/console/audit", label: "操作记录", needs: Some(AUDIT_READ), counts: None },
    Entry { home: Home::All, path: "/console/settings", label: "设置", needs: Some(SETTINGS_READ), counts: None },
];

pub fn routes() -> Routes {
    Routes::new()
        .get("/console", AnyPost, show)
        .get("/console/tasks", AnyPost, show)
        .post("/console/acting", AnyPost, act)
        .get("/console/gallery", AnyPost, gallery)
        .get("/console/gallery/member", AnyPost, member_gallery)
}

/// Tasks on one page.
const PAGE: usize = 100;

#[derive(askama::Template)]
#[template(path = "desk/desk.html")]
struct DeskPage {
    frame: ui::Console,
    pills: Pills,
    groups: Vec<Group>,
    empty: Empty,
    pager: Option<Pager>,
    /// Title, period and figures of the right column; none where the post sees no figures.
    figures: Option<(&'static str, String, Figures)>,
}

/// What waits at the organisation, by deadline; `kind` shows one kind, `after` goes on behind a task.
async fn show(desk: Desk, form: Fields) -> Result<Response> {
    let (org, today) = (desk.post().org, desk.app.today());
    let kind = desk.task_kinds().into_iter().find(|k| *k == form.get("kind"));
    let kinds = kind.map_or_else(|| desk.task_kinds(), |kind| vec![kind]);
    let counts = waiting(&desk, &desk.task_kinds()).await?;
    let shown = if kind.is_some() { waiting(&desk, &kinds).await? } else { counts };
    let last = form.get("after").split_once('_').and_then(|(due, id)| Some((due, id.parse().ok()?)));
    let mut list = tasks::waiting_after(&desk.app.db, org, &kinds, last, PAGE as i64 + 1).await?;
    let more = list.len() > PAGE;
    list.truncate(PAGE);
    let next =
        list.last().filter(|_| more).map(|t| format!("/console?kind={}&after={}_{}", form.get("kind"), t.due_on, t.id));
    let first = last.map(|_| format!("/console?kind={}", form.get("kind")));
    let page = DeskPage {
        pills: pills(&desk, kind),
        groups: rules::groups(&desk.app, list, shown, today),
        empty: empty(&desk),
        pager: (next.is_some() || first.is_some())
            .then(|| Pager::new(format!("共{}件，按期限排列", shown.all)).previous(first).next(next)),
        figures: figures::column(&desk).await?,
        frame: desk.frame(&rules::sentence(counts), "/console", Vec::new()),
    };
    Ok(desk.show(&page))
}

async fn waiting(desk: &Desk, kinds: &[&str]) -> Result<Waiting> {
    let (db, org, today) = (&desk.app.db, desk.post().org, desk.app.today());
    let overdue = tasks::due_before(db, org, kinds, today).await?;
    let until_tonight = tasks::due_before(db, org, kinds, today.tomorrow().map_err(Error::internal)?).await?;
    let all = desk.counts().iter().filter(|(kind, _)| kinds.contains(&kind.as_str())).map(|(_, n)| n).sum();
    Ok(Waiting { all, overdue, today: until_tonight - overdue })
}

fn pills(desk: &Desk, here: Option<&str>) -> Pills {
    let kinds = desk.app.modules.iter().flat_map(|m| m.tasks.iter());
    let of_kind = kinds.filter_map(|kind| {
        let (_, count) = desk.counts().iter().find(|(key, _)| key == kind.key)?;
        let pill = Pill::new(kind.name, format!("/console?kind={}", kind.key)).count(*count);
        Some(pill.here(here == Some(kind.key)))
    });
    let all = Pill::new("全部", "/console").count(desk.counts().iter().map(|(_, n)| n).sum()).here(here.is_none());
    Pills::new("按种类", std::iter::once(all).chain(of_kind))
}

fn empty(desk: &Desk) -> Empty {
    let entries = desk.app.modules.iter().flat_map(|m| m.navigation.iter());
    let first = entries.into_iter().find(|e| e.needs.is_none_or(|needs| desk.may(needs)));
    let empty = Empty::new("现在没有等您办的事，来了会按期限排在这里");
    match first {
        Some(entry) => empty.act(Button::outline(format!("去{}", entry.label)).href(entry.path)),
        None => empty,
    }
}

/// Works in the name of another of one's posts.
async fn act(State(app): State<App>, who: Who, form: Fields) -> Result<Response> {
    let post = form.number("post").map(identity::PostId).ok_or(Error::NotFound)?;
    let chosen = who.posts.iter().find(|p| p.id == post).ok_or(Error::NotFound)?;
    if !identity::act_for(&app, &who, post).await? {
        return Err(Error::NotFound);
    }
    Ok(see("/console", &format!("现在以{}{}的身份工作", chosen.org_name, chosen.title)))
}

/// All components; development only.
async fn gallery(State(app): State<App>) -> Result<Response> {
    if app.config.demo { Ok(Html(ui::gallery::page()).into_response()) } else { Err(Error::NotFound) }
}
async fn member_gallery(State(app): State<App>) -> Result<Response> {
    if app.config.demo { Ok(Html(ui::gallery::member_page()).into_response()) } else { Err(Error::NotFound) }
}
