//! Random walks: whatever is done in whatever order, the figure of members is what a recount finds, and nobody has two memberships.
use super::{
    counties,
    county::{County, Worker},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

#[tokio::test]
async fn after_random_walks_the_figure_of_members_is_what_a_recount_finds() {
    let mut runner = TestRunner::deterministic();
    let walk = proptest::collection::vec((0usize..4, 0usize..16), 160);
    for county in counties().await {
        let mut officer = county.officer().await;
        let mut workers = Vec::new();
        for n in 0..4 {
            workers.push(county.member(n, if n % 2 == 0 { &county.firm } else { &county.park }).await);
        }
        for (who, what) in walk.new_tree(&mut runner).unwrap().current() {
            step(&county, &mut officer, &mut workers[who], what).await;
        }
        county.adds_up().await;
        let twice = "SELECT COUNT(*) FROM (SELECT person FROM memberships WHERE state <> 'ended' GROUP BY person HAVING COUNT(*) > 1) x";
        assert_eq!(county.site.number(twice).await, 0);
        let done = "SELECT COUNT(*) FROM ways WHERE state = 'done'";
        assert!(county.site.number(done).await > 4, "the walk does something");
        let left = "SELECT COUNT(*) FROM tasks t JOIN ways w ON w.id = t.subject_id WHERE t.done_at IS NULL AND w.ended_at IS NOT NULL";
        assert_eq!(county.site.number(left).await, 0, "nothing waits that is over");
        county.site.figures_add_up().await;
    }
}

/// Some act; those that can't be done now are refused.
async fn step(county: &County, officer: &mut platform::testing::Client, worker: &mut Worker, what: usize) {
    let to = |name| [("work", "union"), ("union", name)];
    let member = "/me/membership";
    let newest = format!("SELECT id FROM ways WHERE person = {} ORDER BY id DESC LIMIT 1", worker.person);
    let way = county.site.app.db.number(sqlx::AssertSqlSafe(newest), vec![]).await.unwrap();
    let desk = format!("/console/ways/{way}/decision");
    let answer = match what {
        0 => worker.client.post(&format!("{member}/transfer"), &to("远达运输工会")).await,
        1 => worker.client.post(&format!("{member}/transfer"), &to("滨河县货运行业联合工会")).await,
        2 => worker.client.post(&format!("{member}/keep"), &[("cause", "laid_off")]).await,
        3 => worker.client.post(&format!("{member}/return"), &[]).await,
        4 => worker.client.post(&format!("{member}/leave"), &[("declared", "1")]).await,
        5 => worker.client.post(&format!("{member}/ways/{way}/answer"), &[("answer", "withdraw")]).await,
        6 | 7 => officer.post(&desk, &[("decision", "release")]).await,
        8 | 9 => officer.post(&desk, &[("decision", "accept")]).await,
        10 | 11 => officer.post(&desk, &[("decision", "grant")]).await,
        12 => officer.post(&desk, &[("decision", "announce")]).await,
        13 => officer.post(&desk, &[("decision", "return"), ("reason", "请改")]).await,
        14 => {
            let path = format!("/console/members/{}/return", worker.membership.id);
            officer.post(&path, &[("signed", "1")]).await
        }
        _ => {
            county.site.days_later(3).await;
            return;
        }
    };
    assert!(!answer.status.is_server_error(), "{what}: {}", answer.text());
}
