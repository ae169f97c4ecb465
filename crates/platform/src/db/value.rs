//! What can be bound and read: the three types that both databases store alike.
use super::Engine;
use sqlx::{FromRow, postgres::PgRow, sqlite::SqliteRow};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// A bound value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Real(Option<f64>),
}

macro_rules! value_from {
    ($($t:ty => |$v:ident| $e:expr, $none:expr;)*) => { $(
        impl From<$t> for Value { fn from($v: $t) -> Self { $e } }
        impl From<Option<$t>> for Value { fn from(v: Option<$t>) -> Self { v.map_or($none, Value::from) } }
    )* };
}
value_from! {
    i64 => |v| Value::Int(Some(v)), Value::Int(None);
    i32 => |v| Value::Int(Some(i64::from(v))), Value::Int(None);
    usize => |v| Value::Int(Some(i64::try_from(v).expect("a count fits in 63 bits"))), Value::Int(None);
    bool => |v| Value::Int(Some(i64::from(v))), Value::Int(None);
    f64 => |v| Value::Real(Some(v)), Value::Real(None);
    &str => |v| Value::Text(Some(v.to_owned())), Value::Text(None);
    String => |v| Value::Text(Some(v)), Value::Text(None);
    &String => |v| Value::Text(Some(v.clone())), Value::Text(None);
    jiff::civil::Date => |v| Value::Text(Some(v.to_string())), Value::Text(None);
    jiff::Timestamp => |v| Value::Int(Some(v.as_millisecond())), Value::Int(None);
}

/// `vals![a, b]`: values of any bindable types, in the order of `$1`, `$2`.
#[macro_export]
macro_rules! vals {
    ($($v:expr),* $(,)?) => { vec![$($crate::db::Value::from($v)),*] };
}

/// A row that reads the same from both databases; derive `sqlx_macros::FromRow`.
pub trait Row: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}
impl<T> Row for T where T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// What [`row_id!`](crate::row_id) makes.
pub trait RowId {
    fn raw(self) -> i64;
}
impl<T: RowId> From<Option<T>> for Value {
    fn from(id: Option<T>) -> Self {
        Value::Int(id.map(RowId::raw))
    }
}

/// A newtype around a row id: bindable, readable, shown as its number.
#[macro_export]
macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx_macros::Type, serde::Serialize, serde::Deserialize)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub i64);
        impl From<$name> for $crate::db::Value { fn from(id: $name) -> Self { $crate::db::Value::Int(Some(id.0)) } }
        impl $crate::db::RowId for $name { fn raw(self) -> i64 { self.0 } }
        impl std::fmt::Display for $name { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) } }
        impl std::str::FromStr for $name { type Err = std::num::ParseIntError; fn from_str(s: &str) -> Result<Self, Self::Err> { s.parse().map(Self) } }
    };
}

/// SQL put together from fixed pieces; what a person typed only ever goes through `?`.
#[derive(Clone, Debug, Default)]
pub struct Query {
    text: String,
    values: Vec<Value>,
}
impl Query {
    pub fn new(text: &'static str, values: Vec<Value>) -> Self {
        Self::default().and(text, values)
    }
    /// Appends a piece; each `?` in it takes the next of `values`.
    #[must_use]
    pub fn and(mut self, piece: &'static str, values: Vec<Value>) -> Self {
        self.add(piece, values);
        self
    }
    pub fn add(&mut self, piece: &'static str, values: Vec<Value>) {
        let mut values = values.into_iter();
        for (i, part) in piece.split('?').enumerate() {
            if i > 0 {
                self.values.push(values.next().expect("as many values as question marks"));
                self.text.push('$');
                self.text.push_str(&self.values.len().to_string());
            }
            self.text.push_str(part);
        }
        debug_assert!(values.next().is_none(), "as many question marks as values in {piece}");
    }
    pub fn parts(self) -> (sqlx::AssertSqlSafe<String>, Vec<Value>) {
        (sqlx::AssertSqlSafe(self.text), self.values)
    }
}

/// `INSERT INTO table (columns) VALUES (…), (…)` for so many rows; pieces come from the code, values are bound. `cells` is what stands in
/// one row, with a `?` for each value; empty: one for each column. `end` follows. Made once for each shape.
pub(super) fn insert_text(
    engine: Engine,
    table: &'static str,
    columns: &'static str,
    cells: &'static str,
    rows: usize,
    end: &'static str,
) -> Arc<str> {
    type Shape = (Engine, &'static str, &'static str, usize, &'static str);
    static MADE: Mutex<BTreeMap<Shape, Arc<str>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let text = made.entry((engine, table, columns, rows, end)).or_insert_with(|| {
        let row = match cells {
            "" => vec!["?"; columns.split(',').count()].join(","),
            cells => cells.to_owned(),
        };
        let mut text = format!("INSERT INTO {table} ({columns}) VALUES ({row})");
        (1..rows).for_each(|_| text.extend([", (", &row, ")"]));
        text.push_str(end);
        // SQLite looks the name of a numbered parameter up in a list, for each parameter: in long statements that takes most of the time.
        Arc::from(if engine == Engine::Sqlite { text } else { numbered(&text) })
    });
    text.clone()
}
/// `?` becomes `$1`, `$2`, …
fn numbered(text: &str) -> String {
    let mut numbered = String::with_capacity(text.len() * 3);
    for (i, piece) in text.split('?').enumerate() {
        if i > 0 {
            numbered.push('$');
            numbered.push_str(&i.to_string());
        }
        numbered.push_str(piece);
    }
    numbered
}
