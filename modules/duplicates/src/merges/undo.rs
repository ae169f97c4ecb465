//! Parting two that were merged: what nobody touched since goes back exactly, the rest is listed and stays.
use super::{
    Merge, Row, fields,
    image::Image,
    merge::{counted, merged, note, reindex},
    store,
};
use crate::{
    Kind,
    pairs::{self, Pair},
};
use directory::employers::{
    self, EmployerId,
    ways::{self, Of},
};
use platform::{
    App,
    db::Tx,
    facts,
    identity::SignedIn,
    merging,
    tree::{OrgId, PersonId},
    web::Error,
};

const MONTH: i64 = 30 * 86_400_000;

/// Until when a merge can be undone (epoch milliseconds); none: it can't.
pub fn open_until(merge: &Merge, now: i64) -> Option<i64> {
    Some(merge.at + MONTH).filter(|until| merge.undone_at.is_none() && !is_erased(merge) && now < *until)
}
/// What the two were before went with the person's data.
fn is_erased(merge: &Merge) -> bool {
    merge.image_sealed.is_empty()
}

/// Parts the two; says what stayed. None: somebody was first.
pub async fn undo(app: &App, who: &SignedIn, pair: &Pair, merge: &Merge) -> Result<Option<Vec<String>>, Error> {
    if is_erased(merge) {
        return Err(Error::refused("本人已经删除了自己的数据，合并不能再撤销"));
    }
    if open_until(merge, app.now()).is_none() {
        return Err(Error::refused("合并已经超过30天，不能再撤销"));
    }
    let kind = pair.kind();
    if store::merged_into(&app.db, kind, merge.kept).await?.is_some() {
        return Err(Error::refused("合并后的这一份后来又并进了另一份，请先撤销那一次合并"));
    }
    let pointers = merging::pointers(app, merged(kind));
    let image = Image::open(app, &merge.image_sealed)?;
    let mut tx = app.db.begin().await?;
    if !pairs::store::reopen(&mut tx, pair.id, "merged").await? {
        return Ok(None);
    }
    let number = image.gone.text(unique(kind));
    if !number.is_empty() && store::holder(&mut tx, kind, number, [merge.kept, merge.gone]).await?.is_some() {
        return Err(Error::refused("被合并那一份的号码后来又登记给了别人，请先核对那一份，再撤销合并"));
    }
    let mut stayed = restore_rows(&mut tx, app, kind, &image).await?;
    merging::move_counts_back(&mut tx, app, merged(kind), &image.counted, (merge.gone, merge.kept)).await?;
    for (name, rows) in merging::move_back(&mut tx, &pointers, &image.moved, (merge.gone, merge.kept)).await? {
        stayed.push(format!("{name}{rows}条：合并后又改过或已经不在"));
    }
    if store::open_twins(&mut tx, &image.closed, &image.day).await? > 0 {
        stayed.push("职工类别或挂靠：合并后又改过".to_owned());
    }
    match kind {
        Kind::Person => part_people(&mut tx, app, &image, &mut stayed).await?,
        Kind::Employer => part_employers(&mut tx, app, &image).await?,
    }
    store::step_undone(&mut tx, app, merge.id, who.account, &stayed).await?;
    note(&mut tx, app, who, pair, (kind, &image), "duplicate.part", "撤销合并").await?;
    tx.commit().await?;
    Ok(Some(stayed))
}

/// The column that no two may share.
fn unique(kind: Kind) -> &'static str {
    if kind == Kind::Person { "document_index" } else { "uscc" }
}

/// Writes both rows as they were; a field that was changed since stays as it is now.
async fn restore_rows(tx: &mut Tx, app: &App, kind: Kind, image: &Image) -> Result<Vec<String>, Error> {
    let gone_now = Row::read_in(tx, kind, image.gone.id()).await?;
    let kept_now = Row::read_in(tx, kind, image.before.id()).await?;
    let (Some(gone_now), Some(now)) = (gone_now, kept_now) else { return Err(Error::internal("a merged row is gone")) };
    let (mut kept, mut stayed) = (now.clone(), Vec::new());
    for field in fields(kind) {
        if field.is_same(app, &now, &image.after) {
            kept.take(field.columns, &image.before);
        } else {
            stayed.push(format!("{}：合并后又改过，保留现在的", field.name));
        }
    }
    kept.set("version", now.version() + 1);
    kept.set("updated_at", app.now());
    let mut gone = image.gone.clone();
    gone.set("version", gone_now.version() + 1);
    gone.set("updated_at", app.now());
    if let Some(path) = store::path_of(tx, gone.number("org").unwrap_or(0)).await? {
        gone.set("path", path);
    }
    if kept.agrees(&[unique(kind)], &gone) && !gone.text(unique(kind)).is_empty() {
        return Err(Error::refused("合并后的这一份现在用的就是另一份的号码，请先改正号码，再撤销合并"));
    }
    kept.write(tx, kind).await?;
    gone.write(tx, kind).await?;
    Ok(stayed)
}

async fn part_people(tx: &mut Tx, app: &App, image: &Image, stayed: &mut Vec<String>) -> Result<(), Error> {
    let (kept, gone) = (PersonId(image.before.id()), PersonId(image.gone.id()));
    store::set_merged(tx, gone.0, None).await?;
    if let Some(ended) = &image.ended {
        if store::resume_membership(tx, ended).await? {
            let day = image.day.parse().map_err(Error::internal)?;
            facts::count(tx, &counted(OrgId(ended.union), ended.membership, day, 1)).await?;
        } else {
            stayed.push("会籍：合并后又办过手续，请到会员页面核对".to_owned());
        }
    }
    if let Some(record) = image.record {
        store::remove_record(tx, record).await?;
    }
    for person in [kept, gone] {
        if let Some(row) = Row::read_in(tx, Kind::Person, person.0).await? {
            store::rename(tx, person.0, row.text("name")).await?;
        }
        reindex(tx, app, person).await?;
    }
    Ok(())
}
async fn part_employers(tx: &mut Tx, app: &App, image: &Image) -> Result<(), Error> {
    for id in [image.before.id(), image.gone.id()] {
        ways::keep(tx, app, Of::Employer(EmployerId(id))).await?;
        if let Some(row) = Row::read_in(tx, Kind::Employer, id).await? {
            employers::store::index(tx, EmployerId(id), row.text("name"), row.text("path")).await?;
        }
    }
    Ok(())
}
