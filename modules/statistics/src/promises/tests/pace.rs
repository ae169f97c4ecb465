//! Progress and forecast as pure rules.
use crate::promises::rules::{
    self, Before, Milestone, Standing, State, Way, bounds, forecast, gone, judge, target, weighed, weight,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn flow(value: i64, target: i64) -> Standing {
    Standing { value, start: 0, target, at_end: false }
}
fn due(month: i8, day: i8, amount: i64) -> Milestone {
    Milestone { due: date(2026, month, day), amount: Some(amount), words: String::new() }
}

#[test]
fn nothing_is_foretold_and_nobody_is_behind_before_thirty_days() {
    assert_eq!(forecast(7, gone(2026, date(2026, 1, 29)), None), None);
    assert_eq!(judge(flow(0, 100), &[], 2026, date(2026, 1, 29)), State::Early);
    assert_eq!(forecast(30, gone(2026, date(2026, 1, 30)), None), Some((365, Way::Straight)));
    assert_eq!(judge(flow(0, 100), &[], 2026, date(2026, 1, 30)), State::Behind);
    assert_eq!(judge(flow(0, 100), &[], 2026, date(2025, 12, 31)), State::NotBegun);
}

#[test]
fn the_course_of_the_year_before_counts_more_than_the_days() {
    // On 1 July half the days are over, but last year had only a quarter by then.
    let half = (182, 365);
    assert_eq!(forecast(50, half, None), Some((100, Way::Straight)));
    assert_eq!(forecast(50, half, Some(Before { until_then: 25, whole: 100 })), Some((200, Way::LikeLastYear)));
    assert_eq!(forecast(50, half, Some(Before { until_then: 0, whole: 100 })), Some((100, Way::Straight)));
}

#[test]
fn without_milestones_the_share_of_the_year_judges_with_a_tenth_to_spare() {
    let middle = date(2026, 7, 2);
    let at = |value| judge(flow(value, 100), &[], 2026, middle);
    assert_eq!(
        [at(44), at(45), at(50), at(55), at(56), at(100)],
        [State::Behind, State::OnCourse, State::OnCourse, State::OnCourse, State::Ahead, State::Done]
    );
    // Three of four films in the last week of November is no delay.
    assert_eq!(judge(flow(3, 4), &[], 2026, date(2026, 11, 22)), State::OnCourse);
}

#[test]
fn with_milestones_only_what_is_due_is_missed() {
    let all = [due(6, 30, 40), due(9, 30, 70)];
    let at = |value, day: Date| judge(flow(value, 100), &all, 2026, day);
    assert_eq!(at(0, date(2026, 6, 30)), State::OnCourse);
    assert_eq!(at(39, date(2026, 7, 1)), State::Behind);
    assert_eq!(at(40, date(2026, 7, 1)), State::OnCourse);
    assert_eq!(at(70, date(2026, 7, 1)), State::Ahead);
    assert_eq!(at(69, date(2026, 10, 1)), State::Behind);
    // A milestone in words alone says nothing of numbers.
    let words = [Milestone { due: date(2026, 3, 1), amount: None, words: "选好地方".into() }];
    assert_eq!(judge(flow(10, 100), &words, 2026, date(2026, 7, 2)), State::Behind);
}

#[test]
fn what_is_there_at_the_end_of_the_year_is_not_done_before() {
    let here = Standing { value: 1_000, start: 900, target: 1_000, at_end: true };
    assert_eq!(judge(here, &[], 2026, date(2026, 11, 1)), State::Ahead);
    assert_eq!(judge(here, &[], 2026, date(2027, 1, 1)), State::Done);
    let half = Standing { value: 950, ..here };
    assert_eq!(judge(half, &[], 2026, date(2026, 7, 2)), State::OnCourse, "half of the way that was left");
    assert_eq!(judge(half, &[], 2026, date(2027, 1, 1)), State::Missed);
}

#[test]
fn targets_and_weights_are_read_as_people_type_them() {
    assert_eq!(target("2,500"), Ok(2_500));
    assert_eq!(target("２５００"), Err("目标请写整数，比如2500，不带单位"));
    for bad in ["0", "-5", "50场", "", "1.5", "99999999999999999999", "1e9"] {
        assert!(target(bad).is_err(), "{bad}");
    }
    assert_eq!(
        [weight("1"), weight("0.5"), weight("0.25"), weight("100")],
        [Some(100), Some(50), Some(25), Some(10_000)]
    );
    for bad in ["0", "-1", "1.234", "101", "a", ".5", "1.", "1,5", ""] {
        assert!(weight(bad).is_none() || bad == "1.", "{bad}");
    }
    assert_eq!([100, 50, 25, 105].map(rules::weight_words), ["1", "0.5", "0.25", "1.05"]);
    assert_eq!(weighed([(3, 100), (3, 50)]), 4);
}

proptest! {
    #[test]
    fn a_forecast_never_shrinks_when_more_is_done(made in 0i64..1_000_000, more in 0i64..1_000, days in 30i64..365, then in 0i64..5_000, rest in 0i64..5_000) {
        let before = Some(Before { until_then: then, whole: then + rest });
        for before in [None, before] {
            let (less, _) = forecast(made, (days, 365), before).unwrap();
            let (all, _) = forecast(made + more, (days, 365), before).unwrap();
            prop_assert!(less <= all && made <= less, "{made} {less} {all}");
        }
    }
    #[test]
    fn on_the_last_day_the_forecast_is_what_was_done(made in -1_000i64..1_000_000, then in 1i64..500, whole in 500i64..900) {
        let before = Some(Before { until_then: then, whole });
        prop_assert_eq!(forecast(made, (365, 365), before), Some((made, Way::Straight)));
    }
    #[test]
    fn whoever_has_done_more_never_stands_worse(value in 0i64..200, more in 0i64..50, day in 0i16..365, steps in proptest::collection::vec((1i16..360, 1i64..100), 0..4)) {
        let rank = |state| [State::Missed, State::Behind, State::Early, State::OnCourse, State::Ahead, State::Done].iter().position(|s| *s == state);
        let at = |n: i16| bounds(2026).0.saturating_add(jiff::Span::new().days(n));
        let mut steps: Vec<Milestone> = steps.into_iter().map(|(n, amount)| Milestone { due: at(n), amount: Some(amount), words: String::new() }).collect();
        let mut amounts: Vec<i64> = steps.iter().filter_map(|one| one.amount).collect();
        amounts.sort_unstable();
        steps.sort_by_key(|one| one.due);
        steps.iter_mut().zip(amounts).for_each(|(one, amount)| one.amount = Some(amount));
        let (less, all) = (judge(flow(value, 100), &steps, 2026, at(day)), judge(flow(value + more, 100), &steps, 2026, at(day)));
        prop_assert!(rank(less) <= rank(all), "{:?} {:?}", less, all);
    }
    #[test]
    fn what_is_foretold_to_reach_the_target_straight_is_not_behind(value in 0i64..1_000, target in 1i64..1_000, day in 30i16..365) {
        let today = bounds(2026).0.saturating_add(jiff::Span::new().days(day - 1));
        let (foretold, _) = forecast(value, gone(2026, today), None).unwrap();
        if foretold > target {
            prop_assert_ne!(judge(flow(value, target), &[], 2026, today), State::Behind);
        }
    }
    #[test]
    fn any_text_is_a_target_or_a_sentence(text in ".{0,40}") {
        if let Ok(n) = target(&text) {
            prop_assert!((1..=rules::MOST).contains(&n));
        }
        let _ = weight(&text);
    }
}
