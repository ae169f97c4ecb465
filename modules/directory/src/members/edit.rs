//! Changing a member's details, and the groups he or she belongs to.
use super::{Membership, MembershipId, index, link, show::Member};
use crate::{
    changes, employers,
    form::FormPage,
    people::{self, PersonDetails, card},
    permissions::MEMBERS_WRITE,
};
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    db::{Tx, is_unique},
    search,
    web::{Error, Fields, see},
};
use ui::{Button, Crumb, Desk, Flash};

fn page(desk: &Desk, member: &Member, form: &Fields, notice: Option<Flash>) -> Result<FormPage, Error> {
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("会员名册", index::PATH));
    crumbs.push(Crumb::to(member.membership.name.clone(), link(member.membership.id)));
    Ok(FormPage {
        frame: desk.frame("修改会员资料", index::PATH, crumbs),
        action: format!("{}/edit", link(member.membership.id)),
        hidden: vec![("version", form.get("version").to_owned())],
        notice,
        see: None,
        sections: card::sections(form, Some(&member.person.details(&desk.app)?)),
        submit: Button::primary("保存").busy("正在保存…"),
        back: link(member.membership.id),
    })
}

pub async fn edit(desk: Desk, Path(member): Path<MembershipId>) -> Result<Response, Error> {
    let member = Member::current(&desk, MEMBERS_WRITE, member).await?;
    Ok(desk.show(&page(&desk, &member, &card::filled(&member.person), None)?))
}

pub async fn update(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response, Error> {
    let member = Member::current(&desk, MEMBERS_WRITE, member).await?;
    let old = member.person.details(&desk.app)?;
    let mut new = card::read(&mut form, Some(&old), desk.app.today());
    employer_of(&desk, &form, &mut new).await?;
    people::store::adopt(&desk.app.db, &desk.app, &[(&new.document_kind, &new.document)]).await?;
    let index = people::store::document_index(&desk.app, &new.document_kind, &new.document);
    let others = people::store::by_indexes(&desk.app.db, &[index]).await?;
    if others.iter().any(|p| p.id != member.person.id) {
        form.fault("document", "这个证件号码已登记在另一个人名下，请核对证件");
    }
    if !form.is_right() {
        return Ok(desk.refill(&page(&desk, &member, &form, None)?));
    }
    if save(&desk, &member, form.number("version").unwrap_or(0), &old, &new).await? {
        return Ok(see(&link(member.membership.id), "已保存"));
    }
    let notice = first_one(&desk, &member).await?;
    form.set("version", member.person.version.to_string());
    Ok(desk.refill(&page(&desk, &member, &form, Some(notice))?))
}

/// The employer that the field proposed, if its name still stands there.
pub async fn employer_of(desk: &Desk, form: &Fields, details: &mut PersonDetails) -> Result<(), Error> {
    let found = employers::chosen(desk, form, "employer_name", "employer_id").await?;
    if let Some(employer) = found.filter(|e| e.name == details.employer_name) {
        details.employer = Some(employer.id);
    }
    Ok(())
}

/// False: somebody was first.
async fn save(
    desk: &Desk,
    member: &Member,
    version: i64,
    old: &PersonDetails,
    new: &PersonDetails,
) -> Result<bool, Error> {
    let changed = card::differences(old, new);
    if changed.is_empty() {
        return Ok(true);
    }
    let (app, membership) = (&desk.app, &member.membership);
    let mut tx = app.db.begin().await?;
    if !people::store::take(&mut tx, member.person.id, version).await? {
        return Ok(false);
    }
    let written = people::store::update(&mut tx, app, member.person.id, new).await;
    written.map_err(|fault| {
        if is_unique(&fault) {
            Error::refused("这个证件号码刚刚登记在另一个人名下，请核对证件")
        } else {
            fault.into()
        }
    })?;
    let words = people::store::search_words(app, new, &membership.number, &membership.path);
    let entry = search::NewEntry { kind: "member", id: membership.id.0, title: new.name.clone(), words };
    search::put(&mut tx, vec![entry]).await?;
    record(&mut tx, desk, membership, "member.edit", &changes::json(&changed)).await?;
    tx.commit().await?;
    Ok(true)
}

/// An entry of the audit about a member's person.
pub async fn record(
    tx: &mut Tx,
    desk: &Desk,
    membership: &Membership,
    act: &'static str,
    detail: &str,
) -> Result<(), Error> {
    let entry = audit::Entry {
        act,
        object: "member",
        object_id: membership.id.0,
        person: Some(membership.person),
        org: Some(membership.union_id),
        detail,
        ..Default::default()
    };
    Ok(audit::record(tx, &desk.app, Some(&desk.who), &entry).await?)
}

async fn first_one(desk: &Desk, member: &Member) -> Result<Flash, Error> {
    let lines = audit::about(&desk.app.db, member.person.id, 20).await?;
    let last = lines.into_iter().find(|line| line.act == "member.edit");
    Ok(match last {
        Some(last) => Flash::warn(changes::conflict(
            last.name.as_deref().unwrap_or("别人"),
            last.at,
            &last.detail,
            desk.app.today(),
        )),
        None => Flash::warn("这个人的资料刚被改过（可能是名册导入或本人），请对照后再保存"),
    })
}

pub async fn add_group(desk: Desk, Path(member): Path<MembershipId>, form: Fields) -> Result<Response, Error> {
    let member = Member::current(&desk, MEMBERS_WRITE, member).await?;
    let group = form.get("group").to_owned();
    if !index::groups(&desk.app, "").await?.contains(&group) {
        return Err(Error::refused("请从列表里选一个职工类别"));
    }
    let mut tx = desk.app.db.begin().await?;
    people::store::add_groups(&mut tx, member.person.id, std::slice::from_ref(&group), desk.app.today()).await?;
    record(&mut tx, &desk, &member.membership, "member.group", &format!("加上{group}")).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#groups", link(member.membership.id)), &format!("已加上{group}")))
}

pub async fn end_group(desk: Desk, Path(member): Path<MembershipId>, form: Fields) -> Result<Response, Error> {
    let member = Member::current(&desk, MEMBERS_WRITE, member).await?;
    let group = form.get("group").to_owned();
    let mut tx = desk.app.db.begin().await?;
    if !people::store::end_group(&mut tx, member.person.id, &group, desk.app.today()).await? {
        return Err(Error::refused("这个职工类别已经结束，不用再办"));
    }
    record(&mut tx, &desk, &member.membership, "member.group", &format!("不再是{group}")).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#groups", link(member.membership.id)), &format!("已结束{group}")))
}
