//! What is done with a call: listing, making the list public, entering that all is paid, entering what other funds gave.
use super::{
    super::{
        deeds::{CALL, public_until},
        letters,
        store::{self, Call, CallId, NewPayment},
    },
    SERVICE,
    applications::{self, Application, At},
    show::page,
    within,
};
use crate::{
    cases::answers::fen,
    course::{self, By, With},
    definitions::newest,
    permissions::AID_WORK,
};
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    publicity::{self, NewNotice},
    secrets::mask_name,
    standards::IdNumber,
    tree,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

pub async fn act(desk: Desk, Path(id): Path<CallId>, mut form: Fields) -> Result<Response> {
    let call = within(&desk, AID_WORK, id).await?;
    let done = match form.get("act") {
        "list" => list(&desk, &call, &form).await?,
        "publish" => publish(&desk, &call).await?,
        "paid" => each(&desk, &call, At::Listed, "paid", "登记发放", |_| true).await?,
        "fund" => {
            let Some(new) = fund(&desk, &call, &mut form) else {
                return Ok(desk.refill(&page(&desk, call, &form).await?));
            };
            if !enter(&desk, &new).await? {
                form.fault("number", "这个孩子今年已经登记过资助");
                return Ok(desk.refill(&page(&desk, call, &form).await?));
            }
            "登记了，不会再重复资助".to_owned()
        }
        _ => return Err(Error::refused("请选择要怎么办。")),
    };
    Ok(see(&call.link(), &done))
}

/// Each act on an application is a transaction of its own: what is done stays done, and the rest can be done again.
async fn each(
    desk: &Desk,
    call: &Call,
    at: At,
    key: &str,
    verb: &str,
    wanted: impl Fn(&Application) -> bool,
) -> Result<String> {
    let (mut done, mut why) = (0, String::new());
    let by = By::union(&desk.who);
    for one in applications::of_call(&desk.app, call).await?.iter().filter(|one| one.at == at && wanted(one)) {
        match Box::pin(course::perform(&desk.app, by, &one.case, key, &With::default())).await? {
            Ok(()) => done += 1,
            Err(sentence) => why = format!("{}没有办成：{sentence}", one.case.name),
        }
    }
    Ok(match why.is_empty() {
        true => format!("{verb}了{done}个孩子"),
        false => format!("{verb}了{done}个孩子；{why}"),
    })
}
async fn list(desk: &Desk, call: &Call, form: &Fields) -> Result<String> {
    let ticked: Vec<&str> = form.all("case").collect();
    if ticked.is_empty() {
        return Ok("请先选列入谁".into());
    }
    each(desk, call, At::Rank, "list", "列入", |one| ticked.contains(&&*one.case.number)).await
}

/// Makes the list public: children and parents masked.
async fn publish(desk: &Desk, call: &Call) -> Result<String> {
    let app = &desk.app;
    let row = |one: &Application| {
        let parent = mask_name(&one.case.name);
        vec![one.child.clone(), parent, one.case.handler_name.clone(), one.level.clone(), ui::text::yuan(one.amount)]
    };
    let all = applications::of_call(app, call).await?;
    let before = publicity::about(&app.db, CALL, call.id.0).await?;
    let corrects = before.as_ref().is_some_and(|standing| standing.upheld > 0);
    // A list that somebody was right against is made public again as a whole, without whom it was about.
    let listed: Vec<&Application> =
        all.iter().filter(|one| one.at == At::Listed && (corrects || one.unannounced)).collect();
    let body: Vec<Vec<String>> = listed.iter().map(|one| row(one)).collect();
    if body.is_empty() {
        return Ok(if before.is_some() {
            "没有还没公示的孩子"
        } else {
            "名单还是空的，先列入再公示"
        }
        .into());
    }
    let which = if corrects {
        "（更正）"
    } else if before.is_some() {
        "（补充）"
    } else {
        ""
    };
    let org = tree::find(&app.db, call.org).await?.ok_or(Error::NotFound)?;
    let service = newest(SERVICE).ok_or(Error::NotFound)?;
    let (notice, to_on) = public_until(app, service).ok_or_else(|| Error::internal("a call's notice"))?;
    let mut tx = app.db.begin().await?;
    // Nobody lists another child meanwhile, and of two officers the second finds it public.
    store::take_call(&mut tx, call.id).await?;
    let now = publicity::about_in(&mut tx, CALL, call.id.0).await?;
    if now.as_ref().map(|standing| standing.notice.id) != before.map(|standing| standing.notice.id) {
        return Ok("名单刚公示过了，请看过再办".into());
    }
    if let Some(standing) = now.filter(|standing| standing.upheld == 0)
        && let Some(sentence) = standing.holds_up(app.today())
    {
        return Ok(sentence);
    }
    let new = NewNotice {
        org: &org,
        title: &format!("{}{which}：{}", notice.title, call.title),
        lead: &notice.lines.concat(),
        head: &["孩子", "家长", "工会", "上什么学", "金额"],
        body: &body,
        subject: CALL,
        subject_id: call.id.0,
        link: &call.link(),
        to_on,
    };
    let number = publicity::publish(&mut tx, app, Some(&desk.who), &new).await?;
    for one in &listed {
        store::set_announced(&mut tx, one.case.id, &number).await?;
    }
    letters::public(&mut tx, app, letters::of_call(call.id), &new, Some(desk.who.account)).await?;
    tx.commit().await?;
    Ok(format!("公示了{}个孩子，到{}", body.len(), ui::text::near(to_on, app.today())))
}

/// What the form says another fund gave; faults are put at the fields.
fn fund(desk: &Desk, call: &Call, form: &mut Fields) -> Option<NewPayment> {
    let fund = form.required("fund", "请写哪个基金", 40);
    let name = form.required("child", "请写孩子的姓名", 30);
    let number =
        IdNumber::parse(form.get("number"), desk.app.today()).map_err(|f| form.fault("number", f.to_string())).ok();
    let amount = fen(form.get("amount")).filter(|fen| *fen > 0);
    if amount.is_none() {
        form.fault("amount", "请只填数字，比如5000");
    }
    Some(NewPayment {
        call: Some(call.id),
        org: Some(call.org),
        fund: fund?,
        name: mask_name(&name?),
        purpose: SERVICE.into(),
        year: call.year,
        child: number?.as_str().to_owned(),
        amount: amount?,
        paid_on: Some(desk.app.today()),
        by: Some(desk.who.account),
        ..NewPayment::default()
    })
}
async fn enter(desk: &Desk, new: &NewPayment) -> Result<bool> {
    let mut tx = desk.app.db.begin().await?;
    let Some(id) = store::add_payment(&mut tx, &desk.app, new).await? else { return Ok(false) };
    let entry = audit::Entry {
        act: "aid.fund",
        object: "aid_payment",
        object_id: id,
        detail: &new.fund,
        org: new.org,
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(true)
}
