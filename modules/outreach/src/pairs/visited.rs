//! The list of visits: where the measure leads.
use super::{
    PATH,
    store::{self, Visit},
};
use crate::permissions::READ;
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use jiff::civil::Date;
use platform::{
    App,
    clock::day_of,
    facts::Period,
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result},
};
use ui::{Button, Cell, Conditions, Empty, Filter};

const HERE: &str = "/console/visits";
pub const LIST: List = List {
    key: "visits",
    name: "走访记录",
    path: HERE,
    entry: PATH,
    plain: "",
    unit: "次",
    needs: READ,
    known: &["union", "from", "to"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Visits>(viewer, fields)),
};

/// What the address asks for: a union of the branch, from a day to a day.
pub struct Visits {
    app: App,
    own: OrgId,
    top: Org,
    days: (Date, Date),
    order: &'static Order,
}
impl Visits {
    fn scope(&self) -> Scope {
        Scope::below(&self.top.path)
    }
}
impl Asked for Visits {
    type Row = Visit;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Visit>] = &[
        Column::new("employer", "单位", 36, |visit: &Visit| Cell::link(&visit.employer_name, visit.link())),
        Column::new("day", "哪天", 12, |visit: &Visit| Cell::short(&visit.visited_on)),
        Column::new("who", "谁去的", 20, |visit: &Visit| Cell::text(&visit.who)),
        Column::new("asked", "看了什么、问了什么", 44, |visit: &Visit| Cell::text(&visit.asked)),
        Column::new("result", "结果", 44, |visit: &Visit| Cell::text(&visit.result)).on_demand(),
        Column::new("next", "下一步", 36, |visit: &Visit| Cell::text(&visit.next_step)),
        Column::new("union", "哪家工会", 28, |visit: &Visit| Cell::text(&visit.union_name)),
        Column::new("recorded", "登记", 12, |visit: &Visit| Cell::short(day_of(visit.at))).on_demand(),
        Column::new("account", "登记人", 12, |visit: &Visit| Cell::short(&visit.account_name)).on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "recorded", down: true, words: "按登记时间从新到旧" },
        Order { key: "oldest", column: "recorded", down: false, words: "按登记时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Visits> {
        let (app, own) = (viewer.app.clone(), viewer.org);
        let union = fields.number("union").unwrap_or(own);
        let top = tree::within(&app.db, &viewer.scope, union).await?.ok_or(Error::NotFound)?;
        let day = |name: &str, otherwise: Date| fields.get(name).parse().unwrap_or(otherwise);
        let days = (day("from", Period::until(app.today()).from), day("to", app.today()));
        Ok(Visits { app, own, top, days, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Visit>> {
        Ok(store::visits(&self.app.db, &self.scope(), self.days, self.order.down, page, limit).await?)
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, visit: &Visit) -> String {
        visit.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        let key = format!("visits.count.{}.{:?}", self.top.path, self.days);
        list::counted(&self.app, key, store::visits_counted(&self.app.db, &self.scope(), self.days, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.top.id, &self.top.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, fields) = (about.address, about.fields);
        let mut conditions = Conditions::new(LIST.whole());
        if self.top.id != self.own {
            conditions = conditions.chip(format!("{}和它的下级", self.top.name), address.without(&["union"]));
        }
        for (name, word) in [("from", "从"), ("to", "到")] {
            if fields.has(name) {
                conditions = conditions.chip(format!("{word}{}", fields.get(name)), address.without(&[name]));
            }
        }
        let empty = if address.is_bare() {
            Empty::new("还没有登记过走访。去了单位，在结对的页面上登记")
        } else {
            Empty::new("这段时间没有登记走访").act(Button::outline("看全部").href(LIST.whole()))
        };
        Ok(Around {
            filters: vec![Filter::day("from", "从", fields.get("from")), Filter::day("to", "到", fields.get("to"))],
            acts: vec![Button::outline("结对").icon("heart-handshake").href(PATH)],
            ..Around::new(conditions, empty)
        })
    }
}
