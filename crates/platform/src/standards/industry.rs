//! Industries (国民经济行业分类, GB/T 4754-2017 with the amendment of 2019): sections, divisions, groups, classes.

use std::sync::OnceLock;

/// The standard's codes and names, each below its parent.
const TEXT: &str = include_str!("industry.tsv");

/// The text as it is asked for: in its own order, and the places of the codes in order.
struct Standard {
    all: Vec<Industry>,
    by_code: Vec<u16>,
}
fn standard() -> &'static Standard {
    static STANDARD: OnceLock<Standard> = OnceLock::new();
    STANDARD.get_or_init(|| {
        let lines = TEXT.lines().filter_map(|line| line.split_once('\t'));
        let all: Vec<Industry> = lines.map(|(code, name)| Industry { code, name }).collect();
        let mut by_code: Vec<u16> = (0..=u16::MAX).take(all.len()).collect();
        by_code.sort_unstable_by_key(|at| all[usize::from(*at)].code);
        Standard { all, by_code }
    })
}

/// One industry of any of the four levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Industry {
    pub code: &'static str,
    pub name: &'static str,
}

impl Industry {
    /// Every industry, in the order of the standard.
    pub fn all() -> impl Iterator<Item = Industry> {
        standard().all.iter().copied()
    }

    pub fn find(code: &str) -> Option<Industry> {
        let Standard { all, by_code } = standard();
        let found = by_code.binary_search_by(|at| all[usize::from(*at)].code.cmp(code)).ok()?;
        Some(all[usize::from(by_code[found])])
    }

    /// The twenty sections (门类), A to T.
    pub fn sections() -> impl Iterator<Item = Industry> {
        Industry::all().filter(|industry| industry.level() == 1)
    }

    /// 1 section (门类), 2 division (大类), 3 group (中类), 4 class (小类).
    pub fn level(self) -> usize {
        self.code.len()
    }

    pub fn parent(self) -> Option<Industry> {
        match self.level() {
            1 => None,
            2 => Industry::all().take_while(|other| *other != self).filter(|other| other.level() == 1).last(),
            level => Industry::find(&self.code[..level - 1]),
        }
    }

    pub fn section(self) -> Industry {
        let mut industry = self;
        while let Some(parent) = industry.parent() {
            industry = parent;
        }
        industry
    }

    pub fn children(self) -> impl Iterator<Item = Industry> {
        let level = self.level();
        Industry::all()
            .skip_while(move |other| *other != self)
            .skip(1)
            .take_while(move |other| other.level() > level)
            .filter(move |other| other.level() == level + 1)
    }

    /// `制造业／食品制造业`: from the section down.
    pub fn full_name(self) -> String {
        match self.parent() {
            Some(parent) => format!("{}／{}", parent.full_name(), self.name),
            None => self.name.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_is_complete() {
        let count = |level| Industry::all().filter(|industry| industry.level() == level).count();
        assert_eq!([count(1), count(2), count(3), count(4)], [20, 97, 473, 1382]);
        assert!(Industry::all().all(|industry| Industry::find(industry.code) == Some(industry)));
        assert_eq!((Industry::find("A1"), Industry::find("")), (None, None));
    }

    #[test]
    fn every_industry_hangs_below_its_parent() {
        let freight = Industry::find("5431").unwrap();
        assert_eq!(freight.parent().unwrap().code, "543");
        assert_eq!(freight.section().code, "G");
        assert_eq!(
            Industry::find("A").unwrap().children().map(|child| child.code).collect::<Vec<_>>(),
            ["01", "02", "03", "04", "05"]
        );
        assert!(Industry::all().all(|industry| industry.level() == 1 || industry.parent().is_some()));
    }
}
