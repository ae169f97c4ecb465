//! The list of records: where the measures lead.
use super::{
    PATH, READ, WRITE, kinds, show,
    store::{self, Evidence, STATES, Wanted},
};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use platform::{
    App,
    clock::day_of,
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result},
};
use ui::{Button, Cell, Conditions, Empty, Filter, Pill};

pub const LIST: List = List {
    key: "evidence",
    name: "佐证记录",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "条",
    needs: READ,
    known: &["view", "org", "kind", "from", "to"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Records>(viewer, fields)),
};

/// What the address asks for.
pub struct Records {
    app: App,
    own: OrgId,
    top: Org,
    wanted: Wanted,
    order: &'static Order,
}
impl Records {
    fn scope(&self) -> Scope {
        Scope::below(&self.top.path)
    }
    async fn counted(&self, wanted: &Wanted) -> Result<Count> {
        let key = format!("evidence.count.{}.{wanted:?}", self.top.path);
        list::counted(&self.app, key, store::count(&self.app.db, &self.scope(), wanted, COUNTED + 1)).await
    }
}
impl Asked for Records {
    type Row = Evidence;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Evidence>] = &[
        Column::new("what", "做了什么", 40, |one: &Evidence| Cell::link(&one.what, one.link()).under(&one.kind)),
        Column::new("day", "哪天", 12, |one: &Evidence| Cell::short(&one.done_on)),
        Column::new("amount", "多少", 10, |one: &Evidence| {
            Cell::short(format!("{}{}", ui::text::count(one.amount), one.unit))
        }),
        Column::new("people", "人次", 10, |one: &Evidence| Cell::number(one.people)).number(),
        Column::new("union", "哪家工会", 28, |one: &Evidence| Cell::text(&one.org_name)),
        Column::new("state", "确认", 10, |one: &Evidence| Cell::stamp(show::stamp(one))),
        Column::new("place", "在哪里", 24, |one: &Evidence| Cell::text(&one.place)).on_demand(),
        Column::new("recorded", "登记", 12, |one: &Evidence| Cell::short(day_of(one.recorded_at))).on_demand(),
        Column::new("account", "登记人", 12, |one: &Evidence| Cell::short(one.recorder.as_deref().unwrap_or("")))
            .on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "recorded", down: true, words: "按登记时间从新到旧" },
        Order { key: "oldest", column: "recorded", down: false, words: "按登记时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Records> {
        let (app, own) = (viewer.app.clone(), viewer.org);
        let top =
            tree::within(&app.db, &viewer.scope, fields.number("org").unwrap_or(own)).await?.ok_or(Error::NotFound)?;
        let state = STATES.iter().find(|(key, _)| *key == fields.get("view")).map_or("", |(key, _)| *key);
        let wanted = Wanted {
            state: state.into(),
            kind: fields.get("kind").into(),
            from: fields.get("from").parse().ok(),
            to: fields.get("to").parse().ok(),
        };
        Ok(Records { app, own, top, wanted, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Evidence>> {
        Ok(store::list(&self.app.db, &self.scope(), &self.wanted, self.order.down, page, limit).await?)
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, one: &Evidence) -> String {
        one.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        self.counted(&self.wanted).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.top.id, &self.top.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, fields) = (about.address, about.fields);
        let mut conditions = Conditions::new(LIST.whole());
        if self.top.id != self.own {
            conditions = conditions.chip(format!("{}和它的下级", self.top.name), address.without(&["org"]));
        }
        for (name, word) in [("kind", ""), ("from", "从"), ("to", "到")] {
            if fields.has(name) {
                conditions = conditions.chip(format!("{word}{}", fields.get(name)), address.without(&[name]));
            }
        }
        let empty = if address.is_bare() {
            Empty::new("还没有佐证记录。平台外做的工作，登记后由上级确认，才计入数字")
        } else {
            Empty::new("没有这样的记录").act(Button::outline("看全部").href(LIST.whole()))
        };
        let mut views = vec![Pill::new("全部", address.with("view", "all")).here(self.wanted.state.is_empty())];
        for (key, name) in STATES {
            let count = self.counted(&Wanted { state: key.into(), ..self.wanted.clone() }).await?;
            let pill = Pill::new(name, address.with("view", key)).here(self.wanted.state == key);
            views.push(count.number().map_or(pill.clone(), |n| pill.count(n)));
        }
        let all = std::iter::once((String::new(), "各类".to_owned()));
        let kinds = all.chain(kinds(&self.app).await?.into_iter().map(|kind| (kind.name.clone(), kind.name)));
        let mut acts = Vec::new();
        if about.desk.may(WRITE) {
            acts.push(Button::primary("登记佐证").icon("plus").href("/console/evidence/new"));
        }
        Ok(Around {
            views,
            filters: vec![
                Filter::choose("kind", "哪一类", kinds, fields.get("kind")),
                Filter::day("from", "从", fields.get("from")),
                Filter::day("to", "到", fields.get("to")),
            ],
            acts,
            ..Around::new(conditions, empty)
        })
    }
}
