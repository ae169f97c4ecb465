//! A change of the master key under way: killed in the middle it goes on, and at no moment is anything unreadable or not to be found.
use crate::running::{Running, refused, said, unionhall};
use directory::demo::SIGN_INS;
use platform::{db::Db, secrets::Keys, testing, vals};
use std::{
    fs,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use ureq::Agent;

/// The program's county, signed in as its first demo officer.
struct Officer {
    url: String,
    agent: Agent,
    cookie: String,
}
impl Officer {
    fn of(program: &Running) -> Officer {
        let agent: Agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let officer = SIGN_INS.iter().find(|one| one.key == "officer").unwrap_or(&SIGN_INS[0]);
        let sent = agent.post(format!("{}/dev/sign-in", program.url)).send_form([("phone", officer.phone)]).unwrap();
        let cookie = sent.headers().get_all("set-cookie").iter().filter_map(|v| v.to_str().ok());
        let cookie = cookie.filter_map(|v| v.split(';').next()).find(|v| v.starts_with("session=")).unwrap().to_owned();
        Officer { url: program.url.clone(), agent, cookie }
    }
    fn get(&self, path: &str) -> String {
        let asked = self.agent.get(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        let mut answer = asked.call().expect("an answer");
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.body_mut().read_to_string().expect("text")
    }
}

/// What of the people stands under which key: (of this one, of all).
async fn sealed_with(db: &Db, mark: &str) -> (i64, i64) {
    let sql = "SELECT COUNT(*) FROM people WHERE SUBSTR(document_sealed, 1, 9) = $1";
    let all = db.number("SELECT COUNT(*) FROM people", vals![]).await.unwrap();
    (db.number(sql, vals![mark]).await.unwrap(), all)
}
/// A folder with its key, and the database: in the folder, or a PostgreSQL one.
struct Place {
    dir: tempfile::TempDir,
    postgres: Option<String>,
}
impl Place {
    fn command(&self) -> Command {
        let mut command = unionhall();
        if let Some(url) = &self.postgres {
            command.env("DATABASE_URL", url);
        }
        command
    }
    fn run(&self, verb: &str) -> Output {
        self.command().args([verb, "--data"]).arg(self.dir.path()).output().expect("the program starts")
    }
    fn start(&self) -> Running {
        Running::of(self.command(), self.dir.path(), &["--demo"])
    }
    fn slowly(&self) -> Child {
        let mut command = self.command();
        command.env("UNIONHALL_TEST_SLOW_ROTATION", "1").args(["rotate-key", "--data"]).arg(self.dir.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
    }
    async fn db(&self) -> Db {
        match &self.postgres {
            Some(url) => Db::postgres(url, 2).await.unwrap(),
            None => Db::sqlite(&self.dir.path().join("unionhall.db")).await.unwrap(),
        }
    }
}

#[tokio::test]
async fn a_rotation_killed_in_the_middle_goes_on_and_everything_stays_readable_and_searchable() {
    killed_in_the_middle(&Place { dir: tempfile::tempdir().unwrap(), postgres: None }).await;
}

#[tokio::test]
async fn on_postgresql_too_a_rotation_killed_in_the_middle_goes_on() {
    let Some(url) = testing::empty_postgres().await else { return };
    killed_in_the_middle(&Place { dir: tempfile::tempdir().unwrap(), postgres: Some(url) }).await;
}

async fn killed_in_the_middle(place: &Place) {
    let dir = &place.dir;
    let program = place.start();
    let officer = Officer::of(&program);
    let former = fs::read_to_string(dir.path().join("key")).unwrap();
    let db = place.db().await;
    let keys = Keys::from_hex(&former).unwrap();
    let sql = "SELECT name, phone_sealed FROM people WHERE phone_sealed IS NOT NULL ORDER BY id";
    let people: Vec<(String, String)> = db.all(sql, vals![]).await.unwrap();
    let wanted: Vec<(&str, String)> = [0, people.len() / 2, people.len() - 1]
        .into_iter()
        .map(|i| (people[i].0.as_str(), keys.open("people.phone", &people[i].1).unwrap()))
        .collect();
    let all_are_found = |when: &str| {
        for (name, phone) in &wanted {
            assert!(officer.get(&format!("/console/members?q={phone}")).contains(name), "{name} {when}");
        }
    };
    all_are_found("before");

    let mut rotation = place.slowly();
    let begun = Instant::now();
    let mark = loop {
        assert!(begun.elapsed() < Duration::from_secs(90), "the rotation does not come to the people");
        std::thread::sleep(Duration::from_millis(20));
        let held = Keys::from_file(&dir.path().join("key")).unwrap();
        let (done, all) = sealed_with(&db, &held.mark()).await;
        // The former key alone seals everything; the new one first few, then more.
        if held.ids().len() == 2 && done > 0 && done < all {
            break held.mark();
        }
    };
    rotation.kill().unwrap();
    rotation.wait().unwrap();
    let (done, all) = sealed_with(&db, &mark).await;
    assert!(done > 0 && done < all, "in the middle: {done} of {all}");
    all_are_found("in the middle");

    // A program that starts meanwhile reads both keys too, and one with a single key does not start.
    drop(program);
    let both = fs::read_to_string(dir.path().join("key")).unwrap();
    fs::write(dir.path().join("key"), &former).unwrap();
    assert!(refused(place.run("unions")).contains("being changed"));
    fs::write(dir.path().join("key"), &both).unwrap();
    let program = place.start();
    let officer = Officer::of(&program);

    let printed = said(place.run("rotate-key"));
    assert!(printed.contains("接着做") && printed.contains("所有加密内容都换成了新密钥"), "{printed}");
    assert_eq!(sealed_with(&db, &mark).await, (all, all));
    for (name, phone) in &wanted {
        assert!(officer.get(&format!("/console/members?q={phone}")).contains(name), "{name} after");
        assert!(officer.get(&format!("/console/members?q={}", &phone[7..])).contains("****"), "{name} by the tail");
    }
    let held = Keys::from_file(&dir.path().join("key")).unwrap();
    assert_eq!((held.ids().len(), held.mark()), (1, mark));
    let kept = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().path());
    let kept = kept.into_iter().find(|p| p.to_string_lossy().contains("key.until-")).expect("the former key");
    assert_eq!(fs::read_to_string(kept).unwrap(), former);
    assert!(program.stop());
    let verified = said(place.run("verify"));
    assert!(!verified.contains("不符"), "{verified}");
    db.close().await;
}

#[tokio::test]
async fn every_column_with_sealed_values_is_declared() {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&dir.path().join("unionhall.db")).await.unwrap();
    db.migrate(&platform::migrations(&unionhall::modules()), 0).await.unwrap();
    let sql = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND (c.name LIKE '%sealed' OR c.name LIKE '%\\_index' ESCAPE '\\') ORDER BY 1, 2";
    let columns: Vec<(String, String)> = db.all(sql, vals![]).await.unwrap();
    // A minute long, and looked for under both keys.
    let short: [&str; 2] = ["sign_in_codes.phone_index", "sign_in_failures.phone_index"];
    let declared: Vec<String> = platform::secrets::rotation::SEALED
        .iter()
        .chain(unionhall::modules().iter().flat_map(|m| m.sealed))
        .flat_map(|s| {
            [Some(s.column), s.blind.as_ref().map(|b| b.column)]
                .into_iter()
                .flatten()
                .map(|c| format!("{}.{c}", s.table))
        })
        .collect();
    let missing: Vec<String> = columns
        .into_iter()
        .map(|(table, column)| format!("{table}.{column}"))
        .filter(|name| !declared.contains(name) && !short.contains(&name.as_str()))
        .collect();
    assert!(missing.is_empty(), "a change of the master key would leave out {missing:?}");
    db.close().await;
}
