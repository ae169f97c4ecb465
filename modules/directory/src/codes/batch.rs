//! One code each for many places, made and printed as one job.
use super::{
    create::{self, Wording},
    index,
    poster::Design,
    prints, store,
};
use crate::{
    permissions::CODES_WRITE,
    places::{Place, PlaceId, PlaceKind, store as places},
};
use askama::Template;
use axum::response::Response;
use platform::{
    audit,
    web::{Fields, Result, see},
};
use std::collections::HashSet;
use ui::{Button, Crumb, Desk, ErrorSummary, Field, Filter, filters};

/// Places on one job: a stack of paper that one person can hang up.
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "codes/batch.html")]
struct BatchPage {
    frame: ui::Console,
    summary: ErrorSummary,
    filters: [Filter; 3],
    /// The filter that the form carries along.
    carried: [(&'static str, String); 3],
    places: Vec<Place>,
    ticked: HashSet<PlaceId>,
    fault: Option<String>,
    fields: Vec<Field>,
    design: Field,
    earlier: Vec<prints::Print>,
}

fn wanted(desk: &Desk, form: &Fields) -> places::Wanted {
    places::Wanted {
        kind: PlaceKind::from_key(form.get("kind")),
        text: form.get("q").chars().take(40).collect(),
        without_code_on: (form.get("uncoded") == "1").then(|| desk.app.today()),
        ..Default::default()
    }
}
/// The places of the filter, and which of them are ticked: all, unless the form says which.
async fn chosen(desk: &Desk, form: &Fields) -> Result<(Vec<Place>, HashSet<PlaceId>)> {
    let scope = desk.scope(CODES_WRITE)?;
    let places = places::list(&desk.app.db, &scope, &wanted(desk, form), MOST).await?;
    let named: HashSet<PlaceId> = form.all("place").filter_map(|id| id.parse().ok()).collect();
    let ticked = places.iter().map(|p| p.id).filter(|id| !form.has("made") || named.contains(id)).collect();
    Ok((places, ticked))
}
async fn page(desk: &Desk, mut form: Fields) -> Result<BatchPage> {
    if !form.has("made") {
        form.set("valid_from", desk.app.today().to_string());
        form.set("design", Design::A4.key());
    }
    let (places, ticked) = chosen(desk, &form).await?;
    let fields = create::own_fields(&form, &create::groups(desk).await?);
    let designs = Design::ALL.map(|d| (d.key(), d.name()));
    let design = Field::radios("design", "印成什么", designs).of_form(&form);
    let mut summary = ErrorSummary::of(fields.iter().chain([&design]));
    if let Some(fault) = form.error("place") {
        summary = summary.add("places", "地点", fault);
    }
    let kinds = std::iter::once(("", "所有种类")).chain(PlaceKind::ALL.map(|k| (k.key(), k.name())));
    Ok(BatchPage {
        frame: desk.frame("批量做入会码", index::HERE, vec![Crumb::word("有家"), Crumb::to("入会码", index::HERE)]),
        summary,
        filters: [
            Filter::find("q", "找地点", "名称或地址", form.get("q")),
            Filter::choose("kind", "种类", kinds, form.get("kind")),
            Filter::choose("uncoded", "有没有码", [("", "不管有没有码"), ("1", "还没有能用的码")], form.get("uncoded")),
        ],
        carried: ["q", "kind", "uncoded"].map(|name| (name, form.get(name).to_owned())),
        fault: form.error("place").map(str::to_owned),
        earlier: prints::newest(&desk.app.db, &desk.scope(CODES_WRITE)?, 10).await?,
        places,
        ticked,
        fields,
        design,
    })
}

pub async fn new(desk: Desk, asked: Fields) -> Result<Response> {
    Ok(desk.show(&page(&desk, asked).await?))
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    form.set("made", "1");
    let (mut places, ticked) = chosen(&desk, &form).await?;
    places.retain(|p| ticked.contains(&p.id));
    if places.is_empty() {
        form.fault("place", "请至少勾选一个地点");
    }
    let design = Design::from_key(form.get("design"));
    if design.is_none() {
        form.fault("design", "请选一种");
    }
    let wording = create::wording(&desk, &mut form).await?;
    let (Some(wording), Some(design), true) = (wording, design, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, form).await?));
    };
    made(&desk, places, wording, design).await
}
async fn made(desk: &Desk, places: Vec<Place>, wording: Wording, design: Design) -> Result<Response> {
    let app = &desk.app;
    let words = store::unused_words(app, places.len()).await?;
    let purpose = wording.purpose.clone();
    let mut new = wording.code(desk, desk.post().org, None);
    let mut tx = app.db.begin().await?;
    let mut codes = Vec::with_capacity(places.len());
    for (place, word) in places.iter().zip(&words) {
        (new.union_id, new.place) = (place.union_id, Some(place.id));
        let code = store::add(&mut tx, app, word, &new).await?;
        let entry = audit::Entry {
            act: "code.create",
            object: "joining_code",
            object_id: code.id.0,
            detail: &code.code,
            org: Some(place.union_id),
            ..Default::default()
        };
        audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
        codes.push(code.id);
    }
    let job = (purpose.as_str(), design);
    let print = prints::add(&mut tx, app, desk.post().org, job, &codes, Some(desk.who.account)).await?;
    tx.commit().await?;
    Ok(see(&prints::link(print), &format!("做好了{}个入会码，可以打印", codes.len())))
}
