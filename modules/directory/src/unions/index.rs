//! Unions as a tree and as a list.
use super::{Union, card, link, store};
use crate::{
    form,
    list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer, views as saved},
    permissions::{UNIONS_READ, UNIONS_WRITE},
    searches,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    App,
    standards::{Region, tables},
    tree::{OrgId, Scope},
    web::{Error, Fields},
};
use store::{Filter, Line};
use ui::{Address, Button, Cell, Choice, Conditions, Crumb, Desk, Empty, Pill, Pills};

const PATH: &str = "/console/unions";
/// Branches of one union that the tree shows; the list shows the rest.
const BRANCHES: i64 = 200;
pub const LIST: List = List {
    key: "unions",
    name: "基层工会",
    path: PATH,
    entry: PATH,
    plain: "view=list",
    unit: "家",
    needs: UNIONS_READ,
    known: &["view", "kind", "region", "status", "q", "below", "grassroots", "federations"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Unions>(viewer, fields)),
};

pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}

pub async fn index(desk: Desk, fields: Fields) -> Result<Response, Error> {
    if fields.get("view") == "list" {
        return list::index::<Unions>(desk, fields).await;
    }
    match saved::first(&desk, &LIST).await?.filter(|_| fields.pairs().is_empty()) {
        Some(first) => Ok(Redirect::to(&first).into_response()),
        None => tree_page(desk, fields).await,
    }
}

fn views(desk: &Desk, here: &str) -> Vec<Pill> {
    let own = desk.post().org;
    vec![
        Pill::new("树形", format!("{PATH}?view=tree")).here(here == "tree"),
        Pill::new("列表", LIST.whole()).here(here == "list"),
        Pill::new("基层工会", format!("{PATH}?view=list&grassroots=1&below={own}")).here(here == "grassroots"),
    ]
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
        views: Pills::new("看法", views(&desk, "tree")),
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

/// What the address of the list asks for.
pub struct Unions {
    app: App,
    own: OrgId,
    top: Union,
    scope: Scope,
    filter: Filter,
    /// The branch holds more than [`store::SORTED`].
    large: bool,
    order: &'static Order,
}
/// A union as a row of the list.
pub struct Row {
    line: Line,
    today: jiff::civil::Date,
}
impl Row {
    fn state(&self) -> Cell {
        let line = &self.line;
        let term = || super::show::term_stamp(line.term_from.as_deref(), line.term_years, self.today);
        super::show::state(&line.status).or_else(term).map_or_else(Cell::default, Cell::stamp)
    }
    fn term(&self) -> String {
        super::show::term_words(self.line.term_from.as_deref(), self.line.term_years, self.today)
    }
}
impl Asked for Unions {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("name", "工会", 36, |row: &Row| {
            Cell::link(&row.line.name, link(row.line.id)).under(row.line.parent_name.as_deref().unwrap_or_default())
        }),
        Column::new("kind", "类别", 20, |row: &Row| Cell::short(row.line.kind_name())),
        Column::new("region", "地区", 30, |row: &Row| Cell::text(card::region_short(&row.line.region))),
        Column::new("chair", "主席", 12, |row: &Row| Cell::short(&row.line.chair)),
        Column::new("phone", "办公电话", 16, |row: &Row| Cell::short(&row.line.phone)),
        Column::new("term", "任期到", 14, |row: &Row| Cell::short(row.term())),
        Column::new("below", "下级（家）", 10, |row: &Row| Cell::number(row.line.below)).number(),
        Column::new("state", "状态", 12, Row::state),
        Column::new("parent", "上级工会", 36, |row: &Row| {
            Cell::text(row.line.parent_name.as_deref().unwrap_or_default())
        })
        .on_demand(),
        Column::new("full_region", "详细地区", 36, |row: &Row| Cell::text(card::region_name(&row.line.region)))
            .on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "", down: false, words: "按隶属关系" },
        Order { key: "newest", column: "", down: true, words: "后登记的在前" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Unions, Error> {
        let below = fields.number("below").unwrap_or(viewer.org);
        let top = store::within(&viewer.app.db, &viewer.scope, below).await?.ok_or(Error::NotFound)?;
        let (app, scope, mut filter) = (&viewer.app, Scope::below(&top.path), filter(fields));
        let size = list::sized(app, format!("unions.{}", scope.from), store::size(&app.db, &scope)).await?;
        // Those that are struck off are not found.
        if filter.status.is_empty() {
            filter.found = searches::named(&app.db, "union", &filter.name, &top.path).await?;
        }
        let (order, large) = (list::order_of(Self::ORDERS, fields), size > store::SORTED);
        Ok(Unions { app: app.clone(), own: viewer.org, top, scope, filter, large, order })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>, Error> {
        let lines =
            store::list(&self.app.db, &self.scope, &self.filter, (self.order.down, self.large), page, limit).await?;
        let today = self.app.today();
        Ok(lines.into_iter().map(|line| Row { line, today }).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        if self.order.down { row.line.id.to_string() } else { row.line.path.clone() }
    }
    async fn count(&self) -> Result<Count, Error> {
        let key = format!("unions.count.{}.{:?}", self.scope.from, self.filter);
        list::counted(&self.app, key, store::count(&self.app.db, &self.scope, &self.filter, COUNTED + 1)).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.top.id, &self.top.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around, Error> {
        let empty = Empty::new("没有符合条件的工会，可以去掉几个条件再看");
        let empty = empty.act(Button::outline("看全部").href(LIST.whole())).or(crate::list::why_not(about.fields));
        let new = Button::primary("登记工会").icon("plus").href(format!("{PATH}/new?parent={}", self.own));
        Ok(Around {
            views: views(about.desk, if self.filter.grassroots { "grassroots" } else { "list" }),
            filters: filters(about.fields, &self.top.region),
            acts: if about.desk.may(UNIONS_WRITE) { vec![new] } else { Vec::new() },
            ..Around::new(
                conditions(about.address, &self.filter, (self.top.id != self.own).then_some(&self.top)),
                empty,
            )
        })
    }
}
fn filter(fields: &Fields) -> Filter {
    Filter {
        kind: fields.get("kind").into(),
        region: fields.get("region").into(),
        status: fields.get("status").into(),
        name: fields.get("q").chars().take(40).collect(),
        grassroots: fields.has("grassroots"),
        federations: fields.has("federations"),
        found: None,
    }
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
    let mut chips = Conditions::new(LIST.whole());
    if let Some(top) = top {
        chips = chips.chip(format!("{}及以下", top.name), without("below"));
    }
    if filter.grassroots {
        chips = chips.chip("只看基层工会", address.without(&["grassroots", "below"]));
    }
    if filter.federations {
        chips = chips.chip("只看行业、园区联合会", address.without(&["federations", "below"]));
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
    match form::meant(store::named(&desk.app.db, &scope, typed, 10).await?, typed, |line| &line.name) {
        Some(one) => Ok(store::find(&desk.app.db, one.id).await?),
        None => Ok(None),
    }
}
