use super::{BY_QUARTER, Counts, NOT_OVER, brute::Plan, counts, keep_all};
use crate::tests::{FAMILIES, of_few};
use jiff::civil::{Date, date};
use platform::{
    Module,
    facts::{self, Fact, Period},
    testing::Site,
    tree::{self, Move, Org, Past},
    vals,
};
use std::collections::BTreeMap;

fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module(), of_few()]
}
struct Place {
    site: Site,
    county: Org,
    towns: Vec<Org>,
}
async fn places() -> Vec<Place> {
    Site::each(modules, async |site| {
        let county = site.org(None, "滨河县总工会").await;
        let mut towns = Vec::new();
        for name in ["城东", "城西", "河口", "石桥"] {
            towns.push(site.org(Some(&county), name).await);
        }
        Place { site, county, towns }
    })
    .await
}
impl Place {
    async fn count(&self, org: &Org, day: Date, amount: i64) {
        let mut tx = self.site.app.db.begin().await.unwrap();
        let fact = Fact { measure: FAMILIES, org: org.id, day, dimension: "", amount, record: "test", record_id: 1 };
        facts::count(&mut tx, &fact).await.unwrap();
        tx.commit().await.unwrap();
    }
    async fn of(&self, from: Date, to: Date) -> Result<Counts, super::Silence> {
        counts(&self.site.app, FAMILIES, Period { from, to }).await.unwrap()
    }
    fn shown(&self, counts: &Counts) -> Vec<Option<i64>> {
        self.towns.iter().chain([&self.county]).map(|org| counts.of(org.id, None)).collect()
    }
}
const JULY: Date = date(2026, 7, 1);
const SEPTEMBER: Date = date(2026, 9, 30);

#[tokio::test]
async fn a_small_count_of_a_village_is_hidden_with_one_beside_it() {
    for place in places().await {
        for (town, amount) in place.towns.iter().zip([12, 3, 9, 0]) {
            place.count(town, date(2026, 8, 5), amount).await;
        }
        let counts = place.of(JULY, SEPTEMBER).await.unwrap();
        assert_eq!(place.shown(&counts), [Some(12), None, None, Some(0), Some(24)]);
    }
}

#[tokio::test]
async fn what_was_given_out_stays_whatever_is_entered_later_and_whoever_asks() {
    for place in places().await {
        for (town, amount) in place.towns.iter().zip([12, 6, 9, 7]) {
            place.count(town, date(2026, 8, 5), amount).await;
        }
        keep_all(&place.site.app).await.unwrap();
        let before = place.shown(&place.of(JULY, SEPTEMBER).await.unwrap());
        assert_eq!(before, [Some(12), Some(6), Some(9), Some(7), Some(34)]);
        place.count(&place.towns[1], date(2026, 8, 9), -2).await;
        let (one, other) = tokio::join!(place.of(JULY, SEPTEMBER), place.of(JULY, SEPTEMBER));
        assert_eq!(place.shown(&one.unwrap()), before, "from 6 to 4 would tell of two");
        assert_eq!(place.shown(&other.unwrap()), before);
    }
}

#[tokio::test]
async fn two_who_ask_first_at_once_are_told_the_same() {
    for place in places().await {
        for (town, amount) in place.towns.iter().zip([12, 3, 9, 8]) {
            place.count(town, date(2026, 8, 5), amount).await;
        }
        let (one, other) = tokio::join!(place.of(JULY, SEPTEMBER), place.of(JULY, SEPTEMBER));
        assert_eq!(place.shown(&one.unwrap()), place.shown(&other.unwrap()));
        assert_eq!(place.site.number("SELECT COUNT(*) FROM small_periods").await, 1);
    }
}

#[tokio::test]
async fn months_and_open_quarters_are_not_given_out() {
    for place in places().await {
        place.count(&place.towns[0], date(2026, 8, 5), 40).await;
        assert_eq!(place.of(date(2026, 8, 1), date(2026, 8, 31)).await.unwrap_err(), BY_QUARTER);
        assert_eq!(place.of(date(2026, 10, 1), date(2026, 12, 31)).await.unwrap_err(), NOT_OVER);
    }
}

#[tokio::test]
async fn half_a_year_is_shown_where_both_quarters_are_and_a_year_where_it_tells_none() {
    for place in places().await {
        let quarters = [[12, 9, 9, 8], [12, 3, 9, 8], [12, 9, 9, 8], [12, 9, 9, 8]];
        for (n, amounts) in quarters.into_iter().enumerate() {
            for (town, amount) in place.towns.iter().zip(amounts) {
                place.count(town, date(2025, 3 * n as i8 + 2, 5), amount).await;
            }
        }
        let half = place.of(date(2025, 1, 1), date(2025, 6, 30)).await.unwrap();
        let half = place.shown(&half);
        assert_eq!((half[0], half[1]), (Some(24), None));
        assert_eq!(half[4], Some(70));
        let year = place.shown(&place.of(date(2025, 1, 1), date(2025, 12, 31)).await.unwrap());
        assert_eq!(year[1], None, "less the other quarters it would be 3");
        assert_eq!(year[4], Some(146));
        assert_eq!(year.iter().filter(|n| n.is_none()).count(), 2);
    }
}

impl Place {
    /// A union moves to another one on a day; what it counted before stays where it was.
    async fn moves(&self, union: &Org, to: &Org, on: Date) {
        let (now, to) = (tree::find(&self.site.app.db, union.id).await.unwrap().unwrap(), to.clone());
        let how = Move { on, past: Past::Stays, account: None, reason: "区划调整" };
        let mut tx = self.site.app.db.begin().await.unwrap();
        tree::move_branch(&mut tx, &self.site.app, (&now, &to), how).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    }
    /// All that was ever given out, as somebody who writes it down knows it: how the numbers hang together, and which of them were hidden.
    async fn known(&self) -> (Plan, Vec<bool>) {
        let sql = "SELECT period, org, parent, amount, hidden FROM small_counts ORDER BY period DESC, org";
        let rows: Vec<(String, i64, i64, i64, i64)> = self.site.app.db.all(sql, vals![]).await.unwrap();
        let (mut plan, mut hidden, mut at) = (Plan::default(), Vec::new(), BTreeMap::new());
        for (period, org, _, amount, hides) in &rows {
            at.insert((period.clone(), *org), plan.cell(*amount));
            hidden.push(*hides != 0);
        }
        for (period, org, ..) in &rows {
            let below = rows.iter().filter(|(of, _, parent, ..)| of == period && parent == org);
            let parts: Vec<usize> = below.map(|(_, org, ..)| at[&(period.clone(), *org)]).collect();
            if !parts.is_empty() && period.contains('Q') {
                plan.sums.push((at[&(period.clone(), *org)], parts));
            }
            let of_year = rows.iter().filter(|(of, one, ..)| one == org && of.starts_with(&format!("{period}-Q")));
            let quarters: Vec<usize> = of_year.map(|(of, ..)| at[&(of.clone(), *org)]).collect();
            if !quarters.is_empty() {
                plan.sums.push((at[&(period.clone(), *org)], quarters));
            }
        }
        (plan, hidden)
    }
}

#[tokio::test]
async fn a_village_that_moves_in_the_middle_of_a_year_and_leaves_its_past_is_not_told_by_quarters_and_year() {
    for place in places().await {
        let mut villages = Vec::new();
        for (town, names) in [(0, ["一村", "二村"]), (1, ["三村", "四村"])] {
            for name in names {
                villages.push(place.site.org(Some(&place.towns[town]), name).await);
            }
        }
        // Two counts of the village that moves are small; what they are is in no difference of the shown ones.
        let quarters = [[12, 2, 9, 30], [14, 3, 8, 31], [11, 9, 12, 28], [12, 8, 9, 33]];
        for (n, amounts) in quarters.into_iter().enumerate() {
            for (village, amount) in villages.iter().zip(amounts) {
                place.count(village, date(2025, 3 * n as i8 + 2, 5), amount).await;
            }
        }
        let (first, june, last) = (date(2025, 1, 1), date(2025, 6, 30), date(2025, 12, 31));
        place.of(first, june).await.unwrap();
        place.moves(&villages[1], &place.towns[1], date(2025, 7, 1)).await;
        place.of(date(2025, 7, 1), last).await.unwrap();
        let year = place.of(first, last).await.unwrap();
        let (plan, hidden) = place.known().await;
        for (cell, values) in plan.possible(&hidden, 5) {
            assert!(values.len() > 1, "cell {cell} can only be {values:?}: {plan:?} {hidden:?}");
        }
        let small = plan.values.iter().filter(|n| **n > 0 && **n < 5).count();
        assert!(small >= 2, "the small ones are among what was decided");
        assert_eq!(year.of(place.county.id, None), Some(231), "the whole is shown");
    }
}

#[tokio::test]
async fn a_union_that_got_others_below_it_during_the_year_keeps_what_it_counted_alone() {
    for place in places().await {
        let town = &place.towns[0];
        place.count(town, date(2025, 2, 5), 20).await;
        place.count(&place.towns[1], date(2025, 2, 5), 30).await;
        place.of(date(2025, 1, 1), date(2025, 3, 31)).await.unwrap();
        let village = place.site.org(Some(town), "新村").await;
        for (org, amount) in [(town, 7), (&village, 40), (&place.towns[1], 50)] {
            place.count(org, date(2025, 5, 5), amount).await;
        }
        for to in [date(2025, 6, 30), date(2025, 12, 31)] {
            let counts = place.of(date(2025, 1, 1), to).await.unwrap();
            assert_eq!((counts.of(town.id, None), counts.own(town.id, None)), (Some(67), Some(27)), "{to}");
        }
    }
}
