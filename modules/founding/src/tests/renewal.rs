//! Terms, renewals, by-elections, postponements.
use super::scene::{Poll, Scene, scenes};
use platform::{rights::Role, tasks, testing::Client};

async fn election(scene: &Scene, client: &mut Client, purpose: &str, members: u32) -> Poll {
    let union = scene.firm.id.to_string();
    let link = client.post("/console/elections", &[("union", &union), ("purpose", purpose)]).await.expect(303).to();
    Poll { link, held_on: scene.today().to_string(), members: members.to_string() }
}
/// The firm's union renewed: three in the committee, three in the audit, the chair 会员01.
async fn renewed(scene: &Scene, chair: &mut Client) -> Poll {
    scene.crowd(&scene.firm, 1, 30).await;
    let poll = election(scene, chair, "renewal", 30).await;
    poll.plan(chair, "3", "3").await.expect(303);
    poll.nominate(chair, "committee", &["会员01", "会员02", "会员03", "会员04"]).await;
    poll.nominate(chair, "audit", &["会员05", "会员06", "会员07"]).await;
    poll.nominate(chair, "women", &["会员08"]).await;
    let votes = [
        ("会员01", 27),
        ("会员02", 25),
        ("会员03", 20),
        ("会员04", 10),
        ("会员05", 26),
        ("会员06", 26),
        ("会员07", 26),
    ];
    poll.count(scene, chair, "28", &votes).await.expect(303);
    poll.report(scene, chair, "会员01", "会员05", Some("会员08")).await.expect(303);
    let mut officer = scene.officer().await;
    officer.post(&format!("{}/reply", poll.link), &[("decision", "approve")]).await.expect(200);
    poll
}

#[tokio::test]
async fn a_term_is_put_on_the_unions_desk_six_months_before_its_end_and_climbs_when_it_is_over() {
    for scene in scenes().await {
        let (mut chair, _) = (scene.chair().await, scene.officer().await);
        let db = &scene.site.app.db;
        // The term ends on 9 January 2027, so it is within six months now.
        scene.site.work().await;
        let task = tasks::about(db, "term", scene.firm.id.0).await.expect("a read").expect("a task");
        assert_eq!((task.level_org, task.title.as_str()), (scene.firm.id, "顺通物流工会快换届了"));
        chair.get("/console/terms").await.expect(200).expect_says("2027-01-09").expect_says("快到期");
        // Once: the job runs again, the task does not come twice.
        scene.day(1);
        scene.site.work().await;
        assert_eq!(db.number("SELECT COUNT(*) FROM tasks WHERE subject = 'term'", vec![]).await.expect("a count"), 1);
        scene.day(60);
        scene.site.work().await;
        let task = tasks::about(db, "term", scene.firm.id.0).await.expect("a read").expect("still open");
        assert_eq!(task.level_org, scene.town.id, "the upper union sees what is overdue");
        // The session of two months ago is over.
        let mut officer = scene.second_officer().await;
        officer.get("/console/terms?view=over").await.expect(200).expect_says("顺通物流工会").expect_says("已到期");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_renewal_seats_the_new_committee_and_ends_the_old_chairs_post() {
    for scene in scenes().await {
        let mut chair = scene.chair().await;
        scene.site.work().await;
        renewed(&scene, &mut chair).await;
        let union = scene.union(scene.firm.id).await;
        assert_eq!(
            (union.chair.as_str(), union.term_from.as_deref(), union.term_years),
            ("会员01", Some("2026-11-19"), Some(3))
        );
        assert_eq!(tasks::about(&scene.site.app.db, "term", scene.firm.id.0).await.expect("a read"), None);
        let mut officer = scene.officer().await;
        officer.get(&format!("/console/unions/{}/committee", scene.firm.id)).await.expect(200).expect_says("会员01");
        // The old chair's post ends with the day.
        scene.day(1);
        chair.get("/console/terms").await.expect(403);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn nobody_replies_to_the_own_election() {
    for scene in scenes().await {
        let mut chair = scene.chair().await;
        scene.crowd(&scene.firm, 1, 3).await;
        let poll = election(&scene, &mut chair, "renewal", 3).await;
        let mut own = scene.site.holder("自己人", "19900000009", Role::Officer, scene.firm.id).await;
        let reply = format!("{}/reply", poll.link);
        own.post(&reply, &[("decision", "approve")]).await.expect(409).expect_says("要由上一级工会批复");
        chair.post(&reply, &[("decision", "approve")]).await.expect(403);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_empty_seat_is_filled_by_a_by_election_until_the_end_of_the_term() {
    for scene in scenes().await {
        let mut chair = scene.chair().await;
        renewed(&scene, &mut chair).await;
        let db = &scene.site.app.db;
        let mut officer = scene.officer().await;
        let union = scene.firm.id.to_string();
        let none = officer.post("/console/elections", &[("union", &union), ("purpose", "by_election")]).await;
        none.expect(409).expect_says("没有空缺");
        let seats = crate::committees::store::seats(db, scene.firm.id).await.expect("seats");
        let leaving = seats.iter().find(|s| s.name == "会员03").expect("a seat").id.to_string();
        let departure = format!("/console/unions/{}/committee/departure", scene.firm.id);
        officer.post(&departure, &[("seat", &leaving), ("why", "调走")]).await.expect(303);
        officer.post(&departure, &[("seat", &leaving)]).await.expect(409).expect_says("已经离任了");
        let poll = election(&scene, &mut officer, "by_election", 30).await;
        poll.plan(&mut officer, "2", "0").await.expect(422).expect_says("委员会只空缺1人");
        poll.plan(&mut officer, "1", "0").await.expect(303);
        poll.nominate(&mut officer, "committee", &["会员09"]).await;
        poll.count(&scene, &mut officer, "25", &[("会员09", 20)]).await.expect(303);
        officer.post(&format!("{}/report", poll.link), &[]).await.expect(303);
        officer.post(&format!("{}/reply", poll.link), &[("decision", "approve")]).await.expect(200);
        let page = officer.get(&format!("/console/unions/{}/committee", scene.firm.id)).await.expect(200);
        page.expect_says("会员09").expect_says("至2029-11-18").expect_says("调走");
        assert_eq!(scene.union(scene.firm.id).await.chair, "会员01", "the chair stays");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_term_that_ended_before_it_began_is_said_in_words() {
    for scene in scenes().await {
        let mut officer = scene.officer().await;
        let term = format!("/console/unions/{}/term", scene.firm.id);
        let wrong = officer.post(&term, &[("term_from", "2026-01-10"), ("term_to", "2025-01-09")]).await;
        wrong.expect(422).expect_says("任期结束的日子比开始的早");
        let four = officer.post(&term, &[("term_from", "2026-01-10"), ("term_to", "2030-01-09")]).await;
        four.expect(422).expect_says("3年到2029-01-09，5年到2031-01-09");
        officer.post(&term, &[("term_from", "2026-01-10"), ("term_to", "2029-01-09")]).await.expect(303);
        assert_eq!(scene.union(scene.firm.id).await.term_from.as_deref(), Some("2026-01-10"));
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_upper_union_grants_a_later_end_of_at_most_six_months() {
    for scene in scenes().await {
        let mut officer = scene.officer().await;
        let postpone = format!("/console/unions/{}/postponement", scene.firm.id);
        let day = |until: &'static str| [("until", until), ("reason", "正在改制")];
        officer.post(&postpone, &day("2027-01-09")).await.expect(422).expect_says("要比它晚");
        officer.post(&postpone, &day("2027-07-10")).await.expect(422).expect_says("最多延期6个月，到2027-07-09");
        officer.post(&postpone, &day("2027-06-30")).await.expect(303);
        officer
            .get(&format!("/console/unions/{}/committee", scene.firm.id))
            .await
            .expect(200)
            .expect_says("到2027年6月30日");
        scene.day(60);
        let over = scene.second_officer().await.get("/console/terms?view=over").await.expect(200);
        assert!(!over.says("顺通物流工会"), "a granted later end is not overdue");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_union_has_one_election_at_a_time() {
    for scene in scenes().await {
        let mut chair = scene.chair().await;
        scene.crowd(&scene.firm, 1, 3).await;
        let poll = election(&scene, &mut chair, "renewal", 3).await;
        let union = scene.firm.id.to_string();
        let again = chair.post("/console/elections", &[("union", &union), ("purpose", "renewal")]).await;
        again.expect(409).expect_says("已经有一次选举在办");
        chair.post(&format!("{}/dropping", poll.link), &[]).await.expect(303);
        election(&scene, &mut chair, "renewal", 3).await;
        scene.site.figures_add_up().await;
    }
}
