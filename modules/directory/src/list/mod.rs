//! The console's lists (名单): one way for all of them.
//!
//! The address is the list: filters, chosen columns, order, page. A list reads it as [`Asked`]; the page, the saved views, the exports and
//! the bulk acts all go through that. Pages begin at the key of the last or first row, so that the last one costs what the first one does.
mod columns;
pub mod exports;
mod page;
#[cfg(test)]
mod tests;
pub mod views;

pub use columns::{Column, Order, chosen};
pub use page::{About, Around, Marks, index, why_not};

use platform::{
    App, db,
    identity::AccountId,
    rights::Permission,
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Routes},
};
use std::{pin::Pin, time::Instant};
use ui::Desk;

/// Rows on a page unless somebody asks for more.
pub const ROWS: usize = 20;
/// Up to so many are counted exactly; beyond, a list says "more than".
pub const COUNTED: i64 = 5_000;

pub type Making<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// A list of the console.
pub struct List {
    /// In addresses of views and exports, never changed: "members".
    pub key: &'static str,
    /// 会员名册
    pub name: &'static str,
    pub path: &'static str,
    /// The line of the side bar under which it stands.
    pub entry: &'static str,
    /// What begins its address where nothing is filtered: a list that shares its path with another page.
    pub plain: &'static str,
    pub unit: &'static str,
    pub needs: &'static Permission,
    /// The filters that its address may hold.
    pub known: &'static [&'static str],
    pub sheet: fn(Viewer, Fields) -> Making<exports::Sheet>,
}
impl List {
    /// The address as far as this list understands it.
    pub fn address(&self, fields: &Fields) -> ui::Address {
        const ALL: [&str; 6] = ["order", "cols", "rows", "after", "before", "last"];
        let known: Vec<&str> = self.known.iter().copied().chain(ALL).collect();
        ui::Address::of(self.path, fields, &known)
    }
    /// Everything, whatever view somebody begins with.
    pub fn whole(&self) -> String {
        format!("{}?{}", self.path, if self.plain.is_empty() { "view=all" } else { self.plain })
    }
}

/// What this module declares: its lists, and what passes by on a hall's screen; others declare theirs ([`platform::Module::declares`]).
pub const OWN: &[platform::Declared] = &[
    &crate::members::LIST,
    &crate::unions::LIST,
    &crate::employers::LIST,
    &crate::joinings::LIST,
    &crate::codes::LIST,
    &crate::members::PASSING,
    &crate::openings::MEMBERSHIPS,
    &crate::openings::UNIONS,
];
/// All lists, in the order of the modules.
pub fn all(app: &App) -> impl Iterator<Item = &'static List> {
    app.declared::<List>()
}
pub fn find(app: &App, key: &str) -> Option<&'static List> {
    all(app).find(|list| list.key == key)
}

/// In whose name a list is read: at a desk, or by a job later on.
#[derive(Clone)]
pub struct Viewer {
    pub app: App,
    /// None where the one who asked is not known any more.
    pub account: Option<AccountId>,
    pub org: OrgId,
    pub org_name: String,
    pub scope: Scope,
}
impl Viewer {
    pub fn of(desk: &Desk, list: &List) -> Result<Viewer, Error> {
        let scope = desk.scope(list.needs)?;
        let (account, post) = (Some(desk.who.account), desk.post());
        Ok(Viewer { app: desk.app.clone(), account, org: post.org, org_name: post.org_name.clone(), scope })
    }
    /// The organisation of the post.
    pub async fn own(&self) -> Result<Org, Error> {
        tree::find(&self.app.db, self.org).await?.ok_or(Error::NotFound)
    }
}

/// What an address asks of a list, within what its viewer may see.
pub trait Asked: Send + Sync + Sized + 'static {
    type Row: Send + Sync;
    const LIST: &'static List;
    /// The first one always stands there and leads to the row's page.
    const COLUMNS: &'static [Column<Self::Row>];
    /// The first one is the order of an address that names none.
    const ORDERS: &'static [Order];

    fn read(viewer: &Viewer, fields: &Fields) -> impl Future<Output = Result<Self, Error>> + Send;
    /// A page of at most `limit` rows; backwards where the page is read backwards.
    fn rows(&self, page: &Page, limit: i64) -> impl Future<Output = Result<Vec<Self::Row>, Error>> + Send;
    fn order(&self) -> &'static Order;
    /// The key of a row in this order.
    fn key(&self, row: &Self::Row) -> String;
    fn count(&self) -> impl Future<Output = Result<Count, Error>> + Send;
    /// The top of the branch that is listed, and its name.
    fn top(&self) -> (OrgId, &str);
    /// What stands around the rows on the page.
    fn around(&self, about: &About<'_>) -> impl Future<Output = Result<Around, Error>> + Send;
    /// What a tick on the row sends, and what it is called; none: it can't be ticked.
    fn tick(_: &Self::Row) -> Option<(String, String)> {
        None
    }
}
/// The order that an address asks for.
pub fn order_of(orders: &'static [Order], fields: &Fields) -> &'static Order {
    orders.iter().find(|order| order.key == fields.get("order")).unwrap_or(&orders[0])
}

/// Seconds for which a number that was dear to count is good enough.
pub const GOOD_FOR: u64 = 60;
/// A count that took longer (in milliseconds) is dear; for a number of a few hundred nobody minds waiting a little.
const DEAR: u128 = 20;
const DEAR_OF_MANY: u128 = 3;
const MANY: i64 = 500;

/// A size that only chooses the way to the rows: nothing is wrong where it is a minute old.
pub async fn sized(app: &App, key: String, size: impl Future<Output = db::Result<i64>>) -> db::Result<i64> {
    if let Some(size) = app.remembered(&key) {
        return Ok(size);
    }
    let size = size.await?;
    app.remember(key, size, GOOD_FOR);
    Ok(size)
}
/// How many rows there are, counted up to [`COUNTED`] + 1; a number that was dear to count is remembered.
pub async fn counted(app: &App, key: String, count: impl Future<Output = db::Result<i64>>) -> Result<Count, Error> {
    if let Some(number) = app.remembered(&key) {
        return Ok(if number > COUNTED { Count::Many } else { Count::About(number) });
    }
    let began = Instant::now();
    let number = count.await?;
    if number > COUNTED || began.elapsed().as_millis() > if number > MANY { DEAR_OF_MANY } else { DEAR } {
        app.remember(key, number, GOOD_FOR);
    }
    Ok(Count::up_to(number))
}

/// How many rows a list holds, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Exactly(i64),
    /// Counted a while ago, or from figures.
    About(i64),
    /// More than [`COUNTED`].
    Many,
    /// Each row would have to be looked at.
    Unknown,
}
impl Count {
    /// Of a number that was counted up to [`COUNTED`] + 1.
    pub fn up_to(number: i64) -> Count {
        if number > COUNTED { Count::Many } else { Count::Exactly(number) }
    }
    /// 共12人, 约86,214人, 超过5,000人; of what was not counted, what the page itself tells.
    pub fn words<T>(self, unit: &str, cut: &Cut<T>) -> String {
        match (self, cut.previous, cut.next) {
            (Count::Exactly(number), ..) => format!("共{}{unit}", ui::text::count(number)),
            (Count::About(number), ..) => format!("约{}{unit}", ui::text::count(number)),
            (Count::Many, ..) => format!("超过{}{unit}", ui::text::count(COUNTED)),
            (Count::Unknown, false, false) => format!("共{}{unit}", cut.rows.len()),
            (Count::Unknown, _, true) => "后面还有".into(),
            (Count::Unknown, true, false) => "到底了".into(),
        }
    }
    pub fn number(self) -> Option<i64> {
        match self {
            Count::Exactly(number) | Count::About(number) => Some(number),
            Count::Many | Count::Unknown => None,
        }
    }
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    First,
    After(String),
    Before(String),
    Last,
}
impl Page {
    pub fn of(fields: &Fields) -> Page {
        match (fields.opt("after"), fields.opt("before"), fields.has("last")) {
            (Some(key), ..) => Page::After(key.to_owned()),
            (None, Some(key), _) => Page::Before(key.to_owned()),
            (None, None, true) => Page::Last,
            (None, None, false) => Page::First,
        }
    }
    /// The row at which it begins, itself not in it.
    pub fn key(&self) -> Option<&str> {
        match self {
            Page::After(key) | Page::Before(key) => Some(key),
            Page::First | Page::Last => None,
        }
    }
    /// Read from its end.
    pub fn is_backwards(&self) -> bool {
        matches!(self, Page::Before(_) | Page::Last)
    }
    /// Puts rows that were read with one more than `rows` into their order, and says whether there are pages before and behind.
    pub fn cut<T>(&self, mut read: Vec<T>, rows: usize) -> Cut<T> {
        let more = read.len() > rows;
        read.truncate(rows);
        if self.is_backwards() {
            read.reverse();
            return Cut { rows: read, previous: more, next: matches!(self, Page::Before(_)) };
        }
        Cut { rows: read, previous: matches!(self, Page::After(_)), next: more }
    }
}

/// Narrows a query to a page by the rows' numbers, newest first or (not `$down`) oldest; read backwards the page comes backwards.
#[macro_export]
macro_rules! by_number {
    ($query:expr, $id:literal, $down:expr, $page:expr, $limit:expr) => {{
        let (mut query, page): (platform::db::Query, &$crate::list::Page) = ($query, $page);
        let down = $down != page.is_backwards();
        if let Some(id) = page.key().and_then(|key| key.parse::<i64>().ok()) {
            query.add(
                if down { concat!(" AND ", $id, " < ?") } else { concat!(" AND ", $id, " > ?") },
                platform::vals![id],
            );
        }
        query.add(
            if down { concat!(" ORDER BY ", $id, " DESC LIMIT ?") } else { concat!(" ORDER BY ", $id, " LIMIT ?") },
            platform::vals![$limit],
        );
        query
    }};
}

/// The rows of one page.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut<T> {
    pub rows: Vec<T>,
    pub previous: bool,
    pub next: bool,
}
impl<T> Cut<T> {
    /// The line below the table; `key` gives the key of a row.
    pub fn pager(&self, about: String, address: &ui::Address, key: impl Fn(&T) -> String) -> ui::Pager {
        let previous = self.rows.first().filter(|_| self.previous).map(|r| address.with("before", key(r)).to_string());
        let next = self.rows.last().filter(|_| self.next).map(|r| address.with("after", key(r)).to_string());
        let first = self.previous.then(|| address.at(address.path()).to_string());
        let last = self.next.then(|| address.with("last", "1").to_string());
        ui::Pager::new(about).previous(previous).next(next).ends(first, last)
    }
}

/// The pattern that finds a text anywhere, its own wildcards disarmed.
pub fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

pub fn routes() -> Routes {
    views::routes().merge(exports::routes())
}
