//! Check-points of SQLite beside the acts: a connection of its own folds the write-ahead log into the file, once a second while there are acts.
//!
//! Left to SQLite, the writing connection does it at the end of a commit, and every act behind it waits. A passive check-point holds up
//! neither readers nor the writer (<https://sqlite.org/wal.html#concurrency>). The log begins anew when all of it is folded; under steady
//! load that moment may not come by itself, so the writing connection still does the little that is left once the log is long.
use super::Result;
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::time::Duration;
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};

/// Pages of log at which the writing connection takes part: 128 MB.
pub const LONG: &str = "32000";
const PAUSE: Duration = Duration::from_secs(1);

pub struct Checkpoints {
    committed: mpsc::Sender<()>,
    ended: JoinHandle<()>,
}
impl Checkpoints {
    pub async fn start(options: &SqliteConnectOptions) -> Result<Self> {
        let conn = options.clone().pragma("wal_autocheckpoint", "0").connect().await?;
        let (committed, told) = mpsc::channel(1);
        Ok(Self { committed, ended: tokio::spawn(fold(conn, told)) })
    }
    /// Something was committed.
    pub fn tell(&self) {
        // Full: it has been told already.
        let _ = self.committed.try_send(());
    }
    pub async fn end(self) {
        drop(self.committed);
        let _ = self.ended.await;
    }
}

async fn fold(mut conn: SqliteConnection, mut told: mpsc::Receiver<()>) {
    while told.recv().await.is_some() {
        // The pause ends early when nobody is left who commits.
        let _ = timeout(PAUSE, async { while told.recv().await.is_some() {} }).await;
        if let Err(fault) = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut conn).await {
            tracing::warn!(%fault, "no check-point");
        }
    }
    let _ = conn.close().await;
}
