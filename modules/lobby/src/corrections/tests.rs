use crate::county::{County, member_at_home, modules};
use jiff::civil::date;
use platform::{rights::Role, testing::Site, vals};

#[tokio::test]
async fn a_person_says_what_is_wrong_and_the_union_puts_it_right() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        let mut neighbour = site.holder("河西主席", "19900000003", Role::Chair, county.other_town.id).await;
        let (mut member, person) = member_at_home(&site, &county.firm, "林小满", "13900000001", date(2026, 1, 1)).await;
        member.get("/me/data").await.expect(200).expect_says("申请更正");
        let same = [("field", "name"), ("value", "林小满")];
        member.post("/me/data/correction", &same).await.expect(422).expect_says("和现在登记的一样");
        member.post("/me/data/correction", &[("value", "x")]).await.expect(422).expect_says("请选哪一项不对");
        let phone = [("field", "phone"), ("value", "1390000")];
        member.post("/me/data/correction", &phone).await.expect(422);
        let asked = [("field", "name"), ("value", "林晓满"), ("reason", "身份证上是晓")];
        member.post("/me/data/correction", &asked).await.expect(303);
        member.get("/me/data").await.expect_says("姓名：林小满改为林晓满").expect_says("核对中");
        chair.get("/console").await.expect_says("林小满申请更正姓名");
        let (id,): (i64,) = site.app.db.one("SELECT id FROM corrections", vals![]).await.unwrap();
        let path = format!("/console/corrections/{id}");
        neighbour.get(&path).await.expect(404);
        neighbour.post(&format!("{path}/decision"), &[("outcome", "accepted")]).await.expect(404);
        chair.get(&path).await.expect(200).expect_says("林小满").expect_says("身份证上是晓");
        member.get("/me/data").await.expect_says("查看更正申请");
        chair.post(&format!("{path}/decision"), &[("outcome", "accepted")]).await.expect(303);
        chair.post(&format!("{path}/decision"), &[("outcome", "refused"), ("answer", "不")]).await.expect(409);
        let known = directory::people::store::find(&site.app.db, person).await.unwrap().unwrap();
        assert_eq!(known.name, "林晓满");
        chair.get("/console/members?q=%E6%99%93%E6%BB%A1").await.expect_says("林晓满");
        member.get("/me/data").await.expect_says("已更正");
        member.get("/me/messages").await.expect_says("姓名已经更正");
        let open = site.app.db.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL", vals![]).await.unwrap();
        assert_eq!(open, 0);
    }
}

#[tokio::test]
async fn a_refusal_has_a_reason_that_the_person_reads() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("顾建国", "19900000002", Role::Chair, county.firm.id).await;
        let (mut member, _) = member_at_home(&site, &county.firm, "林小满", "13900000001", date(2026, 1, 1)).await;
        let asked = [("field", "employer_name"), ("value", "顺通物流")];
        member.post("/me/data/correction", &asked).await.expect(303);
        let (id,): (i64,) = site.app.db.one("SELECT id FROM corrections", vals![]).await.unwrap();
        let path = format!("/console/corrections/{id}/decision");
        chair.post(&path, &[("outcome", "refused")]).await.expect(422).expect_says("请写明理由");
        chair.post(&path, &[("outcome", "refused"), ("answer", "合同上是顺达")]).await.expect(303);
        member.get("/me/data").await.expect_says("没有更正").expect_says("合同上是顺达");
    }
}
