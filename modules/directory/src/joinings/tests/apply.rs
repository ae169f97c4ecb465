use super::{counties, county::id_number};

#[tokio::test]
async fn a_scan_leads_to_a_joining_with_its_reasons() {
    for county in counties().await {
        county.code("BHK7M3Q", &county.freight, "货车司机").await;
        let mut driver = county.applicant("13900010001").await;
        driver.client.get("/join/BHK7M3Q").await.expect(200).expect_says("城东加油站").expect_says("跑车的人，也有家");
        driver.sign_in("/join").await;
        driver.client.get("/join/who").await.expect(200).expect_says("第2步，共4步");
        assert_eq!(driver.who("程望川", &id_number(1)).await.expect(303).to(), "/join/work");
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
        assert!(county.sms("13900010001").await.contains("入会申请已收到"));
    }
}
