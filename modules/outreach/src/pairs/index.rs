//! The pairs of a branch: who looks after which firm, and where nobody has been for long.
use super::{
    PATH, Pair, VISITS, reminders, rules,
    store::{self, Wanted},
};
use crate::permissions::{READ, WRITE};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    facts::{self, Period},
    tree::{Org, OrgId, Scope},
    web::{Fields, Result},
};
use ui::{Button, Cell, Conditions, Definition, Empty, Figure, Figures, Filter, Pill, Stamp, text};

pub const LIST: List = List {
    key: "pairs",
    name: "结对走访",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "对",
    needs: READ,
    known: &["view", "q"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Pairs>(viewer, fields)),
};

/// What the address asks for.
pub struct Pairs {
    app: App,
    own: Org,
    scope: Scope,
    wanted: Wanted,
    /// How many days a firm may be without a visit.
    days: i64,
    order: &'static Order,
}
/// A pair as a row of the list.
pub struct Row {
    pair: Pair,
    days: i64,
    today: Date,
}
impl Row {
    fn stamp(&self) -> Stamp {
        if !self.pair.is_open() {
            return Stamp::plain("已结束");
        }
        let due = rules::due(self.pair.from(), self.pair.last(), self.days);
        if due < self.today { Stamp::warn("该去了") } else { Stamp::ok("在结对") }
    }
}
impl Asked for Pairs {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("employer", "单位", 36, |row: &Row| Cell::link(&row.pair.employer_name, row.pair.link())),
        Column::new("headcount", "职工（人）", 10, |row: &Row| Cell::number(row.pair.headcount)).number(),
        Column::new("officer", "委员", 12, |row: &Row| Cell::short(&row.pair.officer_name)),
        Column::new("union", "哪家工会", 28, |row: &Row| Cell::text(&row.pair.union_name)),
        Column::new("from", "从", 12, |row: &Row| Cell::short(&row.pair.from_on)),
        Column::new("visits", "走访（次）", 10, |row: &Row| Cell::number(row.pair.visits)).number(),
        Column::new("last", "最近走访", 12, |row: &Row| {
            Cell::short(row.pair.last_on.as_deref().unwrap_or("还没有"))
        }),
        Column::new("state", "状态", 10, |row: &Row| Cell::stamp(row.stamp())),
        Column::new("to", "到", 12, |row: &Row| Cell::short(row.pair.to_on.as_deref().unwrap_or_default())).on_demand(),
        Column::new("address", "地址", 36, |row: &Row| Cell::text(&row.pair.address)).on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "from", down: true, words: "按结对时间从新到旧" },
        Order { key: "oldest", column: "from", down: false, words: "按结对时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Pairs> {
        let (app, view) = (viewer.app.clone(), fields.get("view"));
        let days = reminders::days(&app, viewer.org).await?;
        let wanted = Wanted {
            text: fields.get("q").chars().take(40).collect(),
            officer: viewer.account.filter(|_| view == "mine"),
            ended: view == "ended",
            quiet_since: (view == "quiet").then(|| app.today().saturating_sub(days.days())),
        };
        let (own, scope) = (viewer.own().await?, viewer.scope.clone());
        Ok(Pairs { app, own, scope, wanted, days, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let pairs = store::list(&self.app.db, &self.scope, &self.wanted, self.order.down, page, limit).await?;
        let (days, today) = (self.days, self.app.today());
        Ok(pairs.into_iter().map(|pair| Row { pair, days, today }).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        row.pair.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        let key = format!("pairs.count.{}.{:?}", self.scope.from, self.wanted);
        list::counted(&self.app, key, store::count(&self.app.db, &self.scope, &self.wanted, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.own.id, &self.own.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, wanted) = (about.address, &self.wanted);
        let mut conditions = Conditions::new(LIST.whole());
        if !wanted.text.is_empty() {
            conditions = conditions.chip(format!("含“{}”", wanted.text), address.without(&["q"]));
        }
        let empty = if address.is_bare() {
            Empty::new("还没有结对。一位委员联系几家单位，去了就登记，久没去会提醒")
        } else {
            Empty::new("没有符合条件的结对").act(Button::outline("看全部").href(LIST.whole()))
        };
        let new = Button::primary("结一个对子").icon("plus").href("/console/pairs/new");
        Ok(Around {
            figures: Some(figures(&self.app, &self.scope).await?),
            views: views(wanted, self.days),
            filters: vec![Filter::find("q", "找结对", "单位或委员姓名", &wanted.text)],
            acts: if about.desk.may(WRITE) { vec![new] } else { Vec::new() },
            ..Around::new(conditions, empty)
        })
    }
}
fn views(wanted: &Wanted, days: i64) -> Vec<Pill> {
    let (mine, quiet) = (wanted.officer.is_some(), wanted.quiet_since.is_some());
    let view = |words: &str, key: &str, here| Pill::new(words, format!("{PATH}?view={key}")).here(here);
    vec![
        view("在结对", "all", !mine && !quiet && !wanted.ended),
        view("我的", "mine", mine),
        view(&format!("{days}天没走访"), "quiet", quiet),
        view("已结束", "ended", wanted.ended),
    ]
}
async fn figures(app: &App, scope: &Scope) -> Result<Figures> {
    let today = app.today();
    let (month, year) = (Period::month_until(today), Period { from: today.first_of_year(), to: today });
    let value = async |period| facts::value(&app.db, VISITS, scope, period).await;
    let figure = |key, name, n: i64, period: Period| {
        Figure::new(key, name, text::count(n), VISITS.unit)
            .href(format!("/console/visits?from={}&to={}", period.from, period.to))
            .definition(Definition::new().line("算的是", VISITS.definition))
    };
    Ok(Figures::strip([
        figure("visits-month", "本月走访", value(month).await?, month),
        figure("visits-year", "今年走访", value(year).await?, year),
    ]))
}
