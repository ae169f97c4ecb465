//! Group commit for SQLite: the one writing connection is lent from act to act inside one outer transaction.
//!
//! Acts that wait meanwhile share one fsync. What is dropped is undone alone; when the common COMMIT fails, nobody is told that his act
//! was kept. Each act but the first is a savepoint: while one is open, SQLite copies every page that it touches into a list and walks it
//! after each statement, which took a quarter of an import. The first needs none: nobody is before it, so all of it can be rolled back.
//!
//! An act sees what its neighbours of the same transaction wrote before it, and may give up because of that ("somebody was first"). What it
//! then reads must show the same, so reading waits until that transaction is on disk.
use super::{Error, Result, Value, checkpoint::Checkpoints, is_unwritable};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot, watch};

/// Acts in one outer transaction at most: bounds how long the first of them waits for the common fsync.
const ACTS_PER_COMMIT: usize = 256;
/// Cached pages, in kB: of everyday acts, and while a large write goes on.
const USUAL_CACHE: &str = "PRAGMA cache_size = -12000";
const LARGE_CACHE: &str = "PRAGMA cache_size = -64000";
/// So long after its last long act a large write is over.
const OVER: Duration = Duration::from_secs(10);
/// So long after its last act the connection gives its cache back: a county's program rests most of the day.
const REST: Duration = Duration::from_secs(3);

#[derive(Clone)]
pub struct Lender {
    turns: mpsc::Sender<Turn>,
    writable: Arc<AtomicBool>,
    settled: watch::Receiver<bool>,
}
enum Turn {
    Borrow(Asked),
    Close(oneshot::Sender<()>),
}
struct Asked {
    reply: oneshot::Sender<Result<Loan>>,
    alone: bool,
}
/// What an act hands back: the connection, whether the outer transaction is still sound, and where to say that it is on disk.
struct Back {
    conn: Box<SqliteConnection>,
    sound: bool,
    keep: Option<oneshot::Sender<Result<()>>>,
}

/// The writing connection for the time of one act; dropped without `keep`, the act is undone.
pub struct Loan {
    conn: Option<Box<SqliteConnection>>,
    back: Option<oneshot::Sender<Back>>,
    /// Others have written before in the same transaction.
    savepoint: bool,
    sound: bool,
    later: Later,
    writable: Arc<AtomicBool>,
    settled: watch::Sender<bool>,
}
/// Insertions that nobody waits for: each statement costs two changes of thread, so they go together with what comes next.
#[derive(Default)]
struct Later {
    text: String,
    values: Vec<Value>,
}
impl Later {
    fn add(&mut self, text: &str, values: Vec<Value>) {
        if !self.text.is_empty() {
            self.text.push_str("; ");
        }
        self.text.push_str(text);
        self.values.extend(values);
    }
}

impl Loan {
    /// The connection, after everything that was put off.
    pub async fn connection(&mut self) -> Result<&mut SqliteConnection> {
        if !self.later.text.is_empty() {
            let Later { text, values } = std::mem::take(&mut self.later);
            self.run(text, values).await?;
        }
        Ok(self.conn.as_mut().expect("held until it is handed back"))
    }
    async fn run(&mut self, text: String, values: Vec<Value>) -> Result<()> {
        let conn = self.conn.as_mut().expect("held until it is handed back");
        let done = super::bound!(sqlx::query(AssertSqlSafe(text)), values).execute(&mut **conn).await;
        self.watched(done).map(|_| ())
    }
    /// Runs an insertion before the next statement, at the latest before the act is kept; a fault shows there. Its places are plain `?`.
    pub fn put_off(&mut self, text: &str, values: Vec<Value>) {
        self.later.add(text, values);
    }
    /// A full disk ends the outer transaction behind our back: remember it.
    pub fn watched<T>(&mut self, done: Result<T>) -> Result<T> {
        if let Err(fault) = &done
            && is_unwritable(fault)
        {
            self.sound = false;
            self.writable.store(false, Ordering::Relaxed);
        }
        done
    }
    pub async fn keep(mut self) -> Result<()> {
        if self.savepoint {
            self.later.add("RELEASE act", Vec::new());
        }
        let Later { text, values } = std::mem::take(&mut self.later);
        let released = if text.is_empty() { Ok(()) } else { self.run(text, values).await };
        let (keep, on_disk) = oneshot::channel();
        self.hand_back(released.is_ok().then_some(keep));
        released?;
        on_disk.await.map_err(|_| Error::WorkerCrashed)?
    }
    fn hand_back(&mut self, keep: Option<oneshot::Sender<Result<()>>>) {
        if let (Some(conn), Some(back)) = (self.conn.take(), self.back.take()) {
            // The lender only goes away with the process.
            let _ = back.send(Back { conn, sound: self.sound, keep });
        }
    }
}
impl Drop for Loan {
    fn drop(&mut self) {
        if self.savepoint && self.conn.is_some() {
            self.settled.send_replace(false);
        }
        self.hand_back(None);
    }
}

impl Lender {
    pub async fn start(options: &SqliteConnectOptions, checkpoints: Checkpoints) -> Result<Self> {
        let conn = Box::new(options.connect().await?);
        let (turns, waiting) = mpsc::channel(4096);
        let writable = Arc::new(AtomicBool::new(true));
        let (settling, settled) = watch::channel(true);
        tokio::spawn(lend(conn, waiting, writable.clone(), settling, checkpoints));
        Ok(Self { turns, writable, settled })
    }
    /// Returns at once, unless an act was given up after what others wrote before it: then when theirs is on disk.
    pub async fn settled(&self) {
        if !*self.settled.borrow() {
            // The lender only goes away with the process.
            let _ = self.settled.clone().wait_for(|settled| *settled).await;
        }
    }
    pub fn is_writable(&self) -> bool {
        self.writable.load(Ordering::Relaxed)
    }
    /// `alone`: a long act, in a transaction of its own; who came before it needn't wait for its end.
    pub async fn borrow(&self, alone: bool) -> Result<Loan> {
        let (reply, lent) = oneshot::channel();
        self.turns.send(Turn::Borrow(Asked { reply, alone })).await.map_err(|_| Error::PoolClosed)?;
        lent.await.map_err(|_| Error::WorkerCrashed)?
    }
    pub async fn close(&self) {
        let (say, closed) = oneshot::channel();
        if self.turns.send(Turn::Close(say)).await.is_ok() {
            let _ = closed.await;
        }
    }
}

async fn lend(
    mut conn: Box<SqliteConnection>,
    mut turns: mpsc::Receiver<Turn>,
    writable: Arc<AtomicBool>,
    settled: watch::Sender<bool>,
    checkpoints: Checkpoints,
) {
    let (mut arrived, mut waiting) = (Vec::new(), VecDeque::new());
    let mut closing = None;
    let mut long: Option<Instant> = None;
    while !waiting.is_empty() || come(&mut turns, &mut arrived, &mut conn).await > 0 {
        waiting.extend(arrived.drain(..));
        if long.is_some_and(|last| last.elapsed() > OVER) {
            long = None;
            set(&mut conn, USUAL_CACHE).await;
        }
        let mut kept = Vec::new();
        let mut sound = begin(&mut conn).await.is_ok();
        while let Some(turn) = waiting.pop_front() {
            let Asked { reply, alone } = match turn {
                Turn::Borrow(asked) if asked.alone && !kept.is_empty() => {
                    waiting.push_front(Turn::Borrow(asked));
                    break;
                }
                Turn::Borrow(asked) => asked,
                Turn::Close(say) => {
                    closing = Some(say);
                    continue;
                }
            };
            if alone && long.replace(Instant::now()).is_none() {
                set(&mut conn, LARGE_CACHE).await;
            }
            let savepoint = !kept.is_empty();
            if sound
                && savepoint
                && let Err(fault) = sqlx::query("SAVEPOINT act").execute(&mut *conn).await
            {
                tracing::error!(%fault, "no savepoint");
                sound = false;
            }
            if !sound {
                let _ = reply.send(Err(Error::WorkerCrashed));
                continue;
            }
            let (back, returned) = oneshot::channel();
            // A borrower that gave up waiting drops the loan, which hands the connection back at once.
            let loan = Loan {
                conn: Some(conn),
                back: Some(back),
                savepoint,
                sound: true,
                later: Later::default(),
                writable: writable.clone(),
                settled: settled.clone(),
            };
            drop(reply.send(Ok(loan)));
            let Ok(handed) = returned.await else { return };
            conn = handed.conn;
            sound = handed.sound;
            match handed.keep {
                Some(done) => kept.push(done),
                None if sound => sound = undo(&mut conn, savepoint).await.is_ok(),
                None => {}
            }
            // Who reads now waits for this commit: no other act may come between, it could be waiting to read as well.
            if alone || !*settled.borrow() {
                break;
            }
        }
        let outcome =
            if sound { sqlx::query("COMMIT").execute(&mut *conn).await.map(|_| ()) } else { Err(Error::WorkerCrashed) };
        if let Err(fault) = &outcome {
            tracing::error!(%fault, acts = kept.len(), "nothing of this transaction was kept");
            // Fails where SQLite has already rolled back; either way the connection is clean afterwards.
            let _ = sqlx::query("ROLLBACK").execute(&mut *conn).await;
        }
        checkpoints.tell();
        writable.store(outcome.is_ok(), Ordering::Relaxed);
        settled.send_if_modified(|settled| !std::mem::replace(settled, true));
        for done in kept {
            let _ = done.send(if outcome.is_ok() { Ok(()) } else { Err(Error::WorkerCrashed) });
        }
        if waiting.is_empty()
            && let Some(say) = closing.take()
        {
            checkpoints.end().await;
            let _ = conn.close().await;
            let _ = say.send(());
            return;
        }
    }
    checkpoints.end().await;
    let _ = conn.close().await;
}

/// Waits for the next acts; how many came, none once nobody can come any more.
async fn come(turns: &mut mpsc::Receiver<Turn>, arrived: &mut Vec<Turn>, conn: &mut SqliteConnection) -> usize {
    match tokio::time::timeout(REST, turns.recv_many(arrived, ACTS_PER_COMMIT)).await {
        Ok(came) => came,
        Err(_) => {
            set(conn, "PRAGMA shrink_memory").await;
            turns.recv_many(arrived, ACTS_PER_COMMIT).await
        }
    }
}
/// What only changes how quick it is.
async fn set(conn: &mut SqliteConnection, pragma: &'static str) {
    if let Err(fault) = sqlx::query(pragma).execute(conn).await {
        tracing::warn!(%fault, pragma);
    }
}
async fn begin(conn: &mut SqliteConnection) -> Result<()> {
    sqlx::query("BEGIN IMMEDIATE").execute(conn).await.map(|_| ())
}
async fn undo(conn: &mut SqliteConnection, savepoint: bool) -> Result<()> {
    if savepoint {
        sqlx::query("ROLLBACK TO act").execute(&mut *conn).await?;
        sqlx::query("RELEASE act").execute(&mut *conn).await.map(|_| ())
    } else {
        sqlx::query("ROLLBACK").execute(&mut *conn).await?;
        begin(conn).await
    }
}
