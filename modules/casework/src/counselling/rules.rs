//! Which counts may be shown, and of which time.
use jiff::{ToSpan, civil::Date};

/// Counts that add up to a total, as far as they may be shown; a hidden one is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub total: Option<i64>,
    pub counts: Vec<Option<i64>>,
}

/// Hides each count below `least`, and the next larger ones until no hidden one can be computed from the total, not even by whoever knows this
/// rule: at least two are hidden, together they are `least` or more and not each as large as a small one can be, and equal ones are hidden
/// together. A total below `least` is hidden with all of them.
pub fn shown(counts: &[i64], least: i64) -> Shown {
    let total: i64 = counts.iter().sum();
    if total < least {
        return Shown { total: None, counts: vec![None; counts.len()] };
    }
    let mut by_size: Vec<usize> = (0..counts.len()).collect();
    by_size.sort_by_key(|n| counts[*n]);
    let small = by_size.iter().filter(|n| counts[**n] < least).count();
    let sum = |hidden: usize| by_size[..hidden].iter().map(|n| counts[*n]).sum::<i64>();
    let mut hidden = small;
    let tells = |hidden: usize| {
        let together = sum(hidden);
        let all_large = hidden == small && together >= hidden as i64 * (least - 1);
        hidden < 2 || together < least || all_large || counts[by_size[hidden]] == counts[by_size[hidden - 1]]
    };
    while hidden > 0 && hidden < counts.len() && tells(hidden) {
        hidden += 1;
    }
    let mut shown: Vec<Option<i64>> = counts.iter().copied().map(Some).collect();
    for n in &by_size[..hidden] {
        shown[*n] = None;
    }
    Shown { total: Some(total), counts: shown }
}

/// Three months that are over: their counts change no more, so that nobody learns by looking twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    pub year: i16,
    /// 1 to 4.
    pub n: i8,
}
impl Quarter {
    /// The last `count` quarters that are over on a day, the newest first.
    pub fn over(today: Date, count: usize) -> Vec<Quarter> {
        let mut day = today;
        let step = |day: &mut Date| {
            *day = day.saturating_sub(3.months());
            Some(Quarter { year: day.year(), n: (day.month() - 1) / 3 + 1 })
        };
        std::iter::from_fn(|| step(&mut day)).take(count).collect()
    }
    /// As in an address: 2026-3.
    pub fn key(self) -> String {
        format!("{}-{}", self.year, self.n)
    }
    pub fn name(self) -> String {
        format!("{}年{}季度", self.year, ["一", "二", "三", "四"][usize::from(self.n.unsigned_abs()) - 1])
    }
    /// Its months as they are counted: 2026-07.
    pub fn months(self) -> [String; 3] {
        [1, 2, 3].map(|m| format!("{}-{:02}", self.year, (self.n - 1) * 3 + m))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::{HashMap, HashSet};

    #[test]
    fn small_counts_are_hidden_and_so_is_what_would_tell_them() {
        let of = |counts: &[i64]| shown(counts, 5);
        assert_eq!(of(&[7, 9]), Shown { total: Some(16), counts: vec![Some(7), Some(9)] });
        assert_eq!(of(&[7, 2, 9]), Shown { total: Some(18), counts: vec![None, None, Some(9)] }, "the next larger one");
        assert_eq!(of(&[1, 2, 9, 20]).counts, [None, None, None, Some(20)], "three people are still too few");
        assert_eq!(of(&[1, 2]), Shown { total: None, counts: vec![None, None] });
        assert_eq!(of(&[0, 8]).counts, [None, None], "nobody is a small number too");
        assert_eq!(of(&[8]), Shown { total: Some(8), counts: vec![Some(8)] });
        assert_eq!(of(&[4, 4, 5]).counts, [None, None, None], "two fours would be known to be fours");
    }

    /// Whoever knows the rule and all that is shown cannot say of any hidden count below `least` what it is.
    #[test]
    fn no_hidden_count_can_be_computed_even_by_whoever_knows_the_rule() {
        const LEAST: i64 = 3;
        const MOST: i64 = 8;
        for cells in 2..=4_u32 {
            let digits = |n: i64| (0..cells).map(|c| n / MOST.pow(c) % MOST).collect::<Vec<i64>>();
            let all = (0..MOST.pow(cells)).map(digits);
            let mut alike: HashMap<Vec<i64>, Vec<Vec<i64>>> = HashMap::new();
            for counts in all {
                let Shown { total, counts: seen } = shown(&counts, LEAST);
                let key = seen.iter().chain([&total]).map(|one| one.unwrap_or(-1)).collect();
                alike.entry(key).or_default().push(counts);
            }
            for (seen, possible) in alike {
                // At the edge of the numbers that are tried here others would be possible as well.
                let at_edge = possible.iter().flatten().any(|count| *count == MOST - 1);
                for cell in (0..cells as usize).filter(|cell| seen[*cell] == -1 && !at_edge) {
                    let values: HashSet<i64> = possible.iter().map(|counts| counts[cell]).collect();
                    assert!(values.len() > 1, "{seen:?} tells {values:?}");
                }
            }
        }
    }

    #[test]
    fn only_quarters_that_are_over_are_there() {
        let all = Quarter::over(date(2026, 11, 22), 4);
        assert_eq!(
            all.iter().map(|q| q.name()).collect::<Vec<_>>(),
            ["2026年三季度", "2026年二季度", "2026年一季度", "2025年四季度"]
        );
        assert_eq!(all[0].months(), ["2026-07", "2026-08", "2026-09"]);
        assert_eq!(
            Quarter::over(date(2026, 5, 31), 2).iter().map(|q| q.key()).collect::<Vec<_>>(),
            ["2026-1", "2025-4"]
        );
    }
}
