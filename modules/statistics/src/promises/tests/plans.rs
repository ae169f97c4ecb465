//! Plans with parts, and the promises in them.
use super::{but, counties, fifty, promise};

#[tokio::test]
async fn a_plan_shows_how_far_its_parts_are() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let fields = [("name", "十大系列活动"), ("year", "2026"), ("parts", "思想引领\n安全健康")];
        let plan = officer.post("/console/plans", &fields).await.expect(303).to();
        officer.post("/console/plans", &fields).await.expect(422).expect_says("已经有一个叫这个名字的计划");
        let part = c.site.number("SELECT id FROM plan_parts WHERE name = '安全健康'").await.to_string();
        promise(&mut officer, &but(&fifty(), "part", &part)).await;
        let page = officer.get(&plan).await.expect(200);
        page.expect_says("安全健康1项，完成0项，慢了1项").expect_says("思想引领还没有实事");
        officer.get("/console/promises").await.expect_says("十大系列活动：安全健康");
        let gone = [("name", "十大系列活动"), ("year", "2026"), ("parts", "思想引领")];
        officer.post(&plan, &gone).await.expect(422).expect_says("“安全健康”里还有实事");
        let turned =
            [("name", "十大系列活动"), ("year", "2026"), ("parts", "安全健康\n思想引领\n技能提升"), ("version", "1")];
        officer.post(&plan, &turned).await.expect(303);
        officer.post(&plan, &turned).await.expect(409).expect_says("刚刚有人改过这个计划");
        officer.get(&plan).await.expect_says("技能提升还没有实事");
        for (name, value, says) in [
            ("parts", "", "请写计划有哪几部分"),
            ("parts", "甲\n甲", "“甲”写了两遍"),
            ("year", "2011", "请选今年或明年"),
            ("name", "", "请写计划叫什么"),
        ] {
            officer.post("/console/plans", &but(&fields, name, value)).await.expect(422).expect_says(says);
        }
        c.western().await.get(&plan).await.expect(404);
        c.eastern().await.get(&plan).await.expect(404);
    }
}
