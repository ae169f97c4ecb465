use super::county::{County, counties};
use directory::{
    employers::{self, EmployerId, NewEmployer},
    testing,
    unions::{self, Union},
};
use jiff::civil::date;
use platform::standards::Uscc;

async fn employer(c: &County, area: &Union, name: &str, uscc: bool) -> EmployerId {
    let uscc = uscc.then(|| Uscc::with_check("91320902MA0000001").unwrap().to_string());
    let new =
        NewEmployer { name: name.into(), uscc, headcount: 120, region: "320902".into(), ..NewEmployer::default() };
    let mut tx = c.site.app.db.begin().await.unwrap();
    let id = employers::store::add(&mut tx, &c.site.app, &area.org(), &new).await.unwrap();
    unions::store::cover(&mut tx, &c.site.app, c.firm.id, id, date(2026, 1, 1)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn employers_of_nearly_the_same_name_in_a_town_are_merged_and_parted() {
    for c in counties().await {
        let one = employer(&c, &c.east, "滨河县顺达货运有限公司", true).await;
        let other = employer(&c, &c.east, "滨河县顺达货运有限责任公司", false).await;
        employer(&c, &c.east, "滨河县远达货运有限公司", false).await;
        c.find().await;
        let mut officer = c.eastern_officer().await;
        officer.get("/console/duplicates?kind=employer").await.expect(200).expect_says("名称几乎一样，在同一个镇街");
        let pair = c.pair("open").await;
        officer.get(&format!("/console/duplicates/{pair}")).await.expect(200).expect_says("同一家单位");
        let before = c.everything().await;
        officer.get(&format!("/console/duplicates/{pair}/preview")).await.expect(200).expect_says("工会覆盖");
        let form = [("version_0", "1"), ("version_1", "1"), ("f_uscc", "0"), ("f_name", "1")];
        officer.post(&format!("/console/duplicates/{pair}/merge"), &form).await.expect(303);
        officer
            .get(&employers::link(other))
            .await
            .expect(200)
            .expect_says("滨河县顺达货运有限责任公司")
            .expect_says("91320902MA0000001");
        let list = officer.get("/console/employers").await.expect_says("共2家");
        assert!(!list.says("已合并"));
        let covered =
            "SELECT COUNT(*) FROM coverages WHERE to_on IS NULL AND employer = (SELECT MIN(id) FROM employers)";
        assert_eq!(c.site.number(covered).await, 1, "covered by the union once");
        testing::expect_beside(&c.site).await;
        assert_eq!(
            employers::store::by_name(&c.site.app.db, "滨河县顺达货运有限责任公司").await.unwrap().unwrap().id,
            one
        );
        officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(303);
        assert_eq!(c.everything().await, before);
        testing::expect_beside(&c.site).await;
        c.site.figures_add_up().await;
    }
}
