//! When an election holds and who is elected. Pure.
//!
//! Sources: 工会法 (2021) articles 10, 11 and 16; 工会基层组织选举工作条例 (总工发〔2016〕27号): who has a vote (article 4), the sizes (7), two thirds
//! attending (17), candidates beyond the seats, more than half of those who should attend; 企业工会主席产生办法（试行） article 6 for the chair. Which of
//! them were read in the original and which are known by quotation only: decision 055. Numbers that regions set come in as arguments.

/// How many sit in a committee, by the number of members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands(Vec<Band>);
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Band {
    from: i64,
    to: i64,
    size: Size,
}
/// The least and the most seats, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub least: i64,
    pub most: i64,
    /// One alone will do as well: a small union may elect a chair or an organiser instead of a committee (工会法第十一条).
    pub or_one: bool,
}
impl Size {
    pub const ONE: Size = Size { least: 1, most: 1, or_one: false };

    pub fn holds(self, seats: i64) -> bool {
        (self.or_one && seats == 1) || (self.least..=self.most).contains(&seats)
    }
    /// The fewest seats that will do.
    pub fn fewest(self) -> i64 {
        if self.or_one { 1 } else { self.least }
    }
    /// 3至7人, 1人, 1人或3至5人
    pub fn words(self) -> String {
        let one = if self.or_one { "1人或" } else { "" };
        if self.least == self.most {
            format!("{one}{}人", self.least)
        } else {
            format!("{one}{}至{}人", self.least, self.most)
        }
    }
}
impl Bands {
    /// Reads lines like `25-200人：3-7人`, `0-24人：1人或3-5人` or `50001人以上：37-45人`; none where a line says something else or has its ends
    /// mixed up.
    pub fn read(text: &str) -> Option<Bands> {
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
        let bands: Vec<Band> = lines.map(band).collect::<Option<_>>()?;
        (!bands.is_empty()).then_some(Bands(bands))
    }
    pub fn of(&self, members: i64) -> Option<Size> {
        self.0.iter().find(|b| (b.from..=b.to).contains(&members)).map(|b| b.size)
    }
}
fn band(line: &str) -> Option<Band> {
    let (members, seats) = line.split_once(['：', ':'])?;
    let (from, to) = match numbers(members)[..] {
        [from] if members.contains("以上") => (from, i64::MAX),
        [from, to] => (from, to),
        _ => return None,
    };
    let (least, most, or_one) = match numbers(seats)[..] {
        [seats] => (seats, seats, false),
        [1, least, most] if seats.contains('或') => (least, most, true),
        [least, most] => (least, most, false),
        _ => return None,
    };
    (from <= to && 0 < least && least <= most).then_some(Band { from, to, size: Size { least, most, or_one } })
}
fn numbers(text: &str) -> Vec<i64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
}

/// How many must be there: two thirds of those who should attend (选举工作条例第十七条).
pub fn quorum(entitled: i64) -> i64 {
    (entitled * 2 + 2) / 3
}
/// How many votes elect: more than half of those who should attend, not of those who came (选举工作条例: 获得应到会人数的过半数赞成票).
pub fn majority(entitled: i64) -> i64 {
    entitled / 2 + 1
}
/// How many candidates there must be for so many seats: 差额率不低于5% (选举工作条例; the percentage is a setting). One seat may have one candidate,
/// as a chair may be elected without a rival.
pub fn candidates_needed(seats: i64, percent: i64) -> i64 {
    match (seats, percent) {
        (..=1, _) | (_, 0) => seats,
        _ => seats + ((seats * percent + 99) / 100).max(1),
    }
}

/// What the tellers counted of one committee's ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballots {
    pub issued: i64,
    pub returned: i64,
    pub valid: i64,
}
/// Why a count can't be so, or an election doesn't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    MorePresentThanEntitled,
    NotQuorate {
        needed: i64,
    },
    MoreIssuedThanPresent,
    /// The election is void and must be held again.
    MoreReturnedThanIssued,
    MoreValidThanReturned,
    MoreVotesThanValid,
    /// Each ballot has as many votes as there are seats.
    MoreVotesThanSeats,
}
impl Fault {
    pub fn sentence(self) -> String {
        match self {
            Fault::MorePresentThanEntitled => "实到人数比应到人数多，请再核对".into(),
            Fault::NotQuorate { needed } => {
                format!("实到人数不够应到人数的三分之二（要{needed}人），这次选举不能进行，请另行开会")
            }
            Fault::MoreIssuedThanPresent => "发出的票比实到人数多，请再核对".into(),
            Fault::MoreReturnedThanIssued => "收回的票比发出的多，这次选举无效，要重新选举".into(),
            Fault::MoreValidThanReturned => "有效票比收回的票多，请再核对".into(),
            Fault::MoreVotesThanValid => "得票比有效票多，请再核对".into(),
            Fault::MoreVotesThanSeats => "得票总数太多：每张票选的人不能超过应选名额，请再核对".into(),
        }
    }
}
/// Whether the meeting may elect.
pub fn attendance(entitled: i64, present: i64) -> Result<(), Fault> {
    match present {
        p if p > entitled => Err(Fault::MorePresentThanEntitled),
        p if p < quorum(entitled) => Err(Fault::NotQuorate { needed: quorum(entitled) }),
        _ => Ok(()),
    }
}
/// Whether one committee's ballots can be so, and the election holds.
pub fn ballots(present: i64, seats: i64, counted: Ballots, votes: &[i64]) -> Result<(), Fault> {
    let Ballots { issued, returned, valid } = counted;
    if issued > present {
        return Err(Fault::MoreIssuedThanPresent);
    }
    if returned > issued {
        return Err(Fault::MoreReturnedThanIssued);
    }
    if valid > returned {
        return Err(Fault::MoreValidThanReturned);
    }
    if votes.iter().any(|v| *v > valid) {
        return Err(Fault::MoreVotesThanValid);
    }
    if votes.iter().sum::<i64>() > valid.saturating_mul(seats) {
        return Err(Fault::MoreVotesThanSeats);
    }
    Ok(())
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Elected,
    NotElected,
    /// Has the votes, but as many as another for the last seat: these are voted on once more.
    Tied,
}
impl Outcome {
    pub fn key(self) -> &'static str {
        ["elected", "not", "tied"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Self> {
        [Outcome::Elected, Outcome::NotElected, Outcome::Tied].into_iter().find(|o| o.key() == key)
    }
}
/// Who is elected: who has more than half of those who should attend; of too many, those with the most votes.
pub fn outcomes(seats: i64, entitled: i64, votes: &[i64]) -> Vec<Outcome> {
    let needed = majority(entitled);
    let mut enough: Vec<i64> = votes.iter().copied().filter(|v| *v >= needed).collect();
    enough.sort_unstable_by(|a, b| b.cmp(a));
    let seats = usize::try_from(seats).unwrap_or(0);
    // The votes of the first who has no seat any more: who has as many shares the last seat with him.
    let first_out = enough.get(seats).copied();
    let outcome = |v: i64| match first_out {
        _ if v < needed => Outcome::NotElected,
        Some(out) if v < out => Outcome::NotElected,
        Some(out) if v == out && seats > 0 && enough[seats - 1] == out => Outcome::Tied,
        Some(out) if v == out => Outcome::NotElected,
        _ => Outcome::Elected,
    };
    votes.iter().map(|v| outcome(*v)).collect()
}

/// How close a candidate is to who heads the enterprise: 主要负责人 in 工会法第十条, with 法定代表人 and 合伙人 in 选举工作条例.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    None,
    Head,
    Spouse,
    ParentOrChild,
    Sibling,
    Grand,
}
impl Relation {
    pub const ALL: [Relation; 6] =
        [Relation::None, Relation::Head, Relation::Spouse, Relation::ParentOrChild, Relation::Sibling, Relation::Grand];
    pub fn key(self) -> &'static str {
        ["none", "head", "spouse", "parent_or_child", "sibling", "grand"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["没有近亲属关系", "就是负责人、法定代表人或合伙人", "配偶", "父母或子女", "兄弟姐妹", "祖父母、外祖父母或孙辈"]
            [self as usize]
    }
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }
    /// Close relatives of the head are not eligible (工会法第十条); the head is not either.
    pub fn refusal(self) -> Option<&'static str> {
        match self {
            Relation::None => None,
            Relation::Head => Some("单位主要负责人、法定代表人和合伙人不能作工会委员会委员的人选"),
            _ => Some("单位主要负责人的近亲属不得作为本单位工会委员会成员的人选（《工会法》第十条）"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn national() -> Bands {
        Bands::read(crate::settings::COMMITTEE_SIZE.default).expect("the default")
    }

    #[test]
    fn the_size_of_a_committee_follows_the_table() {
        let size = |members| national().of(members).map(|s| (s.least, s.most)).expect("a band");
        let expected = [
            (0, (3, 5)),
            (24, (3, 5)),
            (25, (3, 7)),
            (200, (3, 7)),
            (201, (7, 15)),
            (1000, (7, 15)),
            (1001, (15, 21)),
            (5001, (21, 29)),
            (10_001, (29, 37)),
            (50_000, (29, 37)),
            (50_001, (37, 45)),
            (1_000_000, (37, 45)),
        ];
        for (members, seats) in expected {
            assert_eq!(size(members), seats, "{members}");
        }
        let small = national().of(24).expect("a band");
        assert_eq!([1, 2, 3, 5, 6].map(|seats| small.holds(seats)), [true, false, true, true, false]);
        assert_eq!((small.fewest(), small.words().as_str()), (1, "1人或3至5人"));
    }

    #[test]
    fn a_table_with_a_line_that_says_nothing_is_not_taken() {
        for wrong in ["", "25人以上", "200-25：3-7", "25-200：7-3", "0-24：0", "多少人：3-7"] {
            assert_eq!(Bands::read(wrong), None, "{wrong}");
        }
        assert!(Bands::read("25-200: 3-7").is_some(), "a colon of either kind");
    }

    #[test]
    fn two_thirds_must_come_and_more_than_half_of_all_elect() {
        assert_eq!((quorum(100), majority(100)), (67, 51));
        assert_eq!((quorum(99), majority(99)), (66, 50));
        assert_eq!((quorum(1), majority(1)), (1, 1));
        assert_eq!(attendance(100, 66), Err(Fault::NotQuorate { needed: 67 }));
        assert_eq!(attendance(100, 67), Ok(()));
        assert_eq!(attendance(100, 101), Err(Fault::MorePresentThanEntitled));
        // 67 of 100 came, 50 voted for her: more than half of those present, not of all.
        assert_eq!(outcomes(1, 100, &[50]), [Outcome::NotElected]);
        assert_eq!(outcomes(1, 100, &[51]), [Outcome::Elected]);
    }

    #[test]
    fn one_candidate_more_than_seats_but_for_one_seat() {
        assert_eq!([1, 3, 7, 20, 21, 37].map(|seats| candidates_needed(seats, 5)), [1, 4, 8, 21, 23, 39]);
        assert_eq!(candidates_needed(5, 0), 5);
    }

    #[test]
    fn of_too_many_those_with_most_votes_are_elected_and_a_tie_for_the_last_seat_is_voted_again() {
        use Outcome::{Elected, NotElected, Tied};
        assert_eq!(outcomes(3, 30, &[28, 20, 25, 18]), [Elected, Elected, Elected, NotElected]);
        assert_eq!(outcomes(3, 30, &[28, 20, 25, 20]), [Elected, Tied, Elected, Tied]);
        assert_eq!(outcomes(3, 30, &[28, 15, 25, 15]), [Elected, NotElected, Elected, NotElected], "15 is only half");
        assert_eq!(outcomes(1, 30, &[20, 20, 25]), [NotElected, NotElected, Elected]);
    }

    #[test]
    fn more_ballots_returned_than_issued_make_the_election_void() {
        let counted = |issued, returned, valid| Ballots { issued, returned, valid };
        assert_eq!(ballots(30, 3, counted(30, 31, 30), &[]), Err(Fault::MoreReturnedThanIssued));
        assert_eq!(ballots(30, 3, counted(31, 30, 30), &[]), Err(Fault::MoreIssuedThanPresent));
        assert_eq!(ballots(30, 3, counted(30, 28, 29), &[]), Err(Fault::MoreValidThanReturned));
        assert_eq!(ballots(30, 3, counted(30, 28, 27), &[28]), Err(Fault::MoreVotesThanValid));
        assert_eq!(ballots(30, 1, counted(30, 28, 27), &[20, 8]), Err(Fault::MoreVotesThanSeats));
        assert_eq!(ballots(30, 3, counted(30, 28, 27), &[27, 27, 27]), Ok(()));
    }

    #[test]
    fn the_head_and_close_relatives_are_not_eligible() {
        let refused: Vec<bool> = Relation::ALL.iter().map(|r| r.refusal().is_some()).collect();
        assert_eq!(refused, [false, true, true, true, true, true]);
    }

    proptest! {
        #[test]
        fn never_more_are_elected_than_there_are_seats_and_nobody_with_half_or_less(
            seats in 0i64..20, entitled in 1i64..500, votes in proptest::collection::vec(0i64..500, 0..40),
        ) {
            let outcomes = outcomes(seats, entitled, &votes);
            let elected = outcomes.iter().filter(|o| **o == Outcome::Elected).count();
            prop_assert!(elected as i64 <= seats);
            for (votes_for, outcome) in votes.iter().zip(&outcomes) {
                if *outcome != Outcome::NotElected {
                    prop_assert!(votes_for * 2 > entitled);
                }
            }
            // Nobody with fewer votes goes before somebody with more.
            let least_in = votes.iter().zip(&outcomes).filter(|(_, o)| **o == Outcome::Elected).map(|(v, _)| *v).min();
            let most_out = votes.iter().zip(&outcomes).filter(|(_, o)| **o == Outcome::NotElected).map(|(v, _)| *v).max();
            if let (Some(inside), Some(outside)) = (least_in, most_out) {
                prop_assert!(inside > outside);
            }
            // A tie leaves a seat open, and at least two share it.
            let tied = outcomes.iter().filter(|o| **o == Outcome::Tied).count();
            prop_assert!(tied == 0 || (tied >= 2 && (elected as i64) < seats));
        }

        #[test]
        fn a_quorum_is_the_least_number_that_is_two_thirds(entitled in 0i64..100_000) {
            let needed = quorum(entitled);
            prop_assert!(needed * 3 >= entitled * 2);
            prop_assert!(needed == 0 || (needed - 1) * 3 < entitled * 2);
            prop_assert!(majority(entitled) * 2 > entitled && (majority(entitled) - 1) * 2 <= entitled);
        }

        #[test]
        fn every_number_of_members_has_one_size_and_more_members_never_a_smaller_one(members in 0i64..200_000) {
            let (here, next) = (national().of(members).expect("a band"), national().of(members + 1).expect("a band"));
            prop_assert!(here.least <= here.most && here.least <= next.least && here.most <= next.most);
        }
    }
}
