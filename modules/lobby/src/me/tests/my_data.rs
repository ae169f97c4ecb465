//! My data: who looked, the own copy, consents, erasure.
use super::*;

#[tokio::test]
async fn the_member_sees_who_read_what_when_and_why() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, person) = a_member(&site, &county).await;
        client.get("/me/data").await.expect(200).expect_says("还没有人看过");
        let reader = site.holder("孙维方", "13900000003", Role::Officer, county.town.id).await;
        drop(reader);
        let account = site.account("孙维方", "13900000003").await;
        let token = identity::start_session(&site.app, account, "测试").await.unwrap();
        let who = identity::session(&site.app, &token).await.unwrap().unwrap();
        let mut tx = site.app.db.begin().await.unwrap();
        let entry = Entry {
            act: "member.open",
            object: "member",
            object_id: 1,
            person: Some(person),
            reason: "核对互助保障",
            ..Entry::default()
        };
        audit::record(&mut tx, &site.app, Some(&who), &entry).await.unwrap();
        tx.commit().await.unwrap();
        let page = client.get("/me/data").await.expect(200);
        for words in ["查看完整的会员信息", "孙维方，城东街道总工会", "今天10:00", "理由：核对互助保障"]
        {
            assert!(page.says(words), "{words}: {}", page.visible());
        }
        let mut other = member_at_home(&site, &county.firm, "程望川", "13900000002", date(2024, 3, 5)).await.0;
        assert!(!other.get("/me/data").await.says("核对互助保障"));
    }
}

#[tokio::test]
async fn what_is_held_is_masked_on_the_page_and_open_in_the_own_copy() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, _) = a_member(&site, &county).await;
        let page = client.get("/me/data").await.expect(200);
        assert!(page.says("139****0001") && page.says("3209**********0001") && !page.text().contains(PHONE));
        let file = client.get("/me/data/export").await.expect(200);
        assert!(file.headers[axum::http::header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
        let json: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
        let lines = json["个人信息"].as_array().unwrap();
        assert!(lines.iter().any(|l| l["项目"] == "登录用的手机号" && l["内容"] == PHONE));
        assert!(lines.iter().any(|l| l["项目"] == "所属工会" && l["内容"] == "顺通物流工会"));
        assert_eq!(json["我的记录"][0]["事项"], "加入顺通物流工会");
        client.get("/me/data/print").await.expect(200).expect_says("个人信息副本").expect_says(PHONE);
        let page = client.get("/me/data").await.expect(200);
        assert!(page.says("导出本人数据") && page.says("您自己"), "taking a copy leaves a trace");
    }
}

#[tokio::test]
async fn a_consent_is_withdrawn_as_easily_as_it_was_given() {
    for site in Site::on_both(modules).await {
        let account = site.account("林小满", PHONE).await;
        let mut tx = site.app.db.begin().await.unwrap();
        for _ in 0..2 {
            identity::give_consent(&mut tx, &site.app, account, "notify", "同意用我的手机号通知我").await.unwrap();
        }
        tx.commit().await.unwrap();
        let consents = identity::consents(&site.app.db, account).await.unwrap();
        assert_eq!(consents.len(), 1, "given twice, kept once");
        let id = consents[0].id.to_string();
        let mut client = site.sign_in(account).await;
        client.get("/me/data").await.expect(200).expect_says("同意用我的手机号通知我").expect_says("同意中");
        let mut other = site.person("程望川", "13900000002").await;
        other.post("/me/consents/withdrawal", &[("consent", &id)]).await.expect(404);
        client.post("/me/consents/withdrawal", &[("consent", &id)]).await.expect(303);
        assert!(!identity::has_consent(&site.app.db, account, "notify").await.unwrap());
        client.get("/me/data").await.expect(200).expect_says("已撤回").expect_says("再同意");
        client.post("/me/consents", &[("consent", &id)]).await.expect(303);
        assert!(identity::has_consent(&site.app.db, account, "notify").await.unwrap());
        let page = client.get("/me/data").await.expect(200);
        assert_eq!(page.text().matches("同意用我的手机号通知我</span>").count(), 1, "one line per purpose");
    }
}

#[tokio::test]
async fn what_a_membership_rests_on_is_not_withdrawn_while_it_lasts() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, _) = a_member(&site, &county).await;
        let account = site.account("林小满", PHONE).await;
        let mut tx = site.app.db.begin().await.unwrap();
        let (purpose, wording) = directory::joinings::MEMBERSHIP;
        identity::give_consent(&mut tx, &site.app, account, purpose, wording).await.unwrap();
        tx.commit().await.unwrap();
        let page = client.get("/me/data").await.expect(200).expect_says("要退会，请联系您的工会");
        assert!(!page.text().contains("/me/consents/withdrawal"));
        let id = identity::consents(&site.app.db, account).await.unwrap()[0].id.to_string();
        client.post("/me/consents/withdrawal", &[("consent", &id)]).await.expect(409).expect_says("请联系您的工会");
        assert!(identity::has_consent(&site.app.db, account, purpose).await.unwrap());
    }
}

#[tokio::test]
async fn who_read_the_application_before_anybody_was_a_member_stands_among_who_looked() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, person) = a_member(&site, &county).await;
        let own = identity::account_by_phone(&site.app, PHONE).await.unwrap().unwrap().id;
        site.holder("孙维方", "13900000003", Role::Officer, county.town.id).await;
        let account = site.account("孙维方", "13900000003").await;
        let token = identity::start_session(&site.app, account, "测试").await.unwrap();
        let who = identity::session(&site.app, &token).await.unwrap().unwrap();
        let mut tx = site.app.db.begin().await.unwrap();
        let columns = "reference, account, name, document_index, form_sealed, union_id, path, employer_name, group_name, reasons, undecided, state, submitted_at, due_on, membership";
        let joining = async |tx: &mut platform::db::Tx, account, state: &str, membership: Option<i64>| {
            let (firm, form) = (&county.firm, site.app.keys.seal("joinings.form", "{}"));
            let values = platform::vals![
                format!("RH{state}"),
                account,
                "林小满",
                format!("x{state}"),
                form,
                firm.id,
                &firm.path,
                "",
                "",
                "[]",
                0_i64,
                state,
                0_i64,
                date(2026, 11, 24),
                membership
            ];
            tx.insert("joinings", columns, values).await.unwrap()
        };
        // One of her own that came to nothing, and one that a stand took down for another account and that became her membership.
        let first = joining(&mut tx, own, "withdrawn", None).await;
        let membership =
            tx.number("SELECT id FROM memberships WHERE person = $1", platform::vals![person]).await.unwrap();
        let second = joining(&mut tx, account, "approved", Some(membership)).await;
        let foreign = joining(&mut tx, account, "refused", None).await;
        for (object_id, reason) in [(first, "核对第一次"), (second, "核对第二次"), (foreign, "别人的申请")]
        {
            let entry = Entry { act: "joining.open", object: "joining", object_id, reason, ..Entry::default() };
            audit::record(&mut tx, &site.app, Some(&who), &entry).await.unwrap();
        }
        tx.commit().await.unwrap();
        let page = client.get("/me/data").await.expect(200).expect_says("核对第一次").expect_says("核对第二次");
        assert!(page.says("查看完整的入会申请") && !page.says("别人的申请"), "{}", page.visible());
        client.get("/me/data/export").await.expect(200).expect_says("核对第一次");
    }
}

/// Ends the only membership of a person on a day, as leaving does.
async fn left_on(site: &Site, person: PersonId, day: &str) {
    let mut tx = site.app.db.begin().await.unwrap();
    let sql = "UPDATE memberships SET state = 'ended', ended_on = $2 WHERE person = $1";
    tx.exec(sql, platform::vals![person, day]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_member_sees_what_would_be_erased_and_is_led_to_leaving_first() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, _) = a_member(&site, &county).await;
        let page = client.get("/me/data/erasure").await.expect(200);
        let page = page.expect_says("您现在是会员").expect_says("姓名和证件号码").expect_says("从退会那天起留三年");
        assert!(page.text().contains("/me/membership/leave"));
        client.post("/me/data/erasure", &[("sure", "on")]).await.expect(409);
    }
}

#[tokio::test]
async fn who_has_left_is_erased_at_once_but_for_what_the_law_keeps_and_that_goes_when_its_day_has_passed() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        for (phone, name, ended, whole) in
            [("13900000001", "林小满", "2026-10-31", false), ("13900000002", "王海", "2023-11-01", true)]
        {
            let (mut client, person) = member_at_home(&site, &county.firm, name, phone, date(2020, 1, 1)).await;
            left_on(&site, person, ended).await;
            let page = client.get("/me/data/erasure").await.expect(200);
            assert!(page.says("手机号、单位、户籍、学历等资料"));
            client.post("/me/data/erasure", &[]).await.expect(422).expect_says("请先勾选");
            client.post("/me/data/erasure", &[("sure", "on")]).await.expect(303);
            client.get("/me").await.expect(303);
            let known = directory::people::store::find(&site.app.db, person).await.unwrap().unwrap();
            assert_eq!(known.phone_sealed, None);
            assert_eq!(known.name == "已删除", whole, "{name}");
            assert!(identity::account_by_phone(&site.app, phone).await.unwrap().is_none(), "the phone is free again");
            let sql = "SELECT next_on FROM erasures WHERE person = $1";
            let (next,): (Option<String>,) = site.app.db.one(sql, platform::vals![person]).await.unwrap();
            let expected = if whole { None } else { Some("2029-11-01") };
            assert_eq!(next.as_deref(), expected, "{name}");
        }
    }
}

#[tokio::test]
async fn what_the_law_kept_is_erased_by_itself_and_nobody_who_joined_again() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, person) = a_member(&site, &county).await;
        left_on(&site, person, "2026-10-31").await;
        client.post("/me/data/erasure", &[("sure", "on")]).await.expect(303);
        site.work().await;
        let name = async || directory::people::store::find(&site.app.db, person).await.unwrap().unwrap().name;
        assert_eq!(name().await, "林小满");
        // Three years later: the end lies so far back.
        left_on(&site, person, "2023-10-31").await;
        let mut tx = site.app.db.begin().await.unwrap();
        tx.exec("UPDATE erasures SET next_on = '2026-11-01'", platform::vals![]).await.unwrap();
        tx.exec("UPDATE jobs SET run_at = 0", platform::vals![]).await.unwrap();
        tx.commit().await.unwrap();
        site.work().await;
        assert_eq!(name().await, "已删除");
        let by = directory::people::store::by_document(&site.app.db, &site.app, "111", "320999199001000001").await;
        assert!(by.unwrap().is_none());
    }
}

#[tokio::test]
async fn consent_to_notices_is_given_and_withdrawn_with_one_tap_and_sending_keeps_to_it() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let (mut client, _) = a_member(&site, &county).await;
        let account = identity::account_by_phone(&site.app, PHONE).await.unwrap().unwrap().id;
        let purpose = directory::joinings::NOTICES.0;
        let sent = async || {
            let mut tx = site.app.db.begin().await.unwrap();
            let words = ("工会有电影票", "本周六", "/me");
            let sent = notices::tell_willing(&mut tx, &site.app, account, purpose, words).await.unwrap();
            tx.commit().await.unwrap();
            sent
        };
        client.get("/me/data").await.expect_says("没有同意");
        assert!(!sent().await);
        client.post("/me/consents", &[("purpose", purpose)]).await.expect(303);
        client.get("/me/data").await.expect_says("有活动和服务会告诉您");
        assert!(sent().await);
        let id = identity::consents(&site.app.db, account).await.unwrap()[0].id.to_string();
        client.post("/me/consents/withdrawal", &[("consent", &id)]).await.expect(303);
        client.get("/me/data").await.expect_says("不再发活动和服务的通知");
        assert!(!sent().await);
    }
}

#[tokio::test]
async fn the_person_reads_which_posts_can_see_her_without_names_and_takes_all_portions_along() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        site.holder("县干部", "19900000005", Role::Officer, county.county.id).await;
        site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        let (mut client, _) = a_member(&site, &county).await;
        let page = client.get("/me/data").await.expect_says("顺通物流工会工会主席").expect_says("滨河县总工会工会干部");
        assert!(!page.says("顾建国") && !page.says("县干部"));
        let file = client.get("/me/data/export").await.expect(200).text();
        for name in ["各项记录", "个人信息", "会籍变动", "入会申请", "登录账号"] {
            assert!(file.contains(name), "{name}");
        }
        client.get("/me/data/print").await.expect(200).expect_says("个人信息：会籍变动");
    }
}
