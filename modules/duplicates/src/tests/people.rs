use super::county::{County, counties, somebody};
use directory::members;
use platform::{audit, identity, testing::Client, tree::PersonId, vals};

/// What the preview's form sends: the first one's fields but for the phone, and the membership of the first.
async fn merge(c: &County, officer: &mut Client, extra: &[(&'static str, &'static str)]) -> platform::testing::Answer {
    let seen = seen(c).await;
    send(officer, &seen, extra).await
}
/// The open pair, and the versions that its page shows.
async fn seen(c: &County) -> (String, [String; 2]) {
    let versions: Vec<(i64,)> = c.site.app.db.all("SELECT version FROM people ORDER BY id", vals![]).await.unwrap();
    (c.pair("open").await.to_string(), [versions[0].0.to_string(), versions[1].0.to_string()])
}
async fn send(
    officer: &mut Client,
    (pair, [one, other]): &(String, [String; 2]),
    extra: &[(&'static str, &'static str)],
) -> platform::testing::Answer {
    let mut form = vec![("version_0", one.as_str()), ("version_1", other.as_str()), ("membership", "0")];
    form.extend(["f_name", "f_document", "f_work", "f_education"].map(|name| (name, "0")));
    form.extend([("f_phone", "1"), ("f_native_place", "1")]);
    form.extend(extra);
    officer.post(&format!("/console/duplicates/{pair}/merge"), &form).await
}
async fn account_of(c: &County, phone: &str, person: PersonId) -> Client {
    let account = c.site.account("林小满", phone).await;
    let mut tx = c.site.app.db.begin().await.unwrap();
    identity::tie_person(&mut tx, account, person, "林小满").await.unwrap();
    tx.commit().await.unwrap();
    c.site.sign_in(account).await
}

#[tokio::test]
async fn two_become_one_field_by_field_and_everything_points_to_the_one() {
    for c in counties().await {
        let [(kept, first), (gone, second)] = c.twins().await;
        c.find().await;
        let (mut one, mut other) =
            (account_of(&c, "13800000001", kept).await, account_of(&c, "13800000002", gone).await);
        let mut tx = c.site.app.db.begin().await.unwrap();
        let read =
            audit::Entry { act: "member.open", person: Some(gone), reason: "核对证件", ..Default::default() };
        audit::record(&mut tx, &c.site.app, None, &read).await.unwrap();
        tx.commit().await.unwrap();

        let mut officer = c.officer().await;
        let preview =
            officer.get(&format!("/console/duplicates/{}/preview?f_phone=1", c.pair("open").await)).await.expect(200);
        preview
            .expect_says("会员数从今天起少算一人")
            .expect_says("登录账号")
            .expect_says("职工类别")
            .expect_says("江苏盐城");
        merge(&c, &mut officer, &[]).await.expect(303);
        officer
            .get(&format!("/console/duplicates/{}", c.pair("merged").await))
            .await
            .expect_says("已合成一份")
            .expect_says("孙维方");

        let known =
            directory::people::store::find(&c.site.app.db, kept).await.unwrap().unwrap().details(&c.site.app).unwrap();
        assert_eq!((known.phone.as_str(), known.native_place.as_str()), ("13800000002", "江苏盐城"));
        assert_eq!((known.document, known.education.as_str()), (somebody("", "997", "").document, "30"));
        assert_eq!(c.site.number("SELECT COUNT(*) FROM person_groups WHERE to_on IS NULL").await, 2, "货车司机 once");
        let membership = members::store::current(&c.site.app.db, kept).await.unwrap().unwrap();
        assert_eq!(membership.id, first);
        directory::testing::expect_beside(&c.site).await;
        let recount = members::recount(&c.site.app.db).await.unwrap();
        assert_eq!((recount.memberships, recount.differing), (1, vec![]), "the figure follows");
        officer.get(&members::link(second)).await.expect(200).expect_says("重复登记，并到顺通物流工会的会籍");
        for client in [&mut one, &mut other] {
            client.get("/me/card").await.expect(200);
        }
        let seen = audit::about(&c.site.app.db, kept, 10).await.unwrap();
        assert!(seen.iter().any(|line| line.reason == "核对证件"), "who read the other one's data is not forgotten");
        assert_eq!(c.site.number("SELECT COUNT(*) FROM notices WHERE title = '您的两份登记合成了一份'").await, 2);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_second_of_two_officers_sees_who_was_first() {
    for c in counties().await {
        c.twins().await;
        c.find().await;
        let pair = c.pair("open").await;
        let (mut officer, mut second) = (c.officer().await, c.second_officer().await);
        merge(&c, &mut officer, &[]).await.expect(303);
        let late =
            second.post(&format!("/console/duplicates/{pair}/merge"), &[("version_0", "1"), ("version_1", "1")]).await;
        late.expect(409).expect_says("孙维方今天10:00已经合并，不用再办");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_officers_who_merge_and_undo_at_once_do_it_once() {
    for c in counties().await {
        c.twins().await;
        c.find().await;
        let (mut officer, mut second) = (c.officer().await, c.second_officer().await);
        let before = c.everything().await;
        // Both look at the pair before either merges it.
        let seen = seen(&c).await;
        let both = tokio::join!(send(&mut officer, &seen, &[]), send(&mut second, &seen, &[]));
        let mut answers = [both.0.status.as_u16(), both.1.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409]);
        assert_eq!(c.site.number("SELECT COUNT(*) FROM duplicate_merges").await, 1);
        let undoing = format!("/console/duplicates/{}/undoing", c.pair("merged").await);
        let both = tokio::join!(officer.post(&undoing, &[]), second.post(&undoing, &[]));
        let mut answers = [both.0.status.as_u16(), both.1.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409]);
        assert_eq!(c.everything().await, before);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn somebody_changed_since_is_looked_at_again_before_merging() {
    for c in counties().await {
        c.twins().await;
        c.find().await;
        let pair = c.pair("open").await;
        let mut officer = c.officer().await;
        let stale =
            officer.post(&format!("/console/duplicates/{pair}/merge"), &[("version_0", "1"), ("version_1", "7")]).await;
        stale.expect(409).expect_says("其中一份刚被改过");
        c.pair("open").await;
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn undoing_leaves_everything_as_it_was() {
    for c in counties().await {
        let [(kept, _), (gone, _)] = c.twins().await;
        c.find().await;
        let _ = (account_of(&c, "13800000001", kept).await, account_of(&c, "13800000002", gone).await);
        let mut officer = c.officer().await;
        let before = c.everything().await;
        merge(&c, &mut officer, &[("membership", "1")]).await.expect(303);
        assert_ne!(c.everything().await, before);
        let pair = c.pair("merged").await;
        officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(303);
        directory::testing::expect_beside(&c.site).await;
        assert_eq!(c.everything().await, before);
        officer.get(&format!("/console/duplicates/{pair}")).await.expect_says("留哪份会籍");
        c.find().await;
        c.pair("open").await;
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_was_touched_since_stays_and_is_listed() {
    for c in counties().await {
        let [(kept, _), (gone, _)] = c.twins().await;
        c.find().await;
        let mut officer = c.officer().await;
        merge(&c, &mut officer, &[]).await.expect(303);
        let app = &c.site.app;
        let known = directory::people::store::find(&app.db, kept).await.unwrap().unwrap().details(app).unwrap();
        let edited = directory::people::PersonDetails { native_place: "安徽阜阳".into(), ..known };
        let mut tx = app.db.begin().await.unwrap();
        directory::people::store::update(&mut tx, app, kept, &edited).await.unwrap();
        tx.exec("DELETE FROM person_groups WHERE group_name = '快递员'", vals![]).await.unwrap();
        tx.commit().await.unwrap();
        let pair = c.pair("merged").await;
        officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(303);
        let page = officer.get(&format!("/console/duplicates/{pair}")).await;
        page.expect_says("籍贯：合并后又改过，保留现在的").expect_says("职工类别1条：合并后又改过或已经不在");
        let now = |person| async move { directory::people::store::find(&app.db, person).await.unwrap().unwrap() };
        assert_eq!(now(kept).await.native_place, "安徽阜阳");
        assert_eq!(now(kept).await.phone(app).unwrap().as_deref(), Some("13800000001"));
        assert_eq!(now(gone).await.phone(app).unwrap().as_deref(), Some("13800000002"));
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn after_thirty_days_a_merge_stays() {
    for c in counties().await {
        c.twins().await;
        c.find().await;
        let mut officer = c.officer().await;
        merge(&c, &mut officer, &[]).await.expect(303);
        let mut tx = c.site.app.db.begin().await.unwrap();
        let long_ago = c.site.app.now() - 30 * 86_400_000;
        tx.exec("UPDATE duplicate_merges SET at = $1", vals![long_ago]).await.unwrap();
        tx.commit().await.unwrap();
        let pair = c.pair("merged").await;
        officer.get(&format!("/console/duplicates/{pair}")).await.expect_says("合并已经超过30天");
        officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(409);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_wrong_number_entered_once_more_leads_to_the_one_that_remains() {
    for c in counties().await {
        let [(kept, _), (gone, _)] = c.twins().await;
        c.find().await;
        let mut officer = c.officer().await;
        merge(&c, &mut officer, &[]).await.expect(303);
        let again = somebody("林小满", "999", "13800000003");
        let (third, _) = c.member(&c.yard, &again, &[]).await;
        c.find().await;
        let open: Vec<(i64, i64)> =
            c.site.app.db.all("SELECT low, high FROM duplicate_pairs WHERE state = 'open'", vals![]).await.unwrap();
        assert_eq!(open, [(kept.0, third.0)]);
        assert_ne!(kept, gone);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_chain_of_merges_leads_to_the_last_one() {
    for c in counties().await {
        let [(kept, _), _] = c.twins().await;
        c.find().await;
        let mut officer = c.officer().await;
        merge(&c, &mut officer, &[]).await.expect(303);
        let first = c.pair("merged").await;
        c.member(&c.yard, &somebody("林小满", "998", "13800000003"), &[]).await;
        c.find().await;
        let pair = c.pair("open").await;
        let version = c.site.number("SELECT version FROM people ORDER BY id LIMIT 1").await.to_string();
        officer
            .post(&format!("/console/duplicates/{pair}/merge"), &[("version_0", version.as_str()), ("version_1", "1")])
            .await
            .expect(303);
        let into: Vec<(i64,)> =
            c.site.app.db.all("SELECT merged_into FROM persons WHERE merged_into IS NOT NULL", vals![]).await.unwrap();
        assert_eq!(into, [(kept.0,), (kept.0,)]);
        officer.post(&format!("/console/duplicates/{first}/undoing"), &[]).await.expect(303);
        officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(303);
        assert_eq!(c.site.number("SELECT COUNT(*) FROM persons WHERE merged_into IS NOT NULL").await, 0);
        let recount = members::recount(&c.site.app.db).await.unwrap();
        assert_eq!((recount.memberships, recount.differing), (3, vec![]));
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn with_a_persons_data_goes_what_either_was_before_and_the_merge_can_not_be_undone() {
    for c in counties().await {
        let [(kept, _), (gone, _)] = c.twins().await;
        c.find().await;
        let mut officer = c.officer().await;
        merge(&c, &mut officer, &[]).await.expect(303);
        account_of(&c, "13800000002", kept).await;
        let account = identity::account_by_phone(&c.site.app, "13800000002").await.unwrap().unwrap().id;
        let who = platform::portions::Subject { account, person: Some(kept) };
        let portions = || directory::module().portions.iter().chain(crate::module().portions);
        let held = (crate::portions::ALL[0].export)(c.site.app.clone(), who).await.unwrap().to_string();
        assert!(held.contains("两份登记合成了一份"), "{held}");
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE memberships SET state = 'ended', ended_on = '2020-01-01'", vals![]).await.unwrap();
        tx.insert("erasures", "account, person, asked_at", vals![account, kept, c.site.app.now()]).await.unwrap();
        for portion in portions() {
            (portion.erase)(&mut tx, &c.site.app, who, c.site.app.today()).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(
            c.site.number("SELECT COUNT(*) FROM people WHERE name <> '已删除' OR phone_sealed IS NOT NULL").await,
            0
        );
        assert_eq!(c.site.number("SELECT COUNT(*) FROM duplicate_merges WHERE image_sealed <> ''").await, 0);
        let twin = directory::people::store::find(&c.site.app.db, gone).await.unwrap().unwrap();
        assert_eq!(twin.details(&c.site.app).unwrap().document, "", "the one that was merged is erased too");
        let pair = c.pair("merged").await;
        officer.get(&format!("/console/duplicates/{pair}")).await.expect(200);
        officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(409).expect_says("本人已经删除");
        c.site.app.clock.advance(60);
        c.find().await;
        assert_eq!(c.site.number("SELECT COUNT(*) FROM person_keys").await, 0, "nobody looks for the erased");
    }
}

#[tokio::test]
async fn after_a_change_of_the_master_key_a_merge_is_undone_and_both_are_found_under_the_new_one() {
    use platform::secrets::{Keys, new_key, rotation};
    for c in counties().await {
        let app = &c.site.app;
        let (old, new) = (new_key(), new_key());
        app.keys.r#become(&Keys::from_hex(&old).unwrap());
        let [(kept, _), (gone, _)] = c.twins().await;
        c.find().await;
        let mut officer = c.officer().await;
        merge(&c, &mut officer, &[]).await.expect(303);
        app.keys.r#become(&Keys::from_hex(&format!("{new}\n{old}")).unwrap());
        for column in rotation::columns(app) {
            while rotation::reseal(app, column, rotation::Pass::Stale, 0).await.unwrap().is_some() {}
            assert_eq!(rotation::left(&app.db, &app.keys, column).await.unwrap(), 0, "{column:?}");
        }
        // The former key is gone: what is undone must need the new one alone.
        app.keys.r#become(&Keys::from_hex(&new).unwrap());
        let pair = c.pair("merged").await;
        officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(303);
        for (person, sequence, phone) in [(kept, "997", "13800000001"), (gone, "999", "13800000002")] {
            let known = directory::people::store::find(&app.db, person).await.unwrap().unwrap();
            let details = known.details(app).unwrap();
            assert_eq!(details.phone, phone);
            let number = somebody("", sequence, "").document;
            let by = directory::people::store::by_document(&app.db, app, "111", &number).await.unwrap();
            if person == kept {
                assert_eq!(details.document, number);
                assert_eq!(by.expect("found under the new key").id, person);
            } else {
                let by = directory::people::store::by_document(&app.db, app, "111", &details.document).await.unwrap();
                assert_eq!(by.expect("found under the new key").id, person);
            }
        }
        c.site.figures_add_up().await;
    }
}
