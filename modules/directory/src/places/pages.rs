//! The places of a branch: list, entering, changing, closing.
use super::{
    NewPlace, Place, PlaceId, PlaceKind, form, opening, standards,
    store::{self, Accepted, Wanted},
    union_field,
};
use crate::permissions::CODES_WRITE;
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    web::{Error, Fields, Result, encode, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field, Filter, Pager, Pill, Pills, Stamp, filters, text};

const PAGE: i64 = 50;
const HERE: &str = "/console/places";

#[derive(Template)]
#[template(path = "places/index.html")]
struct IndexPage {
    frame: ui::Console,
    pills: Pills,
    filters: [Filter; 2],
    closed: bool,
    places: Vec<Place>,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "places/edit.html")]
struct EditPage {
    frame: ui::Console,
    /// The one that is changed; none: a new one.
    place: Option<Place>,
    version: i64,
    summary: ErrorSummary,
    union: Field,
    fields: Vec<Field>,
    hours: Vec<Field>,
    accepted: Vec<Accepted>,
    accept: Vec<Field>,
}

pub(super) fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::to("服务地点", HERE)]
}
pub(super) async fn within(desk: &Desk, id: PlaceId) -> Result<Place> {
    store::within(&desk.app.db, &desk.scope(CODES_WRITE)?, id).await?.ok_or(Error::NotFound)
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let wanted = Wanted {
        kind: PlaceKind::from_key(asked.get("kind")),
        text: asked.get("q").chars().take(40).collect(),
        closed: asked.get("closed") == "1",
        before: asked.get("before").parse().ok(),
        ..Wanted::default()
    };
    let mut places = store::list(&desk.app.db, &desk.scope(CODES_WRITE)?, &wanted, PAGE + 1).await?;
    let more = places.len() > PAGE as usize;
    places.truncate(PAGE as usize);
    let address = |extra: &str| {
        let kind = wanted.kind.map_or("", PlaceKind::key);
        format!("{HERE}?kind={kind}&q={}{extra}", encode(&wanted.text))
    };
    let closed = if wanted.closed { "&closed=1" } else { "" };
    let next = places.last().filter(|_| more).map(|p| address(&format!("{closed}&before={}", p.id)));
    let kinds = std::iter::once(("", "所有种类")).chain(PlaceKind::ALL.map(|k| (k.key(), k.name())));
    Ok(desk.show(&IndexPage {
        frame: desk.frame("服务地点", HERE, vec![Crumb::word("有家")]),
        pills: Pills::new(
            "开着还是关了",
            [
                Pill::new("在用", address("")).here(!wanted.closed),
                Pill::new("已关闭", address("&closed=1")).here(wanted.closed),
            ],
        ),
        filters: [
            Filter::find("q", "找地点", "名称或地址", &wanted.text),
            Filter::choose("kind", "种类", kinds, wanted.kind.map_or("", PlaceKind::key)),
        ],
        pager: Pager::new("按登记时间从新到旧").previous(wanted.before.map(|_| address(closed))).next(next),
        closed: wanted.closed,
        places,
    }))
}

/// The page of a place, or of a new one; `more`: what was typed about hours or a standard.
async fn page(desk: &Desk, place: Option<Place>, form: &mut Fields, more: Option<&Fields>) -> Result<EditPage> {
    let union = union_field::field(desk, form);
    let fields = form::fields(form);
    let title = place.as_ref().map_or_else(|| "登记地点".to_owned(), |p| p.name.clone());
    let (mut hours, mut accepted, mut accept) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(place) = &place {
        hours = opening::fields(&more.cloned().unwrap_or_else(|| opening::filled(place)));
        accepted = store::accepted(&desk.app.db, place.id).await?;
        accept = standards::fields(desk, &more.cloned().unwrap_or_default()).await?;
    }
    let mut summary = ErrorSummary::of(std::iter::once(&union).chain(&fields).chain(&hours).chain(&accept));
    if let Some(sentence) = form.error("version") {
        summary = summary.add("place_name", "有人先改过", sentence);
    }
    let version = form.get("version").parse().unwrap_or(1);
    let frame = desk.frame(&title, HERE, crumb());
    Ok(EditPage { frame, place, version, summary, union, fields, hours, accepted, accept })
}
/// The page of a place with a part that is to be mended.
pub(super) async fn again(desk: &Desk, place: Place, more: &Fields) -> Result<Response> {
    let mut form = filled(&place);
    Ok(desk.refill(&page(desk, Some(place), &mut form, Some(more)).await?))
}
/// What the form reads, with its union; none where something is to be mended.
pub(crate) async fn typed(desk: &Desk, form: &mut Fields) -> Result<Option<NewPlace>> {
    let union = union_field::chosen(desk, form).await?;
    let (Some(union), Some(typed)) = (union, form::read(form)) else { return Ok(None) };
    let form::Typed { kind, name, address, position } = typed;
    Ok(Some(NewPlace { union_id: union.id, kind, name, address, position }))
}
fn entry<'a>(act: &'a str, id: PlaceId, new: &'a NewPlace) -> audit::Entry<'a> {
    audit::Entry {
        act,
        object: "place",
        object_id: id.0,
        detail: &new.name,
        org: Some(new.union_id),
        ..Default::default()
    }
}

pub async fn new(desk: Desk) -> Result<Response> {
    Ok(desk.show(&page(&desk, None, &mut Fields::default(), None).await?))
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let Some(new) = typed(&desk, &mut form).await? else {
        return Ok(desk.refill(&page(&desk, None, &mut form, None).await?));
    };
    let mut tx = desk.app.db.begin().await?;
    let id = store::add(&mut tx, &desk.app, &new).await?;
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry("place.create", id, &new)).await?;
    tx.commit().await?;
    Ok(see(HERE, &format!("{}登记好了", new.name)))
}

/// The form as it is filled from a place.
fn filled(place: &Place) -> Fields {
    let degrees = |d: Option<f64>| d.map_or_else(String::new, |d| d.to_string());
    let mut form = Fields::default();
    for (name, value) in [
        ("union", place.union_name.clone()),
        ("union_id", place.union_id.to_string()),
        ("place_kind", place.kind.clone()),
        ("place_name", place.name.clone()),
        ("place_address", place.address.clone()),
        ("latitude", degrees(place.latitude)),
        ("longitude", degrees(place.longitude)),
        ("version", place.version.to_string()),
    ] {
        form.set(name, value);
    }
    form
}
pub async fn edit(desk: Desk, Path(place): Path<PlaceId>) -> Result<Response> {
    let place = within(&desk, place).await?;
    let mut form = filled(&place);
    Ok(desk.show(&page(&desk, Some(place), &mut form, None).await?))
}
pub async fn update(desk: Desk, Path(place): Path<PlaceId>, mut form: Fields) -> Result<Response> {
    let place = within(&desk, place).await?;
    let Some(new) = typed(&desk, &mut form).await? else {
        return Ok(desk.refill(&page(&desk, Some(place), &mut form, None).await?));
    };
    let version = form.get("version").parse().unwrap_or(0);
    let mut tx = desk.app.db.begin().await?;
    if !store::update(&mut tx, place.id, version, &new).await? {
        drop(tx);
        return overtaken(&desk, place, &mut form).await;
    }
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry("place.update", place.id, &new)).await?;
    tx.commit().await?;
    Ok(see(HERE, &format!("{}改好了", new.name)))
}
/// Who was first and what stands there now; sent once more, the form wins.
async fn overtaken(desk: &Desk, place: Place, form: &mut Fields) -> Result<Response> {
    let (who, when) = first(desk, &place).await?;
    if place.closed_at.is_some() {
        return Err(Error::refused(format!("{who}{when}已经关闭这个地点，不能再改。")));
    }
    form.fault("version", format!("{who}{when}改成了“{}，{}”。再点一次保存，就换成您填的", place.name, place.address));
    form.set("version", place.version.to_string());
    Ok(desk.refill(&page(desk, Some(place), form, None).await?))
}
pub(super) async fn first(desk: &Desk, place: &Place) -> Result<(String, String)> {
    let line = audit::of_object(&desk.app.db, "place", place.id.0, 1).await?.into_iter().next();
    Ok(line.map_or_else(Default::default, |l| {
        let at = text::moment_near(platform::clock::local(l.at), desk.app.today());
        (l.name.unwrap_or_else(|| "系统".into()), at)
    }))
}

pub async fn close(desk: Desk, Path(place): Path<PlaceId>) -> Result<Response> {
    let place = within(&desk, place).await?;
    let mut tx = desk.app.db.begin().await?;
    if !store::close(&mut tx, &desk.app, place.id).await? {
        drop(tx);
        let (who, when) = first(&desk, &place).await?;
        return Err(Error::refused(format!("{who}{when}已经关闭这个地点。")));
    }
    let closed = audit::Entry {
        act: "place.close",
        object: "place",
        object_id: place.id.0,
        detail: &place.name,
        org: Some(place.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &closed).await?;
    tx.commit().await?;
    Ok(see(HERE, &format!("{}关闭了，已印出的入会码照常能用", place.name)))
}
