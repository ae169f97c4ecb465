//! The sheet's months, and how counts of many unions become lines of a few.
use directory::employers::coverage::{Covered, Share};
use jiff::{ToSpan, civil::Date};
use platform::tree::{Org, OrgId};

/// What is counted at each union below with all of its branch, and at the union itself: id, path, sum.
pub type ByOrg = Vec<(OrgId, String, i64)>;

/// A line of the table of unions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// None: what hangs at the union itself or below a closed one.
    pub org: Option<OrgId>,
    pub name: String,
    pub members: i64,
    /// Members at the end of the month before.
    pub before: i64,
    pub unions: i64,
    pub joined: i64,
    pub share: Share,
}
impl Part {
    pub fn change(&self) -> i64 {
        self.members - self.before
    }
    fn is_empty(&self) -> bool {
        (self.members, self.before, self.unions, self.joined, self.share.employers) == (0, 0, 0, 0, 0)
    }
}

/// Sums `counted` (members, members before, unions, joined) and coverage by the union directly below `org`. What belongs to none of the open
/// ones makes one more line, so that the lines add up to the whole.
pub fn parts(org: &Org, children: Vec<Org>, counted: &[ByOrg], covered: &[Covered]) -> Vec<Part> {
    let part = |org: Option<OrgId>, name: String, takes: &dyn Fn(&str) -> bool| {
        let sum = |at: usize| counted[at].iter().filter(|(_, path, _)| takes(path)).map(|(.., n)| n).sum();
        let share = Share::of(covered, |row| takes(&row.path));
        Part { org, name, members: sum(0), before: sum(1), unions: sum(2), joined: sum(3), share }
    };
    let mut all: Vec<Part> = children
        .iter()
        .map(|child| part(Some(child.id), child.name.clone(), &|path| path.starts_with(&child.path)))
        .collect();
    let rest = part(None, format!("{}直属", org.name), &|path| children.iter().all(|c| !path.starts_with(&c.path)));
    if !rest.is_empty() && !all.is_empty() {
        all.push(rest);
    }
    all
}

/// Puts the lines in order; the rest stays last. Unknown words leave them as they come: by members.
pub fn sort(parts: &mut [Part], by: &str) {
    let key = |part: &Part| match by {
        "unions" => part.unions,
        "joined" => part.joined,
        "change" => part.change(),
        "rate" => part.share.rate().map_or(-1, |rate| (rate * 1e6) as i64),
        _ => part.members,
    };
    parts.sort_by_key(|part| (part.org.is_none(), std::cmp::Reverse(key(part))));
}

/// "2026-11"
pub fn month_key(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The last day of the month that is asked for, at most today; today where none, a wrong or a future one is asked for.
pub fn as_of(month: &str, today: Date) -> Date {
    let asked: Option<Date> = format!("{month}-01").parse().ok();
    asked.filter(|first| month.len() == 7 && *first <= today).map_or(today, |first| first.last_of_month().min(today))
}

/// The months one can choose, newest first.
pub fn months(today: Date) -> Vec<Date> {
    (0..24).map(|back: i64| today.first_of_month().saturating_sub(back.months())).collect()
}

/// How dark a cell is: 0 to 3, by the share of the largest.
pub fn level(value: i64, most: i64) -> u8 {
    match (value, most) {
        (value, most) if value <= 0 || most <= 0 => 0,
        (value, most) if 3 * value > 2 * most => 3,
        (value, most) if 3 * value > most => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_ends_with_its_last_day_or_today() {
        let today = date(2026, 11, 19);
        assert_eq!(as_of("2026-10", today), date(2026, 10, 31));
        for odd in ["2026-11", "2026-12", "", "2026-13", "x", "2026-1", "99999-1", "2026-11-05"] {
            assert_eq!(as_of(odd, today), today, "{odd}");
        }
        assert_eq!(months(today).len(), 24);
        assert_eq!(months(today)[11], date(2025, 12, 1));
    }

    #[test]
    fn the_lines_add_up_to_the_whole() {
        let org = |id: i64, path: &str| Org {
            id: OrgId(id),
            parent: None,
            path: path.into(),
            name: format!("第{id}"),
            opened_on: String::new(),
            closed_on: None,
        };
        let counted = |n: i64| {
            vec![
                (OrgId(1), "/1/".to_owned(), n),
                (OrgId(5), "/1/2/5/".into(), 10 * n),
                (OrgId(9), "/1/9/".into(), 100 * n),
            ]
        };
        let all = [counted(1), counted(0), counted(2), counted(3)];
        let lines = parts(&org(1, "/1/"), vec![org(2, "/1/2/"), org(20, "/1/20/")], &all, &[]);
        assert_eq!(lines.iter().map(|p| p.members).collect::<Vec<_>>(), [10, 0, 101]);
        assert_eq!(lines.iter().map(|p| p.members).sum::<i64>(), 111);
        assert_eq!((lines[2].org, lines[2].joined, lines[2].change()), (None, 303, 101));
        let mut lines = lines;
        sort(&mut lines, "joined");
        assert_eq!(lines.iter().map(|p| p.joined).collect::<Vec<_>>(), [30, 0, 303]);
    }

    #[test]
    fn a_cell_is_as_dark_as_its_share_of_the_largest() {
        assert_eq!([level(42, 42), level(24, 42), level(12, 42), level(0, 42), level(0, 0)], [3, 2, 1, 0, 0]);
    }
}
