//! The group and its election.
use super::{
    founding::{open_election, reported},
    scene::{join_group, scenes},
};
use crate::elections::Committee;
use platform::{rights::Role, tree::Scope};

#[tokio::test]
async fn a_group_has_five_at_most_and_nobody_twice() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let mut officer = scene.officer().await;
        join_group(&mut officer, &founding.link(), 1, false).await.expect(422).expect_says("已经在筹备组里");
        for n in 4..=5 {
            join_group(&mut officer, &founding.link(), n, false).await.expect(303);
        }
        join_group(&mut officer, &founding.link(), 6, false).await.expect(422).expect_says("满5人");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_leader_of_the_group_works_for_the_own_union_only_and_not_after_leaving() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let app = &scene.site.app;
        let token: Vec<platform::identity::Invitation> =
            platform::identity::open_invitations(&app.db, &Scope::below(&founding.path), app.now())
                .await
                .expect("open");
        assert_eq!((token.len(), token[0].title.as_str()), (1, "筹备组组长"));
        let union = founding.union_id.expect("a union");
        let mut leader = scene.site.holder("组员1", "13700000001", Role::Organiser, union).await;
        leader.get(&founding.link()).await.expect(200);
        leader.get(&format!("/console/unions/{}/committee", scene.firm.id)).await.expect(404);
        leader.post(&format!("{}/decision", founding.link()), &[("decision", "approve")]).await.expect(403);
        let leading = crate::foundings::store::group(&app.db, founding.id).await.expect("a group");
        let id = leading.iter().find(|m| m.is_leader()).expect("a leader").id.to_string();
        scene.officer().await.post(&format!("{}/departure", founding.link()), &[("member", &id)]).await.expect(303);
        leader.get(&founding.link()).await.expect(403);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_head_his_relatives_and_strangers_are_no_candidates() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let union = scene.union(founding.union_id.expect("a union")).await;
        scene.crowd(&union, 1, 3).await;
        scene.member(&union, "周老板", 40).await;
        let mut officer = scene.officer().await;
        let poll = open_election(&scene, &mut officer).await;
        let add = format!("{}/candidates", poll.link);
        let named = |name: &'static str, relation: &'static str| {
            [("member", name), ("committee", "committee"), ("relation", relation)]
        };
        officer.post(&add, &named("会员01", "spouse")).await.expect(422).expect_says("《工会法》第十条");
        officer.post(&add, &named("周老板", "none")).await.expect(422).expect_says("和单位主要负责人同名");
        officer.post(&add, &named("不认识", "none")).await.expect(422).expect_says("候选人必须是本会会员");
        officer.post(&add, &named("会员01", "none")).await.expect(303);
        officer.post(&add, &named("会员01", "none")).await.expect(422).expect_says("已经是工会委员会的候选人");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn women_sit_in_the_womens_committee_and_who_leads_the_union_does_not_audit_it() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let union = scene.union(founding.union_id.expect("a union")).await;
        scene.crowd(&union, 1, 4).await;
        let mut officer = scene.officer().await;
        let poll = open_election(&scene, &mut officer).await;
        let man = [("member", "会员01"), ("committee", "women"), ("relation", "none")];
        let refused = officer.post(&format!("{}/candidates", poll.link), &man).await;
        refused.expect(422).expect_says("女职工委员会的人选要是女会员");
        // Four members may elect one each instead of committees; two would be neither.
        poll.plan(&mut officer, "2", "1").await.expect(422).expect_says("1人或3至5人");
        poll.plan(&mut officer, "1", "1").await.expect(303);
        poll.nominate(&mut officer, "committee", &["会员01"]).await;
        poll.nominate(&mut officer, "audit", &["会员01"]).await;
        poll.count(&scene, &mut officer, "4", &[("会员01", 4)]).await.expect(303);
        let refused = poll.report(&scene, &mut officer, "会员01", "会员01", None).await;
        refused.expect(422).expect_says("主席、副主席不能同时当经审委员");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_election_that_breaks_its_rules_is_not_taken() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let union = scene.union(founding.union_id.expect("a union")).await;
        scene.crowd(&union, 1, 30).await;
        let mut officer = scene.officer().await;
        let poll = open_election(&scene, &mut officer).await;
        poll.plan(&mut officer, "2", "3").await.expect(422).expect_says("委员会应选3至7人");
        poll.plan(&mut officer, "9", "3").await.expect(422).expect_says("委员会应选3至7人");
        poll.plan(&mut officer, "3", "3").await.expect(303);
        poll.nominate(&mut officer, "committee", &["会员01", "会员02", "会员03"]).await;
        officer.get(&poll.link).await.expect(200).expect_says("候选人至少4人，现在3人");
        poll.nominate(&mut officer, "committee", &["会员04"]).await;
        poll.nominate(&mut officer, "audit", &["会员05", "会员06", "会员07"]).await;
        let audit = [("会员05", 20), ("会员06", 20), ("会员07", 20)];
        let votes = |four: [i64; 4]| {
            let names = ["会员01", "会员02", "会员03", "会员04"];
            names.into_iter().zip(four).chain(audit).collect::<Vec<_>>()
        };
        let few = poll.count(&scene, &mut officer, "19", &votes([18, 18, 10, 5])).await;
        few.expect(422).expect_says("实到人数不够应到人数的三分之二（要20人）");
        let many = poll.count(&scene, &mut officer, "20", &votes([21, 18, 10, 5])).await;
        many.expect(422).expect_says("得票比有效票多");
        let tie = poll.count(&scene, &mut officer, "28", &votes([25, 25, 16, 16])).await;
        tie.expect(303);
        officer.get(&poll.link).await.expect(200).expect_says("票数相同").expect_says("再投一次票");
        let refused = poll.report(&scene, &mut officer, "会员01", "会员05", None).await;
        refused.expect(409).expect_says("还不能上报");
        poll.count(&scene, &mut officer, "28", &votes([25, 25, 15, 10])).await.expect(303);
        officer.get(&poll.link).await.expect(200).expect_says("只选出2人，不够3人");
        poll.count(&scene, &mut officer, "28", &votes([25, 25, 16, 10])).await.expect(303);
        // Fifteen women: a women workers' committee is to be formed.
        officer.get(&poll.link).await.expect(200).expect_says("要建立女职工委员会");
        poll.nominate(&mut officer, "women", &["会员08"]).await;
        let counted = officer.get(&poll.link).await.expect(200).expect_says("谁当主席");
        assert!(!counted.text().contains("的票还没有登记"), "who is named by agreement changes no count");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_result_sent_back_says_what_to_mend_and_is_reported_again() {
    for scene in scenes().await {
        scene.prepared().await;
        let mut officer = scene.officer().await;
        let poll = reported(&scene, &mut officer).await;
        let reply = format!("{}/reply", poll.link);
        officer.post(&reply, &[("decision", "return")]).await.expect(422).expect_says("请写清要改什么");
        officer.post(&reply, &[("decision", "return"), ("reason", "请补女职工委员")]).await.expect(303);
        officer.get(&poll.link).await.expect(200).expect_says("退回原因：请补女职工委员");
        officer.post(&reply, &[("decision", "approve"), ("union_name", "a"), ("seal_name", "b")]).await.expect(409);
        poll.report(&scene, &mut officer, "会员01", "会员05", Some("会员08")).await.expect(303);
        let (mut first, mut second) = (scene.officer().await, scene.second_officer().await);
        let fields = [("decision", "approve"), ("union_name", "顺风工会"), ("seal_name", "顺风工会委员会")];
        first.post(&reply, &fields).await.expect(200);
        second.post(&reply, &fields).await.expect(409).expect_says("已经先办了：批复选举结果");
        let seats =
            crate::committees::store::seats(&scene.site.app.db, scene.founding_union().await).await.expect("seats");
        assert_eq!(seats.iter().filter(|s| s.committee() == Committee::Union).count(), 3, "not seated twice");
        scene.site.figures_add_up().await;
    }
}
