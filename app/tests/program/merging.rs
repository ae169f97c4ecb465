//! Two registrations of one person are merged through the pages of 一人一档: cases follow, and what was written down of them stays true.
use directory::{
    members::Admission,
    people::PersonDetails,
    testing::{self, man, person},
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    audit,
    rights::Role,
    testing::{Client, Site},
    vals,
};

struct County {
    site: Site,
    county: Union,
    firms: [Union; 2],
}
async fn county(site: Site) -> County {
    let plan = [
        (None, UnionKind::County, "滨河县总工会"),
        (Some(0), UnionKind::Enterprise, "顺通物流工会"),
        (Some(0), UnionKind::Enterprise, "远达运输工会"),
    ];
    let new = |kind, name| NewUnion { founded_on: Some(date(2020, 1, 1)), ..NewUnion::named(kind, name, "320999") };
    let [county, one, two] = testing::unions(&site, plan.map(|(under, kind, name)| (under, new(kind, name)))).await;
    County { site, county, firms: [one, two] }
}
/// 林小满, registered at a firm's union: the same phone on both rosters, another mistyped number; signs in with a phone of her own.
async fn registered(county: &County, n: u32) -> Client {
    let phone = format!("1390003{n:04}");
    let details = PersonDetails { work_status: "1".into(), ..person("林小满", &man(n), "13900031111") };
    let admission = Admission::first(details, date(2020, 3, 1));
    let (person, _) = testing::member(&county.site, &county.firms[n as usize].org(), admission).await;
    testing::browser_of(&county.site, person, "林小满", &phone).await
}
async fn asks(worker: &mut Client, story: &str) -> String {
    let form = [("f_what", "wages"), ("f_months", "9月"), ("f_employer", "顺通物流有限公司"), ("f_story", story)];
    let to = worker.post("/services/pay", &form).await.expect(303).to();
    to.trim_start_matches("/me/cases/").to_owned()
}
async fn decides(desk: &mut Client, number: &str, decision: &str) {
    let page = desk.get(&format!("/console/cases/{number}")).await.expect(200).text();
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let form = [("version", &*version), ("decision", decision)];
    desk.post(&format!("/console/cases/{number}/decision"), &form).await.expect(303);
}
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap_or_default()
}
/// What the preview's form would send.
fn carried(page: &str) -> Vec<(&str, &str)> {
    let form = page.split("/merge\"").nth(1).and_then(|rest| rest.split("</form>").next()).unwrap_or_default();
    form.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|part| (part.split('"').next().unwrap_or_default(), between(part, "value=\"", "\"")))
        .collect()
}
/// All that was written down of cases: steps with who and when, what was said, the audit.
async fn told(county: &County) -> Vec<(String, Option<i64>, i64)> {
    let mut all: Vec<(String, Option<i64>, i64)> = Vec::new();
    for sql in [
        "SELECT act, account, at FROM case_steps ORDER BY id",
        "SELECT act, account, object_id FROM audit_entries WHERE object = 'case' AND act NOT LIKE '%.read' ORDER BY id",
    ] {
        all.extend(county.site.app.db.all(sql, vals![]).await.unwrap());
    }
    all
}

#[tokio::test]
async fn who_is_merged_through_the_pages_keeps_all_cases_and_their_trail_stays_true_also_after_undoing() {
    for county in Site::each(unionhall::modules, county).await {
        let app = &county.site.app;
        let (mut one, mut other) = (registered(&county, 0).await, registered(&county, 1).await);
        let (first, second) = (asks(&mut one, "九月没有发").await, asks(&mut other, "押金没有退").await);
        let mut officer = county.site.holder("孙维方", "13900000001", Role::Officer, county.county.id).await;
        decides(&mut officer, &first, "accept").await;
        decides(&mut officer, &second, "accept").await;
        one.post(&format!("/me/cases/{first}/message"), &[("text", "工资条明天传")]).await.expect(303);
        other.get(&format!("/me/cases/{first}")).await.expect(404);

        duplicates::finding::find(app).await.unwrap();
        let list = officer.get("/console/duplicates").await.expect(200).expect_says("林小满").text();
        let pair = format!("/console/duplicates/{}", between(&list, "href=\"/console/duplicates/", "\""));
        officer.get(&pair).await.expect(200);
        let preview = officer.get(&format!("{pair}/preview")).await.expect(200).expect_says("诉求").text();
        let before = told(&county).await;
        officer.post(&format!("{pair}/merge"), &carried(&preview)).await.expect(303);

        // Either of her phones sees both, each with its line of life; nobody rewrote what was done.
        assert_eq!(told(&county).await, before);
        for client in [&mut one, &mut other] {
            for (number, story) in [(&first, "九月没有发"), (&second, "押金没有退")] {
                let page = client.get(&format!("/me/cases/{number}")).await.expect(200);
                page.expect_says(story).expect_says("工会受理了").expect_says("滨河县总工会 孙维方");
            }
        }
        other.get(&format!("/me/cases/{first}")).await.expect_says("工资条明天传");
        for number in [&first, &second] {
            officer.get(&format!("/console/cases/{number}")).await.expect(200).expect_says("林小满");
        }
        county.site.figures_add_up().await;

        officer.post(&format!("{pair}/undoing"), &[]).await.expect(303);
        assert_eq!(told(&county).await, before);
        one.get(&format!("/me/cases/{first}")).await.expect(200);
        one.get(&format!("/me/cases/{second}")).await.expect(404);
        other.get(&format!("/me/cases/{second}")).await.expect(200);
        other.get(&format!("/me/cases/{first}")).await.expect(404);
        while audit::seal_segment(app).await.unwrap() > 0 {}
        assert_eq!(audit::verify(&app.db).await.unwrap().broken, None, "the chain of the audit holds");
        county.site.figures_add_up().await;
    }
}
