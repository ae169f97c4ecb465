//! Votes of a group and of a committee. Pure.

/// The votes of a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Votes {
    /// Entitled to vote.
    pub members: i64,
    pub present: i64,
    pub yes: i64,
    pub no: i64,
}
impl Votes {
    pub fn abstained(self) -> i64 {
        self.present - self.yes - self.no
    }
    /// What can't be, as a sentence.
    pub fn fault(self) -> Option<&'static str> {
        match self {
            v if v.members < 1 => Some("请填应到人数"),
            v if v.present < 1 || v.present > v.members => Some("实到人数要在1和应到人数之间"),
            v if v.yes < 0 || v.no < 0 || v.abstained() < 0 => Some("同意和不同意加起来不能超过实到人数"),
            _ => None,
        }
    }
    /// More than half of all who may vote.
    pub fn passes(self) -> bool {
        self.yes * 2 > self.members
    }
    /// 应到7人，实到6人，同意5票，不同意1票，弃权0票
    pub fn sentence(self) -> String {
        let (all, here, yes, no, none) = (self.members, self.present, self.yes, self.no, self.abstained());
        format!("应到{all}人，实到{here}人，同意{yes}票，不同意{no}票，弃权{none}票")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_committee_needs_more_than_half_of_all_its_members() {
        let votes = |members, present, yes, no| Votes { members, present, yes, no };
        assert!(votes(7, 6, 4, 2).passes());
        assert!(!votes(8, 6, 4, 1).passes());
        assert_eq!(votes(7, 6, 4, 2).fault(), None);
        assert!(votes(7, 8, 4, 2).fault().is_some());
        assert!(votes(7, 6, 5, 2).fault().is_some());
        assert!(votes(0, 0, 0, 0).fault().is_some());
    }

    proptest! {
        #[test]
        fn right_votes_add_up(members in 1i64..30, present in -3i64..30, yes in -3i64..30, no in -3i64..30) {
            let votes = Votes { members, present, yes, no };
            if votes.fault().is_none() {
                prop_assert_eq!(votes.yes + votes.no + votes.abstained(), votes.present);
                prop_assert!(votes.abstained() >= 0 && votes.present <= votes.members);
            }
        }
    }
}
