//! A person's file as a story (一人一册).
use askama::Template;
use axum::response::Response;
use platform::{records, web::Result};
use ui::{Guest, Life, Member, Step, Tab, text};

/// As many as one reads; the export has all.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "me/records.html")]
struct RecordsPage {
    frame: Member,
    life: Option<Life>,
}

pub async fn index(guest: Guest) -> Result<Response> {
    let mut kept = match guest.person() {
        Some(person) => records::of(&guest.app.db, person, SHOWN).await?,
        None => Vec::new(),
    };
    kept.reverse();
    let steps: Vec<Step> = kept
        .into_iter()
        .map(|r| {
            Step::done(r.title).at(r.on_day.parse().ok().map(text::date)).line(Some(r.detail).filter(|d| !d.is_empty()))
        })
        .collect();
    let life = (!steps.is_empty()).then(|| Life::story(steps));
    Ok(guest.show(&RecordsPage { frame: guest.frame("我的记录", Tab::Mine, Some("/me")), life }))
}
