//! An officer's act on a way.
use super::{
    course::{By, With, perform},
    rules::{Act, Kind},
    show,
    store::{Way, WayId},
};
use crate::expulsions::Opinion;
use axum::{extract::Path, response::Response};
use platform::web::{Error, Fields, Result, see};
use ui::Desk;

/// A reason that fits a text message.
const REASON: usize = 200;

pub async fn decide(desk: Desk, Path(way): Path<WayId>, mut form: Fields) -> Result<Response> {
    let way = show::within(&desk, way).await?;
    let act = Act::from_key(form.get("decision")).ok_or_else(|| Error::refused("请选择要怎么办"))?;
    if desk.who.person == Some(way.person) {
        return Err(Error::refused("这是您本人的会籍，要由其他人或上一级工会办理"));
    }
    if !show::acts(&desk, &way).contains(&act) {
        let sentence = super::course::late(&desk.app, &way).await?;
        return show::refused(&desk, way.id, &sentence).await;
    }
    let reason = match act {
        act if act.needs_reason() => form.required("reason", "请写清为什么，本人看得到", REASON),
        Act::Expel => return committee(&desk, way, form).await,
        _ => Some(String::new()),
    };
    match reason {
        Some(reason) => done(&desk, &way, &form, act, &reason).await,
        None => show::again(&desk, way, act, &form).await,
    }
}
async fn done(desk: &Desk, way: &Way, form: &Fields, act: Act, reason: &str) -> Result<Response> {
    let version = form.number("version").unwrap_or(way.version);
    match perform(&desk.app, By::desk(&desk.who), way, version, (act, reason), With::Nothing).await? {
        Ok(()) => Ok(see(&super::link(way.id), &format!("{}的{}：{}", way.name, way.kind().name(), act.name()))),
        Err(sentence) => show::refused(desk, way.id, &sentence).await,
    }
}

/// The committee's decision follows from its votes.
async fn committee(desk: &Desk, way: Way, mut form: Fields) -> Result<Response> {
    let Some(votes) = show::votes(&mut form) else { return show::again(desk, way, Act::Expel, &form).await };
    debug_assert_eq!(way.kind(), Kind::Expel);
    let opinion = Opinion { committee: Some(votes), ..Opinion::of(&way).unwrap_or_default() };
    let act = if votes.passes() { Act::Expel } else { Act::Spare };
    let app = &desk.app;
    let version = form.number("version").unwrap_or(way.version);
    let (sentence, details) = (votes.sentence(), opinion.json());
    match perform(app, By::desk(&desk.who), &way, version, (act, &sentence), With::Details(&details)).await? {
        Ok(()) => Ok(see(&super::link(way.id), &format!("{}：{sentence}", act.name()))),
        Err(sentence) => show::refused(desk, way.id, &sentence).await,
    }
}
