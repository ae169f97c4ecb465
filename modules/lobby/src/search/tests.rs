use crate::county::{County, member, modules};
use jiff::civil::date;
use platform::{rights::Role, testing::Site};

#[tokio::test]
async fn a_person_is_found_by_name_initials_phone_card_and_identity_number() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let id = member(&site, &county.firm, "林小满", "19912345678", date(2026, 10, 8)).await;
        let (number, document): (String, String) = (format!("32092026{:08}", id.0), "320999199001045678".into());
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        for typed in ["小满", "lxm", "LX", "5678", "19912345678", "199 1234 5678", &number, &document] {
            let page = officer.get(&format!("/console/search?q={}", platform::web::encode(typed))).await.expect(200);
            let page = page.expect_says("林小满").expect_says("顺通物流工会，199****5678");
            assert!(page.text().contains(&format!("/console/members/{id}")), "{typed}");
            assert!(!page.text().contains(&document) || typed == document, "the number itself is never shown");
        }
        officer.get("/console/search?q=9999").await.expect(200).expect_says("没有找到“9999”");
    }
}

#[tokio::test]
async fn the_search_ends_at_the_own_branch() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        member(&site, &county.firm, "林小满", "19912345678", date(2026, 10, 8)).await;
        let mut neighbour = site.holder("钱干部", "19900000003", Role::Officer, county.other_town.id).await;
        for typed in ["林小满", "5678", "顺通"] {
            let address = format!("/console/search?q={}", platform::web::encode(typed));
            let page = neighbour.get(&address).await.expect(200);
            assert!(page.says("没有找到"), "{typed}: {}", page.visible());
        }
    }
}

#[tokio::test]
async fn who_may_not_see_members_finds_unions_only() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        member(&site, &county.firm, "顺小通", "19912345678", date(2026, 10, 8)).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let page = admin.get("/console/search?q=%E9%A1%BA").await.expect(200).expect_says("顺通物流工会");
        assert!(!page.says("顺小通"));
    }
}

#[tokio::test]
async fn while_one_types_the_first_hits_are_options_that_lead_to_their_pages() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        let piece = officer.get("/console/search/suggestions?q=stwl").await.expect(200);
        assert!(
            piece.text().contains(&format!(r#"data-href="/console/unions/{}""#, county.firm.id)),
            "{}",
            piece.text()
        );
        assert!(piece.says("企业工会，上级是城东街道总工会") && !piece.text().contains("<html"));
        officer.get("/console/search/suggestions?q=").await.expect(200);
    }
}
