//! The list of employers, and the fields that propose one.
use super::{Employer, EmployerId, coverage::CLASSES, link, store};
use crate::{
    list::{
        self, Page,
        export::{Export, SLICE},
    },
    permissions::{EMPLOYERS_WRITE, UNIONS_READ},
    unions,
};
use askama::Template;
use axum::response::Response;
use platform::{
    standards::{Industry, tables},
    tree::{self, OrgId, Scope},
    web::{Error, Fields},
};
use store::Filter;
use ui::{Address, Button, Choice, Conditions, Crumb, Desk, Empty, Pager, Pill, Pills, filters};

pub const PATH: &str = "/console/employers";
const KNOWN: [&str; 12] = [
    "q",
    "size",
    "least",
    "most",
    "nature",
    "section",
    "with_union",
    "without_union",
    "below",
    "covered_by",
    "after",
    "before",
];

pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}

#[derive(Template)]
#[template(path = "employers/list.html")]
struct ListPage {
    frame: ui::Console,
    views: Pills,
    filters: Vec<ui::Filter>,
    carried: Vec<(String, String)>,
    conditions: Conditions,
    employers: Vec<Employer>,
    /// Those without a union of their own that another one covers.
    covered: Vec<EmployerId>,
    pager: Pager,
    empty: Empty,
    export: Button,
    may_write: bool,
}
impl ListPage {
    fn nature(&self, code: &str) -> &'static str {
        tables::UNIT_CATEGORY.name_of(code).unwrap_or_default()
    }
    fn industry(&self, code: &str) -> &'static str {
        Industry::find(code).map_or("", |i| i.name)
    }
}

pub async fn index(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let (scope, top) = area(&desk, &fields).await?;
    let (filter, covering) = filter(&desk, &fields).await?;
    let at = Page::of(&fields);
    let cut = at.cut(store::list(&desk.app.db, &scope, &filter, &at, list::ROWS as i64 + 1).await?, list::ROWS);
    let count = store::count(&desk.app.db, &scope, &filter, list::COUNTED + 1).await?;
    let address = Address::of(PATH, &fields, &KNOWN);
    let page = ListPage {
        frame: desk.frame("用人单位", PATH, crumb()),
        views: views(&address),
        filters: controls(&fields),
        carried: address.carried(&["q", "size", "nature", "section"]),
        conditions: conditions(&address, &filter, top, covering),
        pager: cut.pager(format!("{}，按人数从多到少", list::about(count, "家")), &address, store::key),
        covered: store::covered_among(&desk.app.db, &cut.rows, desk.app.today()).await?,
        employers: cut.rows,
        empty: Empty::new("没有符合条件的单位，可以去掉几个条件再看").act(Button::outline("看全部").href(PATH)),
        export: Button::outline("导出这份名单").icon("download").href(address.at("/console/employers.xlsx")),
        may_write: desk.may(EMPLOYERS_WRITE),
    };
    Ok(desk.show(&page))
}

/// The filtered list as a workbook.
pub async fn export(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let (scope, _) = area(&desk, &fields).await?;
    let (filter, _) = filter(&desk, &fields).await?;
    let sheet = Export {
        sheet: "用人单位",
        columns: COLUMNS,
        act: "employer.export",
        name: format!("用人单位{}", desk.app.today()),
        address: Address::of(PATH, &fields, &KNOWN).at(PATH).to_string(),
    };
    let app = desk.app.clone();
    let read = async move |at: &Page| {
        let rows = store::list(&app.db, &scope, &filter, at, SLICE).await?;
        Ok(rows.last().map(store::key).map(|last| (rows.iter().map(cells).collect(), last)))
    };
    sheet.send(&desk, read).await
}
const COLUMNS: &[(&str, u16)] = &[
    ("单位", 36),
    ("统一社会信用代码", 22),
    ("性质", 20),
    ("行业", 24),
    ("地区", 30),
    ("职工（人）", 10),
    ("女职工（人）", 12),
    ("农民工（人）", 12),
    ("工会", 36),
];
fn cells(e: &Employer) -> Vec<String> {
    let nature = tables::UNIT_CATEGORY.name_of(&e.nature).unwrap_or_default();
    vec![
        e.name.clone(),
        e.uscc.clone().unwrap_or_default(),
        nature.into(),
        Industry::find(&e.industry).map_or("", |i| i.name).into(),
        unions::region_name(&e.region),
        e.headcount.to_string(),
        e.women.to_string(),
        e.migrant_workers.to_string(),
        e.union_name.clone().unwrap_or_default(),
    ]
}

fn views(address: &Address) -> Pills {
    let without = format!("{PATH}?without_union=1&least=100");
    let here = address.at(PATH).to_string();
    let pill = |label: &str, href: &str| Pill::new(label, href).here(same(&here, href));
    Pills::new(
        "视图",
        [
            pill("全部单位", PATH),
            pill("100人以上未建会", &without),
            pill("25人以上未建会", &format!("{PATH}?without_union=1&least=25")),
            pill("已建会", &format!("{PATH}?with_union=1")),
        ],
    )
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

/// The area that is listed: of one's own branch, or of a union in it.
async fn area(desk: &Desk, fields: &Fields) -> Result<(Scope, Option<String>), Error> {
    let scope = desk.scope(UNIONS_READ)?;
    match fields.number::<OrgId>("below") {
        None => Ok((scope, None)),
        Some(id) => {
            let org = tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
            Ok((Scope::below(&org.path), Some(org.name)))
        }
    }
}
async fn filter(desk: &Desk, fields: &Fields) -> Result<(Filter, Option<String>), Error> {
    let covering = match fields.number::<OrgId>("covered_by") {
        Some(id) => {
            let scope = desk.scope(UNIONS_READ)?;
            Some(tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?)
        }
        None => None,
    };
    let today = desk.app.today();
    let size = CLASSES.iter().find(|s| s.key == fields.get("size"));
    let filter = Filter {
        text: fields.get("q").chars().take(40).collect(),
        least: fields.number("least").max(size.map(|s| s.least)),
        most: fields.number("most").or(size.and_then(|s| s.most)),
        nature: fields.get("nature").into(),
        section: fields.get("section").into(),
        has_union: match (fields.has("without_union"), fields.has("with_union")) {
            (true, _) => Some((false, today)),
            (false, true) => Some((true, today)),
            (false, false) => None,
        },
        covered: covering.as_ref().map(|org| (Scope::below(&org.path), today)),
    };
    Ok((filter, covering.map(|org| org.name)))
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
    let section = Industry::find(&filter.section).map(|i| format!("行业：{}", i.name));
    let with = filter.has_union.map(|(has, _)| if has { "已建会".to_owned() } else { "未建会".to_owned() });
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
        (if filter.has_union.is_some_and(|(has, _)| has) { "with_union" } else { "without_union" }, with),
        ("below", top.map(|name| format!("{name}及以下"))),
        ("covered_by", covering.map(|name| format!("由{name}及下级覆盖"))),
    ];
    let said = chips.into_iter().filter_map(|(name, words)| Some((name, words?)));
    said.fold(Conditions::new(PATH), |all, (name, words)| all.chip(words, without(name)))
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
    let filter = Filter { text: text.to_owned(), ..Filter::default() };
    Ok(store::list(&desk.app.db, &scope, &filter, &Page::First, 10).await?)
}

/// The employer that a field proposed (its id in `field_id`), or the only one whose name is what was typed.
pub async fn chosen(desk: &Desk, fields: &Fields, field: &str, id_field: &str) -> Result<Option<Employer>, Error> {
    let scope = desk.scope(UNIONS_READ)?;
    if let Some(id) = fields.number(id_field) {
        return Ok(store::within(&desk.app.db, &scope, id).await?);
    }
    let Some(typed) = fields.opt(field) else { return Ok(None) };
    let mut same = named(desk, typed).await?;
    if same.len() > 1 {
        same.retain(|e| e.name == typed);
    }
    Ok(same.pop().filter(|_| same.is_empty()))
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
