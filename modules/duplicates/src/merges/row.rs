//! A person's or an employer's row as it stands in the database: column by column, sealed texts sealed.
use crate::Kind;
use platform::{
    db::{Db, Result, Tx, Value},
    vals,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sqlx::AssertSqlSafe;

/// The columns with what is in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Row(Map<String, Json>);

macro_rules! rows {
    ($table:literal, $name:ident { $($column:ident: $type:ty),* $(,)? }) => {
        #[derive(sqlx_macros::FromRow, Serialize)]
        struct $name { $($column: $type),* }
        impl $name {
            const SELECT: &str = concat!("SELECT ", rows!(@list $($column),*), " FROM ", $table, " WHERE id = $1");
        }
    };
    (@list $first:ident $(, $more:ident)*) => { concat!(stringify!($first) $(, ", ", stringify!($more))*) };
}
rows!("people", PersonRow {
    id: i64, name: String, sex: String, birth_on: Option<String>, ethnic: String, document_kind: String, document_sealed: String,
    document_index: String, phone_sealed: Option<String>, phone_index: Option<String>, phone_checked: i64, education: String, skill: String,
    work_status: String, political: String, household: String, household_place_sealed: Option<String>, native_place: String,
    migrant: String, employer: Option<i64>, employer_name: String, photo: Option<i64>, updated_at: i64, version: i64,
});
rows!("employers", EmployerRow {
    id: i64, uscc: Option<String>, name: String, nature: String, industry: String, headcount: i64, women: i64, migrant_workers: i64,
    region: String, address: String, org: i64, path: String, union_id: Option<i64>, updated_at: i64, version: i64, merged_into: Option<i64>,
});
/// Columns of numbers: an empty one must say so to PostgreSQL.
const NUMBERS: [&str; 12] = [
    "id",
    "phone_checked",
    "employer",
    "photo",
    "updated_at",
    "version",
    "headcount",
    "women",
    "migrant_workers",
    "org",
    "union_id",
    "merged_into",
];

fn row_of(columns: &impl Serialize) -> Row {
    match serde_json::to_value(columns) {
        Ok(Json::Object(columns)) => Row(columns),
        _ => unreachable!("a struct of plain columns is an object"),
    }
}

impl Row {
    pub async fn read(db: &Db, kind: Kind, id: i64) -> Result<Option<Row>> {
        Ok(match kind {
            Kind::Person => db.maybe::<PersonRow>(PersonRow::SELECT, vals![id]).await?.map(|row| row_of(&row)),
            Kind::Employer => db.maybe::<EmployerRow>(EmployerRow::SELECT, vals![id]).await?.map(|row| row_of(&row)),
        })
    }
    pub async fn read_in(tx: &mut Tx, kind: Kind, id: i64) -> Result<Option<Row>> {
        Ok(match kind {
            Kind::Person => tx.maybe::<PersonRow>(PersonRow::SELECT, vals![id]).await?.map(|row| row_of(&row)),
            Kind::Employer => tx.maybe::<EmployerRow>(EmployerRow::SELECT, vals![id]).await?.map(|row| row_of(&row)),
        })
    }
    /// Writes all columns anew.
    pub async fn write(&self, tx: &mut Tx, kind: Kind) -> Result<()> {
        let columns: Vec<&String> = self.0.keys().filter(|column| *column != "id").collect();
        let sets: Vec<String> =
            columns.iter().enumerate().map(|(i, column)| format!("{column} = ${}", i + 2)).collect();
        let table = if kind == Kind::Person { "people" } else { "employers" };
        let sql = format!("UPDATE {table} SET {} WHERE id = $1", sets.join(", "));
        let values = std::iter::once(Value::from(self.id())).chain(columns.iter().map(|column| self.value(column)));
        tx.exec(AssertSqlSafe(sql), values.collect()).await.map(|_| ())
    }
    fn value(&self, column: &str) -> Value {
        match self.0.get(column) {
            Some(Json::Number(number)) => Value::Int(number.as_i64()),
            Some(Json::String(text)) => Value::Text(Some(text.clone())),
            _ if NUMBERS.contains(&column) => Value::Int(None),
            _ => Value::Text(None),
        }
    }
    pub fn id(&self) -> i64 {
        self.number("id").unwrap_or(0)
    }
    pub fn version(&self) -> i64 {
        self.number("version").unwrap_or(0)
    }
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).and_then(Json::as_str).unwrap_or("")
    }
    pub fn number(&self, column: &str) -> Option<i64> {
        self.0.get(column).and_then(Json::as_i64)
    }
    pub fn set(&mut self, column: &str, value: impl Into<Json>) {
        self.0.insert(column.to_owned(), value.into());
    }
    /// Takes some columns over from another row.
    pub fn take(&mut self, columns: &[&str], from: &Row) {
        for column in columns {
            self.0.insert((*column).to_owned(), from.0.get(*column).cloned().unwrap_or(Json::Null));
        }
    }
    /// Whether some columns hold the same as another row's.
    pub fn agrees(&self, columns: &[&str], other: &Row) -> bool {
        columns.iter().all(|column| self.0.get(*column) == other.0.get(*column))
    }
}
