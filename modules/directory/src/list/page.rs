//! The page of a list, the same for all of them.
use super::{Asked, Count, Cut, List, Page, Viewer, columns, views};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use platform::web::{Error, Fields, encode};
use ui::{Address, Bulk, Button, Conditions, Crumb, Desk, Empty, Figures, Pager, Pill, Pills, Table};

/// What a list may look at when it says what stands around its rows.
pub struct About<'a> {
    pub desk: &'a Desk,
    pub fields: &'a Fields,
    pub address: &'a Address,
}

/// Leads from an empty list to who could see what is looked for: the page of the lobby.
pub fn why_not(fields: &Fields) -> Button {
    Button::quiet("为什么找不到").href(format!("/console/visibility?q={}", encode(fields.get("q"))))
}

/// What stands around the rows.
pub struct Around {
    /// What stands above the list.
    pub figures: Option<Figures>,
    /// Views that come with the list.
    pub views: Vec<Pill>,
    pub filters: Vec<ui::Filter>,
    /// Filters that are asked for less often; with their names, so that the form knows what it holds.
    pub more: Vec<ui::Filter>,
    pub conditions: Conditions,
    pub empty: Empty,
    pub acts: Vec<Button>,
    pub marks: Option<Marks>,
}
impl Around {
    pub fn new(conditions: Conditions, empty: Empty) -> Around {
        let (views, filters, more, acts) = Default::default();
        Around { figures: None, views, filters, more, conditions, empty, acts, marks: None }
    }
}
/// Rows that can be ticked, and what is done with them.
pub struct Marks {
    /// The name under which the ticks are sent.
    pub name: &'static str,
    pub method: &'static str,
    pub action: &'static str,
    pub bulk: Bulk,
}

#[derive(Template)]
#[template(path = "list/list.html")]
struct ListPage {
    frame: ui::Console,
    list: &'static List,
    around: Around,
    views: Pills,
    saving: views::Saving,
    columns: Vec<columns::Choice>,
    /// What the form of the filters and the one of the columns carry along.
    carried: Vec<(String, String)>,
    kept: Vec<(String, String)>,
    more_open: bool,
    address: String,
    export: String,
    table: Option<Table>,
    pager: Pager,
}

/// The page of a list; somebody who comes without any wish is led to the view that he or she begins with.
pub async fn index<A: Asked>(desk: Desk, mut fields: Fields) -> Result<Response, Error> {
    let list = A::LIST;
    let viewer = Viewer::of(&desk, list)?;
    columns::taken(&mut fields);
    let saved = views::of(&desk, list).await?;
    if let Some(first) = saved.iter().find(|view| view.is_first()).filter(|_| fields.pairs().is_empty()) {
        return Ok(Redirect::to(&first.href(list)).into_response());
    }
    let asked = A::read(&viewer, &fields).await?;
    let rows = fields.number("rows").filter(|n| [20, 50, 100].contains(n)).unwrap_or(super::ROWS);
    let page = Page::of(&fields);
    let cut = page.cut(asked.rows(&page, rows as i64 + 1).await?, rows);
    // A first page that holds all of them has counted them.
    let whole = page == Page::First && !cut.next;
    let count = if whole { Count::Exactly(cut.rows.len() as i64) } else { asked.count().await? };
    let address = list.address(&fields);
    let around = asked.around(&About { desk: &desk, fields: &fields, address: &address }).await?;
    let page = shown::<A>(&desk, &fields, (&asked, &cut, count), &address, around, saved);
    Ok(desk.show(&page))
}

fn shown<A: Asked>(
    desk: &Desk,
    fields: &Fields,
    (asked, cut, count): (&A, &Cut<A::Row>, Count),
    address: &Address,
    mut around: Around,
    saved: Vec<views::View>,
) -> ListPage {
    let list = A::LIST;
    let (order, columns) = (asked.order(), columns::chosen(A::COLUMNS, fields));
    let own = std::mem::take(&mut around.views);
    let own_here = own.iter().any(Pill::is_here);
    let here = address.without(&["rows"]).to_string();
    let pills = own.into_iter().chain(saved.iter().map(|view| view.pill(list, !own_here && view.is_at(&here))));
    match (around.filters.is_empty(), around.more.is_empty()) {
        (true, _) => {}
        (false, true) => around.filters.push(pages(list, fields)),
        (false, false) => around.more.push(pages(list, fields)),
    }
    let controls: Vec<&str> = around.filters.iter().chain(&around.more).map(|f| f.name()).collect();
    ListPage {
        frame: desk.frame(list.name, list.entry, crumbs(desk, list)),
        list,
        views: Pills::new("视图", pills),
        saving: views::Saving::new(list, &here, &saved),
        carried: address.carried(&controls),
        kept: address.carried(&["cols"]),
        columns: columns::choices(A::COLUMNS, &columns),
        more_open: around.more.iter().any(|filter| fields.has(filter.name())),
        address: address.at(list.path).to_string(),
        export: match count {
            Count::Exactly(number) => format!("导出这{}{}", ui::text::count(number), list.unit),
            _ => "导出这份名单".into(),
        },
        table: table::<A>(&columns, cut, order, address, &around),
        pager: cut.pager(format!("{}，{}", count.words(list.unit, cut), order.words), address, |row| asked.key(row)),
        around,
    }
}

/// The home and the module in whose part of the side bar the list stands.
fn crumbs(desk: &Desk, list: &List) -> Vec<Crumb> {
    let entry = |m: &platform::Module| m.navigation.iter().find(|e| e.path == list.entry).map(|e| (e.home, m.name));
    let found = desk.app.modules.iter().find_map(entry);
    found.map_or_else(Vec::new, |(home, module)| vec![Crumb::word(home.name()), Crumb::word(module)])
}

/// How many rows a page shows.
fn pages(list: &List, fields: &Fields) -> ui::Filter {
    let choice = |value: &'static str, rows: usize| ui::Choice::new(value, format!("每页{rows}{}", list.unit));
    let choices = [choice("", super::ROWS), choice("50", 50), choice("100", 100)];
    ui::Filter::choose("rows", "每页行数", choices, fields.get("rows"))
}

fn table<A: Asked>(
    columns: &[&'static super::Column<A::Row>],
    cut: &Cut<A::Row>,
    order: &super::Order,
    address: &Address,
    around: &Around,
) -> Option<Table> {
    if cut.rows.is_empty() {
        return None;
    }
    let mut table = Table::new(A::LIST.name, columns::heads(columns, A::ORDERS, order, address));
    if let Some(marks) = &around.marks {
        table = table.ticks(marks.name);
    }
    for row in &cut.rows {
        table.row(A::tick(row), columns.iter().map(|column| (column.cell)(row)).collect());
    }
    Some(table)
}
