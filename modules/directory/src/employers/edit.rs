//! Registering an employer and changing its card.
use super::{Employer, NewEmployer, card, index, link, store, within};
use crate::{changes, form::FormPage, permissions::EMPLOYERS_WRITE, unions};
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    db::{Tx, is_unique},
    tree::{self, Org},
    web::{Error, Fields, see},
};
use ui::{Button, Crumb, Desk, Flash};

const USED: &str = "这个代码已经登记过，一个代码只登记一次";

/// The employer that has the code already: with a link where one may see it.
async fn twin(
    desk: &Desk,
    form: &mut Fields,
    new: &NewEmployer,
    own: Option<&Employer>,
) -> Result<Option<Button>, Error> {
    let Some(uscc) = &new.uscc else { return Ok(None) };
    let found = store::by_uscc(&desk.app.db, uscc).await?.filter(|e| own.is_none_or(|own| own.id != e.id));
    let Some(found) = found else { return Ok(None) };
    if !desk.scope(EMPLOYERS_WRITE)?.holds(&found.path) {
        form.fault("uscc", "这个代码已由别的工会登记，请和上级工会联系");
        return Ok(None);
    }
    form.fault("uscc", USED);
    Ok(Some(Button::outline(format!("看已登记的{}", found.name)).href(link(found.id))))
}
/// The region around which places are offered.
async fn region(desk: &Desk) -> Result<String, Error> {
    Ok(unions::store::find(&desk.app.db, desk.post().org).await?.map(|u| u.region).unwrap_or_default())
}

async fn page(
    desk: &Desk,
    employer: Option<&Employer>,
    form: &Fields,
    notice: Option<Flash>,
    see: Option<Button>,
) -> Result<FormPage, Error> {
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("用人单位", index::PATH));
    crumbs.extend(employer.map(|e| Crumb::to(e.name.clone(), link(e.id))));
    let back = employer.map_or_else(|| index::PATH.to_owned(), |e| link(e.id));
    Ok(FormPage {
        frame: desk.frame(if employer.is_some() { "修改单位资料" } else { "登记单位" }, index::PATH, crumbs),
        action: employer.map_or_else(|| index::PATH.to_owned(), |e| format!("{}/edit", link(e.id))),
        hidden: vec![("version", form.get("version").to_owned())],
        notice,
        see,
        sections: card::sections(form, &region(desk).await?),
        submit: Button::primary(if employer.is_some() { "保存" } else { "登记这家单位" }).busy("正在保存…"),
        back,
    })
}

pub async fn new(desk: Desk, mut form: Fields) -> Result<Response, Error> {
    form.set("region", region(&desk).await?);
    form.set("area", desk.post().org_name.clone());
    form.set("area_id", desk.post().org.to_string());
    Ok(desk.show(&page(&desk, None, &form, None, None).await?))
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response, Error> {
    let new = card::read(&mut form);
    let area = index::area_of(&desk, &mut form).await?;
    let twin = twin(&desk, &mut form, &new, None).await?;
    let (Some(area), true) = (area, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, None, &form, None, twin).await?));
    };
    let mut tx = desk.app.db.begin().await?;
    let id = store::add(&mut tx, &desk.app, &area, &new).await.map_err(taken)?;
    record(&mut tx, &desk, "employer.create", (id, &area), "").await?;
    tx.commit().await?;
    Ok(see(&link(id), &format!("{}登记好了", new.name)))
}
/// Two officers entered the same code at the same time.
fn taken(fault: platform::db::Error) -> Error {
    if is_unique(&fault) { Error::refused(USED) } else { fault.into() }
}

/// An entry of the audit about an employer of an area.
pub async fn record(
    tx: &mut Tx,
    desk: &Desk,
    act: &'static str,
    (id, area): (super::EmployerId, &Org),
    detail: &str,
) -> Result<(), Error> {
    let entry =
        audit::Entry { act, object: "employer", object_id: id.0, org: Some(area.id), detail, ..Default::default() };
    Ok(audit::record(tx, &desk.app, Some(&desk.who), &entry).await?)
}

pub async fn area(desk: &Desk, employer: &Employer) -> Result<Org, Error> {
    tree::find(&desk.app.db, employer.org).await?.ok_or(Error::NotFound)
}

pub async fn edit(desk: Desk, Path(employer): Path<super::EmployerId>) -> Result<Response, Error> {
    let employer = within(&desk, EMPLOYERS_WRITE, employer).await?;
    let form = card::filled(&employer, &area(&desk, &employer).await?);
    Ok(desk.show(&page(&desk, Some(&employer), &form, None, None).await?))
}

pub async fn update(desk: Desk, Path(employer): Path<super::EmployerId>, mut form: Fields) -> Result<Response, Error> {
    let employer = within(&desk, EMPLOYERS_WRITE, employer).await?;
    let new = card::read(&mut form);
    let to = index::area_of(&desk, &mut form).await?;
    let twin = twin(&desk, &mut form, &new, Some(&employer)).await?;
    let (Some(to), true) = (to, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, Some(&employer), &form, None, twin).await?));
    };
    let seen = Employer { version: form.number("version").unwrap_or(0), ..employer.clone() };
    if save(&desk, &seen, &new, &to).await? {
        return Ok(see(&link(employer.id), "已保存"));
    }
    let notice = first_one(&desk, &employer).await?;
    form.set("version", employer.version.to_string());
    Ok(desk.refill(&page(&desk, Some(&employer), &form, Some(notice), None).await?))
}

/// False: somebody was first.
async fn save(desk: &Desk, employer: &Employer, new: &NewEmployer, to: &Org) -> Result<bool, Error> {
    let changed = card::differences(employer, &area(desk, employer).await?, new, to);
    if changed.is_empty() {
        return Ok(true);
    }
    let mut tx = desk.app.db.begin().await?;
    if !store::update(&mut tx, &desk.app, employer, to, new).await.map_err(taken)? {
        return Ok(false);
    }
    record(&mut tx, desk, "employer.edit", (employer.id, to), &changes::json(&changed)).await?;
    tx.commit().await?;
    Ok(true)
}

/// Who changed the card first, when and what.
pub async fn first_one(desk: &Desk, employer: &Employer) -> Result<Flash, Error> {
    let last = audit::of_object(&desk.app.db, "employer", employer.id.0, 1).await?.into_iter().next();
    Ok(match last {
        Some(last) => Flash::warn(changes::conflict(
            last.name.as_deref().unwrap_or("别人"),
            last.at,
            &last.detail,
            desk.app.today(),
        )),
        None => Flash::warn("这份资料刚被改过，请对照后再保存"),
    })
}
