//! Which union a transfer leads to: any one that takes members, found by its name or proposed by the rules of joining.
use askama::Template;
use axum::response::Response;
use directory::unions::{self, Union};
use platform::{
    App,
    tree::{OrgId, Scope},
    web::{Fields, Result},
};
use ui::{Desk, Guest};

/// The union that was chosen, with why.
pub struct Target {
    pub union: Union,
    pub reasons: Vec<String>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for (id, name) in found %}<li role="option" data-value="{{ id }}" data-label="{{ name }}">{{ name }}</li>{% endfor %}{% if found.is_empty() %}<li class="none">没有名称里含这几个字的工会</li>{% endif %}"#
)]
struct Options {
    found: Vec<(OrgId, String)>,
}

/// Names of unions are public: whoever moves must find the new one.
async fn found(app: &App, typed: &str) -> Result<Vec<(OrgId, String)>> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let lines = unions::store::named(&app.db, &Scope::below("/"), typed, 30).await?;
    let open = lines.into_iter().filter(|line| {
        line.status == "1" && unions::UnionKind::from_key(&line.kind).is_some_and(unions::UnionKind::holds_members)
    });
    Ok(open.take(10).map(|line| (line.id, line.name)).collect())
}
pub async fn options(guest: Guest, form: Fields) -> Result<Response> {
    Ok(guest.show(&Options { found: found(&guest.app, form.get("q")).await? }))
}
pub async fn options_at_desk(desk: Desk, form: Fields) -> Result<Response> {
    Ok(desk.show(&Options { found: found(&desk.app, form.get("q")).await? }))
}

/// The union of two fields, the hidden id first; a fault at the field where there is none that takes members.
pub async fn chosen(app: &App, form: &mut Fields, field: &str, id_field: &str) -> Result<Option<Union>> {
    let id = match form.number::<OrgId>(id_field) {
        Some(id) => Some(id),
        None => {
            let typed = form.get(field).to_owned();
            let all = found(app, &typed).await?;
            all.iter().find(|(_, name)| *name == typed).or(all.first().filter(|_| all.len() == 1)).map(|(id, _)| *id)
        }
    };
    let union = match id {
        Some(id) => unions::store::find(&app.db, id).await?,
        None => None,
    };
    match &union {
        None => form.fault(field, "没有找到这家工会，请打几个字，从列表里选"),
        Some(union) if !unions::takes_members(union) || union.closed_on.is_some() => {
            form.fault(field, format!("{}现在不接收会员，请另选一家", union.name));
            return Ok(None);
        }
        Some(_) => {}
    }
    Ok(union)
}
