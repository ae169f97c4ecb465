use super::*;
use crate::county::County;

async fn invited(site: &Site, county: &County, phone: &str) -> String {
    let mut tx = site.app.db.begin().await.unwrap();
    let post = NewPost {
        org: county.town.id,
        role: Role::Officer,
        title: "组织部副部长",
        starts_on: jiff::civil::date(2026, 11, 1),
        ends_on: Some(jiff::civil::date(2029, 10, 31)),
    };
    let token = identity::invite(&mut tx, &site.app, "孙维方", phone, &post, None).await.unwrap();
    tx.commit().await.unwrap();
    format!("/invitation/{token}")
}

#[tokio::test]
async fn an_invitation_with_a_code_to_the_phone_opens_the_console_once() {
    for site in sites().await {
        let county = County::found(&site).await;
        let link = invited(&site, &county, PHONE).await;
        let mut client = site.visitor();
        let page = client.get(&link).await.expect(200);
        for words in ["城东街道总工会", "组织部副部长", "工会干部", "2029年10月31日", "139****0001", "发验证码"]
        {
            assert!(page.says(words), "{words}");
        }
        assert!(!page.text().contains(PHONE), "the whole phone stays hidden");
        client.post(&format!("{link}/acceptance"), &[]).await.expect(422);
        client.post(&format!("{link}/code"), &[]).await.expect(303);
        let right = code(&site, PHONE).await;
        client
            .post(&format!("{link}/acceptance"), &[("code", wrong(&right))])
            .await
            .expect(422)
            .expect_says("还可以试4次");
        assert_eq!(client.post(&format!("{link}/acceptance"), &[("code", &right)]).await.expect(303).to(), "/console");
        client.get("/console").await.expect(200).expect_says("城东街道总工会");
        site.visitor().get(&link).await.expect(404).expect_says("不能用了");
        let seen =
            platform::audit::lines(&site.app.db, &platform::tree::Scope::below("/1/"), "post.accept", None, 9).await;
        assert_eq!(seen.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn whoever_is_signed_in_with_the_invited_phone_accepts_with_one_tap() {
    for site in sites().await {
        let county = County::found(&site).await;
        let link = invited(&site, &county, PHONE).await;
        let mut client = site.person("孙维方", PHONE).await;
        client.get(&link).await.expect(200).expect_says("接受任职");
        client.post(&format!("{link}/acceptance"), &[]).await.expect(303);
        client.get("/").await.expect(200).expect_says("去工作台").expect_says("组织部副部长（工会干部）");
    }
}

#[tokio::test]
async fn somebody_else_with_the_link_gets_nowhere_without_the_phone() {
    for site in sites().await {
        let county = County::found(&site).await;
        let link = invited(&site, &county, PHONE).await;
        let mut other = site.person("程望川", "13900000002").await;
        other.get(&link).await.expect(200).expect_says("现在登录的是程望川");
        other.post(&format!("{link}/acceptance"), &[]).await.expect(422);
        other.get("/console").await.expect(403);
    }
}

#[tokio::test]
async fn without_a_gateway_the_link_alone_opens_a_new_account_and_asks_for_a_password() {
    for site in sites().await {
        let county = County::found(&site).await;
        let link = invited(&site, &county, PHONE).await;
        let app = in_earnest(&site);
        let mut client = Client::of(&app);
        client.get(&link).await.expect(200).expect_says("设一个密码");
        let act = format!("{link}/acceptance");
        client
            .post(&act, &[("password", "12345678"), ("again", "12345678")])
            .await
            .expect(422)
            .expect_says("太容易猜到");
        client
            .post(&act, &[("password", "滨河县的桥有九孔"), ("again", "别的")])
            .await
            .expect(422)
            .expect_says("两次填的不一样");
        client.post(&act, &[("password", "滨河县的桥有九孔"), ("again", "滨河县的桥有九孔")]).await.expect(303);
        client.get("/console").await.expect(200);
        let fields = [("phone", PHONE), ("password", "滨河县的桥有九孔")];
        Client::of(&app).post("/sign-in/password", &fields).await.expect(303);
        Client::of(&app).get(&link).await.expect(404);
    }
}

#[tokio::test]
async fn without_a_gateway_a_link_never_opens_an_account_that_is_there_already() {
    for site in sites().await {
        let county = County::found(&site).await;
        with_password(&site, PHONE, "滨河县的桥有九孔").await;
        let link = invited(&site, &county, PHONE).await;
        let mut client = Client::of(&in_earnest(&site));
        client.get(&link).await.expect(200).expect_says("请先用密码登录");
        let fields = [("password", "另外一个新密码"), ("again", "另外一个新密码")];
        client.post(&format!("{link}/acceptance"), &fields).await.expect(422);
        assert!(!client.has_cookie(web::SESSION_COOKIE));
        let fields = [("phone", PHONE), ("password", "滨河县的桥有九孔"), ("next", link.as_str())];
        assert_eq!(client.post("/sign-in/password", &fields).await.expect(303).to(), link);
        client.post(&format!("{link}/acceptance"), &[]).await.expect(303);
        client.get("/console").await.expect(200);
    }
}

#[tokio::test]
async fn an_invitation_ends_after_a_week_and_a_made_up_one_never_was() {
    for site in sites().await {
        let county = County::found(&site).await;
        let link = invited(&site, &county, PHONE).await;
        site.app.clock.advance(7 * 86_400 + 1);
        site.visitor().get(&link).await.expect(404).expect_says("不能用了");
        site.visitor().get("/invitation/abc").await.expect(404);
        site.visitor().post("/invitation/abc/acceptance", &[("code", "123456")]).await.expect(404);
        site.visitor().post("/invitation/abc/code", &[]).await.expect(404);
    }
}
