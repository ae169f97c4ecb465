//! Pure decisions about memberships and their lists.
use jiff::{ToSpan, civil::Date};

/// Sizes of branches and groups are counted up to so many.
pub const SIZED: i64 = 20_000;

/// By which way the rows of a list are reached: the number that each step looks at stays small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Some memberships that a search found.
    Found,
    /// Those of one batch.
    Batch,
    /// Those of some people: of one employer or one small group.
    People,
    /// The whole branch, then sorted.
    Branch,
    /// By the day of joining, taking those that lie in the branch.
    Walk,
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
    pub group: Option<i64>,
}
/// Entries that a walk passes for a page of 20 where every row would do, times three: those of one branch often joined at the same time.
const PASSED: i64 = 60;
/// What looking somebody of a group up costs beside an entry of an index.
const LOOKED_UP: i64 = 6;

/// The way that looks at the fewest entries.
pub fn way(known: Known) -> Way {
    match known {
        Known { found: true, .. } => return Way::Found,
        Known { batch: true, .. } => return Way::Batch,
        Known { employer: true, .. } => return Way::People,
        _ => {}
    }
    let rarest = known.branch.min(known.group.unwrap_or(i64::MAX)).max(1);
    let walk = if rarest > SIZED { 0 } else { PASSED * (known.all / rarest).max(1) };
    let people = known.group.filter(|group| *group <= SIZED).map_or(i64::MAX, |group| group * LOOKED_UP);
    let branch = if known.branch > SIZED { i64::MAX } else { known.branch };
    match walk.min(people).min(branch) {
        least if least == branch => Way::Branch,
        least if least == people => Way::People,
        _ => Way::Walk,
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
        let large = Known { all: 2_000_000, branch: SIZED + 1, ..Known::default() };
        assert_eq!(way(large), Way::Walk);
        assert_eq!(way(Known { group: Some(SIZED + 1), ..large }), Way::Walk);
        assert_eq!(way(Known { group: Some(12), ..large }), Way::People);
        assert_eq!(way(Known { employer: true, ..large }), Way::People);
        assert_eq!(way(Known { found: true, batch: true, ..large }), Way::Found);
        assert_eq!(way(Known { branch: 5_000, ..large }), Way::Branch, "a town");
        assert_eq!(way(Known { branch: 5_000, group: Some(4), ..large }), Way::People);
        assert_eq!(way(Known { branch: 300, group: Some(400), ..large }), Way::Branch);
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
        fn what_is_sorted_at_once_is_never_large(all in 1i64..4_000_000, branch in 0i64..=SIZED + 1, group in proptest::option::of(0i64..=SIZED + 1)) {
            match way(Known { all, branch, group, ..Known::default() }) {
                Way::Branch => prop_assert!(branch <= SIZED),
                Way::People => prop_assert!(group.is_some_and(|g| g <= SIZED)),
                way => prop_assert_eq!(way, Way::Walk),
            }
        }
    }
}
