//! Unions as a tree and as a list.
use super::{card, link, store};
use crate::{
    list::{
        self, Cut, Page,
        export::{Export, SLICE},
    },
    permissions::{UNIONS_READ, UNIONS_WRITE},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    standards::{Region, tables},
    tree::{OrgId, Scope},
    web::{Error, Fields},
};
use store::{Filter, Line};
use ui::{Address, Button, Choice, Conditions, Crumb, Desk, Empty, Pager, Pill, Pills, Stamp, filters};

const PATH: &str = "/console/unions";
/// Branches of one union that the tree shows; the list shows the rest.
const BRANCHES: i64 = 200;
const KNOWN: [&str; 9] = ["view", "kind", "region", "status", "q", "below", "grassroots", "after", "before"];

pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}

pub async fn index(desk: Desk, fields: Fields) -> Result<Response, Error> {
    if fields.get("view") == "list" { list_page(desk, fields).await } else { tree_page(desk, fields).await }
}

fn views(desk: &Desk, here: &str) -> Pills {
    let own = desk.post().org;
    Pills::new(
        "看法",
        [
            Pill::new("树形", PATH).here(here == "tree"),
            Pill::new("列表", format!("{PATH}?view=list")).here(here == "list"),
            Pill::new("基层工会", format!("{PATH}?view=list&grassroots=1&below={own}")).here(here == "grassroots"),
        ],
    )
}

/// A union of the tree, open or closed.
#[derive(Template)]
#[template(path = "unions/node.html")]
struct Node {
    line: Line,
    open: bool,
    /// Where the tree is with this one opened or closed, for a browser without scripts.
    toggle: String,
    is_top: bool,
    children: Vec<Node>,
}
impl askama::filters::HtmlSafe for Node {}
impl Node {
    fn more(&self) -> Option<i64> {
        (self.open && self.line.below > BRANCHES).then_some(self.line.below)
    }
}

/// A node with its children, as far as they are opened; `opened` are the ids in the address.
async fn node(desk: &Desk, line: Line, opened: &[OrgId], is_top: bool) -> Result<Node, Error> {
    let open = is_top || opened.contains(&line.id);
    let others = opened.iter().filter(|id| **id != line.id).map(ToString::to_string);
    let kept: Vec<String> = others.chain((!open).then(|| line.id.to_string())).collect();
    let toggle = format!("{PATH}?open={}#u-{}", kept.join("."), line.id);
    let mut children = Vec::new();
    if open {
        for child in store::children(&desk.app.db, line.id, BRANCHES).await? {
            children.push(Box::pin(node(desk, child, opened, false)).await?);
        }
    }
    Ok(Node { line, open, toggle, is_top, children })
}

#[derive(Template)]
#[template(path = "unions/tree.html")]
struct TreePage {
    frame: ui::Console,
    views: Pills,
    top: Node,
    own: OrgId,
    may_write: bool,
}

async fn tree_page(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let own = desk.post().org;
    let opened: Vec<OrgId> = fields.get("open").split('.').filter_map(|id| id.parse().ok()).take(50).collect();
    let line = store::line_of(&desk.app.db, own).await?.ok_or(Error::NotFound)?;
    let page = TreePage {
        frame: desk.frame("基层工会", PATH, crumb()),
        views: views(&desk, "tree"),
        top: node(&desk, line, &opened, true).await?,
        own,
        may_write: desk.may(UNIONS_WRITE),
    };
    Ok(desk.show(&page))
}

/// One node of the tree, opened (`open=1`) or closed: what the tree puts in its place.
pub async fn children(desk: Desk, Path(union): Path<OrgId>, fields: Fields) -> Result<Response, Error> {
    super::within(&desk, union).await?;
    let line = store::line_of(&desk.app.db, union).await?.ok_or(Error::NotFound)?;
    let opened = if fields.has("open") { vec![union] } else { Vec::new() };
    Ok(ui::fragment(&node(&desk, line, &opened, false).await?).unwrap_or_else(|never| match never {}))
}

#[derive(Template)]
#[template(path = "unions/list.html")]
struct ListPage {
    frame: ui::Console,
    views: Pills,
    filters: Vec<ui::Filter>,
    carried: Vec<(String, String)>,
    conditions: Conditions,
    lines: Vec<Line>,
    pager: Pager,
    empty: Empty,
    own: OrgId,
    export: Button,
    may_write: bool,
}
impl ListPage {
    fn state(&self, line: &Line) -> Option<Stamp> {
        let term = || super::show::term_stamp(line.term_from.as_deref(), line.term_years, self.frame.today);
        super::show::state(&line.status).or_else(term)
    }
    fn term(&self, line: &Line) -> String {
        super::show::term_words(line.term_from.as_deref(), line.term_years, self.frame.today)
    }
}

/// The filtered list as a workbook.
pub async fn export(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let (top, scope) = branch(&desk, &fields).await?;
    let filter = filter(&fields);
    let sheet = Export {
        sheet: "工会",
        columns: COLUMNS,
        act: "union.export",
        name: format!("{}工会名单{}", top.name, desk.app.today()),
        address: Address::of(PATH, &fields, &KNOWN).at(PATH).to_string(),
    };
    let (app, today) = (desk.app.clone(), desk.app.today());
    let read = async move |at: &Page| {
        let rows = store::list(&app.db, &scope, &filter, at, SLICE).await?;
        let last = rows.last().map(|line| line.path.clone());
        Ok(last.map(|last| (rows.iter().map(|line| cells(line, today)).collect(), last)))
    };
    sheet.send(&desk, read).await
}
const COLUMNS: &[(&str, u16)] = &[
    ("工会", 36),
    ("类别", 20),
    ("上级工会", 36),
    ("地区", 30),
    ("主席", 12),
    ("办公电话", 16),
    ("任期到", 16),
    ("下级（家）", 10),
    ("状态", 10),
];
fn cells(line: &Line, today: jiff::civil::Date) -> Vec<String> {
    vec![
        line.name.clone(),
        line.kind_name().into(),
        line.parent_name.clone().unwrap_or_default(),
        card::region_name(&line.region),
        line.chair.clone(),
        line.phone.clone(),
        super::show::term_words(line.term_from.as_deref(), line.term_years, today),
        line.below.to_string(),
        tables::UNION_STATUS.name_of(&line.status).unwrap_or_default().into(),
    ]
}
fn filter(fields: &Fields) -> Filter {
    Filter {
        kind: fields.get("kind").into(),
        region: fields.get("region").into(),
        status: fields.get("status").into(),
        name: fields.get("q").chars().take(40).collect(),
        grassroots: fields.has("grassroots"),
    }
}

async fn list_page(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let (top, scope) = branch(&desk, &fields).await?;
    let filter = filter(&fields);
    let at = Page::of(&fields);
    let cut = at.cut(store::list(&desk.app.db, &scope, &filter, &at, list::ROWS as i64 + 1).await?, list::ROWS);
    let count = store::count(&desk.app.db, &scope, &filter, list::COUNTED + 1).await?;
    let address = Address::of(PATH, &fields, &KNOWN);
    let page = ListPage {
        frame: desk.frame("基层工会", PATH, crumb()),
        views: views(&desk, if filter.grassroots { "grassroots" } else { "list" }),
        filters: filters(&fields, &top.region),
        carried: address.carried(&["kind", "region", "status", "q"]),
        conditions: conditions(&address, &filter, (top.id != desk.post().org).then_some(&top)),
        pager: pager(&cut, count, &address),
        lines: cut.rows,
        empty: Empty::new("没有符合条件的工会，可以去掉几个条件再看")
            .act(Button::outline("看全部").href(format!("{PATH}?view=list"))),
        own: desk.post().org,
        export: Button::outline("导出这份名单").icon("download").href(address.at("/console/unions.xlsx")),
        may_write: desk.may(UNIONS_WRITE),
    };
    Ok(desk.show(&page))
}

/// The branch that is listed: below the union of the address, or the whole of one's own.
async fn branch(desk: &Desk, fields: &Fields) -> Result<(super::Union, Scope), Error> {
    let below = fields.number("below").unwrap_or(desk.post().org);
    let top = super::within(desk, below).await?;
    let scope = Scope::below(&top.path);
    Ok((top, scope))
}
fn pager(cut: &Cut<Line>, count: i64, address: &Address) -> Pager {
    cut.pager(list::about(count, "家"), address, |line| line.path.clone())
}
fn filters(fields: &Fields, region: &str) -> Vec<ui::Filter> {
    let kinds = super::UnionKind::ALL.map(|k| Choice::new(k.key(), k.name()));
    let regions = card::regions(region).into_iter().map(|r| Choice::new(r.code(), Region::full_name(r)));
    let states = tables::UNION_STATUS.entries().iter().map(|e| Choice::new(e.code, e.name));
    let any = |words| std::iter::once(Choice::new("", words));
    vec![
        ui::Filter::find("q", "按名称找工会", "工会名称的一部分", fields.get("q")),
        ui::Filter::choose("kind", "类别", any("所有类别").chain(kinds), fields.get("kind")),
        ui::Filter::choose("region", "地区", any("所有地区").chain(regions), fields.get("region")),
        ui::Filter::choose("status", "状态", any("没有注销的").chain(states), fields.get("status")),
    ]
}
fn conditions(address: &Address, filter: &Filter, top: Option<&super::Union>) -> Conditions {
    let without = |name: &str| address.without(&[name]);
    let mut chips = Conditions::new(format!("{PATH}?view=list"));
    if let Some(top) = top {
        chips = chips.chip(format!("{}及以下", top.name), without("below"));
    }
    if filter.grassroots {
        chips = chips.chip("只看基层工会", address.without(&["grassroots", "below"]));
    }
    if let Some(kind) = super::UnionKind::from_key(&filter.kind) {
        chips = chips.chip(format!("类别：{}", kind.name()), without("kind"));
    }
    if !filter.region.is_empty() {
        chips = chips.chip(format!("地区：{}", card::region_name(&filter.region)), without("region"));
    }
    if let Some(state) = tables::UNION_STATUS.name_of(&filter.status) {
        chips = chips.chip(format!("状态：{state}"), without("status"));
    }
    if !filter.name.is_empty() {
        chips = chips.chip(format!("名称含“{}”", filter.name), without("q"));
    }
    chips
}

/// Unions to choose from, as somebody types a part of a name.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for line in lines %}<li role="option" data-value="{{ line.id }}" data-label="{{ line.name }}">{{ line.name }}<small>{{ line.kind_name() }}{% if let Some(parent) = line.parent_name %}，{{ parent }}{% endif %}</small></li>{% endfor %}{% if lines.is_empty() %}<li class="none">没有名称里含这几个字的工会</li>{% endif %}"#
)]
struct Options {
    lines: Vec<Line>,
}
pub async fn options(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let scope = desk.scope(UNIONS_READ)?;
    let lines = match fields.opt("q") {
        Some(q) => store::named(&desk.app.db, &scope, q, 10).await?,
        None => Vec::new(),
    };
    Ok(ui::fragment(&Options { lines }).unwrap_or_else(|never| match never {}))
}

/// The union that a field proposed (its id in `field_id`), or the only one whose name is what was typed.
pub async fn chosen(desk: &Desk, fields: &Fields, field: &str, id_field: &str) -> Result<Option<super::Union>, Error> {
    let scope = desk.scope(UNIONS_READ)?;
    if let Some(id) = fields.number::<OrgId>(id_field) {
        return Ok(store::within(&desk.app.db, &scope, id).await?);
    }
    let Some(typed) = fields.opt(field) else { return Ok(None) };
    let same = store::named(&desk.app.db, &scope, typed, 10).await?;
    let mut exact = same.iter().filter(|l| l.name == typed || same.len() == 1);
    match (exact.next(), exact.next()) {
        (Some(one), None) => Ok(store::find(&desk.app.db, one.id).await?),
        _ => Ok(None),
    }
}
