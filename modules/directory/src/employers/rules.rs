//! What an employer's card may say.

use super::{
    coverage::{CLASSES, SizeClass},
    store::{Lead, SIZED},
};

/// What sorting an entry costs beside passing one in order.
const SORTED: i64 = 3;
/// From how few on no other way is looked for.
const FEW: i64 = 100;

/// The condition that leads to the rows of a list: where few are found or covered those, else the one that the fewest meet. Sizes are
/// counted up to [`SIZED`] + 1.
pub fn lead(found: bool, covered: Option<i64>, branch: i64, others: &[(Lead, i64)]) -> Lead {
    if found {
        return Lead::Found;
    }
    if covered.is_some_and(|covered| covered <= SIZED) {
        return Lead::Covered;
    }
    let sorted = if branch > SIZED {
        i64::MAX
    } else if branch <= FEW {
        0
    } else {
        branch * SORTED
    };
    let all = others.iter().copied().chain([(Lead::Branch, sorted)]);
    let least = all.min_by_key(|(_, size)| *size).filter(|(_, size)| *size <= SIZED * SORTED);
    least.map_or(Lead::Size, |(lead, _)| lead)
}

/// The size class of a headcount.
pub fn size_of(headcount: i64) -> &'static SizeClass {
    CLASSES.iter().find(|class| headcount >= class.least).unwrap_or(&CLASSES[CLASSES.len() - 1])
}

/// More people than any employer of the country has.
pub const MOST_PEOPLE: i64 = 2_000_000;

/// A number of people as somebody typed it: digits, with or without separators.
pub fn people(text: &str) -> Result<i64, &'static str> {
    let digits: String = platform::standards::tight(text).chars().filter(|c| !matches!(c, ',' | '，' | '人')).collect();
    match digits.parse::<i64>() {
        _ if digits.is_empty() => Ok(0),
        Ok(n) if n < 0 => Err("人数不能是负数"),
        Ok(n) if n > MOST_PEOPLE => Err("人数太大了，请再看一遍"),
        Ok(n) => Ok(n),
        Err(_) => Err("请填整数，例如120"),
    }
}

/// What is wrong with a part of the people, if anything.
pub fn part_fault(part: i64, all: i64, name: &str) -> Option<String> {
    (part > all).then(|| format!("{name}{part}人，比职工总数{all}人还多，请再看一遍"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_of_people_is_taken_as_people_write_it() {
        for (text, number) in [("120", 120), (" １２０ ", 120), ("1,200人", 1200), ("", 0)] {
            assert_eq!(people(text), Ok(number), "{text}");
        }
        for text in ["-3", "一百", "12.5", "99999999999999999999", "2000001"] {
            assert!(people(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_condition_that_the_fewest_meet_leads_to_the_rows() {
        let large = SIZED + 1;
        assert_eq!(lead(false, None, large, &[]), Lead::Size);
        assert_eq!(lead(false, None, 90, &[(Lead::Way, 10)]), Lead::Branch);
        assert_eq!(lead(false, None, large, &[(Lead::Way, large), (Lead::Section, 40)]), Lead::Section);
        assert_eq!(lead(false, None, 400, &[(Lead::Way, 2_000)]), Lead::Branch);
        assert_eq!(lead(false, Some(3), 400, &[(Lead::Way, 2)]), Lead::Covered);
        assert_eq!(lead(true, Some(3), 400, &[]), Lead::Found);
    }

    proptest! {
        #[test]
        fn every_headcount_has_exactly_one_size(headcount in 0i64..MOST_PEOPLE) {
            let fits = |c: &&SizeClass| headcount >= c.least && c.most.is_none_or(|most| headcount <= most);
            prop_assert_eq!(CLASSES.iter().filter(fits).collect::<Vec<_>>(), vec![size_of(headcount)]);
        }

        #[test]
        fn a_part_is_wrong_exactly_when_it_is_more_than_all(part in 0i64..1000, all in 0i64..1000) {
            prop_assert_eq!(part_fault(part, all, "女职工").is_some(), part > all);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = people(&text);
        }
    }
}
