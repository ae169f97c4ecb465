use super::{County, counties};
use crate::pairs;
use jiff::ToSpan;
use platform::{
    facts::{self, Period},
    testing::Client,
    tree::Scope,
};

/// Pairs 孙维方 with 远达运输 for the federation; gives the pair's address.
async fn paired(officer: &mut Client) -> String {
    let form = [("employer", "远达运输有限公司"), ("union", "货运行业工会联合会"), ("officer", "孙维方")];
    officer.post("/console/pairs", &form).await.expect(303).to()
}
const VISIT: &[(&str, &str)] = &[
    ("visited_on", "2026-11-19"),
    ("who", "孙维方、宋晓燕"),
    ("asked", "看了停车场，问司机休息"),
    ("result", "没有地方洗澡"),
    ("next_step", "联系司机之家"),
];
/// A small picture as a phone would send it.
const PNG: &[u8] = include_bytes!("dot.png");

async fn visits_counted(county: &County) -> i64 {
    let app = &county.site.app;
    facts::sum(&app.db, crate::VISITS, &Scope::below(&county.federation.path), Period::until(app.today()))
        .await
        .unwrap()
}
/// Sets the day back on which all pairs began.
async fn began(county: &County, days: i64) {
    let app = &county.site.app;
    let mut tx = app.db.begin().await.unwrap();
    tx.exec("UPDATE pairs SET from_on = $1", platform::vals![app.today().saturating_sub(days.days())]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_visit_is_recorded_with_a_photo_and_counted_on_its_day() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = paired(&mut officer).await;
        assert!(county.told("孙维方", "您和远达运输有限公司结了对子").await);
        officer.upload(&format!("{link}/visits"), "现场.png", PNG, VISIT).await.expect(303);
        let page = officer.get(&link).await.expect(200).expect_says("看了停车场").expect_says("联系司机之家");
        assert!(page.text().contains("/photo"));
        let photo = officer.get("/console/visits/1/photo").await.expect(200);
        assert!(photo.bytes.starts_with(&[0xff, 0xd8]), "made anew as JPEG");
        assert_eq!(visits_counted(&county).await, 1);
        let list = format!("/console/visits?union={}&from=2026-11-01&to=2026-11-30", county.federation.id);
        officer.get(&list).await.expect(200).expect_says("远达运输有限公司");
        officer.get("/console/pairs").await.expect(200).expect_says("本月走访1次");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_visit_of_tomorrow_without_words_or_with_a_wrong_picture_comes_back() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = format!("{}/visits", paired(&mut officer).await);
        let wrong = [("visited_on", "2026-11-20"), ("who", ""), ("asked", "")];
        let page = officer.upload(&link, "x.png", b"not a picture", &wrong).await.expect(422);
        let page = page.expect_says("去了再登记").expect_says("请写明谁去的").expect_says("请写一句看了什么");
        page.expect_says("不是能用的照片");
        let early = [("visited_on", "2026-11-01"), ("who", "孙维方"), ("asked", "问工资")];
        officer.upload(&link, "", b"", &early).await.expect(422).expect_says("更早的走访不算在里面");
        assert_eq!((visits_counted(&county).await, county.site.number("SELECT COUNT(*) FROM visits").await), (0, 0));
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_firm_that_nobody_visits_becomes_a_task_once_and_a_visit_closes_it() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = paired(&mut officer).await;
        let app = &county.site.app;
        assert_eq!(pairs::remind(app).await.unwrap(), 0, "the time is not over");
        began(&county, 91).await;
        assert_eq!(pairs::remind(app).await.unwrap(), 1);
        assert_eq!(pairs::remind(app).await.unwrap(), 0, "not told twice");
        officer.get("/console/pairs?view=quiet").await.expect(200).expect_says("该去了");
        assert!(county.told("孙维方", "该去远达运输有限公司走访了").await);
        officer.upload(&format!("{link}/visits"), "", b"", VISIT).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        assert_eq!(pairs::remind(app).await.unwrap(), 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_firm_has_one_pair_of_a_union_until_it_is_ended() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = paired(&mut officer).await;
        let form = [("employer", "远达运输有限公司"), ("union", "货运行业工会联合会"), ("officer", "孙维方")];
        officer.post("/console/pairs", &form).await.expect(422).expect_says("已经由孙维方联系");
        began(&county, 200).await;
        pairs::remind(&county.site.app).await.unwrap();
        officer.post(&format!("{link}/ending"), &[]).await.expect(303);
        officer.post(&format!("{link}/ending"), &[]).await.expect(409);
        assert_eq!(
            county.site.number("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await,
            0,
            "nobody is to go there"
        );
        officer.upload(&format!("{link}/visits"), "", b"", VISIT).await.expect(409).expect_says("已经结束");
        officer.post("/console/pairs", &form).await.expect(303);
        officer.get("/console/pairs?view=ended").await.expect(200).expect_says("远达运输有限公司");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_neighbour_sees_neither_pair_nor_visit_nor_photo() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = paired(&mut officer).await;
        officer.upload(&format!("{link}/visits"), "现场.png", PNG, VISIT).await.expect(303);
        let mut stranger = county.stranger().await;
        stranger.get(&link).await.expect(404);
        stranger.post(&format!("{link}/ending"), &[]).await.expect(404);
        stranger.upload(&format!("{link}/visits"), "", b"", VISIT).await.expect(404);
        stranger.get("/console/visits/1/photo").await.expect(404);
        stranger.get(&format!("/console/visits?union={}", county.federation.id)).await.expect(404);
        assert!(!stranger.get("/console/visits").await.expect(200).says("远达运输"));
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn who_visited_takes_the_visits_along_and_is_taken_out_of_them_by_name() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let link = paired(&mut officer).await;
        officer.upload(&format!("{link}/visits"), "现场.png", PNG, VISIT).await.expect(303);
        let app = &county.site.app;
        let account = platform::identity::account_by_phone(app, "13800000001").await.unwrap().unwrap().id;
        let (who, portion) = (platform::portions::Subject { account, person: None }, &crate::portions::ALL[0]);
        let held = (portion.export)(app.clone(), who).await.unwrap().to_string();
        assert!(held.contains("远达运输有限公司") && held.contains("没有地方洗澡"), "{held}");
        assert_eq!((portion.fate)(app.clone(), who).await.unwrap()[0].count, 2);
        let mut tx = app.db.begin().await.unwrap();
        assert_eq!((portion.erase)(&mut tx, app, who, app.today()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let (names,): (String,) = app.db.one("SELECT who FROM visits", vec![]).await.unwrap();
        assert_eq!(names, "已注销、宋晓燕");
        county.site.figures_add_up().await;
    }
}
