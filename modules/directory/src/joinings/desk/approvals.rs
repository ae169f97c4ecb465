//! Many joinings approved at once: first a preview, then each in a transaction of its own.
use super::admission;
use crate::{
    joinings::{
        JoiningId,
        store::{self, Joining, State},
    },
    permissions::JOININGS_DECIDE,
};
use askama::Template;
use axum::response::Response;
use platform::web::{Error, Fields, Result, see};
use ui::{Crumb, Desk, filters};

/// More than a screen shows nobody looks through.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "joinings/desk/approvals.html")]
struct PreviewPage {
    frame: ui::Console,
    ready: Vec<Joining>,
    /// Those that can't be approved now, with why.
    held: Vec<(Joining, &'static str)>,
}

pub async fn approve(desk: Desk, fields: Fields) -> Result<Response> {
    let scope = desk.scope(JOININGS_DECIDE)?;
    let mut chosen = Vec::new();
    for word in fields.all("joining").take(MOST) {
        // `17` from the list, `17.2` from the preview: decided is what was seen.
        let (id, version) = word.split_once('.').unwrap_or((word, ""));
        let Ok(id) = id.parse::<JoiningId>() else { continue };
        if let Some(joining) = store::within(&desk.app.db, &scope, id).await? {
            chosen.push((version.parse().unwrap_or(joining.version), joining));
        }
    }
    if chosen.is_empty() {
        return Err(Error::refused("还没有选申请。请返回名单，在要通过的申请前打勾。"));
    }
    if fields.has("confirmed") { act(&desk, chosen).await } else { Ok(preview(&desk, chosen)) }
}

fn preview(desk: &Desk, chosen: Vec<(i64, Joining)>) -> Response {
    let (mut ready, mut held) = (Vec::new(), Vec::new());
    for (_, joining) in chosen {
        match joining.state() {
            State::Waiting if joining.is_undecided() => held.push((joining, "还没有定工会")),
            State::Waiting => ready.push(joining),
            _ => held.push((joining, "已经不在待审核")),
        }
    }
    let crumbs = vec![Crumb::word("有家"), Crumb::to("入会审批", super::index::PATH)];
    desk.show(&PreviewPage { frame: desk.frame("一起通过", super::index::PATH, crumbs), ready, held })
}

async fn act(desk: &Desk, chosen: Vec<(i64, Joining)>) -> Result<Response> {
    let (mut done, mut left) = (0, Vec::new());
    for (version, joining) in chosen {
        match admission::approve(&desk.app, &desk.who, &joining, version).await? {
            Ok(()) => done += 1,
            Err(sentence) => left.push(format!("{}：{sentence}", joining.name)),
        }
    }
    let mut sentence = format!("已通过{done}份申请，都告诉了本人");
    if !left.is_empty() {
        sentence.push_str(&format!("；{}份没有办成：{}", left.len(), left.join("；")));
    }
    // The sentence travels in a cookie.
    Ok(see(super::index::PATH, &sentence.chars().take(300).collect::<String>()))
}
