use crate::codes::tests::Scene;
use platform::rights::Role;

const PLACE: &[(&str, &str)] = &[
    ("union", "货运行业联合工会"),
    ("place_kind", "drivers_home"),
    ("place_name", "城东司机之家"),
    ("place_address", "国道228城东段"),
    ("latitude", "33.4021"),
    ("longitude", "120.1397"),
];
fn place(other: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    PLACE.iter().filter(|(n, _)| !other.iter().any(|(o, _)| o == n)).chain(other).copied().collect()
}
/// The address of the only place in a list.
fn only(list: &str) -> String {
    let rest = list.split("class=\"t\" href=\"").nth(1).expect("a place in the list");
    rest.split('"').next().expect("an address").to_owned()
}

#[tokio::test]
async fn a_place_is_entered_changed_and_closed() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        chair.get("/console/places/new").await.expect(200).expect_says("归哪家工会");
        chair.post("/console/places", PLACE).await.expect(303);
        let link = only(&chair.get("/console/places").await.expect(200).expect_says("城东司机之家登记好了").text());
        let form = chair.get(&link).await.expect(200).text();
        assert!(form.contains("33.4021") && form.contains("120.1397"));
        chair.post(&link, &place(&[("place_name", "城东驿站"), ("version", "1")])).await.expect(303);
        chair.post(&format!("{link}/closure"), &[]).await.expect(303);
        assert!(!chair.get("/console/places").await.expect(200).says("国道228城东段"));
        chair.get("/console/places?closed=1").await.expect(200).expect_says("城东驿站");
        chair.get(&link).await.expect(200).expect_says("关闭，不能再改");
        chair.post(&format!("{link}/closure"), &[]).await.expect(409).expect_says("已经关闭这个地点");
    }
}

#[tokio::test]
async fn degrees_that_are_swapped_or_alone_are_refused_in_words() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        for (wrong, sentence) in [
            (vec![("latitude", "120.1397"), ("longitude", "33.4021")], "纬度要在3到54之间"),
            (vec![("longitude", "")], "要一起填"),
            (vec![("latitude", "NaN")], "纬度要在3到54之间"),
            (vec![("place_kind", "spaceport")], "请选一个种类"),
            (vec![("place_name", " ")], "请填名称"),
        ] {
            let page = chair.post("/console/places", &place(&wrong)).await.expect(422).expect_says(sentence);
            assert!(page.text().contains("国道228城东段"), "what was typed is still there");
        }
        chair.post("/console/places", &place(&[("latitude", ""), ("longitude", "")])).await.expect(303);
    }
}

#[tokio::test]
async fn the_second_of_two_officers_hears_who_was_first_and_what_stands_there_now() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let mut officer = scene.site.holder("周小禾", "13800000003", Role::Officer, scene.county.id).await;
        chair.post("/console/places", PLACE).await.expect(303);
        let link = only(&chair.get("/console/places").await.text());
        officer.post(&link, &place(&[("place_name", "城东驿站"), ("version", "1")])).await.expect(303);
        let late = chair.post(&link, &place(&[("place_name", "城东之家"), ("version", "1")])).await.expect(422);
        let late = late.expect_says("周小禾今天10:00改成了“城东驿站，国道228城东段”");
        assert!(late.text().contains("城东之家") && late.text().contains("name=\"version\" value=\"2\""));
        chair.post(&link, &place(&[("place_name", "城东之家"), ("version", "2")])).await.expect(303);
    }
}

#[tokio::test]
async fn a_neighbour_does_not_see_the_place_and_can_not_take_it_over() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        chair.post("/console/places", PLACE).await.expect(303);
        let link = only(&chair.get("/console/places").await.text());
        let mut stranger = scene.stranger().await;
        stranger.get(&link).await.expect(404);
        stranger.post(&link, &place(&[("version", "1")])).await.expect(404);
        stranger.post(&format!("{link}/closure"), &[]).await.expect(404);
        assert!(!stranger.get("/console/places").await.expect(200).says("城东司机之家"));
        let id = scene.neighbour.id.to_string();
        let mut taken: Vec<(&str, &str)> = place(&[("version", "1")]);
        taken.push(("union_id", &id));
        chair.post(&link, &taken).await.expect(422).expect_says("请从列表里选一家工会");
    }
}

#[tokio::test]
async fn places_are_found_by_kind_and_by_a_part_of_name_or_address() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        chair.post("/console/places", PLACE).await.expect(303);
        chair
            .post(
                "/console/places",
                &place(&[("place_name", "河西停车场"), ("place_kind", "car_park"), ("place_address", "河西路1号")]),
            )
            .await
            .expect(303);
        for (asked, home, park) in [
            ("kind=car_park", false, true),
            ("q=%E5%8F%B8%E6%9C%BA", true, false),
            ("q=%E6%B2%B3%E8%A5%BF%E8%B7%AF", false, true),
            ("q=%25", true, true),
        ] {
            let list = chair.get(&format!("/console/places?{asked}")).await.expect(200);
            let rows = list.text().split("<tbody>").nth(1).unwrap_or("").to_owned();
            assert_eq!((rows.contains("城东司机之家"), rows.contains("河西停车场")), (home, park), "{asked}");
        }
    }
}

/// The hours of a place that is open on weekdays with a break at noon.
const HOURS: &[(&str, &str)] = &[
    ("hours_0", "8:00-11:30 13:30-17:30"),
    ("hours_1", "同上"),
    ("hours_2", "同上"),
    ("hours_3", "同上"),
    ("hours_4", "同上"),
    ("hours_5", "9：00—12：00"),
    ("hours_note", "夜间请按门铃"),
];
async fn entered(chair: &mut platform::testing::Client) -> String {
    chair.post("/console/places", PLACE).await.expect(303);
    only(&chair.get("/console/places").await.text())
}

#[tokio::test]
async fn everybody_sees_when_a_place_is_open_and_whether_it_is_open_now() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let link = entered(&mut chair).await;
        let mut hours = HOURS.to_vec();
        hours.push(("version", "1"));
        chair.post(&format!("{link}/hours"), &hours).await.expect(303);
        chair.get(&link).await.expect(200).expect_says("开放时间");
        let mut visitor = scene.site.visitor();
        let public = link.replace("/console", "");
        let page = visitor.get(&public).await.expect(200).expect_says("周一至周五8:00—11:30、13:30—17:30");
        let page = page.expect_says("周六9:00—12:00").expect_says("法定节假日不开").expect_says("夜间请按门铃");
        page.expect_says("开放中，到11:30");
        visitor.get("/places").await.expect(200).expect_says("城东司机之家开放中");
        visitor.get("/places?kind=car_park").await.expect(200);
        let late = chair.post(&format!("{link}/hours"), &hours).await.expect(409);
        late.expect_says("改过这个地点");
    }
}

#[tokio::test]
async fn hours_that_end_before_they_begin_come_back_with_what_was_typed() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let link = entered(&mut chair).await;
        let wrong = [("hours_0", "20:00-8:00"), ("hours_1", "早上"), ("version", "1")];
        let page = chair.post(&format!("{link}/hours"), &wrong).await.expect(422).expect_says("结束比开始早");
        assert!(page.says("写成8:00-20:00的样子") && page.text().contains("20:00-8:00"));
        let mut visitor = scene.site.visitor();
        assert!(!visitor.get(&link.replace("/console", "")).await.expect(200).says("开放时间"));
    }
}

#[tokio::test]
async fn an_accepted_standard_is_shown_with_its_date_until_it_is_no_longer_met() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let link = entered(&mut chair).await;
        let to = format!("{link}/standards");
        let standard =
            [("standard", "司机之家"), ("accepted_on", "2026-05-06"), ("accepted_by", "滨河县总工会权益保障部")];
        chair.post(&to, &standard[..1]).await.expect(422).expect_says("请填验收的日期");
        chair.post(&to, &[("standard", "五星级"), ("accepted_on", "2027-01-01")]).await.expect(422);
        chair.post(&to, &standard).await.expect(303);
        chair.post(&to, &standard).await.expect(409).expect_says("已经登记过");
        let mut visitor = scene.site.visitor();
        let public = link.replace("/console", "");
        visitor.get(&public).await.expect(200).expect_says("司机之家").expect_says("滨河县总工会权益保障部验收");
        scene.stranger().await.post(&format!("{to}/ending"), &[("accepted", "1")]).await.expect(404);
        chair.post(&format!("{to}/ending"), &[("accepted", "1")]).await.expect(303);
        chair.get(&link).await.expect(200).expect_says("2026-11-19起不再达到");
        assert!(!visitor.get(&public).await.says("权益保障部验收"));
    }
}
