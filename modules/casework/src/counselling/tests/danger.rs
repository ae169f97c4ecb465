use super::rooms;
use platform::{rights::Role, vals};

#[tokio::test]
async fn in_danger_a_guardian_opens_it_with_a_reason_and_the_person_is_told() {
    for mut room in rooms().await {
        let mut guardian = room.guardian().await;
        let opened = format!("{}/opened", room.at());
        guardian.get(&opened).await.expect(404);
        assert!(!guardian.get(&room.at()).await.says("跳河"), "the clock only");
        let send = "/console/counselling/opening";
        guardian
            .post(send, &[("who", &room.number), ("reason", "")])
            .await
            .expect(422)
            .expect_says("请写清楚有什么危险");
        guardian.post(send, &[("who", "000"), ("reason", "x")]).await.expect(422).expect_says("没有找到");
        // A family member knows only the phone.
        let fields = [("who", room.worker.phone.as_str()), ("reason", "家人说他在河边")];
        guardian.post(send, &fields).await.expect(303);
        guardian.get(&opened).await.expect_says("跳河").expect_says("工友1").expect_says("家人说他在河边");
        let own = room.worker.client.get(&room.own()).await;
        own.expect_says("危机干预员打开了您的咨询").expect_says("家人说他在河边").expect_says("赵岚");
        assert!(room.county.sms(&room.worker.phone).await.contains("有人打开了您的记录"));
        room.counsellor.get(&room.at()).await.expect_says("家人说他在河边");
        // The union's trail says that it happened, and not why.
        let sql =
            "SELECT COUNT(*) FROM audit_entries WHERE act = 'counselling.open' AND org IS NOT NULL AND reason = ''";
        assert_eq!(room.county.number(sql).await, 1);
        assert_eq!(
            room.county.number("SELECT COUNT(*) FROM counselling_openings WHERE reason_sealed LIKE '%河边%'").await,
            0
        );
        // Other guardians, officers and counsellors have not opened it.
        let mut second = room.county.site.holder("别人", "13900060041", Role::Guardian, room.county.county.id).await;
        second.get(&opened).await.expect(404);
        room.county.officer(&room.county.county).await.get(&opened).await.expect(403);
        room.county.days_later(2).await;
        guardian.get(&opened).await.expect(404);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_who_send_the_same_opening_at_once_open_it_once() {
    for room in rooms().await {
        let (mut one, mut two) = (room.guardian().await, room.guardian().await);
        let fields = [("who", room.number.as_str()), ("reason", "在楼顶")];
        let send = "/console/counselling/opening";
        let (a, b) = tokio::join!(one.post(send, &fields), two.post(send, &fields));
        assert_eq!((a.status.as_u16(), b.status.as_u16()), (303, 303));
        assert_eq!(room.county.number("SELECT COUNT(*) FROM counselling_openings").await, 1);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_guardian_finds_nothing_outside_the_branch_nor_what_is_ones_own() {
    for room in rooms().await {
        let mut below = room.county.site.holder("街道", "13900060051", Role::Guardian, room.county.park.id).await;
        let fields = [("who", room.number.as_str()), ("reason", "x")];
        below.post("/console/counselling/opening", &fields).await.expect(422);
        below.get(&room.at()).await.expect(404);
        // Whoever asked and has a post there does not meet it at the desk.
        let mut tx = room.county.site.app.db.begin().await.unwrap();
        tx.exec("INSERT INTO posts (account, org, role, title, starts_on, given_at) SELECT account, $1, 'guardian', 'x', '2020-01-01', 0 FROM cases", vals![room.county.county.id]).await.unwrap();
        tx.commit().await.unwrap();
        let mut own = room.county.site.sign_in(room.county.account("工友1").await).await;
        own.get(&room.at()).await.expect(404);
        own.post("/console/counselling/opening", &fields).await.expect(422);
        room.county.site.figures_add_up().await;
    }
}
