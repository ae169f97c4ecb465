//! What a counsellor does with a counselling of his or her own, and giving an overdue one to another counsellor.
use super::show::{again, doings, refused};
use crate::{
    counselling::{PATH, Sight, link, routing, within},
    course::{self, By, With},
};
use axum::{extract::Path, response::Response};
use platform::{
    identity::AccountId,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

const TEXT: usize = 1_000;
const REASON: usize = 200;

pub async fn decide(desk: Desk, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let (mut case, sight) = within(&desk, &number).await?;
    if sight != Sight::Whole {
        return Err(Error::NotFound);
    }
    let key = form.get("decision").to_owned();
    if !doings(&case).iter().any(|(known, _)| *known == key) {
        return refused(&desk, &number, "现在不能这样办，请看到了哪一步").await;
    }
    let Some(reason) = form.required("reason", "这里要写", TEXT) else {
        return again(&desk, (case, sight), &key, &form).await;
    };
    let (app, by) = (&desk.app, By::union(&desk.who));
    let done = match &*key {
        "say" => course::say(app, by, &case, &reason).await?.map(|()| "说给本人了"),
        "note" => {
            course::note(app, by, &case, &reason).await?;
            Ok("记下了，只有您看得到")
        }
        act => {
            case.version = form.number("version").unwrap_or(case.version);
            let with = With { reason, amount: None };
            course::perform(app, by, &case, act, &with).await?.map(|()| "办好了，本人会收到消息")
        }
    };
    match done {
        Ok(sentence) => Ok(see(&link(&number), sentence)),
        Err(sentence) => refused(&desk, &number, &sentence).await,
    }
}

/// Gives it to another counsellor: only once its time is over.
pub async fn give(desk: Desk, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let (mut case, sight) = within(&desk, &number).await?;
    let wanted = form.number("counsellor").map(AccountId);
    let route = match wanted {
        Some(wanted) => routing::to_other(&desk.app, &case, wanted).await?,
        None => None,
    };
    if route.is_none() {
        form.fault("counsellor", "请选一位咨询师");
    }
    let reason = form.required("reason", "请写原因", REASON);
    let (Some(route), Some(reason)) = (route, reason) else {
        return again(&desk, (case, sight), "", &form).await;
    };
    case.version = form.number("version").unwrap_or(case.version);
    match course::pass_on(&desk.app, By::union(&desk.who), &case, &route, &reason).await? {
        Ok(()) => Ok(see(PATH, "换好了，本人会收到消息")),
        Err(sentence) => refused(&desk, &number, &sentence).await,
    }
}
