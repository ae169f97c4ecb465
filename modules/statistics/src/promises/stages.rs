//! Publishing, changing and giving up: what workers can read of it stays.
use super::{
    Promise, PromiseId, counting, entry, own,
    rules::{Milestone, bounds},
    store::{self, NewPromise, Source},
};
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use platform::{
    audit,
    web::{Error, Fields, Result, see},
};
use ui::{Desk, text};

/// A year that is over stays as it was.
pub fn refuse_old(promise: &Promise, today: Date) -> Result<()> {
    match () {
        () if promise.is_withdrawn() => Err(Error::refused("这项已经撤下，不能再改")),
        () if today > bounds(promise.year()).1 => {
            Err(Error::refused(format!("{}年已经过去，这一年的实事不能再改", promise.year)))
        }
        () => Ok(()),
    }
}
/// What a change changes of what was promised, in words.
pub fn differences(
    before: &Promise,
    sources: &[Source],
    milestones: &[(PromiseId, Milestone)],
    new: &NewPromise,
) -> Vec<String> {
    let mut all = Vec::new();
    if (before.target, &before.unit) != (new.target, &new.unit) {
        let said = |target, unit: &str| format!("{}{unit}", text::count(target));
        all.push(format!("目标从{}改为{}", said(before.target, &before.unit), said(new.target, &new.unit)));
    }
    if before.words != new.words {
        all.push(format!("内容原来是“{}”", before.words));
    }
    let same = |old: &Source, new: &(String, String, Option<platform::tree::OrgId>, i64)| {
        (&old.measure, &old.dimension, old.branch, old.weight) == (&new.0, &new.1, new.2, new.3)
    };
    if sources.len() != new.sources.len() || !sources.iter().zip(&new.sources).all(|(old, new)| same(old, new)) {
        all.push("换了数据来源".into());
    } else if before.at_end() != new.at_end {
        all.push(if new.at_end { "改为看年底一共有多少" } else { "改为看一年里多了多少" }.into());
    }
    let mut planned: Vec<&Milestone> = new.milestones.iter().collect();
    planned.sort_by_key(|one| one.due);
    if !milestones.iter().map(|(_, one)| one).eq(planned) {
        all.push("调整了节点".into());
    }
    if before.wants_public() != new.is_public && !new.is_public {
        all.push("不再公开".into());
    }
    all
}
async fn late(desk: &Desk, promise: &Promise) -> Result<Error> {
    let now = store::find(&desk.app.db, promise.id).await?;
    Ok(Error::refused(now.map_or_else(
        || "这项实事刚刚变了，请看过再办".to_owned(),
        |now| {
            let when = text::moment_near(platform::clock::local(now.changed_at), desk.app.today());
            format!("{}{when}刚刚改过这项实事，请看过再办", now.changed_by.unwrap_or_default())
        },
    )))
}

pub async fn change(
    desk: &Desk,
    seen: &Promise,
    new: &NewPromise,
    (what, reason): (&[String], Option<&str>),
) -> Result<()> {
    let (app, by) = (&desk.app, desk.who.account);
    let mut tx = app.db.begin().await?;
    if !store::change(&mut tx, app, seen, new, by).await? {
        drop(tx);
        return Err(late(desk, seen).await?);
    }
    let what = what.join("；");
    if let Some(reason) = reason {
        store::add_change(&mut tx, app, seen.id, by, &what, reason).await?;
    }
    audit::record(&mut tx, app, Some(&desk.who), &entry("promise.change", seen.id, seen.org, &what)).await?;
    Ok(tx.commit().await?)
}

pub async fn publish(desk: Desk, Path(promise): Path<PromiseId>, form: Fields) -> Result<Response> {
    let promise = own(&desk, promise).await?;
    refuse_old(&promise, desk.app.today())?;
    if promise.is_published() {
        return Ok(see(&promise.link(), "已经发布了"));
    }
    let seen = promise.seen(form.number("version"));
    step(&desk, &seen, "published", None).await?;
    let public = if seen.wants_public() {
        "发布了，职工现在看得到"
    } else {
        "发布了，责任工会现在看得到"
    };
    Ok(see(&seen.link(), public))
}
pub async fn withdraw(desk: Desk, Path(promise): Path<PromiseId>, mut form: Fields) -> Result<Response> {
    let promise = own(&desk, promise).await?;
    refuse_old(&promise, desk.app.today())?;
    let Some(reason) = form.required("reason", "请写为什么撤下，职工看得到", 200) else {
        let counted = counting::one(&desk.app, promise).await?;
        return super::show::again(&desk, counted, &form).await;
    };
    let seen = promise.seen(form.number("version"));
    step(&desk, &seen, "withdrawn", Some(&reason)).await?;
    Ok(see(&seen.link(), "撤下了"))
}
async fn step(desk: &Desk, seen: &Promise, to: &str, reason: Option<&str>) -> Result<()> {
    let (app, by) = (&desk.app, desk.who.account);
    let mut tx = app.db.begin().await?;
    if !store::step(&mut tx, app, seen, to, by).await? {
        drop(tx);
        return Err(late(desk, seen).await?);
    }
    if let Some(reason) = reason {
        store::add_change(&mut tx, app, seen.id, by, "不再做这一项", reason).await?;
    }
    let act = if to == "published" { "promise.publish" } else { "promise.withdraw" };
    audit::record(&mut tx, app, Some(&desk.who), &entry(act, seen.id, seen.org, reason.unwrap_or(""))).await?;
    Ok(tx.commit().await?)
}
