//! To which union an employer's workers belong: binding and releasing.
use super::{Employer, EmployerId, edit, link, store, within};
use crate::{permissions::EMPLOYERS_WRITE, unions};
use axum::{extract::Path, response::Response};
use platform::web::{Error, Fields, see};
use ui::Desk;

pub async fn create(desk: Desk, Path(employer): Path<EmployerId>, fields: Fields) -> Result<Response, Error> {
    let employer = within(&desk, EMPLOYERS_WRITE, employer).await?;
    let Some(union) = unions::chosen(&desk, &fields, "union", "union_id").await? else {
        return Err(Error::refused("没有找到这家工会，请输入名称后从列表里选一家"));
    };
    if !union.kind().is_some_and(unions::UnionKind::holds_members) {
        return Err(Error::refused(format!("{}不直接发展会员，请选一家基层工会或联合工会", union.name)));
    }
    let detail = format!("归到{}", union.name);
    keep(&desk, &employer, &fields, Some(union.id), "employer.bind", &detail).await?;
    Ok(see(&link(employer.id), &format!("{}的职工现在归{}", employer.name, union.name)))
}

pub async fn release(desk: Desk, Path(employer): Path<EmployerId>, fields: Fields) -> Result<Response, Error> {
    let employer = within(&desk, EMPLOYERS_WRITE, employer).await?;
    let Some(union) = &employer.union_name else {
        return Err(Error::refused(format!("{}现在没有归到哪家工会，不用解除", employer.name)));
    };
    keep(&desk, &employer, &fields, None, "employer.release", &format!("不再归{union}")).await?;
    Ok(see(&link(employer.id), &format!("{}不再归{union}；已入会的人会籍不变", employer.name)))
}

/// Keeps it if nobody changed the employer since it was seen.
async fn keep(
    desk: &Desk,
    employer: &Employer,
    fields: &Fields,
    union: Option<platform::tree::OrgId>,
    act: &'static str,
    detail: &str,
) -> Result<(), Error> {
    let area = edit::area(desk, employer).await?;
    let seen = Employer { version: fields.number("version").unwrap_or(employer.version), ..employer.clone() };
    let mut tx = desk.app.db.begin().await?;
    if !store::bind(&mut tx, &desk.app, &seen, union).await? {
        return Err(Error::refused("这家单位刚被别人改过，请回到单位页面看过再办"));
    }
    edit::record(&mut tx, desk, act, (employer.id, &area), detail).await?;
    Ok(tx.commit().await?)
}
