//! `unionhall`: serves the online union from one binary.
use platform::{App, Clock, Config, Inner, calendar::Calendar, db::Db, files::Files, migrations, secrets::Keys, web};
use std::path::Path;

#[tokio::main]
async fn main() {
    tracing_subscriber::fmt::init();
    let dir = Path::new("data");
    std::fs::create_dir_all(dir).expect("a data folder");
    let db = Db::sqlite(&dir.join("unionhall.db")).await.expect("a database");
    let modules = unionhall::modules();
    db.migrate(&migrations(&modules), Clock::System.now()).await.expect("migrations");
    let app = App::new(Inner {
        db,
        keys: Keys::from_file(&dir.join("key")).expect("a key"),
        clock: Clock::System,
        calendar: Calendar::embedded().clone(),
        files: Files::folder(&dir.join("files")).expect("a folder for files"),
        config: Config { demo: true, public_url: None, secure_cookies: false },
        modules,
        sms: None,
        error_page: ui::error_page,
    });
    platform::jobs::prepare(&app).await.expect("jobs");
    tokio::spawn(platform::jobs::run(app.clone()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await.expect("a free port");
    axum::serve(listener, web::service(&app, ui::router())).await.expect("serving");
}
