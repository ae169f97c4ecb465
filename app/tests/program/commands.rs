//! The commands, as an operator uses them.
use crate::running::{Held, Running, kept, refused, run, said, unionhall};
use platform::{db::Db, vals};
use std::{fs, path::Path};

fn set_up(data: &Path) -> String {
    said(run(&["setup", "--name", "滨河县总工会", "--region", "320903", "--phone", "19900000001"], data))
}

#[test]
fn every_command_has_help_for_itself_and_all_its_arguments() {
    let help = |args: &[&str]| said(unionhall().args(args).arg("--help").output().unwrap());
    let all = help(&[]);
    let list = all.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    // Longer explanations go on, indented, on the next line.
    let commands: Vec<&str> = list.filter(|l| !l.starts_with("   ")).collect();
    assert!(commands.len() > 5, "{all}");
    for line in commands {
        let (name, about) = line.trim().split_once(' ').unwrap_or_else(|| panic!("{line} says nothing"));
        assert!(!about.trim().is_empty(), "{line} says nothing");
        if name == "help" {
            continue;
        }
        let text = help(&[name]);
        let mut lines = text.lines().filter(|l| !l.is_empty()).peekable();
        while let Some(line) = lines.next() {
            let argument = line.trim_start().starts_with(['-', '<']) && line.starts_with(' ');
            let explained =
                line.trim().split("  ").count() > 1 || lines.peek().is_some_and(|l| l.starts_with("          "));
            assert!(!argument || explained, "{name}: {line} is not explained");
        }
    }
}

#[test]
fn setup_makes_the_top_once_and_prints_a_link_that_opens() {
    let dir = tempfile::tempdir().unwrap();
    let printed = set_up(dir.path());
    let link = printed.lines().last().unwrap();
    let path = &link[link.find("/invitation/").expect("a link")..];
    assert!(
        refused(run(&["setup", "--name", "二", "--region", "32", "--phone", "19900000001"], dir.path()))
            .contains("滨河县总工会")
    );
    let unions: serde_json::Value = serde_json::from_str(&said(run(&["unions", "--json"], dir.path()))).unwrap();
    assert_eq!(unions[0]["name"], "滨河县总工会");
    assert_eq!(unions[0]["kind"], "county");
    let program = Running::start(dir.path(), &[]);
    assert!(program.greeting.contains("滨河县总工会"));
    assert_eq!(program.get(path).0, 200);
}

#[test]
fn setup_and_measure_refuse_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let setup =
        |region, phone| refused(run(&["setup", "--name", "x", "--region", region, "--phone", phone], dir.path()));
    assert!(setup("999999", "19900000001").contains("GB/T 2260"));
    assert!(setup("320903", "12345").contains("not a mobile number"));
    set_up(dir.path());
    let measure = |key, at| {
        run(&["measure", key, "--at", at, "--from", "2026-01-01", "--to", "2026-12-31", "--json"], dir.path())
    };
    assert!(refused(measure("nothing", "1")).contains("known: members"));
    assert!(refused(measure("members", "7")).contains("no union 7"));
    let figure: serde_json::Value = serde_json::from_str(&said(measure("members", "1"))).unwrap();
    assert_eq!((&figure["value"], &figure["unit"]), (&0.into(), &"人".into()));
}

#[test]
fn services_are_checked_and_each_fault_is_named_with_its_file() {
    let all = said(unionhall().args(["services", "check"]).output().unwrap());
    for (key, steps) in [("pay", 7), ("lawyer", 8), ("mind", 4)] {
        assert!(all.lines().any(|line| line.starts_with(&format!("{key} 1: {steps} steps"))), "{all}");
    }
    let dir = tempfile::tempdir().unwrap();
    let right = include_str!("../../../modules/casework/src/services/console/blank.toml");
    let check = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        let output = unionhall().args(["services", "check"]).arg(path).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(check("right.toml", right).0, Some(0));
    let (code, faults) = check("wrong.toml", &right.replace("to = \"answered\"", "to = \"nowhere\""));
    assert_eq!(code, Some(1));
    assert!(faults.contains("wrong.toml: unknown-step: ") && faults.contains("unreachable-end: "), "{faults}");
    let (code, faults) = check("odd.toml", "key = [");
    assert!(code == Some(1) && faults.contains("odd.toml: unreadable: "), "{faults}");
}

#[tokio::test]
async fn a_backup_made_while_serving_is_restored_with_the_key_and_never_holds_it() {
    let dir = tempfile::tempdir().unwrap();
    let (live, target, file) = (dir.path().join("live"), dir.path().join("target"), dir.path().join("backup"));
    let backup = file.to_str().unwrap();
    set_up(&live);
    fs::create_dir_all(live.join("files/ab")).unwrap();
    fs::write(live.join("files/ab/upload"), "sealed").unwrap();
    let program = Running::start(&live, &[]);
    let Some(Held::Kept(token)) = program.browser().hold("before") else { panic!("not kept") };
    let printed = said(run(&["backup", backup], &live));
    assert!(printed.contains("没有密钥"), "{printed}");
    assert!(refused(run(&["backup", backup], &live)).contains("is there already"));
    assert!(refused(run(&["restore", backup], &live)).contains("another unionhall is serving"));
    let Some(Held::Kept(later)) = program.browser().hold("after") else { panic!("not kept") };
    assert!(program.stop());
    assert!(refused(run(&["restore", backup], &live)).contains("is not empty"));

    let key = fs::read_to_string(live.join("key")).unwrap();
    let mut packed = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(fs::File::open(&file).unwrap()), &mut packed).unwrap();
    assert!(!packed.windows(key.len()).any(|w| w == key.as_bytes()), "the key is in the backup");

    assert!(refused(run(&["restore", backup], &target)).contains("key is missing"));
    fs::write(target.join("key"), "0123456789abcdef".repeat(4)).unwrap();
    assert!(refused(run(&["restore", backup], &target)).contains("is not the key of this database"));
    fs::write(target.join("key"), key).unwrap();
    said(run(&["restore", backup], &target));
    assert_eq!(fs::read_to_string(target.join("files/ab/upload")).unwrap(), "sealed");
    assert_eq!(kept(&target, &[(token, "before".into()), (later, "after".into())]).await, 1);
    assert!(said(run(&["verify"], &target)).lines().all(|line| line.starts_with("通过")));
}

#[test]
fn half_a_backup_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (live, target, file) = (dir.path().join("live"), dir.path().join("target"), dir.path().join("backup"));
    set_up(&live);
    said(run(&["backup", file.to_str().unwrap()], &live));
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    fs::create_dir(&target).unwrap();
    fs::copy(live.join("key"), target.join("key")).unwrap();
    assert!(refused(run(&["restore", file.to_str().unwrap()], &target)).contains("is not a whole backup"));
    let mut left: Vec<_> =
        fs::read_dir(&target).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, ["key", "lock"]);
}

#[tokio::test]
async fn verify_finds_a_figure_that_lies_and_an_audit_that_was_changed() {
    let dir = tempfile::tempdir().unwrap();
    set_up(dir.path());
    let program = Running::start(dir.path(), &[]);
    // The jobs of the first minute seal the setup's entry.
    while said(run(&["verify"], dir.path())).contains("最后1条还没有封存") {
        std::thread::yield_now();
    }
    assert!(program.stop());
    let db = Db::sqlite(&dir.path().join("unionhall.db")).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.exec("UPDATE audit_entries SET act = 'nothing'", vals![]).await.unwrap();
    tx.exec(
        "INSERT INTO fact_days (measure, org, day, dimension, amount) VALUES ('members', 1, '2026-01-01', '', 5)",
        vals![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let found = run(&["verify"], dir.path());
    assert_eq!(found.status.code(), Some(1));
    let lines = String::from_utf8(found.stdout).unwrap();
    let verdicts: Vec<&str> = lines.lines().filter_map(|line| line.split("  ").next()).collect();
    assert_eq!(verdicts, ["通过", "不符", "通过", "不符", "通过", "不符", "通过"], "{lines}");
}
