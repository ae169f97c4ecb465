//! Where a founding stands and what comes next. Pure.
use crate::elections;

/// The steps that people see.
pub const STEPS: [&str; 7] = ["申请", "批准筹建", "筹备组", "发展会员", "选举", "上级批复", "成立"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Asked,
    Refused,
    Withdrawn,
    Preparing,
    Founded,
    /// Given up after the approval.
    Ended,
}
impl Stage {
    pub const ALL: [Stage; 6] =
        [Stage::Asked, Stage::Refused, Stage::Withdrawn, Stage::Preparing, Stage::Founded, Stage::Ended];
    pub fn key(self) -> &'static str {
        ["asked", "refused", "withdrawn", "preparing", "founded", "ended"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["待批准", "未批准", "已撤回", "筹建中", "已成立", "已终止"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.key() == key)
    }
    pub fn is_open(self) -> bool {
        matches!(self, Stage::Asked | Stage::Preparing)
    }
}

/// Whether a preparatory group can work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Complete,
    /// So many are missing.
    Short(i64),
    NoLeader,
}
/// Three to five (a setting), one of them the leader.
pub fn group(members: i64, leaders: i64, least: i64) -> Group {
    match (members, leaders) {
        (n, _) if n < least => Group::Short(least - n),
        (_, 1) => Group::Complete,
        _ => Group::NoLeader,
    }
}
impl Group {
    /// What is to be done about it; none where nothing is.
    pub fn sentence(self, had_left: bool) -> Option<String> {
        match self {
            Group::Complete => None,
            Group::Short(n) if had_left => Some(format!("筹备组有人离开，还差{n}人，请再推选{n}人补上")),
            Group::Short(n) => Some(format!("筹备组还差{n}人，请推选出来")),
            Group::NoLeader => Some("筹备组还没有组长，请从成员里定一位".to_owned()),
        }
    }
}

/// What the next step follows from.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    pub stage: Stage,
    pub group: Group,
    pub members: i64,
    pub election: Option<elections::State>,
}
/// Number of the step (from 1) at which it is; 8 when all is done. None where it came to nothing.
pub fn step(now: &Situation) -> Option<usize> {
    use elections::State;
    Some(match (now.stage, now.election) {
        (Stage::Asked, _) => 2,
        (Stage::Founded, _) => STEPS.len() + 1,
        (Stage::Preparing, Some(State::Reported)) => 6,
        (Stage::Preparing, _) if now.group != Group::Complete => 3,
        (Stage::Preparing, Some(State::Open | State::Returned)) => 5,
        (Stage::Preparing, _) => 4,
        (Stage::Refused | Stage::Withdrawn | Stage::Ended, _) => return None,
    })
}
/// Why the election can't be prepared yet; none: it can.
pub fn hindrance(now: &Situation, had_left: bool) -> Option<String> {
    if now.stage != Stage::Preparing {
        return Some("这次建会不在筹建中".to_owned());
    }
    if let Some(sentence) = now.group.sentence(had_left) {
        return Some(sentence);
    }
    (now.members == 0).then(|| "还没有会员，先请职工扫码入会".to_owned())
}

/// What the law says about so many members (工会法第十一条).
pub fn size_words(members: i64, committee_from: i64) -> String {
    if members >= committee_from {
        format!("已满{committee_from}人，应当建立工会委员会")
    } else {
        format!("不满{committee_from}人的，可以单独或和别的单位联合建会，也可以选组织员1人")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn preparing(group: Group, members: i64, election: Option<elections::State>) -> Situation {
        Situation { stage: Stage::Preparing, group, members, election }
    }

    #[test]
    fn a_group_has_three_members_and_one_leader() {
        assert_eq!(group(0, 0, 3), Group::Short(3));
        assert_eq!(group(2, 1, 3), Group::Short(1));
        assert_eq!(group(3, 0, 3), Group::NoLeader);
        assert_eq!(group(5, 1, 3), Group::Complete);
    }

    #[test]
    fn a_group_that_loses_somebody_takes_the_founding_back_to_the_group() {
        let elections = elections::State::Open;
        assert_eq!(step(&preparing(Group::Complete, 30, Some(elections))), Some(5));
        let short = preparing(Group::Short(1), 30, Some(elections));
        assert_eq!(step(&short), Some(3));
        assert!(hindrance(&short, true).expect("a sentence").contains("再推选1人"));
    }

    #[test]
    fn nobody_elects_before_somebody_joined() {
        assert!(hindrance(&preparing(Group::Complete, 0, None), false).is_some());
        assert_eq!(hindrance(&preparing(Group::Complete, 1, None), false), None);
    }

    proptest! {
        #[test]
        fn every_open_founding_has_a_next_step(members in 0i64..10, leaders in 0i64..3, joined in 0i64..50, e in 0usize..6) {
            let election = elections::State::ALL.get(e).copied();
            for stage in Stage::ALL {
                let now = Situation { stage, group: group(members, leaders, 3), members: joined, election };
                prop_assert_eq!(step(&now).is_some(), stage.is_open() || stage == Stage::Founded);
            }
        }
    }
}
