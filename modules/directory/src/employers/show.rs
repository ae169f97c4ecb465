//! An employer's card: facts left, timeline right, acts on top.
use super::{Employer, EmployerId, edit, index, link, rules, store};
use crate::{
    changes,
    permissions::{EMPLOYERS_WRITE, MEMBERS_READ, UNIONS_READ},
    unions::{self, industry_name, region_name},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    Thing, audit,
    standards::tables,
    tree::{Org, OrgId},
    web::Error,
};
use ui::{Crumb, Desk, Life, filters};

#[derive(Template)]
#[template(path = "employers/show.html")]
struct ShowPage {
    frame: ui::Console,
    offers: Vec<ui::Button>,
    employer: Employer,
    area: Org,
    /// Whether the union's card may be opened.
    union_here: bool,
    coverers: Vec<(OrgId, String, String, Option<String>)>,
    members: Option<i64>,
    life: Option<Life>,
    may_write: bool,
}
impl ShowPage {
    fn union_shown(&self) -> Option<OrgId> {
        self.employer.union_id.filter(|_| self.union_here)
    }
    fn nature(&self) -> &'static str {
        tables::UNIT_CATEGORY.name_of(&self.employer.nature).unwrap_or_default()
    }
}

pub async fn show(desk: Desk, Path(employer): Path<EmployerId>) -> Result<Response, Error> {
    let employer = super::within(&desk, UNIONS_READ, employer).await?;
    let (db, scope) = (&desk.app.db, desk.scope(UNIONS_READ)?);
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("用人单位", index::PATH));
    let union_here = match employer.union_id {
        Some(id) => unions::store::within(db, &scope, id).await?.is_some(),
        None => false,
    };
    let members = if desk.may(MEMBERS_READ) { Some(store::members(db, employer.id, &scope).await?) } else { None };
    let mut offers = desk.offers(Thing::Employer, employer.id.0);
    if employer.union_id.is_none() {
        offers.extend(desk.offers(Thing::UnorganisedEmployer, employer.id.0));
    }
    let page = ShowPage {
        frame: desk.frame(&employer.name, index::PATH, crumbs),
        offers,
        area: edit::area(&desk, &employer).await?,
        union_here,
        coverers: store::coverers(db, employer.id).await?,
        members,
        life: timeline(&desk, &employer).await?,
        may_write: desk.may(EMPLOYERS_WRITE),
        employer,
    };
    Ok(desk.show(&page))
}

async fn timeline(desk: &Desk, employer: &Employer) -> Result<Option<Life>, Error> {
    let lines = audit::of_object(&desk.app.db, "employer", employer.id.0, 30).await?;
    let steps: Vec<_> =
        lines.iter().rev().map(|line| changes::step(line, act_name(&line.act), desk.app.today())).collect();
    Ok((!steps.is_empty()).then(|| Life::log(steps)))
}
fn act_name(act: &str) -> &'static str {
    match act {
        "employer.create" => "登记",
        "employer.edit" => "修改资料",
        "employer.bind" => "归到一家工会",
        "employer.release" => "解除归属",
        "employer.merge" => "合并重复登记",
        "contact.assign" => "分派建会联系",
        "contact.report" => "建会联系",
        _ => "其他变动",
    }
}
