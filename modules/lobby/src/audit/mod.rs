//! Who did and read what (操作记录): the entries of the own branch, and the state of the chain that shows nobody changed them.
#[cfg(test)]
mod tests;

use crate::{acts, permissions::AUDIT_READ};
use axum::response::Response;
use platform::{
    audit::{self, Chain, Filter, Line},
    rights::Access::Needs,
    secrets::mask_name,
    web::{Fields, Result, Routes, encode},
};
use ui::{Address, Choice, Conditions, Crumb, Desk, Empty, Pager, filters};

pub fn routes() -> Routes {
    Routes::new().get("/console/audit", Needs(AUDIT_READ), index).get("/console/audit/chain", Needs(AUDIT_READ), chain)
}

const PATH: &str = "/console/audit";
const KNOWN: [&str; 8] = ["act", "name", "account", "object", "id", "from", "to", "before"];
const PAGE: usize = 50;

/// A line in words.
struct Shown {
    line: Line,
    act: String,
    /// Whose data it is, masked: the audit is read by people who may not see members.
    person: Option<String>,
    /// All that happened to the same thing.
    object_href: String,
    account_href: Option<String>,
}
impl Shown {
    fn of(line: Line) -> Self {
        Self {
            act: acts::phrase(&line.act),
            person: line.person_name.as_deref().map(mask_name),
            object_href: format!("/console/audit?object={}&id={}", encode(&line.object), line.object_id),
            account_href: line.account.map(|account| format!("/console/audit?account={account}")),
            line,
        }
    }
}

#[derive(askama::Template)]
#[template(path = "audit/index.html")]
struct IndexPage {
    frame: ui::Console,
    filters: Vec<ui::Filter>,
    /// Conditions without a control, kept when the form is sent.
    carried: Vec<(String, String)>,
    conditions: Conditions,
    lines: Vec<Shown>,
    empty: Empty,
    pager: Pager,
    segments: i64,
    sealed_at: Option<i64>,
    waiting: i64,
}

fn filter(form: &Fields) -> Filter<'_> {
    Filter {
        act: form.get("act"),
        name: form.get("name"),
        account: form.number("account"),
        object: form.get("object"),
        object_id: form.number("id"),
        from: form.number("from"),
        to: form.number("to"),
    }
}

async fn index(desk: Desk, form: Fields) -> Result<Response> {
    let (db, scope) = (&desk.app.db, desk.scope(AUDIT_READ)?);
    let before = form.number("before");
    let mut lines = audit::filtered(db, &scope, &filter(&form), before, PAGE as i64 + 1).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let address = Address::of(PATH, &form, &KNOWN);
    let next = lines.last().filter(|_| more).map(|last| address.with("before", last.id.to_string()).to_string());
    let first = before.map(|_: i64| address.without(&["before"]).to_string());
    let (segments, sealed_at, waiting) = audit::progress(db).await?;
    let page = IndexPage {
        filters: controls(&form),
        carried: address.carried(&["act", "name", "from", "to"]),
        conditions: conditions(&address, &form, &lines),
        lines: lines.into_iter().map(Shown::of).collect(),
        empty: Empty::new("没有符合条件的记录").act(ui::Button::outline("看全部").href("/console/audit")),
        pager: Pager::new("从新到旧").previous(first).next(next),
        frame: desk.frame("操作记录", "/console/audit", vec![Crumb::word("全局")]),
        segments,
        sealed_at,
        waiting,
    };
    Ok(desk.show(&page))
}

fn controls(form: &Fields) -> Vec<ui::Filter> {
    let groups = acts::narrowing().map(|(key, words)| Choice::new(key, words));
    let acts = std::iter::once(Choice::new("", "所有操作")).chain(groups);
    vec![
        ui::Filter::find("name", "谁做的", "谁做的，完整的姓名", form.get("name")),
        ui::Filter::choose("act", "做了什么", acts, form.get("act")),
        ui::Filter::day("from", "从哪天", form.get("from")),
        ui::Filter::day("to", "到哪天", form.get("to")),
    ]
}

/// The conditions that have no control of their own.
fn conditions(address: &Address, form: &Fields, lines: &[Line]) -> Conditions {
    let mut all = Conditions::new(PATH);
    if form.has("account") {
        let name = lines.iter().find_map(|l| l.name.as_deref()).unwrap_or("这个账号");
        all = all.chip(format!("{name}做的"), address.without(&["account"]));
    }
    if form.has("id") {
        let words = format!("{}第{}号", acts::object(form.get("object")), form.get("id"));
        all = all.chip(words, address.without(&["object", "id"]));
    }
    all
}

#[derive(askama::Template)]
#[template(path = "audit/chain.html")]
struct ChainPage {
    frame: ui::Console,
    chain: Chain,
}

/// Recomputes the whole chain: says whether an entry was changed or taken out afterwards.
async fn chain(desk: Desk) -> Result<Response> {
    let chain = audit::verify(&desk.app.db).await?;
    let title = match chain.broken {
        None => "记录完整，没有被改动".to_owned(),
        Some(segment) => format!("第{segment}段记录和封存时不一样"),
    };
    let frame = desk.frame(&title, "/console/audit", vec![Crumb::to("操作记录", "/console/audit")]);
    Ok(desk.show(&ChainPage { frame, chain }))
}
