//! Places by GB/T 2260, down to towns and streets (行政区划).
//!
//! The text of `make web` is searched where it lies in the program; nothing is built in memory.

use std::sync::OnceLock;

use super::embedded;

/// A province, city, county (six digits, as in `320900`) or town (nine digits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    nine: &'static str,
    pub name: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Province,
    City,
    County,
    Town,
}

impl Region {
    /// The place with this code of two, four, six or nine digits.
    pub fn find(code: &str) -> Option<Region> {
        if !matches!(code.len(), 2 | 4 | 6 | 9) || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let nine = format!("{code:0<9}");
        lines_from(&nine).next().filter(|region| region.nine == nine)
    }

    pub fn provinces() -> impl Iterator<Item = Region> {
        (11..=82).filter_map(|code: u32| Region::find(&code.to_string()))
    }

    /// Six digits, for a town nine.
    pub fn code(self) -> &'static str {
        if self.level() == Level::Town { self.nine } else { &self.nine[..6] }
    }

    pub fn level(self) -> Level {
        match self.nine {
            nine if !nine.ends_with("000") => Level::Town,
            nine if !nine.ends_with("00000") => Level::County,
            nine if !nine.ends_with("0000000") => Level::City,
            _ => Level::Province,
        }
    }

    /// The place above. Counties that a province runs hang on the province.
    pub fn parent(self) -> Option<Region> {
        [6, 4, 2]
            .into_iter()
            .filter(|length| *length < self.significant())
            .find_map(|length| Region::find(&self.nine[..length]))
    }

    /// The places directly below: cities of a province (and counties without a city), counties, towns.
    pub fn children(self) -> impl Iterator<Item = Region> {
        self.below().filter(move |region| region.parent() == Some(self))
    }

    /// Towns and streets of a county or of a city without counties.
    pub fn towns(self) -> impl Iterator<Item = Region> {
        self.below().filter(|region| region.level() == Level::Town)
    }

    /// `江苏省盐城市亭湖区`
    pub fn full_name(self) -> String {
        let above = self.parent().map(Region::full_name).unwrap_or_default();
        format!("{above}{}", self.name)
    }

    fn below(self) -> impl Iterator<Item = Region> {
        let prefix = &self.nine[..self.significant()];
        lines_from(self.nine).skip(1).take_while(move |region| region.nine.starts_with(prefix))
    }

    fn significant(self) -> usize {
        match self.level() {
            Level::Province => 2,
            Level::City => 4,
            Level::County => 6,
            Level::Town => 9,
        }
    }
}

/// Places from the first whose code is not below `nine`, in the order of codes.
fn lines_from(nine: &str) -> impl Iterator<Item = Region> + use<> {
    let text = embedded::regions();
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = text.as_bytes()[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        if &text.as_bytes()[start..start + 9] < nine.as_bytes() {
            low = text.as_bytes()[middle..].iter().position(|b| *b == b'\n').map_or(text.len(), |at| middle + at + 1);
        } else {
            high = start;
        }
    }
    text[low..].lines().filter_map(|line| line.split_once('\t')).map(|(nine, name)| Region { nine, name })
}

/// Whether an identity number may begin with these six digits: places of today and, since the number is kept for
/// life, places abolished since 1980.
pub fn is_known_for_id(code: &str) -> bool {
    static CODES: OnceLock<Vec<u32>> = OnceLock::new();
    let codes = CODES.get_or_init(|| {
        let mut codes: Vec<u32> = embedded::identity_codes().lines().filter_map(|line| line.parse().ok()).collect();
        for line in include_str!("abolished_divisions.txt").lines() {
            let (prefix, ends) = line.split_once(' ').expect("a city's four digits, then the ends of its codes");
            codes.extend(ends.split(' ').filter_map(|end| format!("{prefix}{end}").parse::<u32>().ok()));
        }
        codes.sort_unstable();
        codes.dedup();
        codes
    });
    code.len() == 6 && code.parse().is_ok_and(|code: u32| codes.binary_search(&code).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_knows_its_name_and_what_is_above() {
        assert_eq!(Region::find("320902").unwrap().full_name(), "江苏省盐城市亭湖区");
        assert_eq!(Region::find("3209").unwrap().code(), "320900");
        assert_eq!(Region::find("110101001").unwrap().full_name(), "北京市东城区东华门街道");
        assert_eq!(Region::find("441900003").unwrap().parent().unwrap().name, "东莞市");
        assert_eq!(Region::find("429004").unwrap().full_name(), "湖北省仙桃市");
        assert_eq!(Region::find("81").unwrap().name, "香港特别行政区");
    }

    #[test]
    fn an_unknown_code_is_no_place() {
        for code in ["", "99", "999999", "32a", "３２", "320902999", "110100"] {
            assert_eq!(Region::find(code), None, "{code}");
        }
    }

    #[test]
    fn a_place_lists_what_is_below() {
        assert_eq!(Region::provinces().count(), 34);
        assert_eq!(Region::find("32").unwrap().children().count(), 13);
        assert!(Region::find("11").unwrap().children().all(|child| child.level() == Level::County));
        let county = Region::find("320902").unwrap();
        assert!(county.towns().count() > 5);
        assert!(county.towns().all(|town| town.code().starts_with("320902") && town.parent() == Some(county)));
        assert!(Region::find("4419").unwrap().children().any(|town| town.name == "东城街道"));
    }

    #[test]
    fn every_place_is_found_again_by_its_code() {
        for region in lines_from("000000000") {
            assert_eq!(Region::find(region.code()), Some(region));
            assert!(region.level() == Level::Province || region.parent().is_some(), "{}", region.nine);
        }
    }

    #[test]
    fn abolished_places_still_open_identity_numbers() {
        for code in ["322328", "379026", "440524", "320902", "810000"] {
            assert!(is_known_for_id(code), "{code}");
        }
        for code in ["999999", "990505", "000000", "32090", ""] {
            assert!(!is_known_for_id(code), "{code}");
        }
    }
}
