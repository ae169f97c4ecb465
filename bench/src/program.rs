//! The processes that are measured, and the databases they stand on.
use crate::{
    Outcome, Plan,
    client::{self, Client},
};
use sqlx::Connection;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A fresh data folder, with a PostgreSQL database beside it or without.
pub struct Database {
    pub name: &'static str,
    dir: Folder,
    postgres: Option<Postgres>,
}
enum Folder {
    Fresh(TempDir),
    /// Named on the command line: filled once, kept.
    Kept(PathBuf),
}
struct Postgres {
    /// Of the server, for making and dropping.
    server: String,
    url: String,
    name: String,
}
impl Database {
    pub fn sqlite(kept: Option<&Path>) -> Outcome<Database> {
        let dir = match kept {
            Some(dir) => {
                std::fs::create_dir_all(dir)?;
                Folder::Kept(dir.to_owned())
            }
            None => Folder::Fresh(tempfile::tempdir()?),
        };
        Ok(Database { name: "SQLite", dir, postgres: None })
    }
    /// Where `TEST_DATABASE_URL` names a server.
    pub async fn postgres() -> Outcome<Option<Database>> {
        let Some(server) = std::env::var("TEST_DATABASE_URL").ok().filter(|u| !u.is_empty()) else {
            eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL is not set");
            return Ok(None);
        };
        let name = format!("bench_{}", std::process::id());
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&mut sqlx::PgConnection::connect(&server).await?)
            .await?;
        let (start, rest) = server.split_once("://").ok_or("an address")?;
        let (authority, query) = (
            rest.split(['/', '?']).next().unwrap_or(""),
            rest.split_once('?').map_or(String::new(), |(_, q)| format!("?{q}")),
        );
        let url = format!("{start}://{authority}/{name}{query}");
        Ok(Some(Database {
            name: "PostgreSQL",
            dir: Folder::Fresh(tempfile::tempdir()?),
            postgres: Some(Postgres { server, url, name }),
        }))
    }
    pub fn dir(&self) -> &Path {
        match &self.dir {
            Folder::Fresh(dir) => dir.path(),
            Folder::Kept(dir) => dir,
        }
    }
    /// Filled by an earlier run.
    pub fn is_filled(&self) -> bool {
        self.postgres.is_none() && self.dir().join("unionhall.db").exists()
    }
    pub fn url(&self) -> Option<&str> {
        self.postgres.as_ref().map(|p| p.url.as_str())
    }
    /// A process that works on this database.
    pub fn command(&self, binary: &Path) -> Command {
        let mut command = Command::new(binary);
        command.env_remove("DATABASE_URL").env("RUST_LOG", "warn");
        if let Some(url) = self.url() {
            command.env("DATABASE_URL", url);
        }
        command
    }
    /// The database, for looking things up.
    pub async fn open(&self) -> Outcome<platform::db::Db> {
        open(self.dir(), self.url()).await
    }
    pub async fn drop(self) {
        if let Some(postgres) = self.postgres
            && let Ok(mut connection) = sqlx::PgConnection::connect(&postgres.server).await
        {
            let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", postgres.name);
            let _ = sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut connection).await;
        }
    }
}
pub async fn open(dir: &Path, url: Option<&str>) -> Outcome<platform::db::Db> {
    Ok(match url {
        Some(url) => platform::db::Db::postgres(url, 16).await?,
        None => platform::db::Db::sqlite(&dir.join("unionhall.db")).await?,
    })
}

/// A process that serves; ended with its owner.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    /// From the start to the first answer.
    pub started_in: Duration,
}
impl Program {
    /// The program itself.
    pub async fn serve(plan: &Plan, database: &Database, args: &[&str]) -> Outcome<Program> {
        let address = free_address().await?;
        let mut command = database.command(&plan.binary);
        command.arg("serve").arg("--data").arg(database.dir()).arg("--listen").arg(address.to_string()).args(args);
        Self::start(command, address).await
    }
    /// The raw handlers: this benchmark once more.
    pub async fn raw(database: &Database) -> Outcome<Program> {
        let address = free_address().await?;
        let mut command = database.command(&std::env::current_exe()?);
        command.arg("raw").arg(database.dir()).arg(address.to_string());
        Self::start(command, address).await
    }
    async fn start(mut command: Command, address: SocketAddr) -> Outcome<Program> {
        let begun = Instant::now();
        let mut child = command.stdout(std::process::Stdio::null()).spawn()?;
        loop {
            if let Some(status) = child.try_wait()? {
                return Err(format!("the program ended: {status}").into());
            }
            if let Ok(mut client) = Client::open(address).await
                && let Ok(answer) = client.send(&client::get("/healthz", "")).await
                && answer.status == 200
            {
                return Ok(Program { address, child, started_in: begun.elapsed() });
            }
            if begun.elapsed() > Duration::from_secs(120) {
                return Err("the program does not answer".into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    /// Signs in with the demo's password; gives the cookie as a header line.
    pub async fn sign_in(&self, phone: &str) -> Outcome<String> {
        let body = format!("phone={phone}&password={}", directory::demo::PASSWORD);
        let answer = Client::open(self.address)
            .await?
            .send(&client::post("/sign-in/password", client::FORM, body.as_bytes()))
            .await?;
        let cookie = answer.cookie("session").ok_or_else(|| format!("{phone} can't sign in: {}", answer.status))?;
        Ok(format!("Cookie: {cookie}\r\n"))
    }
    /// Waits until the program has done what it does by itself after a start; says how long that took.
    pub async fn settle(&self, most: Duration) -> Outcome<Duration> {
        let begun = Instant::now();
        let mut before = self.ticks()?;
        while begun.elapsed() < most {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let now = self.ticks()?;
            // Hundredths of a second at work, in two seconds.
            if now - before < 10 {
                return Ok(begun.elapsed());
            }
            before = now;
        }
        Err("the program does not come to rest".into())
    }
    /// Processor time so far, in hundredths of a second.
    fn ticks(&self) -> Outcome<u64> {
        let stat = std::fs::read_to_string(self.proc("stat"))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        let number = |at: usize| fields.get(at).and_then(|f| f.parse::<u64>().ok()).unwrap_or(0);
        Ok(number(11) + number(12))
    }
    /// Resident memory now and at its peak, in MB.
    pub fn memory(&self) -> Outcome<(f64, f64)> {
        let status = std::fs::read_to_string(self.proc("status"))?;
        let line = |key: &str| {
            let line = status.lines().find(|l| l.starts_with(key));
            line.and_then(|l| l.split_whitespace().nth(1))
                .and_then(|n| n.parse::<f64>().ok())
                .map_or(0.0, |kb| kb / 1024.0)
        };
        Ok((line("VmRSS:"), line("VmHWM:")))
    }
    /// Lets the peak begin anew.
    pub fn forget_peak(&self) -> Outcome {
        Ok(std::fs::write(self.proc("clear_refs"), "5")?)
    }
    fn proc(&self, file: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{file}", self.child.id()))
    }
}
impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
/// Runs a process to its end.
pub async fn finish(mut command: Command) -> Outcome<ExitStatus> {
    Ok(tokio::task::spawn_blocking(move || command.status()).await??)
}
async fn free_address() -> Outcome<SocketAddr> {
    Ok(tokio::net::TcpListener::bind("127.0.0.1:0").await?.local_addr()?)
}
