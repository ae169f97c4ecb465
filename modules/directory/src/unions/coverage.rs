//! Covering employers: adding and ending a dated link.
use super::{edit::record, link, rules, store};
use crate::{
    employers::{self, EmployerId},
    form,
    permissions::UNIONS_WRITE,
};
use axum::{extract::Path, response::Response};
use platform::{
    tree::OrgId,
    web::{Error, Fields, see},
};
use ui::Desk;

pub async fn create(desk: Desk, Path(union): Path<OrgId>, mut fields: Fields) -> Result<Response, Error> {
    let union = super::within_to_write(&desk, union).await?;
    if !union.kind().is_some_and(rules::covers_employers) {
        return Err(Error::refused("这类工会不覆盖别的单位：请在单位页面把单位归到工会名下"));
    }
    let from = form::day(&mut fields, "from_on", Some(desk.app.today()));
    if let Some(fault) = fields.error("from_on") {
        return Err(Error::refused(fault));
    }
    let Some(employer) = employers::chosen(&desk, &fields, "employer", "employer_id").await? else {
        return Err(Error::refused("没有找到这家单位，请输入名称后从列表里选一家"));
    };
    let mut tx = desk.app.db.begin().await?;
    let from = from.unwrap_or_else(|| desk.app.today());
    if !store::cover(&mut tx, &desk.app, union.id, employer.id, from).await? {
        return Err(Error::refused(format!("{}已经由{}覆盖", employer.name, union.name)));
    }
    record(&mut tx, &desk, "union.cover", &union, &employer.name).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#coverage", link(union.id)), &format!("{}已由{}覆盖", employer.name, union.name)))
}

pub async fn end(desk: Desk, Path((union, employer)): Path<(OrgId, EmployerId)>) -> Result<Response, Error> {
    let union = super::within_to_write(&desk, union).await?;
    let scope = desk.scope(UNIONS_WRITE)?;
    let employer = employers::store::within(&desk.app.db, &scope, employer).await?.ok_or(Error::NotFound)?;
    let mut tx = desk.app.db.begin().await?;
    if !store::end_coverage(&mut tx, &desk.app, union.id, employer.id, desk.app.today()).await? {
        return Err(Error::refused(format!("{}现在不由{}覆盖，不用结束", employer.name, union.name)));
    }
    record(&mut tx, &desk, "union.uncover", &union, &employer.name).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#coverage", link(union.id)), &format!("今天起{}不再覆盖{}", union.name, employer.name)))
}
