//! The list of joinings: what waits by its deadline; the filters are in the address.
use crate::{
    joinings::{
        steps,
        store::{
            self, Filter, Joining, State,
            list::{By, Wanted},
        },
    },
    list::{self, About, Around, Asked, COUNTED, Column, Count, List, Marks, Order, Page, Viewer},
    permissions::JOININGS_DECIDE,
};
use jiff::civil::Date;
use platform::{
    App, calendar,
    tree::{self, OrgId},
    web::{Error, Fields, Result},
};
use ui::{Address, Bulk, Button, Cell, Choice, Conditions, Empty, Pill, Stamp};

pub const PATH: &str = "/console/joinings";
pub const LIST: List = List {
    key: "joinings",
    name: "入会审批",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "份",
    needs: JOININGS_DECIDE,
    known: &["state", "undecided", "overdue", "q", "group", "code"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Joinings>(viewer, fields)),
};

/// What the address asks for.
pub struct Joinings {
    app: App,
    own: OrgId,
    own_name: String,
    wanted: Wanted,
    order: &'static Order,
}
/// A joining as a row of the list.
pub struct Row {
    joining: Joining,
    today: Date,
}
impl Row {
    fn stamp(&self) -> Stamp {
        let left = calendar::days_left(self.today, self.joining.due());
        match self.joining.state() {
            State::Waiting if left < 0 => Stamp::danger(format!("超{}天", -left)),
            State::Waiting if left <= 1 => Stamp::warn(if left == 0 { "今天到期" } else { "明天到期" }),
            State::Waiting => Stamp::info("待审核"),
            State::Approved => Stamp::ok("已通过"),
            State::Returned => Stamp::warn("退回修改"),
            other => Stamp::plain(other.name()),
        }
    }
    fn work(&self) -> Cell {
        match (self.joining.employer_name.as_str(), self.joining.group_name.as_str()) {
            ("", "") => Cell::text("没有单位"),
            ("", group) => Cell::text(group),
            (employer, group) => Cell::text(employer).under(group),
        }
    }
    fn union(&self) -> Cell {
        if self.joining.is_undecided() {
            Cell::stamp(Stamp::warn("等定工会"))
        } else {
            Cell::text(&self.joining.union_name)
        }
    }
    fn due(&self) -> Cell {
        Cell::short(ui::text::near(self.joining.due(), self.today))
    }
    fn submitted(&self) -> Cell {
        let at = ui::text::Moment::moment(&self.joining.submitted_at);
        Cell::short(at.map(|at| ui::text::moment_near(at, self.today)).unwrap_or_default())
    }
}
impl Asked for Joinings {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("name", "申请人", 14, |row: &Row| {
            Cell::link(&row.joining.name, format!("{PATH}/{}", row.joining.id)).under(&row.joining.reference)
        }),
        Column::new("work", "工作", 36, Row::work),
        Column::new("union", "申请加入", 36, Row::union),
        Column::new("way", "来源", 8, |row: &Row| {
            Cell::short(if row.joining.code.is_some() { "扫码" } else { "线上" })
        }),
        Column::new("submitted", "提交", 18, Row::submitted),
        Column::new("due", "最迟", 14, Row::due),
        Column::new("state", "状态", 12, |row: &Row| Cell::stamp(row.stamp())),
        Column::new("group", "群体", 14, |row: &Row| Cell::short(&row.joining.group_name)).on_demand(),
        Column::new("reference", "编号", 20, |row: &Row| Cell::short(&row.joining.reference)).on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "due", column: "due", down: false, words: "按期限从近到远" },
        Order { key: "newest", column: "submitted", down: true, words: "按提交时间从新到旧" },
        Order { key: "oldest", column: "submitted", down: false, words: "按提交时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Joinings> {
        let app = viewer.app.clone();
        let own = tree::find(&app.db, viewer.org).await?.ok_or(Error::NotFound)?;
        let (filter, scope) = (filter(&app, fields), viewer.scope.clone());
        // What is open is pressing, what is decided is history.
        let usual = if filter.state.is_some_and(State::is_open) { &Self::ORDERS[0] } else { &Self::ORDERS[1] };
        let order = if fields.has("order") { list::order_of(Self::ORDERS, fields) } else { usual };
        let size = list::sized(&app, format!("joinings.{}", scope.from), store::list::size(&app.db, &scope)).await?;
        let by = match order.column {
            "due" => By::Deadline,
            _ => By::Submission { down: order.down },
        };
        let wanted = Wanted { scope, filter, large: size > store::list::SORTED, by };
        Ok(Joinings { app, own: own.id, own_name: own.name, wanted, order })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let (rows, today) = (store::list::list(&self.app.db, &self.wanted, page, limit).await?, self.app.today());
        Ok(rows.into_iter().map(|joining| Row { joining, today }).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        self.wanted.key(&row.joining)
    }
    async fn count(&self) -> Result<Count> {
        let key = format!("joinings.count.{}.{:?}", self.wanted.scope.from, self.wanted.filter);
        list::counted(&self.app, key, store::list::count(&self.app.db, &self.wanted, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.own, &self.own_name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let filter = &self.wanted.filter;
        let approval = Button::primary("一起通过").icon("check");
        let marks = Marks {
            name: "joining",
            method: "post",
            action: "/console/joinings/approvals",
            bulk: Bulk::new("份").act(approval),
        };
        Ok(Around {
            views: views(filter),
            filters: controls(about.fields, steps::groups(&self.app).await?),
            marks: (filter.state == Some(State::Waiting)).then_some(marks),
            ..Around::new(conditions(about.address, filter), empty(about.address, filter))
        })
    }
    fn tick(row: &Row) -> Option<(String, String)> {
        Some((row.joining.id.to_string(), row.joining.name.clone()))
    }
}

fn filter(app: &App, fields: &Fields) -> Filter {
    Filter {
        state: match fields.get("state") {
            "" => Some(State::Waiting),
            key => State::from_key(key),
        },
        undecided: fields.has("undecided"),
        name: fields.get("q").chars().take(40).collect(),
        group: fields.get("group").into(),
        code: fields.number("code"),
        due_before: fields.has("overdue").then(|| app.today()),
    }
}
fn views(filter: &Filter) -> Vec<Pill> {
    let overdue = filter.due_before.is_some();
    let plain = !filter.undecided && !overdue;
    let mut pills = vec![
        Pill::new("待审核", LIST.whole()).here(filter.state == Some(State::Waiting) && plain),
        Pill::new("已超期", format!("{PATH}?overdue=1")).here(overdue),
        Pill::new("等定工会", format!("{PATH}?undecided=1")).here(filter.undecided),
    ];
    for state in [State::Returned, State::Approved, State::Refused, State::Withdrawn] {
        let address = format!("{PATH}?state={}", state.key());
        pills.push(Pill::new(state.name(), address).here(filter.state == Some(state)));
    }
    pills.push(Pill::new("全部", format!("{PATH}?state=all")).here(filter.state.is_none()));
    pills
}
fn controls(fields: &Fields, groups: Vec<String>) -> Vec<ui::Filter> {
    let groups = groups.into_iter().map(|g| Choice::new(&g, &g));
    vec![
        ui::Filter::find("q", "找申请人", "姓名的一部分", fields.get("q")),
        ui::Filter::choose(
            "group",
            "群体",
            std::iter::once(Choice::new("", "所有群体")).chain(groups),
            fields.get("group"),
        ),
    ]
}
fn conditions(address: &Address, filter: &Filter) -> Conditions {
    let chips = [
        ("q", Some(format!("姓名含“{}”", filter.name)).filter(|_| !filter.name.is_empty())),
        ("group", Some(format!("群体：{}", filter.group)).filter(|_| !filter.group.is_empty())),
        ("code", filter.code.map(|_| "从同一个入会码来".to_owned())),
        ("overdue", filter.due_before.map(|_| "已超期".to_owned())),
        ("undecided", filter.undecided.then(|| "等定工会".to_owned())),
    ];
    let said = chips.into_iter().filter_map(|(name, words)| Some((name, words?)));
    said.fold(Conditions::new(LIST.whole()), |all, (name, words)| all.chip(words, address.without(&[name])))
}
fn empty(address: &Address, filter: &Filter) -> Empty {
    if filter.state == Some(State::Waiting) && address.is_bare() {
        return Empty::new("现在没有等审核的入会申请。张贴入会码，职工扫一扫就能申请")
            .act(Button::outline("看入会码").href("/console/codes"));
    }
    Empty::new("没有符合条件的申请，可以去掉几个条件再看").act(Button::outline("看待审核的").href(LIST.whole()))
}
