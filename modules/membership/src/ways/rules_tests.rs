use super::*;
use proptest::prelude::*;

#[test]
fn keys_lead_back_to_what_they_name() {
    assert!(Kind::ALL.into_iter().all(|k| Kind::from_key(k.key()) == Some(k)));
    assert!(State::ALL.into_iter().all(|s| State::from_key(s.key()) == Some(s)));
    assert!(Act::ALL.into_iter().all(|a| Act::from_key(a.key()) == Some(a)));
}

#[test]
fn what_is_over_stays_over_and_what_is_open_has_a_way_out() {
    for state in State::ALL {
        let leads: Vec<State> = Act::ALL.into_iter().filter_map(|act| next(state, act, true)).collect();
        assert_eq!(leads.is_empty(), state.is_over(), "{state:?}");
        assert!(!state.is_open() || leads.contains(&Withdrawn), "{state:?}");
    }
}

#[test]
fn a_leaving_is_over_or_only_announced_never_refused() {
    assert_eq!(first(Kind::Leave, Act::Submit), Declared);
    assert_eq!(next(Declared, Act::Refuse, false), None);
    assert_eq!(next(Declared, Act::Withdraw, false), None);
    assert_eq!(effect(Kind::Leave, Act::Submit), Some(Effect::End));
}

#[test]
fn a_dispute_goes_to_the_union_above_both() {
    assert_eq!(arbiter("/1/5/27/", "/1/5/30/"), Some(OrgId(5)));
    assert_eq!(arbiter("/1/5/27/", "/1/9/"), Some(OrgId(1)));
    assert_eq!(arbiter("/1/5/27/", "/1/5/"), Some(OrgId(1)));
    assert_eq!(arbiter("/1/5/", "/1/5/27/"), Some(OrgId(1)));
    assert_eq!(arbiter("/1/5/", "/1/"), Some(OrgId(1)));
}

proptest! {
    #[test]
    fn a_transfer_that_is_done_was_accepted(acts in proptest::collection::vec(0usize..Act::ALL.len(), 0..12)) {
        let mut state = first(Kind::Transfer, Act::Submit);
        let mut accepted = false;
        for act in acts.into_iter().map(|at| Act::ALL[at]) {
            if let Some(to) = next(state, act, false) {
                accepted |= effect(Kind::Transfer, act) == Some(Effect::Carry);
                state = to;
            }
        }
        prop_assert_eq!(state == Done, accepted);
    }
}
