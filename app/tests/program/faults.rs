//! Power cuts and full disks: what was acknowledged stays.
use crate::running::{Held, Running, kept};
use std::sync::mpsc;

#[tokio::test]
async fn kill_9_under_load_loses_no_acknowledged_act() {
    const CLIENTS: usize = 8;
    const BEFORE_THE_CUT: usize = 400;
    let dir = tempfile::tempdir().unwrap();
    let mut program = Running::start(dir.path(), &[]);
    let (say, heard) = mpsc::channel();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (browser, say) = (program.browser(), say.clone());
            std::thread::spawn(move || {
                for n in 0.. {
                    let text = format!("client{client}act{n}");
                    let Some(Held::Kept(token)) = browser.hold(&text) else { return };
                    say.send((token, text)).expect("heard to the end");
                }
            })
        })
        .collect();
    drop(say);
    let mut acknowledged: Vec<_> = heard.iter().take(BEFORE_THE_CUT).collect();
    program.kill();
    acknowledged.extend(heard.iter());
    clients.into_iter().for_each(|client| client.join().unwrap());
    assert!(acknowledged.len() >= BEFORE_THE_CUT);
    let again = Running::start(dir.path(), &[]);
    assert_eq!(again.get("/healthz").0, 200);
    assert!(again.stop());
    assert_eq!(kept(dir.path(), &acknowledged).await, acknowledged.len());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_refuses_writes_with_a_clear_page_and_recovers() {
    let dir = tempfile::tempdir().unwrap();
    let program = Running::that_meets_limits(dir.path());
    let (browser, mut acknowledged) = (program.browser(), Vec::new());
    for n in 0..20 {
        let text = format!("before{n}");
        let Some(Held::Kept(token)) = browser.hold(&text) else { panic!("not kept") };
        acknowledged.push((token, text));
    }
    program.limit_files("4096");
    for n in 0..5 {
        match browser.hold(&format!("meanwhile{n}")) {
            Some(Held::Refused(503, page)) => assert!(page.contains("存储空间满了"), "{page}"),
            other => panic!("not refused: {other:?}"),
        }
    }
    assert_eq!(browser.get("/healthz"), (503, "the database can't be written\n".into()));
    assert_eq!(browser.get("/sign-in").0, 200, "reading goes on");

    program.limit_files("unlimited");
    assert_eq!(browser.get("/healthz"), (200, "ok\n".into()));
    let Some(Held::Kept(token)) = browser.hold("after") else { panic!("not kept although there is room again") };
    acknowledged.push((token, "after".into()));
    assert!(program.stop());
    assert_eq!(kept(dir.path(), &acknowledged).await, acknowledged.len());
}
