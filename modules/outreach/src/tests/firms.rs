use super::counties;
use directory::testing::man;

#[tokio::test]
async fn a_federation_sees_its_firms_with_members_union_pair_and_last_visit() {
    for county in counties().await {
        county.member("林小满", &man(1), "13900000001").await;
        let mut officer = county.officer().await;
        let here = format!("/console/unions/{}/firms", county.federation.id);
        let page = officer.get(&here).await.expect(200).expect_says("覆盖单位2家").expect_says("会员1人");
        page.expect_says("有工会1家").expect_says("有委员结对0家");
        let form = [("employer", "远达运输有限公司"), ("union", "货运行业工会联合会"), ("officer", "孙维方")];
        officer.post("/console/pairs", &form).await.expect(303);
        officer.get(&here).await.expect(200).expect_says("有委员结对1家").expect_says("孙维方");
        let without = officer.get(&format!("{here}?view=no-union")).await.expect(200).expect_says("远达运输");
        assert!(!without.says("顺通物流有限公司"));
        let without = officer.get(&format!("{here}?view=no-pair")).await.expect(200).expect_says("顺通物流有限公司");
        assert!(!without.says("远达运输"));
        county.stranger().await.get(&here).await.expect(404);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_firms_of_a_view_are_exported_and_the_export_is_recorded() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let here = format!("/console/unions/{}/firms.xlsx?view=no-union", county.federation.id);
        let book = officer.get(&here).await.expect(200);
        assert!(book.bytes.starts_with(b"PK"), "a workbook");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'union.firms.export'").await, 1);
        county.site.figures_add_up().await;
    }
}
