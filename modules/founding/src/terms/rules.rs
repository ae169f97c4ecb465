//! How long a term lasts and when its renewal is due (工会法第十六条). Pure.
use directory::unions::rules::term_end;
use jiff::{ToSpan, civil::Date};

/// Where a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Holds(Date),
    /// Ends within the months of the reminder.
    Soon(Date),
    Over(Date),
}
/// From the first day of the term, its years, and a later end that the upper union granted.
pub fn standing(from: Date, years: i64, granted: Option<Date>, months: i64, today: Date) -> Option<Standing> {
    let end = term_end(from, years)?;
    let end = granted.filter(|g| *g > end).unwrap_or(end);
    let reminded = end.checked_sub(months.months()).unwrap_or(Date::MIN);
    Some(match end {
        end if end < today => Standing::Over(end),
        end if reminded <= today => Standing::Soon(end),
        end => Standing::Holds(end),
    })
}

/// What is wrong with a term from a day to a day; otherwise how many years it lasts.
pub fn years_between(from: Date, to: Date, allowed: &[i64]) -> Result<i64, String> {
    if to <= from {
        return Err("任期结束的日子比开始的早，看看是不是填反了".to_owned());
    }
    allowed.iter().copied().find(|years| term_end(from, *years) == Some(to)).ok_or_else(|| {
        let ends: Vec<String> =
            allowed.iter().filter_map(|years| term_end(from, *years).map(|end| format!("{years}年到{end}"))).collect();
        format!("每届任期只能是规定的年数（《工会法》第十六条），从这天起{}", ends.join("，"))
    })
}

/// Up to when a term may be postponed, counted from its proper end.
pub fn latest_end(from: Date, years: i64, months: i64) -> Option<Date> {
    term_end(from, years)?.checked_add(months.months()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_term_is_reminded_of_from_six_months_before_its_end() {
        let standing = |today| standing(date(2024, 3, 1), 3, None, 6, today).expect("a term");
        let end = date(2027, 2, 28);
        assert_eq!(standing(date(2026, 8, 27)), Standing::Holds(end));
        assert_eq!(standing(date(2026, 8, 28)), Standing::Soon(end));
        assert_eq!(standing(date(2027, 2, 28)), Standing::Soon(end));
        assert_eq!(standing(date(2027, 3, 1)), Standing::Over(end));
    }

    #[test]
    fn a_granted_later_end_counts_and_an_earlier_one_does_not() {
        let standing = |granted, today| standing(date(2021, 1, 1), 5, Some(granted), 6, today).expect("a term");
        assert_eq!(standing(date(2026, 5, 31), date(2026, 3, 1)), Standing::Soon(date(2026, 5, 31)));
        assert_eq!(standing(date(2025, 6, 30), date(2026, 3, 1)), Standing::Over(date(2025, 12, 31)));
    }

    #[test]
    fn a_term_that_ends_before_it_begins_is_said_in_words() {
        let fault = years_between(date(2026, 1, 1), date(2025, 12, 31), &[3, 5]).expect_err("the wrong way round");
        assert!(fault.contains("比开始的早"), "{fault}");
        let fault = years_between(date(2026, 1, 1), date(2029, 12, 31), &[3, 5]).expect_err("four years");
        assert!(fault.contains("3年到2028-12-31") && fault.contains("5年到2030-12-31"), "{fault}");
        assert_eq!(years_between(date(2026, 1, 1), date(2030, 12, 31), &[3, 5]), Ok(5));
    }

    proptest! {
        #[test]
        fn a_term_of_so_many_years_is_recognised_by_its_ends(days in 0i32..20_000, years in prop_oneof![Just(3i64), Just(5)]) {
            let from = date(1990, 1, 1).checked_add(i64::from(days).days()).expect("a date of our age");
            let end = term_end(from, years).expect("an end");
            prop_assert_eq!(years_between(from, end, &[3, 5]), Ok(years));
            prop_assert!(years_between(end, from, &[3, 5]).is_err());
            prop_assert!(latest_end(from, years, 6).expect("an end") > end);
        }
    }
}
