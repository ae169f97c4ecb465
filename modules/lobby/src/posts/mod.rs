//! People with posts; invitations.
//!
//! Promise: nobody gives or ends a post outside the own branch, and every post given or ended stands in the audit.
mod account;
mod draft;
mod ending;
mod inviting;
mod rules;
#[cfg(test)]
mod tests;

use crate::permissions::{POSTS_READ, POSTS_WRITE};
use axum::response::Response;
use platform::{
    App,
    identity::{self, Holder, Invitation},
    rights::{Access::Needs, Role},
    secrets::mask_phone,
    web::{Fields, Result, Routes},
};
use ui::{Address, Choice, Desk, Empty, Pager, filters};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/posts", Needs(POSTS_READ), index)
        .get("/console/posts/new", Needs(POSTS_WRITE), inviting::new)
        .get("/console/posts/unions", Needs(POSTS_WRITE), inviting::unions)
        .post("/console/posts/invitations", Needs(POSTS_WRITE), inviting::create)
        .post("/console/posts/invitations/{invitation}/revocation", Needs(POSTS_WRITE), inviting::revoke)
        .get("/console/posts/{post}", Needs(POSTS_READ), ending::show)
        .post("/console/posts/{post}/ending", Needs(POSTS_WRITE), ending::create)
        .post("/console/posts/{post}/account", Needs(POSTS_WRITE), account::create)
}

/// A post as a line of the list.
struct Line {
    holder: Holder,
    role: &'static str,
    phone: String,
    ends: Option<String>,
    /// It begins later.
    future: bool,
}
impl Line {
    fn of(app: &App, holder: Holder) -> Self {
        Self {
            role: role_name(&holder.role),
            phone: holder.phone(app).map_or_else(|_| "****".into(), |phone| mask_phone(&phone)),
            ends: holder.ends_on.clone(),
            future: holder.starts_on > app.today().to_string(),
            holder,
        }
    }
}
/// The posts of one organisation.
struct Group {
    org_name: String,
    lines: Vec<Line>,
}
struct OpenInvitation {
    invitation: Invitation,
    role: &'static str,
    phone: String,
}

#[derive(askama::Template)]
#[template(path = "posts/index.html")]
struct IndexPage {
    frame: ui::Console,
    filters: [ui::Filter; 2],
    groups: Vec<Group>,
    invitations: Vec<OpenInvitation>,
    empty: Empty,
    may_write: bool,
    pager: Pager,
}

pub(crate) fn role_name(key: &str) -> &'static str {
    Role::from_key(key).map_or("", Role::name)
}
fn roles() -> Vec<Choice> {
    Role::ALL.into_iter().map(|role| Choice::new(role.key(), role.name())).collect()
}

const PATH: &str = "/console/posts";
/// What `identity::holders` gives at most.
const MOST: usize = 500;
const PAGE: usize = 60;

async fn index(desk: Desk, form: Fields) -> Result<Response> {
    let scope = desk.scope(POSTS_READ)?;
    let (db, today) = (&desk.app.db, desk.app.today());
    let holders = identity::holders(db, &scope, today).await?;
    let cut = if holders.len() == MOST { "至少" } else { "共" };
    let (q, role) = (form.get("q"), form.get("role"));
    let matching: Vec<Holder> = holders.into_iter().filter(|h| rules::matches(h, q, role)).collect();
    let all = matching.len();
    let first = form.number("after").unwrap_or(0).min(all);
    let mut groups: Vec<Group> = Vec::new();
    for holder in matching.into_iter().skip(first).take(PAGE) {
        let org_name = holder.org_name.clone();
        let line = Line::of(&desk.app, holder);
        match groups.last_mut().filter(|g| g.lines[0].holder.org == line.holder.org) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { org_name, lines: vec![line] }),
        }
    }
    let open = identity::open_invitations(db, &scope, desk.app.now()).await?;
    let address = Address::of(PATH, &form, &["q", "role", "after"]);
    let turn = |to: usize| address.with("after", to.to_string()).to_string();
    let roles = std::iter::once(Choice::new("", "全部角色")).chain(roles());
    let page = IndexPage {
        frame: desk.frame(&format!("{all}个任职"), PATH, vec![ui::Crumb::word("全局")]),
        pager: Pager::new(format!("{cut}{all}个，按工会排列"))
            .previous((first > 0).then(|| turn(first.saturating_sub(PAGE))))
            .next((first + PAGE < all).then(|| turn(first + PAGE))),
        filters: [
            ui::Filter::find("q", "找任职", "姓名、职务或工会", q),
            ui::Filter::choose("role", "角色", roles, role),
        ],
        invitations: open.into_iter().map(|i| open_invitation(&desk.app, i)).collect(),
        empty: Empty::new("没有符合条件的任职").act(ui::Button::outline("看全部").href(PATH)),
        may_write: desk.may(POSTS_WRITE),
        groups,
    };
    Ok(desk.show(&page))
}

fn open_invitation(app: &App, invitation: Invitation) -> OpenInvitation {
    let phone = invitation.phone(app).map_or_else(|_| "****".into(), |phone| mask_phone(&phone));
    OpenInvitation { role: role_name(&invitation.role), phone, invitation }
}
