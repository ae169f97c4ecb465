//! The grids of a branch.
use super::{
    Grid, PATH,
    store::{self, Wanted},
};
use crate::permissions::{READ, WRITE};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use platform::{
    App,
    clock::day_of,
    tree::{Org, OrgId, Scope},
    web::{Fields, Result},
};
use ui::{Button, Cell, Conditions, Empty, Filter, Pill, Stamp};

pub const LIST: List = List {
    key: "grids",
    name: "网格",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "个",
    needs: READ,
    known: &["view", "q"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Grids>(viewer, fields)),
};

/// What the address asks for.
pub struct Grids {
    app: App,
    own: Org,
    scope: Scope,
    wanted: Wanted,
    order: &'static Order,
}
fn officer(grid: &Grid) -> Cell {
    match &grid.officer {
        Some(officer) => Cell::short(officer),
        None if grid.closed_at.is_some() => Cell::stamp(Stamp::plain("已撤销")),
        None => Cell::stamp(Stamp::warn("还没有")),
    }
}
impl Asked for Grids {
    type Row = Grid;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Grid>] = &[
        Column::new("name", "网格", 20, |grid: &Grid| Cell::link(&grid.name, grid.link())),
        Column::new("bounds", "范围", 44, |grid: &Grid| Cell::text(&grid.bounds)),
        Column::new("officer", "网格员", 14, officer),
        Column::new("unions", "工会（家）", 10, |grid: &Grid| Cell::number(grid.unions)).number(),
        Column::new("employers", "单位（家）", 10, |grid: &Grid| Cell::number(grid.employers)).number(),
        Column::new("union", "哪家工会管", 28, |grid: &Grid| Cell::text(&grid.union_name)),
        Column::new("phone", "电话", 16, |grid: &Grid| Cell::short(&grid.phone)).on_demand(),
        Column::new("drawn", "划定", 12, |grid: &Grid| Cell::short(day_of(grid.created_at))),
        Column::new("since", "网格员从", 12, |grid: &Grid| {
            Cell::short(grid.officer_since.as_deref().unwrap_or_default())
        })
        .on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "drawn", down: true, words: "按划定时间从新到旧" },
        Order { key: "oldest", column: "drawn", down: false, words: "按划定时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Grids> {
        let view = fields.get("view");
        let wanted = Wanted {
            text: fields.get("q").chars().take(40).collect(),
            without_officer: view == "vacant",
            closed: view == "closed",
        };
        let (app, own, scope) = (viewer.app.clone(), viewer.own().await?, viewer.scope.clone());
        Ok(Grids { app, own, scope, wanted, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Grid>> {
        Ok(store::list(&self.app.db, &self.scope, &self.wanted, self.order.down, page, limit).await?)
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, grid: &Grid) -> String {
        grid.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        let key = format!("grids.count.{}.{:?}", self.scope.from, self.wanted);
        list::counted(&self.app, key, store::count(&self.app.db, &self.scope, &self.wanted, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.own.id, &self.own.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, wanted) = (about.address, &self.wanted);
        let view = |words, key: &str, here| Pill::new(words, format!("{PATH}?view={key}")).here(here);
        let mut conditions = Conditions::new(LIST.whole());
        if !wanted.text.is_empty() {
            conditions = conditions.chip(format!("含“{}”", wanted.text), address.without(&["q"]));
        }
        let empty = if address.is_bare() {
            Empty::new("还没有网格。把镇街划成网格，每格定一位网格员，工会和单位就有人联系")
        } else {
            Empty::new("没有符合条件的网格").act(Button::outline("看全部").href(LIST.whole()))
        };
        let new = Button::primary("划一个网格").icon("plus").href("/console/grids/new");
        Ok(Around {
            views: vec![
                view("在用", "all", !wanted.without_officer && !wanted.closed),
                view("还没有网格员", "vacant", wanted.without_officer),
                view("已撤销", "closed", wanted.closed),
            ],
            filters: vec![Filter::find("q", "找网格", "名称、范围或网格员", &wanted.text)],
            acts: if about.desk.may(WRITE) { vec![new] } else { Vec::new() },
            ..Around::new(conditions, empty)
        })
    }
}
