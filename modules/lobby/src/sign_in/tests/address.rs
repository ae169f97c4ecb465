//! Where a request comes from: how often one address gets codes, and whose word on addresses is believed.
use super::*;
use crate::county::County;

const MOST: usize = 200;
const PROXY: &str = "10.0.0.1";
const FIRST: &str = "203.0.113.9";
const SECOND: &str = "203.0.113.10";

/// The same site behind a proxy that it trusts, known by no address of its own.
fn behind_a_proxy(site: &Site) -> App {
    site.app.but(|inner| {
        inner.config = Config {
            demo: true,
            public_url: None,
            secure_cookies: false,
            trusted_proxies: vec![PROXY.parse().unwrap()],
        };
        inner.error_page = |page| page.sentence.clone();
    })
}
/// Asks for codes until the address has had as many as one gets.
async fn exhaust(client: &mut Client) {
    for _ in 0..MOST {
        client.post("/sign-in/code", &[("phone", "1")]).await.expect(422);
    }
}
async fn ask(client: &mut Client) -> u16 {
    client.post("/sign-in/code", &[("phone", "1")]).await.status.as_u16()
}

#[tokio::test]
async fn one_address_asks_for_so_many_codes_in_ten_minutes_and_another_one_goes_on() {
    let site = Site::on_sqlite(modules).await;
    let mut client = site.visitor();
    client.comes_from(FIRST, &[]);
    exhaust(&mut client).await;
    let refused = client.post("/sign-in/code", &[("phone", PHONE)]).await.expect(429);
    assert!(refused.says("从您这个网络来的次数太多了"));
    assert_eq!(platform::notices::outbox(&site.app, Some(PHONE)).await.unwrap().len(), 0, "no code was sent");
    client.get("/sign-in").await.expect(200);
    let mut other = site.visitor();
    other.comes_from(SECOND, &[]);
    assert_eq!(ask(&mut other).await, 422);
    site.app.clock.advance(601);
    ask_for_code(&mut client, PHONE, "/").await;
    // The machine itself is not counted.
    let mut here = site.visitor();
    here.comes_from("127.0.0.1", &[]);
    exhaust(&mut here).await;
    assert_eq!(ask(&mut here).await, 422);
}

#[tokio::test]
async fn a_proxy_that_is_trusted_says_whose_request_it_is_and_nobody_else_does() {
    let site = Site::on_sqlite(modules).await;
    let app = behind_a_proxy(&site);
    let mut client = Client::of(&app);
    // Whatever the sender wrote before the proxy's own word is not believed.
    for n in 0..MOST {
        client.comes_from(PROXY, &[("x-forwarded-for", &format!("198.51.100.{}, {FIRST}", n % 250))]);
        assert_eq!(ask(&mut client).await, 422);
    }
    assert_eq!(ask(&mut client).await, 429);
    client.comes_from(PROXY, &[("x-forwarded-for", SECOND)]);
    assert_eq!(ask(&mut client).await, 422, "another one behind the same proxy goes on");
    // Somebody who is no proxy has one address, whatever is said.
    for n in 0..MOST {
        client.comes_from("192.0.2.7", &[("x-forwarded-for", &format!("198.51.100.{}", n % 250))]);
        assert_eq!(ask(&mut client).await, 422);
    }
    assert_eq!(ask(&mut client).await, 429);
}

#[tokio::test]
async fn links_are_https_only_where_a_trusted_proxy_says_so() {
    let site = Site::on_sqlite(modules).await;
    let county = County::found(&site).await;
    let account = site.account("系统员", "19900000004").await;
    site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
    let app = behind_a_proxy(&site);
    let token = identity::start_session(&app, account, "测试").await.unwrap();
    let mut admin = Client::of(&app);
    admin.keep_cookie(web::SESSION_COOKIE, &token);
    let firm = county.firm.id.to_string();
    let proto = &[("x-forwarded-proto", "https")];
    for (peer, phone, scheme) in [(PROXY, "19900000011", "https"), ("192.0.2.7", "19900000012", "http")] {
        admin.comes_from(peer, proto);
        let form =
            [("name", "钱明"), ("phone", phone), ("union_id", &*firm), ("role", "chair"), ("starts_on", "2026-11-19")];
        let page = admin.post("/console/posts/invitations", &form).await.expect(200).text();
        assert!(page.contains(&format!("{scheme}://site.test/invitation/")), "{peer}");
    }
}
