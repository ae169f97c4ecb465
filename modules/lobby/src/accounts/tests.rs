use crate::county::{County, member_at_home, modules};
use jiff::civil::date;
use platform::{
    audit,
    identity::{self},
    rights::Role,
    secrets::{Keys, new_key, rotation},
    settings,
    testing::{Client, Site},
    vals,
};

async fn require_second(site: &Site, region: &str) {
    let mut tx = site.app.db.begin().await.unwrap();
    settings::set(&mut tx, super::SECOND_FACTOR, region, date(2026, 11, 1), "yes", None, site.app.now()).await.unwrap();
    tx.commit().await.unwrap();
}
/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let begins = format!("name=\"{name}\" value=\"");
    let start = page.find(&begins).expect("the field") + begins.len();
    page[start..].chars().take_while(|c| *c != '"').collect()
}
/// What an app on a phone shows for the secret of a page.
fn shown_by_phone(page: &str, now: i64) -> String {
    let start = page.find("secret=").expect("a secret") + "secret=".len();
    let secret: String = page[start..].chars().take_while(char::is_ascii_alphanumeric).collect();
    platform::testing::totp_code(&secret, now)
}
async fn enrol(site: &Site, client: &mut Client) -> String {
    let page = client.get("/me/second-factor?next=/console").await.expect(200).text();
    let code = shown_by_phone(&page, site.app.now());
    let offer = hidden(&page, "offer");
    let sheet = client.post("/me/second-factor", &[("offer", &offer), ("code", &code), ("next", "/console")]).await;
    sheet.expect(200).expect_says("备用码").text()
}

#[tokio::test]
async fn where_the_setting_asks_the_console_opens_after_a_second_factor_is_set_up() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        require_second(&site, "320999001").await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        let first = chair.get("/console/settings").await;
        assert!(first.status == 403, "what the post may not is said first");
        assert_eq!(chair.get("/console?x=1").await.expect(303).to(), "/me/second-factor?next=%2Fconsole%3Fx%3D1");
        chair.get("/me/second-factor?next=/console").await.expect(200).expect_says("您所在的工会要求干部用动态口令");
        let page = chair.get("/me/second-factor").await.text();
        let wrong = [("offer", hidden(&page, "offer")), ("code", "000000".into())];
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let again = chair.post("/me/second-factor", &wrong).await.expect(422).expect_says("对不上");
        assert_eq!(hidden(&again.text(), "offer"), hidden(&page, "offer"), "the phone has scanned this one");
        enrol(&site, &mut chair).await;
        chair.get("/console").await.expect(200);
        let mut other = site.holder("河西主席", "19900000003", Role::Chair, county.other_town.id).await;
        other.get("/console").await.expect(200);
    }
}

#[tokio::test]
async fn a_new_session_asks_for_the_second_factor_and_a_recovery_code_works_once() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        let sheet = enrol(&site, &mut chair).await;
        let start = sheet.find("recovery num\"><li>").unwrap() + "recovery num\"><li>".len();
        let recovery: String = sheet[start..].chars().take_while(|c| *c != '<').collect();
        let account = identity::account_by_phone(&site.app, "19900000002").await.unwrap().unwrap().id;
        for (turn, code) in [(1, recovery.clone()), (2, recovery)] {
            let mut client = site.sign_in(account).await;
            assert_eq!(client.get("/console").await.expect(303).to(), "/second-factor?next=%2Fconsole");
            client.get("/me").await.expect(200);
            let answer = client.post("/second-factor", &[("code", &code), ("next", "/console")]).await;
            if turn == 1 {
                assert_eq!(answer.expect(303).to(), "/console");
                client.get("/console").await.expect(200);
            } else {
                answer.expect(422).expect_says("不对，或者这个数字刚用过");
                client.get("/console").await.expect(303);
            }
        }
    }
}

#[tokio::test]
async fn five_wrong_codes_lock_the_second_factor_for_a_while() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        enrol(&site, &mut chair).await;
        let account = identity::account_by_phone(&site.app, "19900000002").await.unwrap().unwrap().id;
        let mut client = site.sign_in(account).await;
        for _ in 0..5 {
            client.post("/second-factor", &[("code", "123")]).await.expect(422);
        }
        client.post("/second-factor", &[("code", "123")]).await.expect(422).expect_says("请15分钟后再试");
    }
}

#[tokio::test]
async fn an_administrator_resets_a_second_factor_with_a_reason_that_the_officer_reads() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        enrol(&site, &mut chair).await;
        let (post, account): (i64, i64) = site
            .app
            .db
            .one(
                "SELECT p.id, a.id FROM posts p JOIN accounts a ON a.id = p.account WHERE a.name = $1",
                vals!["顾建国"],
            )
            .await
            .unwrap();
        let path = format!("/console/posts/{post}/account");
        admin.post(&path, &[("act", "second")]).await.expect(422).expect_says("请写明为什么");
        admin.post(&path, &[("act", "second"), ("reason", "手机丢了")]).await.expect(303);
        chair.get("/me").await.expect(303);
        let mut again = site.sign_in(identity::AccountId(account)).await;
        again.get("/console").await.expect(200);
        again.get("/me/messages").await.expect_says("您的动态口令由系统管理员重置了");
        let lines = audit::of_object(&site.app.db, "account", account, 5).await.unwrap();
        assert_eq!((lines[0].act.as_str(), lines[0].reason.as_str()), ("account.second_reset", "手机丢了"));
    }
}

#[tokio::test]
async fn an_officer_s_account_that_nobody_used_is_blocked_and_the_sentence_says_who_can_open_it() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        member_at_home(&site, &county.firm, "林小满", "13900000001", date(2026, 1, 1)).await;
        let account = identity::account_by_phone(&site.app, "19900000002").await.unwrap().unwrap().id;
        let mut tx = site.app.db.begin().await.unwrap();
        let long_ago = site.app.now() - 366 * 86_400_000;
        tx.exec("UPDATE accounts SET created_at = $1", vals![long_ago]).await.unwrap();
        tx.exec("UPDATE sessions SET seen_at = $1", vals![long_ago]).await.unwrap();
        tx.commit().await.unwrap();
        site.work().await;
        let blocked = site.app.db.number("SELECT COUNT(*) FROM accounts WHERE blocked_at IS NOT NULL", vals![]).await;
        assert_eq!(blocked.unwrap(), 1, "neither members nor the administrator at the top");
        identity::set_password(&site.app, account, Some("gongyou8888")).await.unwrap();
        let mut visitor = site.visitor();
        let fields = [("phone", "19900000002"), ("password", "gongyou8888")];
        let answer = visitor.post("/sign-in/password", &fields).await.expect(409);
        let answer = answer.expect_says("365天没有登录");
        answer.expect_says("请联系滨河县总工会的系统管理员系统员恢复");
        let sql = "SELECT id FROM posts WHERE account = $1";
        let (post,): (i64,) = site.app.db.one(sql, vals![account]).await.unwrap();
        let open = [("act", "unblock"), ("reason", "本人来电")];
        admin.post(&format!("/console/posts/{post}/account"), &open).await.expect(303);
        visitor.post("/sign-in/password", &fields).await.expect(303);
        site.work().await;
        visitor.get("/console").await.expect(200);
    }
}

#[tokio::test]
async fn a_chair_ends_the_sessions_of_a_member_whose_phone_is_lost_and_nobody_else_s() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        let mut neighbour = site.holder("河西主席", "19900000003", Role::Chair, county.other_town.id).await;
        let (mut member, person) = member_at_home(&site, &county.firm, "林小满", "13900000001", date(2026, 1, 1)).await;
        let id = directory::members::store::current(&site.app.db, person).await.unwrap().unwrap().id;
        let path = format!("/console/members/{id}/account");
        chair.get(&format!("/console/members/{id}")).await.expect_says("登录账号");
        chair.get(&path).await.expect(200).expect_says("在1台设备上登录着");
        neighbour.get(&path).await.expect(404);
        neighbour.post(&format!("{path}/revocation"), &[("reason", "x")]).await.expect(404);
        member.get("/me").await.expect(200);
        chair.post(&format!("{path}/revocation"), &[]).await.expect(422);
        chair.post(&format!("{path}/revocation"), &[("reason", "手机丢了")]).await.expect(303);
        member.get("/me").await.expect(303);
        chair.get("/console").await.expect(200);
    }
}

/// While a key is changed, at each moment everything opens and everybody is found.
#[tokio::test]
async fn while_the_master_key_is_changed_everybody_is_found_by_phone_document_and_word() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let app = &site.app;
        let (old, new) = (new_key(), new_key());
        app.keys.r#become(&Keys::from_hex(&old).unwrap());
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        member_at_home(&site, &county.firm, "林小满", "13900000001", date(2026, 1, 1)).await;
        member_at_home(&site, &county.firm, "王海", "13900000002", date(2026, 1, 1)).await;
        app.keys.r#become(&Keys::from_hex(&format!("{new}\n{old}")).unwrap());
        let steps = rotation::columns(app).count();
        for step in 0..=steps {
            for tail in ["0001", "0002"] {
                chair.get(&format!("/console/members?q={tail}")).await.expect(200).expect_says("****");
            }
            let phone = "13900000001";
            let account = identity::account_by_phone(app, phone).await.unwrap().expect("the account");
            assert_eq!(account.phone(app).unwrap(), phone);
            let mut tx = app.db.begin().await.unwrap();
            let same = identity::account_for_phone(&mut tx, app, phone, "林小满").await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(same, account.id, "no second account");
            let document = "320999199001000001";
            let known = directory::people::store::by_document(&app.db, app, "111", document).await.unwrap();
            assert_eq!(known.expect("the person").name, "林小满");
            if let Some(column) = rotation::columns(app).nth(step) {
                while let Some((last, _)) = rotation::reseal(app, column, rotation::Pass::Stale, 0).await.unwrap() {
                    assert!(last > 0);
                }
                assert_eq!(rotation::left(&app.db, &app.keys, column).await.unwrap(), 0, "{column:?}");
            }
        }
        for kind in app.modules.iter().flat_map(|m| m.words) {
            let mut after = 0;
            while let Some((last, _)) = (kind.slice)(app.clone(), after).await.unwrap() {
                after = last;
            }
        }
        app.keys.r#become(&Keys::from_hex(&new).unwrap());
        for tail in ["0001", "0002"] {
            chair.get(&format!("/console/members?q={tail}")).await.expect(200).expect_says("****");
        }
        assert!(identity::account_by_phone(app, "13900000002").await.unwrap().is_some());
    }
}

#[tokio::test]
async fn an_administrator_sets_in_the_console_who_gives_a_second_factor_when_accounts_end_and_ends_sessions() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        admin.get("/console/settings").await.expect_says("干部登录要动态口令").expect_says("干部账号多久不用就停用");
        for (key, value) in [("accounts.second_factor", "yes"), ("accounts.idle_days", "30")] {
            let form = [("value", value), ("region", "320999001"), ("from_on", "2026-11-19")];
            chair.post(&format!("/console/settings/{key}"), &form).await.expect(403);
            admin.post(&format!("/console/settings/{key}"), &form).await.expect(303);
        }
        assert_eq!(chair.get("/console").await.expect(303).to(), "/me/second-factor?next=%2Fconsole");
        admin.get("/console").await.expect(200);

        let sql = "SELECT p.id FROM posts p JOIN accounts a ON a.id = p.account WHERE a.name = $1";
        let (post,): (i64,) = site.app.db.one(sql, vals!["顾建国"]).await.unwrap();
        admin.get(&format!("/console/posts/{post}")).await.expect(200).expect_says("全部退出登录");
        let path = format!("/console/posts/{post}/account");
        admin.post(&path, &[("act", "revoke"), ("reason", "手机丢了")]).await.expect(303);
        chair.get("/me").await.expect(303);

        site.app.clock.advance(32 * 86_400);
        site.work().await;
        let sql = "SELECT name FROM accounts WHERE blocked_at IS NOT NULL";
        let blocked: Vec<(String,)> = site.app.db.all(sql, vals![]).await.unwrap();
        assert_eq!(blocked, [("顾建国".to_owned(),)]);
    }
}
