use super::{MONDAY, book, duty, offices};
use crate::counselling::tests::rooms;

#[tokio::test]
async fn a_worker_books_a_time_with_one_tap_is_reminded_and_cancels_in_time() {
    for mut office in offices().await {
        let (worker, county) = (&mut office.worker, &office.county);
        worker.client.get("/services/advice").await.expect_says("约个时间当面谈");
        let page = worker.client.get("/services/advice/slots").await.expect_says("许律师").expect_says("14:30");
        page.expect_says("街道服务中心二楼");
        let answer = book(&mut worker.client, "advice", office.law, (MONDAY, 14 * 60)).await.expect(303);
        let at = answer.to();
        assert!(at.starts_with("/me/bookings/"), "{at}");
        worker.client.get(&at).await.expect_says("14:00").expect_says("许律师").expect_says("约好了");
        worker.client.get("/services").await.expect_says("1个约好的时间");
        let told = "SELECT COUNT(*) FROM notices WHERE title = '有人约了11月23日14:00'";
        assert_eq!(county.number(told).await, 1, "the lawyer is told");
        // Sent twice it is one booking, and another time at once is none.
        assert_eq!(book(&mut worker.client, "advice", office.law, (MONDAY, 14 * 60)).await.expect(303).to(), at);
        let mut other = county.member(2, &county.firm).await;
        book(&mut other.client, "advice", office.law, (MONDAY, 14 * 60))
            .await
            .expect(409)
            .expect_says("刚被别人约走了");
        for (day, minute) in [("2026-11-24", 840), (MONDAY, 845), ("2026-11-16", 840), ("2026-10-01", 840)] {
            book(&mut other.client, "advice", office.law, (day, minute)).await.expect(409);
        }
        other.client.get(&at).await.expect(404);
        other.client.post(&format!("{at}/cancellation"), &[]).await.expect(404);
        county.days_later(3).await;
        assert!(county.sms(&worker.phone).await.contains("明天有约"));
        worker.client.post(&format!("{at}/cancellation"), &[]).await.expect(303);
        worker.client.get(&at).await.expect_says("取消了");
        book(&mut other.client, "advice", office.law, (MONDAY, 14 * 60)).await.expect(303);
        county.days_later(1).await;
        // On the day itself it is too late from two hours before.
        county.site.app.clock.advance(3 * 3_600);
        other.client.post("/me/bookings/2/cancellation", &[]).await.expect(303);
        other.client.get("/me/bookings/2").await.expect_says("请打电话");
        assert_eq!(county.number("SELECT COUNT(*) FROM slot_bookings WHERE state = 'booked'").await, 1);
    }
}

#[tokio::test]
async fn two_who_book_the_same_time_at_once_get_one_seat_between_them() {
    for mut office in offices().await {
        let mut other = office.county.member(2, &office.county.firm).await;
        let at = (MONDAY, 14 * 60);
        let (one, two) = tokio::join!(
            book(&mut office.worker.client, "advice", office.law, at),
            book(&mut other.client, "advice", office.law, at)
        );
        let mut answers = [one.status.as_u16(), two.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409]);
        assert_eq!(office.county.number("SELECT COUNT(*) FROM slot_bookings").await, 1);
    }
}

#[tokio::test]
async fn one_person_who_sends_it_twice_at_once_has_it_once() {
    for office in offices().await {
        let account = office.county.account("工友1").await;
        let (mut one, mut two) = (office.county.site.sign_in(account).await, office.county.site.sign_in(account).await);
        let at = (MONDAY, 15 * 60);
        let (one, two) =
            tokio::join!(book(&mut one, "advice", office.law, at), book(&mut two, "advice", office.law, at));
        assert_eq!((one.status.as_u16(), two.status.as_u16(), one.to()), (303, 303, two.to()));
        assert_eq!(office.county.number("SELECT COUNT(*) FROM slot_bookings").await, 1);
    }
}

#[tokio::test]
async fn nobody_is_at_two_places_at_a_time() {
    for mut office in offices().await {
        let county = &office.county;
        county.site.holder("劳动关系", "13900070002", platform::rights::Role::Adviser, county.town.id).await;
        let other = duty(county, "劳动关系", ("劳动关系协调员", false), "1").await;
        book(&mut office.worker.client, "advice", office.law, (MONDAY, 14 * 60)).await.expect(303);
        book(&mut office.worker.client, "advice", other, (MONDAY, 14 * 60)).await.expect(409).expect_says("已经约了");
        book(&mut office.worker.client, "advice", other, (MONDAY, 14 * 60 + 30)).await.expect(303);
    }
}

#[tokio::test]
async fn a_service_leads_to_its_own_advisers_and_a_case_to_its_counsellor() {
    for mut room in rooms().await {
        let county = &room.county;
        let mind = duty(county, "沈怡", ("心理咨询师", true), "14").await;
        county.site.holder("宋平", "13900070011", platform::rights::Role::Counsellor, county.town.id).await;
        let other = duty(county, "宋平", ("心理咨询师", true), "14").await;
        assert!(!room.worker.client.get("/services/advice/slots").await.says("沈怡"));
        room.worker.client.get("/services/pay/slots").await.expect(303);
        room.worker.client.get(&room.own()).await.expect_says("约个时间当面谈");
        let choose = format!("/services/mind/slots?case={}", room.number);
        let page = room.worker.client.get(&choose).await.expect_says("沈怡");
        assert!(!page.says("宋平"), "the case has its counsellor");
        room.worker.client.get("/services/mind/slots").await.expect_says("宋平");
        let slot = format!("{other}.{MONDAY}.840");
        let fields = [("slot", slot.as_str()), ("case", room.number.as_str())];
        room.worker.client.post("/services/mind/slots", &fields).await.expect(409);
        let slot = format!("{mind}.{MONDAY}.840");
        let fields = [("slot", slot.as_str()), ("case", room.number.as_str())];
        room.worker.client.post("/services/mind/slots", &fields).await.expect(303);
        room.worker.client.get(&room.own()).await.expect_says("11月23日").expect_says("14:00");
        room.counsellor.get(&room.at()).await.expect_says("11月23日14:00");
        // Somebody else's case opens nothing.
        let mut stranger = county.member(3, &county.firm).await;
        stranger.client.get(&choose).await.expect(404);
    }
}
