use super::{counties, county::TO_YUANDA};
use directory::testing::{exported, man, rows};

#[tokio::test]
async fn a_transfer_goes_from_asking_to_the_new_card_with_seniority() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut old, mut new) = (county.chair(&county.firm).await, county.chair(&county.park).await);
        worker.client.get("/me/membership").await.expect(200).expect_says("换了单位，转会");
        worker.client.get("/me/membership/transfer").await.expect(200).expect_says("您现在在顺通物流工会");
        let page = worker
            .client
            .get("/me/membership/transfer/proposal?work=employer&employer=远达运输有限公司")
            .await
            .expect(200);
        page.expect_says("建议您转到远达运输工会")
            .expect_says("从2020年3月1日算起不变")
            .expect_says("顺通物流工会少1人，远达运输工会多1人，合计不变");
        let way = worker.ask().await;
        worker.client.get(&way).await.expect(200).expect_says("到期没有异议就转");
        assert!(county.site.sms(&worker.phone).await.contains("不提就视为同意"));
        // Both unions see it; only the one that is left may act.
        new.get("/console/ways").await.expect(200).expect_says("工友1").expect_says("等转出工会");
        new.post("/console/ways/1/decision", &[("decision", "accept")]).await.expect(409);
        old.get("/console").await;
        old.get("/console/ways/1").await.expect(200).expect_says("同意转出").expect_says("到期没有异议就视为同意转出");
        old.post("/console/ways/1/decision", &[("decision", "release")]).await.expect(303);
        worker.client.get(&way).await.expect_says("等远达运输工会接收");
        new.get("/console/ways/1").await.expect(200).expect_says("接收").expect_says("办好以后会变什么");
        new.post("/console/ways/1/decision", &[("decision", "accept")]).await.expect(303);
        worker.client.get(&way).await.expect_says("您现在是远达运输工会的会员").expect_says("看会员卡");
        let now = county.current(&worker).await.unwrap();
        assert_eq!(
            (now.union_id, now.joined_on.as_str(), now.state.as_str()),
            (county.park.id, "2020-03-01", "active")
        );
        assert_ne!(now.number, worker.membership.number);
        assert!(now.number.starts_with("32092020"));
        worker.client.get("/me/card").await.expect(200).expect_says("远达运输工会");
        assert_eq!(county.words("SELECT employer_name FROM people").await, "远达运输有限公司");
        let codes = "SELECT COUNT(*) FROM membership_events WHERE reason = '1' AND change IN ('2', '4') AND on_day = '2026-11-19'";
        assert_eq!(county.site.number(codes).await, 2);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        county.adds_up().await;
        // A new transfer is possible again, the other way round.
        worker.client.get("/me/membership").await.expect_says("办过的").expect_says("换了单位，转会");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn silence_of_the_union_that_is_left_is_consent_and_the_receiving_one_climbs() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        county.chair(&county.firm).await;
        county.chair(&county.park).await;
        let way = worker.ask().await;
        county.site.days_later(6).await;
        assert_eq!(county.words("SELECT state FROM ways").await, "releasing");
        county.site.days_later(2).await;
        assert_eq!(county.words("SELECT state FROM ways").await, "receiving");
        worker.client.get(&way).await.expect_says("视为同意转出").expect_says("等远达运输工会接收");
        county.site.days_later(9).await;
        assert_eq!(county.site.number("SELECT COUNT(*) FROM task_escalations").await, 1);
        let mut above =
            county.site.holder("王镇长", "13900001888", platform::rights::Role::Officer, county.town.id).await;
        above.post("/console/ways/1/decision", &[("decision", "accept")]).await.expect(303);
        assert_eq!(county.current(&worker).await.unwrap().union_id, county.park.id);
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_objection_needs_words_and_is_settled_above_both() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut old, mut officer) = (county.chair(&county.firm).await, county.officer().await);
        worker.ask().await;
        let form = [("decision", "object"), ("reason", "")];
        old.post("/console/ways/1/decision", &form).await.expect(422).expect_says("请写清为什么");
        old.post("/console/ways/1/decision", &[("decision", "object"), ("reason", "还在本单位上班")]).await.expect(303);
        old.get("/console/ways/1").await.expect_says("等上级裁定").expect_says("城东街道总工会");
        assert!(county.site.sms(&worker.phone).await.contains("还在本单位上班"));
        old.post("/console/ways/1/decision", &[("decision", "settle")]).await.expect(409);
        officer.post("/console/ways/1/decision", &[("decision", "settle")]).await.expect(303);
        assert_eq!(county.words("SELECT state FROM ways").await, "receiving");
        officer
            .post("/console/ways/1/decision", &[("decision", "refuse"), ("reason", "不是我们的职工")])
            .await
            .expect(303);
        assert_eq!(county.current(&worker).await.unwrap().union_id, county.firm.id);
        assert!(county.site.sms(&worker.phone).await.contains("会籍没有变动"));
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_is_sent_back_is_mended_and_goes_on_to_another_union() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut officer = county.officer().await;
        let way = worker.ask().await;
        officer.post("/console/ways/1/decision", &[("decision", "release")]).await.expect(303);
        officer
            .post("/console/ways/1/decision", &[("decision", "return"), ("reason", "请转货运工会")])
            .await
            .expect(303);
        worker.client.get(&way).await.expect_says("请改一下，再交上去").expect_says("请转货运工会");
        worker.client.get("/me/membership/transfer").await.expect(200);
        let mended = [("work", "union"), ("union", "滨河县货运行业联合工会")];
        assert_eq!(worker.client.post("/me/membership/transfer", &mended).await.expect(303).to(), way);
        // The consent of the union that is left holds for the other one, too.
        assert_eq!(county.words("SELECT state FROM ways").await, "receiving");
        officer.post("/console/ways/1/decision", &[("decision", "accept")]).await.expect(303);
        assert_eq!(county.current(&worker).await.unwrap().union_id, county.freight.id);
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn asking_twice_makes_one_transfer_and_another_way_waits() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let way = worker.ask().await;
        assert_eq!(worker.ask().await, way);
        assert_eq!(worker.client.get("/me/membership/transfer").await.expect(303).to(), way);
        assert_eq!(worker.client.get("/me/membership/keep").await.expect(303).to(), way);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM ways").await, 1);
        let mut twin = county.site.person("工友1", "13900020001").await;
        let (a, b) = tokio::join!(
            worker.client.post("/me/membership/transfer", &TO_YUANDA),
            twin.post("/me/membership/transfer", &TO_YUANDA)
        );
        assert_eq!((a.expect(303).to(), b.expect(303).to()), (way.clone(), way.clone()));
        worker.client.post(&format!("{way}/answer"), &[("answer", "withdraw")]).await.expect(303);
        worker.client.get(&way).await.expect_says("撤回了");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_forms_sent_at_the_same_moment_make_one_transfer() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut twin = county.site.person("工友1", "13900020001").await;
        let (a, b) = tokio::join!(
            worker.client.post("/me/membership/transfer", &TO_YUANDA),
            twin.post("/me/membership/transfer", &TO_YUANDA)
        );
        assert_eq!(a.expect(303).to(), b.expect(303).to());
        assert_eq!(county.site.number("SELECT COUNT(*) FROM ways").await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_transfer_to_a_union_that_closes_goes_back_whole() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut officer = county.officer().await;
        let way = worker.ask().await;
        officer.post("/console/ways/1/decision", &[("decision", "release")]).await.expect(303);
        county.close(&county.park).await;
        let answer = officer.post("/console/ways/1/decision", &[("decision", "accept")]).await.expect(409);
        answer.expect_says("远达运输工会已经不再接收会员").expect_says("退给本人");
        assert_eq!(county.current(&worker).await.unwrap(), worker.membership);
        worker.client.get(&way).await.expect_says("远达运输工会已经不再接收会员").expect_says("去修改");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_job_sends_a_transfer_to_a_closed_union_back_by_itself() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let way = worker.ask().await;
        county.close(&county.park).await;
        county.site.days_later(1).await;
        worker.client.get(&way).await.expect_says("退给本人").expect_says("另选一家");
        assert!(county.site.sms(&worker.phone).await.contains("另选一家"));
        let closed =
            worker.client.post("/me/membership/transfer", &[("work", "union"), ("union", "远达运输工会")]).await;
        closed.expect(422).expect_says("没有找到这家工会");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn of_two_who_decide_at_once_the_second_learns_who_was_first() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer().await);
        worker.ask().await;
        let page = officer.get("/console/ways/1").await.expect(200);
        assert!(page.text().contains("name=\"version\" value=\"1\""));
        chair.post("/console/ways/1/decision", &[("decision", "release"), ("version", "1")]).await.expect(303);
        let late = [("decision", "object"), ("reason", "晚了"), ("version", "1")];
        officer.post("/console/ways/1/decision", &late).await.expect(409).expect_says("孙维方今天10:00已经办了这一步");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn nobody_decides_on_his_own_membership() {
    for county in counties().await {
        let app = &county.site.app;
        let mut worker = county.member(1, &county.firm).await;
        // The member is the chair of his own union, and its only one.
        county.site.holder("工友1", "13900020001", platform::rights::Role::Chair, county.firm.id).await;
        county.officer().await;
        worker.ask().await;
        assert_eq!(
            county.words("SELECT o.name FROM ways w JOIN organisations o ON o.id = w.at_org").await,
            "城东街道总工会"
        );
        let page = worker.client.get("/console/ways/1").await.expect(200);
        page.expect_says("这是您本人的会籍");
        worker.client.post("/console/ways/1/decision", &[("decision", "release")]).await.expect(409);
        let member = worker.membership.id;
        worker.client.get(&format!("/console/members/{member}/keep")).await.expect(409).expect_says("本人的会籍");
        let mut town =
            county.site.holder("王镇长", "13900001888", platform::rights::Role::Officer, county.town.id).await;
        town.post("/console/ways/1/decision", &[("decision", "release")]).await.expect(303);
        assert_eq!(app.db.number("SELECT COUNT(*) FROM ways WHERE state = 'receiving'", vec![]).await.unwrap(), 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_union_asks_for_a_member_who_confirms_and_learns_nothing_before() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut new = county.chair(&county.park).await;
        new.get("/console/ways/transfer").await.expect(200).expect_says("本人在手机上确认以后才开始办");
        let park = county.park.id.to_string();
        let number = man(1);
        let form = [("name", "工友1"), ("document_kind", "111"), ("document", &number), ("to_id", &park)];
        let wrong = [("name", "别人"), ("document_kind", "111"), ("document", &number), ("to_id", &park)];
        new.post("/console/ways/transfer", &wrong).await.expect(422).expect_says("没有找到姓名和证件号都对得上的会员");
        new.post("/console/ways/transfer", &form).await.expect(303);
        let page = new.get("/console/ways/1").await.expect(200);
        assert!(!page.says("顺通物流工会"), "{}", page.visible());
        let list = new.get("/console/ways").await.expect(200).expect_says("本人确认后可见");
        assert!(!list.says("顺通物流工会"));
        assert!(!new.get("/console/ways/1/paper").await.expect(200).says("顺通物流工会"));
        let book = exported(&mut new, "ways", "/console/ways?cols=from.to").await;
        assert_eq!(rows(&book), [["工友1", "本人确认后可见", "远达运输工会"]], "nor by an export");
        assert!(county.site.sms(&worker.phone).await.contains("远达运输工会请您转会"));
        let way = worker.client.get("/me/membership/ways/1").await.expect(200);
        way.expect_says("远达运输工会请您转会，您同意吗").expect_says("办好以后会变什么");
        worker.client.post("/me/membership/ways/1/answer", &[("answer", "confirm")]).await.expect(303);
        assert_eq!(county.words("SELECT state FROM ways").await, "releasing");
        new.get("/console/ways/1").await.expect_says("顺通物流工会");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_proposal_that_nobody_confirms_lapses() {
    for county in counties().await {
        let worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let (member, park) = (worker.membership.id, county.park.id.to_string());
        let path = format!("/console/members/{member}/transfer");
        chair
            .get(&format!("{path}?to_id={park}"))
            .await
            .expect(200)
            .expect_says("会变什么")
            .expect_says("本人签了转会申请");
        chair.post(&path, &[("to_id", &park)]).await.expect(303);
        assert_eq!(county.words("SELECT state FROM ways").await, "proposed");
        county.site.days_later(20).await;
        assert_eq!(county.words("SELECT state FROM ways").await, "withdrawn");
        // With the member's paper it goes straight to the union that receives.
        chair.post(&path, &[("to_id", &park), ("signed", "1")]).await.expect(303);
        assert_eq!(county.words("SELECT state FROM ways ORDER BY id DESC LIMIT 1").await, "receiving");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn others_see_neither_the_way_nor_its_paper() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut other = county.member(2, &county.freight).await;
        let way = worker.ask().await;
        for path in [way.clone(), format!("{way}/paper")] {
            other.client.get(&path).await.expect(404);
        }
        other.client.post(&format!("{way}/answer"), &[("answer", "withdraw")]).await.expect(404);
        let mut neighbour = county.chair(&county.freight).await;
        neighbour.get("/console/ways/1").await.expect(404);
        neighbour.post("/console/ways/1/decision", &[("decision", "release")]).await.expect(404);
        assert!(!neighbour.get("/console/ways").await.expect(200).says("工友1"));
        worker.client.get(&format!("{way}/paper")).await.expect(200).expect_says("会员组织关系接转单");
        county.site.figures_add_up().await;
    }
}
