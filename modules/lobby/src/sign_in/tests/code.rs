use super::*;

#[tokio::test]
async fn a_code_signs_in_and_leads_back_to_the_page_one_wanted() {
    for site in sites().await {
        let mut client = site.visitor();
        assert_eq!(client.get("/me/devices").await.expect(303).to(), "/sign-in?next=%2Fme%2Fdevices");
        client.get("/sign-in?next=%2Fme%2Fdevices").await.expect(200).expect_says("获取验证码");
        assert_eq!(ask_for_code(&mut client, PHONE, "/me/devices").await.to(), "/sign-in/code?next=%2Fme%2Fdevices");
        client
            .get("/sign-in/code?next=%2Fme%2Fdevices")
            .await
            .expect(200)
            .expect_says("已发到139****0001，5分钟内有效");
        let code = code(&site, PHONE).await;
        let answer = client.post("/sign-in", &[("code", &code), ("next", "/me/devices")]).await.expect(303);
        assert_eq!(answer.to(), "/me/devices");
        client.get("/me/devices").await.expect(200).expect_says("这一台");
    }
}

#[tokio::test]
async fn a_code_typed_with_spaces_or_full_width_digits_is_the_same_code() {
    for site in sites().await {
        let mut client = site.visitor();
        ask_for_code(&mut client, PHONE, "/").await;
        let code: String =
            code(&site, PHONE).await.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        client.post("/sign-in", &[("code", &format!(" {code} "))]).await.expect(303);
        client.get("/me").await.expect(200);
    }
}

#[tokio::test]
async fn the_fifth_wrong_code_ends_it_even_for_the_right_one() {
    for site in sites().await {
        let mut client = site.visitor();
        ask_for_code(&mut client, PHONE, "/").await;
        let right = code(&site, PHONE).await;
        for left in (1..5).rev() {
            let answer = client.post("/sign-in", &[("code", wrong(&right))]).await;
            answer.expect(422).expect_says(&format!("验证码不对，还可以试{left}次"));
        }
        client.post("/sign-in", &[("code", wrong(&right))]).await.expect(422).expect_says("验证码错了5次");
        client.post("/sign-in", &[("code", &right)]).await.expect(422).expect_says("请重新获取");
        assert!(!client.has_cookie(web::SESSION_COOKIE));
    }
}

#[tokio::test]
async fn a_code_ends_after_five_minutes() {
    for site in sites().await {
        let mut client = site.visitor();
        ask_for_code(&mut client, PHONE, "/").await;
        let code = code(&site, PHONE).await;
        site.app.clock.advance(300);
        client.post("/sign-in", &[("code", &code)]).await.expect(422).expect_says("验证码已过期");
    }
}

#[tokio::test]
async fn a_code_works_once() {
    for site in sites().await {
        let mut client = site.visitor();
        ask_for_code(&mut client, PHONE, "/").await;
        let code = code(&site, PHONE).await;
        let mut other = site.visitor();
        // The sealed cookie that names the phone, as the program makes it.
        other.keep_cookie("signing_in", &site.app.keys.seal(crate::sign_in::PHONE_SEAL, PHONE));
        client.post("/sign-in", &[("code", &code)]).await.expect(303);
        other.post("/sign-in", &[("code", &code)]).await.expect(422).expect_says("请重新获取");
    }
}
#[tokio::test]
async fn a_second_press_within_the_minute_sends_nothing_and_leads_on() {
    for site in sites().await {
        let mut client = site.visitor();
        ask_for_code(&mut client, PHONE, "/").await;
        site.app.clock.advance(10);
        assert_eq!(ask_for_code(&mut client, PHONE, "/").await.to(), "/sign-in/code");
        client.get("/sign-in/code").await.expect(200).expect_says("验证码刚发过，请50秒后再要一次");
        assert_eq!(platform::notices::outbox(&site.app, Some(PHONE)).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_phone_gets_six_codes_an_hour() {
    for site in sites().await {
        let mut client = site.visitor();
        for _ in 0..6 {
            ask_for_code(&mut client, PHONE, "/").await;
            site.app.clock.advance(61);
        }
        let answer = client.post("/sign-in/code", &[("phone", PHONE)]).await;
        answer.expect(422).expect_says("次数太多，请一小时后再试");
        site.app.clock.advance(3600);
        ask_for_code(&mut client, PHONE, "/").await;
    }
}

#[tokio::test]
async fn a_wrong_phone_comes_back_with_what_was_typed() {
    for site in sites().await {
        let mut client = site.visitor();
        let answer = client.post("/sign-in/code", &[("phone", "1390000"), ("next", "/me")]).await.expect(422);
        assert!(answer.text().contains("value=\"1390000\"") && answer.text().contains("value=\"/me\""));
        assert!(answer.says("有1处要改"));
    }
}

#[tokio::test]
async fn without_a_gateway_sign_in_by_code_says_that_it_is_off() {
    for site in sites().await {
        let mut client = Client::of(&in_earnest(&site));
        let page = client.get("/sign-in").await.expect(200);
        assert!(page.says("本平台还没有开通短信") && page.says("密码") && !page.says("获取验证码"));
        let answer = client.post("/sign-in/code", &[("phone", PHONE)]).await;
        answer.expect(422).expect_says("本平台还没有开通短信");
    }
}

#[tokio::test]
async fn a_blocked_account_stays_out() {
    for site in sites().await {
        let account = site.account("林小满", PHONE).await;
        let mut tx = site.app.db.begin().await.unwrap();
        tx.exec("UPDATE accounts SET blocked_at = 1 WHERE id = $1", platform::vals![account]).await.unwrap();
        tx.commit().await.unwrap();
        let mut client = site.visitor();
        ask_for_code(&mut client, PHONE, "/").await;
        let code = code(&site, PHONE).await;
        client.post("/sign-in", &[("code", &code)]).await.expect(409).expect_says("这个账号已经停用");
        assert!(!client.has_cookie(web::SESSION_COOKIE));
    }
}
