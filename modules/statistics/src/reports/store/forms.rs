//! SQL about forms: what cells there are, and what they are bound to.
use super::{
    super::{binding::Bindings, checks::Checks, span::Rhythm},
    FormId, from_json, to_json,
};
use platform::{
    App,
    db::{Db, Result, Tx},
    files::FileId,
    identity::AccountId,
    sheets::form::Form,
    tree::{OrgId, Scope},
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Template {
    pub id: FormId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub name: String,
    pub rhythm: String,
    pub file: FileId,
    pub grid: String,
    pub bindings: String,
    pub checks: String,
    pub made_at: i64,
    pub ended_at: Option<i64>,
    pub version: i64,
}
impl Template {
    pub fn form(&self) -> Form {
        from_json(&self.grid)
    }
    pub fn bindings(&self) -> Bindings {
        from_json(&self.bindings)
    }
    pub fn checks(&self) -> Checks {
        from_json(&self.checks)
    }
    pub fn rhythm(&self) -> Rhythm {
        Rhythm::from_key(&self.rhythm).unwrap_or(Rhythm::Quarter)
    }
}
const TEMPLATE: &str = "SELECT f.id, f.org, o.name AS org_name, o.path, f.name, f.rhythm, f.file, f.grid, f.bindings, f.checks, f.made_at, f.ended_at, f.version \
    FROM report_forms f JOIN organisations o ON o.id = f.org";

/// A form with its name only.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct TemplateLine {
    pub id: FormId,
    pub org_name: String,
    pub name: String,
    pub rhythm: String,
    pub reports: i64,
    pub made_at: i64,
}
pub async fn templates(db: &Db, org: OrgId) -> Result<Vec<TemplateLine>> {
    db.all(
        "SELECT f.id, o.name AS org_name, f.name, f.rhythm, (SELECT COUNT(*) FROM reports r WHERE r.form = f.id) AS reports, f.made_at \
         FROM report_forms f JOIN organisations o ON o.id = f.org WHERE f.org = $1 AND f.ended_at IS NULL ORDER BY f.id DESC LIMIT 100",
        vals![org],
    )
    .await
}
/// The form if it belongs to the branch.
pub async fn template(db: &Db, scope: &Scope, id: FormId) -> Result<Option<Template>> {
    Ok(template_of(db, id).await?.filter(|one| scope.holds(&one.path)))
}
pub async fn template_of(db: &Db, id: FormId) -> Result<Option<Template>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{TEMPLATE} WHERE f.id = $1")), vals![id]).await
}
pub struct NewTemplate<'a> {
    pub org: OrgId,
    pub name: &'a str,
    pub rhythm: Rhythm,
    pub file: FileId,
    pub grid: &'a Form,
    pub bindings: &'a Bindings,
    pub checks: &'a Checks,
    pub by: Option<AccountId>,
}
pub async fn add_template(tx: &mut Tx, app: &App, new: &NewTemplate<'_>) -> Result<FormId> {
    let values = vals![
        new.org,
        new.name,
        new.rhythm.key(),
        new.file,
        to_json(new.grid),
        to_json(new.bindings),
        to_json(new.checks),
        new.by,
        app.now()
    ];
    let columns = "org, name, rhythm, file, grid, bindings, checks, made_by, made_at";
    Ok(FormId(tx.insert("report_forms", columns, values).await?))
}
/// Writes what the cells are bound to; false: somebody was first.
pub async fn bind(tx: &mut Tx, one: &Template, bindings: &Bindings, checks: &Checks) -> Result<bool> {
    let sql =
        "UPDATE report_forms SET bindings = $3, checks = $4, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vals![one.id, one.version, to_json(bindings), to_json(checks)]).await? == 1)
}
pub async fn replace_file(
    tx: &mut Tx,
    one: &Template,
    (file, grid): (FileId, &Form),
    bindings: &Bindings,
) -> Result<bool> {
    let sql = "UPDATE report_forms SET file = $3, grid = $4, bindings = $5, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vals![one.id, one.version, file, to_json(grid), to_json(bindings)]).await? == 1)
}
