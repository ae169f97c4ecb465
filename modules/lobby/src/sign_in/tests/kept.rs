use super::*;

#[tokio::test]
async fn the_outbox_does_not_exist_outside_the_demo() {
    for site in sites().await {
        ask_for_code(&mut site.visitor(), PHONE, "/").await;
        let page = site.visitor().get("/dev/outbox").await.expect(200);
        assert!(page.says("139****0001") && page.says("验证码"));
        let list = site.visitor().get(&format!("/dev/outbox.json?phone={PHONE}")).await.expect(200);
        let list: Vec<serde_json::Value> = serde_json::from_slice(&list.bytes).unwrap();
        assert_eq!((list.len(), list[0]["to"].as_str()), (1, Some(PHONE)));
        assert_eq!(site.visitor().get("/dev/outbox.json?phone=13900000002").await.text(), "[]");
        let app = in_earnest(&site);
        for page in ["/dev/outbox", "/dev/outbox.json", "/dev/outbox.json?phone=13900000001"] {
            let answer = Client::of(&app).get(page).await.expect(404);
            assert!(!answer.text().contains("验证码"));
        }
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    for site in sites().await {
        let account = site.account("林小满", PHONE).await;
        let token = identity::start_session(&site.app, account, "Chrome，Windows电脑").await.unwrap();
        let mut client = site.visitor();
        client.keep_cookie(web::SESSION_COOKIE, &token);
        assert_eq!(client.post("/sign-out", &[]).await.expect(303).to(), "/");
        assert!(!client.has_cookie(web::SESSION_COOKIE));
        client.keep_cookie(web::SESSION_COOKIE, &token);
        assert!(client.get("/me").await.expect(303).to().starts_with("/sign-in"));
    }
}

#[tokio::test]
async fn a_form_survives_the_loss_of_the_session() {
    for site in sites().await {
        let mut client = site.visitor();
        let kept = client
            .post(
                "/me/password",
                &[("password", "滨河县的桥有九孔"), ("again", "滨河县的桥有九孔"), ("note", "a&b=\"c\"")],
            )
            .await;
        let to = kept.expect(303).to();
        let held = web::Fields::parse(to.split_once('?').unwrap().1).get("next").to_owned();
        assert!(held.starts_with("/held/"));
        assert!(client.get(&held).await.expect(303).to().starts_with("/sign-in"), "nobody sees it signed out");
        ask_for_code(&mut client, PHONE, &held).await;
        let code = code(&site, PHONE).await;
        assert_eq!(client.post("/sign-in", &[("code", &code), ("next", &held)]).await.expect(303).to(), held);
        let page = client.get(&held).await.expect(200).expect_says("您刚才填的都在");
        assert!(page.text().contains("action=\"/me/password\"") && page.text().contains("value=\"滨河县的桥有九孔\""));
        assert!(page.text().contains("a&#38;b=&#34;c&#34;"), "escaped: {}", page.text());
        site.app.clock.advance(3601);
        client.get(&held).await.expect(404);
    }
}
