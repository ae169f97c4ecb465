//! Making a code.
use super::{
    NewCode, index,
    rules::{self, HEADLINE_LINE},
    store,
};
use crate::{
    form::day,
    members::{GROUPS, NEW_EMPLOYMENT, OTHER_GROUPS},
    permissions::CODES_WRITE,
    places::{self, PlaceId, union_field},
    unions::{self, Union},
};
use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use platform::{
    audit, settings,
    tree::OrgId,
    web::{Fields, Result, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field};

#[derive(Template)]
#[template(path = "codes/new.html")]
struct NewPage {
    frame: ui::Console,
    summary: ErrorSummary,
    union: Field,
    place: Option<Field>,
    new_place: Vec<Field>,
    /// Whether the fields of a new place are open.
    entering: bool,
    fields: Vec<Field>,
}

/// How many places a list offers; who has more finds the place and makes the code there.
const PLACES: i64 = 200;

/// All groups of workers that the region knows.
pub(super) async fn groups(desk: &Desk) -> Result<Vec<String>> {
    let (db, today) = (&desk.app.db, desk.app.today());
    let region = unions::store::find(db, desk.post().org).await?.map_or_else(String::new, |u| u.region);
    let mut all: Vec<String> = Vec::new();
    for setting in [GROUPS, NEW_EMPLOYMENT, OTHER_GROUPS] {
        for group in settings::lines(db, setting, &region, today).await? {
            if !all.contains(&group) {
                all.push(group);
            }
        }
    }
    Ok(all)
}
async fn place_field(desk: &Desk, form: &Fields) -> Result<Option<Field>> {
    let places =
        places::store::list(&desk.app.db, &desk.scope(CODES_WRITE)?, &places::store::Wanted::default(), PLACES).await?;
    if places.is_empty() && form.error("place").is_none() {
        return Ok(None);
    }
    let choices = places.iter().map(|p| (p.id.to_string(), format!("{}（{}）", p.name, p.union_name)));
    let choices = std::iter::once((String::new(), "不贴在固定地点".to_owned())).chain(choices);
    Ok(Some(Field::select("place", "地点", choices).of_form(form)))
}
pub(super) fn own_fields(form: &Fields, groups: &[String]) -> Vec<Field> {
    let groups = groups.iter().map(|g| (g.clone(), g.clone()));
    let groups = std::iter::once((String::new(), "不限".to_owned())).chain(groups);
    let line = |name, label| Field::text(name, label).optional().attr("maxlength", HEADLINE_LINE);
    let all = [
        Field::text("purpose", "用来做什么").hint("给自己人看的，例如“货运大赛现场入会”").attr("maxlength", 40),
        Field::select("group_name", "写给哪些人", groups).hint("海报的标题按它来写"),
        line("headline_1", "海报标题第一行").hint("不填就按上面选的人来写，例如“跑车的人”"),
        line("headline_2", "海报标题第二行").hint("例如“也有家”"),
        Field::date("valid_from", "从哪天起能用"),
        Field::date("valid_to", "用到哪天").optional().hint("不填就一直能用，随时可以停用"),
    ];
    all.into_iter().map(|f| f.of_form(form)).collect()
}
async fn page(desk: &Desk, mut form: Fields) -> Result<NewPage> {
    let union = union_field::field(desk, &mut form);
    if !form.has("valid_from") && form.is_right() {
        form.set("valid_from", desk.app.today().to_string());
    }
    let place = place_field(desk, &form).await?;
    let new_place: Vec<Field> = places::form::fields(&form).into_iter().take(3).map(Field::optional).collect();
    let fields = own_fields(&form, &groups(desk).await?);
    let summary = ErrorSummary::of(std::iter::once(&union).chain(&place).chain(&new_place).chain(&fields));
    let crumb = vec![Crumb::word("有家"), Crumb::to("入会码", index::HERE)];
    let entering = form.has("place_name") || place.is_none();
    Ok(NewPage {
        frame: desk.frame("做一个入会码", index::HERE, crumb),
        summary,
        union,
        place,
        new_place,
        entering,
        fields,
    })
}

pub async fn new(desk: Desk, asked: Fields) -> Result<Response> {
    let mut form = Fields::default();
    if let Some(id) = asked.get("place").parse::<PlaceId>().ok()
        && let Some(place) = places::store::within(&desk.app.db, &desk.scope(CODES_WRITE)?, id).await?
    {
        form.set("place", place.id.to_string());
        form.set("union", place.union_name);
        form.set("union_id", place.union_id.to_string());
    }
    Ok(desk.show(&page(&desk, form).await?))
}

/// Where the code hangs: nowhere, at a place of the branch, or at one that is entered with it.
enum Where {
    Nowhere,
    At(PlaceId),
    New(places::NewPlace),
}
async fn place_of(desk: &Desk, union: Option<&Union>, form: &mut Fields) -> Result<Where> {
    if form.has("place_name") {
        let typed = places::form::read(form);
        let new = typed.zip(union).map(|(t, union)| places::NewPlace {
            union_id: union.id,
            kind: t.kind,
            name: t.name,
            address: t.address,
            position: t.position,
        });
        return Ok(new.map_or(Where::Nowhere, Where::New));
    }
    let Some(id) = form.opt("place").map(str::to_owned) else { return Ok(Where::Nowhere) };
    let found = match id.parse().ok() {
        Some(id) => places::store::within(&desk.app.db, &desk.scope(CODES_WRITE)?, id).await?,
        None => None,
    };
    match found.filter(|p| p.closed_at.is_none()) {
        Some(place) => Ok(Where::At(place.id)),
        None => {
            form.fault("place", "请从列表里选一个地点");
            Ok(Where::Nowhere)
        }
    }
}
/// The headline as written, or the one for the group.
fn headline(form: &mut Fields, group: &str) -> String {
    form.short_enough("headline_1", HEADLINE_LINE);
    form.short_enough("headline_2", HEADLINE_LINE);
    match (form.get("headline_1"), form.get("headline_2")) {
        ("", "") => rules::headline_for(group).to_owned(),
        (first, second) => format!("{first}\n{second}").trim().to_owned(),
    }
}
/// What a code says and how long it holds: the part of the form that many codes share.
pub(super) struct Wording {
    pub purpose: String,
    pub headline: String,
    pub group_name: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}
impl Wording {
    pub fn code(self, desk: &Desk, union_id: OrgId, place: Option<PlaceId>) -> NewCode {
        let Wording { purpose, headline, group_name, valid_from, valid_to } = self;
        let created_by = Some(desk.who.account);
        NewCode { union_id, place, purpose, headline, group_name, valid_from, valid_to, created_by }
    }
}
/// Reads it; faults are left in the form.
pub(super) async fn wording(desk: &Desk, form: &mut Fields) -> Result<Option<Wording>> {
    let purpose = form.required("purpose", "请写一句这个码用来做什么，好在列表里认出它", 40);
    let group_name = form.get("group_name").to_owned();
    if !group_name.is_empty() && !groups(desk).await?.contains(&group_name) {
        form.fault("group_name", "请从列表里选");
    }
    let headline = headline(form, &group_name);
    let valid_from = day(form, "valid_from", None).unwrap_or_else(|| desk.app.today());
    let valid_to = day(form, "valid_to", None);
    if valid_to.is_some_and(|to| to < valid_from) {
        form.fault("valid_to", "结束的日子比开始的早");
    }
    let Some(purpose) = purpose.filter(|_| form.is_right()) else { return Ok(None) };
    Ok(Some(Wording { purpose, headline, group_name, valid_from, valid_to }))
}
/// What the form reads; none where something is to be mended.
async fn typed(desk: &Desk, form: &mut Fields) -> Result<Option<(Union, Where, NewCode)>> {
    let union = union_field::chosen(desk, form).await?;
    let place = place_of(desk, union.as_ref(), form).await?;
    let wording = wording(desk, form).await?;
    let (Some(union), Some(wording), true) = (union, wording, form.is_right()) else { return Ok(None) };
    let new = wording.code(desk, union.id, None);
    Ok(Some((union, place, new)))
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let Some((union, place, mut new)) = typed(&desk, &mut form).await? else {
        return Ok(desk.refill(&page(&desk, form).await?));
    };
    let word = store::unused(&desk.app).await?;
    let mut tx = desk.app.db.begin().await?;
    new.place = match place {
        Where::Nowhere => None,
        Where::At(id) => Some(id),
        Where::New(place) => Some(places::store::add(&mut tx, &desk.app, &place).await?),
    };
    let code = store::add(&mut tx, &desk.app, &word, &new).await?;
    let entry = audit::Entry {
        act: "code.create",
        object: "joining_code",
        object_id: code.id.0,
        detail: &code.code,
        org: Some(union.id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(see(&code.link(), &format!("入会码{}做好了，可以打印海报", code.shown())))
}
