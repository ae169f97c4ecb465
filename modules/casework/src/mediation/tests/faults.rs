use super::room::{DRAWN, rooms};

#[tokio::test]
async fn two_who_sign_at_once_both_sign_and_one_who_signs_twice_signs_once() {
    for mut room in rooms().await {
        room.begin().await;
        room.draft().await;
        let to = format!("{}/act", room.own());
        let sign = [("act", "sign"), ("signature", DRAWN), ("revision", "1")];
        let mut again = room.county.site.person("钱人事", super::room::FIRM).await;
        let (one, two, three) =
            tokio::join!(room.worker.client.post(&to, &sign), room.firm.post(&to, &sign), again.post(&to, &sign),);
        for answer in [one, two, three] {
            answer.expect(303);
        }
        let signed = "SELECT COUNT(*) FROM mediation_signatures WHERE way = 'screen'";
        assert_eq!(room.county.number(signed).await, 2);
        // The last two on paper at once: in force once.
        for signer in ["worker", "firm"] {
            room.officer_does("paper", &[("signer", signer)]).await.expect(303);
        }
        let at = format!("/console/mediations/{}/act", room.number);
        let (seal, own) = ([("act", "paper"), ("signer", "seal")], [("act", "paper"), ("signer", "mediator")]);
        let (one, two) = tokio::join!(room.officer.post(&at, &seal), room.mediator.post(&at, &own));
        assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303));
        assert_eq!((room.figure("mediations.agreed").await, room.figure("mediations.agreed_yuan").await), (1, 9860));
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn changing_an_agreement_takes_the_signatures_away_and_says_so() {
    for mut room in rooms().await {
        room.begin().await;
        room.draft().await;
        room.worker_does("sign", &[("signature", DRAWN), ("revision", "1")]).await.expect(303);
        room.officer_does("paper", &[("signer", "firm")]).await.expect(303);
        let form = format!("/console/mediations/{}?act=draft", room.number);
        room.mediator
            .get(&form)
            .await
            .expect(200)
            .expect_says("改了以后之前的签字作废")
            .expect_says("职工不再提其他要求");
        room.draft().await;
        assert!(room.county.sms(&room.worker.phone).await.contains("之前的签字作废"));
        assert!(room.county.sms(super::room::FIRM).await.contains("之前的签字作废"));
        room.worker_sees().await.expect_says("同意的，在框里签名");
        // Whoever still looks at the former one does not sign the new one unseen.
        let old = room.worker_does("sign", &[("signature", DRAWN), ("revision", "1")]).await.expect(303);
        assert_eq!(old.to(), room.own());
        assert_eq!(room.county.number("SELECT COUNT(*) FROM mediation_signatures WHERE revision = 2").await, 0);
        room.officer_does("paper", &[("signer", "seal"), ("revision", "1")])
            .await
            .expect(409)
            .expect_says("协议刚被改过");
        let stale = [("terms", "x"), ("what_0", "x"), ("day_0", "2026-12-01"), ("revision", "1")];
        room.mediator_does("draft", &stale).await.expect(409).expect_says("协议刚被改过");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_day_that_is_over_and_an_amount_of_nothing_are_refused_in_words() {
    for mut room in rooms().await {
        room.begin().await;
        let past = [("day", "2026-11-18"), ("time", "9:00"), ("place", "调解室")];
        room.mediator_does("plan", &past).await.expect(422).expect_says("这个时间已经过了");
        let odd = [("day", "2026-11-20"), ("time", "下午"), ("place", "")];
        room.mediator_does("plan", &odd).await.expect(422).expect_says("比如14:30").expect_says("请写在哪里");
        room.mediator_does("draft", &[("terms", "付清")]).await.expect(422).expect_says("至少写一项");
        let wrong = [("terms", "付清"), ("what_0", "付钱"), ("day_0", "2026-11-18"), ("amount_0", "0")];
        let answer = room.mediator_does("draft", &wrong).await.expect(422);
        answer.expect_says("这一天已经过了，请选今天或以后").expect_says("金额要大于0");
        let words = [("terms", "付清"), ("what_1", "付钱"), ("day_1", "2026-12-18"), ("amount_1", "一千")];
        room.mediator_does("draft", &words).await.expect(422).expect_says("请只填数字");
        room.draft().await;
        room.put_on_paper().await;
        let future = [("promise", "1"), ("day", "2026-12-01")];
        room.officer_does("paid", &future).await.expect(422).expect_says("这一天还没到");
        let nothing = [("promise", "1"), ("day", "2026-11-19"), ("amount", "0")];
        room.officer_does("paid", &nothing).await.expect(422).expect_says("金额要大于0");
        let foreign = [("promise", "99"), ("day", "2026-11-19")];
        room.officer_does("paid", &foreign).await.expect(409).expect_says("协议里没有这一项");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_was_recorded_by_mistake_is_taken_back_with_its_figures() {
    for mut room in rooms().await {
        room.in_force().await;
        room.officer_does("paid", &[("promise", "1"), ("day", "2026-11-19")]).await.expect(303);
        room.officer_does("take-back", &[("signer", "seal")]).await.expect(409);
        room.officer_does("not-done", &[("promise", "1")]).await.expect(303);
        assert_eq!(room.figure("mediations.paid_yuan").await, 0);
        room.officer_does("take-back", &[("signer", "seal")]).await.expect(303);
        room.page().await.expect_says("等签字盖章").expect_says("还没有生效");
        assert_eq!((room.figure("mediations.agreed").await, room.figure("mediations.agreed_yuan").await), (0, 0));
        room.officer_does("paper", &[("signer", "seal")]).await.expect(303);
        assert_eq!((room.figure("mediations.agreed").await, room.figure("mediations.agreed_yuan").await), (1, 9860));
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_mediator_who_loses_the_post_is_replaced_and_everybody_is_told() {
    for mut room in rooms().await {
        room.begin().await;
        let sql = "UPDATE posts SET ends_on = '2026-11-18' WHERE role = 'mediator'";
        let mut tx = room.county.site.app.db.begin().await.unwrap();
        tx.exec(sql, Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        room.mediator_does("plan", &[]).await.expect(403);
        room.county.days_later(1).await;
        room.page().await.expect_says("还没有调解员，请另选一位").expect_says("调解员不在岗了");
        assert!(room.county.sms(&room.worker.phone).await.contains("调解员不在岗了"));
        let gone = room.account("梁秋").await;
        room.officer_does("assign", &[("mediator", &gone)]).await.expect(409).expect_says("这位不能在这里调解");
        room.county.officer(&room.county.county).await;
        let next = room.account("周县员").await;
        room.officer_does("assign", &[("mediator", &next)]).await.expect(303);
        room.worker_sees().await.expect_says("周县员");
        room.county.site.figures_add_up().await;
    }
}
