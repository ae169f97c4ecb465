//! Numbers that are somebody's already.
use super::counties;
use crate::testing::man;

#[tokio::test]
async fn somebody_elses_number_discloses_nothing_and_the_holder_is_told() {
    for county in counties().await {
        let holder = county.in_roster("林小满", &man(1), "13900020001").await;
        let mut stranger = county.applicant("13900010001").await;
        stranger.sign_in("/join").await;
        let page = stranger.who("林小满", &man(1)).await.expect(422);
        assert!(!page.says("顺通") && !page.says("会员，"));
        page.expect_says("请联系滨河县总工会0515-88001234");
        assert!(county.site.sms("13900020001").await.contains("有人用您的证件号申请入会"));
        let seen = platform::audit::about(&county.site.app.db, holder, 10).await.unwrap();
        assert_eq!(seen[0].act, "joining.claim");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM joinings").await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_holder_with_an_account_finds_a_message() {
    for county in counties().await {
        let person = county.in_roster("林小满", &man(1), "13900020001").await;
        let app = &county.site.app;
        let account = county.site.account("林小满", "13900020001").await;
        let mut tx = app.db.begin().await.unwrap();
        platform::identity::tie_person(&mut tx, account, person, "林小满").await.unwrap();
        tx.commit().await.unwrap();
        let mut stranger = county.applicant("13900010001").await;
        stranger.sign_in("/join").await;
        stranger.who("林小满", &man(1)).await.expect(422).expect_says("要请工会核对");
        let told = platform::notices::list(&app.db, account, None, 5).await.unwrap();
        assert_eq!(told[0].title, "有人用您的证件号申请入会");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_pending_number_is_somebody_elses_too() {
    for county in counties().await {
        county.driver("程望川", 1).await;
        let mut stranger = county.applicant("13900010099").await;
        stranger.sign_in("/join").await;
        let page = stranger.who("程望川", &man(1)).await.expect(422);
        assert!(!page.says("审核中"));
        assert!(page.says("要请工会核对"));
        assert_eq!(
            county.site.number("SELECT COUNT(*) FROM notices WHERE title = '有人用您的证件号申请入会'").await,
            1
        );
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn guessing_numbers_ends_after_five_a_day() {
    for county in counties().await {
        for n in 1..=6 {
            county.in_roster("林小满", &man(n), &format!("1390002{n:04}")).await;
        }
        let mut stranger = county.applicant("13900010001").await;
        stranger.sign_in("/join").await;
        for n in 1..=5 {
            stranger.who("林小满", &man(n)).await.expect(422);
        }
        stranger.who("林小满", &man(6)).await.expect(429);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_member_of_a_roster_is_recognised_and_told_of_which_union() {
    for county in counties().await {
        county.in_roster("林小满", &man(1), "13900010001").await;
        let mut member = county.applicant("13900010001").await;
        member.sign_in("/join").await;
        assert_eq!(member.who("林小满", &man(1)).await.expect(303).to(), "/join/member");
        member.client.get("/join/member").await.expect(200).expect_says("顺通物流工会").expect_says("2024年3月1日入会");
        assert_eq!(member.client.get("/join").await.expect(303).to(), "/join/member");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM people WHERE phone_checked = 1").await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM memberships").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn somebody_who_left_joins_again_as_the_same_person() {
    for county in counties().await {
        let person = county.in_roster("林小满", &man(1), "13900010001").await;
        let app = &county.site.app;
        let mut tx = app.db.begin().await.unwrap();
        tx.exec("UPDATE memberships SET state = 'ended', ended_on = '2025-01-01'", vec![]).await.unwrap();
        crate::people::store::add_groups(&mut tx, person, &["货车司机".to_owned()], app.today()).await.unwrap();
        tx.commit().await.unwrap();
        county.driver("林小满", 1).await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        chair.post("/console/joinings/1/decision", &[("decision", "approve")]).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM people").await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM memberships").await, 2);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM person_groups").await, 1, "once in a group");
    }
}

#[tokio::test]
async fn who_became_a_member_meanwhile_is_not_admitted_twice() {
    for county in counties().await {
        county.driver("林小满", 1).await;
        county.in_roster("林小满", &man(1), "13900010001").await;
        let mut chair = county.chair(&county.freight.org(), "13900000002").await;
        let fields = [("decision", "approve")];
        chair.post("/console/joinings/1/decision", &fields).await.expect(409).expect_says("已经是顺通物流工会的会员");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM memberships").await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM joinings WHERE state = 'waiting'").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_lost_session_keeps_what_was_typed() {
    for county in counties().await {
        let mut driver = county.applicant("13900010001").await;
        driver.sign_in("/join").await;
        driver.client.keep_cookie("session", "");
        let away = driver.who("程望川", &man(1)).await.expect(303).to();
        assert!(away.starts_with("/sign-in?next=%2Fheld%2F"), "{away}");
        assert_eq!(driver.client.get("/join/who").await.expect(303).to(), "/sign-in?next=%2Fjoin%2Fwho");
        county.site.figures_add_up().await;
    }
}
