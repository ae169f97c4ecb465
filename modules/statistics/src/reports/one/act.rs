//! What is done with a report.
use super::{seen, show::page, within};
use crate::evidence::store::{self as evidence, Evidence, Wanted};
use crate::reports::{
    WRITE,
    acts::{self, By},
    binding::Binding,
    link,
    load::{Loaded, load},
    rules,
};
use axum::{extract::Path, response::Response};
use directory::list::Page;
use platform::{
    App,
    tree::Scope,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

pub async fn write(desk: Desk, Path(id): Path<i64>, mut form: Fields) -> Result<Response> {
    let report = within(&desk, id, WRITE).await?;
    let loaded = seen(&desk, id).await?;
    let cell = form.get("cell").to_owned();
    let is_change = form.get("kind") == "change";
    let binding = loaded.values.bindings.get(&cell);
    if binding == Some(&Binding::Evidence) && !is_change {
        return choose(&desk, &loaded, &cell, &form).await;
    }
    let fits =
        if is_change { matches!(binding, Some(Binding::Measure { .. })) } else { binding == Some(&Binding::Text) };
    if !fits {
        return Err(Error::refused("这一格不写文字"));
    }
    let (field, kind) = if is_change { ("reason", "change") } else { ("text", "text") };
    let words = form.get(field).to_owned();
    if let Some(fault) = rules::words_fault(&words) {
        form.fault(field, fault);
        return Ok(desk.refill(&page(&desk, &loaded, &form).await?));
    }
    acts::write(&desk.app, By::desk(&desk), &report, (&cell, kind), (&words, None)).await?;
    Ok(see(&format!("{}?page={}", link(report.id), form.number("page").unwrap_or(0)), "文字记下了"))
}
/// Puts a confirmed record of work outside the platform into a cell.
async fn choose(desk: &Desk, loaded: &Loaded, cell: &str, form: &Fields) -> Result<Response> {
    let all = proofs(&desk.app, loaded).await?;
    let chosen = all.iter().find(|one| Some(one.id.0) == form.number("record"));
    let chosen = chosen.ok_or_else(|| Error::refused("请选一条已确认的佐证记录"))?;
    let kept = (proof_words(chosen), Some(chosen.id.0));
    acts::write(&desk.app, By::desk(desk), &loaded.report, (cell, "evidence"), (&kept.0, kept.1)).await?;
    Ok(see(&link(loaded.report.id), "佐证记录选好了"))
}
/// The confirmed records of the union and all below it in the period.
pub(super) async fn proofs(app: &App, loaded: &Loaded) -> Result<Vec<Evidence>> {
    let period = loaded.span.period();
    let wanted =
        Wanted { state: "confirmed".into(), from: Some(period.from), to: Some(period.to), ..Wanted::default() };
    let scope = Scope::below(&loaded.report.path);
    Ok(evidence::list(&app.db, &scope, &wanted, true, &Page::First, 60).await?)
}
pub(super) fn proof_words(one: &Evidence) -> String {
    format!("{}，{}{}，{}（佐证记录第{}号）", one.what, one.amount, one.unit, ui::text::date(one.day()), one.id)
}
pub async fn sign(desk: Desk, Path(id): Path<i64>, form: Fields) -> Result<Response> {
    let report = within(&desk, id, WRITE).await?;
    let here = link(report.id);
    if form.has("undo") {
        acts::unsign(&desk.app, By::desk(&desk), &report).await?;
        return Ok(see(&here, "退回了，数从记录里重新数过"));
    }
    let loaded = Box::pin(load(&desk.app, report)).await?;
    Box::pin(acts::sign(&desk.app, By::desk(&desk), &loaded)).await?;
    Ok(see(&here, "签审好了"))
}
pub async fn freeze(desk: Desk, Path(id): Path<i64>, _: Fields) -> Result<Response> {
    let report = within(&desk, id, WRITE).await?;
    let here = link(report.id);
    let loaded = Box::pin(load(&desk.app, report)).await?;
    Box::pin(acts::freeze(&desk.app, By::desk(&desk), &loaded)).await?;
    Ok(see(&here, "冻结了，这些数以后不再变"))
}
/// Why a frozen figure is another today.
pub async fn explain(desk: Desk, Path(id): Path<i64>, form: Fields) -> Result<Response> {
    let report = within(&desk, id, WRITE).await?;
    let loaded = seen(&desk, id).await?;
    let cell = form.get("cell").to_owned();
    if !loaded.values.figures.contains_key(&cell) {
        return Err(Error::refused("没有这一格"));
    }
    let words = form.get("reason").to_owned();
    if let Some(fault) = rules::words_fault(&words) {
        return Err(Error::refused(fault));
    }
    acts::explain_later(&desk.app, By::desk(&desk), &report, &cell, &words).await?;
    Ok(see(&format!("{}/later", link(report.id)), "原因记下了"))
}
