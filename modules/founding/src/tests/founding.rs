//! From the request to the seal.
use super::scene::{Poll, REQUEST, Scene, join_group, scenes};
use crate::foundings::Stage;
use directory::members::{MEMBERS, UNIONS};
use platform::{
    facts::{self, Period},
    rights::Role,
    tasks,
    testing::Client,
    tree::Scope,
};

async fn unions(scene: &Scene) -> i64 {
    let until = Period::until(scene.today());
    facts::value(&scene.site.app.db, UNIONS, &Scope::below(&scene.county.path), until).await.expect("a figure")
}
pub(super) async fn open_election(scene: &Scene, client: &mut Client) -> Poll {
    let founding = scene.founding().await;
    let union = founding.union_id.expect("a union in preparation").to_string();
    let link = client.post("/console/elections", &[("union", &union), ("purpose", "founding")]).await.expect(303).to();
    let members = crate::foundings::store::members(&scene.site.app.db, &founding.path).await.expect("a count").0;
    Poll { link, held_on: scene.today().to_string(), members: members.to_string() }
}
/// Thirty members, all that an election needs, voted and reported.
pub(super) async fn reported(scene: &Scene, client: &mut Client) -> Poll {
    let founding = scene.founding().await;
    let union = scene.union(founding.union_id.expect("a union")).await;
    scene.crowd(&union, 1, 30).await;
    let poll = open_election(scene, client).await;
    poll.plan(client, "3", "3").await.expect(303);
    poll.nominate(client, "committee", &["会员01", "会员02", "会员03", "会员04"]).await;
    poll.nominate(client, "audit", &["会员05", "会员06", "会员07"]).await;
    poll.nominate(client, "women", &["会员08", "会员10"]).await;
    let votes = [
        ("会员01", 27),
        ("会员02", 25),
        ("会员03", 20),
        ("会员04", 10),
        ("会员05", 26),
        ("会员06", 26),
        ("会员07", 26),
    ];
    poll.count(scene, client, "28", &votes).await.expect(303);
    poll.report(scene, client, "会员01", "会员05", Some("会员08")).await.expect(303);
    poll
}

#[tokio::test]
async fn workers_found_a_union_from_the_request_to_the_seal() {
    for scene in scenes().await {
        let before = unions(&scene).await;
        let mut worker = scene.worker().await;
        worker.get("/found").await.expect(200).expect_says("申请建会");
        let mine = scene.ask(&mut worker).await;
        worker.get(&mine).await.expect(200).expect_says("等城东镇总工会答复").expect_says("最迟11月26日");
        let mut officer = scene.officer().await;
        officer.get("/console").await;
        let founding = scene.founding().await;
        officer.get(&founding.link()).await.expect(200).expect_says("批准筹建");
        let decision = format!("{}/decision", founding.link());
        officer.post(&decision, &[("decision", "approve"), ("version", "1")]).await.expect(303);

        let founding = scene.founding().await;
        let union = scene.union(founding.union_id.expect("a union in preparation")).await;
        assert_eq!((union.name.as_str(), union.status.as_str()), ("滨河县顺风物流有限公司工会（筹备）", "4"));
        assert_eq!(unions(&scene).await, before, "a union in preparation does not count");
        worker.get(&mine).await.expect(200).expect_says("筹备组还差3人");
        for n in 1..=3 {
            join_group(&mut worker, &mine, n, n == 1).await.expect(303);
        }
        worker.get(&mine).await.expect(200).expect_says("请职工扫码入会");

        let poll = reported(&scene, &mut officer).await;
        officer.get(&poll.link).await.expect(200).expect_says("待批复").expect_says("最迟2026年12月4日批复选举结果");
        worker.get(&mine).await.expect(200).expect_says("选举结果已上报，等城东镇总工会批复");
        let fields = [
            ("decision", "approve"),
            ("union_name", "滨河县顺风物流有限公司工会"),
            ("seal_name", "滨河县顺风物流有限公司工会委员会"),
        ];
        let done = officer.post(&format!("{}/reply", poll.link), &fields).await.expect(200);
        let done = done.expect_says("滨河县顺风物流有限公司工会成立了，主席会员01");
        let text = done.text();
        let token = text.split("/invitation/").nth(1).and_then(|t| t.split('<').next()).expect("a link").to_owned();

        let union = scene.union(union.id).await;
        assert_eq!((union.name.as_str(), union.status.as_str()), ("滨河县顺风物流有限公司工会", "1"));
        assert_eq!(union.seal_name, "滨河县顺风物流有限公司工会委员会");
        assert_eq!((union.chair.as_str(), union.term_years), ("会员01", Some(3)));
        assert_eq!(union.founded_on.as_deref(), Some("2026-11-19"));
        assert_eq!(unions(&scene).await, before + 1);
        let employer = directory::employers::store::find(&scene.site.app.db, scene.wind).await.expect("a read");
        assert_eq!(employer.expect("the firm").union_id, Some(union.id));
        worker.get(&mine).await.expect(200).expect_says("滨河县顺风物流有限公司工会成立了");
        let committee = officer.get(&format!("/console/unions/{}/committee", union.id)).await.expect(200);
        let committee = committee.expect_says("工会委员会3席").expect_says("会员02").expect_says("经审委主任");
        committee.expect_says("女职委主任").expect_says("到2029年11月18日");
        let invited =
            platform::identity::invitation(&scene.site.app, &token).await.expect("a read").expect("it is open");
        assert_eq!((invited.role.as_str(), invited.ends_on.as_deref()), (Role::Chair.key(), Some("2029-11-18")));
        for task in ["founding", "founding_group", "election"] {
            let left = tasks::about(&scene.site.app.db, task, founding.id.0).await.expect("a read");
            assert_eq!(left, None, "{task}");
        }
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn every_paper_of_a_founding_prints() {
    for scene in scenes().await {
        scene.prepared().await;
        let mut officer = scene.officer().await;
        let poll = reported(&scene, &mut officer).await;
        let founding = scene.founding().await;
        let print = |key: &str| format!("{}/papers/{key}", founding.link());
        for (key, says) in [
            ("request", "职工60人"),
            ("approval", "同意筹建滨河县顺风物流有限公司工会"),
            ("group", "组员1"),
            ("recruiting", "入会码"),
            ("candidates", "应选3人"),
            ("ballot", "本票无记名"),
            ("audit-ballot", "经费审查委员会选票"),
            ("tally", "画“正”字"),
            ("record", "应到30人，实到28人"),
            ("report", "当否，请批复"),
        ] {
            officer.get(&print(key)).await.expect(200).expect_says(says);
        }
        officer.get(&print("reply")).await.expect(404);
        officer.get(&print("nothing")).await.expect(404);
        officer
            .post(
                &format!("{}/reply", poll.link),
                &[("decision", "approve"), ("union_name", "顺风工会"), ("seal_name", "顺风工会委员会")],
            )
            .await
            .expect(200);
        officer.get(&format!("{}/papers/reply", poll.link)).await.expect(200).expect_says("同意选举结果");
        // The requester prints them too, a stranger does not.
        let mine = format!("/me/foundings/{}/papers", founding.id);
        scene.worker().await.get(&format!("{mine}/reply")).await.expect(200);
        scene.site.person("外人", "13800000099").await.get(&format!("{mine}/reply")).await.expect(404);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn one_workplace_has_one_open_founding_even_if_the_form_is_sent_twice() {
    for scene in scenes().await {
        let mut worker = scene.worker().await;
        scene.ask(&mut worker).await;
        worker.post("/found/new", REQUEST).await.expect(422).expect_says("已经有一件建会申请在办");
        let mut other = scene.site.person("别的同事", "13800000002").await;
        let page = other.post("/found/new", REQUEST).await.expect(422);
        assert!(page.says("JH2026-") && !page.says("13800000001"), "the number, not the person");
        let mine = format!("/me/foundings/{}", scene.founding().await.id);
        other.get(&mine).await.expect(404);
        worker.post(&format!("{mine}/withdrawal"), &[]).await.expect(303);
        worker.post("/found/new", REQUEST).await.expect(303);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_workplace_with_a_union_of_its_own_is_led_to_it() {
    for scene in scenes().await {
        let app = &scene.site.app;
        let employer = directory::employers::store::find(&app.db, scene.wind).await.expect("a read").expect("the firm");
        let mut tx = app.db.begin().await.expect("an act");
        assert!(directory::employers::store::bind(&mut tx, app, &employer, Some(scene.firm.id)).await.expect("bound"));
        tx.commit().await.expect("kept");
        let page = scene.worker().await.post("/found/new", REQUEST).await.expect(422);
        page.expect_says("已经有工会了：顺通物流工会，可以直接申请入会");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn of_two_officers_who_decide_at_once_the_second_learns_who_was_first() {
    for scene in scenes().await {
        scene.ask(&mut scene.worker().await).await;
        let decision = format!("{}/decision", scene.founding().await.link());
        let (mut first, mut second) = (scene.officer().await, scene.second_officer().await);
        first.post(&decision, &[("decision", "approve"), ("version", "1")]).await.expect(303);
        let late = second.post(&decision, &[("decision", "refuse"), ("version", "1"), ("reason", "材料不全")]).await;
        late.expect(409).expect_says("孙维方今天10:00已经先办了：批准筹建");
        assert_eq!(scene.founding().await.stage(), Stage::Preparing);
        let below = directory::unions::store::below(&scene.site.app.db, &Scope::below(&scene.town.path)).await;
        assert_eq!(below.expect("unions").iter().filter(|u| u.status == "4").count(), 1);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn of_two_officers_who_reply_at_once_the_second_learns_who_was_first() {
    for scene in scenes().await {
        scene.prepared().await;
        let (mut officer, mut second) = (scene.officer().await, scene.second_officer().await);
        let poll = reported(&scene, &mut officer).await;
        let id = poll.link.rsplit('/').next().and_then(|n| n.parse().ok()).expect("a number");
        let db = &scene.site.app.db;
        let seen = crate::elections::store::find(db, crate::elections::ElectionId(id)).await.expect("a read");
        let version = seen.expect("an election").version.to_string();
        let reply = format!("{}/reply", poll.link);
        let back = [("decision", "return"), ("reason", "缺监票人签名"), ("version", version.as_str())];
        officer.post(&reply, &back).await.expect(303);
        let names = [("union_name", "顺风物流工会"), ("seal_name", "顺风物流工会委员会")];
        let yes = [("decision", "approve"), ("version", version.as_str()), names[0], names[1]];
        second.post(&reply, &yes).await.expect(409).expect_says("孙维方").expect_says("已经先办了：退回");
        assert_eq!(scene.founding().await.stage(), crate::foundings::Stage::Preparing, "nothing of it was kept");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_officer_founds_from_the_page_of_an_employer_without_a_union() {
    for scene in scenes().await {
        let mut officer = scene.officer().await;
        let new = format!("/console/foundings/new?employer_id={}", scene.wind);
        let text = officer.get(&format!("/console/employers/{}", scene.wind)).await.expect(200).text();
        assert!(text.contains(&new), "the employer's page leads there");
        let form = officer.get(&new).await.expect(200).text();
        for known in ["滨河县顺风物流有限公司", "城东镇总工会", "60"] {
            assert!(form.contains(&format!("value=\"{known}\"")), "{known} needs no typing");
        }
        scene.ask(&mut scene.worker().await).await;
        let on = officer.get(&new).await.expect(303).to();
        assert_eq!(on, scene.founding().await.link(), "one founding at a time: the one that goes on is shown");
        let west = scene.site.holder("范昌岩", "19900000009", platform::rights::Role::Officer, scene.west.id);
        west.await.get(&new).await.expect(404);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn who_watches_the_recruiting_is_told_when_the_number_changes_and_not_before() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let mut worker = scene.worker().await;
        let line = format!("/me/foundings/{}/recruiting", founding.id);
        worker.get(&format!("{line}?members=0&waiting=0")).await.expect(204);
        let union = scene.union(founding.union_id.expect("a union")).await;
        scene.crowd(&union, 1, 2).await;
        let now = worker.get(&format!("{line}?members=0&waiting=0")).await.expect(200);
        now.expect_says("2人已入会").expect_says("不满25人");
        let mut officer = scene.officer().await;
        officer.get(&format!("{}/recruiting?members=2&waiting=0", founding.link())).await.expect(204);
        scene.site.person("路人", "13800000077").await.get(&line).await.expect(404);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_unanswered_request_climbs() {
    for scene in scenes().await {
        let mut worker = scene.worker().await;
        let (_town, _county) = (scene.officer().await, scene.second_officer().await);
        let mine = scene.ask(&mut worker).await;
        scene.day(8);
        scene.site.work().await;
        worker.get(&mine).await.expect(200).expect_says("报滨河县总工会");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_refused_request_says_why_and_can_be_asked_again() {
    for scene in scenes().await {
        let mut worker = scene.worker().await;
        let mine = scene.ask(&mut worker).await;
        let mut officer = scene.officer().await;
        let decision = format!("{}/decision", scene.founding().await.link());
        officer.post(&decision, &[("decision", "refuse")]).await.expect(422).expect_says("请写清为什么不批准");
        officer.post(&decision, &[("decision", "refuse"), ("reason", "单位已经注销")]).await.expect(303);
        worker.get(&mine).await.expect(200).expect_says("这次没有批准").expect_says("单位已经注销");
        worker.post("/found/new", REQUEST).await.expect(303);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_founding_whose_group_leaves_says_so_and_asks_for_another() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let mut officer = scene.officer().await;
        let page = officer.get(&founding.link()).await.expect(200);
        assert!(!page.says("筹备组还差"));
        let group = crate::foundings::store::group(&scene.site.app.db, founding.id).await.expect("a group");
        let leave = |id: String| [("member", id)];
        // The leader goes: nobody leads, and there are two.
        let leader = group.iter().find(|m| m.is_leader()).expect("a leader").id.to_string();
        let fields = leave(leader);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        officer.post(&format!("{}/departure", founding.link()), &fields).await.expect(303);
        officer.get(&founding.link()).await.expect(200).expect_says("筹备组有人离开，还差1人，请再推选1人补上");
        let task = tasks::about(&scene.site.app.db, "founding_group", founding.id.0).await.expect("a read");
        assert!(task.is_some(), "the upper union is asked to help");
        // Nothing is elected meanwhile.
        scene.crowd(&scene.union(founding.union_id.expect("a union")).await, 1, 3).await;
        let union = founding.union_id.expect("a union").to_string();
        let refused = officer.post("/console/elections", &[("union", &union), ("purpose", "founding")]).await;
        refused.expect(409).expect_says("还差1人");
        // The others go as well; then it is formed anew.
        for member in group.iter().filter(|m| !m.is_leader()) {
            officer
                .post(&format!("{}/departure", founding.link()), &[("member", &member.id.to_string())])
                .await
                .expect(303);
        }
        officer.get(&founding.link()).await.expect(200).expect_says("还差3人");
        for n in 4..=6 {
            join_group(&mut officer, &founding.link(), n, n == 4).await.expect(303);
        }
        assert_eq!(tasks::about(&scene.site.app.db, "founding_group", founding.id.0).await.expect("a read"), None);
        officer.post("/console/elections", &[("union", &union), ("purpose", "founding")]).await.expect(303);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn workers_join_through_the_code_of_the_union_in_preparation() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let union = scene.union(founding.union_id.expect("a union")).await;
        assert!(directory::unions::takes_members(&union));
        let code = directory::codes::store::find(&scene.site.app.db, founding.code.expect("a code")).await;
        let code = code.expect("a read").expect("a code");
        assert_eq!(code.union_id, union.id);
        scene.site.visitor().get(&format!("/join/{}", code.code)).await.expect(200);
        scene.crowd(&union, 1, 2).await;
        let (scope, until) = (Scope::below(&union.path), Period::until(scene.today()));
        assert_eq!(facts::value(&scene.site.app.db, MEMBERS, &scope, until).await.expect("a figure"), 2);
        scene.worker().await.get(&format!("/me/foundings/{}", founding.id)).await.expect(200).expect_says("2人已入会");
        scene.site.figures_add_up().await;
    }
}
