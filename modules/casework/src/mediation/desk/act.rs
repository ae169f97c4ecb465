//! Doing something with a mediation at the desk: what the form says is read, the act is done, the page says what came of it.
use super::{
    doings::{DUES, Seen, doings},
    show,
};
use crate::{
    cases::{Case, answers::fen},
    course::{By, Outcomes},
    mediation::{
        PATH,
        acts::{self, Acceptance, Draft, Held},
        link,
        rules::{Due, Signer},
        store::Mediation,
        within,
    },
};
use axum::{extract::Path, response::Response};
use jiff::civil::{Date, Time};
use platform::{
    clock,
    identity::AccountId,
    standards::Phone,
    web::{Fields, Result, see},
};
use ui::Desk;

const WORDS: usize = 500;

pub async fn act(desk: Desk, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let (case, mediation) = within(&desk, &number).await?;
    let seen = Seen::of(&desk, &case, mediation.as_ref()).await?;
    let key = form.get("act").to_owned();
    if !doings(&desk, &case, mediation.as_ref(), &seen).iter().any(|doing| doing.key == key) {
        return show::refused(&desk, &number, "现在不能这样办，请看到了哪一步").await;
    }
    let done = perform(&desk, &case, mediation.as_ref(), &key, &mut form).await?;
    if !form.is_right() {
        return show::again(&desk, &number, &key, &form).await;
    }
    match done {
        Err(sentence) => show::refused(&desk, &number, &sentence).await,
        Ok(()) => {
            // Whoever stepped back no longer sees it.
            let still = within(&desk, &number).await.is_ok();
            Ok(see(&if still { link(&number) } else { PATH.to_owned() }, said(&key)))
        }
    }
}
fn said(key: &str) -> &'static str {
    match key {
        "accept" => "受理了，已经请双方回答",
        "draft" => "协议写好了，请打印出来签字盖章",
        "plan" => "约好了，双方会收到短信",
        "paper" => "登记好了",
        "recuse" => "您回避了，工会另请一位",
        _ => "办好了",
    }
}

/// Reads the form and does the act; with faults in the form nothing is done.
async fn perform(desk: &Desk, case: &Case, mediation: Option<&Mediation>, key: &str, form: &mut Fields) -> Outcomes {
    let (app, by) = (&desk.app, By::union(&desk.who));
    match key {
        "accept" => match acceptance(form) {
            Some(new) => Box::pin(acts::accept(app, by, case, &new)).await,
            None => Ok(Ok(())),
        },
        "assign" => match chosen_mediator(form) {
            Some(mediator) => acts::assign(app, by, case, mediator).await,
            None => Ok(Ok(())),
        },
        "consent" => consent(desk, case, form).await,
        "plan" | "held" | "call-off" => session(desk, case, key, form).await,
        "draft" => match draft(desk, mediation, form) {
            Some(draft) => acts::agreement(app, by, case, &draft).await,
            None => Ok(Ok(())),
        },
        "paper" | "take-back" => {
            let revision = form.number("revision").or(mediation.map(|m| m.revision)).unwrap_or_default();
            match Signer::from_key(form.get("signer")) {
                Some(signer) if key == "paper" => acts::paper(app, by, case, (revision, signer)).await,
                Some(signer) => acts::take_back(app, by, case, signer).await,
                None => {
                    form.fault("signer", "请选一项");
                    Ok(Ok(()))
                }
            }
        }
        "paid" | "not-done" => performance(desk, case, key, form).await,
        _ => ending(desk, case, key, form).await,
    }
}
fn chosen_mediator(form: &mut Fields) -> Option<AccountId> {
    let chosen = form.number("mediator").map(AccountId);
    if chosen.is_none() {
        form.fault("mediator", "请选调解员");
    }
    chosen
}
fn acceptance(form: &mut Fields) -> Option<Acceptance> {
    let mediator = chosen_mediator(form);
    let contact = form.required("contact", "请写单位联系人", 30);
    let phone = Phone::parse(form.get("phone")).map_err(|fault| form.fault("phone", fault.to_string())).ok();
    Some(Acceptance { mediator: mediator?, contact: contact?, phone: phone?.as_str().to_owned() })
}
async fn consent(desk: &Desk, case: &Case, form: &mut Fields) -> Outcomes {
    let side = Signer::from_key(form.get("side")).filter(|side| matches!(side, Signer::Worker | Signer::Firm));
    if side.is_none() {
        form.fault("side", "请选哪一方");
    }
    let agrees = match form.get("answer") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            form.fault("answer", "请选同不同意");
            None
        }
    };
    let words = form.required("words", "请写怎么知道的", WORDS);
    let (Some(side), Some(agrees), Some(words)) = (side, agrees, words) else { return Ok(Ok(())) };
    acts::consent(&desk.app, By::union(&desk.who), case, side, agrees, &words).await
}
async fn session(desk: &Desk, case: &Case, key: &str, form: &mut Fields) -> Outcomes {
    let (app, by) = (&desk.app, By::union(&desk.who));
    if key == "plan" {
        let day = form.number::<Date>("day");
        if day.is_none() {
            form.fault("day", "请选日期");
        }
        let time = clock_time(form.get("time"));
        if time.is_none() {
            form.fault("time", "请填几点几分，比如14:30");
        }
        let place = form.required("place", "请写在哪里", 80);
        let (Some(day), Some(time), Some(place)) = (day, time, place) else { return Ok(Ok(())) };
        let at = day.to_datetime(time).to_zoned(clock::zone()).map_or(0, |at| at.timestamp().as_millisecond());
        if at <= app.now() {
            form.fault("day", "这个时间已经过了，请选以后的时间");
            return Ok(Ok(()));
        }
        return acts::plan(app, by, case, at, &place).await;
    }
    let Some(session) = form.number("session") else {
        form.fault("session", "请选哪一次");
        return Ok(Ok(()));
    };
    if key == "call-off" {
        return acts::call_off(app, by, case, session).await;
    }
    if !form.short_enough("worker", WORDS) || !form.short_enough("firm", WORDS) {
        return Ok(Ok(()));
    }
    let came = |side: &str| form.all("came").any(|one| one == side);
    let held = Held {
        session,
        worker_came: came("worker"),
        firm_came: came("firm"),
        worker: form.get("worker").to_owned(),
        firm: form.get("firm").to_owned(),
    };
    acts::held(app, by, case, &held).await
}
/// 9:00, 14：30
fn clock_time(typed: &str) -> Option<Time> {
    let (hour, minute) = typed.split_once([':', '：'])?;
    Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
}
/// The agreement as typed; faults are put at the fields.
fn draft(desk: &Desk, mediation: Option<&Mediation>, form: &mut Fields) -> Option<Draft> {
    let terms = form.required("terms", "请写协议内容", 3_000);
    let mut dues = Vec::new();
    for n in 0..DUES {
        dues.extend(due(desk, form, n));
    }
    if dues.is_empty() && form.is_right() {
        form.fault("what_0", "至少写一项：做什么、最迟哪天");
    }
    let revision = form.number("revision").or(mediation.map(|m| m.revision)).unwrap_or_default();
    form.is_right().then_some(Draft { revision, terms: terms?, dues })
}
fn due(desk: &Desk, form: &mut Fields, n: usize) -> Option<Due> {
    let (what, day, money) = (format!("what_{n}"), format!("day_{n}"), format!("amount_{n}"));
    if !form.has(&what) && !form.has(&day) && !form.has(&money) {
        return None;
    }
    let words = form.required(&what, "请写做什么", 60);
    let on = form.number::<Date>(&day);
    match on {
        None => form.fault(&day, "请选最迟哪天"),
        Some(on) if on < desk.app.today() => form.fault(&day, "这一天已经过了，请选今天或以后"),
        Some(_) => {}
    }
    let amount = match form.opt(&money).map(fen) {
        None => Some(0),
        Some(Some(0)) => {
            form.fault(&money, "金额要大于0；这一项不涉及钱的，请留空");
            None
        }
        Some(None) => {
            form.fault(&money, "请只填数字，比如9860");
            None
        }
        Some(amount) => amount,
    };
    Some(Due { what: words?, on: on?, amount: amount? })
}
async fn performance(desk: &Desk, case: &Case, key: &str, form: &mut Fields) -> Outcomes {
    let (app, by) = (&desk.app, By::union(&desk.who));
    let Some(promise) = form.number("promise") else {
        form.fault("promise", "请选哪一项");
        return Ok(Ok(()));
    };
    if key == "not-done" {
        return acts::not_done(app, by, case, promise).await;
    }
    let amount = form.opt("amount").map(fen);
    match amount {
        Some(None) => form.fault("amount", "请只填数字，比如9860"),
        Some(Some(0)) => form.fault("amount", "金额要大于0"),
        _ => {}
    }
    let day = form.number::<Date>("day");
    match day {
        None => form.fault("day", "请选日期"),
        Some(day) if day > app.today() => form.fault("day", "这一天还没到，请填实际履行的日子"),
        Some(_) => {}
    }
    let (Some(day), true) = (day, form.is_right()) else { return Ok(Ok(())) };
    acts::performance(app, by, case, promise, (amount.flatten(), day)).await
}
async fn ending(desk: &Desk, case: &Case, key: &str, form: &mut Fields) -> Outcomes {
    let (app, by) = (&desk.app, By::union(&desk.who));
    let Some(words) = form.required("words", "这里要写", WORDS) else { return Ok(Ok(())) };
    match key {
        "fail" => acts::fail(app, by, case, &words).await,
        "break" => acts::breach(app, by, case, &words).await,
        _ => acts::recuse(app, by, case, &words).await,
    }
}
