//! Connections lent for a statement or an act.
//!
//! Not sqlx's own pool: that one asks a connection whether it lives each time it comes back (and PostgreSQL's before each use too). For SQLite
//! that is a second way to the connection's thread and back, as dear as a small statement; for PostgreSQL two more ways to the server. Here a
//! connection that did what it was asked for just lies down again; only one that was left in the middle, or has slept, is asked. And sqlx (0.9)
//! goes round its idle connections by a count that falls below zero under load for a moment: then it goes round for ever on a thread that
//! answers nobody any more.
use super::{Error, Result};
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};
use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long somebody waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// After so long the server, or something on the way to it, may have ended the connection.
const ASLEEP: Duration = Duration::from_secs(5);
/// After so long without use a connection is given up.
const UNUSED: Duration = Duration::from_secs(60);

/// A connection that runs a statement without values, unprepared.
pub trait Say: Connection + 'static {
    fn say(&mut self, sql: &'static str) -> impl Future<Output = Result<()>> + Send;
}
impl Say for SqliteConnection {
    async fn say(&mut self, sql: &'static str) -> Result<()> {
        self.execute(sql).await.map(|_| ())
    }
}
impl Say for PgConnection {
    async fn say(&mut self, sql: &'static str) -> Result<()> {
        self.execute(sql).await.map(|_| ())
    }
}

pub struct Pool<C: Say> {
    inner: Arc<Inner<C>>,
}
impl<C: Say> Clone for Pool<C> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone() }
    }
}
struct Inner<C: Say> {
    options: C::Options,
    limit: u32,
    turns: Arc<Semaphore>,
    /// The one used last is at the end and the first to be used again: its cache is warm.
    idle: Mutex<Vec<(C, Instant)>>,
}

impl<C: Say> Pool<C> {
    /// Connects once, so that a wrong address shows at the start.
    pub async fn open(options: C::Options, limit: u32) -> Result<Self> {
        let first = options.connect().await?;
        let turns = Arc::new(Semaphore::new(limit as usize));
        let idle = Mutex::new(vec![(first, Instant::now())]);
        Ok(Self { inner: Arc::new(Inner { options, limit, turns, idle }) })
    }
    /// # Errors
    /// [`Error::PoolTimedOut`] when all are out for ten seconds, [`Error::PoolClosed`] after [`Pool::close`].
    pub async fn take(&self) -> Result<Lent<C>> {
        let turn = match self.inner.turns.clone().try_acquire_owned() {
            Ok(turn) => turn,
            Err(_) => tokio::time::timeout(PATIENCE, self.inner.turns.clone().acquire_owned())
                .await
                .map_err(|_| Error::PoolTimedOut)?
                .map_err(|_| Error::PoolClosed)?,
        };
        let conn = loop {
            match self.inner.wake() {
                None => break self.inner.options.connect().await?,
                Some((conn, since)) if since.elapsed() < ASLEEP => break conn,
                Some((mut conn, _)) => {
                    if conn.ping().await.is_ok() {
                        break conn;
                    }
                }
            }
        };
        Ok(Lent { held: Some((conn, turn)), inner: self.inner.clone(), left: Left::Busy })
    }
    /// Ends all connections, when those that are out have come back.
    pub async fn close(&self) {
        let all = self.inner.turns.acquire_many(self.inner.limit).await;
        self.inner.turns.close();
        drop(all);
        while let Some((conn, _)) = self.inner.wake() {
            // It ends either way.
            let _ = conn.close().await;
        }
    }
}
impl<C: Say> Inner<C> {
    fn wake(&self) -> Option<(C, Instant)> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
    fn lay_down(&self, conn: C) {
        let now = Instant::now();
        let unused = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push((conn, now));
            let old = idle.first().is_some_and(|(_, since)| now.duration_since(*since) > UNUSED);
            old.then(|| idle.remove(0))
        };
        drop(unused);
    }
}

/// In which state a connection comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// In the middle of a statement, or after a fault of its own: asked before it is used again.
    Busy,
    /// Within a transaction that somebody gave up.
    Open,
    Done,
}

/// A connection for the time of a statement or an act.
pub struct Lent<C: Say> {
    held: Option<(C, OwnedSemaphorePermit)>,
    inner: Arc<Inner<C>>,
    left: Left,
}
impl<C: Say> Lent<C> {
    /// Says what became of the statement, so that the connection can go back as it is.
    pub fn after<T>(&mut self, outcome: &Result<T>) {
        let broken = matches!(outcome, Err(Error::Io(_) | Error::Tls(_) | Error::Protocol(_) | Error::WorkerCrashed));
        self.left = if broken { Left::Busy } else { Left::Done };
    }
    /// Begins a transaction; dropped before [`Lent::commit`], it is undone.
    pub async fn begin(&mut self) -> Result<()> {
        self.say("BEGIN").await?;
        self.left = Left::Open;
        Ok(())
    }
    pub async fn commit(mut self) -> Result<()> {
        let done = self.say("COMMIT").await;
        self.after(&done);
        done
    }
}
impl<C: Say> Deref for Lent<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.held.as_ref().expect("held until it goes back").0
    }
}
impl<C: Say> DerefMut for Lent<C> {
    fn deref_mut(&mut self) -> &mut C {
        &mut self.held.as_mut().expect("held until it goes back").0
    }
}
impl<C: Say> Drop for Lent<C> {
    fn drop(&mut self) {
        let Some((mut conn, turn)) = self.held.take() else { return };
        if self.left == Left::Done {
            self.inner.lay_down(conn);
            return;
        }
        // Without a runtime the program is ending, and the connection with it.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (inner, open) = (self.inner.clone(), self.left == Left::Open);
        runtime.spawn(async move {
            let sound = if open { conn.say("ROLLBACK").await } else { conn.ping().await };
            if sound.is_ok() {
                inner.lay_down(conn);
            }
            drop(turn);
        });
    }
}
