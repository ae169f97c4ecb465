//! Sentences about what is made public, on both databases.
use crate::county::{County, modules};
use platform::{
    publicity::{self, NewNotice},
    rights::Role,
    testing::Site,
};

/// A notice of the town about thing 7, public for some days.
async fn notice(site: &Site, county: &County, days: i64) -> String {
    let app = &site.app;
    let mut tx = app.db.begin().await.unwrap();
    let body = [vec!["林*满".to_owned(), "顺通物流工会".to_owned()]];
    let new = NewNotice {
        org: &county.town,
        title: "困难职工建档公示",
        lead: "没有异议就建档。",
        head: &["姓名", "工会"],
        body: &body,
        subject: "thing",
        subject_id: 7,
        link: "/console",
        to_on: app.today().saturating_add(jiff::Span::new().days(days)),
    };
    let number = publicity::publish(&mut tx, app, None, &new).await.unwrap();
    tx.commit().await.unwrap();
    number
}
const OBJECTION: [(&str, &str); 3] = [("text", "他家有两套房"), ("name", "何平"), ("phone", "13900030001")];

#[tokio::test]
async fn anybody_reads_a_notice_during_its_days_and_nobody_afterwards() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let number = notice(&site, &county, 5).await;
        let mut visitor = site.visitor();
        visitor.get("/publicity").await.expect(200).expect_says("困难职工建档公示");
        visitor
            .get(&format!("/publicity/{number}"))
            .await
            .expect(200)
            .expect_says("林*满")
            .expect_says("城东街道总工会");
        let standing = publicity::about(&site.app.db, "thing", 7).await.unwrap().unwrap();
        assert!(standing.holds_up(site.app.today()).is_some(), "it is public still");
        site.days_later(6).await;
        visitor.get(&format!("/publicity/{number}")).await.expect(404);
        visitor.post(&format!("/publicity/{number}/objections"), &OBJECTION).await.expect(404);
        assert!(!visitor.get("/publicity").await.expect(200).says("困难职工建档公示"));
        assert_eq!(standing.holds_up(site.app.today()), None);
    }
}

#[tokio::test]
async fn an_objection_is_a_task_until_it_is_answered_and_one_that_is_right_holds_the_matter_up_for_good() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut officer = site.holder("周县员", "13800000003", Role::Officer, county.town.id).await;
        let mut other = site.holder("河西", "13800000004", Role::Officer, county.other_town.id).await;
        let number = notice(&site, &county, 5).await;
        let (page, desk) = (format!("/publicity/{number}/objections"), format!("/console/publicity/{number}"));
        let mut visitor = site.visitor();
        visitor.post(&page, &[]).await.expect(422).expect_says("请写哪里不对").expect_says("请写姓名");
        visitor.post(&page, &OBJECTION).await.expect(303);
        visitor.post(&page, &OBJECTION).await.expect(303);
        other.get(&desk).await.expect(404);
        officer.get(&desk).await.expect(200).expect_says("他家有两套房").expect_says("何平");
        let held_up = async || publicity::about(&site.app.db, "thing", 7).await.unwrap().unwrap();
        site.days_later(6).await;
        let sentence = held_up().await.holds_up(site.app.today()).unwrap();
        assert_eq!(sentence, "还有2条异议没有核实");
        let no = [("objection", "1"), ("verdict", "rejected"), ("answer", "查过了，是租的")];
        officer.post(&format!("{desk}/answer"), &no).await.expect(303);
        officer.post(&format!("{desk}/answer"), &no).await.expect(303);
        officer.get(&desk).await.expect_says("已经有人答复过了");
        assert_eq!(site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL AND kind = 'objection'").await, 2);
        let yes = [("objection", "2"), ("verdict", "upheld"), ("answer", "房管局查到了")];
        officer.post(&format!("{desk}/answer"), &yes).await.expect(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL AND kind = 'objection'").await, 0);
        assert_eq!(held_up().await.holds_up(site.app.today()).as_deref(), Some("有异议核实成立，不能批准"));
        assert!(site.sms("13900030001").await.contains("核实成立"));
    }
}
