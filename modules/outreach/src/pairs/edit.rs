//! Making a pair, and ending it.
use super::{OBJECT, PATH, PairId, crumb, entry, store, within};
use crate::{officers, permissions::WRITE};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::{
    employers::{self, EmployerId},
    unions,
};
use platform::{
    audit, notices, tasks,
    tree::OrgId,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Desk, ErrorSummary, Field};

#[derive(Template)]
#[template(path = "pairs/new.html")]
struct NewPage {
    frame: ui::Console,
    summary: ErrorSummary,
    fields: Vec<Field>,
}
fn page(desk: &Desk, mut form: Fields) -> NewPage {
    if form.is_right() {
        form.set("union", desk.post().org_name.clone());
        form.set("union_id", desk.post().org.to_string());
    }
    let fields: Vec<Field> = vec![
        Field::suggest("employer", "单位", "/console/employers/options", "employer_id", "").of_form(&form),
        Field::suggest("union", "哪家工会的委员", "/console/unions/options", "union_id", "").of_form(&form),
        officers::field("委员", &form),
    ];
    NewPage { frame: desk.frame("结一个对子", PATH, crumb()), summary: ErrorSummary::of(&fields), fields }
}

pub async fn new(desk: Desk, asked: Fields) -> Result<Response> {
    let mut form = Fields::default();
    if let Some(id) = asked.number::<EmployerId>("employer")
        && let Some(employer) = employers::store::within(&desk.app.db, &desk.scope(WRITE)?, id).await?
    {
        form.set("employer", employer.name);
        form.set("employer_id", employer.id.to_string());
    }
    let union = asked.number::<OrgId>("union");
    let mut page = page(&desk, form.clone());
    if let Some(union) = union
        && let Some(union) = unions::store::within(&desk.app.db, &desk.scope(WRITE)?, union).await?
    {
        form.set("union", union.name);
        form.set("union_id", union.id.to_string());
        page.fields[1] = page.fields[1].clone().of_form(&form);
    }
    Ok(desk.show(&page))
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let employer = employers::chosen(&desk, &form, "employer", "employer_id").await?;
    if employer.is_none() {
        form.fault("employer", "请从列表里选一家单位");
    }
    let union = unions::chosen(&desk, &form, "union", "union_id").await?;
    if union.is_none() {
        form.fault("union", format!("请从列表里选一家工会，只能是{}和它的下级", desk.post().org_name));
    }
    let officer = officers::chosen(&desk, &mut form).await?;
    let (Some(employer), Some(union), Some(officer)) = (employer, union, officer) else {
        return Ok(desk.refill(&page(&desk, form)));
    };
    let before = store::current(&desk.app.db, union.id, employer.id).await?;
    let mut tx = desk.app.db.begin().await?;
    let Some(id) = store::add(&mut tx, union.id, officer.account, employer.id, desk.app.today()).await? else {
        drop(tx);
        let who = before.map_or_else(|| "有人".into(), |p| p.officer_name);
        form.fault("employer", format!("{}已经由{who}联系。要换人，先结束原来的结对", employer.name));
        return Ok(desk.refill(&page(&desk, form)));
    };
    let link = format!("{PATH}/{id}");
    let made = audit::Entry {
        act: "pair.create",
        object: OBJECT,
        object_id: id.0,
        detail: &employer.name,
        org: Some(union.id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &made).await?;
    let title = format!("您和{}结了对子", employer.name);
    notices::tell(&mut tx, &desk.app, officer.account, &title, "去了请登记走访，久没去会提醒您", &link).await?;
    tx.commit().await?;
    Ok(see(&link, &format!("{}由{}联系，已告诉本人", employer.name, officer.name)))
}

pub async fn end(desk: Desk, Path(pair): Path<PairId>) -> Result<Response> {
    let pair = within(&desk, WRITE, pair).await?;
    let mut tx = desk.app.db.begin().await?;
    if !store::end(&mut tx, pair.id, desk.app.today()).await? {
        return Err(Error::refused("这个结对已经结束，不用再结束。"));
    }
    tasks::close(&mut tx, &desk.app, OBJECT, pair.id.0, Some(desk.who.account), "结对结束").await?;
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry("pair.end", &pair, &pair.employer_name)).await?;
    tx.commit().await?;
    Ok(see(&pair.link(), "结对到今天为止，走访记录都在"))
}
