use super::{after_the_notice, but, member, visit};
use crate::tests::{
    counties,
    county::{County, Worker, decide},
};
use platform::{
    sheets::{Cell, Limits, open},
    testing::Client,
};

const CALL: [(&str, &str); 7] = [
    ("title", "2026年金秋助学"),
    ("opens", "2026-11-19"),
    ("closes", "2026-11-30"),
    ("budget", "8000"),
    ("amount_senior", "2000"),
    ("amount_college", "3000"),
    ("amount_university", "5000"),
];
/// The number of the n-th child.
fn child(n: u16) -> String {
    directory::testing::man((n + 200).into())
}
/// The n-th worker asks for a child: income a year, and at what school.
async fn ask(worker: &mut Worker, number: &str, income: &str, level: &str) -> String {
    let fields = [
        ("f_child", "王小满"),
        ("f_number", number),
        ("f_level", level),
        ("f_school", "滨河一中"),
        ("f_income", income),
        ("f_persons", "3"),
        ("f_situation", "single"),
        ("f_bank", "6222021304001234"),
    ];
    worker.ask("autumn", &fields).await
}
/// Reviewed, visited and recommended.
async fn recommended(chair: &mut Client, number: &str, key: &'static str) {
    decide(chair, number, &[("decision", "pass")]).await.expect(303);
    assert_eq!(visit(chair, number, &but(&[("key", key)])).await["state"], "sent");
    decide(chair, number, &[("decision", "recommend")]).await.expect(303);
}
const KEYS: [&str; 3] = ["a123456789abcdef0", "b123456789abcdef0", "c123456789abcdef0"];
const AT: &str = "/console/aid/calls/1";

pub async fn called(county: &County) -> Client {
    let mut officer = county.officer(&county.county).await;
    officer.post("/console/aid/calls", &CALL).await.expect(303);
    officer
}

#[tokio::test]
async fn a_call_goes_from_its_opening_to_the_ranking_to_the_notice_to_the_payment_list() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut first = member(&county, 1, &county.firm).await;
        first.client.get("/services/autumn").await.expect(409).expect_says("不在金秋助学的申请期");
        let mut officer = called(&county).await;
        let mut again = county.officer(&county.town).await;
        again.post("/console/aid/calls", &CALL).await.expect(422).expect_says("滨河县总工会已经在办");
        officer.post("/console/aid/calls", &[]).await.expect(422).expect_says("请写叫什么");
        first.client.get("/services/autumn").await.expect(200);
        let mut second = member(&county, 2, &county.firm).await;
        let mut third = member(&county, 3, &county.firm).await;
        let numbers = [
            ask(&mut first, &child(1), "60000", "university").await,
            ask(&mut second, &child(2), "9000", "university").await,
            ask(&mut third, &child(3), "20000", "college").await,
        ];
        for (number, key) in numbers.iter().zip(KEYS) {
            recommended(&mut chair, number, key).await;
        }
        let page = officer.get(AT).await.expect(200).expect_says("人均收入低于低保标准").expect_says("单亲家庭");
        let text = page.visible();
        let place = |name: &str| text.find(name).unwrap();
        assert!(place("工友2") < place("工友3") && place("工友3") < place("工友1"), "the neediest first");
        assert_eq!(page.text().matches(" checked").count(), 2, "8,000 reach for 5,000 and 3,000");
        let all: Vec<(&str, &str)> = numbers.iter().map(|n| ("case", n.as_str())).chain([("act", "list")]).collect();
        officer.post(&format!("{AT}/act"), &all).await.expect(303);
        officer.get(AT).await.expect_says("列入了2个孩子；工友1没有办成：预算只剩¥0.00");
        officer.post(&format!("{AT}/act"), &[("act", "paid")]).await.expect(303);
        officer.get(AT).await.expect_says("还没有公示");
        officer.post(&format!("{AT}/act"), &[("act", "publish")]).await.expect(303);
        let shown = county.words("SELECT body FROM public_notices").await;
        assert!(shown.contains("王*满") && !shown.contains("工友2") && !shown.contains("3209"), "{shown}");
        after_the_notice(&county).await;
        officer.post(&format!("{AT}/act"), &[("act", "paid")]).await.expect(303);
        officer.get(AT).await.expect_says("登记发放了2个孩子");
        let sheet = officer.get(&format!("{AT}/payments")).await.expect(200);
        let rows = rows(&sheet.bytes);
        assert!(rows[0].concat().contains("2026年金秋助学发放表"));
        assert_eq!(
            (rows[2][1].as_str(), rows[2][2].as_str(), rows[2][3].as_str()),
            ("工友2", "6222021304001234", "5000")
        );
        assert_eq!(rows.last().unwrap()[3], "8000");
        assert_eq!(county.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'aid.payments'").await, 1);
        second
            .client
            .get(&format!("/me/cases/{}", numbers[1]))
            .await
            .expect_says("助学金发了")
            .expect_says("¥5,000.00");
        crate::tests::delivered::rated(&county, &mut second, &numbers[1]).await;
        assert_eq!(county.figure("aid.paid", &county.firm).await, 8_000);
        assert_eq!(county.figure("aid.families", &county.firm).await, 2);
        county.site.figures_add_up().await;
    }
}
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let sheet = open(bytes, Limits::default()).unwrap();
    let mut rows = Vec::new();
    sheet
        .rows(|_, cells| {
            rows.push(cells.iter().map(|cell: &Cell| cell.text().to_string()).collect::<Vec<_>>());
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

#[tokio::test]
async fn who_is_listed_after_the_notice_is_made_public_too_and_a_list_somebody_was_right_against_is_corrected() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut officer = called(&county).await;
        let mut cases = Vec::new();
        for n in 1..=3_u16 {
            let mut worker = member(&county, n, &county.firm).await;
            let case = ask(&mut worker, &child(n), "9000", "senior").await;
            recommended(&mut chair, &case, KEYS[usize::from(n) - 1]).await;
            cases.push(case);
        }
        let act = format!("{AT}/act");
        let list = |case: &str| vec![("act", "list".to_owned()), ("case", case.to_owned())];
        let mut does = async |fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
            officer.post(&act, &fields).await.expect(303);
            officer.get(AT).await.expect(200)
        };
        let publish = || vec![("act", "publish".to_owned())];
        let pay = || vec![("act", "paid".to_owned())];
        does(list(&cases[0])).await;
        does(publish()).await.expect_says("公示了1个孩子");
        does(list(&cases[1])).await.expect_says("名单正在公示，不能再加人");
        after_the_notice(&county).await;
        does(list(&cases[1])).await.expect_says("列入，没公示").expect_says("公示补充的名单");
        does(pay()).await.expect_says("登记发放了1个孩子；工友2没有办成：这个孩子还没有公示");
        does(publish()).await.expect_says("公示了1个孩子");
        let body = "SELECT body FROM public_notices ORDER BY id DESC LIMIT 1";
        assert_eq!(county.words(body).await.matches("王*满").count(), 1, "those who stood on no list");
        does(publish()).await.expect_says("没有还没公示的孩子");
        // Somebody is right against the second list: it is made public again, without whom it was about.
        let mut tx = county.site.app.db.begin().await.unwrap();
        let objection = "INSERT INTO public_objections (notice, name_sealed, phone_sealed, text_sealed, at, verdict, answer_sealed) SELECT MAX(id), '', '', '', 0, 'upheld', '' FROM public_notices";
        tx.exec(objection, vec![]).await.unwrap();
        tx.commit().await.unwrap();
        after_the_notice(&county).await;
        does(pay()).await.expect_says("有异议核实成立");
        does(list(&cases[2])).await;
        decide(&mut chair, &cases[1], &[("decision", "strike"), ("reason", "家里有房出租")]).await.expect(303);
        does(publish()).await.expect_says("公示了1个孩子");
        after_the_notice(&county).await;
        does(pay()).await.expect_says("登记发放了1个孩子");
        assert_eq!(county.figure("aid.paid", &county.firm).await, 4_000);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn no_child_is_aided_twice_whatever_fund_pays() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut officer = called(&county).await;
        let (number, act) = (child(1), format!("{AT}/act"));
        let mut worker = member(&county, 1, &county.firm).await;
        let case = ask(&mut worker, &number, "9000", "senior").await;
        recommended(&mut chair, &case, KEYS[0]).await;
        let fund =
            [("act", "fund"), ("fund", "希望工程"), ("child", "王小满"), ("number", &*number), ("amount", "3000")];
        officer.post(&act, &[("act", "fund")]).await.expect(422).expect_says("请写哪个基金");
        officer.post(&act, &fund).await.expect(303);
        officer.post(&act, &fund).await.expect(422).expect_says("已经登记过");
        officer.get(AT).await.expect_says("已有希望工程").expect_says("不能重复").expect_says("王*满");
        chair.get(&format!("/console/cases/{case}")).await.expect_says("已经由希望工程资助");
        decide(&mut officer, &case, &[("decision", "list")]).await.expect(409).expect_says("不能重复");
        assert_eq!(county.figure("aid.paid", &county.firm).await, 0, "what others gave is not counted");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_children_who_are_listed_at_once_do_not_overspend_the_budget() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (mut one, mut two) = (called(&county).await, county.officer(&county.town).await);
        let mut cases = Vec::new();
        for n in [1, 2] {
            let mut worker = member(&county, n, &county.firm).await;
            let case = ask(&mut worker, &child(n), "9000", "university").await;
            recommended(&mut chair, &case, KEYS[usize::from(n)]).await;
            cases.push(case);
        }
        let list = [("decision", "list")];
        let (a, b) = tokio::join!(decide(&mut one, &cases[0], &list), decide(&mut two, &cases[1], &list));
        let mut both = [a.status.as_u16(), b.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [303, 409]);
        assert_eq!(county.number("SELECT CAST(SUM(amount) AS BIGINT) FROM aid_payments").await, 500_000);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn hospital_consolation_is_paid_and_a_loan_is_lent_and_neither_counts_as_recovered() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut worker = member(&county, 1, &county.firm).await;
        let ill = [("f_hospital", "县医院骨科"), ("f_since", "2026-11-10"), ("f_bank", "6222021304001234")];
        let case = worker.ask("consolation", &ill).await;
        decide(&mut chair, &case, &[("decision", "consoled"), ("amount", "500"), ("reason", "看望了")])
            .await
            .expect(303);
        worker.client.get(&format!("/me/cases/{case}")).await.expect_says("慰问了").expect_says("慰问金发放通知书");
        crate::tests::delivered::rated(&county, &mut worker, &case).await;
        let loan = [("f_use", "start"), ("f_amount", "50000"), ("f_years", "2"), ("f_story", "开个小店")];
        let lent = worker.ask("loan", &loan).await;
        for step in [
            vec![("decision", "recommend"), ("reason", "老会员")],
            vec![("decision", "credit"), ("amount", "50000"), ("reason", "农商行")],
            vec![("decision", "repaid")],
        ] {
            decide(&mut chair, &lent, &step).await.expect(303);
        }
        worker.client.get(&format!("/me/cases/{lent}")).await.expect_says("贷款还清了");
        let letter = chair.get(&format!("/console/cases/{lent}/letters/2")).await.expect(200);
        letter.expect_says("合作银行").expect_says("申请贷款¥50,000.00，用途：自己创业").expect_says("老会员");
        worker.client.get(&format!("/me/cases/{lent}/letters/2")).await.expect(404);
        let figures = [
            ("aid.paid", 500),
            ("aid.families", 1),
            ("cases.recovered", 0),
            ("cases.solved", 2),
            ("loans.lent", 50_000),
        ];
        for (key, value) in figures {
            assert_eq!(county.figure(key, &county.firm).await, value, "{key}");
        }
        // Rated badly, it goes on above; what is lent then takes the place of what was.
        let poor = [("stars", "1"), ("words", "利息高")];
        worker.client.post(&format!("/me/cases/{lent}/rating"), &poor).await.expect(303);
        let mut town = county.officer(&county.town).await;
        decide(&mut town, &lent, &[("decision", "recommend"), ("reason", "换一家")]).await.expect(303);
        decide(&mut town, &lent, &[("decision", "credit"), ("amount", "30000"), ("reason", "利息低")])
            .await
            .expect(303);
        let lent = (county.figure("loans.lent", &county.firm).await, county.figure("loans.lent", &county.town).await);
        assert_eq!(lent, (0, 30_000));
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn local_amounts_are_the_regions_own_from_their_day_on() {
    for county in counties().await {
        let (mut chair, app) = (county.chair(&county.firm).await, &county.site.app);
        let mut tx = app.db.begin().await.unwrap();
        for (setting, day, value) in [
            (crate::aid::CONSOLATION, "2026-01-01", "300"),
            (crate::aid::CONSOLATION, "2026-12-01", "600"),
            (crate::aid::MINIMUM, "2026-12-01", "500"),
        ] {
            platform::settings::set(&mut tx, setting, "320999", day.parse().unwrap(), value, None, 0).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut worker = member(&county, 1, &county.firm).await;
        let ill = [("f_hospital", "县医院骨科"), ("f_since", "2026-11-10"), ("f_bank", "6222021304001234")];
        let case = worker.ask("consolation", &ill).await;
        let pay = |amount| [("decision", "consoled"), ("amount", amount), ("reason", "看望了")];
        chair.get(&format!("/console/cases/{case}?act=consoled")).await.expect_says("一次最多¥300.00");
        decide(&mut chair, &case, &pay("300.01"))
            .await
            .expect(422)
            .expect_says("一次最多¥300.00")
            .expect_says("看望了");
        let family = worker.ask("hardship", &super::POOR).await;
        chair
            .get(&format!("/console/cases/{family}"))
            .await
            .expect_says("低保标准合¥18,000.00")
            .expect_says("深度困难");
        county.days_later(12).await;
        chair
            .get(&format!("/console/cases/{family}"))
            .await
            .expect_says("低保标准合¥12,000.00")
            .expect_says("相对困难");
        decide(&mut chair, &case, &pay("600")).await.expect(303);
        county.site.figures_add_up().await;
    }
}
