//! The only place that knows two databases.
//!
//! `begin` → use → `commit` reads the same on SQLite and PostgreSQL, and so do the reading calls on [`Db`]. On SQLite the one writing
//! connection is lent from act to act (see `lend.rs`); `commit` returns only when the act is on disk.
mod checkpoint;
mod lend;
mod migrate;
mod pool;
#[cfg(test)]
mod tests;
mod value;

pub use migrate::{Migration, Migrations};
pub use value::{Query, Row, RowId, Value};

use crate::settings::Kept;
use checkpoint::Checkpoints;
use lend::{Lender, Loan};
use pool::{Lent, Pool};
use sqlx::{
    AssertSqlSafe, PgConnection, SqlSafeStr, SqlStr, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{path::Path, pin::Pin, str::FromStr, sync::Arc, time::Duration};

/// Rows in one statement at most. SQLite keeps an undo list for the act and walks it after each statement: few long ones are quicker.
const ROWS: usize = 500;
/// Rows of one statement that is put off, at most: of few shapes many combinations stay prepared.
const PUT_OFF: usize = 4;

pub type Error = sqlx::Error;
pub type Result<T, E = Error> = std::result::Result<T, E>;
/// Work of the database under way. Boxed, so that it is compiled here once and not again in each module that waits for it.
pub type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Which of the two databases; only for the few statements that must differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Clone)]
pub struct Db {
    pools: Pools,
    kept: Arc<Kept>,
}

#[derive(Clone)]
enum Pools {
    Sqlite { read: Pool<SqliteConnection>, lender: Lender },
    Postgres(Pool<PgConnection>),
}

pub enum Tx {
    Sqlite(Loan),
    Postgres(Lent<PgConnection>),
}

/// What a statement gave, before it is read: running it is the same code for all types of rows, which keeps the binary small.
enum Rows {
    Sqlite(Vec<sqlx::sqlite::SqliteRow>),
    Postgres(Vec<sqlx::postgres::PgRow>),
}
impl Rows {
    fn read<T: Row>(self) -> Result<Vec<T>> {
        match self {
            Rows::Sqlite(rows) => rows.iter().map(T::from_row).collect(),
            Rows::Postgres(rows) => rows.iter().map(T::from_row).collect(),
        }
    }
}

macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Int(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::Real(v) => query.bind(v),
            };
        }
        query
    }};
}
use bound;

/// One statement on a connection of the pool.
macro_rules! asked {
    ($pool:expr, |$conn:ident| $doing:expr) => {{
        let mut lent = $pool.take().await?;
        let $conn = &mut *lent;
        let outcome = $doing.await;
        lent.after(&outcome);
        outcome?
    }};
}

/// True when a row with the same key is already there.
pub fn is_unique(fault: &Error) -> bool {
    fault.as_database_error().is_some_and(|e| e.is_unique_violation())
}

/// True when the disk is full or can't be written: nothing was kept, and nothing will be until there is room.
pub fn is_unwritable(fault: &Error) -> bool {
    match fault {
        Error::Database(e) => match e.code().as_deref() {
            // SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR and its kinds; PostgreSQL class 53 (insufficient resources).
            Some(code) if code.len() == 5 => code.starts_with("53"),
            Some(code) => code.parse::<u32>().is_ok_and(|n| matches!(n & 0xff, 8 | 10 | 13)),
            None => false,
        },
        Error::WorkerCrashed | Error::Io(_) => true,
        _ => false,
    }
}

/// Reading connections, each with a thread of its own: more than two for a processor only change places.
fn readers() -> u32 {
    let processors = std::thread::available_parallelism().map_or(2, |n| n.get());
    u32::try_from(2 * processors).unwrap_or(16).clamp(4, 16)
}

impl Db {
    /// Opens (and makes) the SQLite file.
    pub async fn sqlite(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .pragma("cache_size", "-8000")
            .pragma("temp_store", "memory")
            .statement_cache_capacity(256);
        let writing = options.clone().pragma("cache_size", "-12000").pragma("wal_autocheckpoint", checkpoint::LONG);
        let lender = Lender::start(&writing, Checkpoints::start(&options).await?).await?;
        let read = Pool::open(options.read_only(true).create_if_missing(false), readers()).await?;
        Ok(Self { pools: Pools::Sqlite { read, lender }, kept: Arc::default() })
    }

    /// Opens a PostgreSQL database.
    pub async fn postgres(url: &str, connections: u32) -> Result<Self> {
        let pool = Pool::open(PgConnectOptions::from_str(url)?, connections).await?;
        Ok(Self { pools: Pools::Postgres(pool), kept: Arc::default() })
    }

    pub fn engine(&self) -> Engine {
        match &self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// What the program remembers of the settings.
    pub(crate) fn kept_settings(&self) -> &Kept {
        &self.kept
    }

    /// Starts an act. Dropped without [`Tx::commit`], it leaves nothing.
    pub fn begin(&self) -> Doing<'_, Tx> {
        self.begin_act(false)
    }
    /// The same for a slice of a large write, which shares its transaction with nobody: acts before it don't wait for its end.
    pub fn begin_long(&self) -> Doing<'_, Tx> {
        self.begin_act(true)
    }
    fn begin_act(&self, alone: bool) -> Doing<'_, Tx> {
        Box::pin(async move {
            match &self.pools {
                Pools::Sqlite { lender, .. } => Ok(Tx::Sqlite(lender.borrow(alone).await?)),
                Pools::Postgres(pool) => {
                    let mut conn = pool.take().await?;
                    conn.begin().await?;
                    Ok(Tx::Postgres(conn))
                }
            }
        })
    }

    pub async fn all<T: Row>(&self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<Vec<T>> {
        self.rows(sql.into_sql_str(), values).await?.read()
    }
    pub async fn maybe<T: Row>(&self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<Option<T>> {
        Ok(self.first(sql.into_sql_str(), values).await?.read()?.pop())
    }
    fn rows(&self, sql: SqlStr, values: Vec<Value>) -> Doing<'_, Rows> {
        Box::pin(async move {
            Ok(match &self.pools {
                Pools::Sqlite { read, lender } => {
                    lender.settled().await;
                    Rows::Sqlite(asked!(read, |conn| bound!(sqlx::query(sql), values).fetch_all(conn)))
                }
                Pools::Postgres(pool) => {
                    Rows::Postgres(asked!(pool, |conn| bound!(sqlx::query(sql), values).fetch_all(conn)))
                }
            })
        })
    }
    fn first(&self, sql: SqlStr, values: Vec<Value>) -> Doing<'_, Rows> {
        Box::pin(async move {
            Ok(match &self.pools {
                Pools::Sqlite { read, lender } => {
                    lender.settled().await;
                    let row = asked!(read, |conn| bound!(sqlx::query(sql), values).fetch_optional(conn));
                    Rows::Sqlite(row.into_iter().collect())
                }
                Pools::Postgres(pool) => {
                    let row = asked!(pool, |conn| bound!(sqlx::query(sql), values).fetch_optional(conn));
                    Rows::Postgres(row.into_iter().collect())
                }
            })
        })
    }
    pub async fn one<T: Row>(&self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<T> {
        self.maybe(sql, values).await?.ok_or(Error::RowNotFound)
    }
    /// Runs a [`Query`].
    pub async fn list<T: Row>(&self, query: Query) -> Result<Vec<T>> {
        let (sql, values) = query.parts();
        self.all(sql, values).await
    }
    /// One whole number, 0 where there is no row.
    pub async fn number(&self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<i64> {
        Ok(self.maybe::<(Option<i64>,)>(sql, values).await?.and_then(|r| r.0).unwrap_or(0))
    }

    /// False after a commit failed, until one succeeds again.
    pub fn is_writable(&self) -> bool {
        match &self.pools {
            Pools::Sqlite { lender, .. } => lender.is_writable(),
            Pools::Postgres(_) => true,
        }
    }

    /// A consistent copy of the SQLite database, made while serving. On PostgreSQL use `pg_dump`.
    pub async fn snapshot(&self, into: &Path) -> Result<()> {
        let Pools::Sqlite { read, .. } = &self.pools else {
            return Err(Error::Configuration("PostgreSQL: use pg_dump".into()));
        };
        let target = into.to_str().ok_or_else(|| Error::Configuration("the path is not UTF-8".into()))?.to_owned();
        asked!(read, |conn| sqlx::query("VACUUM INTO $1").bind(target).execute(conn));
        Ok(())
    }

    /// Ends all connections, after the acts under way. The writing one goes last: only it can fold the write-ahead log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, lender } => {
                read.close().await;
                lender.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    pub fn engine(&self) -> Engine {
        match self {
            Tx::Sqlite(_) => Engine::Sqlite,
            Tx::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs one statement; says how many rows it changed.
    pub async fn exec(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<u64> {
        self.done(sql.into_sql_str(), values).await
    }
    fn done(&mut self, sql: SqlStr, values: Vec<Value>) -> Doing<'_, u64> {
        Box::pin(async move {
            match self {
                Tx::Sqlite(loan) => {
                    let done = bound!(sqlx::query(sql), values).execute(loan.connection().await?).await;
                    loan.watched(done).map(|d| d.rows_affected())
                }
                Tx::Postgres(conn) => Ok(bound!(sqlx::query(sql), values).execute(&mut **conn).await?.rows_affected()),
            }
        })
    }
    pub async fn all<T: Row>(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<Vec<T>> {
        self.rows(sql.into_sql_str(), values).await?.read()
    }
    fn rows(&mut self, sql: SqlStr, values: Vec<Value>) -> Doing<'_, Rows> {
        Box::pin(async move {
            match self {
                Tx::Sqlite(loan) => {
                    let rows = bound!(sqlx::query(sql), values).fetch_all(loan.connection().await?).await;
                    loan.watched(rows).map(Rows::Sqlite)
                }
                Tx::Postgres(conn) => bound!(sqlx::query(sql), values).fetch_all(&mut **conn).await.map(Rows::Postgres),
            }
        })
    }
    /// The first row, if any. Not `fetch_optional`: an `INSERT … RETURNING` must run to its end.
    pub async fn maybe<T: Row>(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<Option<T>> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }
    pub async fn one<T: Row>(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<T> {
        self.maybe(sql, values).await?.ok_or(Error::RowNotFound)
    }
    pub async fn number(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<i64> {
        Ok(self.maybe::<(Option<i64>,)>(sql, values).await?.and_then(|r| r.0).unwrap_or(0))
    }
    pub async fn list<T: Row>(&mut self, query: Query) -> Result<Vec<T>> {
        let (sql, values) = query.parts();
        self.all(sql, values).await
    }
    /// Runs a [`Query`] that changes rows; says how many.
    pub async fn run(&mut self, query: Query) -> Result<u64> {
        let (sql, values) = query.parts();
        self.exec(sql, values).await
    }
    /// Inserts one row and gives its id.
    pub fn insert(&mut self, table: &'static str, columns: &'static str, values: Vec<Value>) -> Doing<'_, i64> {
        Box::pin(async move {
            let text = format!("{} RETURNING id", value::insert_text(self.engine(), table, columns, "", 1, ""));
            Ok(self.one::<(i64,)>(AssertSqlSafe(text), values).await?.0)
        })
    }
    /// Inserts rows whose ids nobody asks for; SQLite does so together with the act's next statement, or with its end: a fault shows there.
    pub async fn insert_later(&mut self, table: &'static str, columns: &'static str, values: Vec<Value>) -> Result<()> {
        let rows = values.len() / columns.split(',').count();
        match self {
            Tx::Sqlite(loan) if rows <= PUT_OFF && rows.is_power_of_two() => {
                loan.put_off(&value::insert_text(Engine::Sqlite, table, columns, "", rows, ""), values);
                Ok(())
            }
            _ => self.insert_many(table, columns, values).await,
        }
    }
    /// Inserts many rows, `values` holding them one after the other.
    pub async fn insert_many(&mut self, table: &'static str, columns: &'static str, values: Vec<Value>) -> Result<()> {
        self.insert_rows(table, columns, "", values, "").await
    }
    /// Inserts many rows, leaving out those whose key is there already.
    pub async fn insert_missing(
        &mut self,
        table: &'static str,
        columns: &'static str,
        values: Vec<Value>,
    ) -> Result<()> {
        self.insert_rows(table, columns, "", values, " ON CONFLICT DO NOTHING").await
    }
    /// Inserts many rows; `conflict` (" ON CONFLICT …") says what happens to those whose key is there already.
    pub async fn insert_or(
        &mut self,
        table: &'static str,
        columns: &'static str,
        values: Vec<Value>,
        conflict: &'static str,
    ) -> Result<()> {
        self.insert_rows(table, columns, "", values, conflict).await
    }
    /// The same, where a row is more than its values: `cells` is one row with a `?` for each.
    pub async fn insert_many_as(
        &mut self,
        table: &'static str,
        columns: &'static str,
        cells: &'static str,
        values: Vec<Value>,
    ) -> Result<()> {
        self.insert_rows(table, columns, cells, values, "").await
    }
    fn insert_rows(
        &mut self,
        table: &'static str,
        columns: &'static str,
        cells: &'static str,
        values: Vec<Value>,
        end: &'static str,
    ) -> Doing<'_, ()> {
        Box::pin(async move {
            let width = if cells.is_empty() { columns.split(',').count() } else { cells.matches('?').count() };
            debug_assert_eq!(values.len() % width, 0, "whole rows");
            let mut left = values.len() / width;
            let mut values = values.into_iter();
            while left > 0 {
                // Few shapes of statements, so that they stay prepared: full ones, then powers of two.
                let rows = if left >= ROWS { ROWS } else { 1 << left.ilog2() };
                let some: Vec<Value> = values.by_ref().take(rows * width).collect();
                self.exec(AssertSqlSafe(value::insert_text(self.engine(), table, columns, cells, rows, end)), some)
                    .await?;
                left -= rows;
            }
            Ok(())
        })
    }
    /// Ids nobody else will get, for rows inserted with their id: `count` of them, following each other.
    pub fn reserve(&mut self, table: &'static str, count: usize) -> Doing<'_, std::ops::Range<i64>> {
        Box::pin(async move {
            let count = i64::try_from(count).expect("a count fits in 63 bits");
            let first = match self.engine() {
                // The one writing connection is ours; AUTOINCREMENT remembers the largest id ever used.
                Engine::Sqlite => {
                    1 + self.number("SELECT seq FROM sqlite_sequence WHERE name = $1", crate::vals![table]).await?
                }
                Engine::Postgres => {
                    let sequence = format!("{table}_id_seq");
                    self.exec("SELECT pg_advisory_xact_lock(hashtext($1))", crate::vals![sequence.clone()]).await?;
                    let last = self
                        .number(
                            "SELECT setval(CAST($1 AS regclass), nextval(CAST($1 AS regclass)) + $2 - 1)",
                            crate::vals![sequence, count],
                        )
                        .await?;
                    last - count + 1
                }
            };
            Ok(first..first + count)
        })
    }
    /// Returns when the act is on disk.
    pub fn commit(self) -> Doing<'static, ()> {
        Box::pin(async move {
            match self {
                Tx::Sqlite(loan) => loan.keep().await,
                Tx::Postgres(conn) => conn.commit().await,
            }
        })
    }
}
