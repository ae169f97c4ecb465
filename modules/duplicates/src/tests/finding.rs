use super::county::{counties, somebody};
use directory::people::PersonDetails;
use platform::{tree::Scope, vals};

#[tokio::test]
async fn people_who_may_be_one_are_listed_with_the_reasons() {
    for c in counties().await {
        c.twins().await;
        let other = PersonDetails {
            document: "E12345678".into(),
            document_kind: "414".into(),
            ..somebody("周大禾", "997", "13800000009")
        };
        c.member(&c.firm, &other, &[]).await;
        assert_eq!(c.find().await.pairs, 1);
        let mut officer = c.officer().await;
        let list = officer.get("/console/duplicates").await.expect(200).expect_says("林小满");
        list.expect_says("证件号码只有第17位不同；姓名和出生日期都一样")
            .expect_says("很像")
            .expect_says("顺通物流工会");
        officer
            .get(&format!("/console/duplicates/{}", c.pair("open").await))
            .await
            .expect(200)
            .expect_says("为什么可能是同一个人");
        c.find().await;
        assert_eq!(c.site.number("SELECT COUNT(*) FROM duplicate_pairs").await, 1, "a second run finds the same");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_shared_phone_is_a_reason_unless_it_is_an_offices() {
    for c in counties().await {
        for (n, name) in ["周大禾", "程小路", "高一鸣", "何静", "陆敏"].iter().enumerate() {
            let birth = jiff::civil::date(1980, 1, 1 + n as i8);
            let phone = if n < 2 { "13800000001" } else { "13800000002" };
            let passport = PersonDetails {
                document_kind: "414".into(),
                document: format!("E1234567{n}"),
                birth_on: birth.to_string(),
                ..somebody(name, "997", phone)
            };
            c.member(&c.firm, &passport, &[]).await;
        }
        c.find().await;
        let mut officer = c.officer().await;
        officer.get("/console/duplicates").await.expect_says("周大禾、程小路").expect_says("手机号一样");
        assert_eq!(c.site.number("SELECT COUNT(*) FROM duplicate_pairs").await, 4, "two share one, three another");
        let sixth = PersonDetails {
            document_kind: "414".into(),
            document: "E99".into(),
            birth_on: "1999-01-01".into(),
            ..somebody("孙六", "997", "13800000002")
        };
        c.member(&c.firm, &sixth, &[]).await;
        c.find().await;
        assert_eq!(c.site.number("SELECT COUNT(*) FROM duplicate_pairs").await, 1, "four share it: an office's");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_pair_exists_only_where_both_lie_and_the_level_above_both_is_asked() {
    for c in counties().await {
        c.twins().await;
        c.find().await;
        let pair = c.pair("open").await;
        let mut eastern = c.eastern_officer().await;
        eastern.get("/console/duplicates").await.expect(200).expect_says("现在没有要核对的");
        eastern.get(&format!("/console/duplicates/{pair}")).await.expect(404);
        for act in ["merge", "difference", "reopening", "undoing"] {
            eastern.post(&format!("/console/duplicates/{pair}/{act}"), &[]).await.expect(404);
        }
        let asked: Vec<(i64,)> = c
            .site
            .app
            .db
            .all("SELECT org FROM tasks WHERE kind = 'duplicate' AND done_at IS NULL", vals![])
            .await
            .unwrap();
        assert_eq!(asked, [(c.county.id.0,)]);
        c.officer()
            .await
            .post(&format!("/console/duplicates/{pair}/difference"), &[("note", "看过两张证件")])
            .await
            .expect(303);
        assert_eq!(c.site.number("SELECT COUNT(*) FROM tasks WHERE kind = 'duplicate' AND done_at IS NULL").await, 0);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_who_are_not_the_same_are_not_proposed_again() {
    for c in counties().await {
        let [(_, one), _] = c.twins().await;
        c.find().await;
        let pair = c.pair("open").await;
        let mut officer = c.officer().await;
        officer.post(&format!("/console/duplicates/{pair}/difference"), &[("note", "双胞胎")]).await.expect(303);
        officer.get("/console/duplicates?state=different").await.expect_says("双胞胎").expect_says("孙维方");
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec(
            "UPDATE people SET updated_at = updated_at + 1 WHERE id = (SELECT person FROM memberships WHERE id = $1)",
            vals![one],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        c.find().await;
        officer.get("/console/duplicates").await.expect_says("现在没有要核对的");
        let late = officer.post(&format!("/console/duplicates/{pair}/merge"), &[]).await;
        late.expect(409).expect_says("孙维方今天10:00已经核对，说不是同一个");
        officer.post(&format!("/console/duplicates/{pair}/reopening"), &[]).await.expect(303);
        officer.get("/console/duplicates").await.expect_says("林小满");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_mended_number_takes_the_pair_off_the_list() {
    for c in counties().await {
        let [(person, _), _] = c.twins().await;
        c.find().await;
        let mended = PersonDetails { birth_on: "1990-01-01".into(), ..somebody("周大禾", "996", "13800000077") };
        let mut tx = c.site.app.db.begin().await.unwrap();
        directory::people::store::update(&mut tx, &c.site.app, person, &mended).await.unwrap();
        tx.commit().await.unwrap();
        c.find().await;
        assert_eq!(c.site.number("SELECT COUNT(*) FROM duplicate_pairs").await, 0);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn who_is_in_a_hidden_batch_is_no_ones_pair_until_it_shows() {
    for c in counties().await {
        let [_, (_, hidden)] = c.twins().await;
        let mut tx = c.site.app.db.begin().await.unwrap();
        let batch = tx.insert("batches", "made_at", vals![1]).await.unwrap();
        tx.exec("UPDATE memberships SET batch = $2 WHERE id = $1", vals![hidden, batch]).await.unwrap();
        tx.commit().await.unwrap();
        c.find().await;
        let mut officer = c.officer().await;
        officer.get("/console/duplicates").await.expect_says("现在没有要核对的");
        officer.get(&format!("/console/duplicates/{}", c.pair("open").await)).await.expect(404);
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE batches SET visible_at = 2 WHERE id = $1", vals![batch]).await.unwrap();
        tx.commit().await.unwrap();
        crate::finding::place_all(&c.site.app).await.unwrap();
        officer.get("/console/duplicates").await.expect_says("林小满");
        assert!(Scope::below(&c.county.path).holds(&c.firm.path));
        c.site.figures_add_up().await;
    }
}
