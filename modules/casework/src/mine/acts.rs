//! What the worker does with a case of his or her own.
use super::{case, own};
use crate::{
    cases::{limits, own_link, store},
    course::{self, By, With},
};
use axum::{
    extract::{Multipart, Path},
    http::header,
    response::{IntoResponse, Response},
};
use platform::{
    files,
    web::{Error, Fields, Result, see, uploads},
};
use ui::Guest;

const TEXT: usize = 1_000;
const WORDS: usize = 500;

/// Answers the union's question, or takes the case back.
pub async fn act(guest: Guest, Path(number): Path<String>, form: Fields) -> Result<Response> {
    let mut case = own(&guest, &number).await?;
    case.version = form.number("version").unwrap_or(case.version);
    let by = By::worker(guest.who()?);
    let done = match form.get("act") {
        "" => return Err(Error::refused("请选择要怎么办")),
        "withdraw" => course::withdraw(&guest.app, by, &case).await?.map(|()| "撤回了"),
        act => course::perform(&guest.app, by, &case, act, &With::default()).await?.map(|()| "收到了，谢谢您"),
    };
    Ok(see(&own_link(&number), &done.map_or_else(|sentence| sentence, str::to_owned)))
}

/// The worker says from when a limit of the law runs: the day on which the award came.
pub async fn limit(guest: Guest, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let case = own(&guest, &number).await?;
    let asked = case.service().statute(form.get("statute")).filter(|statute| !statute.asks.is_empty());
    let statute = asked.ok_or_else(|| Error::refused("请选是哪个期限"))?;
    let name = format!("from_{}", statute.key);
    let day = form.number::<jiff::civil::Date>(&name).filter(|day| *day <= guest.app.today());
    let Some(day) = day else {
        form.fault(&name, "请选收到的那天，不能晚于今天");
        return Ok(guest.refill(&case::page(&guest, case, &form).await?));
    };
    let fact = store::Fact::new(&statute.key, limits::BEGUN, day, None);
    let done = course::moves_limit(&guest.app, By::worker(guest.who()?), &case, &fact, "").await?;
    Ok(see(&own_link(&number), &done.map_or_else(|sentence| sentence, |()| "期限算好了，到期前会提醒您".into())))
}

pub async fn say(guest: Guest, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let case = own(&guest, &number).await?;
    if case.is_over() {
        return Ok(see(&own_link(&number), "这件诉求已经办结了，有新的事请再提一件"));
    }
    let Some(text) = form.required("text", "请先写要说的话", TEXT) else {
        return Ok(guest.refill(&case::page(&guest, case, &form).await?));
    };
    let done = course::say(&guest.app, By::worker(guest.who()?), &case, &text).await?;
    Ok(see(&own_link(&number), &done.map_or_else(|sentence| sentence, |()| "发给工会了".into())))
}

pub async fn attach(guest: Guest, Path(number): Path<String>, form: Multipart) -> Result<Response> {
    let case = own(&guest, &number).await?;
    if case.is_confidential() {
        return Err(Error::NotFound);
    }
    if case.is_over() {
        return Ok(see(&own_link(&number), "这件诉求已经办结了，不能再放材料"));
    }
    let _place = course::handed::place().await?;
    let (upload, mut form) = uploads(form, "file").await?;
    match course::attach(&guest.app, By::worker(guest.who()?), &case, upload).await? {
        Ok(()) => Ok(see(&own_link(&number), "材料收到了")),
        Err(sentence) => {
            form.fault("file", sentence);
            Ok(guest.refill(&case::page(&guest, case, &form).await?))
        }
    }
}

pub async fn file(guest: Guest, Path((number, evidence)): Path<(String, i64)>) -> Result<Response> {
    let case = own(&guest, &number).await?;
    sent(&guest.app, &case, evidence).await
}
/// Something handed in, to look at.
pub async fn sent(app: &platform::App, case: &crate::cases::Case, evidence: i64) -> Result<Response> {
    let all = store::evidence(&app.db, case.id).await?;
    let one = all.into_iter().find(|one| one.id == evidence).ok_or(Error::NotFound)?;
    let file = files::find(app, one.file).await?.ok_or(Error::NotFound)?;
    let bytes = files::content(app, &file).await?;
    let headers = [(header::CONTENT_TYPE, file.mime), (header::CACHE_CONTROL, "private, no-store".into())];
    Ok((headers, bytes).into_response())
}

pub async fn rate(guest: Guest, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let case = own(&guest, &number).await?;
    let stars = form.number::<i64>("stars").filter(|n| (1..=5).contains(n));
    if stars.is_none() {
        form.fault("stars", "请选几星");
    }
    form.short_enough("words", WORDS);
    let Some(stars) = stars.filter(|_| form.is_right()) else {
        return Ok(guest.refill(&case::page(&guest, case, &form).await?));
    };
    let done = course::rate(&guest.app, By::worker(guest.who()?), &case, stars, form.get("words")).await?;
    let thanks = if stars <= 2 { "收到了，您的话工会会看" } else { "谢谢您的评价" };
    Ok(see(&own_link(&number), &done.map_or_else(|sentence| sentence, |()| thanks.to_owned())))
}
