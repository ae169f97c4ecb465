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
mod tx;
mod value;

pub use migrate::{Migration, Migrations};
pub use value::{Query, Row, RowId, Value};

use crate::settings::Kept;
use checkpoint::Checkpoints;
use lend::{Lender, Loan};
use pool::{Lent, Pool, Say};
use sqlx::{
    PgConnection, SqlSafeStr, SqlStr, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{path::Path, pin::Pin, str::FromStr, sync::Arc, time::Duration};

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
    /// The rows of a statement that sorts more than fits into memory: SQLite sorts in files then, on several processors.
    pub async fn sorted<T: Row>(&self, sql: String, values: Vec<Value>) -> Result<Vec<T>> {
        let Pools::Sqlite { read, lender } = &self.pools else {
            return self.all(sqlx::AssertSqlSafe(sql), values).await;
        };
        lender.settled().await;
        let mut lent = read.take().await?;
        lent.say("PRAGMA temp_store = file; PRAGMA cache_size = -32000; PRAGMA threads = 4").await?;
        let outcome = bound!(sqlx::query(sqlx::AssertSqlSafe(sql)), values).fetch_all(&mut *lent).await;
        lent.say("PRAGMA temp_store = memory; PRAGMA cache_size = -8000; PRAGMA threads = 0").await?;
        lent.after(&outcome);
        Rows::Sqlite(outcome?).read()
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
