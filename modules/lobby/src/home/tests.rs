use crate::county::{County, modules, task};
use jiff::civil::date;
use platform::{
    identity, notices,
    rights::Role,
    testing::{Client, Site},
    tree::PersonId,
    vals,
};

/// A member of the firm with a browser of her own.
async fn a_member(site: &Site, county: &County) -> (Client, PersonId) {
    crate::county::member_at_home(site, &county.firm, "林小满", "13900000001", date(2024, 3, 5)).await
}

#[tokio::test]
async fn a_visitor_finds_joining_first_and_only_what_is_open_to_all() {
    for site in Site::on_both(modules).await {
        County::found(&site).await;
        let page = site.visitor().get("/").await.expect(200);
        assert!(page.says("滨河县职工之家") && page.says("加入工会，一分钟就够") && page.says("12351"));
        assert_eq!(page.text().matches("weui-btn_primary").count(), 1, "one red button");
        for hidden in ["会员码", "工作台", "办事维权", "活动培训", "/me/card"] {
            assert!(!page.says(hidden) && !page.text().contains(hidden), "{hidden}");
        }
    }
}

#[tokio::test]
async fn the_home_page_stands_before_anything_is_set_up() {
    for site in Site::on_both(modules).await {
        site.visitor().get("/").await.expect(200).expect_says("职工之家");
    }
}

#[tokio::test]
async fn a_visitor_needs_no_database() {
    for site in Site::on_both(modules).await {
        County::found(&site).await;
        let mut visitor = site.visitor();
        visitor.get("/").await.expect(200);
        site.app.db.close().await;
        visitor.get("/").await.expect(200).expect_says("滨河县职工之家");
        visitor.get("/homes/you").await.expect(200);
    }
}

#[tokio::test]
async fn a_member_sees_the_own_strip_with_the_way_to_the_card() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, _) = a_member(&site, &county).await;
        let page = client.get("/").await.expect(200);
        assert!(page.says("林小满") && page.says("顺通物流工会") && page.says("会员码") && !page.says("加入工会"));
        assert!(page.text().contains("href=\"/me/card\""));
    }
}

#[tokio::test]
async fn somebody_signed_in_who_is_no_member_is_offered_to_join() {
    for site in Site::on_both(modules).await {
        County::found(&site).await;
        let page = site.person("程望川", "13900000002").await.get("/").await.expect(200);
        assert!(page.says("您还不是工会会员") && page.text().contains("href=\"/join\"") && !page.says("会员码"));
    }
}

#[tokio::test]
async fn the_newest_unread_message_waits_on_the_home_page_until_it_is_read() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, person) = a_member(&site, &county).await;
        assert!(!client.get("/").await.says("新消息"), "nothing waits, nothing is shown");
        let mut tx = site.app.db.begin().await.unwrap();
        for title in ["第一条", "第二条"] {
            notices::tell_person(&mut tx, &site.app, person, title, "正文", "/me/card").await.unwrap();
        }
        tx.commit().await.unwrap();
        let page = client.get("/").await.expect(200);
        assert!(page.says("第二条") && !page.says("第一条") && page.says("还有1条消息"));
        client.post("/me/messages/reading", &[]).await.expect(303);
        assert!(!client.get("/").await.says("第二条"));
    }
}

#[tokio::test]
async fn a_chair_finds_the_way_to_work_with_the_number_that_waits() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("赵启明", "13900000003", Role::Chair, county.firm.id).await;
        assert!(chair.get("/").await.expect(200).says("去工作台"));
        task(&site, &county.firm, "林小满申请入会", 3).await;
        assert!(!chair.get("/").await.says("新消息"), "work is told once");
        chair.get("/").await.expect(200).expect_says("工作台里有1件等您办").expect_says("顺通物流工会");
        let mut auditor = site.holder("许静", "13900000004", Role::Auditor, county.firm.id).await;
        assert!(!auditor.get("/").await.expect(200).says("等您办"), "not what another role has to do");
    }
}

#[tokio::test]
async fn a_home_shows_its_rooms_and_one_without_rooms_is_not_there() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let visitor = site.visitor().get("/homes/you").await.expect(200);
        assert!(visitor.says("加入工会") && !visitor.says("会员卡"));
        let (mut client, _) = a_member(&site, &county).await;
        client.get("/homes/you").await.expect(200).expect_says("会员卡").expect_says("我的工会");
        for nowhere in ["/homes/lian", "/homes/all", "/homes/abc"] {
            client.get(nowhere).await.expect(404);
        }
    }
}

#[tokio::test]
async fn an_address_with_no_number_where_one_belongs_is_a_page_that_is_not_there() {
    for site in Site::on_both(modules).await {
        let mut client = site.person("程望川", "13900000002").await;
        for odd in ["/me/messages/abc", "/me/messages/99999999999999999999", "/me/messages/1%00", "/nowhere"] {
            client.get(odd).await.expect(404).expect_says("没有这一页");
        }
        client.post("/me/devices/abc/revocation", &[]).await.expect(404);
    }
}

/// An application in some state, as the store keeps it.
async fn application(site: &Site, county: &County, account: identity::AccountId, state: &str) {
    let mut tx = site.app.db.begin().await.unwrap();
    tx.exec("DELETE FROM joinings", vals![]).await.unwrap();
    let columns = "reference, account, name, document_index, form_sealed, union_id, path, employer_name, group_name, reasons, undecided, state, submitted_at, due_on";
    let firm = &county.firm;
    let values = vals![
        "RH1",
        account,
        "程望川",
        "x",
        "x",
        firm.id,
        &firm.path,
        "",
        "",
        "[]",
        0_i64,
        state,
        0_i64,
        date(2026, 11, 24)
    ];
    tx.insert("joinings", columns, values).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_applicant_sees_until_when_the_answer_comes_and_what_was_sent_back() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let account = site.account("程望川", "13900000002").await;
        let mut client = site.sign_in(account).await;
        application(&site, &county, account, "waiting").await;
        let page = client.get("/").await.expect(200);
        assert!(page.says("顺通物流工会最迟11月24日告诉您结果") && !page.says("加入工会") && !page.says("等您修改"));
        application(&site, &county, account, "returned").await;
        let page = client.get("/").await.expect(200);
        assert!(page.says("等您修改") && page.text().contains("href=\"/me/joining\""));
        assert_eq!(page.text().matches("weui-btn_primary").count(), 1, "one red button");
        application(&site, &county, account, "refused").await;
        client.get("/").await.expect(200).expect_says("加入工会");
    }
}

#[tokio::test]
async fn the_console_tells_people_without_a_post_what_it_is() {
    for site in Site::on_both(modules).await {
        let mut client = site.person("程望川", "13900000002").await;
        client.get("/console").await.expect(403).expect_says("您现在没有任职");
    }
}
