use super::room::{DRAWN, FIRM, rooms};

#[tokio::test]
async fn a_mediation_goes_from_asking_over_an_agreement_on_paper_to_the_last_payment() {
    for mut room in rooms().await {
        room.page().await.expect_says("受理，选调解员");
        room.accept().await;
        assert!(room.county.sms(FIRM).await.contains("工会请贵单位参加劳动争议调解"));
        room.worker_sees()
            .await
            .expect_says("您同意了，等单位回答")
            .expect_says("梁秋")
            .expect_says("最迟12月4日有结果");
        let own = room.own();
        room.firm.get(&own).await.expect(200).expect_says("同不同意").expect_says("¥9,860.00");
        room.firm_does("agree", &[]).await.expect(303);
        room.firm_does("agree", &[]).await.expect(303);
        room.page().await.expect_says("双方都同意调解");
        let plan = [("day", "2026-11-20"), ("time", "14：30"), ("place", "城东街道工会调解室")];
        room.mediator_does("plan", &plan).await.expect(303);
        assert!(room.county.sms(FIRM).await.contains("2026年11月20日 14:30，城东街道工会调解室"));
        room.worker_sees().await.expect_says("城东街道工会调解室");
        room.mediator_does("held", &[("session", "1")]).await.expect(409);
        room.county.days_later(2).await;
        let held =
            [("session", "1"), ("came", "worker"), ("came", "firm"), ("worker", "要9860元"), ("firm", "分两次付")];
        room.mediator_does("held", &held).await.expect(303);
        room.worker_sees().await.expect_says("双方都到了").expect_says("分两次付");
        room.draft().await;
        room.worker_sees().await.expect_says("请看清楚再签字").expect_says("付第二笔工资").expect_says("¥4,860.50");
        room.worker_does("sign", &[("signature", ""), ("revision", "1")]).await.expect(422).expect_says("请在框里签上");
        room.worker_does("sign", &[("signature", DRAWN), ("revision", "1")]).await.expect(303);
        room.firm_does("sign", &[("signature", DRAWN), ("revision", "1")]).await.expect(303);
        let drawn = format!("/console/mediations/{}/signatures/worker", room.number);
        assert!(room.officer.get(&drawn).await.expect(200).bytes.starts_with(b"\x89PNG"));
        // What was drawn on a screen is not the agreement in force.
        room.page().await.expect_says("还没有生效");
        assert_eq!(room.figure("mediations.agreed").await, 0);
        room.officer_does("paper", &[("signer", "mediator")]).await.expect(409).expect_says("由调解员本人登记");
        room.put_on_paper().await;
        room.page().await.expect_says("2026年11月21日生效");
        room.worker_sees().await.expect_says("双方一起申请司法确认").expect_says("最迟2026年12月21日");
        assert!(room.county.sms(FIRM).await.contains("调解协议生效了"));
        let (agreed, yuan) = (room.figure("mediations.agreed").await, room.figure("mediations.agreed_yuan").await);
        assert_eq!((room.figure("mediations").await, agreed, yuan), (1, 1, 9860));
        // On the day there is a task, and the worker is asked.
        room.county.days_later(10).await;
        let due =
            "SELECT COUNT(*) FROM tasks WHERE kind = 'mediation-due' AND due_on = '2026-12-01' AND done_at IS NULL";
        assert_eq!(room.county.number(due).await, 1);
        assert!(room.county.sms(&room.worker.phone).await.contains("到了约定的履行日"));
        room.worker_does("received", &[("promise", "1")]).await.expect(303);
        room.worker_does("received", &[("promise", "1")]).await.expect(303);
        assert_eq!((room.county.number(due).await, room.figure("mediations.paid_yuan").await), (0, 5000));
        let more = [("promise", "2"), ("amount", "9000"), ("day", "2026-12-01")];
        room.officer_does("paid", &more).await.expect(409).expect_says("还差¥4,860.50，填多了");
        let rest = [("promise", "2"), ("amount", "4860.50"), ("day", "2026-12-01")];
        room.mediator_does("paid", &rest).await.expect(303);
        room.worker_sees().await.expect_says("协议履行完了");
        let case = format!("/me/cases/{}", room.number);
        room.worker.client.get(&case).await.expect_says("请您评价").expect_says("单位在屏幕上签了字");
        for (key, value) in [("mediations.paid_yuan", 9860), ("cases.solved", 1), ("cases.recovered", 9860)] {
            assert_eq!(room.figure(key).await, value, "{key}");
        }
        room.worker.client.post(&format!("{case}/rating"), &[("stars", "5")]).await.expect(303);
        assert_eq!(room.county.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn where_there_is_no_agreement_the_worker_sees_where_to_go_and_until_when() {
    for mut room in rooms().await {
        room.begin().await;
        room.mediator_does("fail", &[]).await.expect(422).expect_says("这里要写");
        room.mediator_does("fail", &[("words", "单位只肯付一半")]).await.expect(303);
        // He left on 1 November 2026, a Sunday; 1 November 2027 is a Monday.
        room.worker_sees().await.expect_says("没有调解成").expect_says("申请劳动仲裁").expect_says("最迟2027年11月1日");
        let case = format!("/me/cases/{}", room.number);
        room.worker.client.get(&case).await.expect_says("单位只肯付一半").expect_says("劳动人事争议仲裁委员会");
        let own = room.own();
        room.worker.client.get(&format!("{own}/papers/ending")).await.expect(200).expect_says("2027年11月1日");
        assert!(room.county.sms(FIRM).await.contains("没有调解成"));
        assert_eq!(room.figure("mediations.agreed").await, 0);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn nobody_is_mediated_against_his_will() {
    for mut room in rooms().await {
        room.accept().await;
        room.mediator_does("plan", &[("day", "2026-11-20"), ("time", "9:00"), ("place", "x")]).await.expect(409);
        let said = [("side", "firm"), ("answer", "no"), ("words", "电话里说不来")];
        room.mediator_does("consent", &said).await.expect(303);
        room.worker_sees().await.expect_says("一方不同意调解").expect_says("申请劳动仲裁");
        room.firm_does("agree", &[]).await.expect(303);
        room.page().await.expect_says("一方不同意调解");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_agreement_that_is_not_kept_opens_arbitration_payment_order_and_confirmation_with_their_days() {
    for mut room in rooms().await {
        room.in_force().await;
        let early = room.mediator_does("break", &[("words", "没有付")]).await;
        early.expect(409).expect_says("约定的日子还没过");
        let withdraw = [("act", "withdraw")];
        room.worker.client.post(&format!("/me/cases/{}/act", room.number), &withdraw).await.expect(303);
        room.worker_sees().await.expect_says("正在履行协议");
        room.county.days_later(13).await;
        let page = room.worker_sees().await.expect_says("过期没履行").expect_says("向法院申请支付令");
        // A year from the day that was broken; 30 days from 19 November, a Saturday, to the Monday.
        page.expect_says("最迟2027年12月1日").expect_says("最迟2026年12月21日").expect_says("第十六条");
        room.mediator_does("break", &[("words", "打电话不接")]).await.expect(303);
        room.worker_sees().await.expect_says("没有按协议履行").expect_says("申请劳动仲裁");
        let open = "SELECT COUNT(*) FROM tasks WHERE done_at IS NULL";
        assert_eq!((room.county.number(open).await, room.figure("cases.solved").await), (0, 0));
        assert_eq!(room.figure("mediations.agreed").await, 1, "it was agreed on all the same");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_a_court_entrusts_has_the_courts_own_limit_and_asks_both_sides() {
    for mut room in rooms().await {
        let page = room.officer.get("/console/mediations/new").await.expect(200);
        page.expect_says("法院委托");
        let mut fields = vec![
            ("source", "court"),
            ("name", "何平"),
            ("phone", "13900030001"),
            ("f_employer", "远达运输有限公司"),
            ("f_what", "contract"),
            ("f_since", "2026-09-01"),
            ("f_story", "被辞退"),
        ];
        let answer = room.officer.post("/console/mediations", &fields).await.expect(422);
        answer.expect_says("请写哪家法院").expect_says("请填委托的最后一天");
        fields.extend([("entruster", "滨河县人民法院"), ("reference", "(2026)苏0999民初1号"), ("limit", "2026-11-01")]);
        room.officer.post("/console/mediations", &fields).await.expect(422).expect_says("这一天已经过了");
        fields.pop();
        fields.push(("limit", "2026-12-31"));
        let to = room.officer.post("/console/mediations", &fields).await.expect(303).to();
        room.number = to.rsplit('/').next().unwrap().to_owned();
        room.accept().await;
        room.page().await.expect_says("2026年12月31日，委托机构定的期限").expect_says("滨河县人民法院");
        room.worker = room.county.stranger().await;
        room.worker_sees().await.expect_says("请回答：同不同意");
        room.firm_does("agree", &[]).await.expect(303);
        room.worker_does("agree", &[]).await.expect(303);
        room.page().await.expect_says("双方都同意调解");
        assert_eq!((room.figure("mediations").await, room.figure("mediations.entrusted").await), (1, 1));
        room.county.days_later(20).await;
        assert!(!room.worker_sees().await.says("调解期限过了"), "the law's fifteen days are not the court's");
        room.county.days_later(24).await;
        room.worker_sees().await.expect_says("调解期限过了").expect_says("最迟2027年9月1日");
        let page = room.worker_sees().await.expect_says("回到委托的机构").expect_says("等它通知");
        page.expect_says("滨河县人民法院委托调解的（(2026)苏0999民初1号），调解不成由它接着办");
        let told = "SELECT COUNT(*) FROM notices WHERE title = '调解期限到了，可以直接申请仲裁' AND body LIKE '%2027年9月1日%'";
        assert_eq!(room.county.number(told).await, 1);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn consultations_are_counted_and_a_mistaken_one_is_not() {
    for mut room in rooms().await {
        let at = "/console/consultations";
        room.officer.post(at, &[]).await.expect(422).expect_says("请选一项");
        for _ in 0..2 {
            let fields = [("topic", "wages"), ("way", "counter"), ("words", "问加班费怎么算")];
            room.officer.post(at, &fields).await.expect(303);
        }
        assert_eq!(room.figure("consultations").await, 2);
        let id = room.county.number("SELECT MAX(id) FROM consultations").await.to_string();
        for _ in 0..2 {
            room.officer.post("/console/consultations/undo", &[("consultation", &id)]).await.expect(303);
        }
        assert_eq!(room.figure("consultations").await, 1);
        room.officer.get(at).await.expect(200).expect_says("问加班费怎么算").expect_says("撤销了");
        let mut park = room.county.chair(&room.county.park).await;
        park.post("/console/consultations/undo", &[("consultation", "1")]).await.expect(404);
        let open = "SELECT COUNT(*) FROM consultations WHERE words_sealed LIKE '%加班%'";
        assert_eq!(room.county.number(open).await, 0);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_an_arbitrator_entrusts_goes_back_to_him_and_what_a_firm_asks_waits_for_the_worker() {
    for mut room in rooms().await {
        let asked = [
            ("name", "何平"),
            ("phone", "13900030001"),
            ("f_employer", "远达运输有限公司"),
            ("f_what", "contract"),
            ("f_since", "2026-09-01"),
            ("f_story", "被辞退"),
        ];
        let entrusted = [
            ("source", "arbitration"),
            ("entruster", "滨河县劳动人事争议仲裁委员会"),
            ("reference", "滨劳人仲〔2026〕12号"),
            ("limit", "2026-12-10"),
        ];
        let fields = [&asked[..], &entrusted[..]].concat();
        let to = room.officer.post("/console/mediations", &fields).await.expect(303).to();
        room.number = to.rsplit('/').next().unwrap().to_owned();
        room.accept().await;
        room.page().await.expect_says("仲裁机构委托").expect_says("2026年12月10日，委托机构定的期限");
        room.worker = room.county.stranger().await;
        room.worker_does("agree", &[]).await.expect(303);
        room.firm_does("agree", &[]).await.expect(303);
        room.mediator_does("fail", &[("words", "谈不拢")]).await.expect(303);
        let page = room.worker_sees().await.expect_says("没有调解成").expect_says("回到委托的机构");
        page.expect_says("滨河县劳动人事争议仲裁委员会委托调解的").expect_says("等它通知");
        let ending = format!("{}/papers/ending", room.own());
        room.worker.client.get(&ending).await.expect(200).expect_says("滨劳人仲〔2026〕12号");

        // The firm has applied: the worker is asked, within the law's fifteen days.
        let fields = [&asked[..5], &[("f_story", "不肯交接"), ("source", "employer")]].concat();
        let to = room.officer.post("/console/mediations", &fields).await.expect(303).to();
        room.number = to.rsplit('/').next().unwrap().to_owned();
        room.accept().await;
        room.page().await.expect_says("单位申请").expect_says("2026年12月4日");
        room.worker_sees().await.expect_says("请回答：同不同意");
        room.worker_does("refuse", &[]).await.expect(303);
        let page = room.worker_sees().await.expect_says("一方不同意调解").expect_says("申请劳动仲裁");
        assert!(!page.says("回到委托的机构"));
        assert_eq!((room.figure("mediations").await, room.figure("mediations.entrusted").await), (2, 1));
        room.county.site.figures_add_up().await;
    }
}
