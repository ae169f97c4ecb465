//! What is done with a report.
use super::{seen, show::page, within};
use crate::reports::{
    WRITE,
    acts::{self, By},
    binding::Binding,
    link,
    load::load,
    rules,
};
use axum::{extract::Path, response::Response};
use platform::web::{Error, Fields, Result, see};
use ui::Desk;

pub async fn write(desk: Desk, Path(id): Path<i64>, mut form: Fields) -> Result<Response> {
    let report = within(&desk, id, WRITE).await?;
    let loaded = seen(&desk, id).await?;
    let cell = form.get("cell").to_owned();
    let is_change = form.get("kind") == "change";
    let binding = loaded.values.bindings.get(&cell);
    let fits =
        if is_change { matches!(binding, Some(Binding::Measure { .. })) } else { binding == Some(&Binding::Text) };
    if !fits {
        return Err(Error::refused("这一格不写文字"));
    }
    let (field, kind) = if is_change { ("reason", "change") } else { ("text", "text") };
    let words = form.get(field).to_owned();
    if let Some(fault) = rules::words_fault(&words) {
        form.fault(field, fault);
        return Ok(desk.refill(&page(&desk, &loaded, &form)));
    }
    acts::write(&desk.app, By::desk(&desk), &report, (&cell, kind), (&words, None)).await?;
    Ok(see(&format!("{}?page={}", link(report.id), form.number("page").unwrap_or(0)), "文字记下了"))
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
