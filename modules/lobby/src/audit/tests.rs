use crate::county::{County, modules};
use platform::{
    audit::{self, Entry},
    rights::Role,
    testing::Site,
    tree::OrgId,
    vals,
};

async fn happened(site: &Site, org: OrgId, act: &str, object_id: i64, detail: &str) {
    let mut tx = site.app.db.begin().await.unwrap();
    let entry = Entry { act, object: "joining", object_id, detail, org: Some(org), ..Entry::default() };
    audit::record(&mut tx, &site.app, None, &entry).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_audit_shows_the_own_branch_in_words_newest_first() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        happened(&site, county.firm.id, "joining.approve", 1, "批准周小丁").await;
        happened(&site, county.other_town.id, "joining.refuse", 2, "不批准何秋实").await;
        let mut auditor = site.holder("吴监督", "19900000006", Role::Auditor, county.county.id).await;
        let page = auditor.get("/console/audit").await.expect(200).expect_says("通过入会申请");
        assert!(page.visible().find("何秋实") < page.visible().find("周小丁"));
        let mut town = site.holder("钱监督", "19900000007", Role::Auditor, county.town.id).await;
        let page = town.get("/console/audit").await.expect(200).expect_says("周小丁");
        assert!(!page.says("何秋实"));
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        officer.get("/console/audit").await.expect(403);
    }
}

#[tokio::test]
async fn the_audit_is_filtered_by_act_name_thing_and_days() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        happened(&site, county.firm.id, "joining.approve", 1, "批准周小丁").await;
        site.app.clock.advance(86_400);
        happened(&site, county.firm.id, "setting.change", 2, "改期限").await;
        let mut auditor = site.holder("吴监督", "19900000006", Role::Auditor, county.county.id).await;
        for (query, first, second) in [
            ("act=joining.", true, false),
            ("object=joining&id=2", false, true),
            ("to=2026-11-19", true, false),
            ("from=2026-11-20&to=2026-11-20", false, true),
            ("name=%E6%B2%A1%E6%9C%89", false, false),
            ("from=%27%3B--&id=x", true, true),
        ] {
            let page = auditor.get(&format!("/console/audit?{query}")).await.expect(200);
            assert_eq!((page.says("周小丁"), page.says("改期限")), (first, second), "{query}");
        }
    }
}

#[tokio::test]
async fn a_long_audit_goes_on_page_by_page() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        for n in 0..60 {
            happened(&site, county.firm.id, "joining.approve", n, &format!("第{n}位，")).await;
        }
        let mut auditor = site.holder("吴监督", "19900000006", Role::Auditor, county.county.id).await;
        let page = auditor.get("/console/audit?act=joining.").await.expect(200).expect_says("第10位，");
        assert!(!page.says("第9位，"));
        let text = page.text();
        let start = text.find("before=").expect("a next page");
        let before: String = text[start..].chars().take_while(|c| *c != '"').collect();
        auditor.get(&format!("/console/audit?act=joining.&{before}")).await.expect(200).expect_says("第9位，");
    }
}

#[tokio::test]
async fn a_changed_entry_breaks_the_chain_visibly() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        happened(&site, county.firm.id, "joining.approve", 1, "批准周小丁").await;
        site.work().await;
        let mut auditor = site.holder("吴监督", "19900000006", Role::Auditor, county.county.id).await;
        auditor.get("/console/audit/chain").await.expect(200).expect_says("记录完整，没有被改动");
        let mut tx = site.app.db.begin().await.unwrap();
        tx.exec("UPDATE audit_entries SET detail = 'x' WHERE object_id = $1", vals![1]).await.unwrap();
        tx.commit().await.unwrap();
        auditor.get("/console/audit/chain").await.expect(200).expect_says("第1段记录和封存时不一样");
    }
}
