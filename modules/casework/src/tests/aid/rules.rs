use crate::aid::{
    rules::{Household, Kind, judge},
    study::{Applicant, rank},
};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    minimum_fen_per_month: i64,
    vectors: Vec<Vector>,
}
#[derive(Deserialize)]
struct Vector {
    income_fen: i64,
    rigid_spending_fen: i64,
    persons: i64,
    unforeseen_cost_fen: i64,
    accident: bool,
    migrant: bool,
    months_employed: i64,
    kind: String,
    note: String,
}

#[test]
fn the_rule_says_what_the_vectors_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/rules/hardship_vectors.json");
    for text in std::iter::once(include_str!("hardship_vectors.json").to_owned()).chain(std::fs::read_to_string(path)) {
        judged(&text);
    }
}
fn judged(text: &str) {
    let all: Vectors = serde_json::from_str(text).unwrap();
    assert!(all.vectors.len() >= 12);
    for one in all.vectors {
        let home = Household {
            income: one.income_fen,
            rigid: one.rigid_spending_fen,
            persons: one.persons,
            unforeseen: one.unforeseen_cost_fen,
            accident: one.accident,
            migrant: one.migrant,
            months: one.months_employed,
        };
        assert_eq!(judge(&home, all.minimum_fen_per_month).kind.key(), one.kind, "{}", one.note);
    }
}

fn homes() -> impl Strategy<Value = Household> {
    (0..50_000_000_i64, 0..20_000_000_i64, 1..12_i64, 0..40_000_000_i64, any::<bool>(), any::<bool>(), 0..40_i64)
        .prop_map(|(income, rigid, persons, unforeseen, accident, migrant, months)| Household {
            income,
            rigid,
            persons,
            unforeseen,
            accident,
            migrant,
            months,
        })
}
proptest! {
    #[test]
    fn the_kind_is_the_quotient_compared_without_rounding(home in homes(), minimum in 10_000..200_000_i64) {
        let judged = judge(&home, minimum);
        // x < L is (income − rigid) / 12 / persons < L: as fractions, in numbers that can't overflow.
        let (left, line) = (i128::from(home.income - home.rigid), i128::from(12 * home.persons) * i128::from(minimum));
        let settled = !home.migrant || home.months >= 12;
        let sudden = i128::from(home.unforeseen) * 100 > i128::from(home.income) * 80 || home.accident;
        let kind = if !settled { Kind::None } else if left < line { Kind::Deep } else if left < 2 * line { Kind::Relative } else if sudden { Kind::Sudden } else { Kind::None };
        prop_assert_eq!(judged.kind, kind);
        prop_assert_eq!(judged.tests.len(), if home.migrant { 5 } else { 4 });
    }

    #[test]
    fn who_earns_less_or_spends_more_is_never_better_off_by_the_rule(home in homes(), less in 0..1_000_000_i64, minimum in 10_000..200_000_i64) {
        let rank = |kind: Kind| if kind == Kind::Sudden { Kind::Relative } else { kind };
        let poorer = Household { income: home.income - less, ..home.clone() };
        let burdened = Household { rigid: home.rigid + less, ..home.clone() };
        let at = rank(judge(&home, minimum).kind);
        prop_assert!(rank(judge(&poorer, minimum).kind) <= at);
        prop_assert!(rank(judge(&burdened, minimum).kind) <= at);
    }

    #[test]
    fn a_kind_is_shown_by_a_test_that_was_passed(home in homes(), minimum in 10_000..200_000_i64) {
        let judged = judge(&home, minimum);
        let passed = |name: &str| judged.tests.iter().any(|test| test.name.contains(name) && test.passed);
        match judged.kind {
            Kind::Deep => prop_assert!(passed("人均低于低保标准") && passed("2倍")),
            Kind::Relative => prop_assert!(passed("2倍") && !judged.tests.iter().any(|t| t.name == "人均低于低保标准" && t.passed)),
            Kind::Sudden => prop_assert!(passed("80%") || passed("伤亡")),
            Kind::None => prop_assert!(judged.tests.iter().all(|t| !t.passed) || home.migrant),
        }
    }

    #[test]
    fn the_budget_is_never_overspent_and_nobody_needier_is_passed_over(
        all in prop::collection::vec((0..3_usize, 0..20_000_000_i64, 1..8_i64, 1..10_000_i64), 0..30),
        budget in 0..60_000_i64,
    ) {
        let applicants: Vec<Applicant> = all
            .iter()
            .enumerate()
            .map(|(n, (family, income, persons, amount))| Applicant {
                family: ["both", "single", "orphan"][*family].into(),
                income: *income,
                persons: *persons,
                file: None,
                amount: *amount,
                order: n as i64,
            })
            .collect();
        let ranked = rank(&applicants, budget, 75_000);
        let spent: i64 = ranked.iter().filter(|one| one.proposed).map(|one| applicants[one.at].amount).sum();
        prop_assert!(spent <= budget);
        prop_assert!(ranked.windows(2).all(|two| two[0].points >= two[1].points));
        prop_assert!(ranked.windows(2).all(|two| two[0].proposed || !two[1].proposed), "a prefix");
        prop_assert_eq!(ranked.len(), applicants.len());
        prop_assert!(ranked.iter().all(|one| (one.points > 0) != one.reasons.is_empty()), "points have reasons");
    }
}
