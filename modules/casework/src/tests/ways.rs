use super::{
    counties,
    county::{PAY, decide},
};

#[tokio::test]
async fn a_wage_complaint_goes_from_the_workers_own_words_to_the_rating() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let found = worker.client.get("/services?q=%E8%80%81%E6%9D%BF%E4%B8%8D%E5%8F%91%E5%B7%A5%E8%B5%84").await;
        found.expect(200).expect_says("工资被拖欠，请工会帮我要").expect_says("不是这件事，换一个");
        let form = worker.client.get("/services/pay").await.expect(200).expect_says("不用再填");
        assert!(form.text().contains("顺通物流有限公司"), "the record knows where he works");
        worker.client.post("/services/pay", &[]).await.expect(422).expect_says("这一项要填");
        let number = worker.ask("pay", &PAY).await;
        assert_eq!(number.len(), 12);
        let own = format!("/me/cases/{number}");
        let page = worker.client.get(&own).await.expect(200);
        page.expect_says("等工会受理，由顺通物流工会办理").expect_says("最迟11月23日").expect_says("还没有人打开过");
        assert!(county.sms(&worker.phone).await.contains("由顺通物流工会办理"));
        // A second tap is the same case.
        assert_eq!(worker.ask("pay", &PAY).await, number);
        assert_eq!(county.number("SELECT COUNT(*) FROM cases").await, 1);

        assert_eq!(county.waiting(&county.firm).await, ["欠薪诉求：顺通物流有限公司，等工会受理"]);
        chair.get("/console/cases").await.expect(200).expect_says("欠薪诉求").expect_says("工友1");
        let page = chair.get(&format!("/console/cases/{number}")).await.expect(200);
        page.expect_says("两个月没发工资").expect_says("¥9,860.00").expect_says("139****0001").expect_says("受理");
        decide(&mut chair, &number, &[("decision", "decline")]).await.expect(422).expect_says("这里要写");
        decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        worker.client.get(&own).await.expect_says("正在调解").expect_says("第十四条").expect_says("顺通物流工会主席");
        assert!(county.sms(&worker.phone).await.contains("受理了"));
        let paid = [("decision", "paid"), ("amount", "9,860"), ("reason", "打到卡上了")];
        decide(&mut chair, &number, &paid).await.expect(303);
        worker.client.get(&own).await.expect_says("单位说补发了，您收到了吗").expect_says("打到卡上了");
        worker.client.post(&format!("{own}/act"), &[("act", "arrived")]).await.expect(303);
        worker.client.get(&own).await.expect_says("工资要回来了").expect_says("请您评价");
        worker.client.post(&format!("{own}/rating"), &[]).await.expect(422).expect_says("请选几星");
        worker.client.post(&format!("{own}/rating"), &[("stars", "5")]).await.expect(303);
        assert!(!worker.client.get(&own).await.says("请您评价"));
        chair.get("/console/cases?view=over").await.expect_says("5星").expect_says("解决了");
        assert_eq!(county.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        for (key, value) in [
            ("cases", 1),
            ("cases.ended", 1),
            ("cases.solved", 1),
            ("cases.timed", 2),
            ("cases.in_time", 2),
            ("cases.recovered", 9860),
            ("cases.rated", 1),
            ("cases.satisfied", 1),
            ("cases.asked_to_rate", 1),
            ("cases.helped", 1),
            ("cases.answered_in_time", 1),
        ] {
            assert_eq!(county.figure(key, &county.firm).await, value, "{key}");
        }
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_case_that_nobody_works_on_climbs_to_the_root_and_the_worker_sees_it() {
    for county in counties().await {
        let mut worker = county.stranger().await;
        county.chair(&county.firm).await;
        county.officer(&county.town).await;
        let mut officer = county.officer(&county.county).await;
        let mut fields = PAY.to_vec();
        worker.client.post("/services/pay", &fields).await.expect(422).expect_says("请写怎么称呼您");
        fields.extend([("name", "何平"), ("bypass", "1")]);
        let number = worker.ask("pay", &fields).await;
        let own = format!("/me/cases/{number}");
        worker.client.get(&own).await.expect_says("由城东街道总工会办理").expect_says("对单位保密");
        county.days_later(4).await;
        assert_eq!(
            county.words("SELECT o.name FROM tasks t JOIN organisations o ON o.id = t.level_org").await,
            "城东街道总工会"
        );
        county.days_later(1).await;
        worker.client.get(&own).await.expect_says("已报滨河县总工会").expect_says("到期没办，报上一级");
        assert_eq!(county.waiting(&county.county).await.len(), 1);
        decide(&mut officer, &number, &[("decision", "accept")]).await.expect(303);
        assert_eq!(
            (county.figure("cases.timed", &county.town).await, county.figure("cases.in_time", &county.town).await),
            (1, 0)
        );
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn asking_the_worker_stops_the_clock_until_the_answer() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.suggest().await;
        let own = format!("/me/cases/{number}");
        decide(&mut chair, &number, &[("decision", "ask"), ("reason", "哪个食堂？")]).await.expect(303);
        worker.client.get(&own).await.expect_says("工会请您补充").expect_says("哪个食堂？");
        county.days_later(30).await;
        assert_eq!(county.number("SELECT COUNT(*) FROM task_escalations").await, 0);
        worker.client.post(&format!("{own}/message"), &[("text", "二号食堂")]).await.expect(303);
        chair.get(&format!("/console/cases/{number}")).await.expect_says("二号食堂").expect_says("还剩6天");
        decide(&mut chair, &number, &[("decision", "note"), ("reason", "问过后勤")]).await.expect(303);
        assert!(!worker.client.get(&own).await.says("问过后勤"), "notes are not the worker's");
        chair.get(&format!("/console/cases/{number}")).await.expect_says("问过后勤");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn of_two_officers_the_second_learns_who_was_first() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut one, mut two) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let number = worker.ask("pay", &PAY).await;
        let (seen, accept) = (("version", "1"), ("decision", "accept"));
        one.get(&format!("/console/cases/{number}")).await.expect(200);
        decide(&mut one, &number, &[accept, seen]).await.expect(303);
        decide(&mut two, &number, &[("decision", "failed"), ("reason", "x"), seen])
            .await
            .expect(409)
            .expect_says("刚办过这件诉求");
        decide(&mut two, &number, &[accept, seen]).await.expect(409);
        // Nobody answers his own question.
        two.post(&format!("/me/cases/{number}/act"), &[("act", "withdraw")]).await.expect(404);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn silence_at_the_workers_step_ends_the_case_without_calling_it_solved() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("pay", &PAY).await;
        decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        decide(&mut chair, &number, &[("decision", "paid"), ("amount", "1"), ("reason", "x")]).await.expect(303);
        county.days_later(9).await;
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("没有核对就办结了");
        assert_eq!(
            (county.figure("cases.solved", &county.firm).await, county.figure("cases.recovered", &county.firm).await),
            (0, 0)
        );
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_case_at_a_union_that_ends_goes_on_above_and_counts_there() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut officer = county.officer(&county.town).await;
        let number = worker.suggest().await;
        county.close(&county.firm).await;
        county.days_later(1).await;
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("由城东街道总工会办理");
        assert_eq!(county.waiting(&county.town).await, ["合理化建议，等工会答复"]);
        officer.get(&format!("/console/cases/{number}")).await.expect(200);
        assert_eq!((county.figure("cases", &county.firm).await, county.figure("cases", &county.town).await), (0, 1));
    }
}

#[tokio::test]
async fn an_officer_takes_a_case_down_for_somebody_who_then_follows_it_by_phone() {
    for county in counties().await {
        let mut officer = county.officer(&county.town).await;
        officer.get("/console/cases/new").await.expect(200).expect_says("欠薪诉求");
        officer.get("/console/cases/new?service=pay").await.expect(200).expect_says("由城东街道总工会承办");
        let mut fields = PAY.to_vec();
        fields.push(("service", "pay"));
        officer.post("/console/cases", &fields).await.expect(422).expect_says("请写姓名");
        fields.extend([("name", "何平"), ("phone", "13900030001"), ("channel", "phone")]);
        let to = officer.post("/console/cases", &fields).await.expect(303).to();
        officer.get(&to).await.expect(200).expect_says("电话代录");
        let mut worker = county.stranger().await;
        worker.client.get("/me/cases").await.expect(200).expect_says("欠薪诉求");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_is_handed_in_is_a_picture_or_a_pdf_and_only_for_those_who_see_the_case() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut chair, mut other) = (county.chair(&county.firm).await, county.chair(&county.park).await);
        let number = worker.suggest().await;
        let own = format!("/me/cases/{number}");
        worker
            .client
            .upload(&format!("{own}/files"), "a.jpg", b"no picture", &[])
            .await
            .expect(422)
            .expect_says("请选照片");
        worker.client.upload(&format!("{own}/files"), "合同.pdf", b"%PDF-1.7 x", &[]).await.expect(303);
        worker.client.get(&own).await.expect_says("合同.pdf");
        let at = "files/1";
        assert_eq!(worker.client.get(&format!("{own}/{at}")).await.expect(200).bytes, b"%PDF-1.7 x");
        chair.get(&format!("/console/cases/{number}/{at}")).await.expect(200);
        other.get(&format!("/console/cases/{number}/{at}")).await.expect(404);
        county.member(2, &county.firm).await.client.get(&format!("{own}/{at}")).await.expect(404);
        county.site.figures_add_up().await;
    }
}
