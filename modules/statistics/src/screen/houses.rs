//! Towns as lit houses: where each stands, how bright its window is. Pure sums.

/// A house is so wide and high, its place on the ground included.
pub const WIDTH: usize = 190;
pub const HEIGHT: usize = 200;
/// So many stand on the screen; of more, the largest.
pub const MOST: usize = 20;
/// The lowest level is dark, the highest is fully lit.
const LEVELS: usize = 4;

/// The corner of each house, and how wide and high the ground is.
pub type Ground = (Vec<(usize, usize)>, usize, usize);

/// How many stand in each row: fewer at the edges, as a village lies.
pub fn rows(houses: usize) -> Vec<usize> {
    if houses <= 4 {
        return if houses == 0 { Vec::new() } else { vec![houses] };
    }
    let rows = ((houses as f64).sqrt() * 0.9).ceil() as usize;
    let middle = (rows - 1) as f64 / 2.0;
    let weights: Vec<f64> = (0..rows).map(|row| 2.0 - (row as f64 - middle).abs() / (middle + 0.5)).collect();
    let all: f64 = weights.iter().sum();
    let mut placed = 0;
    let mut sum = 0.0;
    let row = |weight: &f64| {
        sum += weight;
        let until = (houses as f64 * sum / all).round() as usize;
        let here = until - placed;
        placed = until;
        here
    };
    weights.iter().map(row).collect()
}
/// The corner of each house, and the size of the ground.
pub fn places(houses: usize) -> Ground {
    let rows = rows(houses);
    let widest = rows.iter().copied().max().unwrap_or(1);
    let row = |(at, houses): (usize, &usize)| {
        let left = (widest - houses) * WIDTH / 2;
        (0..*houses).map(move |n| (left + n * WIDTH, at * HEIGHT)).collect::<Vec<_>>()
    };
    (rows.iter().enumerate().flat_map(row).collect(), widest * WIDTH, rows.len().max(1) * HEIGHT)
}

/// What stands for a place without a town on the map.
pub const NOWHERE: &str = "空";
/// The corner of each house as the county lies: `map` has a row of names from north to south, each from west to east. Houses that it does not
/// name stand in rows below. None where it names none of them.
pub fn on_map(map: &[String], names: &[&str]) -> Option<Ground> {
    let rows: Vec<Vec<&str>> = map.iter().take(MOST).map(|row| row.split_whitespace().take(MOST).collect()).collect();
    let find = |name: &str| {
        let column = |row: &Vec<&str>| row.iter().position(|known| *known == name && *known != NOWHERE);
        rows.iter().enumerate().find_map(|(at, row)| Some((column(row)?, at)))
    };
    let found: Vec<Option<(usize, usize)>> = names.iter().map(|name| find(name)).collect();
    if found.iter().all(Option::is_none) {
        return None;
    }
    let wide = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let mut rest = 0..;
    let mut below = || rest.next().map_or((0, 0), |n: usize| (n % wide, rows.len() + n / wide));
    let cells: Vec<(usize, usize)> = found.into_iter().map(|cell| cell.unwrap_or_else(&mut below)).collect();
    let high = 1 + cells.iter().map(|(_, row)| *row).max().unwrap_or(0);
    Some((cells.into_iter().map(|(x, y)| (x * WIDTH, y * HEIGHT)).collect(), wide * WIDTH, high * HEIGHT))
}

/// The values at which it gets brighter, at most three: quarters of the houses, rounded so that a person can read them.
pub fn steps(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let quarter = |n: usize| sorted.get(sorted.len() * n / LEVELS).copied().map(round);
    let mut steps: Vec<f64> = (1..LEVELS).filter_map(quarter).collect();
    steps.dedup();
    // A step that nothing lies below tells nothing.
    steps.retain(|step| sorted.first().is_some_and(|least| least < step));
    steps
}
/// Two digits: 12,345 becomes 12,000.
fn round(value: f64) -> f64 {
    if value.abs() < 100.0 {
        return value.round();
    }
    let unit = 10_f64.powf(value.abs().log10().floor() - 1.0);
    (value / unit).round() * unit
}
/// From 1 (dark) to 4; what has no value is dark.
pub fn level(value: Option<f64>, steps: &[f64]) -> usize {
    let Some(value) = value else { return 1 };
    LEVELS - steps.len() + steps.iter().filter(|step| value >= **step).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn eight_towns_stand_as_two_four_two() {
        assert_eq!(rows(8), [2, 4, 2]);
        assert_eq!((rows(0), rows(1), rows(4)), (vec![], vec![1], vec![4]));
        let (places, width, height) = places(8);
        assert_eq!((places[0], places[2], width, height), ((190, 0), (0, 200), 760, 600));
    }
    #[test]
    fn a_map_of_the_county_says_where_each_town_stands() {
        let map = ["空 河口镇".to_owned(), "城东街道 空 城西街道".to_owned()];
        let (places, width, height) = on_map(&map, &["城东街道", "城西街道", "河口镇", "新镇", "空"]).unwrap();
        assert_eq!(places[..3], [(0, 200), (380, 200), (190, 0)]);
        assert_eq!(places[3..], [(0, 400), (190, 400)], "what it does not name stands below");
        assert_eq!((width, height), (570, 600));
        assert_eq!(on_map(&map, &["别处"]), None);
        assert_eq!(on_map(&[], &["城东街道"]), None);
    }
    #[test]
    fn the_brightest_houses_are_those_of_the_highest_quarter() {
        let values = [86.4, 88.5, 84.1, 93.8, 96.1, 95.4, 90.2, 97.2];
        let steps = steps(&values);
        assert_eq!(steps, [89.0, 94.0, 96.0]);
        let levels: Vec<usize> = values.iter().map(|value| level(Some(*value), &steps)).collect();
        assert_eq!(levels, [1, 1, 1, 2, 4, 3, 2, 4]);
        assert_eq!((level(None, &steps), level(Some(5.0), &[])), (1, 4));
        assert_eq!(round(12_345.0), 12_000.0);
    }
    proptest! {
        #[test]
        fn every_house_has_a_place_of_its_own(houses in 0usize..=40) {
            let (places, width, height) = places(houses);
            let own: std::collections::BTreeSet<_> = places.iter().collect();
            prop_assert_eq!((places.len(), own.len()), (houses, houses));
            prop_assert!(places.iter().all(|(x, y)| x + WIDTH <= width && y + HEIGHT <= height));
        }
        #[test]
        fn on_any_map_too(map in proptest::collection::vec("[a-f空 ]{0,9}", 0..4), names in proptest::sample::subsequence(vec!["a", "b", "c", "d", "g", "空"], 0..6)) {
            if let Some((places, width, height)) = on_map(&map, &names) {
                let own: std::collections::BTreeSet<_> = places.iter().collect();
                prop_assert_eq!((places.len(), own.len()), (names.len(), names.len()));
                prop_assert!(places.iter().all(|(x, y)| x + WIDTH <= width && y + HEIGHT <= height));
            }
        }
        #[test]
        fn a_higher_value_is_never_darker(mut values in proptest::collection::vec(0.0..1e6, 0..30)) {
            let steps = steps(&values);
            values.sort_by(f64::total_cmp);
            let levels: Vec<usize> = values.iter().map(|value| level(Some(*value), &steps)).collect();
            prop_assert!(levels.is_sorted() && levels.iter().all(|level| (1..=4).contains(level)), "{levels:?}");
        }
    }
}
