use super::room::rooms;
use crate::tests::county::decide;

#[tokio::test]
async fn papers_of_a_mediation_stand_in_the_register_and_stay_as_they_were_put_down() {
    for mut room in rooms().await {
        room.begin().await;
        room.draft().await;
        let paper = |key: &str| format!("/console/mediations/{}/papers/{key}", room.number);
        let (notice, agreement, ending) = (paper("notice"), paper("agreement"), paper("ending"));
        let own = format!("{}/papers/notice", room.own());
        room.officer.get(&notice).await.expect(200).expect_says("工诉〔2026〕").expect_says("1号");
        let first = room.officer.get(&agreement).await.expect(200).expect_says("2号").expect_says("¥4,860.50");
        assert!(first.says("年月日"), "the day is filled in by hand until it is in force");
        room.worker.client.get(&own).await.expect(200).expect_says("1号");
        // Another agreement is another number; a mediator who changes does not change what was sent.
        room.draft().await;
        room.officer.get(&agreement).await.expect(200).expect_says("3号");
        room.county.holder("另一位", "13900050002", &room.county.county).await;
        let other = room.account("另一位").await;
        room.officer_does("assign", &[("mediator", &other)]).await.expect(303);
        room.officer.get(&notice).await.expect(200).expect_says("调解员：梁秋");
        let back = room.account("梁秋").await;
        room.officer_does("assign", &[("mediator", &back)]).await.expect(303);
        room.officer.get(&ending).await.expect(404);
        room.put_on_paper().await;
        room.officer.get(&agreement).await.expect_says("3号").expect_says("2026年11月19日");
        // The register is one with the letters of cases.
        let sql = "SELECT last FROM case_registers";
        assert_eq!(room.county.number(sql).await, 3);
        let page = format!("/console/cases/{}", room.number);
        room.officer.get(&page).await.expect_says("劳动争议调解协议书").expect_says("劳动争议调解通知书");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_day_for_arbitration_reads_what_interrupted_or_suspended_the_year() {
    for mut room in rooms().await {
        room.begin().await;
        let before =
            [("decision", "limit"), ("statute", "arbitration-wages"), ("kind", "sought"), ("reason", "去过监察大队")];
        let fact = [&before[..], &[("from", "2026-11-10")]].concat();
        decide(&mut room.officer, &room.number, &fact).await.expect(303);
        room.mediator_does("fail", &[("words", "谈不拢")]).await.expect(303);
        let page = room.worker_sees().await.expect_says("最迟2027年11月10日").expect_says("中断、中止已经算进去");
        assert!(!page.says("最迟2027年11月1日"));
        let ending = format!("/console/mediations/{}/papers/ending", room.number);
        room.officer.get(&ending).await.expect(200).expect_says("最迟2027年11月10日").expect_says("工诉〔2026〕");
        room.county.site.figures_add_up().await;
    }
}
