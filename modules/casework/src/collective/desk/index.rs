//! The list of matters.
use crate::{
    collective::{
        PATH, link,
        store::{self, Filter, Matter},
    },
    permissions::{CASES_READ, CASES_WORK},
};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use platform::{
    App,
    identity::AccountId,
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result},
};
use ui::{Button, Cell, Conditions, Empty, Pill, Stamp, text};

pub const LIST: List = List {
    key: "matters",
    name: "集体争议",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "件",
    needs: CASES_READ,
    known: &["view", "q", "org", "from", "to"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Matters>(viewer, fields)),
};

pub struct Matters {
    app: App,
    own: Org,
    scope: Scope,
    account: AccountId,
    filter: Filter,
    of: Option<Org>,
}
pub struct Row {
    matter: Matter,
    near: String,
}
fn stamp(matter: &Matter) -> Stamp {
    if matter.is_over() { Stamp::plain("结束了") } else { Stamp::info("一起办") }
}

impl Asked for Matters {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("employer", "单位", 32, |row: &Row| {
            Cell::link(&row.matter.employer_name, link(&row.matter.number)).under(&row.matter.number)
        }),
        Column::new("joined", "参加（人）", 10, |row: &Row| Cell::number(row.matter.joined)).number(),
        Column::new("asked", "没回答（人）", 10, |row: &Row| Cell::number(row.matter.asked)).number(),
        Column::new("org", "哪家工会", 28, |row: &Row| Cell::text(&row.matter.org_name)),
        Column::new("created", "提出", 12, |row: &Row| Cell::short(&row.near)),
        Column::new("state", "状态", 12, |row: &Row| Cell::stamp(stamp(&row.matter))),
    ];
    const ORDERS: &'static [Order] =
        &[Order { key: "", column: "created", down: true, words: "按提出时间从新到旧" }];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Matters> {
        let (app, own, scope) = (viewer.app.clone(), viewer.own().await?, viewer.scope.clone());
        let of = match fields.number("org").map(OrgId) {
            Some(id) => Some(tree::within(&app.db, &scope, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let filter = Filter {
            view: fields.get("view").to_owned(),
            text: fields.get("q").chars().take(40).collect(),
            org: of.as_ref().map(|org| Scope::below(&org.path)),
            from: fields.number("from"),
            to: fields.number("to"),
        };
        Ok(Matters { app, own, scope, account: viewer.account.ok_or(Error::SignedOut)?, filter, of })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let all = store::list(&self.app.db, (&self.scope, self.account), &self.filter, page, limit).await?;
        let today = self.app.today();
        Ok(all.into_iter().map(|matter| Row { near: text::near(matter.created_day(), today), matter }).collect())
    }
    fn order(&self) -> &'static Order {
        &Self::ORDERS[0]
    }
    fn key(&self, row: &Row) -> String {
        row.matter.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        let all = store::count(&self.app.db, (&self.scope, self.account), &self.filter, COUNTED + 1).await?;
        Ok(Count::up_to(all))
    }
    fn top(&self) -> (OrgId, &str) {
        let org = self.of.as_ref().unwrap_or(&self.own);
        (org.id, &org.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, fields) = (about.address, about.fields);
        let view = |(key, name): (&'static str, &'static str)| {
            Pill::new(name, address.with("view", key).to_string()).here(self.filter.view == key)
        };
        let mut conditions = Conditions::new(LIST.whole());
        if let Some(org) = &self.of {
            conditions = conditions.chip(org.name.clone(), address.without(&["org"]));
        }
        let mut acts = vec![Button::outline("诉求").href(crate::cases::PATH)];
        if about.desk.may(CASES_WORK) {
            acts.push(Button::primary("找可以一起办的").icon("users").href("/console/matters/new"));
        }
        Ok(Around {
            views: [("", "正在办"), ("over", "结束的"), ("all", "全部")].map(view).into(),
            filters: vec![ui::Filter::find("q", "找集体争议", "编号、单位", fields.get("q"))],
            more: vec![
                ui::Filter::day("from", "提出从", fields.get("from")),
                ui::Filter::day("to", "到", fields.get("to")),
            ],
            acts,
            ..Around::new(conditions, Empty::new("这里没有集体争议。同一家单位有几位职工提欠薪诉求，可以请他们一起办"))
        })
    }
}
