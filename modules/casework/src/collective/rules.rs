//! What the law and fairness say of a matter, without a database: how many may choose representatives, who is chosen, whose names are shown.
use std::collections::BTreeSet;

/// As many workers with a common claim may choose representatives (调解仲裁法 7).
pub const MANY: usize = 10;
/// How many representatives take part (劳动人事争议仲裁办案规则 6).
pub const LEAST: usize = 3;
pub const MOST: usize = 5;
/// Fewer who keep their name to themselves could be told apart by what is left of a sum.
const HIDDEN: usize = 3;

pub const LAW: &str = "《劳动争议调解仲裁法》第七条";
pub const LAW_OF_RULES: &str = "《劳动人事争议仲裁办案规则》第六条、第七条";

/// Whether those of a matter may see its sum: not where it would give away what single ones claim who are not named.
pub fn shows_sum(hidden_from_viewer: usize) -> bool {
    hidden_from_viewer == 0 || hidden_from_viewer >= HIDDEN
}

/// What a vote came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub elected: Vec<i64>,
    /// Those with as many votes as the last seat, who can't all have it: none of them is chosen.
    pub tied: Vec<i64>,
}
/// Those with most votes get the seats; nobody without a vote, and nobody by lot.
pub fn chosen(votes: &[(i64, i64)], seats: usize) -> Chosen {
    let mut all: Vec<(i64, i64)> = votes.iter().copied().filter(|(_, votes)| *votes > 0).collect();
    all.sort_by_key(|(id, votes)| (-votes, *id));
    let Some((_, border)) = all.get(seats) else {
        return Chosen { elected: all.into_iter().map(|(id, _)| id).collect(), tied: Vec::new() };
    };
    let (border, last) = (*border, all[seats - 1].1);
    let safe = |votes: i64| last > border || votes > border;
    let elected = all.iter().take(seats).filter(|(_, votes)| safe(*votes)).map(|(id, _)| *id).collect();
    let tied = all.iter().filter(|(_, votes)| !safe(*votes) && *votes == border).map(|(id, _)| *id);
    Chosen { elected, tied: if last > border { Vec::new() } else { tied.collect() } }
}

/// 2026-09, of what people write for a month.
pub fn month(typed: &str) -> Option<String> {
    let plain: String = typed.trim().chars().filter(|c| !c.is_whitespace() && *c != '月' && *c != '份').collect();
    let (year, month) = match plain.split_once(['-', '/', '.', '年']) {
        Some((year, rest)) => (year, rest.split(['-', '/', '.', '日', 'T']).next()?),
        None if plain.len() == 6 && plain.is_ascii() => plain.split_at(4),
        None => return None,
    };
    let (year, month): (i16, i8) = (year.parse().ok()?, month.parse().ok()?);
    let right = (2000..=2100).contains(&year) && (1..=12).contains(&month);
    right.then(|| format!("{year}-{month:02}"))
}
/// 2026年9月
pub fn said(month: &str) -> String {
    let (year, month) = month.split_once('-').unwrap_or((month, ""));
    format!("{year}年{}月", month.trim_start_matches('0'))
}

/// The lowest organisation at or above all of these paths.
pub fn above_all(paths: &[&str]) -> Option<i64> {
    let mut lines = paths.iter().map(|path| platform::tree::ids_of(path));
    let mut common = lines.next()?;
    for line in lines {
        let same = common.iter().zip(&line).take_while(|(one, other)| one == other).count();
        common.truncate(same);
    }
    common.last().map(|id| id.0)
}

/// The months of a sheet, in order.
pub fn months<'a>(claims: impl Iterator<Item = &'a str>) -> Vec<String> {
    claims.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn those_with_most_votes_are_chosen_and_nobody_by_lot() {
        let of = |votes: &[(i64, i64)], seats| {
            let chosen = chosen(votes, seats);
            (chosen.elected, chosen.tied)
        };
        assert_eq!(of(&[(1, 5), (2, 7), (3, 2), (4, 1)], 3), (vec![2, 1, 3], vec![]));
        assert_eq!(of(&[(1, 5), (2, 2), (3, 2)], 2), (vec![1], vec![2, 3]), "two for one seat");
        assert_eq!(of(&[(1, 5), (2, 2), (3, 2)], 3), (vec![1, 2, 3], vec![]));
        assert_eq!(of(&[(1, 0), (2, 0)], 3), (vec![], vec![]), "without a vote nobody");
    }
    #[test]
    fn a_sum_is_not_shown_where_it_gives_away_what_one_claims() {
        assert!(shows_sum(0) && !shows_sum(1) && !shows_sum(2) && shows_sum(3));
    }
    #[test]
    fn a_month_is_read_as_people_write_it() {
        for typed in ["2026-09", "2026年9月", "2026/9", "202609", "2026.09", " 2026年09月份 ", "2026-09-01"] {
            assert_eq!(month(typed).as_deref(), Some("2026-09"), "{typed}");
        }
        for typed in ["", "9月", "2026", "2026-13", "26-09", "九月"] {
            assert_eq!(month(typed), None, "{typed}");
        }
        assert_eq!(said("2026-09"), "2026年9月");
        assert_eq!(said("2026-10"), "2026年10月");
    }
    #[test]
    fn a_matter_lies_at_the_lowest_union_above_all() {
        assert_eq!(above_all(&["/1/2/3/", "/1/2/4/"]), Some(2));
        assert_eq!(above_all(&["/1/2/3/", "/1/2/"]), Some(2));
        assert_eq!(above_all(&["/1/2/3/", "/1/2/3/"]), Some(3));
        assert_eq!(above_all(&[]), None);
    }
    proptest! {
        #[test]
        fn never_more_than_the_seats_and_never_one_with_fewer_votes_than_one_who_is_not(votes in prop::collection::vec(0_i64..6, 0..12), seats in 1_usize..6) {
            let all: Vec<(i64, i64)> = votes.iter().enumerate().map(|(n, v)| (n as i64, *v)).collect();
            let of = |id: i64| votes[id as usize];
            let chosen = chosen(&all, seats);
            prop_assert!(chosen.elected.len() <= seats);
            for id in &chosen.elected {
                for other in all.iter().filter(|(other, _)| !chosen.elected.contains(other)) {
                    prop_assert!(of(*id) > other.1);
                }
            }
            let many = votes.iter().filter(|votes| **votes > 0).count();
            prop_assert!(!chosen.tied.is_empty() || chosen.elected.len() == many.min(seats));
        }
    }
}
