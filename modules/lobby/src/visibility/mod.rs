//! 为什么看不到: somebody types a name, a number or a union and gets an answer in words.
//!
//! Promise: nothing is looked up outside the own branch, so the answer for "elsewhere" and for "nowhere" is the same sentence.
#[cfg(test)]
mod tests;

use axum::response::Response;
use directory::permissions::{MEMBERS_READ, UNIONS_READ};
use platform::{
    identity::{self, Holder},
    rights::{Access::AnyPost, Permission, Role},
    search::{self, Kind},
    tree,
    web::{Fields, Result, Routes},
};
use ui::Desk;

pub fn routes() -> Routes {
    Routes::new().get("/console/visibility", AnyPost, show)
}

/// What the post lacks for a kind of thing, and who has it.
struct Lack {
    kind: &'static str,
    permission: &'static str,
    roles: String,
    holders: Vec<String>,
}
struct Answer {
    /// What is there and may be seen: (kind, title, address).
    found: Vec<(&'static str, String, String)>,
    lacks: Vec<Lack>,
    /// Who can look further: somebody above.
    above: Vec<String>,
}

#[derive(askama::Template)]
#[template(path = "visibility/visibility.html")]
struct VisibilityPage {
    frame: ui::Console,
    q: ui::Field,
    typed: String,
    org: String,
    role: &'static str,
    answer: Option<Answer>,
}

async fn show(desk: Desk, form: Fields) -> Result<Response> {
    let typed = form.get("q").trim().to_owned();
    let answer = if typed.is_empty() { None } else { Some(answer(&desk, &typed).await?) };
    Ok(desk.show(&VisibilityPage {
        frame: desk.frame("为什么看不到", "", Vec::new()),
        q: ui::Field::text("q", "姓名、手机号、证件号、卡号，或工会、单位的名称").value(&typed),
        org: desk.post().org_name.clone(),
        role: desk.post().role.name(),
        typed,
        answer,
    }))
}

async fn answer(desk: &Desk, typed: &str) -> Result<Answer> {
    let mut found = Vec::new();
    let mut lacks = Vec::new();
    for kind in desk.app.modules.iter().flat_map(|m| m.searches.iter()) {
        if desk.may(kind.needs) {
            found.extend(hits(desk, kind, typed).await?);
        } else {
            lacks.push(lack(desk, kind).await?);
        }
    }
    Ok(Answer { found, lacks, above: above(desk).await? })
}

async fn hits(desk: &Desk, kind: &Kind, typed: &str) -> Result<Vec<(&'static str, String, String)>> {
    const FEW: i64 = 5;
    let mut found: Vec<(i64, String)> = Vec::new();
    for wanted in directory::people::wanted(&desk.app.keys, typed) {
        for hit in search::find(&desk.app.db, kind.key, &wanted.below(&desk.post().path), FEW).await? {
            if !found.contains(&hit) && (found.len() as i64) < FEW {
                found.push(hit);
            }
        }
    }
    let link = |id: i64| kind.link.replace("{id}", &id.to_string());
    Ok(found.into_iter().map(|(id, title)| (kind.name, title, link(id))).collect())
}

fn named(holder: &Holder) -> String {
    format!("{}（{}，{}）", holder.name, holder.org_name, holder.title)
}
async fn over(desk: &Desk, permission: &Permission) -> Result<Vec<Holder>> {
    let all = identity::holders_over(&desk.app.db, &desk.post().path, desk.app.today()).await?;
    let holds = |h: &Holder| {
        h.account != desk.who.account && Role::from_key(&h.role).is_some_and(|role| permission.is_held_by(role))
    };
    Ok(all.into_iter().filter(holds).collect())
}
async fn lack(desk: &Desk, kind: &Kind) -> Result<Lack> {
    let roles: Vec<&str> = kind.needs.roles.iter().map(|role| role.name()).collect();
    Ok(Lack {
        kind: kind.name,
        permission: kind.needs.name,
        roles: roles.join("、"),
        holders: over(desk, kind.needs).await?.iter().take(3).map(named).collect(),
    })
}
/// Those at the unions above who see more than this branch.
async fn above(desk: &Desk) -> Result<Vec<String>> {
    let here = desk.post().org;
    let mut seers = over(desk, MEMBERS_READ).await?;
    if seers.is_empty() {
        seers = over(desk, UNIONS_READ).await?;
    }
    let mut names: Vec<String> = seers.iter().filter(|h| h.org != here).take(3).map(named).collect();
    if names.is_empty()
        && let Some(org) = tree::find(&desk.app.db, here).await?
        && let Some(parent) = org.parent
        && let Some(parent) = tree::find(&desk.app.db, parent).await?
    {
        names.push(parent.name);
    }
    Ok(names)
}
