//! What workers see of a promise, and what they say.
use super::{County, but, counties, fifty, promise, record, talk};
use directory::{members::Admission, testing as people};
use jiff::civil::date;
use platform::testing::Client;

/// A member of a union with a browser of the own.
async fn member(c: &County, n: u32, union: &platform::tree::Org) -> Client {
    let (name, phone) = (format!("会员{n}"), format!("139000100{n:02}"));
    let details = people::person(&name, &people::man(n), &phone);
    let (person, _) = people::member(&c.site, union, Admission::first(details, date(2024, 3, 5))).await;
    people::browser_of(&c.site, person, &name, &phone).await
}
/// Where workers read a promise of the console.
fn public(link: &str) -> String {
    link.replace("/console", "")
}

#[tokio::test]
async fn everybody_reads_what_was_promised_and_how_far_it_is() {
    for c in counties().await {
        let (mut officer, mut eastern, mut visitor) = (c.officer().await, c.eastern().await, c.site.visitor());
        let draft = officer.post("/console/promises", &but(&fifty(), "short", "还在想")).await.expect(303).to();
        visitor.get(&public(&draft)).await.expect(404);
        visitor.get("/promises").await.expect(200).expect_says("2026年还没有公布实事");
        let link = promise(&mut officer, &fifty()).await;
        let inner = promise(&mut officer, &but(&fifty(), "is_public", "")).await;
        visitor.get(&public(&inner)).await.expect(404);
        let at = record(&mut eastern, &talk("48", "2026-11-18")).await.expect(303).to();
        officer.post(&format!("{at}/confirmation"), &[]).await.expect(303);
        let list = visitor.get("/promises").await.expect(200).expect_says("宣讲进车间50场").expect_says("办了48场");
        list.expect_says("1件实事，0件已经办到。截至11月19日");
        let page = visitor.get(&public(&link)).await.expect(200);
        page.expect_says("48场目标50场")
            .expect_says("截至11月19日")
            .expect_says("还没有人评")
            .expect_says("登录后评一评");
        // Given up, it says so instead of being gone.
        officer.post(&format!("{link}/withdrawal"), &[("reason", "改为线上做")]).await.expect(303);
        visitor.get(&public(&link)).await.expect(200).expect_says("不再做").expect_says("改为线上做");
        visitor.get("/promises").await.expect(200).expect_says("0件实事");
    }
}

#[tokio::test]
async fn a_changed_target_is_told_to_workers_with_its_reason() {
    for c in counties().await {
        let (mut officer, mut visitor) = (c.officer().await, c.site.visitor());
        let link = promise(&mut officer, &fifty()).await;
        officer.post(&link, &but(&but(&fifty(), "target", "40"), "reason", "汛期停了一个月")).await.expect(303);
        let page = visitor.get(&public(&link)).await.expect(200);
        page.expect_says("11月19日目标从50场改为40场。汛期停了一个月");
    }
}

#[tokio::test]
async fn a_member_rates_once_may_change_it_and_the_average_stands_from_five() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let link = public(&promise(&mut officer, &fifty()).await);
        let mut first = member(&c, 1, &c.east).await;
        first.post(&format!("{link}/rating"), &[]).await.expect(422).expect_says("请选几星");
        for bad in ["0", "6", "-1", "五", "99999999999999999999"] {
            first.post(&format!("{link}/rating"), &[("stars", bad)]).await.expect(422);
        }
        let long = "长".repeat(30_000);
        first
            .post(&format!("{link}/rating"), &[("stars", "3"), ("words", &long)])
            .await
            .expect(422)
            .expect_says("最多200个字");
        for stars in ["1", "5"] {
            let fields = [("stars", stars), ("words", "讲得明白")];
            first.post(&format!("{link}/rating"), &fields).await.expect(303);
        }
        let page = first.get(&link).await.expect(200);
        page.expect_says("1人评过，满5人才显示平均几星").expect_says("改我的评价");
        assert_eq!(c.site.number("SELECT COUNT(*) FROM ratings").await, 1);
        for n in 2..=5 {
            let mut other = member(&c, n, &c.west).await;
            other.post(&format!("{link}/rating"), &[("stars", "4")]).await.expect(303);
        }
        let page = c.site.visitor().get(&link).await.expect(200);
        assert!(page.says("4.2星5人评") && !page.says("讲得明白"), "words wait until they were looked at");
        let desk =
            officer.get(&link.replace("/promises", "/console/promises")).await.expect(200).expect_says("讲得明白");
        assert!(!desk.says("会员1"), "without names");
        let form = desk.text();
        let (act, seen) = (between(&form, "/ratings/", "\""), between(&form, "name=\"seen\" value=\"", "\""));
        let path = format!("/console{link}/ratings/{act}");
        officer.post(&path, &[("shown", "1"), ("seen", "1")]).await.expect(409);
        officer.post(&path, &[("shown", "1"), ("seen", &seen)]).await.expect(303);
        c.site.visitor().get(&link).await.expect_says("5星讲得明白");
        c.site.person("外人", "13900999999").await.post(&format!("{link}/rating"), &[("stars", "5")]).await.expect(404);
    }
}
fn between(text: &str, from: &str, to: &str) -> String {
    text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_story_is_read_by_a_second_officer_before_workers_read_it() {
    for c in counties().await {
        let (mut one, mut other, mut visitor) = (c.officer().await, c.second().await, c.site.visitor());
        let link = promise(&mut one, &but(&fifty(), "union", &c.east.id.to_string())).await;
        let told = [("title", "车间里的半小时"), ("words", "工友问得最多的是夜班"), ("form", "a-story")];
        one.upload(&format!("{link}/stories"), "x.jpg", b"", &[]).await.expect(422).expect_says("请写题目");
        one.upload(&format!("{link}/stories"), "x.jpg", b"no photo", &told)
            .await
            .expect(422)
            .expect_says("请写照片上是什么");
        for _ in 0..2 {
            one.upload(&format!("{link}/stories"), "x.jpg", b"", &told).await.expect(303);
        }
        assert_eq!(c.site.number("SELECT COUNT(*) FROM promise_stories").await, 1);
        assert!(!visitor.get(&public(&link)).await.expect(200).says("车间里的半小时"));
        let id = c.site.number("SELECT id FROM promise_stories").await;
        let story = format!("{link}/stories/{id}");
        one.post(&format!("{story}/publication"), &[]).await.expect(409).expect_says("您自己写的");
        c.western().await.post(&format!("{story}/publication"), &[]).await.expect(404);
        c.eastern()
            .await
            .post(&format!("{story}/publication"), &[])
            .await
            .expect(409)
            .expect_says("由定这项实事的工会发布");
        other.post(&format!("{story}/publication"), &[]).await.expect(303);
        visitor.get(&public(&link)).await.expect(200).expect_says("车间里的半小时").expect_says("滨河县总工会");
        one.post(&format!("{story}/withdrawal"), &[]).await.expect(303);
        assert!(!visitor.get(&public(&link)).await.expect(200).says("车间里的半小时"));
        one.post(&format!("{story}/withdrawal"), &[]).await.expect(409);
    }
}

/// One pixel.
const PICTURE: &[u8] = include_bytes!("dot.png");

#[tokio::test]
async fn a_storys_photo_is_seen_by_workers_as_long_as_the_story_is_and_told_to_who_does_not_see_it() {
    for c in counties().await {
        let (mut one, mut other, mut visitor) = (c.officer().await, c.second().await, c.site.visitor());
        let link = promise(&mut one, &fifty()).await;
        let told = [("title", "车间里的半小时"), ("words", "工友问得最多的是夜班"), ("alt", "律师在车间里讲课")];
        let at = format!("{link}/stories");
        one.upload(&at, "x.jpg", b"no photo", &told).await.expect(422).expect_says("不是能用的照片");
        assert_eq!(c.site.number("SELECT COUNT(*) FROM promise_stories").await, 0, "nothing half kept");
        one.upload(&at, "现场.png", PICTURE, &told).await.expect(303);
        let story = format!("{link}/stories/{}", c.site.number("SELECT id FROM promise_stories").await);
        let photo = format!("{story}/photo");
        other.get(&photo).await.expect(200);
        c.western().await.get(&photo).await.expect(404);
        visitor.get(&photo).await.expect(303);
        visitor.get(&public(&photo)).await.expect(404);
        other.post(&format!("{story}/publication"), &[]).await.expect(303);
        let shown = visitor.get(&public(&photo)).await.expect(200);
        assert_eq!(shown.headers["content-type"], "image/jpeg");
        let page = visitor.get(&public(&link)).await.expect(200).text();
        assert!(page.contains(&public(&photo)) && page.contains("alt=\"律师在车间里讲课\""), "{page}");
        one.post(&format!("{story}/withdrawal"), &[]).await.expect(303);
        visitor.get(&public(&photo)).await.expect(404);
    }
}
