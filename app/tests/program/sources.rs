//! The places of `generate --sources`: their sheets count again what was published.
use jiff::ToSpan;
use platform::{facts::Period, testing::Site, tree::OrgId};
use statistics::measure;
use unionhall::sources::{SOURCES, generate, targets};

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
