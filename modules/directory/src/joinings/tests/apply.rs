use super::counties;
use crate::testing::man;

#[tokio::test]
async fn a_scan_leads_to_a_joining_with_its_reasons() {
    for county in counties().await {
        county.code("BHK7M3Q", &county.freight, "货车司机").await;
        let mut driver = county.applicant("13900010001").await;
        driver.client.get("/join/BHK7M3Q").await.expect(200).expect_says("城东加油站").expect_says("跑车的人，也有家");
        driver.sign_in("/join").await;
        driver.client.get("/join/who").await.expect(200).expect_says("第2步，共4步");
        assert_eq!(driver.who("程望川", &man(1)).await.expect(303).to(), "/join/work");
        driver.client.get("/join/work").await.expect(200).expect_says("货车司机");
        assert_eq!(driver.as_driver().await.expect(303).to(), "/join/union");
        driver
            .client
            .get("/join/union")
            .await
            .expect(200)
            .expect_says("滨河县货运行业联合工会")
            .expect_says("您扫的“城东加油站”入会码是它张贴的")
            .expect_says("您是货车司机，正是它服务的行业")
            .expect_says("同时挂靠滨河县货运行业工会联合会")
            .expect_says("都不合适，请滨河县总工会定12月3日前答复您");
        assert_eq!(driver.sign("").await.expect(303).to(), "/join/done");
        driver
            .client
            .get("/join/done")
            .await
            .expect(200)
            .expect_says("最迟11月24日告诉您结果")
            .expect_says("0515-88002222")
            .expect_says("RH2026-00001");
        assert!(county.site.sms("13900010001").await.contains("入会申请已收到"));
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn somebody_employed_types_at_most_six_fields() {
    for county in counties().await {
        let mut worker = county.applicant("13900010002").await;
        let phone = worker.client.get("/join").await.expect(200).text();
        worker.sign_in("/join").await;
        let who = worker.client.get("/join/who").await.expect(200).text();
        worker.who("罗谷雨", &man(2)).await.expect(303);
        let work = worker.client.get("/join/work").await.expect(200).text();
        worker.work(&[("work", "employer"), ("employer", "顺通物流有限公司")]).await.expect(303);
        let union = worker.client.get("/join/union").await.expect(200).expect_says("顺通物流工会").text();
        // The code field comes once the phone is sent.
        let typed = |page: &str| {
            page.matches("type=\"text\"").count()
                + page.matches("type=\"tel\"").count()
                + page.matches("data-signature=").count()
        };
        assert_eq!(typed(&phone) + 1 + typed(&who) + typed(&work) + typed(&union), 6);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_employer_is_proposed_while_one_types_and_found_without_the_script() {
    for county in counties().await {
        let mut worker = county.applicant("13900010003").await;
        worker.sign_in("/join").await;
        let found = worker.client.get("/join/employers?q=%E8%BF%9C%E8%BE%BE").await.expect(200);
        assert!(found.text().contains(&format!("data-value=\"{}\"", county.yuanda)), "{}", found.text());
        assert!(found.text().contains("<small>城东街道总工会</small>"));
        worker.who("薛安平", &man(3)).await.expect(303);
        worker.work(&[("work", "employer"), ("employer", "远达运输有限公司")]).await.expect(303);
        worker
            .client
            .get("/join/union")
            .await
            .expect_says("建议您加入城东街道总工会")
            .expect_says("远达运输有限公司还没有登记工会");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_employer_nobody_knows_leads_to_the_towns_union_or_the_county() {
    for county in counties().await {
        let mut worker = county.applicant("13900010004").await;
        worker.sign_in("/join").await;
        worker.who("马行健", &man(4)).await.expect(303);
        let town = county.town.id.to_string();
        worker.work(&[("work", "employer"), ("employer", "小满面馆"), ("town", &town)]).await.expect(303);
        worker
            .client
            .get("/join/union")
            .await
            .expect_says("建议您加入城东街道总工会")
            .expect_says("它是您常在的镇街的工会");
        worker.work(&[("work", "employer"), ("employer", "小满面馆")]).await.expect(303);
        worker.client.get("/join/union").await.expect_says("由县里给您定").expect_says("最迟12月3日给您定一家工会");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_federation_is_only_an_affiliation() {
    for county in counties().await {
        county.code("FEDERAL", &county.federation, "货车司机").await;
        let mut driver = county.applicant("13900010005").await;
        driver.sign_in("/join/FEDERAL").await;
        driver.who("魏同舟", &man(5)).await.expect(303);
        driver.as_driver().await.expect(303);
        driver
            .client
            .get("/join/union")
            .await
            .expect_says("建议您加入滨河县货运行业联合工会")
            .expect_says("同时挂靠滨河县货运行业工会联合会");
        // Not even by hand.
        driver.sign(&county.federation.id.to_string()).await.expect(422).expect_says("请再看一遍");
        driver.sign("").await.expect(303);
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        let seen = chair.get("/console/joinings/1").await.expect(200);
        seen.expect_says("同时挂靠滨河县货运行业工会联合会");
        chair.post("/console/joinings/1/decision", &[("decision", "approve")]).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM affiliations WHERE to_on IS NULL").await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM memberships").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_expired_revoked_or_unknown_code_says_so_and_lets_one_join_without_it() {
    for county in counties().await {
        county.code("BHK7M3Q", &county.freight, "").await;
        let app = &county.site.app;
        let mut visitor = county.site.visitor();
        visitor.get("/join/NICHTDA").await.expect(404).expect_says("没有这个入会码").expect_says("不用码，直接入会");
        let mut tx = app.db.begin().await.unwrap();
        let code = crate::codes::store::by_code(&app.db, "BHK7M3Q").await.unwrap().unwrap();
        tx.exec("UPDATE joining_codes SET valid_to = '2026-11-18'", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        visitor.get("/join/BHK7M3Q").await.expect(404).expect_says("这个入会码过期了");
        let mut tx = app.db.begin().await.unwrap();
        crate::codes::store::revoke(&mut tx, app, code.id).await.unwrap();
        tx.commit().await.unwrap();
        visitor.get("/join/BHK7M3Q").await.expect(404).expect_says("已经停用了这个入会码");
        visitor.get("/join").await.expect(200).expect_says("获取验证码");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn sending_twice_makes_one_joining_and_shows_the_same_page() {
    for county in counties().await {
        let mut driver = county.driver("程望川", 1).await;
        assert_eq!(driver.sign("").await.expect(303).to(), "/join/done");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM joinings").await, 1);
        driver.client.get("/join/done").await.expect(200).expect_says("RH2026-00001");
        assert_eq!(driver.client.get("/join").await.expect(303).to(), "/me/joining");
        assert_eq!(driver.client.get("/join/who").await.expect(303).to(), "/me/joining");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_forms_sent_at_the_same_moment_make_one_joining() {
    for county in counties().await {
        let mut one = county.applicant("13900010006").await;
        one.sign_in("/join").await;
        one.who("唐晓寒", &man(6)).await.expect(303);
        one.as_driver().await.expect(303);
        let account = county.site.account("", "13900010006").await;
        let mut other = county.applicant("13900010006").await;
        other.client = county.site.sign_in(account).await;
        other.who("唐晓寒", &man(6)).await.expect(303);
        other.as_driver().await.expect(303);
        let (first, second) = tokio::join!(one.sign(""), other.sign(""));
        assert_eq!((first.expect(303).to(), second.expect(303).to()), ("/join/done".into(), "/join/done".into()));
        assert_eq!(county.site.number("SELECT COUNT(*) FROM joinings").await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn each_page_can_be_reloaded_and_gone_back_to_with_what_was_typed() {
    for county in counties().await {
        let mut driver = county.applicant("13900010007").await;
        driver.sign_in("/join").await;
        driver.who("邓青禾", &man(7)).await.expect(303);
        driver.as_driver().await.expect(303);
        let back = driver.client.get("/join/who").await.expect(200).text();
        assert!(back.contains("value=\"邓青禾\"") && back.contains(&man(7)));
        let work = driver.client.get("/join/work").await.expect(200).text();
        assert!(work.contains("value=\"货车司机\" selected"), "{work}");
        driver.client.get("/join/union").await.expect(200);
        driver.client.get("/join/union").await.expect(200).expect_says("滨河县货运行业联合工会");
        // Nothing of it is on the server yet.
        assert_eq!(county.site.number("SELECT COUNT(*) FROM joinings").await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_draft_that_somebody_changed_is_no_draft() {
    for county in counties().await {
        let mut driver = county.applicant("13900010008").await;
        driver.sign_in("/join").await;
        driver.who("宋知春", &man(8)).await.expect(303);
        driver.client.keep_cookie("joining", "1.AAAA");
        assert_eq!(driver.client.get("/join/work").await.expect(303).to(), "/join/who");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn wrong_numbers_are_told_apart_in_words_and_nothing_typed_is_lost() {
    for county in counties().await {
        let mut driver = county.applicant("13900010009").await;
        driver.sign_in("/join").await;
        let right = man(9);
        let twisted = format!("{}{}", &right[..17], if right.ends_with('X') { '0' } else { 'X' });
        let page = driver.who("程望川", &twisted).await.expect(422);
        assert!(page.text().contains("value=\"程望川\""));
        page.expect_says("最后一位和前17位对不上").expect_says("有1处要改");
        driver.who("程望川", "999999198804179979").await.expect(422).expect_says("行政区划代码");
        driver.who("程望川", "320902198813459979").await.expect(422).expect_says("不是真实的日期");
        driver.who("", "").await.expect(422).expect_says("有2处要改").expect_says("请填写姓名");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn rare_and_long_names_are_taken_and_endless_ones_are_not() {
    for county in counties().await {
        let forty = "阿".repeat(19) + "·" + &"迪".repeat(20);
        for (n, name) in [(1, "阿依古丽·买买提"), (2, "𠮷田㛃䶮"), (3, forty.as_str())] {
            let driver = county.driver(name, n).await;
            let mut chair = county.chair(&county.freight.org(), &format!("1390000100{n}")).await;
            chair.get("/console/joinings").await.expect(200).expect_says(name);
            drop(driver);
        }
        let mut driver = county.applicant("13900010010").await;
        driver.sign_in("/join").await;
        driver.who(&"长".repeat(30_000), &man(10)).await.expect(422).expect_says("最多50个字，现在有30000个");
        driver.who("程望川", &"9".repeat(30_000)).await.expect(422).expect_says("有1处要改");
        driver.who("程望川", &man(10)).await.expect(303);
        let page = driver.work(&[("work", "employer"), ("employer", &"长".repeat(30_000))]).await.expect(422);
        page.expect_says("最多60个字");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_foreign_passport_is_taken() {
    for county in counties().await {
        let mut worker = county.applicant("13900010011").await;
        worker.sign_in("/join").await;
        worker.client.get("/join/who").await.expect_says("没有身份证，用其他证件");
        worker.client.get("/join/who?document=other").await.expect(200).expect_says("护照").expect_says("出生日期");
        let mut fields = vec![("other", "1"), ("name", "Maria Nguyen"), ("kind", "414"), ("number", "C1234567")];
        worker.client.post("/join/who", &fields).await.expect(422).expect_says("请选择性别");
        fields.extend([("sex", "2"), ("birth_on", "1990-05-06")]);
        worker.client.post("/join/who", &fields).await.expect(303);
        worker.as_driver().await.expect(303);
        worker.sign("").await.expect(303);
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        chair.get("/console/joinings/1").await.expect_says("Maria Nguyen，女，36岁").expect_says("护照");
        chair.post("/console/joinings/1/decision", &[("decision", "approve")]).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM memberships").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn who_cannot_draw_confirms_by_a_code_to_the_phone() {
    for county in counties().await {
        let mut driver = county.applicant("13900010012").await;
        driver.sign_in("/join").await;
        driver.who("曹望舒", &man(12)).await.expect(303);
        driver.as_driver().await.expect(303);
        let fields = [("choice", ""), ("by", "signature"), ("signature", "")];
        driver.client.post("/join/union", &fields).await.expect(422).expect_says("请在框里签上您的姓名");
        driver.client.get("/join/union?by=code").await.expect(200).expect_says("验证码发到139****0012");
        county.site.app.clock.advance(61);
        driver.client.post("/join/union/code", &[("by", "code")]).await.expect(303);
        let code: String = county.site.sms("13900010012").await.chars().filter(char::is_ascii_digit).take(6).collect();
        driver.client.post("/join/union", &[("by", "code"), ("number", "000")]).await.expect(422);
        driver.client.post("/join/union", &[("by", "code"), ("number", &code)]).await.expect(303);
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        chair.get("/console/joinings/1").await.expect_says("用短信验证码确认");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_picture_that_is_none_is_no_signature() {
    for county in counties().await {
        let mut driver = county.applicant("13900010013").await;
        driver.sign_in("/join").await;
        driver.who("韩北辰", &man(13)).await.expect(303);
        driver.as_driver().await.expect(303);
        for odd in ["data:image/png;base64,AAAA", "data:image/svg+xml;base64,AAAA", "<svg>"] {
            let fields = [("by", "signature"), ("signature", odd)];
            driver.client.post("/join/union", &fields).await.expect(422).expect_says("请在框里再签一次");
        }
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn without_the_consent_that_joining_needs_there_is_no_joining() {
    for county in counties().await {
        let mut driver = county.applicant("13900010014").await;
        driver.sign_in("/join").await;
        driver.who("程望川", &man(14)).await.expect(303);
        let fields = [("work", "kind"), ("group", "货车司机")];
        driver.client.post("/join/work", &fields).await.expect(422).expect_says("同意以后才能办理入会");
        driver.client.post("/join/work", &[("membership", "1"), ("work", "kind")]).await.expect(422);
        driver.as_driver().await.expect(303);
        driver.sign("").await.expect(303);
        let given = "SELECT COUNT(*) FROM consents WHERE withdrawn_at IS NULL";
        assert_eq!(county.site.number(given).await, 1, "notices were not ticked");
        county.site.figures_add_up().await;
    }
}
