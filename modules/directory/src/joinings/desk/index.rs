//! The list of joinings: what waits by its deadline; the filters are in the address.
use crate::{
    joinings::{
        steps,
        store::{self, Filter, Joining, State},
    },
    list::{self, Page},
    permissions::JOININGS_DECIDE,
};
use askama::Template;
use axum::response::Response;
use platform::{
    calendar,
    web::{Fields, Result},
};
use ui::{Address, Button, Choice, Conditions, Crumb, Desk, Empty, Pager, Pill, Pills, Stamp, filters};

pub const PATH: &str = "/console/joinings";
const KNOWN: [&str; 8] = ["state", "undecided", "overdue", "q", "group", "code", "after", "before"];

#[derive(Template)]
#[template(path = "joinings/desk/list.html")]
struct ListPage {
    frame: ui::Console,
    views: Pills,
    filters: Vec<ui::Filter>,
    carried: Vec<(String, String)>,
    conditions: Conditions,
    rows: Vec<Joining>,
    pager: Pager,
    empty: Empty,
    /// Waiting ones can be ticked.
    ticks: bool,
}
impl ListPage {
    fn stamp(&self, joining: &Joining) -> Stamp {
        let left = calendar::days_left(self.frame.today, joining.due());
        match joining.state() {
            State::Waiting if left < 0 => Stamp::danger(format!("超{}天", -left)),
            State::Waiting if left <= 1 => Stamp::warn(if left == 0 { "今天到期" } else { "明天到期" }),
            State::Waiting => Stamp::info("待审核"),
            State::Approved => Stamp::ok("已通过"),
            State::Returned => Stamp::warn("退回修改"),
            other => Stamp::plain(other.name()),
        }
    }
}

pub async fn index(desk: Desk, fields: Fields) -> Result<Response> {
    let scope = desk.scope(JOININGS_DECIDE)?;
    let (filter, at) = (filter(&desk, &fields), Page::of(&fields));
    let db = &desk.app.db;
    let cut = at.cut(store::list::list(db, &scope, &filter, &at, list::ROWS as i64 + 1).await?, list::ROWS);
    let count = store::list::count(db, &scope, &filter, list::COUNTED + 1).await?;
    let address = Address::of(PATH, &fields, &KNOWN);
    let order =
        if filter.state.is_some_and(State::is_open) { "按期限从近到远" } else { "按提交时间从新到旧" };
    let groups = steps::groups(&desk.app).await?;
    let page = ListPage {
        frame: desk.frame("入会审批", PATH, vec![Crumb::word("有家"), Crumb::word("组织会员")]),
        views: views(&filter),
        filters: controls(&fields, groups),
        carried: address.carried(&["q", "group"]),
        conditions: conditions(&address, &filter),
        pager: cut.pager(format!("{}，{order}", list::about(count, "份")), &address, |j| filter.key(j)),
        ticks: filter.state == Some(State::Waiting),
        rows: cut.rows,
        empty: empty(&address, &filter),
    };
    Ok(desk.show(&page))
}

fn filter(desk: &Desk, fields: &Fields) -> Filter {
    Filter {
        state: match fields.get("state") {
            "" => Some(State::Waiting),
            key => State::from_key(key),
        },
        undecided: fields.has("undecided"),
        name: fields.get("q").chars().take(40).collect(),
        group: fields.get("group").into(),
        code: fields.number("code"),
        due_before: fields.has("overdue").then(|| desk.app.today()),
    }
}
fn views(filter: &Filter) -> Pills {
    let overdue = filter.due_before.is_some();
    let plain = !filter.undecided && !overdue;
    let mut pills = vec![
        Pill::new("待审核", PATH).here(filter.state == Some(State::Waiting) && plain),
        Pill::new("已超期", format!("{PATH}?overdue=1")).here(overdue),
        Pill::new("等定工会", format!("{PATH}?undecided=1")).here(filter.undecided),
    ];
    for state in [State::Returned, State::Approved, State::Refused, State::Withdrawn] {
        let address = format!("{PATH}?state={}", state.key());
        pills.push(Pill::new(state.name(), address).here(filter.state == Some(state)));
    }
    pills.push(Pill::new("全部", format!("{PATH}?state=all")).here(filter.state.is_none()));
    Pills::new("视图", pills)
}
fn controls(fields: &Fields, groups: Vec<String>) -> Vec<ui::Filter> {
    let groups = groups.into_iter().map(|g| Choice::new(&g, &g));
    vec![
        ui::Filter::find("q", "找申请人", "姓名的一部分", fields.get("q")),
        ui::Filter::choose(
            "group",
            "群体",
            std::iter::once(Choice::new("", "所有群体")).chain(groups),
            fields.get("group"),
        ),
    ]
}
fn conditions(address: &Address, filter: &Filter) -> Conditions {
    let chips = [
        ("q", Some(format!("姓名含“{}”", filter.name)).filter(|_| !filter.name.is_empty())),
        ("group", Some(format!("群体：{}", filter.group)).filter(|_| !filter.group.is_empty())),
        ("code", filter.code.map(|_| "从同一个入会码来".to_owned())),
        ("overdue", filter.due_before.map(|_| "已超期".to_owned())),
        ("undecided", filter.undecided.then(|| "等定工会".to_owned())),
    ];
    let said = chips.into_iter().filter_map(|(name, words)| Some((name, words?)));
    said.fold(Conditions::new(PATH), |all, (name, words)| all.chip(words, address.without(&[name])))
}
fn empty(address: &Address, filter: &Filter) -> Empty {
    if filter.state == Some(State::Waiting) && address.is_bare() {
        return Empty::new("现在没有等审核的入会申请。张贴入会码，职工扫一扫就能申请")
            .act(Button::outline("看入会码").href("/console/codes"));
    }
    Empty::new("没有符合条件的申请，可以去掉几个条件再看").act(Button::outline("看待审核的").href(PATH))
}
