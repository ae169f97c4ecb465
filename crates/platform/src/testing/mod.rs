//! `Site`: the real program on a fresh database, with signed-in clients and a clock that tests set.
//!
//! Each test gets its own database, cloned from one that was migrated once. SQLite always; PostgreSQL where `TEST_DATABASE_URL` points to
//! a server (the rig starts one), and a line says so where it does not.
mod client;

pub use client::{Answer, Client};

use crate::{
    App, Clock, Config, Inner, Module,
    calendar::Calendar,
    db::Db,
    files::Files,
    identity::{self, AccountId, NewPost},
    migrations, notices,
    rights::Role,
    secrets::Keys,
    tree::{Org, OrgId},
    web,
};
use axum::Router;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, atomic::AtomicU64},
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

pub struct Site {
    pub app: App,
    router: Router,
    /// Kept for its drop.
    _dir: TempDir,
}

/// Thursday, 19 November 2026, 10:00 in China.
pub fn a_thursday() -> Clock {
    Clock::fixed(jiff::civil::date(2026, 11, 19).at(10, 0, 0, 0))
}

/// What an app on a phone shows for a typed secret at a moment.
pub fn totp_code(secret: &str, now: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret as it is shown");
    let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(now.unsigned_abs() / 1000).to_string()
}

static NUMBER: AtomicU64 = AtomicU64::new(1);

impl Site {
    /// One site on each database. `for site in Site::on_both(modules).await { … }`
    pub async fn on_both(modules: fn() -> Vec<Module>) -> Vec<Site> {
        let mut sites = vec![Site::on_sqlite(modules).await];
        match postgres_url() {
            Some(url) => sites.push(Site::on_postgres(modules, &url).await),
            None => eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL is not set"),
        }
        sites
    }

    /// What a test sets up on a site, once on each database.
    pub async fn each<T>(modules: fn() -> Vec<Module>, set: impl AsyncFn(Site) -> T) -> Vec<T> {
        let mut all = Vec::new();
        for site in Site::on_both(modules).await {
            all.push(set(site).await);
        }
        all
    }

    pub async fn on_sqlite(modules: fn() -> Vec<Module>) -> Site {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = dir.path().join("unionhall.db");
        std::fs::copy(sqlite_template(modules).await, &file).expect("the prepared database");
        let db = Db::sqlite(&file).await.expect("a fresh database");
        Site::with(db, dir, modules(), a_thursday())
    }

    async fn on_postgres(modules: fn() -> Vec<Module>, url: &str) -> Site {
        let template = postgres_template(modules, url).await;
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        admin(url, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let db = Db::postgres(&with_database(url, &name), 4).await.expect("a fresh database");
        Site::with(db, tempfile::tempdir().expect("a temporary folder"), modules(), a_thursday())
    }

    /// A site on a database that the test prepared.
    pub fn with(db: Db, dir: TempDir, modules: Vec<Module>, clock: Clock) -> Site {
        let app = App::new(Inner {
            db,
            keys: Keys::new([42; 32]),
            clock,
            calendar: Calendar::embedded().clone(),
            files: Files::folder(&dir.path().join("files")).expect("a folder for files"),
            config: Config {
                demo: true,
                public_url: Some("http://site.test".into()),
                secure_cookies: false,
                trusted_proxies: Vec::new(),
            },
            modules,
            sms: None,
            oidc: None,
            error_page: |page| format!("<!doctype html><title>{}</title><p>{}", page.title, page.sentence),
        });
        let router = web::service(&app, Router::new());
        Site { app, router, _dir: dir }
    }

    /// A browser that nobody has signed in with.
    pub fn visitor(&self) -> Client {
        Client::new(self.router.clone())
    }
    /// A browser of somebody with this phone; the account is made where needed.
    pub async fn person(&self, name: &str, phone: &str) -> Client {
        let account = self.account(name, phone).await;
        self.sign_in(account).await
    }
    /// A browser of somebody with a post.
    pub async fn holder(&self, name: &str, phone: &str, role: Role, org: OrgId) -> Client {
        let account = self.account(name, phone).await;
        let mut tx = self.app.db.begin().await.expect("an act");
        let post = NewPost { org, role, title: role.name(), starts_on: jiff::civil::date(2024, 1, 1), ends_on: None };
        identity::give_post(&mut tx, &self.app, account, &post, None).await.expect("a post");
        tx.commit().await.expect("kept");
        self.sign_in(account).await
    }
    pub async fn account(&self, name: &str, phone: &str) -> AccountId {
        let mut tx = self.app.db.begin().await.expect("an act");
        let account = identity::account_for_phone(&mut tx, &self.app, phone, name).await.expect("an account");
        tx.commit().await.expect("kept");
        account
    }
    pub async fn sign_in(&self, account: AccountId) -> Client {
        let token = identity::start_session(&self.app, account, "测试").await.expect("a session");
        let mut client = self.visitor();
        client.keep_cookie(web::SESSION_COOKIE, &token);
        client
    }
    /// A bare organisation of the tree, without what the directory knows of unions.
    pub async fn org(&self, parent: Option<&Org>, name: &str) -> Org {
        let mut tx = self.app.db.begin().await.expect("an act");
        let org =
            crate::tree::open(&mut tx, parent, name, jiff::civil::date(2020, 1, 1)).await.expect("an organisation");
        tx.commit().await.expect("kept");
        org
    }
    /// Whatever was done: sums are what their facts say, and facts what the records say.
    pub async fn figures_add_up(&self) {
        let app = &self.app;
        assert_eq!(crate::tree::misdrawn(&app.db).await.expect("lines"), [], "lines of the tree");
        assert_eq!(crate::facts::differences(app, &|_, _| {}).await.expect("sums"), [], "sums");
        assert_eq!(crate::facts::recount(app).await.expect("a recount"), [], "records");
    }
    /// What a count in the database gives.
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.app.db.number(sql, Vec::new()).await.expect("a number")
    }
    /// The newest text message to a phone; empty: none was sent.
    pub async fn sms(&self, phone: &str) -> String {
        let sent = notices::outbox(&self.app, Some(phone)).await.expect("the outbox");
        sent.into_iter().next().map(|s| s.body).unwrap_or_default()
    }
    /// So many days pass, then all jobs run that are due.
    pub async fn days_later(&self, days: i64) {
        self.app.clock.advance(days * 86_400);
        self.work().await;
    }
    /// Runs all jobs that are due, until none is.
    pub async fn work(&self) {
        crate::jobs::prepare(&self.app).await.expect("jobs");
        while crate::jobs::run_due(&self.app).await.expect("jobs") > 0 {}
    }
}

type Templates = Mutex<HashMap<usize, Arc<OnceCell<String>>>>;

fn cell(of: &'static OnceLock<Templates>, modules: fn() -> Vec<Module>) -> Arc<OnceCell<String>> {
    of.get_or_init(Mutex::default).lock().expect("no test panics here").entry(modules as usize).or_default().clone()
}

/// A migrated database file, made once per process and list of modules.
async fn sqlite_template(modules: fn() -> Vec<Module>) -> PathBuf {
    static MADE: OnceLock<Templates> = OnceLock::new();
    let made = cell(&MADE, modules);
    let path = made.get_or_init(|| async {
        let dir = tempfile::tempdir().expect("a temporary folder").keep();
        let db = Db::sqlite(&dir.join("template.db")).await.expect("a database");
        db.migrate(&migrations(&modules()), 0).await.expect("migrations");
        db.snapshot(&dir.join("copy.db")).await.expect("a copy");
        db.close().await;
        dir.join("copy.db").display().to_string()
    });
    PathBuf::from(path.await)
}

fn postgres_url() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|u| !u.is_empty())
}
/// The address of a database without tables on the test server; none (and a line that says so) where there is no server.
pub async fn empty_postgres() -> Option<String> {
    let Some(url) = postgres_url() else {
        eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL is not set");
        return None;
    };
    let name = format!("empty_{}_{}", std::process::id(), NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    admin(&url, &format!("CREATE DATABASE {name}")).await;
    Some(with_database(&url, &name))
}
/// The same server, another database: the path of the address is replaced.
fn with_database(url: &str, name: &str) -> String {
    let (start, rest) = url.split_once("://").expect("an address");
    let (authority, query) = (
        rest.split(['/', '?']).next().unwrap_or(""),
        rest.split_once('?').map_or(String::new(), |(_, q)| format!("?{q}")),
    );
    format!("{start}://{authority}/{name}{query}")
}
async fn admin(url: &str, sql: &str) {
    use sqlx::Connection;
    let mut conn = sqlx::PgConnection::connect(url).await.expect("the test server");
    sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.expect(sql);
}
async fn postgres_template(modules: fn() -> Vec<Module>, url: &str) -> String {
    static MADE: OnceLock<Templates> = OnceLock::new();
    let made = cell(&MADE, modules);
    made.get_or_init(|| async {
        let name =
            format!("template_{}_{}", std::process::id(), NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        admin(url, &format!("CREATE DATABASE {name}")).await;
        let db = Db::postgres(&with_database(url, &name), 1).await.expect("the template");
        db.migrate(&migrations(&modules()), 0).await.expect("migrations");
        db.close().await;
        name
    })
    .await
    .clone()
}
