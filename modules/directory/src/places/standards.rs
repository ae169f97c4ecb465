//! Standards that a place was found to meet.
use super::{PlaceId, pages, store};
use crate::form::{day, line};
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    settings::{self, Setting, SettingKind},
    web::{Error, Fields, Result, see},
};
use ui::{Choice, Desk, Field};

/// The standards by which places of a region are accepted.
pub const STANDARDS: &Setting = &Setting {
    key: "places.standards",
    name: "服务地点的标准",
    hint: "一行一个；验收过的地点会向职工写明达到哪一项",
    default: "户外劳动者服务站点\n最美工会户外劳动者服务站点\n司机之家\n职工书屋\n女职工休息哺乳室",
    kind: SettingKind::Lines,
};

async fn names(desk: &Desk) -> platform::db::Result<Vec<String>> {
    let region =
        crate::unions::store::find(&desk.app.db, desk.post().org).await?.map_or_else(String::new, |u| u.region);
    settings::lines(&desk.app.db, STANDARDS, &region, desk.app.today()).await
}
pub async fn fields(desk: &Desk, form: &Fields) -> platform::db::Result<Vec<Field>> {
    let names = names(desk).await?.into_iter().map(|n| Choice::new(&n, &n));
    let all = [
        Field::select("standard", "哪一项标准", std::iter::once(Choice::new("", "请选择")).chain(names)),
        Field::date("accepted_on", "哪天验收"),
        Field::text("accepted_by", "谁验收").hint("例如滨河县总工会权益保障部").attr("maxlength", 40),
    ];
    Ok(all.into_iter().map(|f| f.of_form(form)).collect())
}

pub async fn create(desk: Desk, Path(place): Path<PlaceId>, mut form: Fields) -> Result<Response> {
    let place = pages::within(&desk, place).await?;
    let standard = form.get("standard").to_owned();
    if !names(&desk).await?.contains(&standard) {
        form.fault("standard", "请从列表里选一项");
    }
    let on = day(&mut form, "accepted_on", Some(desk.app.today()));
    if on.is_none() {
        form.fault("accepted_on", "请填验收的日期");
    }
    form.required("accepted_by", "请写明谁验收的", 40);
    let by = line(&mut form, "accepted_by", 40);
    let (Some(on), true) = (on, form.is_right()) else { return pages::again(&desk, place, &form).await };
    let mut tx = desk.app.db.begin().await?;
    if !store::accept(&mut tx, &desk.app, place.id, (&standard, on, &by), Some(desk.who.account)).await? {
        return Err(Error::refused("这一项已经登记过，不用再登记。"));
    }
    let entry = entry("place.accept", &place, &standard);
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#standards", place.link()), &format!("登记好了：{}达到{standard}", place.name)))
}
pub async fn end(desk: Desk, Path(place): Path<PlaceId>, form: Fields) -> Result<Response> {
    let place = pages::within(&desk, place).await?;
    let id = form.number("accepted").unwrap_or(0);
    let standard = store::accepted(&desk.app.db, place.id).await?.into_iter().find(|a| a.id == id);
    let mut tx = desk.app.db.begin().await?;
    if !store::end_standard(&mut tx, place.id, id, desk.app.today()).await? {
        return Err(Error::refused("这一项已经不在了，请回去再看一遍。"));
    }
    let standard = standard.map(|s| s.standard).unwrap_or_default();
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry("place.unaccept", &place, &standard)).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#standards", place.link()), &format!("从今天起不再写{standard}")))
}
fn entry<'a>(act: &'a str, place: &super::Place, standard: &'a str) -> audit::Entry<'a> {
    audit::Entry {
        act,
        object: "place",
        object_id: place.id.0,
        detail: standard,
        org: Some(place.union_id),
        ..Default::default()
    }
}
