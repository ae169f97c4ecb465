//! The list of members: filters in the address, pages by key.
use super::{
    GROUPS, MEMBERS, NEW_EMPLOYMENT, OTHER_GROUPS, acts, link,
    rules::{self, Known, SIZED, UNIONS, Way},
    store::{self, Filter, Line, State, Wanted},
};
use crate::{
    employers,
    list::{self, About, Around, Asked, COUNTED, Column, Count, GOOD_FOR, List, Order, Page, Viewer},
    people,
    permissions::{MEMBERS_READ, MEMBERS_WRITE, ROSTERS_IMPORT},
    unions::{self, Union},
};
use platform::{
    App,
    facts::{self, Period},
    secrets::{mask_document, mask_phone},
    settings::{self, Setting},
    standards::tables,
    tree::{self, OrgId, Scope},
    web::{Error, Fields},
};
use std::sync::Arc;
use ui::{Address, Button, Cell, Choice, Conditions, Crumb, Empty, Pill, Stamp};

pub const PATH: &str = "/console/members";
pub const LIST: List = List {
    key: "members",
    name: "会员名册",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "人",
    needs: MEMBERS_READ,
    known: &["q", "union", "group", "state", "sex", "phone", "from", "to", "batch", "employer"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Members>(viewer, fields)),
};
/// Hits of a search that a list takes.
const HITS: i64 = 100;
/// A sum takes less than so many seconds; if it fails, somebody else tries again after them.
const SUMMING: u64 = 30;

pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}

/// The top of the branch that is listed.
struct Top {
    id: OrgId,
    name: String,
    path: String,
}
impl From<Union> for Top {
    fn from(union: Union) -> Top {
        Top { id: union.id, name: union.name, path: union.path }
    }
}

/// What the address asks for.
pub struct Members {
    app: App,
    own: OrgId,
    top: Top,
    order: &'static Order,
    pub wanted: Wanted,
    employer_name: Option<String>,
}

impl Asked for Members {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("name", "姓名", 14, |row: &Row| Cell::link(&row.line.name, link(row.line.id))),
        Column::new("sex", "性别", 6, |row: &Row| Cell::short(row.sex())),
        Column::new("phone", "手机", 14, |row: &Row| Cell::short(row.phone())),
        Column::new("union", "所在工会", 36, |row: &Row| Cell::text(&row.line.union_name)),
        Column::new("employer", "工作单位", 36, |row: &Row| Cell::text(&row.line.employer_name)),
        Column::new("joined", "入会日期", 12, |row: &Row| Cell::short(&row.line.joined_on)),
        Column::new("state", "会籍", 12, |row: &Row| {
            Cell::stamp(state_stamp(&row.line.state, row.line.unchecked == 1))
        }),
        Column::new("groups", "职工类别", 24, |row: &Row| {
            Cell::text(row.line.more.group_names.trim_matches('|').replace('|', "、"))
        })
        .on_demand(),
        Column::new("born", "出生年份", 10, |row: &Row| {
            Cell::short(row.line.more.birth_on.as_deref().and_then(|day| day.get(..4)).unwrap_or_default())
        })
        .on_demand(),
        Column::new("education", "学历", 12, |row: &Row| {
            Cell::short(tables::EDUCATION.name_of(&row.line.more.education).unwrap_or_default())
        })
        .on_demand(),
        Column::new("document", "证件号码", 22, |row: &Row| Cell::short(row.document())).on_demand(),
        Column::new("number", "会员卡号", 24, |row: &Row| Cell::short(ui::text::mask_card(&row.line.more.number)))
            .on_demand(),
        Column::new("source", "怎样入会", 12, |row: &Row| Cell::short(row.source())).on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "joined", down: true, words: "按入会日期从新到旧" },
        Order { key: "joined", column: "joined", down: false, words: "按入会日期从旧到新" },
    ];

    /// Unions and employers outside one's branch don't exist.
    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Members, Error> {
        let (app, own) = (&viewer.app, &viewer.scope);
        let top = match fields.number("union").filter(|id| *id != viewer.org) {
            Some(id) => unions::store::within(&app.db, own, id).await?.ok_or(Error::NotFound)?.into(),
            None => Top { id: viewer.org, name: viewer.org_name.clone(), path: own.from.clone() },
        };
        let employer = match fields.number("employer") {
            Some(id) => Some(employers::store::within(&app.db, own, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let scope = Scope::below(&top.path);
        let whole = tree::is_whole(app, &scope).await?;
        let filter = Filter { employer: employer.as_ref().map(|e| e.id), ..filter(fields) };
        let order = list::order_of(Self::ORDERS, fields);
        let more = list::chosen(Self::COLUMNS, fields).iter().any(|column| !column.usual);
        let mut wanted = Wanted { scope, whole, filter, way: Way::Found, down: order.down, more };
        match fields.get("q") {
            "" => wanted.way = way(app, &wanted).await?,
            typed => wanted.filter.found = Some(found(app, typed, &top, &wanted).await?),
        }
        Ok(Members { app: app.clone(), own: viewer.org, top, order, wanted, employer_name: employer.map(|e| e.name) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>, Error> {
        let lines = store::list(&self.app.db, &self.wanted, page, limit).await?;
        Ok(lines.into_iter().map(|line| Row { app: self.app.clone(), line }).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        row.line.key()
    }
    /// Nothing is said where each entry of a large branch would have to be looked at.
    async fn count(&self) -> Result<Count, Error> {
        let (app, wanted) = (&self.app, &self.wanted);
        if let Some(found) = &wanted.filter.found {
            let number = found.len() as i64;
            return Ok(if number < HITS { Count::Exactly(number) } else { Count::Unknown });
        }
        if wanted.way == Way::Sets {
            return self.count_in_group().await;
        }
        let through = matches!(wanted.way, Way::Walk | Way::Unions);
        // A branch of a few thousand is counted in the index of branches, however its page is read.
        let size = app.remembered(&branch_key(&wanted.scope));
        if through && size.is_some_and(|size| size <= COUNTED) {
            let whole = Wanted { way: Way::Branch, ..wanted.clone() };
            return Ok(Count::up_to(store::count(&app.db, &whole, COUNTED + 1).await?));
        }
        if wanted.way == Way::Unions && size.is_some_and(|size| size <= SIZED) {
            let whole = Wanted { way: Way::Branch, ..wanted.clone() };
            let key = format!("members.count.{}.{:?}", wanted.scope.from, wanted.filter);
            return list::counted(app, key, store::count(&app.db, &whole, COUNTED + 1)).await;
        }
        let plain = through && wanted.filter.is_plain();
        if through && !plain && !wanted.filter.is_indexed() {
            return Ok(Count::Unknown);
        }
        let key = format!("members.count.{}.{:?}", wanted.scope.from, wanted.filter);
        if !plain {
            let walked = if through { &Wanted { way: Way::Walk, ..wanted.clone() } } else { wanted };
            return list::counted(app, key, store::count(&app.db, walked, COUNTED + 1)).await;
        }
        if let Some(number) = app.remembered(&key) {
            return Ok(if number == COUNTED + 1 { Count::Many } else { Count::About(number) });
        }
        // Whoever asks while the sum is made is told "more than": one sum at a time is enough.
        app.remember(key.clone(), COUNTED + 1, SUMMING);
        let number = facts::value(&app.db, MEMBERS, &wanted.scope, Period::until(app.today())).await?;
        app.remember(key, number, GOOD_FOR);
        Ok(Count::About(number))
    }
    fn top(&self) -> (OrgId, &str) {
        (self.top.id, &self.top.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around, Error> {
        let (desk, fields) = (about.desk, about.fields);
        let groups = groups(&self.app, &unions::store::region_of(&self.app, self.top.id).await?).await?;
        let mut buttons = Vec::new();
        if desk.may(MEMBERS_WRITE) {
            buttons.push(Button::outline("批量记录").icon("history").href(acts::PATH));
        }
        if desk.may(ROSTERS_IMPORT) {
            buttons.push(Button::outline("名册导入").icon("table-import").href("/console/rosters"));
        }
        if desk.may(MEMBERS_WRITE) {
            buttons.push(Button::primary("登记会员").icon("user-plus").href("/console/members/new"));
        }
        Ok(Around {
            views: views(&self.app, about.address),
            filters: controls(fields, &groups),
            more: more(fields),
            marks: desk.may(MEMBERS_WRITE).then(|| acts::marks(about.address)),
            acts: buttons,
            ..Around::new(self.conditions(about), empty(about))
        })
    }
    fn tick(row: &Row) -> Option<(String, String)> {
        Some((row.line.id.to_string(), row.line.name.clone()))
    }
}

fn filter(fields: &Fields) -> Filter {
    Filter {
        state: match fields.get("state") {
            "active" => State::Active,
            "kept" => State::Kept,
            "ended" => State::Ended,
            _ => State::Current,
        },
        group: fields.get("group").into(),
        joined_from: fields.number("from"),
        joined_to: fields.number("to"),
        sex: fields.get("sex").into(),
        phone_unchecked: fields.get("phone") == "unchecked",
        batch: fields.number("batch"),
        ..Filter::default()
    }
}
/// The memberships that a search finds below a union; the likeliest meaning of the text that finds any.
async fn found(app: &App, typed: &str, top: &Top, wanted: &Wanted) -> Result<Arc<Vec<(String, i64)>>, Error> {
    for sought in people::wanted(&app.keys, typed) {
        let hits = store::found(&app.db, &sought.below(&top.path), wanted, HITS).await?;
        if !hits.is_empty() {
            return Ok(Arc::new(hits));
        }
    }
    Ok(Arc::default())
}

/// The way to the rows, from sizes that are counted up to a limit and remembered for a while.
async fn way(app: &App, wanted: &Wanted) -> Result<Way, Error> {
    let Wanted { scope, whole, filter, .. } = wanted;
    let known = Known { batch: filter.batch.is_some(), employer: filter.employer.is_some(), ..Known::default() };
    if known.batch || known.employer {
        return Ok(rules::way(known));
    }
    let db = &app.db;
    let (group, sets) = match filter.group.as_str() {
        "" => (None, 0),
        group => {
            let size =
                list::sized(app, group_key(scope, group), store::group_size(db, scope, group, SIZED + 1)).await?;
            (Some(size), list::sized(app, format!("members.sets.{group}"), store::sets_of(db, group)).await?)
        }
    };
    let known = Known {
        branch: list::sized(app, branch_key(scope), store::branch_size(db, scope, SIZED + 1)).await?,
        all: list::sized(app, "members.all".into(), store::all_of_them(db)).await?,
        unions: list::sized(app, format!("members.unions.{}", scope.from), store::unions_of(db, scope, UNIONS + 1))
            .await?,
        group,
        sets,
        state: in_state(app, scope, filter).await?,
        passed: passed(app, filter).await?,
        rare: filter.is_rare(),
        whole: *whole,
        ..known
    };
    Ok(rules::way(known))
}
async fn in_state(app: &App, scope: &Scope, filter: &Filter) -> Result<Option<i64>, Error> {
    if !matches!(filter.state, State::Kept | State::Ended) {
        return Ok(None);
    }
    let key = format!("members.state.{}.{:?}", scope.from, filter.state);
    Ok(Some(list::sized(app, key, store::in_state(&app.db, scope, filter.state, SIZED + 1)).await?))
}
/// What a walk passes at most.
async fn passed(app: &App, filter: &Filter) -> Result<Option<i64>, Error> {
    let (from, to) = (filter.joined_from, filter.joined_to);
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let key = format!("members.joined.{from:?}.{to:?}");
    Ok(Some(list::sized(app, key, store::joined_between(&app.db, from, to, SIZED + 1)).await?))
}
fn group_key(scope: &Scope, group: &str) -> String {
    format!("members.group.{}.{group}", scope.from)
}
fn branch_key(scope: &Scope) -> String {
    format!("members.branch.{}", scope.from)
}

/// A row as shown; what is sealed is opened for its cell alone, and masked.
pub struct Row {
    app: App,
    pub line: Line,
}
impl Row {
    fn sex(&self) -> &'static str {
        match self.line.sex.as_str() {
            "1" => "男",
            "2" => "女",
            _ => "",
        }
    }
    fn phone(&self) -> String {
        let phone = self.app.keys.open_opt(people::sealed::PHONE, self.line.phone_sealed.as_deref()).ok().flatten();
        phone.map_or_else(String::new, |phone| mask_phone(&phone))
    }
    fn document(&self) -> String {
        let number = self.app.keys.open(people::sealed::DOCUMENT, &self.line.more.document_sealed).unwrap_or_default();
        mask_document(&number)
    }
    fn source(&self) -> &'static str {
        match self.line.more.source.as_str() {
            "joining" => "本人申请",
            "roster" => "名册导入",
            "desk" => "窗口登记",
            "transfer" => "转会",
            _ => "",
        }
    }
}
pub fn state_stamp(state: &str, unchecked: bool) -> Stamp {
    match state {
        "kept" => Stamp::info("保留会籍"),
        "ended" => Stamp::plain("已离会"),
        _ if unchecked => Stamp::warn("手机待核实"),
        _ => Stamp::ok("在册"),
    }
}

fn empty(about: &About<'_>) -> Empty {
    match (about.address.is_bare(), about.desk.may(ROSTERS_IMPORT)) {
        (true, true) => {
            Empty::new("还没有会员，可以先导入名册").act(Button::outline("导入名册").href("/console/rosters"))
        }
        (true, false) => Empty::new("还没有会员"),
        (false, _) => Empty::new("没有符合条件的会员，可以去掉几个条件再看")
            .act(Button::outline("看全部会员").href(LIST.whole()))
            .or(crate::list::why_not(about.fields)),
    }
}

/// The names of all groups of workers in force, each once.
pub async fn groups(app: &App, region: &str) -> Result<Vec<String>, Error> {
    groups_of(app, &[GROUPS, NEW_EMPLOYMENT, OTHER_GROUPS], region).await
}
pub async fn groups_of(app: &App, settings: &[&Setting], region: &str) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for setting in settings {
        for group in settings::lines(&app.db, setting, region, app.today()).await? {
            if !all.contains(&group) {
                all.push(group);
            }
        }
    }
    Ok(all)
}

fn views(app: &App, address: &Address) -> Vec<Pill> {
    let month = app.today().first_of_month();
    let here = address.without(&["rows", "order", "cols"]).to_string();
    let pill = |label: &str, query: &str| {
        let at = if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") };
        let is_here = here == at;
        Pill::new(label, if query.is_empty() { LIST.whole() } else { at }).here(is_here)
    };
    vec![
        pill("全部会员", ""),
        pill("本月新入会", &format!("from={month}")),
        pill("手机待核实", "phone=unchecked"),
        pill("保留会籍", "state=kept"),
        pill("已离会", "state=ended"),
    ]
}
fn controls(fields: &Fields, groups: &[String]) -> Vec<ui::Filter> {
    let groups = groups.iter().map(|g| Choice::new(g, g));
    let groups = std::iter::once(Choice::new("", "所有职工")).chain(groups);
    let states = [("", "在册和保留"), ("active", "在册"), ("kept", "保留会籍"), ("ended", "已离会")];
    vec![
        ui::Filter::find("q", "在名册里找人", "姓名、首字母、手机尾号、卡号", fields.get("q")),
        ui::Filter::choose("group", "职工类别", groups, fields.get("group")),
        ui::Filter::choose("state", "会籍", states, fields.get("state")),
        ui::Filter::day("from", "入会从", fields.get("from")),
    ]
}
fn more(fields: &Fields) -> Vec<ui::Filter> {
    let sexes = [("", "男女都看"), ("1", "男"), ("2", "女")];
    let phones = [("", "手机不限"), ("unchecked", "手机待核实")];
    vec![
        ui::Filter::day("to", "入会到", fields.get("to")),
        ui::Filter::choose("sex", "性别", sexes, fields.get("sex")),
        ui::Filter::choose("phone", "手机", phones, fields.get("phone")),
    ]
}
impl Members {
    /// However its page is read, a group that is not large is counted in its own index.
    async fn count_in_group(&self) -> Result<Count, Error> {
        let (app, wanted) = (&self.app, &self.wanted);
        let size = app.remembered(&group_key(&wanted.scope, &wanted.filter.group));
        if size.is_none_or(|size: i64| size > SIZED) {
            return Ok(Count::Unknown);
        }
        let key = format!("members.count.{}.{:?}", wanted.scope.from, wanted.filter);
        let group = Wanted { way: Way::Group, ..wanted.clone() };
        list::counted(app, key, store::count(&app.db, &group, COUNTED + 1)).await
    }
    fn conditions(&self, about: &About<'_>) -> Conditions {
        let (fields, filter) = (about.fields, &self.wanted.filter);
        let state = match filter.state {
            State::Current => None,
            State::Active => Some("在册"),
            State::Kept => Some("保留会籍"),
            State::Ended => Some("已离会"),
        };
        let joined = match (filter.joined_from, filter.joined_to) {
            (None, None) => None,
            (Some(from), None) => Some(format!("入会日期：{from}以来")),
            (None, Some(to)) => Some(format!("入会日期：{to}以前")),
            (Some(from), Some(to)) => Some(format!("入会日期：{from}到{to}")),
        };
        let sex = match filter.sex.as_str() {
            "1" => Some("性别：男"),
            "2" => Some("性别：女"),
            _ => None,
        };
        let chips: [(&[&str], Option<String>); 9] = [
            (&["q"], fields.opt("q").map(|q| format!("找：{q}"))),
            (&["union"], (self.top.id != self.own).then(|| format!("{}及以下", self.top.name))),
            (&["group"], fields.opt("group").map(|g| format!("职工类别：{g}"))),
            (&["state"], state.map(|s| format!("会籍：{s}"))),
            (&["sex"], sex.map(str::to_owned)),
            (&["phone"], filter.phone_unchecked.then(|| "手机待核实".to_owned())),
            (&["from", "to"], joined),
            (&["batch"], filter.batch.map(|b| format!("第{b}批导入"))),
            (&["employer"], self.employer_name.as_ref().map(|e| format!("工作单位：{e}"))),
        ];
        let said = chips.into_iter().filter_map(|(names, words)| Some((names, words?)));
        said.fold(Conditions::new(LIST.whole()), |all, (names, words)| all.chip(words, about.address.without(names)))
    }
}
