//! What must hold when two are at it at once, and when nobody else is left.
use super::{
    counties,
    county::{PAY, decide},
};
use platform::vals;

#[tokio::test]
async fn a_form_sent_twice_at_once_is_one_case() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut again = county.site.sign_in(county.account("工友1").await).await;
        let (one, two) = tokio::join!(worker.client.post("/services/pay", &PAY), again.post("/services/pay", &PAY));
        assert_eq!(one.expect(303).to(), two.expect(303).to());
        let (mut here, mut there) = (county.officer(&county.town).await, county.officer(&county.county).await);
        let mut fields = PAY.to_vec();
        fields.extend([("service", "pay"), ("name", "何平"), ("phone", "13900030001"), ("channel", "phone")]);
        let (one, two) = tokio::join!(here.post("/console/cases", &fields), there.post("/console/cases", &fields));
        one.expect(303);
        two.expect(303);
        assert_eq!(county.number("SELECT COUNT(*) FROM cases").await, 2);
        assert_eq!(county.number("SELECT COUNT(*) FROM tasks").await, 2);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_officers_who_decide_at_once_leave_one_decision() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut one, mut two) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let number = worker.ask("pay", &PAY).await;
        let (accept, decline) =
            ([("decision", "accept"), ("version", "1")], [("decision", "decline"), ("reason", "x"), ("version", "1")]);
        let (a, b) = tokio::join!(decide(&mut one, &number, &accept), decide(&mut two, &number, &decline));
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        assert_eq!(county.number("SELECT COUNT(*) FROM case_steps WHERE act IN ('accept', 'decline')").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn where_the_accused_sits_at_the_top_the_named_second_person_alone_has_the_case() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut town, mut chief) = (county.officer(&county.town).await, county.chair(&county.county).await);
        let mut other = county.officer(&county.county).await;
        let mut second = county.holder("督办员", "13900009999", &county.county).await;
        town.post("/console/cases/second", &[("account", "1")]).await.expect(409).expect_says("由滨河县总工会指定");
        let id = county.account("督办员").await.to_string();
        other.post("/console/cases/second", &[("account", "")]).await.expect(422).expect_says("请选一位");
        other.post("/console/cases/second", &[("account", &id)]).await.expect(303);
        let before = (county.waiting(&county.county).await, county.figure("cases", &county.county).await);
        let accused = county.account("滨河县总工会主席").await.to_string();
        let fields = [("f_what", "union"), ("f_story", "主席骂人"), ("accused", accused.as_str())];
        let number = worker.ask("suggestions", &fields).await;
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("由滨河县总工会办理");
        for client in [&mut town, &mut chief, &mut other] {
            client.get(&format!("/console/cases/{number}")).await.expect(404);
            assert!(!client.get("/console/cases?view=all").await.says("工友1"));
        }
        county.days_later(30).await;
        assert_eq!((county.waiting(&county.county).await, county.figure("cases", &county.county).await), before);
        second.get("/console/cases").await.expect_says("工友1");
        decide(&mut second, &number, &[("decision", "explain"), ("reason", "查过了")]).await.expect(303);
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("查过了");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_nobody_did_at_the_root_goes_to_the_second_person_there() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut top = county.officer(&county.county).await;
        county.holder("督办员", "13900009999", &county.county).await;
        let id = county.account("督办员").await.to_string();
        top.post("/console/cases/second", &[("account", &id)]).await.expect(303);
        let number = worker.ask("pay", &PAY).await;
        county.days_later(40).await;
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("到期还没办，换了人督办");
        assert_eq!(county.number("SELECT COUNT(*) FROM case_steps WHERE act = 'second'").await, 1, "once");
        let sql = "SELECT COUNT(*) FROM notices n JOIN accounts a ON a.id = n.account WHERE a.name = '督办员' AND n.title LIKE '到期还没办，请您督办%'";
        assert_eq!(county.number(sql).await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_climb_makes_what_an_officer_saw_old() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        county.officer(&county.town).await;
        let number = worker.ask("pay", &PAY).await;
        let seen = county.number("SELECT version FROM cases").await.to_string();
        county.days_later(5).await;
        let accept = [("decision", "accept"), ("version", seen.as_str())];
        decide(&mut chair, &number, &accept).await.expect(409);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn at_the_counter_too_a_case_goes_past_the_workplace_and_past_whom_it_is_about() {
    for county in counties().await {
        let (mut chair, mut town) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let mut top = county.officer(&county.county).await;
        let mut fields = PAY.to_vec();
        fields.extend([("service", "pay"), ("name", "何平"), ("phone", "13900030001"), ("channel", "counter")]);
        fields.push(("bypass", "1"));
        chair.get("/console/cases/new?service=pay").await.expect_says("不让单位的工会知道");
        assert_eq!(chair.post("/console/cases", &fields).await.expect(303).to(), "/console/cases");
        assert!(!chair.get("/console/cases").await.says("何平"));
        town.get("/console/cases").await.expect_says("何平");
        // About the chair of the town, taken down at the town by somebody else there.
        county.chair(&county.town).await;
        let accused = county.account("城东街道总工会主席").await.to_string();
        let fields = [
            ("service", "suggestions"),
            ("name", "钱红"),
            ("phone", "13900030002"),
            ("channel", "phone"),
            ("f_what", "union"),
            ("f_story", "主席骂人"),
            ("accused", accused.as_str()),
        ];
        town.post("/console/cases", &fields).await.expect(303);
        assert!(!town.get("/console/cases").await.says("钱红"));
        top.get("/console/cases").await.expect_says("钱红");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_file_that_an_officer_fetches_is_a_reading() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.suggest().await;
        let files = format!("/me/cases/{number}/files");
        worker.client.upload(&files, "合同.pdf", b"%PDF-1.7 x", &[]).await.expect(303);
        let sql = "SELECT COUNT(*) FROM audit_entries WHERE act = 'case.read'";
        assert_eq!(county.number(sql).await, 0);
        let (id,): (i64,) = county.site.app.db.one("SELECT id FROM case_files", vals![]).await.unwrap();
        worker.client.get(&format!("{files}/{id}")).await.expect(200);
        assert_eq!(county.number(sql).await, 0, "one's own is not looked at by others");
        chair.get(&format!("/console/cases/{number}/files/{id}")).await.expect(200);
        assert_eq!(county.number(sql).await, 1);
        county.site.figures_add_up().await;
    }
}
