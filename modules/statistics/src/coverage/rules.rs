//! From counted cells to the lines of the page: pure sums.
use directory::employers::coverage::{Cell, SizeClass, Way};
use platform::{standards::Industry, tree::Org};

/// Employers by the way in which they have a union.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub own: i64,
    pub joint: i64,
    pub none: i64,
}
impl Split {
    pub fn add(&mut self, way: i64, employers: i64) {
        match Way::of(way) {
            Way::Own => self.own += employers,
            Way::Joint => self.joint += employers,
            Way::None => self.none += employers,
        }
    }
    pub fn of(&self, way: Way) -> i64 {
        match way {
            Way::Own => self.own,
            Way::Joint => self.joint,
            Way::None => self.none,
        }
    }
    pub fn all(&self) -> i64 {
        self.own + self.joint + self.none
    }
    /// 62.5 of a hundred; none where there are no employers.
    pub fn percent(&self) -> Option<f64> {
        (self.all() > 0).then(|| 100.0 * (self.own + self.joint) as f64 / self.all() as f64)
    }
}

/// The cells that `takes` takes, added up.
pub fn sum(cells: &[Cell], takes: impl Fn(&Cell) -> bool) -> Split {
    let mut split = Split::default();
    cells.iter().filter(|cell| takes(cell)).for_each(|cell| split.add(cell.way, cell.employers));
    split
}
pub fn of_size(cells: &[Cell], size: &SizeClass) -> Split {
    sum(cells, |cell| cell.least == size.least)
}

/// By section of GB/T 4754 (its letter and name), most employers first; where no industry is known: `unknown`, last.
pub fn sections(cells: &[Cell]) -> Vec<(&'static str, &'static str, Split)> {
    let mut all: Vec<_> = Industry::sections()
        .map(|section| {
            let holds = |cell: &Cell| cell.section == section.code;
            (section.code, section.name, sum(cells, holds))
        })
        .filter(|(.., split)| split.all() > 0)
        .collect();
    all.sort_by_key(|(.., split)| std::cmp::Reverse(split.all()));
    let unknown = sum(cells, |cell| cell.section.is_empty());
    if unknown.all() > 0 {
        all.push(("unknown", "行业不清楚", unknown));
    }
    all
}

/// By the union directly below, in their order; last what lies with none of them.
pub fn areas(children: &[Org], counted: &[(String, i64, i64)]) -> (Vec<Split>, Split) {
    let mut lines = vec![Split::default(); children.len()];
    let mut rest = Split::default();
    // Both are in the order of paths only by chance: a union's own number names its place.
    let places: std::collections::HashMap<&str, usize> =
        children.iter().enumerate().map(|(i, child)| (child.path.as_str(), i)).collect();
    let depth = children.first().map_or(0, |child| child.path.matches('/').count());
    for (path, way, employers) in counted {
        let end = path.match_indices('/').nth(depth.saturating_sub(1)).map_or(0, |(at, _)| at + 1);
        match places.get(&path[..end]) {
            Some(place) => lines[*place].add(*way, *employers),
            None => rest.add(*way, *employers),
        }
    }
    (lines, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use directory::employers::coverage::CLASSES;
    use platform::tree::OrgId;

    fn cell(least: i64, section: &str, way: i64, employers: i64) -> Cell {
        Cell { least, section: section.into(), way, employers, people: 0 }
    }
    fn org(id: i64, path: &str) -> Org {
        Org {
            id: OrgId(id),
            parent: None,
            path: path.into(),
            name: String::new(),
            opened_on: String::new(),
            closed_on: None,
        }
    }

    #[test]
    fn the_lines_of_each_table_add_up_to_the_whole() {
        let cells = [cell(100, "G", 2, 3), cell(0, "G", 0, 5), cell(25, "C", 1, 2), cell(25, "", 0, 1)];
        let all = sum(&cells, |_| true);
        let sizes: i64 = CLASSES.iter().map(|size| of_size(&cells, size).all()).sum();
        let sections = sections(&cells);
        assert_eq!((all.all(), sizes), (11, 11));
        assert_eq!(sections.iter().map(|(.., split)| split.all()).sum::<i64>(), 11);
        assert_eq!(sections.last().map(|(key, ..)| *key), Some("unknown"));
        assert_eq!(all.percent().map(f64::round), Some(45.0));
    }

    #[test]
    fn an_employer_counts_for_the_town_in_whose_branch_it_lies() {
        let towns = [org(5, "/1/5/"), org(51, "/1/51/")];
        let counted = [("/1/5/7/".into(), 2, 3), ("/1/51/".into(), 0, 2), ("/1/".into(), 0, 1)];
        let (lines, rest) = areas(&towns, &counted);
        assert_eq!((lines[0].own, lines[1].none, rest.none), (3, 2, 1));
        assert_eq!(areas(&[], &counted).1.all(), 6);
    }
}
