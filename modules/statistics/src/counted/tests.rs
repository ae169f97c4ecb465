use crate::tests::{County, FAMILIES, member, modules, of_few, officer, union};
use directory::unions::UnionKind;
use jiff::civil::date;
use platform::{
    facts::{self, Fact},
    rights::Role,
    testing::Site,
};

#[tokio::test]
async fn a_figure_opens_exactly_what_it_counted() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let id = county.county.id;
        client.get("/console/sheet").await.expect(200).expect_says("新入会5人");
        let address = format!("/console/counted?measure=joined&org={id}&from=2026-11-01&to=2026-11-19");
        let page = client.get(&address).await.expect(200).expect_says("5人").expect_says("共5条");
        assert_eq!(page.text().matches("class=\"t\" href=\"/console/members/").count(), 5);
        let before = format!("/console/counted?measure=joined&org={id}&from=2026-10-01&to=2026-10-31");
        assert!(!client.get(&before).await.expect(200).says("共5条"));
        let drivers = format!(
            "/console/counted?measure=joined_group&org={id}&from=2026-11-01&to=2026-11-19&part=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA"
        );
        client.get(&drivers).await.expect(200).expect_says("重点群体入会：货车司机").expect_says("共1条");
        assert_eq!(client.get("/console/counted").await.expect(303).to(), "/console/measures");
        client.get("/console/counted?measure=nothing").await.expect(404);
        client.get("/console/counted?measure=joined&from=x&to=y&after=z").await.expect(200);
        // Who may see figures and no members sees that there are records, and not whose.
        let mut auditor = site.holder("吴监督", "19900000006", Role::Auditor, id).await;
        let page = auditor.get(&address).await.expect(200).expect_says("共5条").expect_says("一条记录");
        assert!(!page.text().contains("/console/members/"));
        let mut town = site.holder("钱干部", "19900000007", Role::Officer, county.town.id).await;
        town.get(&address).await.expect(404);
    }
}

#[tokio::test]
async fn corrections_stand_there_and_many_records_come_page_by_page() {
    for site in Site::on_both(modules).await {
        let county = union(&site, None, UnionKind::County, "滨河县总工会", date(2020, 1, 1)).await;
        let firm = union(&site, Some(&county), UnionKind::Enterprise, "顺通物流工会", date(2020, 1, 1)).await;
        for n in 1..=60 {
            member(&site, &firm, n, date(2026, 11, 1 + (n % 15) as i8), &[]).await;
        }
        let mut tx = site.app.db.begin().await.unwrap();
        let (day, measure) = (date(2026, 11, 3), directory::members::JOINED);
        let back = Fact { measure, org: firm.id, day, dimension: "", amount: -1, record: "membership", record_id: 3 };
        facts::count(&mut tx, &back).await.unwrap();
        tx.commit().await.unwrap();
        let mut client = officer(&site, &county).await;
        let first = client.get("/console/counted?measure=joined&from=2026-11-01&to=2026-11-19").await.expect(200);
        let first = first.expect_says("59人").expect_says("共61条");
        let text = first.text();
        let next = text.split('"').find(|part| part.contains("after=")).expect("a second page").replace("&#38;", "&");
        let second = client.get(&next).await.expect(200);
        let rows = |page: &str| page.matches("<td class=\"nowrap num\">").count();
        assert_eq!((rows(&text), rows(&second.text())), (50, 11));
        assert!(first.says("-1") || second.says("-1") || second.says("−1") || first.says("−1"));
        assert!(!first.says("改过隶属"));
    }
}

#[tokio::test]
async fn few_people_are_not_listed() {
    for site in Site::on_both(|| modules().into_iter().chain([of_few()]).collect()).await {
        let county = union(&site, None, UnionKind::County, "滨河县总工会", date(2020, 1, 1)).await;
        let mut client = officer(&site, &county).await;
        client.get(&format!("/console/counted?measure={}", FAMILIES.key)).await.expect(404);
    }
}
