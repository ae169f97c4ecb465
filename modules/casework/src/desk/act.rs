//! Doing something with a case at the desk.
use super::case::{again, colleagues, conflict, doings, is_own, refused};
use crate::{
    cases::{
        Case, answers, limits, link,
        routing::{self, Route},
        store::Fact,
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
use platform::{
    identity::AccountId,
    web::{Error, Fields, Result, see, uploads},
};
use ui::Desk;

const TEXT: usize = 1_000;

pub async fn decide(desk: Desk, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let mut case = within(&desk, &number, CASES_WORK).await?;
    let key = form.get("decision").to_owned();
    let conflict = conflict(&desk, &case).await?;
    if !doings(&desk, &case, conflict).iter().any(|doing| doing.key == key) {
        return refused(&desk, &number, "现在不能这样办，请看到了哪一步").await;
    }
    let with = read(&case, &key, &mut form);
    within_most(&desk, &case, &key, &with, &mut form).await?;
    let to = match &*key {
        "hand-over" => target(&desk, &case, &mut form).await?.map(Chosen::Union),
        "assign" => colleague(&desk, &case, &mut form).await?,
        "limit" => fact(&case, &mut form),
        "letter" => letter(&case, &mut form),
        _ => None,
    };
    if !form.is_right() {
        return again(&desk, case, &key, &form).await;
    }
    // Talk and notes don't depend on what the page showed.
    if !matches!(&*key, "reply" | "note" | "call") {
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
/// No more than the region's setting allows, where the definition names one.
async fn within_most(desk: &Desk, case: &Case, key: &str, with: &With, form: &mut Fields) -> Result<()> {
    let Some(act) = case.at().and_then(|step| step.act(key)) else { return Ok(()) };
    if let Some(most) = crate::aid::most_of(&desk.app, case, act).await?
        && with.amount.is_some_and(|amount| amount > most)
    {
        form.fault("amount", format!("一次最多{}", ui::text::yuan(most)));
    }
    Ok(())
}
/// What else a form chose.
enum Chosen {
    Union(Route),
    Colleague(AccountId, String),
    Fact(Fact),
    Letter(String),
}
async fn colleague(desk: &Desk, case: &Case, form: &mut Fields) -> Result<Option<Chosen>> {
    let wanted = form.number("officer").map(AccountId);
    let found = colleagues(desk, case).await?.into_iter().find(|(id, _)| Some(*id) == wanted);
    if found.is_none() {
        form.fault("officer", "请选一位同事");
    }
    Ok(found.map(|(id, name)| Chosen::Colleague(id, name)))
}
fn letter(case: &Case, form: &mut Fields) -> Option<Chosen> {
    let known = case.service().letter(form.get("letter")).filter(|letter| letter.on.is_empty());
    if known.is_none() {
        form.fault("letter", "请选一种文书");
    }
    known.map(|letter| Chosen::Letter(letter.key.clone()))
}
fn fact(case: &Case, form: &mut Fields) -> Option<Chosen> {
    let statute = case.service().statute(form.get("statute"));
    let kind = limits::KINDS.iter().find(|kind| kind.key == form.get("kind"));
    let (from, until) = (form.number("from"), form.number::<jiff::civil::Date>("until"));
    let suspends = kind.is_some_and(|kind| kind.effect == limits::Effect::Suspends);
    if let (Some(statute), Some(kind)) = (statute, kind)
        && !statute.is_moved_by(kind.effect)
    {
        form.fault("kind", format!("“{}”的期限没有这种事，请另选", statute.name));
    }
    for (name, there) in [("statute", statute.is_some()), ("kind", kind.is_some())] {
        if !there {
            form.fault(name, "请选一项");
        }
    }
    if from.is_none() {
        form.fault("from", "请选日期");
    }
    if suspends && until.is_none_or(|until| from.is_some_and(|from| until < from)) {
        form.fault("until", "请选中止到哪天，不能早于开始那天");
    }
    let (statute, kind, from) = (statute?, kind?, from?);
    Some(Chosen::Fact(Fact::new(&statute.key, kind.key, from, until.filter(|_| suspends))))
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
async fn act(desk: &Desk, case: &Case, key: &str, with: &With, to: Option<&Chosen>) -> Outcomes<String> {
    let (app, by) = (&desk.app, By::union(&desk.who));
    let done = match (key, to) {
        ("reply", _) => course::say(app, by, case, &with.reason).await?.map(|()| "发给本人了".to_owned()),
        ("ask", _) => course::ask(app, by, case, &with.reason).await?.map(|()| "已请本人补充，期限停下了".to_owned()),
        ("note", _) => {
            course::note(app, by, case, &with.reason).await?;
            Ok("记下了".to_owned())
        }
        ("call", _) => course::call(app, by, case, &with.reason).await?.map(|()| "记下了，本人看得到".to_owned()),
        ("aside", _) => course::stand_aside(app, by, case, &with.reason).await?.map(|()| "已经回避".to_owned()),
        ("assign", Some(Chosen::Colleague(id, name))) => {
            let done = course::assign(app, by, case, (*id, name), &with.reason).await?;
            done.map(|()| format!("交给{name}了"))
        }
        ("limit", Some(Chosen::Fact(fact))) => {
            let done = course::moves_limit(app, by, case, fact, &with.reason).await?;
            done.map(|()| "期限重新算好了，本人会收到消息".to_owned())
        }
        ("letter", Some(Chosen::Letter(key))) => {
            let done = course::write_letter(app, by, case, key, &with.reason).await?;
            done.map(|()| "写好了，在文书里打印".to_owned())
        }
        ("hand-over", Some(Chosen::Union(to))) => {
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
    if case.is_over() || conflict(&desk, &case).await?.is_some() {
        return Err(Error::refused("这件诉求现在不能放材料。"));
    }
    let _place = course::handed::place().await?;
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
