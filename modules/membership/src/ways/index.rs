//! The list of ways: what waits, what is over; the filters are in the address.
use super::{
    PATH,
    life::stamp,
    link,
    rules::{Kind, State},
    store::{self, Filter, Way},
};
use crate::permissions::{WAYS_DECIDE, WAYS_READ};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use jiff::civil::Date;
use platform::{
    App, calendar,
    clock::day_of,
    tree::{Org, OrgId, Scope},
    web::{Fields, Result},
};
use ui::{Address, Button, Cell, Choice, Conditions, Empty, Pill, Stamp, text};

pub const LIST: List = List {
    key: "ways",
    name: "会籍变动",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "件",
    needs: WAYS_READ,
    known: &["view", "kind"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Ways>(viewer, fields)),
};

/// What the address asks for.
pub struct Ways {
    app: App,
    own: Org,
    scope: Scope,
    filter: Filter,
    order: &'static Order,
}
/// A way as a row of the list.
pub struct Row {
    way: Way,
    today: Date,
}
impl Row {
    fn stamp(&self) -> Stamp {
        match self.way.due().map(|due| calendar::days_left(self.today, due)) {
            Some(left) if left < 0 && !self.way.state().is_over() => Stamp::danger(format!("超{}天", -left)),
            _ => stamp(self.way.state()),
        }
    }
    /// Before the member confirms, the union that asks learns nothing of the other one.
    fn from(&self) -> Cell {
        if self.way.state() == State::Proposed {
            return Cell::text("本人确认后可见");
        }
        Cell::text(&self.way.union_name)
    }
    fn at(&self) -> Cell {
        match &self.way.at_name {
            Some(at) => Cell::text(at),
            None if !self.way.state().is_over() => Cell::text("本人"),
            None => Cell::default(),
        }
    }
    fn due(&self) -> Cell {
        let due = self.way.due().filter(|_| !self.way.state().is_over());
        Cell::short(due.map(|due| text::near(due, self.today)).unwrap_or_default())
    }
    fn ended(&self) -> Cell {
        Cell::short(self.way.ended_at.map(|at| day_of(at).to_string()).unwrap_or_default())
    }
}
impl Asked for Ways {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("name", "会员", 14, |row: &Row| {
            Cell::link(&row.way.name, link(row.way.id)).under(&row.way.reference)
        }),
        Column::new("kind", "种类", 10, |row: &Row| Cell::short(row.way.kind().name())),
        Column::new("from", "从", 28, Row::from),
        Column::new("to", "到", 28, |row: &Row| Cell::text(row.way.to())),
        Column::new("at", "在谁那里", 28, Row::at),
        Column::new("asked", "提出", 12, |row: &Row| Cell::short(day_of(row.way.created_at))),
        Column::new("due", "最迟", 14, Row::due),
        Column::new("state", "状态", 12, |row: &Row| Cell::stamp(row.stamp())),
        Column::new("ended", "办完", 12, Row::ended).on_demand(),
        Column::new("reference", "编号", 18, |row: &Row| Cell::short(&row.way.reference)).on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "asked", down: true, words: "按提出时间从新到旧" },
        Order { key: "oldest", column: "asked", down: false, words: "按提出时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Ways> {
        let filter = Filter {
            waiting: ["", "waiting"].contains(&fields.get("view")),
            over: fields.get("view") == "over",
            kind: Kind::from_key(fields.get("kind")),
        };
        let (app, own, scope) = (viewer.app.clone(), viewer.own().await?, viewer.scope.clone());
        Ok(Ways { app, own, scope, filter, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let ways = store::list(&self.app.db, &self.scope, self.filter, self.order.down, page, limit).await?;
        let today = self.app.today();
        Ok(ways.into_iter().map(|way| Row { way, today }).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        row.way.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        let key = format!("ways.count.{}.{:?}", self.scope.from, self.filter);
        list::counted(&self.app, key, store::count(&self.app.db, &self.scope, self.filter, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.own.id, &self.own.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, kind) = (about.address, self.filter.kind);
        let mut conditions = Conditions::new(LIST.whole());
        if let Some(kind) = kind {
            conditions = conditions.chip(kind.name(), address.without(&["kind"]));
        }
        let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.name()));
        let kinds = std::iter::once(Choice::new("", "各种")).chain(kinds);
        let propose = Button::primary("请会员转过来").icon("transfer").href("/console/ways/transfer");
        Ok(Around {
            views: views(address, self.filter),
            filters: vec![ui::Filter::choose("kind", "种类", kinds, kind.map_or("", Kind::key))],
            acts: if about.desk.may(WAYS_DECIDE) { vec![propose] } else { Vec::new() },
            ..Around::new(
                conditions,
                Empty::new("这里没有会籍变动。会员自己申请，或者从会员的资料页里办")
                    .act(Button::outline("看会员名册").href("/console/members")),
            )
        })
    }
}
fn views(address: &Address, filter: Filter) -> Vec<Pill> {
    let all = !filter.waiting && !filter.over;
    [("正在办", "waiting", filter.waiting), ("办完的", "over", filter.over), ("全部", "all", all)]
        .map(|(words, key, here)| Pill::new(words, address.with("view", key).to_string()).here(here))
        .into()
}
