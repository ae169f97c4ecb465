//! Choosing somebody with a post: who looks after a grid or a firm.
use crate::permissions::WRITE;
use askama::Template;
use axum::response::Response;
use platform::{
    db::{Db, Query, Result as DbResult},
    identity::AccountId,
    rights::Access::Needs,
    tree::Scope,
    vals,
    web::{Fields, Result, Routes},
};
use ui::{Desk, Field};

pub fn routes() -> Routes {
    Routes::new().get("/console/officers/options", Needs(WRITE), options)
}

/// Somebody with a post that holds today.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Officer {
    pub account: AccountId,
    pub name: String,
    pub title: String,
    pub org_name: String,
}

async fn found(
    db: &Db,
    scope: &Scope,
    today: jiff::civil::Date,
    which: impl FnOnce(&mut Query),
    limit: i64,
) -> DbResult<Vec<Officer>> {
    let mut query = Query::new(
        "SELECT p.account, a.name, p.title, o.name AS org_name FROM posts p JOIN accounts a ON a.id = p.account JOIN organisations o ON o.id = p.org",
        vals![],
    );
    query.add(
        " WHERE o.path >= ? AND o.path < ? AND p.starts_on <= ? AND (p.ends_on IS NULL OR p.ends_on >= ?)",
        vals![&scope.from, &scope.until, today, today],
    );
    which(&mut query);
    query.add(" ORDER BY LENGTH(o.path), p.id LIMIT ?", vals![limit]);
    let mut all: Vec<Officer> = db.list(query).await?;
    let mut seen = std::collections::HashSet::new();
    all.retain(|one| seen.insert(one.account));
    Ok(all)
}

/// The field that proposes officers of the branch.
pub fn field(label: &str, form: &Fields) -> Field {
    Field::suggest("officer", label, "/console/officers/options", "officer_id", "")
        .hint("输入姓名，从列表里选一位有任职的人")
        .of_form(form)
}
/// Whom the field names; a fault is left in the form where there is nobody.
pub async fn chosen(desk: &Desk, form: &mut Fields) -> Result<Option<Officer>> {
    let (db, scope, today) = (&desk.app.db, desk.scope(WRITE)?, desk.app.today());
    let (id, name) = (form.number::<AccountId>("officer_id"), form.get("officer").to_owned());
    let all = match id {
        Some(id) => found(db, &scope, today, |q| q.add(" AND p.account = ?", vals![id]), 5).await?,
        None if name.is_empty() => Vec::new(),
        None => found(db, &scope, today, |q| q.add(" AND a.name = ?", vals![&name]), 5).await?,
    };
    match <[Officer; 1]>::try_from(all) {
        Ok([one]) => Ok(Some(one)),
        Err(several) => {
            let words = if several.is_empty() {
                "没有找到，请输入姓名后从列表里选一位"
            } else {
                "有几位同名，请从列表里选一位"
            };
            form.fault("officer", words);
            Ok(None)
        }
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for one in found %}<li role="option" data-value="{{ one.account }}" data-label="{{ one.name }}">{{ one.name }}<small>{{ one.org_name }}，{{ one.title }}</small></li>{% endfor %}"#
)]
struct Options {
    found: Vec<Officer>,
}
async fn options(desk: Desk, asked: Fields) -> Result<Response> {
    let like = format!("%{}%", asked.get("q").replace(['%', '_'], ""));
    let scope = desk.scope(WRITE)?;
    let found = found(&desk.app.db, &scope, desk.app.today(), |q| q.add(" AND a.name LIKE ?", vals![&like]), 8).await?;
    Ok(desk.show(&Options { found }))
}
