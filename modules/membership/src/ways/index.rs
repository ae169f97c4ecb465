//! The list of ways: what waits, what is over; the filters are in the address.
use super::{
    PATH,
    life::stamp,
    link,
    rules::{Kind, State},
    store::{self, Filter, Way, WayId},
};
use crate::permissions::{WAYS_DECIDE, WAYS_READ};
use askama::Template;
use axum::response::Response;
use platform::{
    calendar,
    web::{Fields, Result},
};
use ui::{Button, Crumb, Desk, Empty, Pager, Pill, Pills, Stamp, filters};

const ROWS: usize = 30;

#[derive(Template)]
#[template(path = "ways/list.html")]
struct ListPage {
    frame: ui::Console,
    views: Pills,
    kinds: Pills,
    rows: Vec<Way>,
    pager: Pager,
    empty: Empty,
    may_propose: bool,
}
impl ListPage {
    fn stamp(&self, way: &Way) -> Stamp {
        match way.due().map(|due| calendar::days_left(self.frame.today, due)) {
            Some(left) if left < 0 && !way.state().is_over() => Stamp::danger(format!("超{}天", -left)),
            _ => stamp(way.state()),
        }
    }
    /// Before the member confirms, the union that asks learns nothing of the other one.
    fn from(&self, way: &Way) -> String {
        if way.state() == State::Proposed { "本人确认后可见".into() } else { way.union_name.clone() }
    }
}

pub async fn index(desk: Desk, form: Fields) -> Result<Response> {
    let scope = desk.scope(WAYS_READ)?;
    let kind = Kind::from_key(form.get("kind"));
    let view = form.get("view");
    let filter = Filter { waiting: view.is_empty(), over: view == "over", kind, after: form.number::<WayId>("after") };
    let mut rows = store::list(&desk.app.db, &scope, filter, ROWS as i64 + 1).await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let here = |view: &str, kind: Option<Kind>| format!("{PATH}?view={view}&kind={}", kind.map_or("", Kind::key));
    let next = rows.last().filter(|_| more).map(|way| format!("{}&after={}", here(view, kind), way.id));
    let views = [("", "正在办"), ("over", "办完的"), ("all", "全部")];
    let page = ListPage {
        frame: desk.frame("会籍变动", PATH, vec![Crumb::word("有家"), Crumb::word("组织会员")]),
        views: Pills::new("视图", views.map(|(key, name)| Pill::new(name, here(key, kind)).here(view == key))),
        kinds: Pills::new(
            "种类",
            std::iter::once(Pill::new("各种", here(view, None)).here(kind.is_none()))
                .chain(Kind::ALL.map(|k| Pill::new(k.name(), here(view, Some(k))).here(kind == Some(k)))),
        ),
        pager: Pager::new(if more {
            "还有更多，按提出时间从新到旧"
        } else {
            "按提出时间从新到旧"
        })
        .previous(filter.after.map(|_| here(view, kind)))
        .next(next),
        empty: Empty::new("这里没有会籍变动。会员自己申请，或者从会员的资料页里办")
            .act(Button::outline("看会员名册").href("/console/members")),
        may_propose: desk.may(WAYS_DECIDE),
        rows,
    };
    Ok(desk.show(&page))
}
