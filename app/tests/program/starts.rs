//! What stops a start, with one line; what a start prints.
use crate::running::{Running, refused, run, said, unionhall};
use platform::{db::Db, testing, vals};
use std::{fs, net::TcpListener, path::Path};

const ONE: &str = "127.0.0.1:0";

fn serve(data: &Path, env: &[(&str, &str)]) -> String {
    let mut program = unionhall();
    program.args(["serve", "--listen", ONE, "--data"]).arg(data).envs(env.iter().copied());
    refused(program.output().unwrap())
}

#[test]
fn a_bad_setting_stops_the_start_with_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let line = |env: &[(&str, &str)]| serve(dir.path(), env);
    assert!(line(&[("UNIONHALL_KEYFILE", "x")]).contains("unknown setting UNIONHALL_KEYFILE"));
    assert!(line(&[("UNIONHALL_SMS_URL", "https://sms.example.cn")]).contains("one of them is missing"));
    assert!(line(&[("UNIONHALL_SMS_URL", "ftp://x"), ("UNIONHALL_SMS_TOKEN", "x")]).contains("https://"));
    assert!(line(&[("UNIONHALL_KEY", "abc")]).contains("64 hexadecimal digits"));
    assert!(line(&[("UNIONHALL_KEY_FILE", "/nowhere/key")]).contains("/nowhere/key is missing"));
    assert!(line(&[("DATABASE_URL", "mysql://x")]).contains("postgres://"));
    assert!(line(&[("DATABASE_URL", "postgres://nobody@127.0.0.1:1/x")]).contains("PostgreSQL"));
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(serve(&file, &[]).contains("data folder"));
}

#[test]
fn a_bad_or_taken_address_stops_the_start_with_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind(ONE).unwrap();
    let at = taken.local_addr().unwrap().to_string();
    assert!(refused(run(&["serve", "--listen", &at], dir.path())).contains("can't listen on"));
    assert!(refused(run(&["serve", "--listen", "somewhere"], dir.path())).contains("is not an address"));
    assert!(refused(run(&["serve", "--public-url", "union.cn", "--listen", ONE], dir.path())).contains("--public-url"));
    assert!(!dir.path().join("unionhall.db").exists(), "nothing was touched");
}

#[test]
fn a_data_folder_is_served_once() {
    let dir = tempfile::tempdir().unwrap();
    let first = Running::start(dir.path(), &[]);
    assert!(serve(dir.path(), &[]).contains("another unionhall is serving"));
    assert!(first.stop());
    assert!(Running::start(dir.path(), &[]).stop(), "afterwards it is free");
}

#[tokio::test]
async fn a_newer_database_and_a_wrong_or_lost_key_stop_the_start() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Running::start(dir.path(), &[]).stop());
    let other = "0123456789abcdef".repeat(4);
    assert!(serve(dir.path(), &[("UNIONHALL_KEY", &other)]).contains("UNIONHALL_KEY is not the key of this database"));
    let key = dir.path().join("key");
    let right = fs::read_to_string(&key).unwrap();
    fs::remove_file(&key).unwrap();
    assert!(serve(dir.path(), &[]).contains("is missing: put the key back"));
    assert!(!key.exists(), "no other key is made in its place");
    fs::write(&key, right).unwrap();

    let db = Db::sqlite(&dir.path().join("unionhall.db")).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let row = vals!["directory", 9999, "9999_from_tomorrow", 0];
    tx.exec("INSERT INTO migrations (module, number, name, applied_at) VALUES ($1, $2, $3, $4)", row).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    assert!(serve(dir.path(), &[]).contains("newer than this program (it has directory/9999_from_tomorrow)"));
}

#[test]
fn the_start_says_where_to_go_and_what_a_phone_will_not_do() {
    let dir = tempfile::tempdir().unwrap();
    let program = Running::start(dir.path(), &["--lan"]);
    assert!(program.greeting.contains("/console") && program.greeting.contains("unionhall setup"));
    assert!(program.greeting.contains("不能用摄像头") || program.greeting.contains("没有找到局域网地址"));
    assert!(program.stop());
}

#[test]
fn with_tls_it_answers_https_with_a_certificate_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let program = Running::start(dir.path(), &["--tls"]);
    assert!(program.url.starts_with("https://"));
    assert_eq!(program.get("/healthz"), (200, "ok\n".into()));
    let before = fs::read(dir.path().join("tls/certificate.pem")).unwrap();
    assert!(program.stop());
    assert!(Running::start(dir.path(), &["--tls"]).stop());
    assert_eq!(fs::read(dir.path().join("tls/certificate.pem")).unwrap(), before, "kept: phones trust it already");
}

#[tokio::test]
async fn the_demo_says_who_can_sign_in_and_a_load_that_was_cut_off_is_no_county() {
    let dir = tempfile::tempdir().unwrap();
    let program = Running::start(dir.path(), &["--demo"]);
    for one in directory::demo::SIGN_INS {
        assert!(program.greeting.contains(one.phone), "{} is not offered: {}", one.role, program.greeting);
    }
    assert!(program.greeting.contains("/dev/outbox"));
    assert_eq!(program.get("/dev/outbox").0, 200);
    assert!(program.get("/dev/sign-ins.json").1.contains("\"role\":\"county\""));
    assert!(program.stop());
    assert!(refused(run(&["demo"], dir.path())).contains("already"));
    let program = Running::start(dir.path(), &[]);
    assert!(!program.greeting.contains(directory::demo::PASSWORD));
    assert_eq!((program.get("/dev/outbox").0, program.get("/dev/sign-ins.json").0), (404, 404));
    assert!(program.stop());

    let db = Db::sqlite(&dir.path().join("unionhall.db")).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let row =
        "INSERT INTO settings (key, region, from_on, value, set_at) VALUES ('demo.loading', '', '0001-01-01', '', 0)";
    tx.exec(row, vals![]).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    assert!(refused(run(&["serve", "--demo", "--listen", ONE], dir.path())).contains("not loaded to its end"));
}

#[tokio::test]
async fn postgresql_serves_and_has_its_own_way_of_backups() {
    let Some(url) = testing::empty_postgres().await else { return };
    let (dir, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let on_postgres = || {
        let mut program = unionhall();
        program.env("DATABASE_URL", &url);
        program
    };
    let program = Running::of(on_postgres(), dir.path(), &[]);
    assert_eq!(program.get("/healthz").0, 200);
    let second = tempfile::tempdir().unwrap();
    fs::copy(dir.path().join("key"), second.path().join("key")).unwrap();
    assert_eq!(Running::of(on_postgres(), second.path(), &[]).get("/healthz").0, 200, "a second node");
    assert!(program.stop());
    let file = out.path().join("b");
    let ask = |command: &str| on_postgres().arg(command).arg(&file).arg("--data").arg(dir.path()).output().unwrap();
    assert!(refused(ask("backup")).contains("pg_dump"));
    assert!(refused(ask("restore")).contains("pg_dump"));
    let verified = said(on_postgres().arg("verify").arg("--data").arg(dir.path()).output().unwrap());
    assert_eq!(verified.lines().count(), 7);
}
