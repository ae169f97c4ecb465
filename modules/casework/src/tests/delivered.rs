//! Each service that the program brings, through the door from the worker's own words to the rating. Wages stand in [`super::ways`], aid in
//! [`super::aid`], mediation and counselling in their own tests.
use super::{
    counties,
    county::{County, Worker, decide},
};
use platform::{testing::Client, web::encode};

/// Found by these words, asked for with these fields; gives its number.
async fn asked(worker: &mut Worker, service: &str, words: &str, fields: &[(&str, &str)]) -> String {
    let name = crate::definitions::newest(service).unwrap().name.clone();
    worker.client.get(&format!("/services?q={}", encode(words))).await.expect(200).expect_says(&name);
    worker.client.get(&format!("/services/{service}")).await.expect(200).expect_says(&name);
    worker.client.post(&format!("/services/{service}"), &[]).await.expect(422).expect_says("这一项要填");
    let number = worker.ask(service, fields).await;
    worker.client.get(&format!("/me/cases/{number}")).await.expect_says("最迟").expect_says("诉求回执");
    number
}
async fn done(desk: &mut Client, number: &str, act: &str, words: &str) {
    decide(desk, number, &[("decision", act), ("reason", words)]).await.expect(303);
}
/// The n-th letter of the case, as the worker prints it.
async fn letter(county: &County, worker: &mut Worker, number: &str, title: &str) -> platform::testing::Answer {
    let page = worker.client.get(&format!("/me/cases/{number}")).await.expect(200);
    page.expect_says(title);
    let id = county.number("SELECT MAX(id) FROM case_letters").await;
    let paper = worker.client.get(&format!("/me/cases/{number}/letters/{id}")).await.expect(200);
    paper.expect_says(title).expect_says("工诉〔2026〕").expect_says("顺通物流工会")
}
/// The worker is asked, gives five stars, and is asked no more; it counts as satisfied, and nobody waits for anything.
pub async fn rated(county: &County, worker: &mut Worker, number: &str) {
    let own = format!("/me/cases/{number}");
    let before = county.figure("cases.satisfied", &county.county).await;
    worker.client.get(&own).await.expect(200).expect_says("请您评价");
    worker.client.post(&format!("{own}/rating"), &[("stars", "5"), ("words", "办得好")]).await.expect(303);
    assert!(!worker.client.get(&own).await.expect(200).says("请您评价"));
    assert_eq!(county.figure("cases.satisfied", &county.county).await, before + 1);
    let waits = format!(
        "SELECT COUNT(*) FROM tasks t JOIN cases c ON c.id = t.subject_id WHERE t.subject = 'case' AND c.number = '{number}' AND t.done_at IS NULL"
    );
    assert_eq!(county.site.app.db.number(sqlx::AssertSqlSafe(waits), vec![]).await.unwrap(), 0);
}
async fn solved(county: &County) {
    for (key, value) in [("cases", 1), ("cases.solved", 1), ("cases.helped", 1), ("cases.rated", 1)] {
        assert_eq!(county.figure(key, &county.firm).await, value, "{key}");
    }
    county.site.figures_add_up().await;
}

#[tokio::test]
async fn a_suggestion_is_taken_up_carried_out_and_rated() {
    for county in counties().await {
        let (mut worker, mut chair) = (county.member(1, &county.firm).await, county.chair(&county.firm).await);
        let fields = [("f_what", "safety"), ("f_story", "三号库门口人车分开")];
        let number = asked(&mut worker, "suggestions", "提意见", &fields).await;
        done(&mut chair, &number, "adopt", "本月划线").await;
        letter(&county, &mut worker, &number, "合理化建议采纳通知书")
            .await
            .expect_says("本月划线")
            .expect_says("12月17日");
        done(&mut chair, &number, "finish", "线划好了").await;
        letter(&county, &mut worker, &number, "合理化建议答复书").await.expect_says("落实了");
        rated(&county, &mut worker, &number).await;
        solved(&county).await;
    }
}

#[tokio::test]
async fn who_wants_to_learn_is_found_a_class_and_rates_it() {
    for county in counties().await {
        let (mut worker, mut chair) = (county.member(1, &county.firm).await, county.chair(&county.firm).await);
        let fields = [("f_what", "skill"), ("f_when", "weekend"), ("f_story", "想考叉车证")];
        let number = asked(&mut worker, "study", "考叉车证", &fields).await;
        done(&mut chair, &number, "arrange", "周末班12月5日开课").await;
        letter(&county, &mut worker, &number, "求学帮扶答复书").await.expect_says("周末班12月5日开课");
        rated(&county, &mut worker, &number).await;
        solved(&county).await;
    }
}

#[tokio::test]
async fn who_is_in_need_is_called_helped_and_rates_it() {
    for county in counties().await {
        let (mut worker, mut chair) = (county.member(1, &county.firm).await, county.chair(&county.firm).await);
        let fields = [("f_what", "elders"), ("f_family", "4"), ("f_story", "老人没人照看")];
        let number = asked(&mut worker, "living", "老人没人管", &fields).await;
        decide(&mut chair, &number, &[("decision", "contacted")]).await.expect(303);
        done(&mut chair, &number, "helped", "联系了日间照料中心").await;
        letter(&county, &mut worker, &number, "生活帮扶答复书").await.expect_says("联系了日间照料中心");
        rated(&county, &mut worker, &number).await;
        solved(&county).await;
    }
}

#[tokio::test]
async fn who_was_injured_sees_both_days_of_the_law_and_the_union_settles_it_with_the_firm() {
    for county in counties().await {
        let (mut worker, mut chair) = (county.member(1, &county.firm).await, county.chair(&county.firm).await);
        let fields = [
            ("f_employer", "顺通物流有限公司"),
            ("f_what", "injury"),
            ("f_since", "2026-11-09"),
            ("f_story", "卸货砸伤了脚"),
        ];
        let number = asked(&mut worker, "rights", "工伤", &fields).await;
        // 30 days from 9 November: 9 December, for the employer; a year: 9 November 2027, for oneself.
        let page = worker.client.get(&format!("/me/cases/{number}")).await;
        let page = page.expect_says("单位申请工伤认定最迟12月9日").expect_says("《工伤保险条例》第十七条第一款");
        page.expect_says("自己申请工伤认定最迟2027年11月9日").expect_says("《工伤保险条例》第十七条第二款");
        decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        letter(&county, &mut worker, &number, "诉求受理通知书").await.expect_says("顺通物流有限公司");
        let inquiry = [("decision", "letter"), ("letter", "inquiry"), ("reason", "11月9日卸货受伤的经过")];
        decide(&mut chair, &number, &inquiry).await.expect(303);
        let id = county.number("SELECT MAX(id) FROM case_letters").await;
        let paper = chair.get(&format!("/console/cases/{number}/letters/{id}")).await.expect(200);
        let paper = paper.expect_says("《中华人民共和国工会法》第二十六条").expect_says("11月9日卸货受伤的经过");
        assert!(!paper.says("工友1"), "the firm is not told who asked");
        // Who asks for the award's day later: 15 days to sue.
        let award = [("decision", "limit"), ("statute", "sue"), ("kind", "begun"), ("reason", "收到裁决书")];
        decide(&mut chair, &number, &[&award[..], &[("from", "2026-11-18")]].concat()).await.expect(303);
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("不服仲裁裁决起诉最迟12月3日");
        done(&mut chair, &number, "settle", "单位已经申请工伤认定").await;
        letter(&county, &mut worker, &number, "诉求办理结果告知书").await;
        rated(&county, &mut worker, &number).await;
        solved(&county).await;
    }
}

#[tokio::test]
async fn a_question_of_law_is_answered_in_writing_and_rated() {
    for county in counties().await {
        let (mut worker, mut chair) = (county.member(1, &county.firm).await, county.chair(&county.firm).await);
        let fields = [("f_what", "contract"), ("f_story", "让我签空白合同，能签吗")];
        let number = asked(&mut worker, "advice", "问一问合同", &fields).await;
        done(&mut chair, &number, "answer", "不要签").await;
        letter(&county, &mut worker, &number, "法律咨询答复书").await.expect_says("不要签");
        rated(&county, &mut worker, &number).await;
        solved(&county).await;
    }
}

#[tokio::test]
async fn legal_aid_goes_from_the_application_to_a_lawyer_to_the_outcome_and_the_rating() {
    for county in counties().await {
        let (mut worker, mut chair) = (county.member(1, &county.firm).await, county.chair(&county.firm).await);
        let fields = [
            ("f_employer", "顺通物流有限公司"),
            ("f_what", "compensation"),
            ("f_stage", "before"),
            ("f_since", "2026-03-02"),
            ("f_amount", "24000"),
            ("f_income", "1200"),
            ("f_story", "合同到期没有续，没给补偿"),
        ];
        let number = asked(&mut worker, "lawyer", "请不起律师", &fields).await;
        let own = format!("/me/cases/{number}");
        worker.client.get(&own).await.expect_says("申请劳动仲裁最迟2027年3月2日");
        decide(&mut chair, &number, &[("decision", "approve")]).await.expect(303);
        let at = format!("/console/cases/{number}");
        chair.get(&format!("{at}?act=appointed")).await.expect_says("律师的姓名、律师事务所、电话");
        decide(&mut chair, &number, &[("decision", "appointed")]).await.expect(422).expect_says("这里要写");
        done(&mut chair, &number, "appointed", "何律师，江海律师事务所，0515-88001234").await;
        worker.client.get(&own).await.expect_says("律师在办").expect_says("何律师");
        letter(&county, &mut worker, &number, "法律援助指派通知书").await.expect_says("江海律师事务所");
        county.days_later(20).await;
        done(&mut chair, &number, "progress", "仲裁立案了，12月20日开庭").await;
        // Its clock began anew with what the lawyer told.
        worker.client.get(&own).await.expect_says("12月20日开庭").expect_says("最迟2027年1月8日");
        let paid = [("decision", "paid"), ("amount", "18000"), ("reason", "裁决付经济补偿")];
        decide(&mut chair, &number, &paid).await.expect(303);
        letter(&county, &mut worker, &number, "法律援助结案告知书").await.expect_says("裁决付经济补偿");
        worker.client.get(&own).await.expect_says("官司有结果了，钱您收到了吗");
        assert_eq!(county.figure("cases.recovered", &county.firm).await, 0, "not before it has arrived");
        worker.client.post(&format!("{own}/act"), &[("act", "arrived")]).await.expect(303);
        assert_eq!(county.figure("cases.recovered", &county.firm).await, 18_000);
        rated(&county, &mut worker, &number).await;
        solved(&county).await;
    }
}
