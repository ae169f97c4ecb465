use super::*;
use crate::reports::store::State;

#[tokio::test]
async fn frozen_figures_stay_and_what_comes_later_stands_beside_them_with_its_records() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let report = county.frozen(&mut officer).await;
        let later = format!("{}/later", link(report));
        officer.get(&later).await.expect(200).expect_says("没有变化");
        county.late_member().await;
        officer.get(&link(report)).await.expect(200).expect_says("会员数人41");
        let page = officer
            .get(&later)
            .await
            .expect(200)
            .expect_says("冻结时4今天数5")
            .expect_says("8月20日顺通物流工会+1第4号");
        assert!(page.text().contains("/console/members/4"));
        let cell = format!("{}!D6", fixture::PAGE);
        let said = [("cell", cell.as_str()), ("reason", "补录了漏登的会员")];
        officer.post(&format!("{}/reasons", link(report)), &said).await.expect(303);
        officer.get(&later).await.expect(200);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM report_texts WHERE kind = 'later'").await, 1);
    }
}

#[tokio::test]
async fn a_report_says_what_changed_since_the_last_frozen_one() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let before = county.report(&mut officer, form, "2026-Q2").await;
        write(&mut officer, before, "G6", "二季度").await.expect(303);
        officer.post(&format!("{}/signature", link(before)), &[]).await.expect(303);
        let report = county.report(&mut officer, form, "2026-Q3").await;
        let page = officer.get(&link(report)).await.expect(200);
        assert!(!page.says("比2026年二季度"), "it is signed and not frozen: it may change yet");
        officer.post(&format!("{}/freeze", link(before)), &[]).await.expect(303);
        let page = officer.get(&link(report)).await.expect(200).expect_says("比2026年二季度");
        page.expect_says("上期2，多2").expect_says("上期0，多2").expect_says("上期0，没变");
        // What is entered late for the quarter before shows as a difference there, and leaves this comparison as it was frozen.
        let day = date(2026, 5, 4);
        let org = county.firm.id;
        county
            .count(&Fact { measure: MEMBERS, org, day, dimension: "", amount: 1, record: "membership", record_id: 4 })
            .await;
        officer.get(&link(report)).await.expect(200).expect_says("上期2，多3");
    }
}

#[tokio::test]
async fn what_changed_between_signature_and_freeze_must_be_looked_at_again() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let report = county.signed(&mut officer).await;
        county.late_member().await;
        let freeze = format!("{}/freeze", link(report));
        officer.post(&freeze, &[]).await.expect(409).expect_says("D6签审时是4，现在是5");
        assert_eq!(county.state(report).await, State::Signed);
        officer.post(&format!("{}/signature", link(report)), &[("undo", "1")]).await.expect(303);
        officer.post(&format!("{}/signature", link(report)), &[]).await.expect(303);
        officer.post(&freeze, &[]).await.expect(303);
        officer.get(&link(report)).await.expect(200).expect_says("会员数人51");
    }
}

#[tokio::test]
async fn of_two_officers_who_freeze_at_once_one_does_and_the_other_sees_who() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let mut other = county.site.holder("钱二", "19900000009", Role::Officer, county.county.id).await;
        let report = county.signed(&mut officer).await;
        let freeze = format!("{}/freeze", link(report));
        let (one, two) = tokio::join!(officer.post(&freeze, &[]), other.post(&freeze, &[]));
        let mut codes = [one.status.as_u16(), two.status.as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [303, 409]);
        let refused = if one.status == 409 { one } else { two };
        refused.expect_says("冻结了这份报表，数以那时的为准");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'report.freeze'").await, 1);
        officer.post(&format!("{}/signature", link(report)), &[("undo", "1")]).await.expect(409);
        write(&mut officer, report, "G6", "改一改").await.expect(409).expect_says("冻结了这份报表");
    }
}

#[tokio::test]
async fn of_two_who_sign_at_once_one_does_and_the_figures_stand_once() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let mut other = county.site.holder("钱二", "19900000009", Role::Officer, county.county.id).await;
        let form = county.form(&mut officer).await;
        let report = county.report(&mut officer, form, "2026-Q3").await;
        write(&mut officer, report, "G6", "没有").await.expect(303);
        let sign = format!("{}/signature", link(report));
        let (one, two) = tokio::join!(officer.post(&sign, &[]), other.post(&sign, &[]));
        let mut codes = [one.status.as_u16(), two.status.as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [303, 409]);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM report_values WHERE cell LIKE '%D6'").await, 1);
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_freezes_nothing() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let report = county.signed(&mut officer).await;
        county.site.app.clock.advance(-7_200);
        let frozen = officer.post(&format!("{}/freeze", link(report)), &[]).await;
        frozen.expect(409).expect_says("时钟比上一步还早");
        assert_eq!(county.state(report).await, State::Signed);
    }
}

#[tokio::test]
async fn a_form_that_is_bound_anew_changes_nothing_that_was_signed() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let report = county.signed(&mut officer).await;
        let form = FormId(county.site.number("SELECT MAX(id) FROM report_forms").await);
        bind(&mut officer, form, "D6", &[("what", "none")]).await.expect(303);
        officer.get(&link(report)).await.expect(200).expect_says("会员数人41");
    }
}

#[tokio::test]
async fn outside_the_branch_there_is_no_report() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let report = county.frozen(&mut officer).await;
        let mut neighbour = county.site.holder("周边", "19900000005", Role::Officer, county.towns[1].id).await;
        for path in ["", "/later", "/print", "/form.xlsx", "/cells.csv"] {
            neighbour.get(&format!("{}{path}", link(report))).await.expect(404);
        }
        neighbour.post(&format!("{}/freeze", link(report)), &[]).await.expect(404);
        neighbour.get("/console/reports/forms/1").await.expect(404);
        neighbour.get("/console/reports").await.expect(200).expect_says("还没有报表");
    }
}
