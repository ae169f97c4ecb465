use super::*;

#[tokio::test]
async fn after_signing_in_nobody_is_sent_to_another_site() {
    for site in sites().await {
        with_password(&site, PHONE, "滨河县的桥有九孔").await;
        for next in ["https://evil.test/", "//evil.test", "/\\evil.test", "/\t/evil.test"] {
            let fields = [("phone", PHONE), ("password", "滨河县的桥有九孔"), ("next", next)];
            assert_eq!(site.visitor().post("/sign-in/password", &fields).await.expect(303).to(), "/");
            let mut client = site.person("林小满", PHONE).await;
            let page = format!("/sign-in?next={}", web::encode(next));
            assert_eq!(client.get(&page).await.expect(303).to(), "/");
        }
    }
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_phone_for_a_quarter_of_an_hour() {
    for site in sites().await {
        with_password(&site, PHONE, "滨河县的桥有九孔").await;
        let mut client = site.visitor();
        let typed = async |client: &mut Client, password| {
            client.post("/sign-in/password", &[("phone", PHONE), ("password", password)]).await
        };
        for _ in 0..5 {
            typed(&mut client, "不是这个密码").await.expect(422).expect_says("手机号或密码不对");
        }
        typed(&mut client, "滨河县的桥有九孔").await.expect(422).expect_says("请15分钟后再试");
        site.app.clock.advance(15 * 60 + 1);
        typed(&mut client, "滨河县的桥有九孔").await.expect(303);
    }
}

#[tokio::test]
async fn an_unknown_phone_and_a_wrong_password_are_told_in_the_same_words() {
    for site in sites().await {
        with_password(&site, PHONE, "滨河县的桥有九孔").await;
        let mut client = site.visitor();
        let known = client.post("/sign-in/password", &[("phone", PHONE), ("password", "xxxxxxxx")]).await.expect(422);
        let unknown =
            client.post("/sign-in/password", &[("phone", "13900000009"), ("password", "xxxxxxxx")]).await.expect(422);
        assert_eq!(known.visible(), unknown.visible());
    }
}
