//! Doing something with a case at the desk.
use super::case::{again, doings, is_own, refused};
use crate::{
    cases::{
        Case, answers, link,
        routing::{self, Route},
        within,
    },
    course::{self, By, Outcomes, With},
    definitions::Ask,
    permissions::{CASES_READ, CASES_WORK},
};
use axum::{
    extract::{Multipart, Path},
    response::Response,
};
use directory::unions;
use platform::web::{Error, Fields, Result, see, uploads};
use ui::Desk;

const TEXT: usize = 1_000;

pub async fn decide(desk: Desk, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let mut case = within(&desk, &number, CASES_WORK).await?;
    let key = form.get("decision").to_owned();
    if !doings(&desk, &case).iter().any(|doing| doing.key == key) {
        return refused(&desk, &number, "现在不能这样办，请看到了哪一步").await;
    }
    let with = read(&case, &key, &mut form);
    let to = if key == "hand-over" { target(&desk, &case, &mut form).await? } else { None };
    if !form.is_right() {
        return again(&desk, case, &key, &form).await;
    }
    // Talk and notes don't depend on what the page showed.
    if !matches!(&*key, "reply" | "note") {
        case.version = form.number("version").unwrap_or(case.version);
    }
    match act(&desk, &case, &key, &with, to.as_ref()).await? {
        Err(sentence) => refused(&desk, &number, &sentence).await,
        Ok(sentence) => {
            // Whoever gave it away may no longer see it.
            let still = within(&desk, &number, CASES_READ).await.is_ok();
            Ok(see(&if still { link(&number) } else { crate::cases::PATH.to_owned() }, &sentence))
        }
    }
}
/// What the form says; faults are put at the fields.
fn read(case: &Case, key: &str, form: &mut Fields) -> With {
    let defined = case.at().and_then(|step| step.act(key));
    let needs_reason = defined.is_none_or(|act| act.asks(Ask::Reason));
    let needs_amount = defined.is_some_and(|act| act.asks(Ask::Amount));
    let amount = if needs_amount { answers::fen(form.get("amount")) } else { None };
    if needs_amount && amount.is_none() {
        form.fault("amount", "请填金额，只填数字，比如9860");
    }
    let reason = if needs_reason { form.required("reason", "这里要写", TEXT) } else { None };
    With { reason: reason.unwrap_or_default(), amount }
}
/// To whom it is to be given.
async fn target(desk: &Desk, case: &Case, form: &mut Fields) -> Result<Option<Route>> {
    let to = match form.get("to") {
        "upper" => routing::higher(&desk.app, case).await?,
        "union" => {
            unions::chosen(desk, form, "union", "union_id").await?.map(|union| Route { org: union.org(), alone: None })
        }
        _ => {
            form.fault("to", "请选转给谁");
            return Ok(None);
        }
    };
    if to.is_none() {
        let upper = form.get("to") == "upper";
        form.fault(
            if upper { "to" } else { "union" },
            if upper { "上面没有能接的工会" } else { "请从列表里选一家工会" },
        );
    }
    Ok(to)
}
async fn act(desk: &Desk, case: &Case, key: &str, with: &With, to: Option<&Route>) -> Outcomes<String> {
    let (app, by) = (&desk.app, By::union(&desk.who));
    let done = match (key, to) {
        ("reply", _) => course::say(app, by, case, &with.reason).await?.map(|()| "发给本人了".to_owned()),
        ("ask", _) => course::ask(app, by, case, &with.reason).await?.map(|()| "已请本人补充，期限停下了".to_owned()),
        ("note", _) => {
            course::note(app, by, case, &with.reason).await?;
            Ok("记下了".to_owned())
        }
        ("hand-over", Some(to)) => {
            let done = match to.alone {
                Some(_) => course::pass_on(app, by, case, to, &with.reason).await?,
                None => course::hand_over(app, by, case, &to.org, &with.reason).await?,
            };
            done.map(|()| format!("转给{}了", to.org.name))
        }
        (key, _) => course::perform(app, by, case, key, with).await?.map(|()| "办好了，本人会收到消息".to_owned()),
    };
    Ok(done)
}

pub async fn attach(desk: Desk, Path(number): Path<String>, form: Multipart) -> Result<Response> {
    let case = within(&desk, &number, CASES_WORK).await?;
    if case.is_over() || doings(&desk, &case).is_empty() {
        return Err(Error::refused("这件诉求现在不能放材料。"));
    }
    let (upload, mut form) = uploads(form, "file").await?;
    match course::attach(&desk.app, By::union(&desk.who), &case, upload).await? {
        Ok(()) => Ok(see(&link(&number), "材料放好了")),
        Err(sentence) => {
            form.fault("file", sentence);
            again(&desk, case, "", &form).await
        }
    }
}
pub async fn file(desk: Desk, Path((number, evidence)): Path<(String, i64)>) -> Result<Response> {
    let case = within(&desk, &number, CASES_READ).await?;
    if !is_own(&desk, &case) {
        course::read(&desk.app, &desk.who, &case).await?;
    }
    crate::mine::sent(&desk.app, &case, evidence).await
}
