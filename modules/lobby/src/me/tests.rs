mod my_data;

use crate::county::{County, member_at_home, modules};
use jiff::civil::date;
use platform::{
    audit::{self, Entry},
    identity::{self, AccountId},
    notices,
    rights::Role,
    testing::{Client, Site},
    tree::PersonId,
    web,
};

const PHONE: &str = "13900000001";

async fn a_member(site: &Site, county: &County) -> (Client, PersonId) {
    member_at_home(site, &county.firm, "林小满", PHONE, date(2024, 3, 5)).await
}
async fn tell(site: &Site, account: AccountId, title: &str, link: &str) -> i64 {
    let mut tx = site.app.db.begin().await.unwrap();
    notices::tell(&mut tx, &site.app, account, title, "正文", link).await.unwrap();
    tx.commit().await.unwrap();
    notices::list(&site.app.db, account, None, 1).await.unwrap()[0].id
}

#[tokio::test]
async fn my_page_shows_the_card_strip_and_only_own_rooms() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, _) = a_member(&site, &county).await;
        let page = client.get("/me").await.expect(200);
        for words in ["林小满", "会员码", "我的工会", "我的记录", "我的设备", "我的数据", "关怀模式", "退出登录"]
        {
            assert!(page.says(words), "{words}");
        }
        let page = site.person("程望川", "13900000002").await.get("/me").await.expect(200);
        assert!(!page.says("会员码") && !page.says("我的工会") && page.says("加入工会"));
    }
}

#[tokio::test]
async fn my_posts_lead_to_the_console_in_the_name_of_each() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        site.holder("赵启明", PHONE, Role::Chair, county.firm.id).await;
        let mut client = site.holder("赵启明", PHONE, Role::Officer, county.town.id).await;
        let page = client.get("/me").await.expect(200);
        assert!(page.says("顺通物流工会") && page.says("工会主席") && page.says("城东街道总工会"));
        assert!(page.text().contains("/console/acting?post="));
    }
}

#[tokio::test]
async fn opening_a_message_marks_it_as_read() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        let id = tell(&site, account, "入会申请已通过", "/me/card").await;
        let mut client = site.sign_in(account).await;
        client.get("/me/messages").await.expect(200).expect_says("未读").expect_says("入会申请已通过");
        let page = client.get(&format!("/me/messages/{id}")).await.expect(200).expect_says("正文");
        assert!(page.text().contains("href=\"/me/card\""));
        assert!(!client.get("/me/messages").await.says("未读"));
    }
}

#[tokio::test]
async fn messages_of_others_do_not_exist() {
    for site in Site::on_both(modules).await {
        let id = tell(&site, site.account("林小满", PHONE).await, "别人的消息", "").await;
        let mut other = site.person("程望川", "13900000002").await;
        other.get(&format!("/me/messages/{id}")).await.expect(404);
        assert!(!other.get("/me/messages").await.says("别人的消息"));
        other.post("/me/messages/reading", &[]).await.expect(303);
        let account = site.account("林小满", PHONE).await;
        assert_eq!(notices::newest_unread(&site.app.db, account, 9).await.unwrap().len(), 1, "and stay unread");
    }
}

#[tokio::test]
async fn many_messages_are_turned_page_by_page_without_gap_or_repeat() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        for n in 1..=45 {
            tell(&site, account, &format!("第{n}条"), "").await;
        }
        let mut client = site.sign_in(account).await;
        let (mut page, mut seen) = ("/me/messages".to_owned(), Vec::new());
        loop {
            let answer = client.get(&page).await.expect(200);
            seen.extend((1..=45).filter(|n| answer.says(&format!("第{n}条"))));
            let text = answer.text();
            let Some((before, _)) = text.split_once("\" rel=\"next\"") else { break };
            page = before.rsplit("href=\"").next().unwrap().to_owned();
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=45).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn my_records_tell_the_story_from_the_beginning() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, _) = a_member(&site, &county).await;
        client.get("/me/records").await.expect(200).expect_says("加入顺通物流工会").expect_says("2024年3月5日");
        let mut newcomer = site.person("程望川", "13900000002").await;
        newcomer.get("/me/records").await.expect(200).expect_says("还没有记录");
    }
}

#[tokio::test]
async fn a_revoked_device_is_out_and_the_others_stay() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        let (mut here, mut lost) = (site.sign_in(account).await, site.sign_in(account).await);
        lost.get("/me").await.expect(200);
        let sessions = identity::sessions(&site.app.db, account, site.app.now()).await.unwrap();
        let lost_id = sessions.iter().map(|s| s.id).max().unwrap();
        assert_eq!(
            here.get("/me/devices").await.expect(200).text().matches("/revocation\"").count(),
            2,
            "one, and all others"
        );
        here.post(&format!("/me/devices/{lost_id}/revocation"), &[]).await.expect(303);
        assert!(lost.get("/me").await.expect(303).to().starts_with("/sign-in"));
        here.get("/me/devices").await.expect(200).expect_says("没有别的设备登录着").expect_says("那台设备已退出登录");
    }
}

#[tokio::test]
async fn nobody_revokes_a_session_of_somebody_else() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        let mut client = site.sign_in(account).await;
        let id = identity::sessions(&site.app.db, account, site.app.now()).await.unwrap()[0].id;
        let mut other = site.person("程望川", "13900000002").await;
        other.post(&format!("/me/devices/{id}/revocation"), &[]).await.expect(404);
        client.get("/me").await.expect(200);
    }
}

#[tokio::test]
async fn all_other_devices_are_signed_out_at_once() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        let mut here = site.sign_in(account).await;
        let mut others = [site.sign_in(account).await, site.sign_in(account).await];
        here.post("/me/devices/others/revocation", &[]).await.expect(303);
        for other in &mut others {
            other.get("/me").await.expect(303);
        }
        here.get("/me/devices").await.expect(200).expect_says("另外2台设备已退出登录");
    }
}

#[tokio::test]
async fn a_new_password_signs_out_all_other_devices() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        let (mut here, mut other) = (site.sign_in(account).await, site.sign_in(account).await);
        here.post("/me/password", &[("password", "短"), ("again", "短")]).await.expect(422).expect_says("密码至少8位");
        let fields = [("password", "滨河县的桥有九孔"), ("again", "滨河县的桥有九孔")];
        here.post("/me/password", &fields).await.expect(303);
        other.get("/me").await.expect(303);
        let fields = [("phone", PHONE), ("password", "滨河县的桥有九孔")];
        site.visitor().post("/sign-in/password", &fields).await.expect(303);
    }
}

#[tokio::test]
async fn later_the_old_password_is_asked_for_and_must_be_right() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        identity::set_password(&site.app, account, Some("滨河县的桥有九孔")).await.unwrap();
        let mut client = site.sign_in(account).await;
        assert!(!client.get("/me/password").await.says("现在的密码"), "just signed in");
        site.app.clock.advance(16 * 60);
        client.get("/me/password").await.expect(200).expect_says("现在的密码");
        let new = [("password", "driver-88-lane"), ("again", "driver-88-lane")];
        client.post("/me/password", &new).await.expect(422).expect_says("现在的密码不对");
        let with_old = [&new[..], &[("old", "滨河县的桥有九孔")]].concat();
        client.post("/me/password", &with_old).await.expect(303);
    }
}

#[tokio::test]
async fn large_type_is_remembered() {
    for site in Site::on_both(modules).await {
        let mut client = site.person("林小满", PHONE).await;
        client.get("/me").await.expect(200).expect_says("字大一些");
        client.keep_cookie("type", "large");
        let page = client.get("/me").await.expect(200).expect_says("字恢复原样");
        assert!(page.text().contains("data-type=large"));
    }
}

#[tokio::test]
async fn my_pages_ask_the_signed_out_to_sign_in_and_lead_back() {
    for site in Site::on_both(modules).await {
        for page in ["/me", "/me/messages", "/me/records", "/me/devices", "/me/password", "/me/data", "/me/data/export"]
        {
            let to = site.visitor().get(page).await.expect(303).to();
            assert_eq!(to, format!("/sign-in?next={}", web::encode(page)));
        }
    }
}
