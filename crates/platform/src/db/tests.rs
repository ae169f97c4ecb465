//! The promises of the database door, on SQLite (both engines are run by the modules' tests and `tests/ground.rs`).
use super::*;
use crate::vals;

async fn scratch() -> (tempfile::TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&dir.path().join("t.db")).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.exec("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n BIGINT UNIQUE)", vals![]).await.unwrap();
    tx.commit().await.unwrap();
    (dir, db)
}

#[tokio::test]
async fn an_act_that_is_dropped_leaves_nothing_and_its_neighbours_stay() {
    let (_dir, db) = scratch().await;
    let acts = (0..50).map(|n: i64| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            tx.insert("t", "n", vals![n]).await.unwrap();
            if n % 3 == 0 { drop(tx) } else { tx.commit().await.unwrap() }
        })
    });
    for act in acts.collect::<Vec<_>>() {
        act.await.unwrap();
    }
    assert_eq!(db.number("SELECT COUNT(*) FROM t", vals![]).await.unwrap(), 33);
    assert_eq!(db.number("SELECT COUNT(*) FROM t WHERE n % 3 = 0", vals![]).await.unwrap(), 0);
}

#[tokio::test]
async fn who_gives_way_to_a_neighbour_reads_what_the_neighbour_wrote() {
    let (_dir, db) = scratch().await;
    for n in 0..20i64 {
        // While the first is out, the others queue up and share one transaction.
        let first = db.begin().await.unwrap();
        let (mut one, mut two) = (Box::pin(db.begin()), Box::pin(db.begin()));
        assert!(futures::poll!(&mut one).is_pending() && futures::poll!(&mut two).is_pending());
        tokio::task::yield_now().await;
        first.commit().await.unwrap();
        let winner = async {
            let mut tx = one.await.unwrap();
            tx.insert("t", "n", vals![n]).await.unwrap();
            tx.commit().await.unwrap();
        };
        let loser = async {
            let mut tx = two.await.unwrap();
            assert_eq!(tx.number("SELECT COUNT(*) FROM t WHERE n = $1", vals![n]).await.unwrap(), 1);
            drop(tx);
            assert_eq!(db.number("SELECT COUNT(*) FROM t WHERE n = $1", vals![n]).await.unwrap(), 1);
        };
        tokio::join!(winner, loser);
    }
}

#[tokio::test]
async fn a_refused_statement_undoes_its_own_act_only() {
    let (_dir, db) = scratch().await;
    let mut tx = db.begin().await.unwrap();
    tx.insert("t", "n", vals![1]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.insert("t", "n", vals![2]).await.unwrap();
    assert!(is_unique(&tx.insert("t", "n", vals![1]).await.unwrap_err()));
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    tx.insert("t", "n", vals![3]).await.unwrap();
    tx.commit().await.unwrap();
    let rows: Vec<(i64,)> = db.all("SELECT n FROM t ORDER BY n", vals![]).await.unwrap();
    assert_eq!(rows, [(1,), (3,)]);
}

#[tokio::test]
async fn a_full_disk_keeps_nothing_says_so_and_recovers() {
    let (_dir, db) = scratch().await;
    let mut tx = db.begin().await.unwrap();
    tx.exec("CREATE TABLE big (t TEXT)", vals![]).await.unwrap();
    tx.commit().await.unwrap();
    let pages = db.number("PRAGMA page_count", vals![]).await.unwrap();
    let limit = |pages: i64| sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    let mut tx = db.begin().await.unwrap();
    tx.all::<(i64,)>(limit(pages), vals![]).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = db.begin().await.unwrap();
    let fault = tx.exec("INSERT INTO big VALUES ($1)", vals!["x".repeat(1_000_000)]).await.unwrap_err();
    assert!(is_unwritable(&fault), "{fault}");
    assert!(tx.commit().await.is_err(), "an act on a broken transaction is never acknowledged");
    assert!(!db.is_writable());

    let mut tx = db.begin().await.unwrap();
    tx.all::<(i64,)>(limit(1_000_000), vals![]).await.unwrap();
    tx.exec("INSERT INTO big VALUES ($1)", vals!["x".repeat(1_000_000)]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(db.is_writable());
}

#[tokio::test]
async fn ids_are_never_given_twice_even_after_a_delete() {
    let (_dir, db) = scratch().await;
    let mut tx = db.begin().await.unwrap();
    let first = tx.reserve("t", 3).await.unwrap();
    tx.insert_many("t", "id, n", first.clone().flat_map(|id| vals![id, id * 10]).collect()).await.unwrap();
    tx.exec("DELETE FROM t WHERE id = $1", vals![first.end - 1]).await.unwrap();
    assert_eq!(tx.reserve("t", 1).await.unwrap().start, first.end);
}

#[tokio::test]
async fn a_snapshot_is_whole_while_others_write() {
    let (dir, db) = scratch().await;
    for n in 0..20i64 {
        let mut tx = db.begin().await.unwrap();
        tx.insert("t", "n", vals![n]).await.unwrap();
        tx.commit().await.unwrap();
    }
    let copy = dir.path().join("copy.db");
    db.snapshot(&copy).await.unwrap();
    let copy = Db::sqlite(&copy).await.unwrap();
    assert_eq!(copy.number("SELECT COUNT(*) FROM t", vals![]).await.unwrap(), 20);
}

#[tokio::test]
async fn who_came_before_a_long_act_does_not_wait_for_its_end() {
    let (_dir, db) = scratch().await;
    let first = db.begin().await.unwrap();
    let (mut short, mut long) = (Box::pin(db.begin()), Box::pin(db.begin_long()));
    assert!(futures::poll!(&mut short).is_pending() && futures::poll!(&mut long).is_pending());
    tokio::task::yield_now().await;
    first.commit().await.unwrap();
    let mut short = short.await.unwrap();
    short.insert("t", "n", vals![1]).await.unwrap();
    let kept = tokio::time::timeout(Duration::from_secs(20), short.commit()).await;
    kept.expect("the long act has not even begun").unwrap();
    let mut long = long.await.unwrap();
    long.insert("t", "n", vals![2]).await.unwrap();
    long.commit().await.unwrap();
    assert_eq!(db.number("SELECT COUNT(*) FROM t", vals![]).await.unwrap(), 2);
}

#[tokio::test]
async fn what_is_committed_comes_into_the_file_while_it_is_served() {
    let (dir, db) = scratch().await;
    let mut tx = db.begin().await.unwrap();
    tx.insert_many("t", "n", (0..20_000i64).map(Value::from).collect()).await.unwrap();
    tx.commit().await.unwrap();
    let folded = || std::fs::metadata(dir.path().join("t.db")).unwrap().len() > 200_000;
    for _ in 0..200 {
        if folded() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(folded());
    db.close().await;
    assert!(!dir.path().join("t.db-wal").exists(), "the last connection to close takes the log away");
}

#[tokio::test]
async fn what_is_put_off_comes_before_the_next_statement_and_fails_its_own_act_only() {
    let (_dir, db) = scratch().await;
    let mut tx = db.begin().await.unwrap();
    tx.insert_later("t", "n", vals![1]).await.unwrap();
    tx.insert_later("t", "n", vals![2, 3]).await.unwrap();
    assert_eq!(tx.number("SELECT COUNT(*) FROM t", vals![]).await.unwrap(), 3);
    tx.insert_later("t", "n", vals![4]).await.unwrap();
    tx.commit().await.unwrap();

    // Both wait for the first one and share its transaction.
    let first = db.begin().await.unwrap();
    let act = |n: i64| {
        let db = db.clone();
        async move {
            let mut tx = db.begin().await?;
            tx.insert_later("t", "n", vals![10 + n]).await?;
            tx.insert_later("t", "n", vals![n]).await?;
            tx.commit().await
        }
    };
    let (wrong, right) = (tokio::spawn(act(4)), tokio::spawn(act(5)));
    tokio::task::yield_now().await;
    first.commit().await.unwrap();
    assert!(is_unique(&wrong.await.unwrap().unwrap_err()));
    right.await.unwrap().unwrap();
    let rows: Vec<(i64,)> = db.all("SELECT n FROM t ORDER BY n", vals![]).await.unwrap();
    assert_eq!(rows, [(1,), (2,), (3,), (4,), (5,), (15,)]);
}
