//! Registering a union and changing its card.
use super::{NewUnion, Union, UnionKind, card, index::crumb, link, store};
use crate::{changes, form::FormPage, members};
use axum::{extract::Path, response::Response};
use platform::{
    audit, identity,
    tree::OrgId,
    web::{Error, Fields, see},
};
use ui::{Button, Crumb, Desk, Flash};

async fn choices(desk: &Desk, parent: &Union, kinds: Vec<UnionKind>) -> Result<card::Choices, Error> {
    let groups = members::groups_of(&desk.app, &[members::GROUPS, members::NEW_EMPLOYMENT], &parent.region).await?;
    Ok(card::Choices { kinds, regions: card::regions(&parent.region), groups })
}
async fn choices_below(desk: &Desk, parent: &Union) -> Result<card::Choices, Error> {
    let above = parent.kind().ok_or(Error::NotFound)?;
    choices(desk, parent, UnionKind::ALL.into_iter().filter(|k| k.fits_under(above)).collect()).await
}

/// The parent that the form names; it must lie in one's branch.
async fn parent_of(desk: &Desk, fields: &Fields) -> Result<Union, Error> {
    super::within_to_write(desk, fields.number("parent").unwrap_or(desk.post().org)).await
}

fn new_page(desk: &Desk, parent: &Union, form: &Fields, choices: &card::Choices) -> FormPage {
    FormPage {
        frame: desk.frame("登记工会", "/console/unions", below(parent)),
        action: "/console/unions".into(),
        hidden: vec![("parent", parent.id.to_string())],
        notice: Some(Flash::note(format!("登记在{}下面。要登记在别处，请从那家工会的页面进来", parent.name))),
        see: None,
        sections: card::sections(form, choices),
        submit: Button::primary("登记这家工会").busy("正在登记…"),
        back: link(parent.id),
    }
}
fn below(union: &Union) -> Vec<Crumb> {
    let mut crumbs = crumb();
    crumbs.push(Crumb::to("基层工会", "/console/unions"));
    crumbs.push(Crumb::to(union.name.clone(), link(union.id)));
    crumbs
}

pub async fn new(desk: Desk, mut fields: Fields) -> Result<Response, Error> {
    let parent = parent_of(&desk, &fields).await?;
    let choices = choices_below(&desk, &parent).await?;
    if choices.kinds.is_empty() {
        return Err(Error::refused(format!("{}下面不能再设工会，请从它的上级登记", parent.name)));
    }
    fields.set("region", parent.region.clone());
    fields.set("status", "1");
    fields.set("channel", "1");
    Ok(desk.show(&new_page(&desk, &parent, &fields, &choices)))
}

pub async fn create(desk: Desk, mut fields: Fields) -> Result<Response, Error> {
    let parent = parent_of(&desk, &fields).await?;
    let choices = choices_below(&desk, &parent).await?;
    let new = card::read(&mut fields, &choices, desk.app.today());
    if store::children(&desk.app.db, parent.id, 10_000).await?.iter().any(|c| c.name == new.name) {
        fields.fault("name", format!("{}下面已经有一家同名的工会，请核对", parent.name));
    }
    if !fields.is_right() {
        return Ok(desk.refill(&new_page(&desk, &parent, &fields, &choices)));
    }
    let mut tx = desk.app.db.begin().await?;
    let union = store::add(&mut tx, &desk.app, Some(&parent.org()), &new).await?;
    record(&mut tx, &desk, "union.create", &union, &format!("登记在{}下面", parent.name)).await?;
    tx.commit().await?;
    Ok(see(&link(union.id), &format!("{}登记好了", union.name)))
}

/// An entry of the audit about a union.
pub async fn record(
    tx: &mut platform::db::Tx,
    desk: &Desk,
    act: &'static str,
    union: &Union,
    detail: &str,
) -> Result<(), Error> {
    let entry =
        audit::Entry { act, object: "union", object_id: union.id.0, org: Some(union.id), detail, ..Default::default() };
    Ok(audit::record(tx, &desk.app, Some(&desk.who), &entry).await?)
}

fn edit_page(desk: &Desk, union: &Union, form: &Fields, choices: &card::Choices, notice: Option<Flash>) -> FormPage {
    FormPage {
        frame: desk.frame("修改工会资料", "/console/unions", below(union)),
        action: format!("{}/edit", link(union.id)),
        hidden: vec![("version", form.get("version").to_owned())],
        notice,
        see: None,
        sections: card::sections(form, choices),
        submit: Button::primary("保存").busy("正在保存…"),
        back: link(union.id),
    }
}
/// The kind of a union stands: another kind is another union.
async fn choices_of(desk: &Desk, union: &Union) -> Result<card::Choices, Error> {
    let mut choices = choices(desk, union, union.kind().into_iter().collect()).await?;
    if let Some(parent) = union.parent
        && let Some(parent) = store::find(&desk.app.db, parent).await?
    {
        choices.regions = card::regions(&parent.region);
    }
    if let Some(own) = platform::standards::Region::find(&union.region).filter(|own| !choices.regions.contains(own)) {
        choices.regions.insert(0, own);
    }
    Ok(choices)
}

pub async fn edit(desk: Desk, Path(union): Path<OrgId>) -> Result<Response, Error> {
    let union = super::within_to_write(&desk, union).await?;
    let form = card::filled(&union, &store::groups(&desk.app.db, union.id).await?);
    let choices = choices_of(&desk, &union).await?;
    Ok(desk.show(&edit_page(&desk, &union, &form, &choices, None)))
}

pub async fn update(desk: Desk, Path(union): Path<OrgId>, mut fields: Fields) -> Result<Response, Error> {
    let union = super::within_to_write(&desk, union).await?;
    let choices = choices_of(&desk, &union).await?;
    let new = card::read(&mut fields, &choices, desk.app.today());
    if !fields.is_right() {
        return Ok(desk.refill(&edit_page(&desk, &union, &fields, &choices, None)));
    }
    let seen = Union { version: fields.number("version").unwrap_or(0), ..union.clone() };
    match save(&desk, &seen, &new).await? {
        true => Ok(see(&link(union.id), "已保存")),
        false => {
            let notice = first_one(&desk, &union).await?;
            fields.set("version", union.version.to_string());
            Ok(desk.refill(&edit_page(&desk, &union, &fields, &choices, Some(notice))))
        }
    }
}

/// False: somebody was first.
async fn save(desk: &Desk, union: &Union, new: &NewUnion) -> Result<bool, Error> {
    let changed = card::differences(union, &store::groups(&desk.app.db, union.id).await?, new);
    if changed.is_empty() {
        return Ok(true);
    }
    let mut tx = desk.app.db.begin().await?;
    if !store::update(&mut tx, &desk.app, union, new, desk.who.account, &changed).await? {
        return Ok(false);
    }
    record(&mut tx, desk, "union.edit", union, &changes::json(&changed)).await?;
    tx.commit().await?;
    Ok(true)
}

/// Who changed the card first, when and what.
async fn first_one(desk: &Desk, union: &Union) -> Result<Flash, Error> {
    let Some(last) = store::last_change(&desk.app.db, union.id).await? else {
        return Ok(Flash::warn("这份资料刚被改过，请对照后再保存"));
    };
    let name = match last.account {
        Some(account) => identity::account(&desk.app.db, account).await?.map_or_else(|| "别人".into(), |a| a.name),
        None => "系统".to_owned(),
    };
    Ok(Flash::warn(changes::conflict(&name, last.at, &last.changes, desk.app.today())))
}
