use super::{CodeId, JoiningCode, NewCode, store};
use crate::{
    testing,
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    Module,
    facts::{self, Period},
    rights::Role,
    testing::{Client, Site},
    tree::Scope,
    vals,
};

fn modules() -> Vec<Module> {
    vec![crate::module()]
}

/// A county with two unions; one has a chair and a code at a fuel station.
pub(crate) struct Scene {
    pub site: Site,
    pub county: Union,
    pub union: Union,
    pub neighbour: Union,
}
impl Scene {
    pub async fn on_both() -> Vec<Scene> {
        Site::each(modules, async |site| {
            let plan = [
                (None, UnionKind::County, "滨河县总工会"),
                (Some(0), UnionKind::IndustryUnion, "货运行业联合工会"),
                (Some(0), UnionKind::Enterprise, "顺通物流工会"),
            ];
            let plan = plan.map(|(under, kind, name)| (under, NewUnion::named(kind, name, "320999")));
            let [county, union, neighbour] = testing::unions(&site, plan).await;
            Scene { site, county, union, neighbour }
        })
        .await
    }
    pub async fn chair(&self) -> Client {
        self.site.holder("魏同舟", "13800000001", Role::Chair, self.union.id).await
    }
    pub async fn stranger(&self) -> Client {
        self.site.holder("罗谷雨", "13800000002", Role::Chair, self.neighbour.id).await
    }
    async fn code(&self, change: impl FnOnce(&mut NewCode)) -> JoiningCode {
        let mut new = NewCode {
            union_id: self.union.id,
            place: None,
            purpose: "加油站海报".into(),
            headline: super::rules::headline_for("货车司机").into(),
            group_name: "货车司机".into(),
            valid_from: date(2026, 11, 1),
            valid_to: None,
            created_by: None,
        };
        change(&mut new);
        let word = store::unused(&self.site.app).await.expect("a word");
        testing::code(&self.site, &word, &new).await
    }
    async fn scans(&self) -> i64 {
        let scope = Scope::below(&self.county.path);
        let until = Period::until(self.site.app.today());
        facts::sum(&self.site.app.db, crate::members::SCANS, &scope, until).await.expect("a sum")
    }
}

const FORM: &[(&str, &str)] = &[
    ("union", "货运行业联合工会"),
    ("purpose", "货运大赛现场入会"),
    ("group_name", "货车司机"),
    ("valid_from", "2026-11-19"),
    ("valid_to", "2026-12-31"),
];
/// The form with some fields written otherwise.
fn form(other: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    FORM.iter().filter(|(n, _)| !other.iter().any(|(o, _)| o == n)).chain(other).copied().collect()
}

#[tokio::test]
async fn a_chair_makes_a_code_with_a_new_place_and_finds_it_in_the_list() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        chair.get("/console/codes/new").await.expect(200).expect_says("做一个入会码");
        let fields =
            form(&[("place_kind", "fuel_station"), ("place_name", "城东加油站"), ("place_address", "国道228")]);
        let to = chair.post("/console/codes", &fields).await.expect(303).to();
        let page = chair.get(&to).await.expect(200).expect_says("货运大赛现场入会").expect_says("城东加油站");
        page.expect_says("2026-11-19至2026-12-31").expect_says("跑车的人也有家");
        let list = chair.get("/console/codes").await.expect(200).expect_says("货运大赛现场入会");
        assert!(list.text().contains(&to) && list.says("在用"));
        chair.get("/console/places").await.expect(200).expect_says("城东加油站");
    }
}

#[tokio::test]
async fn two_codes_never_share_a_word_and_are_found_however_they_are_typed() {
    for scene in Scene::on_both().await {
        let (a, b) = (scene.code(|_| {}).await, scene.code(|_| {}).await);
        assert_ne!(a.code, b.code);
        assert!(a.code.starts_with("BH"), "{}", a.code);
        let db = &scene.site.app.db;
        for typed in [a.code.clone(), a.shown(), a.shown().to_lowercase(), format!(" {} ", a.code)] {
            assert_eq!(store::by_code(db, &typed).await.expect("a read").as_ref(), Some(&a), "{typed}");
        }
        assert_eq!(store::by_code(db, "").await.expect("a read"), None);
    }
}

#[tokio::test]
async fn a_form_with_faults_comes_back_filled_in() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        for (wrong, sentence) in [
            (("purpose", ""), "请写一句这个码用来做什么"),
            (("valid_to", "2026-11-01"), "结束的日子比开始的早"),
            (("valid_from", "明天"), "日期请写成"),
            (("headline_1", "开着大货车跑遍全国的人"), "最多9个字"),
            (("group_name", "宇航员"), "请从列表里选"),
            (("union", "不存在的工会"), "请从列表里选一家工会"),
            (("place", "4711"), "请从列表里选一个地点"),
        ] {
            let page = chair.post("/console/codes", &form(&[wrong])).await.expect(422).expect_says(sentence);
            assert!(page.text().contains("2026-12-31") || wrong.0 == "valid_to", "what was typed is still there");
        }
    }
}

#[tokio::test]
async fn a_code_for_a_union_outside_the_own_branch_is_refused() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let id = scene.neighbour.id.to_string();
        let mut fields = form(&[("union", "顺通物流工会")]);
        chair.post("/console/codes", &fields).await.expect(422).expect_says("只能是货运行业联合工会和它的下级");
        fields.push(("union_id", &id));
        chair.post("/console/codes", &fields).await.expect(422);
    }
}

#[tokio::test]
async fn a_neighbour_does_not_see_the_code_at_all() {
    for scene in Scene::on_both().await {
        let code = scene.code(|_| {}).await;
        let mut stranger = scene.stranger().await;
        stranger.get(&code.link()).await.expect(404);
        stranger.get(&format!("{}/poster", code.link())).await.expect(404);
        stranger.post(&format!("{}/revocation", code.link()), &[]).await.expect(404);
        stranger.get(&format!("/console/codes?union={}", scene.union.id)).await.expect(404);
        assert!(!stranger.get("/console/codes").await.expect(200).says(&code.shown()));
    }
}

#[tokio::test]
async fn the_poster_holds_union_place_code_number_steps_and_a_code_that_a_camera_reads() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let fields = form(&[("place_kind", "fuel_station"), ("place_name", "城东加油站")]);
        let link = chair.post("/console/codes", &fields).await.expect(303).to();
        let word = link.rsplit('/').next().expect("the code's word").to_owned();
        let page = chair.get(&format!("{link}/poster")).await.expect(200);
        let page = page.expect_says("货运行业联合工会").expect_says("滨河县总工会").expect_says("跑车的人也有家");
        let page = page.expect_says(&format!("城东加油站，入会码{}", super::rules::shown(&word)));
        let page = page.expect_says("3个工作日内工会审核答复").expect_says("有效到2026-12-31");
        let text = page.text();
        let qr = text.split("home__qr").nth(1).expect("the code on the poster");
        assert_eq!(scanned(qr), format!("http://site.test/join/{word}"));
    }
}

#[tokio::test]
async fn the_code_on_a_poster_is_still_read_with_a_bite_out_of_its_side() {
    for scene in Scene::on_both().await {
        let address = scene.code(|_| {}).await.address("https://gonghui.binhai.example");
        let svg = platform::documents::qr_svg(&address, platform::documents::Ruggedness::Poster, "");
        let whole = dark_modules(&svg);
        let size = whole.len().isqrt();
        let bitten = |i: usize| (14..24).contains(&(i / size)) && i % size >= size - 13;
        let torn = whole.iter().enumerate().map(|(i, dark)| *dark && !bitten(i));
        assert_eq!(decoded(&torn.collect::<Vec<bool>>()), address);
    }
}

#[tokio::test]
async fn a_phone_that_opens_a_code_twice_within_the_hour_counts_once() {
    use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
    for scene in Scene::on_both().await {
        let (code, other) = (scene.code(|_| {}).await, scene.code(|_| {}).await);
        let app = &scene.site.app;
        let phone = HeaderMap::new();
        let cookie = super::scan(app, &phone, &code).await.expect("counted").expect("a cookie");
        let cookie = cookie.to_str().expect("ASCII").to_owned();
        assert!(cookie.contains("Max-Age=3600") && cookie.contains("HttpOnly"), "{cookie}");
        let pair = cookie.split(';').next().expect("a pair").to_owned();
        let again = HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(&pair).expect("ASCII"))]);
        assert_eq!(super::scan(app, &again, &code).await.expect("not counted"), None);
        assert_eq!(scene.scans().await, 1);
        // Another code on the same phone, the same code on another phone.
        assert!(super::scan(app, &again, &other).await.expect("counted").is_some());
        assert!(super::scan(app, &phone, &code).await.expect("counted").is_some());
        assert_eq!(scene.scans().await, 3);
    }
}

#[tokio::test]
async fn the_page_of_a_code_counts_its_scans_joinings_and_members_and_no_others() {
    for scene in Scene::on_both().await {
        let (code, other) = (scene.code(|_| {}).await, scene.code(|_| {}).await);
        let app = &scene.site.app;
        let account = scene.site.account("程望川", "13800000009").await;
        let mut tx = app.db.begin().await.expect("an act");
        for _ in 0..7 {
            store::count_scan(&mut tx, app, &code).await.expect("counted");
        }
        store::count_scan(&mut tx, app, &other).await.expect("counted");
        for (n, state) in ["waiting", "refused", "approved"].iter().enumerate() {
            tx.insert(
                "joinings",
                "reference, account, name, document_index, form_sealed, union_id, path, employer_name, group_name, reasons, code, undecided, state, submitted_at, due_on",
                vals![format!("R{n}"), account, "程望川", format!("x{n}"), "x", scene.union.id, &scene.union.path, "", "", "", code.id, 0i64, *state, app.now(), "2026-11-24"],
            )
            .await
            .expect("a joining");
        }
        store::count_joined(&mut tx, app.today(), code.id, crate::members::MembershipId(1)).await.expect("counted");
        tx.commit().await.expect("kept");
        let counts = store::counts(&app.db, &Scope::below(&scene.union.path), app.today()).await.expect("counts");
        assert_eq!(counts[&code.id], store::Counts { scans: 7, joinings: 3, approved: 1 });
        assert_eq!(counts[&other.id], store::Counts { scans: 1, joinings: 0, approved: 0 });
        let page = scene.chair().await.get(&code.link()).await.expect(200);
        page.expect_says("扫码7次").expect_says("提交申请3件").expect_says("批准入会1人");
        assert_eq!(counts.get(&CodeId(4711)), None);
    }
}

#[tokio::test]
async fn a_revoked_code_says_who_ended_it_and_is_not_printed_any_more() {
    for scene in Scene::on_both().await {
        let code = scene.code(|_| {}).await;
        let mut chair = scene.chair().await;
        let revocation = format!("{}/revocation", code.link());
        assert_eq!(chair.post(&revocation, &[]).await.expect(303).to(), code.link());
        let page = chair.get(&code.link()).await.expect(200).expect_says("魏同舟今天10:00停用").expect_says("已停用");
        assert!(!page.says("打印海报"));
        chair.get(&format!("{}/poster", code.link())).await.expect(409);
        let mut officer = scene.site.holder("周小禾", "13800000003", Role::Officer, scene.county.id).await;
        officer.post(&revocation, &[]).await.expect(409).expect_says("魏同舟今天10:00停用了");
        let found = store::by_code(&scene.site.app.db, &code.code).await.expect("a read").expect("it stays");
        assert!(!found.holds_on(scene.site.app.today()));
    }
}

#[tokio::test]
async fn a_code_holds_from_its_first_to_its_last_day() {
    for scene in Scene::on_both().await {
        let code = scene.code(|new| new.valid_to = Some(date(2026, 11, 30))).await;
        let held = |day| code.holds_on(date(2026, 11, 1).checked_add(jiff::Span::new().days(day)).expect("a day"));
        assert_eq!([-1, 0, 29, 30].map(held), [false, true, true, false]);
        let ended = scene.code(|new| new.valid_to = Some(date(2026, 11, 18))).await;
        let planned = scene.code(|new| new.valid_from = date(2026, 12, 1)).await;
        let mut chair = scene.chair().await;
        for (state, wanted) in [("running", &code), ("ended", &ended), ("planned", &planned)] {
            let list = chair.get(&format!("/console/codes?state={state}")).await.expect(200);
            for one in [&code, &ended, &planned] {
                assert_eq!(list.says(&one.shown()), one == wanted, "{state} {}", one.shown());
            }
        }
        chair.get(&format!("{}/poster", ended.link())).await.expect(409);
    }
}

#[tokio::test]
async fn the_list_narrows_to_a_union_below_and_says_so() {
    for scene in Scene::on_both().await {
        let (mine, other) = (scene.code(|_| {}).await, scene.code(|new| new.union_id = scene.neighbour.id).await);
        let mut officer = scene.site.holder("周小禾", "13800000003", Role::Officer, scene.county.id).await;
        let all = officer.get("/console/codes").await.expect(200);
        assert!(all.says(&mine.shown()) && all.says(&other.shown()));
        let one = officer.get(&format!("/console/codes?union={}", scene.union.id)).await.expect(200);
        let one = one.expect_says("货运行业联合工会和它的下级");
        assert!(one.says(&mine.shown()) && !one.says(&other.shown()));
    }
}

#[tokio::test]
async fn an_organiser_may_not_make_codes() {
    for scene in Scene::on_both().await {
        let mut organiser = scene.site.holder("宋知春", "13800000004", Role::Organiser, scene.union.id).await;
        organiser.get("/console/codes").await.expect(403);
        organiser.post("/console/codes", FORM).await.expect(403);
    }
}

/// What a phone's camera reads from a QR code of ours.
pub(crate) fn scanned(svg: &str) -> String {
    decoded(&dark_modules(svg))
}
/// The SVG's path painted on a grid, row by row.
fn dark_modules(svg: &str) -> Vec<bool> {
    let view = svg.split_once("viewBox=\"0 0 ").expect("an SVG").1;
    let size: usize = view.split(' ').next().and_then(|n| n.parse().ok()).expect("a size");
    let path = svg.split_once(" d=\"").expect("a path").1.split('"').next().expect("a path");
    let mut dark = vec![false; size * size];
    for run in path.split('M').filter(|r| !r.is_empty()) {
        let (at, rest) = run.split_once('h').expect("a run");
        let (x, y) = at.split_once(' ').expect("two numbers");
        let (x, y): (usize, usize) = (x.parse().expect("a number"), y.parse().expect("a number"));
        let length: usize = rest.split('v').next().and_then(|n| n.parse().ok()).expect("a length");
        dark[y * size + x..y * size + x + length].fill(true);
    }
    dark
}
/// Painted with 4 pixels a module and decoded by a reader that is not ours.
fn decoded(dark: &[bool]) -> String {
    const PIXELS: usize = 4;
    let size = dark.len().isqrt();
    let side = size * PIXELS;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        if dark[y / PIXELS * size + x / PIXELS] { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code in the picture");
    grids[0].decode().expect("a readable code").1
}

/// Enters some places of the chair's union and says their ids.
async fn stations(scene: &Scene, chair: &mut Client, names: &[&str]) -> Vec<String> {
    for name in names {
        let place = [("union", "货运行业联合工会"), ("place_kind", "station"), ("place_name", *name)];
        chair.post("/console/places", &place).await.expect(303);
    }
    let ids: Vec<(i64,)> = scene.site.app.db.all("SELECT id FROM places ORDER BY id", vals![]).await.expect("places");
    ids.into_iter().map(|(id,)| id.to_string()).collect()
}

#[tokio::test]
async fn many_places_get_a_code_each_and_are_printed_on_one_job() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let ids = stations(&scene, &mut chair, &["东站", "西站", "南站"]).await;
        chair.get("/console/codes/batch?kind=station&uncoded=1").await.expect(200).expect_says("西站");
        let mut form: Vec<(&str, &str)> =
            vec![("purpose", "冬季贴纸"), ("design", "sticker"), ("group_name", "货车司机")];
        form.extend([("place", ids[0].as_str()), ("place", ids[2].as_str())]);
        let to = chair.post("/console/codes/batch", &form).await.expect(303).to();
        let print = chair.get(&to).await.expect(200).expect_says("东站").expect_says("南站");
        assert!(!print.says("西站"), "it was not ticked");
        assert_eq!(print.text().matches("class=\"sticker\"").count(), 2);
        let posters = chair.get(&format!("{to}?design=a3")).await.expect(200);
        assert_eq!((posters.text().matches("class=\"poster\"").count(), posters.says("用A3纸")), (2, true));
        assert!(!chair.get("/console/codes/batch?uncoded=1").await.says("东站"), "it has a code by now");
        chair.get("/console/codes").await.expect(200).expect_says("冬季贴纸");
        scene.stranger().await.get(&to).await.expect(404);
    }
}

#[tokio::test]
async fn a_batch_without_places_or_for_those_of_a_neighbour_makes_nothing() {
    for scene in Scene::on_both().await {
        let mut chair = scene.chair().await;
        let ids = stations(&scene, &mut chair, &["东站"]).await;
        let form = [("purpose", "冬季贴纸"), ("design", "a4"), ("place", ids[0].as_str())];
        scene.stranger().await.post("/console/codes/batch", &form).await.expect(422).expect_says("请至少勾选一个地点");
        let page = chair.post("/console/codes/batch", &[("design", "tin"), ("place", "999")]).await.expect(422);
        page.expect_says("请至少勾选一个地点").expect_says("请选一种").expect_says("请写一句");
        let made = scene.site.app.db.number("SELECT COUNT(*) FROM joining_codes", vals![]).await.expect("a count");
        assert_eq!(made, 0);
    }
}

#[tokio::test]
async fn a_single_code_fills_a_sheet_of_stickers() {
    for scene in Scene::on_both().await {
        let code = scene.code(|_| {}).await;
        let mut chair = scene.chair().await;
        let sheet = chair.get(&format!("{}/poster?design=sticker", code.link())).await.expect(200);
        assert_eq!(sheet.text().matches("class=\"sticker\"").count(), 4);
        sheet.expect_says("不干胶纸").expect_says(&code.shown());
    }
}
