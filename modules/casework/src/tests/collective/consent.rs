use super::*;
use platform::vals;

/// All that a case is, but for what the search index keeps of it.
async fn state(county: &County, number: &str) -> (i64, String, Option<String>, i64) {
    let sql = "SELECT version, step, due_on, level FROM cases WHERE number = $1";
    county.site.app.db.one(sql, vals![number]).await.unwrap()
}

#[tokio::test]
async fn cases_against_one_employer_are_found_and_joined_only_with_each_workers_consent() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut all = workers(&county, 3).await;
        let before =
            (state(&county, &all[0].1).await, state(&county, &all[2].1).await, county.waiting(&county.firm).await);
        let case = format!("/console/cases/{}", all[0].1);
        chair.get(&case).await.expect(200).expect_says("同一家单位还有2位职工提了欠薪诉求");
        chair.get("/console/matters/new").await.expect(200).expect_says("顺通物流有限公司");
        let new = chair.get(&format!("/console/matters/new?case={}", all[0].1)).await.expect(200);
        new.expect_says("工友1").expect_says("工友2").expect_says("工友3");
        let alone = [("of", &*all[0].1), ("case", &*all[0].1), ("words", "x")];
        chair.post("/console/matters", &alone).await.expect(422).expect_says("至少选两位");
        let matter = propose(&mut chair, &[&all[0].1, &all[1].1, &all[2].1]).await;
        assert!(!chair.get("/console/matters/new").await.says("顺通物流有限公司"), "they are asked already");
        let own = format!("/me/matters/{matter}");
        for (worker, number) in &mut all {
            worker.client.get(&format!("/me/cases/{number}")).await.expect_says("工会建议和工友一起办");
            let page = worker.client.get(&own).await.expect(200).expect_says("一起和单位谈");
            assert!(!page.says("工友1") && !page.says("工友2"), "who the others are is not told to whom is asked");
        }
        assert!(county.sms(&all[0].0.phone).await.contains("工会建议您和工友一起办"));
        does(&mut all[0].0, &matter, &[("act", "join")]).await.expect(422).expect_says("请选一项");
        join(&mut all[0].0, &matter, "yes").await;
        join(&mut all[1].0, &matter, "no").await;
        does(&mut all[2].0, &matter, &[("act", "decline")]).await.expect(303);
        does(&mut all[2].0, &matter, &[("act", "join"), ("named", "yes")]).await.expect(303);
        all[2].0.client.get(&own).await.expect_says("您没有参加");
        let page = chair.get(&format!("/console/matters/{matter}")).await.expect(200);
        page.expect_says("2人参加").expect_says("不参加");
        // Each sees of the others what they allowed, and of a sum nothing that gives one away.
        let page = all[0].0.client.get(&own).await.expect_says("另有1位工友不公开姓名");
        assert!(!page.says("工友2") && !page.says("大家一共"));
        let page = all[1].0.client.get(&own).await.expect_says("工友1").expect_says("大家一共");
        assert!(!page.says("工友3"));
        let page = all[2].0.client.get(&own).await;
        assert!(!page.says("工友1"), "who is not of it sees nobody");
        county.member(9, &county.firm).await.client.get(&own).await.expect(404);
        county.chair(&county.park).await.get(&format!("/console/matters/{matter}")).await.expect(404);
        // The cases are as they were, with their own clocks.
        let after =
            (state(&county, &all[0].1).await, state(&county, &all[2].1).await, county.waiting(&county.firm).await);
        assert_eq!(after, before);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_worker_may_leave_and_be_asked_again_and_what_was_filled_in_is_kept() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (mut all, matter) = joined(&county, &mut chair, 3).await;
        let line =
            [("act", "fill"), ("version", "2"), ("month_0", "2026-09"), ("amount_0", "4930"), ("evidence_0", "工资条")];
        does(&mut all[0].0, &matter, &line).await.expect(303);
        assert_eq!(county.figure("matters.people", &county.firm).await, 3);
        assert_eq!(county.figure("matters", &county.firm).await, 1);
        does(&mut all[0].0, &matter, &[("act", "leave")]).await.expect(303);
        let page = chair.get(&format!("/console/matters/{matter}")).await.expect_says("退出了");
        assert!(!page.says("¥4,930.00"), "the sheet is of those who take part");
        assert_eq!(county.figure("matters.people", &county.firm).await, 2);
        let fill = does(&mut all[0].0, &matter, &line).await.expect(303);
        assert_eq!(fill.to(), format!("/me/matters/{matter}"));
        let own_case = format!("/me/cases/{}", all[0].1);
        all[0].0.client.get(&own_case).await.expect_says("等工会受理");
        let again = [("act", "ask"), ("case", &*all[0].1)];
        desk_does(&mut chair, &matter, &again).await.expect(303);
        join(&mut all[0].0, &matter, "no").await;
        chair.get(&format!("/console/matters/{matter}")).await.expect_says("¥4,930.00");
        // What a person takes along has the lines too.
        let name = crate::portions::CASES;
        let (account,): (platform::identity::AccountId,) =
            county.site.app.db.one("SELECT account FROM cases WHERE number = $1", vals![&all[0].1]).await.unwrap();
        let subject = platform::portions::Subject { account, person: None };
        let data = (name.export)(county.site.app.clone(), subject).await.unwrap().to_string();
        assert!(data.contains("2026-09") && data.contains("工资条"));
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_officers_who_propose_at_once_make_one_matter_and_nobody_is_in_two() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut second = county.holder("小吴", "13900008888", &county.firm).await;
        let mut all = workers(&county, 3).await;
        let numbers: Vec<String> = all.iter().map(|(_, number)| number.clone()).collect();
        let mut form = vec![("of", &*numbers[0]), ("words", "一起谈")];
        form.extend(numbers.iter().map(|number| ("case", number.as_str())));
        let (one, two) = tokio::join!(chair.post("/console/matters", &form), second.post("/console/matters", &form));
        let mut answers = [one.status.as_u16(), two.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [303, 422]);
        assert_eq!(county.number("SELECT COUNT(*) FROM matters").await, 1);
        assert_eq!(county.number("SELECT COUNT(*) FROM matter_parts").await, 3);
        let matter = county.words("SELECT number FROM matters").await;
        join(&mut all[0].0, &matter, "yes").await;
        // Both answers of one worker at once: one counts.
        let act = format!("/me/matters/{matter}/act");
        let mut phone = county.site.sign_in(county.account("工友2").await).await;
        let join = [("act", "join"), ("named", "yes")];
        let _ = tokio::join!(all[1].0.client.post(&act, &join), phone.post(&act, &[("act", "decline")]));
        assert_eq!(county.number("SELECT COUNT(*) FROM matter_steps WHERE act IN ('join', 'decline')").await, 2);
        // Another union above may ask too; who says yes there is no longer here.
        let mut town = county.officer(&county.town).await;
        let other = town.post("/console/matters", &form).await;
        assert!(other.status == 303 || other.status == 422);
        assert_eq!(county.number("SELECT COUNT(*) FROM matter_parts WHERE state = 'joined' AND case_id = 1").await, 1);
        county.site.figures_add_up().await;
    }
}
