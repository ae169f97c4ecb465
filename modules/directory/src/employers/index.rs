//! The list of employers, and the fields that propose one.
use super::{
    Employer,
    coverage::{CLASSES, Way},
    link, rules, store,
};
use crate::{
    form,
    list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer},
    permissions::{EMPLOYERS_WRITE, UNIONS_READ},
    searches, unions,
};
use askama::Template;
use axum::response::Response;
use platform::{
    App,
    standards::{Industry, tables},
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields},
};
use store::{Filter, Lead, Wanted};
use ui::{Address, Button, Cell, Choice, Conditions, Crumb, Desk, Empty, Pill, Stamp};

pub const PATH: &str = "/console/employers";
pub const LIST: List = List {
    key: "employers",
    name: "用人单位",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "家",
    needs: UNIONS_READ,
    known: &[
        "q",
        "size",
        "least",
        "most",
        "nature",
        "section",
        "with_union",
        "without_union",
        "below",
        "cover",
        "covered_by",
    ],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Employers>(viewer, fields)),
};

pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}

/// What the address of the list asks for.
pub struct Employers {
    app: App,
    own: OrgId,
    top: Org,
    wanted: Wanted,
    covering: Option<String>,
    order: &'static Order,
}
/// An employer as a row of the list.
pub struct Row {
    employer: Employer,
}
impl Row {
    fn union(&self) -> Cell {
        match (&self.employer.union_name, Way::of(self.employer.way)) {
            (Some(name), _) => Cell::text(name),
            (None, Way::None) => Cell::stamp(Stamp::warn("未建会")),
            (None, _) => Cell::stamp(Stamp::info("由联合工会覆盖")),
        }
    }
}
impl Asked for Employers {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("name", "单位", 36, |row: &Row| {
            Cell::link(&row.employer.name, link(row.employer.id))
                .under(row.employer.uscc.as_deref().unwrap_or_default())
        }),
        Column::new("nature", "性质", 20, |row: &Row| {
            Cell::text(tables::UNIT_CATEGORY.name_of(&row.employer.nature).unwrap_or_default())
        }),
        Column::new("industry", "行业", 24, |row: &Row| {
            Cell::text(Industry::find(&row.employer.industry).map_or("", |i| i.name))
        }),
        Column::new("headcount", "职工（人）", 10, |row: &Row| Cell::number(row.employer.headcount)).number(),
        Column::new("women", "女职工", 10, |row: &Row| Cell::number(row.employer.women)).number(),
        Column::new("migrants", "农民工", 10, |row: &Row| Cell::number(row.employer.migrant_workers)).number(),
        Column::new("union", "工会", 36, Row::union),
        Column::new("uscc", "统一社会信用代码", 22, |row: &Row| {
            Cell::short(row.employer.uscc.as_deref().unwrap_or_default())
        })
        .on_demand(),
        Column::new("region", "地区", 30, |row: &Row| Cell::text(unions::region_name(&row.employer.region)))
            .on_demand(),
        Column::new("address", "地址", 36, |row: &Row| Cell::text(&row.employer.address)).on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "headcount", down: true, words: "按人数从多到少" },
        Order { key: "smallest", column: "headcount", down: false, words: "按人数从少到多" },
    ];

    /// The area is one's own branch, or that of a union in it.
    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Employers, Error> {
        let db = &viewer.app.db;
        let id = fields.number("below").unwrap_or(viewer.org);
        let top = tree::within(db, &viewer.scope, id).await?.ok_or(Error::NotFound)?;
        let covering = match fields.number("covered_by") {
            Some(id) => Some(tree::within(db, &viewer.scope, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let (scope, order) = (Scope::below(&top.path), list::order_of(Self::ORDERS, fields));
        super::ways::up_to_date(&viewer.app).await?;
        let mut filter = filter(fields, covering.as_ref(), viewer.app.today());
        filter.found = searches::named(db, "employer", &filter.text, &top.path).await?;
        let lead = lead(&viewer.app, &scope, &filter).await?;
        let wanted = Wanted { scope, filter, lead, down: order.down };
        let covering = covering.map(|org| org.name);
        Ok(Employers { app: viewer.app.clone(), own: viewer.org, top, wanted, covering, order })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>, Error> {
        let employers = store::list(&self.app.db, &self.wanted, page, limit).await?;
        Ok(employers.into_iter().map(|employer| Row { employer }).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        store::key(&row.employer)
    }
    async fn count(&self) -> Result<Count, Error> {
        let key = format!("employers.count.{}.{:?}", self.wanted.scope.from, self.wanted.filter);
        list::counted(&self.app, key, store::count(&self.app.db, &self.wanted, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.top.id, &self.top.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around, Error> {
        let empty = Empty::new("没有符合条件的单位，可以去掉几个条件再看");
        let empty = empty.act(Button::outline("看全部").href(LIST.whole()));
        let new = Button::primary("登记单位").icon("plus").href("/console/employers/new");
        let top = (self.top.id != self.own).then(|| self.top.name.clone());
        Ok(Around {
            views: views(about.address),
            filters: controls(about.fields),
            acts: if about.desk.may(EMPLOYERS_WRITE) { vec![new] } else { Vec::new() },
            ..Around::new(conditions(about.address, &self.wanted.filter, top, self.covering.clone()), empty)
        })
    }
}

fn views(address: &Address) -> Vec<Pill> {
    let here = address.without(&["rows", "order", "cols"]).to_string();
    let pill = |label: &str, query: &str| {
        let at = if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") };
        let is_here = same(&here, &at);
        Pill::new(label, if query.is_empty() { LIST.whole() } else { at }).here(is_here)
    };
    vec![
        pill("全部单位", ""),
        pill("100人以上未建会", "without_union=1&least=100"),
        pill("25人以上未建会", "without_union=1&least=25"),
        pill("已建会", "with_union=1"),
    ]
}
/// Whether two addresses ask for the same, whatever the order.
fn same(one: &str, other: &str) -> bool {
    let parts = |address: &str| {
        let mut parts: Vec<String> = address.split(['?', '&']).map(str::to_owned).collect();
        parts.sort();
        parts
    };
    parts(one) == parts(other)
}

/// The condition that leads to the rows, from sizes that are counted up to a limit and remembered for a while.
async fn lead(app: &App, scope: &Scope, filter: &Filter) -> Result<Lead, Error> {
    let db = &app.db;
    let covered = match &filter.covered {
        Some((branch, on)) => {
            let key = format!("employers.covered.{}.{on}", branch.from);
            Some(list::sized(app, key, store::covers(db, branch, *on)).await?)
        }
        None => None,
    };
    let branch = list::sized(app, format!("employers.{}", scope.from), store::size(db, scope)).await?;
    let mut others = Vec::new();
    if let Some(way) = filter.one_way() {
        let size = list::sized(app, format!("employers.way.{}", way.key()), store::in_way(db, way)).await?;
        others.push((Lead::Way, size));
    }
    if let Some(section) = filter.section() {
        let size = list::sized(app, format!("employers.section.{section}"), store::in_section(db, section)).await?;
        others.push((Lead::Section, size));
    }
    if !filter.nature.is_empty() {
        let key = format!("employers.nature.{}", filter.nature);
        others.push((Lead::Nature, list::sized(app, key, store::in_nature(db, &filter.nature)).await?));
    }
    Ok(rules::lead(filter.found.is_some(), covered, branch, &others))
}

fn filter(fields: &Fields, covering: Option<&Org>, today: jiff::civil::Date) -> Filter {
    let size = CLASSES.iter().find(|s| s.key == fields.get("size"));
    Filter {
        text: fields.get("q").chars().take(40).collect(),
        found: None,
        least: fields.number("least").max(size.map(|s| s.least)),
        most: fields.number("most").or(size.and_then(|s| s.most)),
        nature: fields.get("nature").into(),
        section: fields.get("section").into(),
        has_union: match (fields.has("without_union"), fields.has("with_union")) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        },
        way: Way::from_key(fields.get("cover")),
        covered: covering.map(|org| (Scope::below(&org.path), today)),
    }
}
fn controls(fields: &Fields) -> Vec<ui::Filter> {
    let any = |words| std::iter::once(Choice::new("", words));
    let sizes = CLASSES.iter().map(|s| Choice::new(s.key, s.name));
    let natures = tables::UNIT_CATEGORY.entries().iter().map(|e| Choice::new(e.code, e.name));
    let sections = Industry::sections().map(|i| Choice::new(i.code, i.name));
    vec![
        ui::Filter::find("q", "找单位", "名称的一部分或信用代码", fields.get("q")),
        ui::Filter::choose("size", "规模", any("所有规模").chain(sizes), fields.get("size")),
        ui::Filter::choose("nature", "性质", any("所有性质").chain(natures), fields.get("nature")),
        ui::Filter::choose("section", "行业", any("所有行业").chain(sections), fields.get("section")),
    ]
}
fn conditions(address: &Address, filter: &Filter, top: Option<String>, covering: Option<String>) -> Conditions {
    let nature = tables::UNIT_CATEGORY.name_of(&filter.nature).map(|n| format!("性质：{n}"));
    let section = match filter.section.as_str() {
        "unknown" => Some("行业：不清楚".to_owned()),
        letter => Industry::find(letter).map(|i| format!("行业：{}", i.name)),
    };
    let with = filter.has_union.map(|has| if has { "已建会".to_owned() } else { "未建会".to_owned() });
    let way = filter.way.map(|way| way.name().to_owned());
    let people = match (filter.least, filter.most) {
        (None, None) => None,
        (least, None) => least.map(|n| format!("{n}人以上")),
        (least, Some(most)) => Some(format!("{}—{most}人", least.unwrap_or_default())),
    };
    let without = |name: &str| match name {
        "least" => address.without(&["least", "most", "size"]),
        name => address.without(&[name]),
    };
    let chips = [
        ("q", Some(format!("含“{}”", filter.text)).filter(|_| !filter.text.is_empty())),
        ("least", people),
        ("nature", nature),
        ("section", section),
        (if filter.has_union == Some(true) { "with_union" } else { "without_union" }, with),
        ("cover", way),
        ("below", top.map(|name| format!("{name}及以下"))),
        ("covered_by", covering.map(|name| format!("由{name}及下级覆盖"))),
    ];
    let said = chips.into_iter().filter_map(|(name, words)| Some((name, words?)));
    said.fold(Conditions::new(LIST.whole()), |all, (name, words)| all.chip(words, without(name)))
}

/// Employers to choose from, as somebody types a part of a name.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for employer in employers %}<li role="option" data-value="{{ employer.id }}" data-label="{{ employer.name }}">{{ employer.name }}<small>{{ employer.headcount }}人{% if let Some(name) = employer.union_name %}，{{ name }}{% else %}，未建会{% endif %}</small></li>{% endfor %}{% if employers.is_empty() %}<li class="none">没有名称里含这几个字的单位</li>{% endif %}"#
)]
struct Options {
    employers: Vec<Employer>,
}
pub async fn options(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let employers = match fields.opt("q") {
        Some(q) => named(&desk, q).await?,
        None => Vec::new(),
    };
    Ok(ui::fragment(&Options { employers }).unwrap_or_else(|never| match never {}))
}
async fn named(desk: &Desk, text: &str) -> Result<Vec<Employer>, Error> {
    let scope = desk.scope(UNIONS_READ)?;
    let found = searches::named(&desk.app.db, "employer", text, &scope.from).await?;
    let lead = if found.is_some() { Lead::Found } else { Lead::Size };
    let filter = Filter { text: text.to_owned(), found, ..Filter::default() };
    let wanted = Wanted { scope, filter, lead, down: true };
    Ok(store::list(&desk.app.db, &wanted, &Page::First, 10).await?)
}

/// The employer that a field proposed (its id in `field_id`), or the only one whose name is what was typed.
pub async fn chosen(desk: &Desk, fields: &Fields, field: &str, id_field: &str) -> Result<Option<Employer>, Error> {
    let scope = desk.scope(UNIONS_READ)?;
    if let Some(id) = fields.number(id_field) {
        return Ok(store::within(&desk.app.db, &scope, id).await?);
    }
    let Some(typed) = fields.opt(field) else { return Ok(None) };
    Ok(form::meant(named(desk, typed).await?, typed, |employer| &employer.name))
}

/// The union in whose area a new employer lies: the one of the field, else one's own.
pub async fn area_of(desk: &Desk, form: &mut Fields) -> Result<Option<tree::Org>, Error> {
    if !form.has("area") && !form.has("area_id") {
        return Ok(tree::find(&desk.app.db, desk.post().org).await?);
    }
    let chosen = unions::chosen(desk, form, "area", "area_id").await?;
    if chosen.is_none() {
        form.fault("area", "没有找到这家工会，请输入名称后从列表里选一家");
    }
    Ok(chosen.map(|u| u.org()))
}
