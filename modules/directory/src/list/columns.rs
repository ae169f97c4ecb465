//! The columns of a list: which ones stand there, in which order, is in the address (`cols=phone.union`).
use platform::web::Fields;
use ui::{Address, Cell, Head};

/// A column that a list can show. Sealed values come masked.
pub struct Column<R: 'static> {
    pub key: &'static str,
    pub title: &'static str,
    /// In a sheet, in characters.
    pub width: u16,
    /// Shown unless somebody chose otherwise.
    pub usual: bool,
    pub number: bool,
    /// Has nothing to say in a sheet: a link to print something.
    pub screen: bool,
    pub cell: fn(&R) -> Cell,
}
impl<R> Column<R> {
    pub const fn new(key: &'static str, title: &'static str, width: u16, cell: fn(&R) -> Cell) -> Column<R> {
        Column { key, title, width, usual: true, number: false, screen: false, cell }
    }
    /// Only where somebody asks for it.
    pub const fn on_demand(mut self) -> Column<R> {
        self.usual = false;
        self
    }
    /// Only on the page, not in a sheet.
    pub const fn on_screen(mut self) -> Column<R> {
        self.screen = true;
        self
    }
    pub const fn number(mut self) -> Column<R> {
        self.number = true;
        self
    }
}

/// An order of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Order {
    /// In the address; empty: the usual one.
    pub key: &'static str,
    /// The column whose head says so; empty: none.
    pub column: &'static str,
    pub down: bool,
    /// 按入会日期从新到旧
    pub words: &'static str,
}

/// The columns in the order that the address names, the first one of the list always in front.
pub fn chosen<R>(all: &'static [Column<R>], fields: &Fields) -> Vec<&'static Column<R>> {
    let wanted: Vec<&str> = fields.get("cols").split('.').filter(|key| !key.is_empty()).collect();
    if wanted.is_empty() {
        return all.iter().filter(|column| column.usual).collect();
    }
    let mut chosen: Vec<&Column<R>> = all.iter().take(1).collect();
    for key in wanted {
        if let Some(column) = all.iter().find(|column| column.key == key)
            && !chosen.iter().any(|known| known.key == key)
        {
            chosen.push(column);
        }
    }
    chosen
}

/// What the form that chooses columns sent (`col=phone&col=union`), as the address keeps it.
pub fn taken(fields: &mut Fields) {
    let ticked: Vec<String> = fields.all("col").map(str::to_owned).collect();
    if !ticked.is_empty() {
        fields.set("cols", ticked.join("."));
    }
}

/// The heads, each leading to the list in its order.
pub fn heads<R>(columns: &[&Column<R>], orders: &[Order], now: &Order, address: &Address) -> Vec<Head> {
    let head = |column: &&Column<R>| {
        let mut own = orders.iter().filter(|order| !order.column.is_empty() && order.column == column.key);
        let other = own.find(|order| order.key != now.key);
        let sorted = (now.column == column.key).then_some(now.down);
        Head::new(column.title)
            .number(column.number)
            .sorted(sorted)
            .href(other.map(|order| address.with("order", order.key).to_string()))
    };
    columns.iter().map(head).collect()
}

/// A line of the menu that chooses columns.
pub struct Choice {
    pub key: &'static str,
    pub title: &'static str,
    pub shown: bool,
}
/// All but the first column: the shown ones in their order, then the others.
pub fn choices<R>(all: &'static [Column<R>], shown: &[&'static Column<R>]) -> Vec<Choice> {
    let rest = all.iter().skip(1).filter(|column| !shown.iter().any(|s| s.key == column.key));
    let line = |column: &Column<R>, shown| Choice { key: column.key, title: column.title, shown };
    shown.iter().skip(1).map(|c| line(c, true)).chain(rest.map(|c| line(c, false))).collect()
}
