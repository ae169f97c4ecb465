use super::counties;
use directory::{
    employers::NewEmployer,
    testing::{self, exported, man, rows},
};

#[tokio::test]
async fn a_federation_sees_its_firms_with_members_union_pair_and_last_visit() {
    for county in counties().await {
        county.member("林小满", &man(1), "13900000001").await;
        let mut officer = county.officer().await;
        let here = format!("/console/firms?union={}", county.federation.id);
        let page = officer.get(&here).await.expect(200).expect_says("覆盖单位2家").expect_says("会员1人");
        page.expect_says("有工会1家").expect_says("有委员结对0家");
        let form = [("employer", "远达运输有限公司"), ("union", "货运行业工会联合会"), ("officer", "孙维方")];
        officer.post("/console/pairs", &form).await.expect(303);
        officer.get(&here).await.expect(200).expect_says("有委员结对1家").expect_says("孙维方");
        let without = officer.get(&format!("{here}&view=no-union")).await.expect(200).expect_says("远达运输");
        assert!(!without.says("顺通物流有限公司"));
        let without = officer.get(&format!("{here}&view=no-pair")).await.expect(200).expect_says("顺通物流有限公司");
        assert!(!without.says("远达运输"));
        county.stranger().await.get(&here).await.expect(404);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_firms_of_a_view_are_exported_and_the_export_is_recorded() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let here = format!("/console/firms?union={}&view=no-union&cols=headcount.union.officer", county.federation.id);
        let book = exported(&mut officer, "firms", &here).await;
        assert_eq!(rows(&book), [["远达运输有限公司", "30", "未建会", "还没有"]]);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'firm.export'").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_firms_of_a_federation_come_page_by_page_from_both_ends() {
    for county in counties().await {
        let app = &county.site.app;
        for n in 1..=45 {
            let new =
                NewEmployer { name: format!("{n:02}号运输有限公司"), headcount: n, ..NewEmployer::default() };
            let firm = testing::employer(&county.site, &county.town.org(), &new).await;
            testing::cover(&county.site, &county.federation, &[firm], app.today()).await;
            // Twice covered is once listed.
            testing::cover(&county.site, &county.federation, &[firm], app.today()).await;
        }
        let mut officer = county.officer().await;
        let here = format!("/console/firms?union={}", county.federation.id);
        let first = officer.get(&here).await.expect(200).expect_says("覆盖单位47家").expect_says("共47家");
        let next = first.text().split("href=\"").find(|link| link.contains("after=")).unwrap().to_owned();
        let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let second = officer.get(&next).await.expect(200);
        let last = officer.get(&format!("{here}&last=1")).await.expect(200).expect_says("01号运输");
        assert!(first.says("45号运输") && !first.says("20号运输") && second.says("20号运输"));
        assert!(last.says("20号运输") && !last.says("21号运输"), "the last page is as full as the first");
        let smallest = officer.get(&format!("{here}&order=smallest")).await.expect(200);
        assert!(smallest.says("01号运输") && !smallest.says("45号运输"));
        county.site.figures_add_up().await;
    }
}
