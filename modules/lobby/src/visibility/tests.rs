use crate::county::{County, member, modules};
use jiff::civil::date;
use platform::{rights::Role, testing::Site, web::encode};

#[tokio::test]
async fn elsewhere_and_nowhere_get_the_same_answer() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        site.holder("县干部", "19900000005", Role::Officer, county.county.id).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        member(&site, &county.other_town, "王海", "13900000002", date(2026, 1, 1)).await;
        member(&site, &county.firm, "林小满", "13900000001", date(2026, 1, 1)).await;
        let mut ask = async |typed: &str| {
            chair.get(&format!("/console/visibility?q={}", encode(typed))).await.expect(200).visible()
        };
        let (elsewhere, nowhere) = (ask("王海").await, ask("王江").await);
        assert!(elsewhere.contains("不在顺通物流工会的范围里，或者没有登记过"), "{elsewhere}");
        assert!(elsewhere.contains("县干部（滨河县总工会，工会干部）"), "{elsewhere}");
        assert_eq!(elsewhere.replace("王海", "王江"), nowhere, "nothing tells the two apart");
        assert!(ask("林小满").await.contains("您能看到"));
    }
}

#[tokio::test]
async fn a_missing_permission_is_named_with_those_who_have_it() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        site.holder("县干部", "19900000005", Role::Officer, county.county.id).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        member(&site, &county.firm, "林小满", "13900000001", date(2026, 1, 1)).await;
        let page = admin.get(&format!("/console/visibility?q={}", encode("林小满"))).await.expect(200);
        assert!(!page.says("没有登记过"), "nobody says of what he can't see that it is not there");
        let page = page.expect_says("您现在的角色是系统管理员").expect_says("所以看不到会员");
        page.expect_says("县干部（滨河县总工会，工会干部）");
    }
}
