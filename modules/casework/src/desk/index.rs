//! The list of cases that exist for who is at the desk; the filters are in the address.
use crate::{
    cases::{
        Case, PATH, link,
        store::{self, Filter},
    },
    definitions::current,
    permissions::{CASES_READ, CASES_WORK},
};
use askama::Template;
use axum::response::Response;
use platform::{
    calendar, tree,
    web::{Error, Fields, Result, encode},
};
use ui::{Button, Crumb, Desk, Empty, Pager, Pill, Pills, Stamp, filters};

const ROWS: usize = 30;

#[derive(Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    frame: ui::Console,
    views: Pills,
    filters: Vec<ui::Filter>,
    carried: Vec<(&'static str, String)>,
    rows: Vec<Case>,
    pager: Pager,
    empty: Empty,
    may_work: bool,
}
impl ListPage {
    fn stamp(&self, case: &Case) -> Stamp {
        match case.due().filter(|_| !case.is_over()).map(|due| calendar::days_left(self.frame.today, due)) {
            Some(left) if left < 0 => Stamp::danger(format!("超{}天", -left)),
            _ => case.stamp(),
        }
    }
    fn rated(case: &Case) -> String {
        match (&*case.rating, case.stars) {
            ("waiting", _) => "等评价".into(),
            ("unrated", _) => "没评价".into(),
            (_, Some(stars)) => format!("{stars}星"),
            _ => String::new(),
        }
    }
}

pub async fn index(desk: Desk, form: Fields) -> Result<Response> {
    let scope = desk.scope(CASES_READ)?;
    let org = match form.number("org").map(tree::OrgId) {
        Some(id) => Some(tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let service = current().find(|s| s.key == form.get("service")).map_or("", |s| &*s.key);
    let filter = Filter {
        view: form.get("view").to_owned(),
        service: service.to_owned(),
        text: form.get("q").chars().take(40).collect(),
        org: org.as_ref().map(|org| tree::Scope::below(&org.path)),
        from: form.number("from"),
        to: form.number("to"),
        after: form.number("after"),
    };
    let mut rows = store::list(&desk.app.db, &scope, desk.who.account, &filter, ROWS as i64 + 1).await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let kept = ["q", "service", "org", "from", "to"];
    let here = |view: &str| {
        let rest: String = kept.iter().filter_map(|n| form.opt(n).map(|v| format!("&{n}={}", encode(v)))).collect();
        format!("{PATH}?view={view}{rest}")
    };
    let next = rows.last().filter(|_| more).map(|case| format!("{}&after={}", here(&filter.view), case.id));
    let views = [("", "正在办"), ("over", "办结的"), ("all", "全部")];
    let services = current().map(|s| ui::Choice::new(&s.key, &s.office));
    let carried = ["view", "org", "from", "to"].into_iter().filter_map(|n| form.opt(n).map(|v| (n, v.to_owned())));
    let title = org.map_or_else(|| "诉求".to_owned(), |org| format!("{}的诉求", org.name));
    let page = ListPage {
        frame: desk.frame(&title, PATH, vec![Crumb::word("信家")]),
        views: Pills::new("视图", views.map(|(key, name)| Pill::new(name, here(key)).here(filter.view == key))),
        filters: vec![
            ui::Filter::find("q", "找诉求", "编号、姓名、单位", form.get("q")),
            ui::Filter::choose(
                "service",
                "哪一类",
                std::iter::once(ui::Choice::new("", "各类")).chain(services),
                service,
            ),
        ],
        carried: carried.collect(),
        pager: Pager::new("按提交时间从新到旧").previous(filter.after.map(|_| here(&filter.view))).next(next),
        empty: Empty::new("这里没有诉求。职工在手机上提，或者从窗口、电话代录"),
        may_work: desk.may(CASES_WORK),
        rows,
    };
    Ok(desk.show(&page))
}
