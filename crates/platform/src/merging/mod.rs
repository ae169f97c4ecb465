//! What points to a person or an employer, so that two that are one can be merged and parted again.
//!
//! Each module declares its columns ([`Module::people`](crate::Module), [`Module::employers`](crate::Module)); a test of the whole product
//! walks the schema and fails for a column that nobody declared. Promise: what was moved is remembered row by row, and what nobody touched
//! since goes back exactly.
use crate::{
    App,
    db::{Db, Result, Tx},
    facts, vals,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

/// A column that holds the number of a person or of an employer. Its table has an `id`.
#[derive(Debug)]
pub struct Pointer {
    pub table: &'static str,
    pub column: &'static str,
    /// What its rows are called where a merge is previewed; empty: not shown.
    pub name: &'static str,
    /// A condition on the rows, where the column points to other things too: `subject = 'employer'`.
    pub only: &'static str,
    /// A column that makes the row one of its kind for each person: a row stays where the other has one of the same kind.
    pub one_per: &'static str,
    /// A column that is empty while the row is open, of which a person has one at most: a row that is open stays where the other has one.
    pub one_open: &'static str,
    /// Why the rows stay as they are when two are merged; none: they move.
    pub stays: Option<&'static str>,
}
impl Pointer {
    pub const fn moves(table: &'static str, column: &'static str, name: &'static str) -> Self {
        Self { table, column, name, only: "", one_per: "", one_open: "", stays: None }
    }
    pub const fn stays(table: &'static str, column: &'static str, why: &'static str) -> Self {
        Self { table, column, name: "", only: "", one_per: "", one_open: "", stays: Some(why) }
    }
    #[must_use]
    pub const fn only(self, condition: &'static str) -> Self {
        Self { only: condition, ..self }
    }
    #[must_use]
    pub const fn one_per(self, column: &'static str) -> Self {
        Self { one_per: column, ..self }
    }
    #[must_use]
    pub const fn one_open(self, column: &'static str) -> Self {
        Self { one_open: column, ..self }
    }
    /// The condition for rows that point to `$1`.
    fn rows(&self) -> String {
        let only = if self.only.is_empty() { String::new() } else { format!(" AND {}", self.only) };
        format!("{} = $1{only}", self.column)
    }
}

/// What can stand twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    Person,
    Employer,
}

/// The platform's own columns.
pub const PEOPLE: &[Pointer] = &[
    Pointer::moves("persons", "merged_into", ""),
    Pointer::moves("accounts", "person", "登录账号"),
    Pointer::stays("audit_entries", "person", "the entries are chained; they are read through persons.merged_into"),
    Pointer::moves("records", "person", "个人档案记录"),
    Pointer::moves("files", "person", "文件"),
    Pointer::moves("corrections", "person", "更正申请"),
    Pointer::moves("erasures", "person", "删除申请"),
    Pointer::moves("ratings", "person", "评价").one_per("about"),
    Pointer::moves("tasks", "subject_id", "待办").only("subject = 'person'"),
];
pub const EMPLOYERS: &[Pointer] = &[Pointer::moves("tasks", "subject_id", "待办").only("subject = 'employer'")];

/// All declared columns, the platform's first.
pub fn pointers(app: &App, of: Merged) -> Vec<&'static Pointer> {
    let own = if of == Merged::Person { PEOPLE } else { EMPLOYERS };
    let modules = app.modules.iter().flat_map(|m| if of == Merged::Person { m.people } else { m.employers });
    own.iter().chain(modules).collect()
}

/// How much points to one: (what the rows are called, how many), only what there is.
pub async fn count(db: &Db, pointers: &[&'static Pointer], id: i64) -> Result<Vec<(&'static str, i64)>> {
    let mut counted: Vec<(&'static str, i64)> = Vec::new();
    for pointer in pointers.iter().filter(|p| p.stays.is_none() && !p.name.is_empty()) {
        let sql = format!("SELECT COUNT(*) FROM {} WHERE {}", pointer.table, pointer.rows());
        match (
            db.number(AssertSqlSafe(sql), vals![id]).await?,
            counted.iter_mut().find(|(name, _)| *name == pointer.name),
        ) {
            (0, _) => {}
            (more, Some((_, sum))) => *sum += more,
            (some, None) => counted.push((pointer.name, some)),
        }
    }
    Ok(counted)
}

/// Rows that were moved from one to the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub table: String,
    pub column: String,
    pub ids: Vec<i64>,
}

/// Lets everything that points to `from` point to `to`; says which rows those were.
pub async fn move_all(tx: &mut Tx, pointers: &[&'static Pointer], from: i64, to: i64) -> Result<Vec<Moved>> {
    let mut moved = Vec::new();
    for pointer in pointers.iter().filter(|p| p.stays.is_none()) {
        let Pointer { table, column, one_per, one_open, .. } = pointer;
        let twin = match (*one_per, *one_open) {
            ("", "") => String::new(),
            ("", ends) => format!(
                " AND NOT ({ends} IS NULL AND EXISTS (SELECT 1 FROM {table} o WHERE o.{column} = $2 AND o.{ends} IS NULL))"
            ),
            (per, _) => {
                format!(" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.{column} = $2 AND o.{per} = {table}.{per})")
            }
        };
        let sql = format!("UPDATE {table} SET {column} = $2 WHERE {}{twin} RETURNING id", pointer.rows());
        let ids: Vec<(i64,)> = tx.all(AssertSqlSafe(sql), vals![from, to]).await?;
        if !ids.is_empty() {
            let ids = ids.into_iter().map(|row| row.0).collect();
            moved.push(Moved { table: (*table).to_owned(), column: (*column).to_owned(), ids });
        }
    }
    Ok(moved)
}

/// Rows in one statement.
const AT_ONCE: usize = 400;

/// Moves rows back from `to` to `from` where they still point to `to`; says of what how many stay, because they were changed or are gone.
pub async fn move_back(
    tx: &mut Tx,
    pointers: &[&'static Pointer],
    moved: &[Moved],
    (from, to): (i64, i64),
) -> Result<Vec<(&'static str, usize)>> {
    let mut stayed = Vec::new();
    for rows in moved {
        // A column that the program no longer has can't be moved back.
        let Some(pointer) = pointers.iter().find(|p| p.table == rows.table && p.column == rows.column) else {
            continue;
        };
        let mut back = 0;
        for some in rows.ids.chunks(AT_ONCE) {
            let list = some.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            let sql =
                format!("UPDATE {0} SET {1} = $2 WHERE {1} = $1 AND id IN ({list})", pointer.table, pointer.column);
            back += tx.exec(AssertSqlSafe(sql), vals![to, from]).await?;
        }
        let missing = rows.ids.len() - usize::try_from(back).unwrap_or(0).min(rows.ids.len());
        if missing > 0 {
            stayed.push((pointer.name, missing));
        }
    }
    Ok(stayed)
}

/// Lets what was counted by the number of one be counted by that of the other; says of which records, by measure.
pub async fn move_counts(tx: &mut Tx, app: &App, of: Merged, both: (i64, i64)) -> Result<Vec<Counted>> {
    let mut moved = Vec::new();
    for measure in facts::by_number_of(app, of) {
        let records = facts::rename(tx, measure, both, None).await?;
        if !records.is_empty() {
            moved.push(Counted { measure: measure.key.to_owned(), records: records.into_iter().collect() });
        }
    }
    Ok(moved)
}
/// Moves back what is still counted there of those records.
pub async fn move_counts_back(
    tx: &mut Tx,
    app: &App,
    of: Merged,
    moved: &[Counted],
    (from, to): (i64, i64),
) -> Result<()> {
    for measure in facts::by_number_of(app, of) {
        for one in moved.iter().filter(|one| one.measure == measure.key) {
            facts::rename(tx, measure, (to, from), Some(&one.records)).await?;
        }
    }
    Ok(())
}
/// Records whose facts were moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub measure: String,
    pub records: Vec<i64>,
}
