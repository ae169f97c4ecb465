//! What an act does with its transaction, on either database.
use super::{Doing, Engine, Error, Query, Result, Row, Rows, Tx, Value, bound, value};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

/// Rows in one statement at most. SQLite keeps an undo list for the act and walks it after each statement: few long ones are quicker.
const ROWS: usize = 500;
/// Rows of one statement that is put off, at most: of few shapes many combinations stay prepared.
const PUT_OFF: usize = 4;

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
        let width = columns.split(',').count();
        let rows = values.len() / width;
        match self {
            Tx::Sqlite(loan) if rows <= PUT_OFF => {
                // Three go as two and one: of few shapes the combinations stay prepared.
                let mut values = values.into_iter();
                for some in [4, 2, 1].into_iter().filter(|some| rows & some != 0) {
                    let text = value::insert_text(Engine::Sqlite, table, columns, "", some, "");
                    loan.put_off(&text, values.by_ref().take(some * width).collect());
                }
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
