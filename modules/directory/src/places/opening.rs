//! Entering when a place is open.
use super::{
    Place, PlaceId,
    hours::{self, DAYS, Hours},
    pages, store,
};
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    web::{Error, Fields, Result, see},
};
use ui::{Desk, Field};

const NOTE: usize = 60;
/// The same as the day above.
const SAME: &str = "同上";

fn name(day: usize) -> String {
    format!("hours_{day}")
}
/// The fields, with what was typed.
pub fn fields(form: &Fields) -> Vec<Field> {
    let days = DAYS.iter().enumerate().map(|(n, day)| Field::text(&name(n), day).optional().attr("maxlength", 60));
    let note = Field::text("hours_note", "再说一句").optional().hint("例如“夜间请按门铃”").attr("maxlength", NOTE);
    days.chain([note]).map(|f| f.of_form(form)).collect()
}
/// The form as it is filled from a place.
pub fn filled(place: &Place) -> Fields {
    let mut form = Fields::default();
    for (n, _) in DAYS.iter().enumerate() {
        form.set(&name(n), place.hours().map_or_else(String::new, |h| hours::written(h.day(n))));
    }
    form.set("hours_note", &place.hours_note);
    form
}
/// What was typed; none where nothing was. Faults are left in the form.
fn read(form: &mut Fields) -> Option<Hours> {
    let mut days: [Vec<hours::Span>; 8] = Default::default();
    let mut said = false;
    for n in 0..DAYS.len() {
        let typed = form.get(&name(n)).to_owned();
        said |= !typed.is_empty();
        if typed == SAME && n > 0 {
            days[n] = days[n - 1].clone();
            continue;
        }
        match hours::read(&typed) {
            Ok(spans) => days[n] = spans,
            Err(sentence) => form.fault(&name(n), sentence),
        }
    }
    said.then(|| Hours::new(days))
}

pub async fn update(desk: Desk, Path(place): Path<PlaceId>, mut form: Fields) -> Result<Response> {
    let place = pages::within(&desk, place).await?;
    form.short_enough("hours_note", NOTE);
    let hours = read(&mut form);
    if !form.is_right() {
        return pages::again(&desk, place, &form).await;
    }
    let version = form.get("version").parse().unwrap_or(0);
    let mut tx = desk.app.db.begin().await?;
    if !store::set_hours(&mut tx, place.id, version, hours.as_ref(), form.get("hours_note")).await? {
        drop(tx);
        let (who, when) = pages::first(&desk, &place).await?;
        return Err(Error::refused(format!("{who}{when}改过这个地点，请回去看一遍再保存。")));
    }
    let entry = audit::Entry {
        act: "place.hours",
        object: "place",
        object_id: place.id.0,
        detail: &place.name,
        org: Some(place.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#hours", place.link()), &format!("{}的开放时间改好了", place.name)))
}
