use super::{ASKED, rooms};
use crate::tests::counties;
use platform::rights::Role;

#[tokio::test]
async fn a_counselling_goes_from_asking_to_rating_between_two_people() {
    for mut room in rooms().await {
        room.worker.client.get("/services?q=%E6%83%B3%E4%B8%8D%E5%BC%80").await.expect_says("心里难受，想找人说说");
        room.counsellor.get("/console/counselling").await.expect_says("阿福").expect_says("等咨询师回复");
        room.counsellor.get(&room.at()).await.expect_says("夜里睡不着想跳河").expect_says("只有您看得到");
        room.does("reply", "").await.expect(422).expect_says("这里要写");
        room.does("reply", "明天下午来坐坐").await.expect(303);
        room.worker.client.get(&room.own()).await.expect_says("咨询中").expect_says("明天下午来坐坐");
        room.worker.client.post(&format!("{}/message", room.own()), &[("text", "我会来")]).await.expect(303);
        room.counsellor.get(&room.at()).await.expect_says("我会来");
        room.does("note", "先看睡眠").await.expect(303);
        assert!(!room.worker.client.get(&room.own()).await.says("先看睡眠"), "the counsellor's own note");
        room.does("end", "好多了").await.expect(303);
        room.worker.client.get(&room.own()).await.expect_says("咨询结束了").expect_says("沈怡");
        room.worker.client.post(&format!("{}/rating", room.own()), &[("stars", "5")]).await.expect(303);
        assert_eq!(room.county.words("SELECT rating FROM cases").await, "rated");
        room.does("reply", "x").await.expect(409);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_stars_bring_it_to_a_counsellor_above_and_a_colleague_never_gets_it() {
    for county in counties().await {
        county.site.holder("近处", "13900060011", Role::Counsellor, county.town.id).await;
        let mut above = county.site.holder("高处", "13900060012", Role::Counsellor, county.county.id).await;
        // One at the workplace is passed over.
        let mut inside = county.site.holder("厂里", "13900060013", Role::Counsellor, county.firm.id).await;
        let mut worker = county.member(1, &county.firm).await;
        let number = worker.ask("mind", &ASKED).await;
        let at = format!("/console/counselling/{number}");
        inside.get(&at).await.expect(404);
        above.get(&at).await.expect(404);
        let account = county.account("近处").await;
        let mut near = county.site.sign_in(account).await;
        for (act, words) in [("reply", "您好"), ("end", "就这样")] {
            near.post(&format!("{at}/decision"), &[("decision", act), ("reason", words)]).await.expect(303);
        }
        worker.client.post(&format!("/me/cases/{number}/rating"), &[("stars", "1")]).await.expect(303);
        near.get(&at).await.expect(404);
        above.get(&at).await.expect_says("夜里睡不着想跳河");
        // Where nobody is above, a choice of one's own counts.
        let chosen = county.account("高处").await.to_string();
        let mut other = county.member(2, &county.park).await;
        let mut fields = ASKED.to_vec();
        fields.push(("counsellor", &chosen));
        let number = other.ask("mind", &fields).await;
        above.get(&format!("/console/counselling/{number}")).await.expect_says("阿福");
    }
}

#[tokio::test]
async fn where_there_is_no_counsellor_the_help_line_is_named() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        worker.client.get("/services/mind").await.expect_says("12356");
        worker.client.post("/services/mind", &ASKED).await.expect(409).expect_says("12356");
        assert_eq!(county.number("SELECT COUNT(*) FROM cases").await, 0);
    }
}

#[tokio::test]
async fn a_counsellor_who_leaves_hands_it_to_the_next_one() {
    for mut room in rooms().await {
        let mut next = room.county.site.holder("宋平", "13900060021", Role::Counsellor, room.county.county.id).await;
        next.get(&room.at()).await.expect(404);
        let mut tx = room.county.site.app.db.begin().await.unwrap();
        let yesterday = room.county.site.app.today().yesterday().unwrap();
        let sql = "UPDATE posts SET ends_on = $1 WHERE account = (SELECT alone FROM cases)";
        tx.exec(sql, platform::vals![yesterday]).await.unwrap();
        tx.commit().await.unwrap();
        room.county.site.work().await;
        next.get(&room.at()).await.expect_says("夜里睡不着想跳河");
        room.worker.client.get(&room.own()).await.expect_says("接着");
        room.county.site.figures_add_up().await;
    }
}
