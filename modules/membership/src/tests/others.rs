use super::counties;

#[tokio::test]
async fn a_retired_member_keeps_the_membership_and_still_counts() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        worker.client.get("/me/membership/keep").await.expect(200).expect_says("什么原因");
        let page = worker.client.get("/me/membership/keep?cause=retired").await.expect(200);
        page.expect_says("有效保留会籍").expect_says("在岗退休").expect_says("卡号和会龄都不变");
        worker.client.post("/me/membership/keep", &[]).await.expect(422).expect_says("请选择原因");
        worker.client.post("/me/membership/keep", &[("cause", "retired")]).await.expect(303);
        chair.post("/console/ways/1/decision", &[("decision", "grant")]).await.expect(303);
        let now = county.current(&worker).await.unwrap();
        assert_eq!((now.state.as_str(), &now.number), ("kept", &worker.membership.number));
        assert_eq!(county.words("SELECT work_status FROM people").await, "4");
        let event = "SELECT COUNT(*) FROM membership_events WHERE change = '3' AND note = '保留会籍：退休'";
        assert_eq!(county.site.number(event).await, 1);
        worker.client.get("/me/card").await.expect(200).expect_says("保留会籍");
        county.adds_up().await;
        // And back.
        worker.client.get("/me/membership").await.expect_says("又上班了，恢复会籍");
        worker.client.get("/me/membership/return").await.expect(200).expect_says("保留会籍有效");
        worker.client.post("/me/membership/return", &[]).await.expect(303);
        chair.post("/console/ways/2/decision", &[("decision", "grant")]).await.expect(303);
        assert_eq!(county.current(&worker).await.unwrap().state, "active");
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_unemployed_member_is_kept_at_the_desk_with_the_official_reason() {
    for county in counties().await {
        let worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let path = format!("/console/members/{}/keep", worker.membership.id);
        chair.get(&format!("/console/members/{}", worker.membership.id)).await.expect(200).expect_says("会籍办理");
        chair.get(&format!("/console/members/{}/ways", worker.membership.id)).await.expect(200).expect_says("保留会籍");
        chair.get(&format!("{path}?cause=unemployed")).await.expect(200).expect_says("顺通物流有限公司没有单位");
        chair.post(&path, &[("cause", "unemployed")]).await.expect(303);
        assert_eq!(
            county.site.number("SELECT COUNT(*) FROM membership_events WHERE change = '3' AND reason = '3'").await,
            1
        );
        assert_eq!(county.words("SELECT employer_name FROM people").await, "");
        chair.get(&path).await.expect(409).expect_says("已经是保留状态");
        assert!(county.site.sms(&worker.phone).await.contains("会籍保留好了"));
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn leaving_is_declared_takes_effect_at_once_and_is_never_refused() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        worker.ask().await;
        let page = worker.client.get("/me/membership/leave").await.expect(200);
        page.expect_says("退会由您自己决定，工会不会拦").expect_says("0515-88004444");
        worker.client.post("/me/membership/leave", &[]).await.expect(422).expect_says("请勾选");
        let form = [("declared", "1"), ("note", "去外地了")];
        assert_eq!(worker.client.post("/me/membership/leave", &form).await.expect(303).to(), "/me/membership/ways/2");
        assert_eq!(county.current(&worker).await, None);
        // The transfer that was under way ended with it.
        assert_eq!(county.words("SELECT state FROM ways WHERE id = 1").await, "withdrawn");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 1);
        let paper = worker.client.get("/me/membership/ways/2/paper").await.expect(200);
        paper.expect_says("退会声明").expect_says("自2026年11月19日起不再是会员").expect_says("去外地了");
        worker.client.get("/me/card").await.expect(200).expect_says("已结束");
        let page = chair.get("/console/ways/2").await.expect(200).expect_says("宣布退会");
        assert!(!page.says("不同意"));
        chair.post("/console/ways/2/decision", &[("decision", "refuse"), ("reason", "不行")]).await.expect(409);
        chair.post("/console/ways/2/decision", &[("decision", "announce")]).await.expect(303);
        assert_eq!(
            county.site.number("SELECT COUNT(*) FROM membership_events WHERE change = '6' AND reason = '5'").await,
            1
        );
        county.adds_up().await;
        assert_eq!(worker.client.post("/me/membership/leave", &form).await.expect(303).to(), "/me/membership");
        worker.client.get("/me/membership").await.expect(200).expect_says("您现在没有会籍");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn somebody_who_left_comes_back_with_new_seniority() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        worker.client.post("/me/membership/leave", &[("declared", "1")]).await.expect(303);
        let member = worker.membership.id;
        chair.get(&format!("/console/members/{member}")).await.expect(200).expect_says("重新入会");
        let path = format!("/console/members/{member}/return");
        chair.get(&path).await.expect(200).expect_says("从今天重新算");
        chair.post(&path, &[]).await.expect(422).expect_says("入会申请书");
        chair.post(&path, &[("signed", "1")]).await.expect(303);
        let now = county.current(&worker).await.unwrap();
        assert_eq!((now.joined_on.as_str(), now.state.as_str()), ("2026-11-19", "active"));
        chair.post(&path, &[("signed", "1")]).await.expect(409).expect_says("已经是会员");
        worker.client.get("/me/card").await.expect(200).expect_says("有效");
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

const OPINION: [(&str, &str); 8] = [
    ("sentence", "滨河县人民法院（2026）刑初12号"),
    ("group_name", "第一工会小组"),
    ("held_on", "2026-11-18"),
    ("text", "同意按章程开除会籍"),
    ("group_members", "9"),
    ("group_present", "8"),
    ("group_yes", "7"),
    ("group_no", "1"),
];

#[tokio::test]
async fn an_expulsion_goes_through_the_group_the_committee_and_the_report_upward() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let mut town =
            county.site.holder("王镇长", "13900001888", platform::rights::Role::Officer, county.town.id).await;
        let path = format!("/console/members/{}/expulsion", worker.membership.id);
        let empty = chair.post(&path, &[]).await.expect(422);
        empty.expect_says("没有判决不能开除会籍").expect_says("请填应到的数目");
        chair.post(&path, &OPINION).await.expect(303);
        assert!(county.site.sms(&worker.phone).await.contains("可以在决定以前向委员会说明"));
        worker.client.get("/me/membership/ways/1").await.expect(200).expect_says("等委员会决定");
        worker.client.post("/me/membership/ways/1/answer", &[("answer", "withdraw")]).await.expect(409);
        let page = chair.get("/console/ways/1?act=expel").await.expect(200);
        page.expect_says("同意票超过应到人数的一半").expect_says("应到9人，实到8人，同意7票，不同意1票，弃权0票");
        let votes = |present, yes| {
            [
                ("decision", "expel"),
                ("committee_members", "7"),
                ("committee_present", present),
                ("committee_yes", yes),
                ("committee_no", "0"),
            ]
        };
        let wrong = chair.post("/console/ways/1/decision", &votes("8", "4")).await.expect(422);
        wrong.expect_says("实到人数要在1和应到人数之间");
        chair.post("/console/ways/1/decision", &votes("6", "5")).await.expect(303);
        assert_eq!(county.current(&worker).await, None);
        assert!(county.site.sms(&worker.phone).await.contains("不服可以向城东街道总工会0515-88001001申诉"));
        assert_eq!(
            county.site.number("SELECT COUNT(*) FROM membership_events WHERE change = '5' AND reason = '6'").await,
            1
        );
        chair.post("/console/ways/1/decision", &[("decision", "file")]).await.expect(409);
        town.get("/console/ways/1").await.expect(200).expect_says("同意5票").expect_says("备案");
        town.post("/console/ways/1/decision", &[("decision", "file")]).await.expect(303);
        assert_eq!(county.words("SELECT state FROM ways").await, "done");
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn without_a_majority_of_the_committee_nobody_is_expelled() {
    for county in counties().await {
        let worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        chair.post(&format!("/console/members/{}/expulsion", worker.membership.id), &OPINION).await.expect(303);
        let votes = [
            ("decision", "expel"),
            ("committee_members", "7"),
            ("committee_present", "6"),
            ("committee_yes", "3"),
            ("committee_no", "3"),
        ];
        chair.post("/console/ways/1/decision", &votes).await.expect(303);
        assert_eq!(county.current(&worker).await.unwrap(), worker.membership);
        assert!(county.site.sms(&worker.phone).await.contains("不开除"));
        assert_eq!(county.words("SELECT state FROM ways").await, "refused");
        county.adds_up().await;
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_member_of_nothing_is_led_to_joining() {
    for county in counties().await {
        let mut visitor = county.site.person("新人", "13900029999").await;
        visitor.get("/me/membership").await.expect(200).expect_says("您现在没有会籍").expect_says("加入工会");
        for path in ["transfer", "keep", "leave", "return"] {
            assert_eq!(visitor.get(&format!("/me/membership/{path}")).await.expect(303).to(), "/me/membership");
        }
        county.site.figures_add_up().await;
    }
}
