use super::{County, counties};
use crate::testing::man;
use platform::facts::{self, Period};

async fn approved(county: &County) -> i64 {
    county.site.number("SELECT COUNT(*) FROM memberships WHERE state = 'active'").await
}

#[tokio::test]
async fn an_approval_makes_a_member_with_everything_that_follows() {
    for county in counties().await {
        county.code("BHK7M3Q", &county.freight, "货车司机").await;
        let mut driver = county.applicant("13900010001").await;
        driver.sign_in("/join/BHK7M3Q").await;
        driver.who("程望川", &man(1)).await.expect(303);
        driver.as_driver().await.expect(303);
        driver.sign("").await.expect(303);
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        chair
            .get("/console/joinings")
            .await
            .expect(200)
            .expect_says("程望川")
            .expect_says("扫码")
            .expect_says("11月24日");
        let page = chair.get("/console/joinings/1").await.expect(200);
        let page = page.expect_says("还剩5天").expect_says("3209**********").expect_says("139****0001");
        assert!(!page.text().contains(&man(1)));
        let signed = chair.get("/console/joinings/1/signature").await.expect(200);
        assert_eq!(&signed.bytes[1..4], b"PNG");
        let done = chair.post("/console/joinings/1/decision", &[("decision", "approve"), ("version", "1")]).await;
        assert_eq!(done.expect(303).to(), "/console/joinings");

        assert_eq!(approved(&county).await, 1);
        let app = &county.site.app;
        let scope = platform::tree::Scope::below(&county.county.path);
        let month = Period::month_of(app.today());
        for measure in [
            crate::members::MEMBERS,
            crate::members::JOINED,
            crate::members::JOINED_BY_CODE,
            crate::members::JOINED_GROUP,
        ] {
            assert_eq!(facts::value(&app.db, measure, &scope, month).await.unwrap(), 1, "{}", measure.name);
        }
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM people WHERE phone_checked = 1").await, 1);
        assert!(county.site.sms("13900010001").await.contains("您已经是会员"));
        driver.mine().await.expect_says("您已经是会员");
        driver.client.get("/join/member").await.expect(200).expect_says("滨河县货运行业联合工会");
        assert_eq!(driver.client.get("/join").await.expect(303).to(), "/join/member");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_second_of_two_officers_learns_who_was_first() {
    for county in counties().await {
        county.driver("程望川", 1).await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        let mut officer = county.officer().await;
        officer.get("/console/joinings/1").await.expect(200);
        chair.post("/console/joinings/1/decision", &[("decision", "approve"), ("version", "1")]).await.expect(303);
        let refusal = [("decision", "refuse"), ("reason", "不合适"), ("version", "1")];
        officer
            .post("/console/joinings/1/decision", &refusal)
            .await
            .expect(409)
            .expect_says("孙维方今天10:00已经通过了这份申请");
        assert_eq!(approved(&county).await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_approvals_at_the_same_moment_admit_once() {
    for county in counties().await {
        county.driver("程望川", 1).await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        let mut officer = county.officer().await;
        let fields = [("decision", "approve"), ("version", "1")];
        let (one, other) = tokio::join!(
            chair.post("/console/joinings/1/decision", &fields),
            officer.post("/console/joinings/1/decision", &fields)
        );
        let mut both = [one.status.as_u16(), other.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [303, 409]);
        assert_eq!(approved(&county).await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_joining_that_is_sent_back_is_mended_and_approved() {
    for county in counties().await {
        let mut driver = county.driver("程望用", 1).await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        let empty = [("decision", "return"), ("reason", "")];
        chair.post("/console/joinings/1/decision", &empty).await.expect(422).expect_says("请写清要改什么");
        let back = [("decision", "return"), ("reason", "姓名和身份证不一样，请改")];
        chair.post("/console/joinings/1/decision", &back).await.expect(303);
        assert!(county.site.sms("13900010001").await.contains("姓名和身份证不一样，请改"));
        driver.mine().await.expect_says("姓名和身份证不一样，请改").expect_says("去修改");
        assert_eq!(driver.client.get("/join/mending").await.expect(303).to(), "/join/who");
        let form = driver.client.get("/join/who").await.expect(200).text();
        assert!(form.contains("value=\"程望用\""), "the form is filled again");
        driver.who("程望川", &man(1)).await.expect(303);
        driver.as_driver().await.expect(303);
        driver.sign("").await.expect(303);
        driver.mine().await.expect_says("您改好后又交了一次").expect_says("工会正在审核");
        let late = [("decision", "approve"), ("version", "1")];
        chair.post("/console/joinings/1/decision", &late).await.expect(409).expect_says("改过这份申请，请再看一遍");
        chair.post("/console/joinings/1/decision", &[("decision", "approve"), ("version", "3")]).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM joinings").await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM memberships WHERE name = '程望川'").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_refusal_says_why_and_one_may_apply_again() {
    for county in counties().await {
        let mut driver = county.driver("程望川", 1).await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        let refusal = [("decision", "refuse"), ("reason", "您在外县，请向所在地工会申请")];
        chair.post("/console/joinings/1/decision", &refusal).await.expect(303);
        assert!(county.site.sms("13900010001").await.contains("请向所在地工会申请"));
        driver.mine().await.expect_says("这次没有通过").expect_says("请向所在地工会申请");
        assert_eq!(driver.client.get("/join").await.expect(303).to(), "/join/who");
        driver.who("程望川", &man(1)).await.expect(303);
        driver.as_driver().await.expect(303);
        driver.sign("").await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM joinings").await, 2);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_applicant_may_withdraw_until_it_is_decided() {
    for county in counties().await {
        let mut driver = county.driver("程望川", 1).await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        driver.client.post("/me/joining/withdrawal", &[]).await.expect(303);
        driver.mine().await.expect_says("您撤回了这份申请");
        let fields = [("decision", "approve"), ("version", "1")];
        chair.post("/console/joinings/1/decision", &fields).await.expect(409).expect_says("撤回了这份申请");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_county_names_a_union_where_none_fits() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let mut chair = county.chair(&county.firm.org(), "13900000003").await;
        let mut worker = county.applicant("13900010001").await;
        worker.sign_in("/join").await;
        worker.who("程望川", &man(1)).await.expect(303);
        worker.as_driver().await.expect(303);
        worker.client.get("/join/union?choice=county").await.expect(200).expect_says("由县里给您定");
        worker.sign("county").await.expect(303);
        worker.mine().await.expect_says("县里正在给您定工会").expect_says("最迟12月3日");
        chair.get("/console/joinings/1").await.expect(404);
        let waiting = officer.get("/console/joinings?undecided=1").await.expect(200);
        waiting.expect_says("程望川").expect_says("等定工会");
        let approval = [("decision", "approve")];
        officer.post("/console/joinings/1/decision", &approval).await.expect(409).expect_says("请先给申请人定一家");
        officer.post("/console/joinings/1/assignment", &[("union", "没有这家")]).await.expect(422);
        let federation = [("union", "滨河县货运行业工会联合会")];
        officer.post("/console/joinings/1/assignment", &federation).await.expect(422).expect_says("不直接收会员");
        officer.post("/console/joinings/1/assignment", &[("union", "顺通物流工会")]).await.expect(303);
        assert!(county.site.sms("13900010001").await.contains("由顺通物流工会接收您"));
        worker.mine().await.expect_says("给您定了工会").expect_says("最迟11月24日告诉您结果");
        chair.post("/console/joinings/1/decision", &approval).await.expect(303);
        assert_eq!(approved(&county).await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_overdue_joining_climbs_and_climbs_again() {
    for county in counties().await {
        county.chair(&county.firm.org(), "13900000003").await;
        county.site.holder("镇工会", "13900000004", platform::rights::Role::Officer, county.town.id).await;
        let mut officer = county.officer().await;
        let mut worker = county.applicant("13900010001").await;
        worker.sign_in("/join").await;
        worker.who("程望川", &man(1)).await.expect(303);
        worker.work(&[("work", "employer"), ("employer", "顺通物流有限公司")]).await.expect(303);
        worker.sign("").await.expect(303);
        county.site.days_later(6).await;
        worker.mine().await.expect_says("超期，报城东街道总工会").expect_says("顺通物流工会没有按时办");
        let told = async |title: &str| {
            let sql = "SELECT COUNT(*) FROM notices WHERE title = $1 AND link = '/me/joining'";
            county.site.app.db.number(sql, platform::vals![title]).await.unwrap()
        };
        assert_eq!((told("入会申请已报城东街道总工会").await, told("入会申请已报滨河县总工会").await), (1, 0));
        county.site.days_later(6).await;
        assert_eq!(told("入会申请已报滨河县总工会").await, 1, "at every step");
        worker.mine().await.expect_says("超期，报滨河县总工会");
        officer.get("/console/joinings?overdue=1").await.expect(200).expect_says("超7天");
        officer
            .get("/console/joinings/1")
            .await
            .expect(200)
            .expect_says("超7天")
            .expect_says("滨河县总工会（已报上级）");
        officer.post("/console/joinings/1/decision", &[("decision", "approve")]).await.expect(303);
        assert_eq!(approved(&county).await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn many_are_approved_at_once_after_a_preview() {
    for county in counties().await {
        for n in 1..=3 {
            county.driver(&format!("程望{}", ["山", "川", "海"][usize::from(n) - 1]), n).await;
        }
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        chair.post("/console/joinings/approvals", &[]).await.expect(409).expect_says("还没有选申请");
        let chosen = [("joining", "1"), ("joining", "2"), ("joining", "3")];
        let preview = chair.post("/console/joinings/approvals", &chosen).await.expect(200);
        preview.expect_says("将通过3份").expect_says("程望海");
        assert_eq!(approved(&county).await, 0, "a preview decides nothing");
        let mut officer = county.officer().await;
        let refusal = [("decision", "refuse"), ("reason", "重复")];
        officer.post("/console/joinings/2/decision", &refusal).await.expect(303);
        let confirmed = [("confirmed", "1"), ("joining", "1.1"), ("joining", "2.1"), ("joining", "3.1")];
        chair.post("/console/joinings/approvals", &confirmed).await.expect(303);
        chair
            .get("/console/joinings")
            .await
            .expect_says("已通过2份申请")
            .expect_says("程望川：周县员今天10:00已经决定不批准");
        assert_eq!(approved(&county).await, 2);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_neighbours_chair_sees_nothing() {
    for county in counties().await {
        county.driver("程望川", 1).await;
        let mut neighbour = county.chair(&county.firm.org(), "13900000003").await;
        let list = neighbour.get("/console/joinings?state=all").await.expect(200);
        assert!(!list.says("程望川"));
        for path in ["/console/joinings/1", "/console/joinings/1/signature"] {
            neighbour.get(path).await.expect(404);
        }
        for path in ["decision", "assignment", "reading"] {
            neighbour.post(&format!("/console/joinings/1/{path}"), &[]).await.expect(404);
        }
        let forged = [("confirmed", "1"), ("joining", "1.1")];
        neighbour.post("/console/joinings/approvals", &forged).await.expect(409);
        assert_eq!(approved(&county).await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_is_sealed_opens_with_a_reason_that_is_kept() {
    for county in counties().await {
        county.driver("程望川", 1).await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        chair.post("/console/joinings/1/reading", &[]).await.expect(422).expect_says("请写清为什么看");
        let opened = chair.post("/console/joinings/1/reading", &[("reason", "核对身份证")]).await.expect(200);
        assert!(opened.text().contains(&man(1)) && opened.text().contains("13900010001"));
        let masked = chair.get("/console/joinings/1").await.expect(200);
        assert!(!masked.text().contains(&man(1)));
        masked.expect_says("理由：核对身份证").expect_says("孙维方");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'joining.open'").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_list_is_filtered_by_its_address_and_paged() {
    for county in counties().await {
        for n in 1..=22 {
            county
                .driver(
                    &format!(
                        "司机{}",
                        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥".chars().nth(usize::from(n) - 1).unwrap()
                    ),
                    n,
                )
                .await;
        }
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        let first = chair.get("/console/joinings").await.expect(200).expect_says("共22份，按期限从近到远");
        assert!(first.says("司机酉") && !first.says("司机戌"));
        let next = chair.get("/console/joinings?after=2026-11-24.20").await.expect(200);
        assert!(next.says("司机亥") && !next.says("司机甲"));
        let found =
            chair.get("/console/joinings?q=%E4%BA%A5&group=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA").await.expect(200);
        assert!(found.says("司机亥") && !found.says("司机甲"));
        chair.get("/console/joinings?state=approved").await.expect(200).expect_says("没有符合条件的申请");
        county.site.figures_add_up().await;
    }
}
