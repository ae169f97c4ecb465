//! Every figure leads back to its records: what a measure counts in the demo county is what the list behind it holds.
use super::rights::demo_county;
use jiff::ToSpan;
use platform::{
    facts::{self, MeasureKind, Period},
    rights::Role,
    testing::{Client, Site},
    tree::Scope,
};

/// How many the list of an address holds, as it says itself: 587 of 共587家; none where it does not say.
pub async fn held(officer: &mut Client, path: &str) -> Option<i64> {
    let text = officer.get(path).await.expect(200).visible();
    text.split('共').skip(1).find_map(|rest| {
        let digits: String =
            rest.chars().take_while(|c| c.is_ascii_digit() || *c == ',').filter(|c| *c != ',').collect();
        digits.parse().ok()
    })
}

/// Each record of the list counts so much of the unit; of aid the list is of families, never of single payments.
const AMOUNTS: &[&str] = &["evidence", "evidence.people", "aid.paid", "aid.visits"];
/// Of codes, each with its own figures.
const CODES: &[&str] = &["scans", "taken_at_stands"];

#[tokio::test]
async fn what_a_figure_counts_is_what_its_list_holds() {
    for site in Site::on_both(unionhall::modules).await {
        demo_county(&site).await;
        let root = site.app.root().await.unwrap().unwrap();
        let mut officer = site.holder("核对员", "15400009902", Role::Officer, root.id).await;
        let today = site.app.today();
        let year = Period { from: today.saturating_sub(200.days()), to: today };
        let scope = Scope::below(&root.path);
        let few: Vec<&str> = site.app.modules.iter().flat_map(|m| m.small.iter()).map(|one| one.key).collect();
        let (mut exact, mut by_record) = (0, 0);
        for measure in site.app.modules.iter().flat_map(|m| m.measures.iter().copied()) {
            let address = measure.records_of(root.id, year);
            let said = officer.get(&address).await.expect(200).visible();
            if address.starts_with("/console/counted") {
                // The page says what the figure says, and that its records do not add up to it where they don't.
                let value = match measure.kind {
                    MeasureKind::Parts => facts::by_dimension(&site.app.db, measure, &scope, year)
                        .await
                        .unwrap()
                        .iter()
                        .map(|(_, n)| n)
                        .sum(),
                    _ => facts::value(&site.app.db, measure, &scope, year).await.unwrap(),
                };
                let value = format!("{}{}", ui::text::count(value), measure.unit);
                assert!(said.contains(&value) && !said.contains("改过隶属"), "{} {value}: {said}", measure.key);
                by_record += 1;
            } else if ![&few[..], AMOUNTS, CODES].concat().contains(&measure.key) {
                let value = facts::value(&site.app.db, measure, &scope, year).await.unwrap();
                if let Some(held) = held(&mut officer, &address).await {
                    assert_eq!(held, value, "{} {address}", measure.key);
                    exact += 1;
                }
            }
        }
        assert!(exact >= 6 && by_record >= 20, "{exact} lists, {by_record} record by record");
    }
}
