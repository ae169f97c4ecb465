//! The list of pairs, surest first.
use super::{
    PATH, Pair, link, side,
    store::{self, Wanted},
};
use crate::{Kind, MERGE};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use jiff::civil::Date;
use platform::{
    App,
    tree::{Org, OrgId, Scope},
    web::{Fields, Result},
};
use ui::{Button, Cell, Conditions, Empty, Filter, Pill, Stamp, text};

pub const LIST: List = List {
    key: "duplicates",
    name: "重复登记",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "对",
    needs: MERGE,
    known: &["kind", "state", "least"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Pairs>(viewer, fields)),
};
/// From these scores on two are very much alike, and alike.
const VERY: i64 = 80;
const RATHER: i64 = 50;

/// What the address asks for.
pub struct Pairs {
    app: App,
    own: Org,
    scope: Scope,
    wanted: Wanted,
    order: &'static Order,
}
/// A pair with names and places of both.
pub struct Row {
    pair: Pair,
    names: [String; 2],
    places: [String; 2],
    today: Date,
}
impl Row {
    fn names(&self) -> Cell {
        let [one, other] = &self.names;
        let words = if one == other { one.clone() } else { format!("{one}、{other}") };
        Cell::link(words, link(self.pair.id))
    }
    fn places(&self) -> Cell {
        let [one, other] = &self.places;
        Cell::text(one).under(if one == other { "" } else { other })
    }
    fn stamp(&self) -> Stamp {
        match (self.pair.state.as_str(), self.pair.score) {
            ("merged", _) => Stamp::ok("已合并"),
            ("different", _) => Stamp::plain("不是同一个"),
            (_, VERY..) => Stamp::warn("很像"),
            (_, RATHER..) => Stamp::info("较像"),
            _ => Stamp::plain("可疑"),
        }
    }
    fn when(&self) -> Cell {
        let at = self.pair.decided_at.unwrap_or(self.pair.found_at);
        let by = self.pair.decided_by.as_deref().filter(|_| self.pair.decided_at.is_some());
        Cell::short(text::moment_near(platform::clock::local(at), self.today)).under(by.unwrap_or_default())
    }
    fn act(&self) -> Cell {
        Cell::link(if self.pair.is_open() { "核对" } else { "查看" }, link(self.pair.id))
    }
}
impl Asked for Pairs {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("names", "两份登记", 28, Row::names),
        Column::new("places", "在哪里", 36, Row::places),
        Column::new("reasons", "为什么", 40, |row: &Row| {
            Cell::text(row.pair.reasons().join("；")).under(&row.pair.note)
        }),
        Column::new("likeness", "像不像", 12, |row: &Row| Cell::stamp(row.stamp())),
        Column::new("when", "找到、办理", 16, Row::when),
        Column::new("act", "操作", 8, Row::act).on_screen(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "likeness", down: true, words: "最像的在前面" },
        Order { key: "doubtful", column: "likeness", down: false, words: "最不像的在前面" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Pairs> {
        let state = Some(fields.get("state")).filter(|s| ["different", "merged"].contains(s)).unwrap_or("open");
        let wanted = Wanted {
            kind: Kind::from_key(fields.get("kind")).unwrap_or(Kind::Person),
            state: state.to_owned(),
            least: fields.number("least").filter(|least| [RATHER, VERY].contains(least)),
        };
        let (app, own, scope) = (viewer.app.clone(), viewer.own().await?, viewer.scope.clone());
        Ok(Pairs { app, own, scope, wanted, order: list::order_of(Self::ORDERS, fields) })
    }
    /// Pairs of which one has moved out of the branch meanwhile are left out.
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let (mut rows, mut at) = (Vec::new(), page.clone());
        while (rows.len() as i64) < limit {
            let left = limit - rows.len() as i64;
            let some = store::list(&self.app.db, &self.scope, &self.wanted, self.order.down, &at, left).await?;
            let Some(last) = some.last().map(Pair::key) else { break };
            for pair in some {
                rows.extend(self.row(pair).await?);
            }
            at = if page.is_backwards() { Page::Before(last) } else { Page::After(last) };
        }
        Ok(rows)
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        row.pair.key()
    }
    async fn count(&self) -> Result<Count> {
        let key = format!("duplicates.count.{}.{:?}", self.scope.from, self.wanted);
        list::counted(&self.app, key, store::count(&self.app.db, &self.scope, &self.wanted, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.own.id, &self.own.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (fields, address) = (about.fields, about.address);
        let counts = store::counts(&self.app.db, &self.scope).await?;
        let kind = |kind: Kind| {
            let open = counts.iter().find(|(key, _)| key == kind.key()).map_or(0, |(_, n)| *n);
            let here = format!("{PATH}?kind={}", kind.key());
            Pill::new(kind.name(), here).count(open).here(kind == self.wanted.kind)
        };
        let states = [("", "待核对"), ("merged", "已合并"), ("different", "不是同一个")];
        let likeness = [("", "都看"), ("50", "较像和很像"), ("80", "只看很像")];
        let mut conditions = Conditions::new(LIST.whole());
        for (name, choices) in [("state", states), ("least", likeness)] {
            if let Some((_, words)) = choices.iter().find(|(value, _)| !value.is_empty() && *value == fields.get(name))
            {
                conditions = conditions.chip(*words, address.without(&[name]));
            }
        }
        let empty = match self.wanted.state.as_str() {
            "open" if self.wanted.least.is_none() => Empty::new("现在没有要核对的。新登记、新导入的很快就会比对"),
            "merged" => Empty::new("还没有合并过"),
            "different" => Empty::new("还没有说明过“不是同一个”的"),
            _ => Empty::new("没有这样像的").act(Button::outline("看全部").href(LIST.whole())),
        };
        Ok(Around {
            views: Kind::ALL.map(kind).into(),
            filters: vec![
                Filter::choose("state", "办没办", states, fields.get("state")),
                Filter::choose("least", "像不像", likeness, fields.get("least")),
            ],
            ..Around::new(conditions, empty)
        })
    }
}
impl Pairs {
    async fn row(&self, pair: Pair) -> Result<Option<Row>> {
        let Some(sides) = side::of(&self.app, &pair).await? else { return Ok(None) };
        if sides.iter().any(|s| !s.is_gone && !self.scope.holds(&s.path)) {
            return Ok(None);
        }
        let [low, high] = sides;
        let (names, places) = ([low.name, high.name], [low.place, high.place]);
        Ok(Some(Row { pair, names, places, today: self.app.today() }))
    }
}
