//! Pure decisions about memberships and their lists.
use jiff::{ToSpan, civil::Date};

/// Sizes of branches and groups are counted up to so many.
pub const SIZED: i64 = 20_000;
/// Unions of a branch are counted up to so many.
pub const UNIONS: i64 = 500;

/// By which way the rows of a list are reached: the number of entries that each looks at stays small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Some memberships that a search found.
    Found,
    /// Those of one batch, by the day of joining.
    Batch,
    /// Those who work for one employer, by the day of joining.
    Employer,
    /// Those of one group in the branch, then sorted.
    Group,
    /// The first of each set of groups that holds the group, by the day of joining, then sorted.
    Sets,
    /// Those of the branch that are kept, or have ended, then sorted.
    State,
    /// The whole branch, then sorted.
    Branch,
    /// The first of each union of the branch, then sorted.
    Unions,
    /// By the day of joining, taking those that lie in the branch.
    Walk,
}
impl Way {
    /// Its index holds the rows in the order of the list.
    pub fn is_in_order(self) -> bool {
        matches!(self, Way::Batch | Way::Employer | Way::Walk)
    }
}

/// What is known before a list is read. Sizes are counted up to [`SIZED`] + 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    pub found: bool,
    pub batch: bool,
    pub employer: bool,
    /// About all memberships.
    pub all: i64,
    pub branch: i64,
    /// Counted up to [`UNIONS`] + 1.
    pub unions: i64,
    /// Those of the group in the branch.
    pub group: Option<i64>,
    /// Sets of groups that hold the group.
    pub sets: i64,
    /// Those in the rare state in the branch.
    pub state: Option<i64>,
    /// Those between the days: a walk passes no others.
    pub passed: Option<i64>,
    /// A condition that few may meet, so that beginning at each union may have to go through all of it.
    pub rare: bool,
    /// The branch is the whole tree: a walk need not ask where an entry lies.
    pub whole: bool,
}
/// Entries that a walk passes for a page of 20 where every row would do, times three: those of one branch often joined at the same time.
const PASSED: i64 = 60;
// What one entry costs on the other ways, with that of a walk through everybody (some 0.1 µs) as 1: its union looked up, sorted among many,
// narrower and sorted, two look-ups.
const WITHIN: i64 = 8;
const OF_BRANCH: i64 = 3;
const OF_GROUP: i64 = 2;
const OF_UNION: i64 = 90;

/// The way that costs least.
pub fn way(known: Known) -> Way {
    match known {
        Known { found: true, .. } => return Way::Found,
        Known { batch: true, .. } => return Way::Batch,
        Known { employer: true, .. } => return Way::Employer,
        _ => {}
    }
    let counted = |size: i64, most: i64, each: i64| if size > most { i64::MAX } else { size * each };
    let rarest = known.branch.min(known.group.unwrap_or(i64::MAX)).min(known.state.unwrap_or(i64::MAX)).max(1);
    let dense = if rarest > SIZED { PASSED } else { PASSED * (known.all / rarest).max(1) };
    let looked = if known.whole { 1 } else { WITHIN };
    let passed = dense.min(known.passed.filter(|passed| *passed <= SIZED).unwrap_or(i64::MAX));
    let walk = passed * looked;
    // From each set as many as a page holds, twice; in a small branch many others are passed.
    let thin = if known.branch > SIZED { 1 } else { (known.all / known.branch.max(1)).max(1) };
    let sets = known.group.map_or(i64::MAX, |_| (2 * known.sets.max(1) * PASSED * looked).saturating_mul(thin));
    let group = known.group.map_or(i64::MAX, |group| counted(group, SIZED, OF_GROUP));
    let state = known.state.map_or(i64::MAX, |state| counted(state, SIZED, OF_GROUP));
    let branch = counted(known.branch, SIZED, OF_BRANCH);
    let unions = match known.rare {
        true => i64::MAX,
        false => counted(known.unions, UNIONS, OF_UNION),
    };
    match walk.min(group).min(sets).min(state).min(branch).min(unions) {
        least if least == branch => Way::Branch,
        least if least == group => Way::Group,
        least if least == state => Way::State,
        least if least == sets => Way::Sets,
        least if least == walk => Way::Walk,
        _ => Way::Unions,
    }
}

/// Whole years on a day.
pub fn age(birth: Date, today: Date) -> i16 {
    let had = (today.month(), today.day()) >= (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(!had)
}

/// Why somebody born then can't be a worker yet (劳动法第十五条: nobody under sixteen is employed), or hardly still is.
pub fn age_fault(birth: Date, joined_on: Date) -> Option<&'static str> {
    match birth.checked_add(16.years()) {
        Ok(sixteen) if sixteen > joined_on => Some("入会那天还不满16周岁，请核对出生日期和入会日期"),
        _ if age(birth, joined_on) > 100 => Some("年龄超过100岁，请核对出生日期"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_large_branch_is_walked_unless_something_smaller_leads_to_the_rows() {
        let large = Known { all: 2_000_000, branch: SIZED + 1, unions: UNIONS + 1, ..Known::default() };
        assert_eq!(way(large), Way::Walk);
        assert_eq!(way(Known { group: Some(SIZED + 1), sets: 9, ..large }), Way::Walk);
        assert_eq!(way(Known { group: Some(4_000), sets: 20, ..large }), Way::Group);
        assert_eq!(way(Known { group: Some(4_000), sets: 20, whole: true, ..large }), Way::Sets);
        assert_eq!(way(Known { employer: true, ..large }), Way::Employer);
        assert_eq!(way(Known { found: true, batch: true, ..large }), Way::Found);
        let town = Known { branch: 5_000, unions: 30, ..large };
        assert_eq!(way(Known { rare: true, group: Some(1_500), sets: 9, ..town }), Way::Group);
        assert_eq!(way(town), Way::Unions);
        assert_eq!(way(Known { rare: true, ..town }), Way::Branch);
        assert_eq!(way(Known { rare: true, passed: Some(900), ..town }), Way::Walk, "few joined in those days");
        assert_eq!(way(Known { rare: true, group: Some(4), ..town }), Way::Group);
        assert_eq!(way(Known { branch: 300, unions: 1, group: Some(300), rare: true, ..large }), Way::Group);
        assert_eq!(way(Known { branch: 20, unions: 1, ..large }), Way::Branch);
        assert_eq!(way(Known { rare: true, state: Some(45), ..town }), Way::State);
        assert_eq!(way(Known { rare: true, state: Some(SIZED + 1), ..large }), Way::Walk);
    }

    #[test]
    fn somebody_turns_sixteen_on_the_birthday() {
        assert_eq!(age_fault(date(2010, 11, 19), date(2026, 11, 19)), None);
        assert!(age_fault(date(2010, 11, 20), date(2026, 11, 19)).is_some());
        assert!(age_fault(date(1900, 1, 1), date(2026, 11, 19)).is_some());
        assert_eq!(age(date(1995, 11, 20), date(2026, 11, 19)), 30);
    }

    proptest! {
        #[test]
        fn what_is_sorted_at_once_is_never_large(
            all in 1i64..4_000_000, branch in 0i64..=SIZED + 1, unions in 1i64..=UNIONS + 1,
            group in proptest::option::of(0i64..=SIZED + 1), state in proptest::option::of(0i64..=SIZED + 1), rare in proptest::bool::ANY,
            whole in proptest::bool::ANY,
        ) {
            let sets = group.map_or(0, |group| 1 + group % 40);
            match way(Known { sets, all, branch, unions, group, state, rare, whole, ..Known::default() }) {
                Way::Branch => prop_assert!(branch <= SIZED),
                Way::Group => prop_assert!(group.is_some_and(|g| g <= SIZED)),
                Way::State => prop_assert!(state.is_some_and(|s| s <= SIZED)),
                Way::Sets => prop_assert!(group.is_some()),
                Way::Unions => prop_assert!(!rare && unions <= UNIONS),
                way => prop_assert_eq!(way, Way::Walk),
            }
        }
    }
}
