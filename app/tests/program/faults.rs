//! Power cuts and full disks: what was acknowledged stays.
use crate::running::{Held, Running, kept};
use std::{
    fs,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

#[tokio::test]
async fn kill_9_under_load_loses_no_acknowledged_act() {
    const CLIENTS: usize = 8;
    const BEFORE_THE_CUT: usize = 400;
    let dir = tempfile::tempdir().unwrap();
    let program = Mutex::new(Running::start(dir.path(), &[]));
    let url = program.lock().unwrap().url.clone();
    let acknowledged = Mutex::new(Vec::new());
    let count = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (acknowledged, count, url) = (&acknowledged, &count, &url);
            scope.spawn(move || {
                let browser = crate::running::Browser::new(url);
                for n in 0.. {
                    let text = format!("client{client}act{n}");
                    let Some(Held::Kept(token)) = browser.hold(&text) else { return };
                    acknowledged.lock().unwrap().push((token, text));
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while count.load(Ordering::Relaxed) < BEFORE_THE_CUT {
            std::thread::yield_now();
        }
        program.lock().unwrap().kill();
    });
    let acknowledged = acknowledged.into_inner().unwrap();
    let again = Running::start(dir.path(), &[]);
    assert_eq!(again.get("/healthz").0, 200);
    assert!(again.stop());
    assert_eq!(kept(dir.path(), &acknowledged).await, acknowledged.len());
}

#[tokio::test]
async fn a_full_disk_refuses_writes_with_a_clear_page_and_recovers() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Running::start(dir.path(), &[]).stop());
    let size = fs::metadata(dir.path().join("unionhall.db")).unwrap().len();
    let program = Running::on_a_small_disk(dir.path(), size + 64 * 1024);
    let text = "x".repeat(20_000);
    let mut acknowledged = Vec::new();
    let (status, page) = loop {
        match program.browser().hold(&text).expect("an answer") {
            Held::Kept(token) => acknowledged.push((token, text.clone())),
            Held::Refused(status, page) => break (status, page),
        }
        assert!(acknowledged.len() < 10_000, "the disk never filled");
    };
    assert_eq!(status, 503);
    assert!(page.contains("存储空间满了"), "{page}");
    assert_eq!(program.get("/healthz"), (503, "the database can't be written\n".into()));
    assert_eq!(program.get("/offline").0, 200, "reading goes on");

    let program = if program.enlarge_the_disk() {
        program
    } else {
        drop(program);
        Running::start(dir.path(), &[])
    };
    assert_eq!(program.get("/healthz").0, 200);
    match program.browser().hold(&text) {
        Some(Held::Kept(token)) => acknowledged.push((token, text)),
        other => panic!("not taken although there is room again: {other:?}"),
    }
    assert!(program.stop());
    assert_eq!(kept(dir.path(), &acknowledged).await, acknowledged.len());
}
