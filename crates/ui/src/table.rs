//! The table of a list: chosen columns, ticks, an order that the heads change.

use askama::Template;
use std::fmt::Display;

use crate::{Example, Stamp, filters};

/// What stands in a cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    text: String,
    href: Option<String>,
    /// Smaller, below the text.
    sub: String,
    stamp: Option<Stamp>,
    number: Option<i64>,
    nowrap: bool,
}

impl Cell {
    /// Words that may break.
    pub fn text(text: impl Display) -> Cell {
        Cell { text: text.to_string(), ..Cell::default() }
    }

    /// A day, a phone: never broken.
    pub fn short(text: impl Display) -> Cell {
        Cell { nowrap: true, ..Cell::text(text) }
    }

    /// What the row is about, and where its page is.
    pub fn link(text: impl Display, href: impl Display) -> Cell {
        Cell { href: Some(href.to_string()), ..Cell::text(text) }
    }

    /// A number; a sheet can add it up.
    pub fn number(number: i64) -> Cell {
        Cell { number: Some(number), ..Cell::text(number) }
    }

    /// A state.
    pub fn stamp(stamp: Stamp) -> Cell {
        Cell { text: stamp.words().to_owned(), stamp: Some(stamp), ..Cell::default() }
    }

    /// With a second, smaller line.
    pub fn under(mut self, sub: impl Display) -> Cell {
        self.sub = sub.to_string();
        self
    }

    /// What a sheet says: the first line.
    pub fn words(&self) -> &str {
        &self.text
    }

    /// The number, where it is one.
    pub fn as_number(&self) -> Option<i64> {
        self.number
    }
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Head {
    title: String,
    number: bool,
    /// Sorted by it: downwards or upwards.
    sorted: Option<bool>,
    /// The address of the list in this column's (other) order.
    href: Option<String>,
}

impl Head {
    /// A column's name.
    pub fn new(title: impl Display) -> Head {
        Head { title: title.to_string(), number: false, sorted: None, href: None }
    }

    /// A column of numbers stands to the right.
    pub fn number(mut self, number: bool) -> Head {
        self.number = number;
        self
    }

    /// The list is sorted by it.
    pub fn sorted(mut self, down: Option<bool>) -> Head {
        self.sorted = down;
        self
    }

    /// Leads to the list in this column's order.
    pub fn href(mut self, href: Option<String>) -> Head {
        self.href = href;
        self
    }
}

/// What a tick sends, and the name that it is read with.
type Tick = (String, String);

/// A list's rows under its heads; on a phone each row is a small card.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/table.html")]
pub struct Table {
    label: String,
    heads: Vec<Head>,

    rows: Vec<(Option<Tick>, Vec<Cell>)>,
    /// The name of the ticks; none: nothing can be ticked.
    ticks: Option<&'static str>,
}

impl Table {
    /// What is listed (for screen readers), and the columns.
    pub fn new(label: impl Display, heads: Vec<Head>) -> Table {
        Table { label: label.to_string(), heads, rows: Vec::new(), ticks: None }
    }

    /// Rows can be ticked; the ticks are sent under this name.
    pub fn ticks(mut self, name: &'static str) -> Table {
        self.ticks = Some(name);
        self
    }

    /// A row; the tick's value is read out with the row's name.
    pub fn row(&mut self, tick: Option<Tick>, cells: Vec<Cell>) {
        self.rows.push((tick, cells));
    }
}

crate::prints_html!(Table);

pub(crate) fn examples() -> Vec<Example> {
    let heads = vec![
        Head::new("姓名"),
        Head::new("入会日期").sorted(Some(true)).href(Some("#".into())),
        Head::new("人数").number(true),
        Head::new("会籍"),
    ];
    let mut table = Table::new("会员列表", heads).ticks("member");
    let cells = vec![
        Cell::link("林小满", "#").under("顺通物流"),
        Cell::short("2026-03-05"),
        Cell::number(1284),
        Cell::stamp(Stamp::ok("在册")),
    ];
    table.row(Some(("1".into(), "林小满".into())), cells);
    vec![Example::console("Table", "名单", table)]
}
