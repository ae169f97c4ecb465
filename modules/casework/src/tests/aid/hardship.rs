use super::{POOR, VISIT, after_the_notice, but, member, visit};
use crate::tests::{
    counties,
    county::{County, Worker, decide},
};
use platform::testing::Client;

/// A case with its first review by the firm's chair, visited; gives its number.
async fn visited(chair: &mut Client, worker: &mut Worker) -> String {
    let number = worker.ask("hardship", &POOR).await;
    decide(chair, &number, &[("decision", "pass")]).await.expect(303);
    assert_eq!(visit(chair, &number, &VISIT).await["state"], "sent");
    number
}
/// The same with an open file, by the officer of the town.
async fn filed(county: &County, chair: &mut Client, officer: &mut Client) -> String {
    let mut worker = member(county, 1, &county.firm).await;
    let number = visited(chair, &mut worker).await;
    decide(chair, &number, &[("decision", "publish")]).await.expect(303);
    after_the_notice(county).await;
    decide(officer, &number, &[("decision", "approve")]).await.expect(303);
    number
}

#[tokio::test]
async fn a_family_in_hardship_goes_from_the_application_to_the_file_to_money_and_out_again() {
    for county in counties().await {
        let mut worker = member(&county, 1, &county.firm).await;
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        worker.client.get("/services?q=%E5%9B%B0%E9%9A%BE%E8%81%8C%E5%B7%A5").await.expect_says("申请建困难职工档案");
        worker.client.get("/services/hardship").await.expect(200).expect_says("一起生活的家人");
        let number = worker.ask("hardship", &POOR).await;
        let (own, at) = (format!("/me/cases/{number}"), format!("/console/cases/{number}"));
        worker.client.get(&own).await.expect_says("按规则怎么算").expect_says("深度困难").expect_says("尾号1234");
        let page = chair.get(&at).await.expect(200);
        page.expect_says("扣除刚性支出，2口人每年剩¥14,000.00")
            .expect_says("低保标准合¥18,000.00")
            .expect_says("尾号1234");

        decide(&mut chair, &number, &[("decision", "pass")]).await.expect(303);
        decide(&mut chair, &number, &[("decision", "publish")]).await.expect(409).expect_says("先要两个人上门走访");
        chair.get(&format!("{at}/visit")).await.expect(200).expect_says("和您同去的人");
        assert_eq!(visit(&mut chair, &number, &VISIT).await["state"], "sent");
        decide(&mut chair, &number, &[("decision", "publish")]).await.expect(303);
        let open = county.site.visitor().get("/publicity").await;
        assert_eq!(open.status.as_u16(), 404, "the pages are the lobby's");
        let shown = county.words("SELECT body FROM public_notices").await;
        assert!(shown.contains("工*1") && !shown.contains("工友1") && shown.contains("深度困难"), "{shown}");

        decide(&mut officer, &number, &[("decision", "approve")]).await.expect(409).expect_says("过了这一天才能办");
        after_the_notice(&county).await;
        decide(&mut chair, &number, &[("decision", "approve")]).await.expect(409).expect_says("请另一位同事来批");
        decide(&mut officer, &number, &[("decision", "approve")]).await.expect(303);
        worker.client.get(&own).await.expect_says("建了困难职工档案");
        crate::tests::delivered::rated(&county, &mut worker, &number).await;
        assert_eq!(county.figure("hardship.files", &county.firm).await, 1);

        let file = "/console/aid/files/1";
        chair.get("/console/aid/files").await.expect(200).expect_says("工友1").expect_says("深度困难");
        chair.get(&format!("{file}?act=pay")).await.expect(200).expect_says("一年最多¥12,000.00");
        let pay = |amount| [("act", "pay"), ("purpose", "medical"), ("fund", "union"), ("amount", amount)];
        let act = format!("{file}/act");
        chair.post(&act, &pay("x")).await.expect(422).expect_says("请只填数字");
        chair.post(&act, &pay("5000")).await.expect(303);
        chair.post(&act, &pay("7000.01")).await.expect(422).expect_says("今年还能发¥7,000.00");
        chair.post(&act, &pay("7000")).await.expect(303);
        assert_eq!(county.figure("aid.paid", &county.firm).await, 12_000);
        assert_eq!(county.figure("aid.families", &county.firm).await, 1, "one family, paid twice");
        worker.client.get(&own).await.expect_says("钱发到您卡上了").expect_says("¥5,000.00");

        let better = [("act", "review"), ("income", "90000"), ("rigid", "0"), ("unforeseen", "0"), ("persons", "2")];
        chair.post(&act, &better).await.expect(303);
        chair.get(file).await.expect(200).expect_says("退出了").expect_says("已经脱困");
        chair.post(&act, &pay("1")).await.expect(409);
        let figures = [("hardship.files", 0), ("hardship.left", 1), ("aid.visits", 1)];
        for (key, value) in figures {
            assert_eq!(county.figure(key, &county.firm).await, value, "{key}");
        }
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_visit_that_is_sent_again_or_twice_at_once_is_one() {
    for county in counties().await {
        let mut worker = member(&county, 1, &county.firm).await;
        let (mut one, mut two) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let number = worker.ask("hardship", &POOR).await;
        let first = visit(&mut one, &number, &VISIT).await;
        assert_eq!(visit(&mut one, &number, &VISIT).await, first, "the answer was lost on the way");
        let (a, b) = tokio::join!(visit(&mut two, &number, &VISIT), async {
            let mut again = county.officer(&county.town).await;
            visit(&mut again, &number, &VISIT).await
        });
        assert_eq!((a["state"].as_str(), b["state"].as_str()), (Some("sent"), Some("sent")));
        assert_eq!(county.number("SELECT COUNT(*) FROM case_visits").await, 2, "one of each account");
        assert_eq!(county.figure("aid.visits", &county.firm).await, 2);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_visit_needs_two_and_says_what_is_missing_by_field() {
    for county in counties().await {
        let mut worker = member(&county, 1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("hardship", &POOR).await;
        let verdict = visit(&mut chair, &number, &[("key", super::KEY), ("agrees", "partly"), ("income", "x")]).await;
        let faults = verdict["faults"].as_object().expect("faults by field");
        for field in ["second", "place", "looked", "asked", "income"] {
            assert!(faults.contains_key(field), "{field}: {verdict}");
        }
        let alone = visit(&mut chair, &number, &but(&[("second", "顺通物流工会主席")])).await;
        assert!(alone["faults"]["second"].as_str().unwrap().contains("另一位"), "{alone}");
        let picture = visit(&mut chair, &number, &but(&[("photo1", "data:image/jpeg;base64,bm8=")])).await;
        assert!(picture["faults"]["photo1"].as_str().unwrap().contains("照片"), "{picture}");
        assert_eq!(visit(&mut chair, &number, &but(&[("key", "short")])).await["state"], "wrong");
        let mut other = county.chair(&county.park).await;
        other.upload(&format!("/console/cases/{number}/visits"), "", b"", &VISIT).await.expect(404);
        assert_eq!(county.number("SELECT COUNT(*) FROM case_visits").await, 0);
        let dot = include_str!("dot.txt").trim();
        let shown: Vec<(&str, &str)> = VISIT.iter().copied().chain([("photo1", dot)]).collect();
        assert_eq!(visit(&mut chair, &number, &shown).await["state"], "sent");
        chair.get(&format!("/console/cases/{number}")).await.expect_says("走访照片1.jpg").expect_says("没有空调");
        let page = worker.client.get(&format!("/me/cases/{number}")).await;
        assert!(page.says("工会上门走访了") && !page.says("没有空调"), "what the visitors wrote is the union's");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_the_visit_checked_counts_and_nobody_is_filed_whom_the_rule_does_not_find_in_hardship() {
    for county in counties().await {
        let mut worker = member(&county, 1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("hardship", &POOR).await;
        decide(&mut chair, &number, &[("decision", "pass")]).await.expect(303);
        visit(&mut chair, &number, &but(&[("agrees", "partly"), ("income", "80000"), ("rigid", "0")])).await;
        chair.get(&format!("/console/cases/{number}")).await.expect_says("不符合").expect_says("家庭年收入¥80,000.00");
        decide(&mut chair, &number, &[("decision", "publish")]).await.expect(409).expect_says("不符合困难职工的条件");
        assert_eq!(county.number("SELECT COUNT(*) FROM public_notices").await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn whoever_takes_it_back_while_it_is_public_is_public_no_longer() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut worker = member(&county, 1, &county.firm).await;
        let number = visited(&mut chair, &mut worker).await;
        decide(&mut chair, &number, &[("decision", "publish")]).await.expect(303);
        worker.client.post(&format!("/me/cases/{number}/act"), &[("act", "withdraw")]).await.expect(303);
        assert_eq!(county.number("SELECT COUNT(*) FROM public_notices WHERE withdrawn_at IS NULL").await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn of_two_who_pay_at_once_one_is_told_that_the_file_changed() {
    for county in counties().await {
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        filed(&county, &mut chair, &mut officer).await;
        let pay = [("act", "pay"), ("purpose", "living"), ("fund", "union"), ("amount", "8000"), ("version", "1")];
        let act = "/console/aid/files/1/act";
        let (a, b) = tokio::join!(chair.post(act, &pay), officer.post(act, &pay));
        let mut both = [a.status.as_u16(), b.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [303, 422]);
        assert_eq!(county.figure("aid.paid", &county.firm).await, 8_000);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_file_becomes_a_task_before_its_year_is_over_and_moves_up_when_its_union_ends() {
    for county in counties().await {
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        filed(&county, &mut chair, &mut officer).await;
        let tasks = "SELECT COUNT(*) FROM tasks WHERE kind = 'hardship.review' AND done_at IS NULL";
        county.site.days_later(200).await;
        assert_eq!(county.number(tasks).await, 0);
        county.site.days_later(140).await;
        county.site.days_later(1).await;
        assert_eq!(county.number(tasks).await, 1, "once, however often the job runs");
        // Nobody stays signed in for a year.
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let same = [("act", "review"), ("income", "24000"), ("rigid", "0"), ("unforeseen", "0"), ("persons", "2")];
        chair.post("/console/aid/files/1/act", &same).await.expect(303);
        chair.get("/console/aid/files/1").await.expect_says("相对困难");
        assert_eq!(county.number(tasks).await, 0);
        county.close(&county.firm).await;
        county.site.days_later(1).await;
        officer.get("/console/aid/files/1").await.expect(200).expect_says("城东街道总工会");
        assert_eq!(county.figure("hardship.files", &county.firm).await, 0);
        assert_eq!(county.figure("hardship.files", &county.town).await, 1);
    }
}

#[tokio::test]
async fn a_file_exists_for_nobody_outside_its_branch_and_its_reading_is_recorded() {
    for county in counties().await {
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        filed(&county, &mut chair, &mut officer).await;
        let mut other = county.chair(&county.park).await;
        other.get("/console/aid/files/1").await.expect(404);
        other.post("/console/aid/files/1/act", &[("act", "leave"), ("why", "asked")]).await.expect(404);
        assert!(!other.get("/console/aid/files").await.says("工友1"));
        chair.get("/console/aid/files/1").await.expect(200);
        let read = "SELECT COUNT(*) FROM audit_entries WHERE act = 'hardship.read' AND person IS NOT NULL";
        assert_eq!(county.number(read).await, 1);
        let open = "SELECT COUNT(*) FROM hardship_files f, hardship_findings g, case_visits v WHERE f.bank_sealed LIKE '%1234%' OR g.household_sealed LIKE '%income%' OR v.told_sealed LIKE '%空调%'";
        assert_eq!(county.number(open).await, 0, "sealed");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_decision_and_each_payment_come_as_letters_of_the_register_for_the_family_alone() {
    for county in counties().await {
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let (mut worker, mut other) = (member(&county, 1, &county.firm).await, member(&county, 2, &county.firm).await);
        let number = visited(&mut chair, &mut worker).await;
        decide(&mut chair, &number, &[("decision", "publish")]).await.expect(303);
        after_the_notice(&county).await;
        decide(&mut officer, &number, &[("decision", "approve")]).await.expect(303);
        for amount in ["3000", "2000"] {
            let pay = [("act", "pay"), ("purpose", "medical"), ("fund", "union"), ("amount", amount)];
            chair.post("/console/aid/files/1/act", &pay).await.expect(303);
        }
        let sql = "SELECT id, number, letter FROM case_letters ORDER BY id";
        let letters: Vec<(i64, i64, String)> = county.site.app.db.all(sql, vec![]).await.unwrap();
        let kinds: Vec<&str> = letters.iter().map(|(_, _, letter)| letter.as_str()).collect();
        assert_eq!(kinds, ["aid.public", "aid.decision", "aid.payment", "aid.payment"]);
        assert_eq!(letters.iter().map(|row| row.1).collect::<Vec<_>>(), [1, 2, 3, 4], "one register, no gap");
        let at = |n: usize| format!("/me/cases/{number}/letters/{}", letters[n].0);
        let decision = worker.client.get(&at(1)).await.expect(200);
        decision.expect_says("困难职工救助决定书").expect_says("工诉〔2026〕2号").expect_says("深度困难");
        let paid = worker.client.get(&at(2)).await.expect(200);
        let paid = paid.expect_says("救助金发放通知书").expect_says("¥3,000.00").expect_says("顺通物流工会");
        assert!(!paid.says("6222021304001234"), "of the account only its end");
        other.client.get(&at(2)).await.expect(404);
        chair.get(&format!("/console/cases/{number}/letters/{}", letters[3].0)).await.expect_says("¥2,000.00");
        county
            .chair(&county.park)
            .await
            .get(&format!("/console/cases/{number}/letters/{}", letters[3].0))
            .await
            .expect(404);
        let open = "SELECT COUNT(*) FROM case_letters WHERE lines_sealed LIKE '%困难%' OR lines_sealed LIKE '%工友%'";
        assert_eq!(county.number(open).await, 0, "sealed");
    }
}

#[tokio::test]
async fn whoever_stood_aside_neither_visits_nor_approves_nor_pays() {
    for county in counties().await {
        let (mut chair, mut aside) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let mut officer = county.holder("吴干事", "13900008888", &county.town).await;
        let mut worker = member(&county, 1, &county.firm).await;
        let number = worker.ask("hardship", &POOR).await;
        decide(&mut chair, &number, &[("decision", "pass")]).await.expect(303);
        decide(&mut aside, &number, &[("decision", "aside"), ("reason", "表姐")]).await.expect(303);
        assert!(visit(&mut aside, &number, &VISIT).await.to_string().contains("已经回避"));
        assert_eq!(county.number("SELECT COUNT(*) FROM case_visits").await, 0);
        assert_eq!(visit(&mut chair, &number, &VISIT).await["state"], "sent");
        decide(&mut chair, &number, &[("decision", "publish")]).await.expect(303);
        after_the_notice(&county).await;
        decide(&mut aside, &number, &[("decision", "approve")]).await.expect(409);
        decide(&mut officer, &number, &[("decision", "approve")]).await.expect(303);
        let pay = [("act", "pay"), ("purpose", "medical"), ("fund", "union"), ("amount", "3000")];
        aside.post("/console/aid/files/1/act", &pay).await.expect(409).expect_says("已经回避");
        assert_eq!(county.figure("aid.paid", &county.firm).await, 0);
        officer.post("/console/aid/files/1/act", &pay).await.expect(303);
    }
}
