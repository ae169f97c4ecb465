use crate::tests::{County, member, modules, officer};
use directory::unions::UnionKind;
use jiff::civil::date;
use platform::{identity, rights::Role, settings, testing::Site};

#[tokio::test]
async fn the_screen_shows_figures_and_towns_and_nobodys_name() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let page = client.get("/console/screen").await.expect(200);
        let page = page
            .expect_says("滨河县职工之家")
            .expect_says("8人")
            .expect_says("城东街道")
            .expect_says("灯越亮，单位建会率越高");
        let text = page.expect_says("一名职工入会河西街道").text();
        for hidden in ["会员6", "恒达食品", "顺通物流", "人的单位", "孙维方"] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        assert!(!text.contains("style=") && !text.contains("今年答应职工的实事"), "{text}");
        assert!(!text.contains("直属"), "houses are towns");
        let by_members = client.get("/console/screen?measure=members").await.expect(200);
        by_members.expect_says("灯越亮，会员越高");
        client.get("/console/screen?measure=joined_group").await.expect(200).expect_says("单位建会率越高");
        client
            .get(&format!("/console/screen?org={}", county.town.id))
            .await
            .expect(200)
            .expect_says("城东街道职工之家");
    }
}

#[tokio::test]
async fn several_who_join_in_one_town_are_one_line() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        for number in 1..=5 {
            member(&site, &county.firm, number, date(2026, 11, 19), &[]).await;
        }
        let mut client = officer(&site, &county.county).await;
        client.get("/console/screen").await.expect(200).expect_says("10:005名职工入会城东街道");
    }
}

#[tokio::test]
async fn an_empty_county_and_a_neighbours_screen() {
    for site in Site::on_both(modules).await {
        let empty = crate::tests::union(&site, None, UnionKind::County, "滨河县总工会", date(2020, 1, 1)).await;
        let mut client = officer(&site, &empty).await;
        client.get("/console/screen").await.expect(200).expect_says("下面还没有工会").expect_says("这几天还没有");
        let town = crate::tests::union(&site, Some(&empty), UnionKind::Town, "城东街道总工会", date(2020, 1, 1)).await;
        let mut below = site.holder("赵镇上", "19900000010", Role::Officer, town.id).await;
        for path in ["/console/screen", "/console/screens"] {
            below.get(&format!("{path}?org={}", empty.id)).await.expect(404);
            below.get(path).await.expect(200);
        }
    }
}

/// Makes a link and gives its address.
async fn hang_up(client: &mut platform::testing::Client, org: i64) -> String {
    let form = [("org", org.to_string()), ("measure", "members".into()), ("name", "一楼大厅".into())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = client.post("/console/screens", &form).await.expect(200).text();
    let from = page.find("http://site.test/screen/").expect("the address is shown") + "http://site.test".len();
    page[from..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_halls_screen_needs_no_session_and_sees_one_page_until_it_is_stopped() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let address = hang_up(&mut client, county.town.id.0).await;
        let mut hall = site.visitor();
        hall.get(&address).await.expect(200).expect_says("城东街道职工之家").expect_says("灯越亮，会员越高");
        assert_ne!(hall.get("/console/screen").await.status.as_u16(), 200);
        hall.get(&format!("{address}x")).await.expect(404);
        let list = client.get("/console/screens").await.expect(200).expect_says("一楼大厅").expect_says("亮着");
        assert!(!list.text().contains(&address), "the address is shown once");
        // Somebody else's link is not stopped.
        let id = site.number("SELECT id FROM screens").await.to_string();
        let mut other = site.holder("钱同事", "19900000009", Role::Officer, county.county.id).await;
        other.post("/console/screens/revocation", &[("screen", &id)]).await.expect(404);
        let mut again =
            site.sign_in(identity::account_by_phone(&site.app, "19900000001").await.unwrap().unwrap().id).await;
        let form = [("screen", id.as_str())];
        let (one, two) = tokio::join!(
            client.post("/console/screens/revocation", &form),
            again.post("/console/screens/revocation", &form)
        );
        let mut both = [one.status.as_u16(), two.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [303, 404], "it is stopped once");
        hall.get(&address).await.expect(404);
    }
}

#[tokio::test]
async fn a_halls_screen_goes_dark_with_the_post_of_its_maker() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut client = officer(&site, &county.county).await;
        let address = hang_up(&mut client, county.county.id.0).await;
        let mut hall = site.visitor();
        hall.get(&address).await.expect(200);
        let mut tx = site.app.db.begin().await.unwrap();
        identity::end_posts_at(&mut tx, county.county.id, date(2026, 11, 18)).await.unwrap();
        tx.commit().await.unwrap();
        hall.get(&address).await.expect(404);
    }
}

#[tokio::test]
async fn on_a_quiet_day_the_screen_tells_of_the_days_before() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        member(&site, &county.firm, 1, date(2026, 11, 17), &[]).await;
        member(&site, &county.firm, 2, date(2026, 11, 1), &[]).await;
        let mut client = officer(&site, &county.county).await;
        let page = client.get("/console/screen").await.expect(200).expect_says("一名职工入会城东街道");
        assert_eq!(page.text().matches("职工入会").count(), 1, "what was a fortnight ago is no news");
    }
}

#[tokio::test]
async fn officers_above_see_whose_screens_there_are_and_the_chair_stops_them() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut town = site.holder("赵镇上", "19900000010", Role::Officer, county.town.id).await;
        let made = town.post("/console/screens", &[("name", "镇大厅"), ("measure", "members")]).await.expect(200);
        let text = made.text();
        let at = text.find("/screen/").expect("its address is shown once");
        let address: String =
            text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c)).collect();
        site.visitor().get(&address).await.expect(200);
        let id = site.number("SELECT id FROM screens").await.to_string();
        let mut neighbour = site.holder("钱邻镇", "19900000011", Role::Officer, county.other_town.id).await;
        assert!(!neighbour.get("/console/screens").await.expect(200).says("镇大厅"));
        neighbour.post("/console/screens/revocation", &[("screen", &id)]).await.expect(404);
        let mut upper = officer(&site, &county.county).await;
        upper.get("/console/screens").await.expect(200).expect_says("镇大厅").expect_says("赵镇上");
        upper.post("/console/screens/revocation", &[("screen", &id)]).await.expect(404);
        let mut chair = site.holder("严志远", "19900000012", Role::Chair, county.county.id).await;
        chair.get("/console/screens").await.expect(200).expect_says("停用");
        chair.post("/console/screens/revocation", &[("screen", &id)]).await.expect(303);
        site.visitor().get(&address).await.expect(404);
    }
}

#[tokio::test]
async fn the_towns_stand_as_the_map_says() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut client = officer(&site, &county.county).await;
        let place = |page: &str, town: &str| {
            let before = &page[..page.find(&format!("y=\"150\">{town}")).expect("a house")];
            before.rsplit_once("translate(").map(|(_, rest)| rest[..rest.find(')').unwrap()].to_owned()).unwrap()
        };
        let page = client.get("/console/screen").await.expect(200).text();
        assert_eq!((place(&page, "城东街道"), place(&page, "河西街道")), ("25 0".into(), "215 0".into()));
        let mut tx = site.app.db.begin().await.unwrap();
        let map = "空 城东街道\n河西街道";
        settings::set(&mut tx, super::MAP, "", date(2026, 11, 1), map, None, site.app.now()).await.unwrap();
        tx.commit().await.unwrap();
        let page = client.get("/console/screen").await.expect(200).text();
        assert_eq!((place(&page, "城东街道"), place(&page, "河西街道")), ("215 0".into(), "25 200".into()));
    }
}
