use super::{link, one, store};
use directory::{
    employers::{self, EmployerId, NewEmployer},
    testing,
    unions::{NewUnion, UnionKind},
};
use platform::{
    Module,
    rights::Role,
    tasks,
    testing::{Client, Site},
    tree::Org,
    vals,
};

fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module()]
}
struct County {
    site: Site,
    county: Org,
    east: Org,
    west: Org,
    joint: Org,
}
async fn counties() -> Vec<County> {
    Site::each(modules, async |site| {
        let plan = [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Town, "城东镇总工会"),
            (Some(0), UnionKind::Town, "城西街道总工会"),
            (Some(1), UnionKind::Joint, "城东商圈联合工会"),
        ];
        let plan = plan.map(|(under, kind, name)| (under, NewUnion::named(kind, name, "320902")));
        let [county, east, west, joint] = testing::unions(&site, plan).await.map(|union| union.org());
        County { site, county, east, west, joint }
    })
    .await
}
impl County {
    async fn employer(&self, area: &Org, name: &str, headcount: i64, union: Option<&Org>) -> EmployerId {
        let new = NewEmployer {
            name: name.into(),
            headcount,
            industry: "5430".into(),
            region: "320902".into(),
            union_id: union.map(|u| u.id),
            ..NewEmployer::default()
        };
        testing::employer(&self.site, area, &new).await
    }
    async fn officer(&self) -> Client {
        self.site.holder("孙维方", "19900000001", Role::Officer, self.county.id).await
    }
    async fn eastern(&self) -> Client {
        self.site.holder("高远山", "19900000003", Role::Officer, self.east.id).await
    }
}
async fn assign(client: &mut Client, employers: &[EmployerId], who: &str) -> platform::testing::Answer {
    let ids: Vec<String> = employers.iter().map(ToString::to_string).collect();
    let mut form = vec![("who", who), ("days", "10"), ("note", "先打电话")];
    form.extend(ids.iter().map(|id| ("employer", id.as_str())));
    client.post("/console/contacts/assignment", &form).await
}

#[tokio::test]
async fn coverage_is_split_by_way_and_each_figure_opens_its_list() {
    for c in counties().await {
        c.employer(&c.east, "东一厂", 300, Some(&c.east)).await;
        c.employer(&c.east, "东二店", 12, Some(&c.joint)).await;
        let covered = c.employer(&c.west, "西一厂", 120, None).await;
        c.employer(&c.west, "西二厂", 150, None).await;
        let mut tx = c.site.app.db.begin().await.unwrap();
        let since = c.site.app.today();
        directory::unions::store::cover(&mut tx, &c.site.app, c.joint.id, covered, since).await.unwrap();
        tx.commit().await.unwrap();
        let mut officer = c.officer().await;
        let page = officer.get("/console/coverage").await.expect(200).expect_says("75.0").expect_says("城西街道总工会");
        page.expect_says("交通运输、仓储和邮政业");
        let list = |way: &str| format!("/console/employers?below={}&cover={way}", c.county.id);
        officer.get(&list("own")).await.expect_says("共1家").expect_says("东一厂");
        officer.get(&list("joint")).await.expect_says("共2家").expect_says("东二店").expect_says("西一厂");
        officer.get(&list("none")).await.expect_says("共1家").expect_says("西二厂");
        officer.get(&format!("/console/coverage?org={}", c.west.id)).await.expect(200).expect_says("50.0");
        c.eastern().await.get(&format!("/console/coverage?org={}", c.west.id)).await.expect(404);
    }
}

#[tokio::test]
async fn large_employers_without_a_union_are_assigned_together_to_their_towns() {
    for c in counties().await {
        let one = c.employer(&c.east, "东一厂", 300, None).await;
        let other = c.employer(&c.west, "西一厂", 200, None).await;
        c.employer(&c.west, "西二店", 40, None).await;
        c.employer(&c.west, "西三厂", 400, Some(&c.joint)).await;
        let mut officer = c.officer().await;
        let list = officer.get("/console/contacts").await.expect(200).expect_says("东一厂").expect_says("西一厂");
        assert!(!list.says("西二店") && !list.says("西三厂"));
        let preview = officer.get(&format!("/console/contacts/assignment?employer={one}&employer={other}")).await;
        preview.expect(200).expect_says("要联系的2家").expect_says("城西街道总工会");
        assign(&mut officer, &[one, other], "area").await.expect(303);
        officer.get("/console/contacts?view=open").await.expect_says("城东镇总工会").expect_says("城西街道总工会");
        let tasks: Vec<(i64,)> =
            c.site.app.db.all("SELECT org FROM tasks WHERE kind = 'contact' ORDER BY org", vals![]).await.unwrap();
        assert_eq!(tasks, [(c.east.id.0,), (c.west.id.0,)]);
        assign(&mut officer, &[one], "area").await.expect(409).expect_says("没有要分派的单位");
        let mut eastern = c.eastern().await;
        eastern.get(&link(one)).await.expect(200).expect_says("还没联系");
        eastern.get(&link(other)).await.expect(404);
        officer
            .get(&employers::link(one))
            .await
            .expect_says("建会联系")
            .expect_says("由城东镇总工会在2026-12-03前联系");
    }
}

#[tokio::test]
async fn what_was_said_stays_and_a_refusal_needs_its_reason() {
    for c in counties().await {
        let one = c.employer(&c.east, "东一厂", 300, None).await;
        let (mut officer, mut eastern) = (c.officer().await, c.eastern().await);
        assign(&mut officer, &[one], "area").await.expect(303);
        eastern
            .post(&link(one), &[("state", "refused"), ("version", "1")])
            .await
            .expect(422)
            .expect_says("请写单位不同意的理由");
        eastern.post(&link(one), &[("version", "1")]).await.expect(422).expect_says("请选联系得怎么样");
        eastern.post(&link(one), &[("state", "contacted"), ("note", "约了周二"), ("version", "1")]).await.expect(303);
        let late = officer.post(&link(one), &[("state", "agreed"), ("version", "1")]).await;
        late.expect(409).expect_says("高远山今天10:00先报了“联系过”");
        eastern.post(&link(one), &[("state", "refused"), ("note", "今年搬厂"), ("version", "2")]).await.expect(303);
        officer.get("/console/contacts").await.expect_says("东一厂").expect_says("不同意过").expect_says("今年搬厂");
        assign(&mut officer, &[one], &format!("{}.", c.county.id)).await.expect(303);
        officer.get(&link(one)).await.expect_says("约了周二").expect_says("今年搬厂").expect_says("滨河县总工会");
    }
}

#[tokio::test]
async fn a_contact_without_an_answer_climbs() {
    for c in counties().await {
        let one = c.employer(&c.east, "东一厂", 300, None).await;
        let (mut officer, _) = (c.officer().await, c.eastern().await);
        assign(&mut officer, &[one], "area").await.expect(303);
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE tasks SET escalate_on = '2026-11-18', due_on = '2026-11-18'", vals![]).await.unwrap();
        tx.exec("UPDATE coverage_contacts SET due_on = '2026-11-18'", vals![]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(tasks::escalate(&c.site.app).await.unwrap(), 1);
        let level = c.site.app.db.number("SELECT level_org FROM tasks", vals![]).await.unwrap();
        assert_eq!(level, c.county.id.0, "the county sees it");
        officer.get("/console/contacts?view=overdue").await.expect_says("东一厂").expect_says("超期");
    }
}

#[tokio::test]
async fn an_employer_that_gets_a_union_needs_no_contact_any_more() {
    for c in counties().await {
        let one = c.employer(&c.east, "东一厂", 300, None).await;
        let mut officer = c.officer().await;
        assign(&mut officer, &[one], "area").await.expect(303);
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE employers SET union_id = $2 WHERE id = $1", vals![one, c.joint.id]).await.unwrap();
        tx.commit().await.unwrap();
        one::close_founded(&c.site.app).await.unwrap();
        officer.get("/console/contacts?view=founded").await.expect_says("东一厂");
        assert!(store::founded(&c.site.app.db, c.site.app.today()).await.unwrap().is_empty());
        assert_eq!(c.site.app.db.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL", vals![]).await.unwrap(), 0);
    }
}
