use jiff::{
    Span,
    civil::{Date, date},
};
use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn calendar() -> &'static Calendar {
    Calendar::embedded()
}

fn day(value: &Value) -> Date {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn due_dates_in_working_days_agree_with_the_vectors() {
    let vectors: Value = serde_json::from_str(include_str!("../../fixtures/sla_workday_vectors.json")).unwrap();
    for vector in vectors.as_array().unwrap() {
        let due = calendar().add_workdays(day(&vector["from"]), vector["add_workdays"].as_u64().unwrap() as u16);
        assert_eq!(due.date, day(&vector["due"]), "{vector}");
        assert!(!due.provisional);
    }
}

#[test]
fn legal_periods_agree_with_the_vectors() {
    let vectors: Value = serde_json::from_str(include_str!("../../fixtures/legal_period_vectors.json")).unwrap();
    for vector in vectors["vectors"].as_array().unwrap() {
        let unit = match vector["unit"].as_str().unwrap() {
            "day" => Unit::Day,
            "month" => Unit::Month,
            _ => Unit::Year,
        };
        let due = calendar().legal_period(day(&vector["from"]), vector["n"].as_u64().unwrap() as u16, unit);
        assert_eq!((due.last, due.date), (day(&vector["before_moving"]), day(&vector["due"])), "{vector}");
    }
}

#[test]
fn every_day_of_the_shared_calendar_agrees() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/calendar/workdays_2023_2026.csv");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no shared data");
        return;
    };
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let date: Date = columns[0].parse().unwrap();
        assert_eq!(calendar().is_workday(date), columns[3] == "1", "{line}");
        if columns[2] == "holiday" {
            assert_eq!(calendar().holiday(date), Some(columns[4]), "{line}");
        }
    }
}

#[test]
fn a_year_without_published_holidays_gives_a_provisional_date() {
    let latest = calendar().published().last().unwrap();
    let due = calendar().add_workdays(date(latest, 12, 28), 10);
    assert!(due.provisional);
    assert!(due.rule().ends_with(&format!("；{}年放假安排公布后会重新计算", latest + 1)));
    assert!(!calendar().add_workdays(date(latest, 11, 2), 5).provisional);
}

#[test]
fn publishing_a_year_moves_its_dates() {
    let before = calendar().legal_period(date(2031, 9, 16), 15, Unit::Day);
    assert_eq!((before.date, before.provisional), (date(2031, 10, 1), true));
    let days = (1..=7).map(|d| (date(2031, 10, d), SpecialDay::Holiday("国庆节".to_string())));
    let after = calendar().with_year(2031, days).legal_period(date(2031, 9, 16), 15, Unit::Day);
    assert_eq!((after.date, after.provisional), (date(2031, 10, 8), false));
}

#[test]
fn the_rule_is_said_in_words() {
    let due = calendar().legal_period(date(2025, 9, 20), 15, Unit::Day);
    assert_eq!(due.rule(), "从次日起算15日，最后一天10月5日是国庆节假期，顺延到10月9日");
    let due = calendar().legal_period(date(2025, 11, 8), 15, Unit::Day);
    assert_eq!(due.rule(), "从次日起算15日，最后一天11月23日是周末，顺延到11月24日");
    let due = calendar().legal_period(date(2025, 1, 1), 1, Unit::Year);
    assert_eq!(due.rule(), "从次日起算1年，最后一天2026年1月1日是元旦假期，顺延到2026年1月4日");
    assert_eq!(calendar().add_workdays(date(2026, 3, 2), 3).rule(), "从次日起算3个工作日");
    assert_eq!(due.law(), Some("《民法典》第二百零一条至第二百零三条"));
}

#[test]
fn days_left_count_from_today() {
    assert_eq!(days_left(date(2026, 11, 30), date(2026, 12, 4)), 4);
    assert_eq!(days_left(date(2026, 12, 4), date(2026, 12, 4)), 0);
    assert_eq!(days_left(date(2026, 12, 6), date(2026, 12, 4)), -2);
    assert_eq!(calendar().workdays_between(date(2026, 9, 30), date(2026, 10, 9)), 2);
}

#[test]
fn a_text_in_another_form_is_no_calendar() {
    assert!(Calendar::read("2026-13-01\tH\t元旦").is_none());
    assert!(Calendar::read("2026-01-01\tX\t元旦").is_none());
}

proptest! {
    #[test]
    fn a_deadline_is_a_working_day_and_never_before_its_start(offset in 0i32..9_000, n in 1u16..400) {
        let from = date(2004, 1, 1).saturating_add(Span::new().days(offset));
        for unit in [Unit::Day, Unit::Month, Unit::Workday] {
            let due = calendar().legal_period(from, n, unit);
            prop_assert!(due.date > from && due.date >= due.last);
            prop_assert!(calendar().is_workday(due.date));
        }
    }

    #[test]
    fn working_days_counted_back_are_the_number_asked_for(offset in 0i32..8_000, n in 0u16..300) {
        let from = date(2004, 1, 1).saturating_add(Span::new().days(offset));
        let due = calendar().add_workdays(from, n);
        prop_assert_eq!(calendar().workdays_between(from, due.date), u32::from(n));
    }

    #[test]
    fn the_end_of_time_is_no_fault(n in 0u16..=u16::MAX) {
        for unit in [Unit::Day, Unit::Month, Unit::Year, Unit::Workday] {
            calendar().legal_period(date(9999, 12, 1), n, unit);
        }
    }
}
