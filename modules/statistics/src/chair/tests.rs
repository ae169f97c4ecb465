use crate::tests::{member, modules, union};
use directory::unions::UnionKind;
use jiff::civil::date;
use platform::{rights::Role, testing::Site, tree::Org};

/// A town with so many firms, each with two members, of whom the first one joined this year.
async fn town(site: &Site, firms: u32) -> Vec<Org> {
    let start = date(2020, 1, 1);
    let county = union(site, None, UnionKind::County, "滨河县总工会", start).await;
    let town = union(site, Some(&county), UnionKind::Town, "城东街道总工会", start).await;
    let mut all = Vec::new();
    for n in 0..firms {
        let firm = union(site, Some(&town), UnionKind::Enterprise, &format!("第{n}家公司工会"), start).await;
        member(site, &firm, 2 * n + 1, date(2026, 3, 1), &[]).await;
        member(site, &firm, 2 * n + 2, date(2025, 3, 1), &[]).await;
        all.push(firm);
    }
    all
}

#[tokio::test]
async fn a_chair_sees_the_members_the_year_and_similar_unions_as_one_sum() {
    for site in Site::on_both(modules).await {
        let firms = town(&site, 6).await;
        member(&site, &firms[0], 99, date(2026, 11, 2), &[]).await;
        let mut chair = site.holder("王主席", "19900000002", Role::Chair, firms[0].id).await;
        let page = chair.get("/console/union").await.expect(200).expect_says("3位会员，没有等您办的事");
        let page = page
            .expect_says("新入会2人")
            .expect_says("和本会一样归城东街道总工会管、都是企业工会、会员也是25人以下的工会，另有5家");
        // Two of three here, five of ten there.
        let page = page.expect_says("66.7").expect_says("50.0").expect_says("高16.7");
        assert!((1..6).all(|n| !page.says(&format!("第{n}家公司"))), "no other union is named");
    }
}

#[tokio::test]
async fn with_fewer_than_five_others_nothing_is_compared() {
    for site in Site::on_both(modules).await {
        let firms = town(&site, 5).await;
        let mut chair = site.holder("王主席", "19900000002", Role::Chair, firms[0].id).await;
        let page = chair.get("/console/union").await.expect(200);
        let page = page.expect_says("只有4家，少于5家").expect_says("归滨河县总工会管");
        assert!(!page.says("50.0"));
        chair.get(&format!("/console/union?org={}", firms[1].id)).await.expect(404);
    }
}

#[tokio::test]
async fn a_union_of_a_size_of_its_own_is_compared_with_all_of_its_kind() {
    for site in Site::on_both(modules).await {
        let firms = town(&site, 6).await;
        for n in 100..130 {
            member(&site, &firms[0], n, date(2026, 11, 2), &[]).await;
        }
        let mut chair = site.holder("王主席", "19900000002", Role::Chair, firms[0].id).await;
        let page = chair.get("/console/union").await.expect(200);
        // 31 of 32 here, five of ten there.
        page.expect_says("管的企业工会（大小不限），另有5家").expect_says("96.9").expect_says("50.0");
    }
}
