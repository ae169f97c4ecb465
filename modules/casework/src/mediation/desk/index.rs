//! The list: for officers the mediations of their branch, for a mediator his own.
use crate::{
    definitions::{Outcome, of_version},
    mediation::{
        PATH, SERVICE, link,
        rules::Source,
        store::{self, Filter, Line},
    },
    permissions::{CASES_READ, CASES_WORK, MEDIATE},
};
use askama::Template;
use axum::response::Response;
use platform::{
    calendar,
    tree::{self, OrgId, Scope},
    web::{Error, Fields, Result},
};
use ui::{Address, Button, Crumb, Desk, Empty, Pager, Pill, Pills, Stamp, filters};

const ROWS: usize = 30;

#[derive(Template)]
#[template(path = "mediation/desk/list.html")]
struct ListPage {
    frame: ui::Console,
    views: Pills,
    filters: [ui::Filter; 1],
    carried: Vec<(&'static str, String)>,
    rows: Vec<Line>,
    pager: Pager,
    empty: Empty,
    may_work: bool,
}
impl ListPage {
    fn state(line: &Line) -> &'static str {
        let step = of_version(SERVICE, line.service_version).and_then(|service| service.step(&line.step));
        step.map_or("撤回了", |step| &step.name)
    }
    fn source(line: &Line) -> &'static str {
        line.source.as_deref().and_then(Source::from_key).map_or("职工申请", Source::name)
    }
    fn stamp(&self, line: &Line) -> Stamp {
        match (Outcome::from_key(&line.outcome), line.due()) {
            (Some(Outcome::Solved), _) => Stamp::ok("解决了"),
            (Some(outcome), _) => Stamp::plain(outcome.name()),
            (None, Some(due)) if due < self.frame.today => {
                Stamp::danger(format!("超{}天", -calendar::days_left(self.frame.today, due)))
            }
            (None, _) => Stamp::info("办理中"),
        }
    }
}

pub async fn index(desk: Desk, form: Fields) -> Result<Response> {
    let scope = desk.scope(MEDIATE)?;
    let org = match form.number("org").map(OrgId) {
        Some(id) => Some(tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let me = desk.who.account;
    let filter = Filter {
        view: form.get("view").to_owned(),
        text: form.get("q").chars().take(40).collect(),
        mediator: (!desk.may(CASES_READ)).then_some(me),
        org: org.map(|org| Scope::below(&org.path)),
        from: form.number("from"),
        to: form.number("to"),
        after: form.number("after"),
    };
    let mut rows = store::list(&desk.app.db, &scope, me, &filter, ROWS as i64 + 1).await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let address = Address::of(PATH, &form, &["view", "q", "org", "from", "to"]);
    let next = rows.last().filter(|_| more).map(|line| address.with("after", line.id.to_string()).to_string());
    let views = [("", "正在办"), ("over", "办结的"), ("all", "全部")];
    let here = |key: &str| address.with("view", key.to_owned()).to_string();
    let carried = ["view", "org", "from", "to"].into_iter().filter_map(|n| form.opt(n).map(|v| (n, v.to_owned())));
    let page = ListPage {
        frame: desk.frame("劳动争议调解", PATH, vec![Crumb::word("信家")]),
        views: Pills::new("视图", views.map(|(key, name)| Pill::new(name, here(key)).here(filter.view == key))),
        filters: [ui::Filter::find("q", "找调解", "编号、职工、单位", form.get("q"))],
        carried: carried.collect(),
        pager: Pager::new("按收到的时间从新到旧").previous(filter.after.map(|_| address.to_string())).next(next),
        empty: Empty::new(match desk.may(CASES_READ) {
            _ if form.has("q") => "没有符合条件的调解，可以换个词再找",
            true => "这里没有调解。职工在手机上申请，或者由单位、法院、仲裁机构委托",
            false => "还没有请您调解的。请到您的，会发消息给您",
        }),
        may_work: desk.may(CASES_WORK),
        rows,
    };
    Ok(desk.show(&page))
}
