//! What a case must not be seen by is the same with and without it in all modules: search, figures, boards, exports, work list.
use directory::{
    employers::NewEmployer,
    members::Admission,
    people::PersonDetails,
    testing::{self, exported, man, person, rows},
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    rights::Role,
    testing::{Client, Site},
    web::encode,
};

struct County {
    site: Site,
    town: Union,
    firm: Union,
}
async fn county(site: Site) -> County {
    let plan = [
        (None, UnionKind::County, "滨河县总工会"),
        (Some(0), UnionKind::Town, "城东街道总工会"),
        (Some(1), UnionKind::Enterprise, "顺通物流工会"),
    ];
    let new = |kind, name| NewUnion { founded_on: Some(date(2020, 1, 1)), ..NewUnion::named(kind, name, "320999") };
    let [_, town, firm] = testing::unions(&site, plan.map(|(under, kind, name)| (under, new(kind, name)))).await;
    let employer =
        NewEmployer { name: "顺通物流有限公司".into(), union_id: Some(firm.id), ..NewEmployer::default() };
    testing::employer(&site, &town.org(), &employer).await;
    County { site, town, firm }
}
async fn worker(county: &County, n: u16) -> Client {
    let (name, phone) = (format!("工友{n}"), format!("1390002{n:04}"));
    let details = PersonDetails {
        work_status: "1".into(),
        employer_name: "顺通物流有限公司".into(),
        ..person(&name, &man(n.into()), &phone)
    };
    let admission = Admission::first(details, date(2020, 3, 1));
    let (person, _) = testing::member(&county.site, &county.firm.org(), admission).await;
    testing::browser_of(&county.site, person, &name, &phone).await
}
const PAY: [(&str, &str); 5] = [
    ("f_employer", "顺通物流有限公司"),
    ("f_what", "wages"),
    ("f_months", "9月、10月"),
    ("f_amount", "9860"),
    ("f_story", "两个月没发工资，问了说等回款"),
];

/// All that a desk is shown, finds and takes out.
async fn everything(desk: &mut Client) -> Vec<String> {
    let mut all = Vec::new();
    for path in [
        "/console".to_owned(),
        "/console/sheet".to_owned(),
        "/console/measures/cases".to_owned(),
        "/console/measures/cases.people".to_owned(),
        format!("/console/search?q={}", encode("工友2")),
        format!("/console/search?q={}", encode("回款")),
        format!("/console/search/suggestions?q={}", encode("工友")),
        "/console/cases?view=all".to_owned(),
        "/console/tasks".to_owned(),
    ] {
        let answer = desk.get(&path).await;
        all.push(format!("{path} {} {}", answer.status, answer.visible()));
    }
    let book = exported(desk, "cases", "/console/cases?view=all").await;
    all.extend(rows(&book).into_iter().skip(1).map(|row| row.concat()).filter(|row| !row.contains("导出")));
    all
}

#[tokio::test]
async fn a_case_that_bypasses_the_workplace_changes_nothing_there_in_any_module() {
    for county in Site::each(unionhall::modules, county).await {
        let (mut one, mut two) = (worker(&county, 1).await, worker(&county, 2).await);
        one.post("/services/pay", &PAY).await.expect(303);
        let mut chair = county.site.holder("顺通主席", "13900000001", Role::Chair, county.firm.id).await;
        let mut town = county.site.holder("周县员", "13900000002", Role::Officer, county.town.id).await;
        casework::cases::words::turn(&county.site.app).await.unwrap();
        everything(&mut chair).await;
        let before = everything(&mut chair).await;
        let hidden = two.post("/services/pay", &[&PAY[..], &[("bypass", "1")]].concat()).await.expect(303).to();
        casework::cases::words::turn(&county.site.app).await.unwrap();
        let after = everything(&mut chair).await;
        for (was, is) in before.iter().zip(&after) {
            assert_eq!(was, is);
        }
        assert_eq!(before.len(), after.len());
        let number = hidden.trim_start_matches("/me/cases/").to_owned();
        chair.get(&format!("/console/cases/{number}")).await.expect(404);
        assert!(!chair.get(&format!("/console/search?q={number}")).await.visible().contains("工友2的"));
        town.get(&format!("/console/cases/{number}")).await.expect(200).expect_says("工友2");
        town.get(&format!("/console/search?q={}", encode("回款"))).await.expect_says("工友2");
    }
}
