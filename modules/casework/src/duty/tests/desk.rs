use super::{MONDAY, book, duty, offices};
use crate::counselling::tests::rooms;
use platform::vals;

#[tokio::test]
async fn an_officer_puts_somebody_on_duty_and_workers_find_the_times() {
    for mut office in offices().await {
        let county = &office.county;
        let mut officer = county.officer(&county.town).await;
        let post = county.number("SELECT id FROM posts WHERE role = 'adviser'").await.to_string();
        let fields = [
            ("post", post.as_str()),
            ("kind", "律师"),
            ("place", "园区驿站"),
            ("weekday", "3"),
            ("from", "9:00"),
            ("until", "11:00"),
            ("minutes", "40"),
            ("capacity", "1"),
            ("starts_on", "2026-11-19"),
        ];
        officer.post("/console/duty", &fields[..5]).await.expect(422);
        let at = officer.post("/console/duty", &fields).await.expect(303).to();
        officer.get(&at).await.expect_says("每周三").expect_says("9:00").expect_says("9:40");
        office.worker.client.get("/services/advice/slots").await.expect_says("园区驿站").expect_says("10:20");
        officer.post("/console/duty", &fields).await.expect(422).expect_says("已经排了别的值班");
        officer.get("/console/duty?day=2026-11-25").await.expect_says("许律师").expect_says("还没有人约");
        office.lawyer.get("/console/duty?day=2026-11-25").await.expect_says("园区驿站");
        // The firm's union and a neighbour see nothing of the town's duty.
        county.chair(&county.firm).await.get(&at).await.expect(404);
    }
}

#[tokio::test]
async fn the_kinds_of_advisers_are_the_regions_own() {
    for office in offices().await {
        let county = &office.county;
        let mut officer = county.officer(&county.town).await;
        let post = county.number("SELECT id FROM posts WHERE role = 'adviser'").await.to_string();
        let fields = [
            ("post", post.as_str()),
            ("kind", "健康工程师"),
            ("place", "园区驿站"),
            ("weekday", "3"),
            ("from", "9:00"),
            ("until", "11:00"),
            ("minutes", "40"),
            ("capacity", "1"),
            ("starts_on", "2026-11-19"),
        ];
        officer.post("/console/duty", &fields).await.expect(422);
        let mut tx = county.site.app.db.begin().await.unwrap();
        let day = "2026-01-01".parse().unwrap();
        platform::settings::set(&mut tx, platform::slots::KINDS, "320999", day, "律师\n健康工程师", None, 0)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        officer.get("/console/duty/new").await.expect(200).expect_says("健康工程师");
        let at = officer.post("/console/duty", &fields).await.expect(303).to();
        officer.get(&at).await.expect_says("健康工程师").expect_says("每周三");
    }
}

#[tokio::test]
async fn a_day_off_and_an_end_tell_whoever_had_booked() {
    for mut office in offices().await {
        let county = &office.county;
        let at = format!("/console/duty/{}", office.law);
        book(&mut office.worker.client, "advice", office.law, (MONDAY, 14 * 60)).await.expect(303);
        book(&mut office.worker.client, "advice", office.law, ("2026-11-26", 15 * 60)).await.expect(303);
        let mut stranger =
            county.site.holder("别的顾问", "13900070021", platform::rights::Role::Adviser, county.town.id).await;
        let off = [("day", MONDAY), ("open", "0"), ("why", "出庭")];
        stranger.post(&format!("{at}/days"), &off).await.expect(404);
        office.lawyer.post(&format!("{at}/days"), &[("day", MONDAY), ("open", "0")]).await.expect(422);
        office.lawyer.post(&format!("{at}/days"), &off).await.expect(303);
        assert!(county.sms(&office.worker.phone).await.contains("出庭"));
        office.worker.client.get("/me/bookings").await.expect_says("工会取消了");
        book(&mut office.worker.client, "advice", office.law, (MONDAY, 14 * 60))
            .await
            .expect(409)
            .expect_says("没有人值班");
        // A holiday is worked only where somebody says so.
        let day = "2026-12-01";
        book(&mut office.worker.client, "advice", office.law, (day, 14 * 60)).await.expect(409);
        office.lawyer.post(&format!("{at}/days"), &[("day", day), ("open", "1")]).await.expect(303);
        book(&mut office.worker.client, "advice", office.law, (day, 14 * 60)).await.expect(303);
        office.lawyer.post(&format!("{at}/ending"), &[("last", "2026-11-25")]).await.expect(303);
        assert_eq!(county.number("SELECT COUNT(*) FROM slot_bookings WHERE state = 'booked'").await, 0);
    }
}

#[tokio::test]
async fn the_adviser_says_who_came_and_who_did_not() {
    for mut office in offices().await {
        let county = &office.county;
        book(&mut office.worker.client, "advice", office.law, (MONDAY, 14 * 60)).await.expect(303);
        let at = "/console/bookings/1/attendance";
        office.lawyer.post(at, &[("came", "0")]).await.expect(409).expect_says("还没有到时间");
        county.days_later(5).await;
        office
            .lawyer
            .get(&format!("/console/duty/{}?day={MONDAY}", office.law))
            .await
            .expect_says("工友1")
            .expect_says("没来");
        office.lawyer.post(at, &[("came", "0")]).await.expect(303);
        office.lawyer.post(at, &[("came", "1")]).await.expect(409);
        office.worker.client.get("/me/bookings").await.expect_says("没有去");
    }
}

#[tokio::test]
async fn who_comes_to_a_counsellor_is_known_to_the_counsellor_only() {
    for mut room in rooms().await {
        let county = &room.county;
        let mind = duty(county, "沈怡", ("心理咨询师", true), "14").await;
        let slot = format!("{mind}.{MONDAY}.840");
        let fields = [("slot", slot.as_str()), ("name", "老周")];
        room.worker.client.post("/services/mind/slots", &fields).await.expect(303);
        let at = format!("/console/duty/{mind}?day={MONDAY}");
        room.counsellor.get(&at).await.expect_says("老周");
        for org in [&county.town, &county.county] {
            let mut officer = county.officer(org).await;
            let page = officer.get(&at).await.expect(200);
            assert!(!page.says("老周") && !page.says("工友1") && !page.says("13900020001"), "{}", page.visible());
            let week = officer.get(&format!("/console/duty?day={MONDAY}")).await.expect_says("保密");
            assert!(!week.says("约了1"), "nor how many");
            officer.post("/console/bookings/1/attendance", &[("came", "1")]).await.expect(404);
            officer.post("/console/bookings/1/ending", &[]).await.expect(404);
        }
        let account = county.account("工友1").await;
        let sql = "SELECT COUNT(*) FROM audit_entries WHERE object = 'booking' AND account = $1";
        assert_eq!(county.site.app.db.number(sql, vals![account]).await.unwrap(), 0, "the trail does not know who");
        let open = "SELECT COUNT(*) FROM slot_bookings WHERE name_sealed LIKE '%老周%' OR phone_sealed LIKE '%139%'";
        assert_eq!(county.number(open).await, 0);
    }
}
