//! The list of cases that exist for who is at the desk; the filters are in the address.
use super::bulk;
use crate::{
    cases::{
        Case, PATH, link,
        store::{self, Filter, SIZED, Way},
        words,
    },
    definitions::{Outcome, current, published},
    permissions::{CASES_READ, CASES_WORK},
};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Marks, Order, Page, Viewer};
use jiff::civil::Date;
use platform::{
    App, calendar,
    clock::day_of,
    identity::AccountId,
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result},
};
use ui::{Bulk, Button, Cell, Choice, Conditions, Empty, Pill, Stamp, text};

pub const LIST: List = List {
    key: "cases",
    name: "诉求",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "件",
    needs: CASES_READ,
    known: KNOWN,
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Cases>(viewer, fields)),
};
pub const KNOWN: &[&str] =
    &["view", "q", "service", "channel", "outcome", "officer", "employer", "person", "late", "org", "from", "to"];
pub const CHANNELS: [(&str, &str); 3] = [("online", "网上"), ("counter", "窗口"), ("phone", "电话")];

/// What the address asks for.
pub struct Cases {
    app: App,
    own: Org,
    scope: Scope,
    account: AccountId,
    filter: Filter,
    of: Option<Org>,
    order: &'static Order,
}
/// A case as a row of the list.
pub struct Row {
    case: Case,
    today: Date,
}
impl Row {
    fn stamp(&self) -> Stamp {
        match self.case.due().filter(|_| !self.case.is_over()).map(|due| calendar::days_left(self.today, due)) {
            Some(left) if left < 0 => Stamp::danger(format!("超{}天", -left)),
            _ => self.case.stamp(),
        }
    }
    fn rated(&self) -> Cell {
        Cell::short(match (&*self.case.rating, self.case.stars) {
            ("waiting", _) => "等评价".into(),
            ("unrated", _) => "没评价".into(),
            (_, Some(stars)) => format!("{stars}星"),
            _ => String::new(),
        })
    }
    fn handler(&self) -> Cell {
        let cell = Cell::text(&self.case.handler_name);
        if self.case.has_climbed() { cell.under(format!("{}督办", self.case.level_name)) } else { cell }
    }
    fn due(&self) -> Cell {
        let due = self.case.due().filter(|_| !self.case.is_over());
        Cell::short(due.map(|due| text::near(due, self.today)).unwrap_or_default())
    }
}

/// By which way the rows are reached that a filter asks for.
async fn way(app: &App, scope: &Scope, filter: &Filter) -> Result<Way> {
    if filter.is_led() {
        return Ok(Way::Walk);
    }
    let branch = filter.org.as_ref().unwrap_or(scope);
    let key = format!("cases.size.{}.{}", branch.from, filter.view);
    let size = list::sized(app, key, store::sized(&app.db, branch, &filter.view, SIZED + 1)).await?;
    Ok(Way::of(list::sized(app, "cases.size".into(), store::in_all(&app.db)).await?, size))
}
/// What an address is narrowed to, within a scope.
async fn filter_of(
    app: &App,
    (scope, account): (&Scope, AccountId),
    path: &str,
    fields: &Fields,
) -> Result<(Filter, Option<Org>)> {
    published::fresh(app).await?;
    let org = match fields.number("org").map(OrgId) {
        Some(id) => Some(tree::within(&app.db, scope, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let service = current().find(|s| s.key == fields.get("service")).map_or("", |s| &*s.key);
    let channel = CHANNELS.iter().find(|(key, _)| *key == fields.get("channel")).map_or("", |(key, _)| key);
    let typed: String = fields.get("q").chars().take(40).collect();
    let mut filter = Filter {
        view: fields.get("view").to_owned(),
        service: service.to_owned(),
        channel: channel.to_owned(),
        outcome: Outcome::from_key(fields.get("outcome")).map_or("", Outcome::key).to_owned(),
        officer: fields.number("officer"),
        employer: fields.number("employer"),
        person: fields.number("person"),
        late: fields.has("late").then(|| app.today()),
        found: Vec::new(),
        text: String::new(),
        org: org.as_ref().map(|org| Scope::below(&org.path)),
        from: fields.number("from"),
        to: fields.number("to"),
        numbers: Vec::new(),
        way: Way::Walk,
    };
    filter.found = words::found(app, &typed, path, (scope, account), &filter).await?;
    filter.text = typed;
    filter.way = way(app, scope, &filter).await?;
    Ok((filter, org))
}

impl Asked for Cases {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("title", "诉求", 32, |row: &Row| {
            Cell::link(row.case.title(), link(&row.case.number)).under(&row.case.number)
        }),
        Column::new("name", "职工", 12, |row: &Row| {
            Cell::text(&row.case.name).under(text::near(row.case.created_day(), row.today))
        }),
        Column::new("step", "到哪一步", 16, |row: &Row| Cell::text(row.case.state())),
        Column::new("handler", "承办", 28, Row::handler),
        Column::new("officer", "经办人", 12, |row: &Row| {
            Cell::short(row.case.officer_name.as_deref().unwrap_or(""))
        }),
        Column::new("due", "最迟", 14, Row::due),
        Column::new("rated", "评价", 10, Row::rated),
        Column::new("state", "状态", 12, |row: &Row| Cell::stamp(row.stamp())),
        Column::new("number", "编号", 16, |row: &Row| Cell::short(&row.case.number)).on_demand(),
        Column::new("service", "哪一类", 14, |row: &Row| Cell::short(&row.case.service().office)).on_demand(),
        Column::new("employer", "单位", 28, |row: &Row| Cell::text(&row.case.employer_name)).on_demand(),
        Column::new("channel", "渠道", 8, |row: &Row| {
            Cell::short(CHANNELS.iter().find(|(key, _)| *key == row.case.channel).map_or("", |(_, name)| name))
        })
        .on_demand(),
        Column::new("asked", "提交", 12, |row: &Row| Cell::short(row.case.created_day())).on_demand(),
        Column::new("first", "第一次答复", 12, |row: &Row| {
            Cell::short(row.case.first_at.map(|at| day_of(at).to_string()).unwrap_or_default())
        })
        .on_demand(),
        Column::new("ended", "办结", 12, |row: &Row| {
            Cell::short(row.case.ended_at.map(|at| day_of(at).to_string()).unwrap_or_default())
        })
        .on_demand(),
        Column::new("amount", "要回（元）", 12, |row: &Row| Cell::number(row.case.amount / 100)).number().on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "name", down: true, words: "按提交时间从新到旧" },
        Order { key: "oldest", column: "name", down: false, words: "按提交时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Cases> {
        let (app, own, scope) = (viewer.app.clone(), viewer.own().await?, viewer.scope.clone());
        let account = viewer.account.ok_or(Error::SignedOut)?;
        let (filter, of) = filter_of(&app, (&scope, account), &own.path, fields).await?;
        Ok(Cases { app, own, scope, account, filter, of, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let whose = (&self.scope, self.account);
        let cases = store::list(&self.app.db, whose, &self.filter, self.order.down, page, limit).await?;
        let today = self.app.today();
        Ok(cases.into_iter().map(|case| Row { case, today }).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        row.case.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        // The account is in the key: what is hidden from one is not counted for that one.
        let key = format!("cases.count.{}.{}.{:?}", self.scope.from, self.account, self.filter);
        let count = store::count(&self.app.db, (&self.scope, self.account), &self.filter, COUNTED + 1);
        list::counted(&self.app, key, count).await
    }
    fn top(&self) -> (OrgId, &str) {
        let org = self.of.as_ref().unwrap_or(&self.own);
        (org.id, &org.name)
    }
    fn tick(row: &Row) -> Option<(String, String)> {
        (!row.case.is_over()).then(|| (row.case.number.clone(), format!("选{}的{}", row.case.name, row.case.number)))
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, fields) = (about.address, about.fields);
        let view = |(key, name): (&'static str, &'static str)| {
            Pill::new(name, address.with("view", key).to_string()).here(self.filter.view == key)
        };
        let mut conditions = Conditions::new(LIST.whole());
        for (key, words) in self.chips() {
            conditions = conditions.chip(words, address.without(&[key]));
        }
        let all = |words: &'static str| std::iter::once(Choice::new("", words));
        let services = current().map(|s| Choice::new(&s.key, &s.office));
        let outcomes = Outcome::ALL.map(|outcome| Choice::new(outcome.key(), outcome.name()));
        let channels = CHANNELS.map(|(key, name)| Choice::new(key, name));
        let works = about.desk.may(CASES_WORK);
        let mut acts = vec![
            Button::outline("集体争议").icon("users").href(crate::collective::PATH),
            Button::outline("各人手上").icon("clipboard-text").href(super::WORKLOAD),
        ];
        if works {
            acts.push(Button::outline("督办人").href(super::second::SECOND));
            acts.push(Button::primary("代录诉求").icon("plus").href("/console/cases/new"));
        }
        Ok(Around {
            views: [("", "正在办"), ("over", "办结的"), ("all", "全部")]
                .map(view)
                .into_iter()
                .chain(works.then(|| Pill::new("可以一起办的", "/console/matters/new")))
                .collect(),
            filters: vec![
                ui::Filter::find("q", "找诉求", "编号、姓名、单位、说过的话", fields.get("q")),
                ui::Filter::choose("service", "哪一类", all("各类").chain(services), &self.filter.service),
            ],
            more: vec![
                ui::Filter::choose("channel", "渠道", all("各渠道").chain(channels), &self.filter.channel),
                ui::Filter::choose("outcome", "结果", all("各种结果").chain(outcomes), &self.filter.outcome),
                ui::Filter::day("from", "提交从", fields.get("from")),
                ui::Filter::day("to", "到", fields.get("to")),
            ],
            acts,
            marks: works.then(|| Marks {
                name: "case",
                method: "get",
                action: bulk::PATH,
                bulk: Bulk::new("件").act(Button::outline("转办选中的").icon("transfer")),
            }),
            ..Around::new(conditions, Empty::new(self.nothing(fields)))
        })
    }
}
impl Cases {
    /// Why there is nothing to show.
    fn nothing(&self, fields: &Fields) -> &'static str {
        let asked = ["q", "service", "channel", "outcome", "from", "to"].iter().any(|name| fields.has(name));
        match asked || !self.chips().is_empty() {
            true => "没有符合条件的诉求，可以去掉几个条件再看",
            false => "这里没有诉求。职工在手机上提，或者从窗口、电话代录",
        }
    }
    /// What narrows the list beside what its fields show.
    fn chips(&self) -> Vec<(&'static str, String)> {
        let (mut all, filter) = (Vec::new(), &self.filter);
        all.extend(self.of.as_ref().map(|org| ("org", org.name.clone())));
        all.extend(filter.late.map(|_| ("late", "超期的".to_owned())));
        all.extend(filter.officer.map(|officer| {
            ("officer", if officer == 0 { "还没有人接".to_owned() } else { "一位经办人的".to_owned() })
        }));
        all.extend(filter.employer.map(|_| ("employer", "同一家单位".to_owned())));
        let many = filter.found.len() > words::MOST;
        all.extend(many.then(|| ("q", format!("先列最近的{}件，多写几个字能找得更准", words::MOST))));
        all.extend(filter.person.map(|_| ("person", "同一个人".to_owned())));
        all
    }
}
