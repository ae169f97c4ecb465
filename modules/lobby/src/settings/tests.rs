use crate::county::{County, modules};
use directory::members::{GROUPS, JOINING_DAYS};
use jiff::civil::date;
use platform::{
    audit,
    rights::Role,
    settings,
    testing::{Answer, Client, Site},
    tree::Scope,
};

const DAYS: &str = "/console/settings/joining.days";

async fn save(client: &mut Client, path: &str, value: &str, region: &str, from_on: &str) -> Answer {
    client.post(path, &[("value", value), ("region", region), ("from_on", from_on)]).await
}

#[tokio::test]
async fn a_setting_changes_from_a_day_on_and_for_a_region_only() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        admin.get("/console/settings").await.expect(200).expect_says("入会审批期限").expect_says("3个工作日");
        save(&mut admin, DAYS, "5", "320999001", "2026-12-01").await.expect(303);
        let of = async |region: &str, day| settings::number(&site.app.db, JOINING_DAYS, region, day).await.unwrap();
        assert_eq!(of("320999001", date(2026, 11, 30)).await, 3);
        assert_eq!(of("320999001", date(2026, 12, 1)).await, 5);
        assert_eq!(of("320999002", date(2026, 12, 1)).await, 3);
        admin
            .get(DAYS)
            .await
            .expect(200)
            .expect_says("城东街道总工会的范围")
            .expect_says("还没到")
            .expect_says("系统员");
        let lines = audit::lines(&site.app.db, &Scope::below("/"), "setting.", None, 9).await.unwrap();
        assert!(lines[0].detail.contains("3个工作日改为5个工作日，从2026-12-01起"), "{}", lines[0].detail);
    }
}

#[tokio::test]
async fn a_wrong_value_comes_back_with_words() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        save(&mut admin, DAYS, "99", "", "2026-12-01").await.expect(422).expect_says("请填1到60之间的整数");
        save(&mut admin, DAYS, "5", "", "2026-11-18").await.expect(422).expect_says("不能早于今天");
        save(&mut admin, DAYS, "5", "110000", "2026-12-01").await.expect(422).expect_says("请选一个自己工会管辖的地区");
        save(&mut admin, "/console/settings/nothing", "5", "", "2026-12-01").await.expect(404);
    }
}

#[tokio::test]
async fn a_list_is_edited_line_by_line() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let page = "/console/settings/groups.eight";
        save(&mut admin, page, "货车司机\n\n 快递员 \n陪诊师", "", "2026-11-19").await.expect(303);
        let lines = settings::lines(&site.app.db, GROUPS, "320999", site.app.today()).await.unwrap();
        assert_eq!(lines, ["货车司机", "快递员", "陪诊师"]);
        admin.get(page).await.expect(200).expect_says("现在：货车司机、快递员、陪诊师");
    }
}

#[tokio::test]
async fn the_second_of_two_who_change_a_setting_hears_who_was_first() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut one = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let mut two = site.holder("另一位", "19900000005", Role::Admin, county.county.id).await;
        save(&mut one, DAYS, "5", "", "2026-12-01").await.expect(303);
        let late = [("value", "7"), ("region", ""), ("from_on", "2026-12-01"), ("seen", "0")];
        two.post(DAYS, &late).await.expect(422).expect_says("系统员已在2026年11月19日10:00改过");
    }
}

#[tokio::test]
async fn a_firms_union_sets_nothing_for_its_region() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut firm = site.holder("企业管理员", "19900000008", Role::Admin, county.firm.id).await;
        firm.get(DAYS).await.expect(200).expect_says("只有镇街以上总工会的系统管理员能改设置");
        save(&mut firm, DAYS, "5", "320999001", "2026-12-01").await.expect(422);
        let mut town = site.holder("镇管理员", "19900000009", Role::Admin, county.town.id).await;
        save(&mut town, DAYS, "5", "", "2026-12-01").await.expect(422);
        save(&mut town, DAYS, "5", "320999001", "2026-12-01").await.expect(303);
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        officer.get(DAYS).await.expect(200);
        save(&mut officer, DAYS, "5", "", "2026-12-01").await.expect(403);
    }
}
