//! The calls of a branch, and opening one.
use super::{
    super::store::{self, Call, NewCall},
    levels,
};
use crate::{
    aid::CALLS,
    cases::answers::fen,
    permissions::{AID_READ, AID_WORK},
};
use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use platform::{
    audit, db, tree,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, Empty, ErrorSummary, Field, Stamp, filters};

const TITLE: usize = 40;

#[derive(Template)]
#[template(path = "aid/calls/index.html")]
struct IndexPage {
    frame: ui::Console,
    calls: Vec<Call>,
    /// The form of a new one, where it is asked for.
    fields: Vec<Field>,
    may_work: bool,
}
impl IndexPage {
    fn stamp(&self, call: &Call) -> Stamp {
        match self.frame.today {
            today if today < call.opens() => Stamp::plain("没到时间"),
            today if today <= call.closes() => Stamp::info("接收申请"),
            _ if call.paid > 0 && call.paid == call.granted => Stamp::ok("发完了"),
            _ => Stamp::warn("排名发放"),
        }
    }
}

async fn page(desk: &Desk, form: Option<&Fields>) -> Result<IndexPage> {
    let money = |name: &str, label: String| Field::text(name, label).attr("inputmode", "decimal").attr("maxlength", 13);
    let fields = form.map_or_else(Vec::new, |form| {
        let mut all = vec![
            Field::text("title", "叫什么").hint("比如2027年金秋助学").attr("maxlength", TITLE).of_form(form),
            Field::date("opens", "从哪天接收申请").of_form(form),
            Field::date("closes", "到哪天为止").of_form(form),
            money("budget", "一共多少钱（元）".into()).of_form(form),
        ];
        let one =
            |(key, words): (&str, &str)| money(&format!("amount_{key}"), format!("{words}每人多少元")).of_form(form);
        all.extend(levels().into_iter().map(one));
        all
    });
    Ok(IndexPage {
        frame: desk.frame("金秋助学", CALLS, vec![Crumb::word("恋家"), Crumb::word("诉求办理")]),
        calls: store::calls(&desk.app.db, &desk.scope(AID_READ)?).await?,
        may_work: desk.may(AID_WORK) && fields.is_empty(),
        fields,
    })
}
pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let form = Fields::default();
    let new = asked.has("new") && desk.may(AID_WORK);
    Ok(desk.show(&page(&desk, new.then_some(&form)).await?))
}

fn read(form: &mut Fields) -> Option<NewCall> {
    let title = form.required("title", "请写叫什么", TITLE);
    let mut day = |name: &str| {
        let day = form.get(name).parse::<Date>().ok();
        if day.is_none() {
            form.fault(name, "请选日期");
        }
        day
    };
    let (opens, closes) = (day("opens"), day("closes"));
    if opens > closes {
        form.fault("closes", "截止要在开始之后");
    }
    let mut money = |name: &str| {
        let amount = fen(form.get(name)).filter(|fen| *fen > 0);
        if amount.is_none() {
            form.fault(name, "请只填数字，比如5000");
        }
        amount.unwrap_or(0)
    };
    let budget = money("budget");
    let amounts = levels().into_iter().map(|(key, _)| (key.to_owned(), money(&format!("amount_{key}")))).collect();
    let right = form.is_right();
    Some(NewCall { org: tree::OrgId(0), title: title?, opens: opens?, closes: closes?, budget, amounts })
        .filter(|_| right)
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let Some(mut new) = read(&mut form) else { return Ok(desk.refill(&page(&desk, Some(&form)).await?)) };
    let app = &desk.app;
    let org = tree::find(&app.db, desk.post().org).await?.ok_or(Error::NotFound)?;
    new.org = org.id;
    let mut tx = app.db.begin().await?;
    if let Some(other) = store::overlapping(&mut tx, &org, (new.opens, new.closes)).await? {
        drop(tx);
        form.fault("opens", format!("这些天{}已经在办“{}”", other.org_name, other.title));
        return Ok(desk.refill(&page(&desk, Some(&form)).await?));
    }
    let id = match store::add_call(&mut tx, app, &new).await {
        Err(fault) if db::is_unique(&fault) => return Err(Error::refused("同事刚开了一次，请看过再办。")),
        other => other?,
    };
    let entry =
        audit::Entry { act: "aid.call", object: "aid_call", object_id: id.0, detail: &new.title, ..Default::default() };
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(see(&format!("{CALLS}/{id}"), "开好了，职工在手机上就能申请"))
}
