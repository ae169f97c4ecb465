//! What a union's card may say, and where a union may hang.
use super::UnionKind;
use jiff::{ToSpan, civil::Date};

/// How many years a term may last (每届任期, 工会法第十六条): three or five for grass-roots unions, five for local federations and
/// industry unions.
pub fn term_years(kind: UnionKind) -> &'static [i64] {
    use UnionKind::*;
    match kind {
        Province | City | County | Town | IndustryUnion => &[5],
        _ => &[3, 5],
    }
}

/// The last day of a term that began on a day; none where the calendar ends.
pub fn term_end(from: Date, years: i64) -> Option<Date> {
    from.checked_add(years.years()).ok()?.yesterday().ok()
}

/// Where a term stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    Unknown,
    Holds(Date),
    /// It ends within 90 days.
    Ends(Date),
    Over(Date),
}
pub fn term(from: Option<&str>, years: Option<i64>, today: Date) -> Term {
    let end = from.and_then(|f| f.parse().ok()).zip(years).and_then(|(from, years)| term_end(from, years));
    match end {
        None => Term::Unknown,
        Some(end) if end < today => Term::Over(end),
        Some(end) if today.checked_add(90.days()).is_ok_and(|soon| end <= soon) => Term::Ends(end),
        Some(end) => Term::Holds(end),
    }
}

/// Kinds that gather employers beside the tree by dated links.
pub fn covers_employers(kind: UnionKind) -> bool {
    use UnionKind::*;
    matches!(kind, Joint | IndustryUnion | IndustryFederation | ParkFederation | Village)
}

/// Why a union of this kind can't hang under that one.
pub fn misfit(kind: UnionKind, parent: UnionKind) -> Option<String> {
    (!kind.fits_under(parent)).then(|| format!("{}不能直接设在{}下面，请另选上级", kind.name(), parent.name()))
}

/// A telephone number of an office: digits with hyphens, blanks, brackets, and an extension (转).
pub fn is_office_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=24).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || "-－ ()（）转、,，+".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn any_kind() -> impl Strategy<Value = UnionKind> {
        proptest::sample::select(UnionKind::ALL.to_vec())
    }

    #[test]
    fn a_term_ends_the_day_before_its_anniversary() {
        assert_eq!(term_end(date(2024, 3, 1), 3), Some(date(2027, 2, 28)));
        assert_eq!(term_end(date(2024, 2, 29), 3), Some(date(2027, 2, 27)));
        let today = date(2026, 11, 19);
        assert_eq!(term(Some("2021-11-20"), Some(5), today), Term::Ends(date(2026, 11, 19)));
        assert_eq!(term(Some("2021-11-19"), Some(5), today), Term::Over(date(2026, 11, 18)));
        assert_eq!(term(Some("2024-11-19"), Some(5), today), Term::Holds(date(2029, 11, 18)));
        assert_eq!(term(None, Some(5), today), Term::Unknown);
    }

    #[test]
    fn local_federations_are_elected_for_five_years() {
        assert_eq!(term_years(UnionKind::County), [5]);
        assert_eq!(term_years(UnionKind::Enterprise), [3, 5]);
    }

    #[test]
    fn an_office_phone_is_no_sentence() {
        for right in ["0515-88220000", "88220000转8012", "(0515) 8822 0000", "13900000000"] {
            assert!(is_office_phone(right), "{right}");
        }
        for wrong in ["找王师傅", "123", "0515-8822000a"] {
            assert!(!is_office_phone(wrong), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_hangs_below_a_group_and_only_groups_below_a_branch(kind in any_kind()) {
            prop_assert!(!kind.fits_under(UnionKind::Group));
            prop_assert_eq!(kind.fits_under(UnionKind::Branch), kind == UnionKind::Group);
        }

        #[test]
        fn a_local_federation_hangs_only_below_a_higher_one(kind in any_kind(), parent in any_kind()) {
            use UnionKind::*;
            let rank = |k| [Province, City, County, Town].iter().position(|l| *l == k);
            if let Some(own) = rank(kind) && kind.fits_under(parent) {
                prop_assert!(rank(parent).is_some_and(|above| above < own), "{} under {}", kind.name(), parent.name());
            }
        }

        #[test]
        fn a_misfit_is_always_said_in_words(kind in any_kind(), parent in any_kind()) {
            prop_assert_eq!(misfit(kind, parent).is_none(), kind.fits_under(parent));
        }

        #[test]
        fn a_term_lasts_as_long_as_it_says(days in 0i64..20_000, years in proptest::sample::select(vec![3i64, 5])) {
            let from = date(1990, 1, 1).checked_add(days.days()).unwrap();
            let end = term_end(from, years).unwrap();
            let lasts = from.until(end).unwrap().get_days() + 1;
            prop_assert!((365 * years..=365 * years + 2).contains(&i64::from(lasts)), "{from} {end}");
        }
    }
}
