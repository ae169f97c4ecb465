//! Naming the second person at the root: who gets what must not reach the others there, and what nobody did in time.
use crate::{
    cases::{PATH, store},
    permissions::CASES_WORK,
};
use askama::Template;
use axum::response::Response;
use platform::{
    audit,
    identity::{self, AccountId},
    rights::Role,
    tree::{Org, Scope},
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, Crumb, Desk, ErrorSummary, Field};

pub const SECOND: &str = "/console/cases/second";

#[derive(Template)]
#[template(path = "desk/second.html")]
struct SecondPage {
    frame: ui::Console,
    top: String,
    now: Option<String>,
    field: Option<Field>,
}

async fn root(desk: &Desk) -> Result<Org> {
    desk.app.root().await?.ok_or(Error::NotFound).map(|root| (*root).clone())
}
/// Who works at the root.
async fn able(desk: &Desk, root: &Org) -> Result<Vec<(AccountId, String)>> {
    let all = identity::holders(&desk.app.db, &Scope::below(&root.path), desk.app.today()).await?;
    let may = |role: &str| Role::from_key(role).is_some_and(|role| CASES_WORK.is_held_by(role));
    let here = all.into_iter().filter(|holder| holder.org == root.id && may(&holder.role));
    Ok(here.map(|holder| (holder.account, format!("{} {}", holder.name, holder.title))).collect())
}
async fn page(desk: &Desk, form: &Fields) -> Result<SecondPage> {
    let root = root(desk).await?;
    let now = store::second_of(&desk.app, &desk.app.db, root.id).await?;
    let field = match desk.post().org == root.id && desk.may(CASES_WORK) {
        true => {
            let choices = able(desk, &root).await?.into_iter().map(|(id, words)| Choice::new(id, words));
            let none = std::iter::once(Choice::new("", "请选"));
            let chosen = now.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
            let field = Field::select("account", "督办人", none.chain(choices)).value(chosen);
            Some(if form.pairs().is_empty() { field } else { field.of_form(form) })
        }
        false => None,
    };
    Ok(SecondPage {
        frame: desk.frame("督办人", PATH, vec![Crumb::word("信家"), Crumb::to("诉求", PATH)]),
        top: root.name,
        now: now.map(|(_, name)| name),
        field,
    })
}

pub async fn show(desk: Desk) -> Result<Response> {
    Ok(desk.show(&page(&desk, &Fields::default()).await?))
}
pub async fn name(desk: Desk, mut form: Fields) -> Result<Response> {
    let root = root(&desk).await?;
    if desk.post().org != root.id {
        return Err(Error::refused(format!("督办人由{}指定。", root.name)));
    }
    let wanted = form.number("account").map(AccountId);
    let Some((account, words)) = able(&desk, &root).await?.into_iter().find(|(id, _)| Some(*id) == wanted) else {
        form.fault("account", "请选一位");
        return Ok(desk.refill(&page(&desk, &form).await?));
    };
    let mut tx = desk.app.db.begin().await?;
    store::name_second(&mut tx, &desk.app, root.id, account, desk.who.account).await?;
    let entry = audit::Entry {
        act: "case.second",
        object: "account",
        object_id: account.0,
        detail: &words,
        org: Some(root.id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(see(SECOND, "指定好了"))
}
