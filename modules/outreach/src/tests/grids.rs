use super::{County, counties, number_of};
use directory::testing::man;
use platform::testing::Client;

const GRID: &[(&str, &str)] = &[
    ("name", "城东第一网格"),
    ("union", "城东街道总工会"),
    ("bounds", "东到东环路，西到界河"),
    ("phone", "0515-88001001"),
    ("latitude", "33.4021"),
    ("longitude", "120.1397"),
];
/// Draws a grid with the firm's union and both employers in it; gives its address.
async fn drawn(officer: &mut Client) -> String {
    let link = officer.post("/console/grids", GRID).await.expect(303).to();
    officer.post(&format!("{link}/unions"), &[("union", "顺通物流工会")]).await.expect(303);
    for firm in ["顺通物流有限公司", "远达运输有限公司"] {
        officer.post(&format!("{link}/employers"), &[("employer", firm)]).await.expect(303);
    }
    link
}

#[tokio::test]
async fn a_grid_shows_its_unions_employers_members_and_what_happens_there() {
    for county in counties().await {
        county.member("林小满", &man(1), "13900000001").await;
        let mut officer = county.officer().await;
        let link = drawn(&mut officer).await;
        let page = officer.get(&link).await.expect(200).expect_says("东到东环路，西到界河").expect_says("货运大赛现场");
        let page = page.expect_says("顺通物流工会").expect_says("远达运输有限公司").expect_says("未建会");
        assert!(page.says("会员1人"), "one member in the firm's union: {}", page.visible());
        officer.get("/console/grids").await.expect(200).expect_says("城东第一网格").expect_says("还没有");
        officer.get("/console/grids?view=vacant&q=%E5%9F%8E%E4%B8%9C").await.expect(200).expect_says("城东第一网格");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_officer_is_named_told_and_stays_known_after_another_one_came() {
    for county in counties().await {
        let mut officer = county.officer().await;
        county.town_officer().await;
        let link = drawn(&mut officer).await;
        let to = format!("{link}/officer");
        officer.post(&to, &[("officer", "没有这个人")]).await.expect(422).expect_says("没有找到");
        officer.get("/console/officers/options?q=%E5%B0%8F%E7%A6%BE").await.expect(200).expect_says("城东街道总工会");
        officer.post(&to, &[("officer", "周小禾")]).await.expect(303);
        officer.post(&to, &[("officer", "周小禾")]).await.expect(409).expect_says("已经是这里的网格员");
        assert!(county.told("周小禾", "您是城东第一网格的网格员了").await);
        county.organiser().await;
        officer.post(&to, &[("officer", "宋晓燕")]).await.expect(303);
        let page = officer.get(&link).await.expect(200).expect_says("宋晓燕现任");
        assert!(page.says("周小禾2026-11-19至2026-11-19"), "who came before: {}", page.visible());
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_member_finds_the_grid_officer_by_the_union() {
    for county in counties().await {
        let person = county.member("林小满", &man(1), "13900000001").await;
        let mut officer = county.officer().await;
        let mut member = county.site.person("林小满", "13900000001").await;
        let account = county.site.account("林小满", "13900000001").await;
        let mut tx = county.site.app.db.begin().await.unwrap();
        platform::identity::tie_person(&mut tx, account, person, "林小满").await.unwrap();
        tx.commit().await.unwrap();
        member.get("/me/grid").await.expect(200).expect_says("还没有划网格");
        let link = drawn(&mut officer).await;
        officer.post(&format!("{link}/officer"), &[("officer", "孙维方")]).await.expect(303);
        let page = member.get("/me/grid").await.expect(200).expect_says("孙维方").expect_says("0515-88001001");
        page.expect_says("城东第一网格");
        officer.post(&format!("{link}/closure"), &[]).await.expect(303);
        member.get("/me/grid").await.expect(200).expect_says("还没有划网格");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_neighbouring_town_sees_no_grid_and_binds_nothing() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = drawn(&mut officer).await;
        let mut stranger = county.stranger().await;
        stranger.get(&link).await.expect(404);
        for act in ["/edit", "/closure", "/officer", "/unions", "/unions/ending", "/employers", "/employers/ending"] {
            stranger.post(&format!("{link}{act}"), GRID).await.expect(404);
        }
        assert!(!stranger.get("/console/grids").await.expect(200).says("城东第一网格"));
        stranger.post("/console/grids", GRID).await.expect(422).expect_says("请从列表里选一家工会");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_grid_comes_back_in_words() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let swapped = [("name", "一"), ("bounds", ""), ("latitude", "120"), ("longitude", "33")];
        let page = officer.post("/console/grids", &swapped).await.expect(422).expect_says("请写清网格的范围");
        page.expect_says("经纬度要一起填");
        let link = drawn(&mut officer).await;
        officer.post(&format!("{link}/unions"), &[("union", "没有的工会")]).await.expect(422);
        officer.post(&format!("{link}/unions"), &[("union", "顺通物流工会")]).await.expect(409).expect_says("已经归在");
        let mut changed = GRID.to_vec();
        changed.retain(|(name, _)| *name != "name");
        changed.extend([("name", "城东新网格"), ("version", "1")]);
        officer.post(&format!("{link}/edit"), &changed).await.expect(303);
        let late = officer.post(&format!("{link}/edit"), &changed).await.expect(422);
        late.expect_says("再点一次保存，就换成您填的");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_leaves_a_grid_is_dated_and_a_closed_grid_takes_nothing_in() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = drawn(&mut officer).await;
        let bond = county.site.number("SELECT MIN(id) FROM grid_employers").await.to_string();
        officer.post(&format!("{link}/employers/ending"), &[("bond", &bond)]).await.expect(303);
        officer.post(&format!("{link}/employers/ending"), &[("bond", &bond)]).await.expect(409);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM grid_employers WHERE to_on = '2026-11-19'").await, 1);
        officer.post(&format!("{link}/closure"), &[]).await.expect(303);
        officer.post(&format!("{link}/closure"), &[]).await.expect(409).expect_says("已经撤销");
        let union = [("union", "顺通物流工会")];
        officer.post(&format!("{link}/unions"), &union).await.expect(409).expect_says("不能再改");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM grid_unions WHERE to_on IS NULL").await, 0);
        officer.get("/console/grids?view=closed").await.expect(200).expect_says("城东第一网格");
        assert!(number_of(&link) > 0);
        county.site.figures_add_up().await;
    }
}

/// The demo of a county without its demo leaves no grid behind.
#[tokio::test]
async fn the_demo_leaves_another_county_alone() {
    for county in counties().await {
        let County { site, .. } = &county;
        crate::demo::load(&site.app).await.unwrap();
        assert_eq!(county.site.number("SELECT COUNT(*) FROM pairs").await, 0);
        county.site.figures_add_up().await;
    }
}
