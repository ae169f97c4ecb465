use crate::{
    members::{Admission, MembershipId},
    people::PersonDetails,
    testing,
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    Module,
    testing::{Client, Site},
    tree::PersonId,
    vals,
};

fn modules() -> Vec<Module> {
    vec![crate::module()]
}

const PHONE: &str = "13800005678";

/// A county with a union, and a member of it.
struct Scene {
    site: Site,
    county: Union,
    union: Union,
    person: PersonId,
    membership: MembershipId,
}
impl Scene {
    async fn on_both() -> Vec<Scene> {
        Site::each(modules, Scene::on).await
    }
    async fn on(site: Site) -> Scene {
        let mut county = NewUnion::named(UnionKind::County, "滨河县总工会", "320999");
        county.phone = "0515-80000001".into();
        let mut union = NewUnion::named(UnionKind::IndustryUnion, "滨河县货运行业联合工会", "320999");
        (union.chair, union.phone, union.address) = ("魏同舟".into(), "0515-80000002".into(), "城东物流园3号楼".into());
        let [county, union] = testing::unions(&site, [(None, county), (Some(0), union)]).await;
        let (person, membership) = admitted(&site, &union, "林小满", "11010519491231002X", "1").await;
        Scene { site, county, union, person, membership }
    }
    /// A browser of the member.
    async fn member(&self) -> Client {
        self.client_of(self.person, "林小满", PHONE).await
    }
    async fn client_of(&self, person: PersonId, name: &str, phone: &str) -> Client {
        testing::browser_of(&self.site, person, name, phone).await
    }
    /// The card number, whole.
    async fn number(&self) -> String {
        let sql = "SELECT number FROM memberships WHERE id = $1";
        self.site.app.db.one::<(String,)>(sql, vals![self.membership]).await.expect("a number").0
    }
    async fn set_state(&self, state: &str) {
        let mut tx = self.site.app.db.begin().await.expect("an act");
        tx.exec(
            "UPDATE memberships SET state = $2, ended_on = $3 WHERE id = $1",
            vals![self.membership, state, (state == "ended").then_some("2026-11-01")],
        )
        .await
        .expect("changed");
        tx.commit().await.expect("kept");
    }
    /// The address in the card's QR code, as a camera reads it.
    async fn scanned(&self, client: &mut Client) -> String {
        let svg = client.get("/me/card/qr").await.expect(200).text();
        let read = crate::codes::tests::scanned(&svg);
        read.strip_prefix("http://site.test").expect("an address of ours").to_owned()
    }
}
async fn admitted(site: &Site, union: &Union, name: &str, document: &str, change: &str) -> (PersonId, MembershipId) {
    let details = PersonDetails { document_kind: "1".into(), ..testing::person(name, document, PHONE) };
    let admission = Admission { change: change.into(), ..Admission::first(details, date(2024, 3, 5)) };
    testing::member(site, &union.org(), admission).await
}

#[tokio::test]
async fn the_card_shows_name_union_month_of_joining_and_a_masked_number() {
    for scene in Scene::on_both().await {
        let page = scene.member().await.get("/me/card").await.expect(200);
        let page = page
            .expect_says("林小满")
            .expect_says("滨河县货运行业联合工会")
            .expect_says("2024年3月入会")
            .expect_says("有效");
        let number = scene.number().await;
        assert!(!page.visible().contains(&number), "the whole number is not shown");
        assert!(page.says(&ui::text::mask_card(&number)));
    }
}

#[tokio::test]
async fn another_phone_that_scans_the_card_learns_masked_name_and_union_and_nothing_else() {
    for scene in Scene::on_both().await {
        let address = scene.scanned(&mut scene.member().await).await;
        let page = scene.site.visitor().get(&address).await.expect(200).expect_says("会员卡有效");
        let page = page.expect_says("林*满").expect_says("滨河县货运行业联合工会");
        let number = scene.number().await;
        for secret in ["林小满", PHONE, "5678", "11010519491231002X", "002X", &number, &number[12..], "2024"] {
            assert!(!page.visible().contains(secret), "{secret}: {}", page.visible());
        }
    }
}

#[tokio::test]
async fn a_screenshot_of_the_code_is_worth_nothing_after_sixty_five_seconds() {
    for scene in Scene::on_both().await {
        let address = scene.scanned(&mut scene.member().await).await;
        scene.site.app.clock.advance(64);
        scene.site.visitor().get(&address).await.expect(200).expect_says("会员卡有效");
        scene.site.app.clock.advance(2);
        let page = scene.site.visitor().get(&address).await.expect(200).expect_says("这个码过期了");
        assert!(!page.says("林*满") && !page.says("货运行业"), "{}", page.visible());
    }
}

#[tokio::test]
async fn a_forged_code_proves_nothing() {
    for scene in Scene::on_both().await {
        let address = scene.scanned(&mut scene.member().await).await;
        let last = if address.ends_with('A') { "B" } else { "A" };
        let forged = format!("{}{last}", &address[..address.len() - 1]);
        for address in [forged.as_str(), "/verify/x", "/verify/%E6%9E%97"] {
            scene.site.visitor().get(address).await.expect(200).expect_says("不能证明会员身份");
        }
    }
}

#[tokio::test]
async fn each_minute_brings_another_code() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        let first = scene.scanned(&mut member).await;
        scene.site.app.clock.advance(60);
        let second = scene.scanned(&mut member).await;
        assert_ne!(first, second);
        scene.site.visitor().get(&second).await.expect(200).expect_says("会员卡有效");
    }
}

#[tokio::test]
async fn a_kept_membership_says_so_and_still_counts() {
    for scene in Scene::on_both().await {
        scene.set_state("kept").await;
        let mut member = scene.member().await;
        member.get("/me/card").await.expect(200).expect_says("保留会籍");
        let address = scene.scanned(&mut member).await;
        scene.site.visitor().get(&address).await.expect(200).expect_says("会员卡有效");
    }
}

#[tokio::test]
async fn an_ended_membership_has_no_gold_and_no_code() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        let address = scene.scanned(&mut member).await;
        scene.set_state("ended").await;
        let page = member.get("/me/card").await.expect(200).expect_says("会籍到2026年11月1日结束");
        assert!(!page.text().contains("data-rotate-url") && page.text().contains("mcard--ended"));
        member.get("/me/card/qr").await.expect(404);
        member.get("/me/card/number").await.expect(404);
        scene.site.visitor().get(&address).await.expect(200).expect_says("现在无效");
    }
}

#[tokio::test]
async fn somebody_without_a_membership_is_led_to_joining() {
    for scene in Scene::on_both().await {
        let mut other = scene.site.person("程望川", "13800000009").await;
        let page = other.get("/me/card").await.expect(200).expect_says("您还没有会员卡");
        assert!(page.text().contains("href=\"/join\""));
        other.get("/me/card/qr").await.expect(404);
        assert_eq!(other.get("/me/union").await.expect(303).to(), "/me/card");
        scene.site.visitor().get("/me/card").await.expect(303);
    }
}

#[tokio::test]
async fn a_joining_under_way_says_who_decides_and_until_when() {
    for scene in Scene::on_both().await {
        let account = scene.site.account("程望川", "13800000009").await;
        let mut tx = scene.site.app.db.begin().await.expect("an act");
        tx.insert(
            "joinings",
            "reference, account, name, document_index, form_sealed, union_id, path, employer_name, group_name, reasons, undecided, state, submitted_at, due_on",
            vals!["R1", account, "程望川", "x", "x", scene.union.id, &scene.union.path, "", "", "", 0i64, "waiting", scene.site.app.now(), "2026-11-24"],
        )
        .await
        .expect("a joining");
        tx.commit().await.expect("kept");
        let mut client = scene.site.sign_in(account).await;
        client.get("/me/card").await.expect(200).expect_says("由滨河县货运行业联合工会审核，最迟11月24日告诉您结果");
    }
}

#[tokio::test]
async fn a_number_read_out_proves_the_card_for_a_minute() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        member.get("/me/card/number").await.expect(200).expect_says("数字过期了");
        assert_eq!(member.post("/me/card/number", &[]).await.expect(303).to(), "/me/card/number");
        let digits = digits_in(&member.get("/me/card/number").await.expect(200).text());
        let mut clerk = scene.site.visitor();
        let spoken = format!("{} {}", &digits[..4], &digits[4..]);
        let page = clerk.post("/verify", &[("number", &spoken)]).await.expect(200).expect_says("会员卡有效");
        assert!(page.says("林*满") && !page.says("林小满"));
        scene.site.app.clock.advance(66);
        clerk.post("/verify", &[("number", &digits)]).await.expect(422).expect_says("已经过了一分钟");
    }
}
fn digits_in(page: &str) -> String {
    let labels = page.match_indices("aria-label=\"").map(|(i, label)| &page[i + label.len()..]);
    labels
        .map(|text| text.chars().take_while(char::is_ascii_digit).collect::<String>())
        .find(|d| d.len() == 8)
        .expect("eight digits")
}

#[tokio::test]
async fn a_new_number_ends_the_one_before() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        member.post("/me/card/number", &[]).await.expect(303);
        let first = digits_in(&member.get("/me/card/number").await.text());
        member.post("/me/card/number", &[]).await.expect(303);
        let second = digits_in(&member.get("/me/card/number").await.text());
        if first != second {
            scene.site.visitor().post("/verify", &[("number", &first)]).await.expect(422);
        }
        scene.site.visitor().post("/verify", &[("number", &second)]).await.expect(200);
    }
}

#[tokio::test]
async fn guessing_numbers_ends_after_sixty_wrong_ones_in_a_minute() {
    for scene in Scene::on_both().await {
        let mut guesser = scene.site.visitor();
        for n in 0..60 {
            guesser.post("/verify", &[("number", &format!("{n:08}"))]).await.expect(422);
        }
        scene.site.visitor().post("/verify", &[("number", "12345678")]).await.expect(429);
        scene.site.app.clock.advance(61);
        scene.site.visitor().post("/verify", &[("number", "12345678")]).await.expect(422);
        guesser.post("/verify", &[("number", "123")]).await.expect(422).expect_says("请填会员报的8位数字");
    }
}

/// A picture as phones make them, in red.
fn photo() -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(1200, 900, image::Rgb([200, 16, 46]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

#[tokio::test]
async fn a_photo_is_made_anew_and_shown_to_its_person_only() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        member.get("/me/photo/picture").await.expect(404);
        assert_eq!(member.upload("/me/photo", "我.jpg", &photo(), &[]).await.expect(303).to(), "/me/card");
        assert!(member.get("/me/card").await.text().contains("/me/photo/picture"));
        let shown = member.get("/me/photo/picture").await.expect(200);
        assert_eq!(shown.headers["content-type"], "image/jpeg");
        let kept = image::load_from_memory(&shown.bytes).expect("a picture");
        assert_eq!((kept.width(), kept.height()), (640, 480));

        let (person, _) = admitted(&scene.site, &scene.union, "程望川", "110105194912310038", "1").await;
        let mut other = scene.client_of(person, "程望川", "13800000009").await;
        other.get("/me/photo/picture").await.expect(404);
        scene.site.visitor().get("/me/photo/picture").await.expect(303);
        let address = scene.scanned(&mut member).await;
        assert!(!other.get(&address).await.expect(200).text().contains("photo"), "the check shows no photo");
    }
}

/// The same with what a phone held upright writes into it: turn it by 90 degrees, and where it was taken.
fn upright_photo() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"N33.4021E120.1397");
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend_from_slice(&u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    bytes.extend_from_slice(&exif);
    bytes.extend_from_slice(&photo()[2..]);
    bytes
}

#[tokio::test]
async fn a_photo_stands_upright_and_no_longer_says_where_it_was_taken() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        member.upload("/me/photo", "我.jpg", &upright_photo(), &[]).await.expect(303);
        let kept = member.get("/me/photo/picture").await.expect(200).bytes;
        let picture = image::load_from_memory(&kept).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (480, 640));
        assert!(!kept.windows(4).any(|w| w == b"Exif") && !kept.windows(4).any(|w| w == b"33.4"));
    }
}

#[tokio::test]
async fn a_photo_that_is_none_or_too_large_is_refused_in_words() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        member.upload("/me/photo", "我.jpg", b"not a picture", &[]).await.expect(422).expect_says("不是能用的照片");
        member.upload("/me/photo", "我.jpg", b"", &[]).await.expect(422).expect_says("请先选一张照片");
        let large = vec![0; 11 * 1024 * 1024];
        member.upload("/me/photo", "我.jpg", &large, &[]).await.expect(413);
        member.get("/me/photo/picture").await.expect(404);
    }
}

#[tokio::test]
async fn a_photo_taken_away_is_gone() {
    for scene in Scene::on_both().await {
        let mut member = scene.member().await;
        member.upload("/me/photo", "我.jpg", &photo(), &[]).await.expect(303);
        member.post("/me/photo/removal", &[]).await.expect(303);
        member.get("/me/photo/picture").await.expect(404);
        assert!(!member.get("/me/card").await.text().contains("/me/photo/picture"));
        let left = "SELECT COUNT(*) FROM files WHERE deleted_at IS NULL";
        assert_eq!(scene.site.app.db.number(left, vals![]).await.expect("a count"), 0);
    }
}

#[tokio::test]
async fn my_union_names_the_chair_the_phone_the_upper_union_and_where_to_go() {
    for scene in Scene::on_both().await {
        let app = &scene.site.app;
        let mut tx = app.db.begin().await.expect("an act");
        let place = crate::places::NewPlace {
            union_id: scene.county.id,
            kind: crate::places::PlaceKind::DriversHome,
            name: "城东司机之家".into(),
            address: "国道228城东段".into(),
            position: None,
        };
        crate::places::store::add(&mut tx, app, &place).await.expect("a place");
        tx.insert(
            "affiliations",
            "person, union_id, from_on, source",
            vals![scene.person, scene.county.id, "2025-01-01", "desk"],
        )
        .await
        .expect("a tie");
        tx.commit().await.expect("kept");
        let page = scene.member().await.get("/me/union").await.expect(200);
        let page =
            page.expect_says("魏同舟").expect_says("城东司机之家").expect_says("2025年1月起").expect_says("会籍经过");
        let page = page.expect_says("滨河县总工会").expect_says("入会");
        for link in ["tel:0515-80000002", "tel:0515-80000001"] {
            assert!(page.text().contains(link), "{link}");
        }
    }
}
