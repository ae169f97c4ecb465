//! The places of `generate --sources`: their sheets count again what was published.
use jiff::ToSpan;
use platform::{
    facts::Period,
    testing::{Client, Site},
    tree::OrgId,
};
use statistics::measure;
use unionhall::sources::{SOURCES, generate, targets};

/// What a list of the console counts, for an officer of the place.
async fn listed(officer: &mut Client, path: &str) -> i64 {
    super::records::held(officer, path).await.unwrap_or_else(|| panic!("{path} does not say how many"))
}
async fn sitting(site: &Site, phone: &str, place: OrgId) -> Client {
    site.holder("测试员", phone, platform::rights::Role::Officer, place).await
}
/// By the keys of its dimension, over all years.
async fn parts(site: &Site, key: &str, at: OrgId) -> std::collections::HashMap<String, i64> {
    let period = Period { from: jiff::civil::date(1950, 1, 1), to: site.app.today() };
    let value = measure(&site.app, key, at, period).await.unwrap().unwrap_or_else(|| panic!("{key}"));
    value.by.map(|by| by.parts).unwrap_or(value.parts).into_iter().collect()
}

/// P03: federations of industries and parks, unions of large firms and of firms in new fields, migrant workers; three levels.
async fn network(site: &Site, place: OrgId) {
    let of = |key: &str| wanted("heze", "P03", key);
    let kinds = parts(site, "unions.federations", place).await;
    assert_eq!(kinds["行业工会联合会"], of("industry_unions"));
    assert_eq!(kinds["园区工会联合会"], of("park_unions"));
    assert_eq!(figure(site, "unions.federations", place).await, of("industry_unions") + of("park_unions"));
    let period = Period { from: site.app.today(), to: site.app.today() };
    let large = measure(&site.app, "coverage.from100", place, period).await.unwrap().unwrap();
    assert_eq!(large.numerator, Some(of("enterprises_100_plus")));
    assert!(large.denominator > large.numerator, "some have none: {large:?}");
    assert_eq!(parts(site, "joined_group", place).await["农民工"], of("migrant_workers_joined"));

    // The same behind the figures: what the lists count.
    let mut officer = sitting(site, "15400000998", place).await;
    let employers = format!("/console/employers?below={place}");
    assert_eq!(listed(&mut officer, &format!("{employers}&least=100&cover=own")).await, of("enterprises_100_plus"));
    let mut fresh = 0;
    // Software and data, research and testing.
    for section in ["I", "M"] {
        fresh += listed(&mut officer, &format!("{employers}&least=25&section={section}&cover=own")).await;
    }
    assert_eq!(fresh, of("enterprises_25_plus_new_fields"));
    let federations = format!("/console/unions?view=list&federations=1&below={place}");
    assert_eq!(listed(&mut officer, &federations).await, of("industry_unions") + of("park_unions"));
    let levels = "SELECT COUNT(*) FROM unions g JOIN organisations go ON go.id = g.id JOIN unions b ON b.id = go.parent JOIN organisations bo ON bo.id = b.id \
        JOIN unions e ON e.id = bo.parent WHERE g.kind = 'group' AND b.kind = 'branch' AND e.kind = 'enterprise' AND EXISTS (SELECT 1 FROM memberships m WHERE m.union_id = g.id)";
    assert_eq!(
        site.number(levels).await,
        (of("enterprises_100_plus") + 19) / 20,
        "team groups in workshop branches of firms"
    );
}

/// P01: everybody came through a code, each code knows how many and where it hangs.
async fn drivers(site: &Site, place: OrgId) {
    let all = wanted("funing", "P01", "drivers_joined");
    assert_eq!(figure(site, "joined_by_code", place).await, all);
    assert_eq!(figure(site, "joined", place).await, all);
    assert_eq!(parts(site, "joined_group", place).await["货车司机"], all);
    assert!(figure(site, "scans", place).await > all, "each scanned before joining");
    let by_kind: Vec<(String, i64)> = site
        .app
        .db
        .all(
            "SELECT p.kind, COUNT(*) FROM joinings j JOIN joining_codes c ON c.id = j.code JOIN places p ON p.id = c.place JOIN organisations o ON o.id = c.union_id \
             WHERE j.state = 'approved' AND o.path LIKE '%/' || $1 || '/%' GROUP BY p.kind ORDER BY p.kind",
            platform::vals![place.to_string()],
        )
        .await
        .unwrap();
    let kinds: Vec<&str> = by_kind.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["community", "company", "drivers_home", "fuel_station"]);
    assert_eq!(by_kind.iter().map(|(_, n)| n).sum::<i64>(), all);
}

/// P05 and P06: large firms found their own unions from the request to the seal, the federation takes in the small ones.
async fn freight(site: &Site, place: OrgId) {
    let of = |key: &str| wanted("lanshan", "P05", key);
    let period = Period { from: site.app.today(), to: site.app.today() };
    let firms = measure(&site.app, "coverage", place, period).await.unwrap().unwrap();
    assert_eq!(firms.numerator, Some(of("firms_with_union")));
    assert_eq!(figure(site, "members", place).await, of("members"));
    assert_eq!(figure(site, "unions.founded", place).await, of("own_unions"));
    let answered = parts(site, "unions.founded", place).await;
    assert_eq!(answered, [("按期批复".to_owned(), of("own_unions"))].into(), "each within fifteen days");

    let mut officer = sitting(site, "15400000997", place).await;
    let employers = format!("/console/employers?below={place}");
    assert_eq!(listed(&mut officer, &format!("{employers}&cover=own")).await, of("own_unions"));
    assert!(listed(&mut officer, &format!("{employers}&cover=joint")).await >= of("in_federation"));
    assert_eq!(listed(&mut officer, "/console/pairs").await, of("pairs"));
    let (today, year_ago) = (site.app.today(), site.app.today().saturating_sub(1.year()));
    let founded = format!("/console/foundings?stage=founded&below={place}&from={year_ago}&to={today}");
    let page = officer.get(&founded).await.expect(200);
    let rows = page.text().matches("class=\"t\" href=\"/console/foundings/").count() as i64;
    assert_eq!(rows, of("own_unions"));
    let steps = "SELECT COUNT(*) FROM foundings f JOIN elections e ON e.founding = f.id JOIN unions u ON u.id = f.union_id \
        WHERE f.stage = 'founded' AND e.state = 'approved' AND e.answered_on <= e.due_on AND u.seal_name <> '' AND u.term_years IN (3, 5)";
    assert_eq!(site.number(steps).await, of("own_unions"));
}

/// A figure of a place over the last year, as `unionhall measure` gives it.
async fn figure(site: &Site, key: &str, at: OrgId) -> i64 {
    let today = site.app.today();
    let period = Period { from: today.saturating_sub(1.year()), to: today };
    let value = measure(&site.app, key, at, period).await.unwrap().unwrap_or_else(|| panic!("{key}"));
    value.value.unwrap_or_else(|| panic!("{key}")).as_i64().unwrap_or_default()
}
fn wanted(source: &str, practice: &str, key: &str) -> i64 {
    targets()[source][practice][key].as_i64().unwrap_or_else(|| panic!("{source} {practice} {key}"))
}

#[test]
fn the_targets_are_those_that_were_published() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/sources/figures.json");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let published: serde_json::Value = serde_json::from_str(&text).unwrap();
    for source in SOURCES {
        for practice in source.practices {
            let own = targets()[source.key][practice.key].clone();
            for (key, value) in own.as_object().expect("targets") {
                assert_eq!(
                    published["places"][source.key]["practices"][practice.key][key], *value,
                    "{} {key}",
                    source.key
                );
            }
        }
    }
}

#[tokio::test]
async fn the_sheet_of_each_place_counts_again_what_was_published() {
    let site = Site::on_sqlite(unionhall::modules).await;
    let made = generate(&site.app, 1, &|_, _| {}).await.unwrap();
    let at = |key: &str| made.iter().find(|(source, _)| source.key == key).map(|(_, org)| org.id).unwrap();

    let heze = at("heze");
    assert_eq!(figure(&site, "cases.solved", heze).await, wanted("heze", "P10", "solved"));
    assert_eq!(figure(&site, "cases", heze).await, wanted("heze", "P10", "solved"));
    assert_eq!(figure(&site, "cases.desks", heze).await, wanted("heze", "P10", "desks"));
    assert_eq!(figure(&site, "cases.helped", heze).await, wanted("heze", "P10", "solved"), "each is somebody else");
    network(&site, heze).await;
    drivers(&site, at("funing")).await;
    freight(&site, at("lanshan")).await;

    let jiawang = at("jiawang");
    let of = |key: &str| wanted("jiawang", "P12", key);
    assert_eq!(figure(&site, "mediations.entrusted", jiawang).await, of("entrusted_mediations"));
    assert_eq!(figure(&site, "consultations", jiawang).await, of("town_consultations"));
    assert_eq!(figure(&site, "mediations", jiawang).await, of("entrusted_mediations") + of("town_mediations"));
    let towns = platform::tree::children(&site.app.db, jiawang).await.unwrap();
    let mut town = (0, 0, 0);
    for org in &towns {
        town.0 += figure(&site, "mediations", org.id).await;
        town.1 += figure(&site, "mediations.paid_yuan", org.id).await;
        town.2 += figure(&site, "mediations.agreed_yuan", org.id).await;
    }
    assert_eq!((town.0, town.1), (of("town_mediations"), of("town_recovered_yuan")));
    let entrusted = figure(&site, "mediations.agreed_yuan", jiawang).await - town.2;
    assert!(entrusted >= of("agreed_yuan"), "{entrusted}");
    assert_eq!(platform::facts::differences(&site.app, &|_, _| {}).await.unwrap(), []);

    // The same on the page of the sheet, for whoever sits there.
    let mut officer = site.holder("测试员", "15400000999", platform::rights::Role::Officer, jiawang).await;
    let sheet = officer.get(&format!("/console/sheet?org={jiawang}")).await.expect(200);
    sheet.expect_says("诉求办理").expect_says("受委托的调解").expect_says("协议金额");
}
