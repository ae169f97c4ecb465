//! Deciding about a pair: one and the same, or not; and taking it back.
use super::{Pair, PairId, link, preview, show, store, within};
use crate::{
    MERGE, finding,
    merges::{self, Asked, Choices, Outcome},
};
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    tree::ids_of,
    web::{Error, Fields, see},
};
use ui::{Desk, text};

pub async fn merge(desk: Desk, Path(pair): Path<PairId>, form: Fields) -> Result<Response, Error> {
    let (pair, sides) = within(&desk, pair).await?;
    if !pair.is_open() {
        return Err(overtaken(&desk, pair.id).await?);
    }
    let rows = [&sides[0].row, &sides[1].row];
    let choices = Choices::of(&form, pair.kind(), rows, show::earlier(&sides).unwrap_or(0));
    let versions = ["version_0", "version_1"].map(|name| form.number(name).unwrap_or(0));
    let asked = Asked { pair: &pair, kept: preview::remains(&sides), choices, versions };
    match merges::merge(&desk.app, &desk.who, asked).await? {
        Outcome::Merged => {
            finding::ask(&desk.app).await?;
            Ok(see(&link(pair.id), "合并好了，两份的记录都在这一份里"))
        }
        Outcome::Overtaken => Err(overtaken(&desk, pair.id).await?),
        Outcome::Changed => Err(Error::refused("您看过以后，其中一份刚被改过。请回到上一页重新看过再合并")),
    }
}

/// Who was first, and what he or she decided.
async fn overtaken(desk: &Desk, pair: PairId) -> Result<Error, Error> {
    let now = store::find(&desk.app.db, pair).await?.ok_or(Error::NotFound)?;
    let at = now.decided_at.map_or(String::new(), |at| text::moment_near(platform::clock::local(at), desk.app.today()));
    let by = now.decided_by.unwrap_or_else(|| "别人".to_owned());
    let did = if now.state == "merged" { "已经合并" } else { "已经核对，说不是同一个" };
    Ok(Error::refused(format!("{by}{at}{did}，不用再办")))
}

pub async fn differ(desk: Desk, Path(pair): Path<PairId>, mut form: Fields) -> Result<Response, Error> {
    let (pair, _) = within(&desk, pair).await?;
    if !form.short_enough("note", 100) {
        return Err(Error::refused("说明最多100个字"));
    }
    let mut tx = desk.app.db.begin().await?;
    if !store::step(&mut tx, &desk.app, pair.id, ("open", "different"), Some(desk.who.account), form.get("note"))
        .await?
    {
        drop(tx);
        return Err(overtaken(&desk, pair.id).await?);
    }
    record(&mut tx, &desk, &pair, "duplicate.differ", form.get("note")).await?;
    tx.commit().await?;
    finding::ask(&desk.app).await?;
    Ok(see(super::PATH, "记下了，以后不再提示"))
}

pub async fn reopen(desk: Desk, Path(pair): Path<PairId>) -> Result<Response, Error> {
    let (pair, _) = within(&desk, pair).await?;
    let mut tx = desk.app.db.begin().await?;
    if !store::reopen(&mut tx, pair.id, "different").await? {
        return Err(Error::refused("这两份现在不是“不是同一个”的状态，请回到列表再看"));
    }
    record(&mut tx, &desk, &pair, "duplicate.reopen", "").await?;
    tx.commit().await?;
    Ok(see(&link(pair.id), "请重新核对"))
}

pub async fn undo(desk: Desk, Path(pair): Path<PairId>) -> Result<Response, Error> {
    desk.scope(MERGE)?;
    let (pair, _) = within(&desk, pair).await?;
    let merge =
        merges::store::last(&desk.app.db, pair.id).await?.filter(|m| pair.state == "merged" && m.undone_at.is_none());
    let Some(merge) = merge else { return Err(Error::refused("这两份现在是分开的，不用撤销")) };
    match merges::undo(&desk.app, &desk.who, &pair, &merge).await? {
        Some(stayed) if stayed.is_empty() => Ok(see(&link(pair.id), "已经分回两份，和合并以前一样")),
        Some(stayed) => Ok(see(&link(pair.id), &format!("已经分回两份，有{}项没有分回去，列在下面", stayed.len()))),
        None => Err(Error::refused("别人刚刚撤销了这次合并，不用再办")),
    }
}

async fn record(tx: &mut platform::db::Tx, desk: &Desk, pair: &Pair, act: &str, reason: &str) -> Result<(), Error> {
    let entry = audit::Entry {
        act,
        object: "duplicate",
        object_id: pair.id.0,
        org: ids_of(&pair.path).last().copied(),
        reason,
        ..Default::default()
    };
    Ok(audit::record(tx, &desk.app, Some(&desk.who), &entry).await?)
}
