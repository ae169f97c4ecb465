//! Under whom an organisation's figures are counted, and from when until when: its ancestors over time.
//!
//! Who is above an organisation on a day follows from where it and those above it hung on that day. So a figure of a day belongs to the same
//! branches whenever it is written, added up or corrected. Promise: the lines follow from the tree and from its moves alone ([`misdrawn`]).
use super::OrgId;
use crate::{
    db::{Db, Result, Tx},
    vals,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// From a day on, before another; "" is since ever, [`EVER`] has no end.
pub type Interval = (String, String);
/// Later than every day.
pub(crate) const EVER: &str = "9999-12-31";

/// Ancestors with their intervals, each interval maximal.
type Line = BTreeMap<i64, Vec<Interval>>;
/// Whose child an organisation is from a day on, oldest first.
type Parents = Vec<(String, i64)>;

/// Rows of (org, from, to, on, past).
type Moved = (i64, Option<i64>, i64, String, i64);
const MOVES: &str = "SELECT org, from_parent, to_parent, moved_on, past FROM organisation_moves";
const LINES: &str = "SELECT org, ancestor, since, until FROM organisation_lines";

/// A new organisation stands under whoever its parent ever stood under.
pub(super) async fn begin(tx: &mut Tx, org: OrgId, parent: Option<OrgId>) -> Result<()> {
    tx.exec(
        "INSERT INTO organisation_lines (org, ancestor, since, until) SELECT $1, ancestor, since, until FROM organisation_lines WHERE org = $2",
        vals![org, parent],
    )
    .await?;
    let own = vals![org, org, "", EVER];
    tx.exec("INSERT INTO organisation_lines (org, ancestor, since, until) VALUES ($1, $2, $3, $4)", own).await?;
    Ok(())
}

/// Whether the new parent stood below the organisation at a time for which the move counts: each would stand above the other.
pub(super) async fn circle(tx: &mut Tx, org: OrgId, to: OrgId, on: &str, past: bool) -> Result<bool> {
    let moves = tx.all(text(&format!("{MOVES} WHERE org = $1 ORDER BY id")), vals![org]).await?;
    let last = Tree::of(vec![(org.0, Some(0))], moves).0.remove(&org.0).and_then(|mut parents| parents.pop());
    let since = last.map_or_else(String::new, |(since, _)| since);
    let from = if past { &*since } else { on.max(&*since) };
    let sql = "SELECT ancestor FROM organisation_lines WHERE org = $1 AND ancestor = $2 AND until > $3";
    Ok(tx.maybe::<(i64,)>(sql, vals![to, org, from]).await?.is_some())
}

/// Draws the lines of all that ever stood below an organisation anew, after it moved, and marks what changed (`shift`). False: nothing did.
pub(super) async fn redraw(tx: &mut Tx, org: OrgId) -> Result<bool> {
    const BELOW: &str = "SELECT org FROM organisation_lines WHERE ancestor = $1";
    let mut before = drawn(tx.all(text(&format!("{LINES} WHERE org IN ({BELOW})")), vals![org]).await?);
    let parents =
        tx.all(text(&format!("SELECT id, parent FROM organisations WHERE id IN ({BELOW})")), vals![org]).await?;
    let moves = tx.all(text(&format!("{MOVES} WHERE org IN ({BELOW}) ORDER BY id")), vals![org]).await?;
    let tree = Tree::of(parents, moves);
    let outside: BTreeSet<i64> =
        tree.0.values().flatten().map(|(_, parent)| *parent).filter(|id| !tree.0.contains_key(id)).collect();
    let mut above = HashMap::new();
    for id in outside {
        above.extend(drawn(tx.all(text(&format!("{LINES} WHERE org = $1")), vals![id]).await?));
    }
    let (mut old, mut new, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
    for id in tree.0.keys() {
        let (was, is) = (before.remove(id).unwrap_or_default(), tree.line(*id, &above));
        for ancestor in was.keys().chain(is.keys()).copied().collect::<BTreeSet<i64>>() {
            let (was, is) = (of(&was, ancestor), of(&is, ancestor));
            if was == is {
                continue;
            }
            old.push((*id, ancestor));
            new.extend(is.iter().flat_map(|(since, until)| vals![*id, ancestor, since, until, 0]));
            for ((since, until), shift) in difference(was, is) {
                shifts.extend(vals![*id, ancestor, since, until, shift]);
            }
        }
    }
    for (org, ancestor) in &old {
        tx.exec("DELETE FROM organisation_lines WHERE org = $1 AND ancestor = $2", vals![*org, *ancestor]).await?;
    }
    new.extend(shifts);
    tx.insert_many("organisation_lines", "org, ancestor, since, until, shift", new).await?;
    Ok(!old.is_empty())
}
/// What was marked has been dealt with.
pub(super) async fn settle(tx: &mut Tx) -> Result<()> {
    tx.exec("DELETE FROM organisation_lines WHERE shift <> 0", vals![]).await.map(|_| ())
}

/// Organisations whose lines do not follow from the tree and its moves. Empty when all is well.
pub async fn misdrawn(db: &Db) -> Result<Vec<OrgId>> {
    let tree = Tree::of(
        db.all("SELECT id, parent FROM organisations", vals![]).await?,
        db.all(text(&format!("{MOVES} ORDER BY id")), vals![]).await?,
    );
    let mut drawn = drawn(db.all(LINES, vals![]).await?);
    let none = HashMap::new();
    let mut wrong: Vec<OrgId> = tree
        .0
        .keys()
        .copied()
        .filter(|id| drawn.remove(id).unwrap_or_default() != tree.line(*id, &none))
        .map(OrgId)
        .collect();
    wrong.extend(drawn.into_keys().map(OrgId));
    Ok(wrong)
}

fn text(sql: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(sql.to_owned())
}
fn of(line: &Line, ancestor: i64) -> &[Interval] {
    line.get(&ancestor).map_or(&[], Vec::as_slice)
}
fn drawn(rows: Vec<(i64, i64, String, String)>) -> HashMap<i64, Line> {
    let mut all: HashMap<i64, Line> = HashMap::new();
    for (org, ancestor, since, until) in rows {
        all.entry(org).or_default().entry(ancestor).or_default().push((since, until));
    }
    for line in all.values_mut() {
        line.values_mut().for_each(|intervals| intervals.sort());
    }
    all
}

/// Whose child each organisation was over time.
struct Tree(BTreeMap<i64, Parents>);
impl Tree {
    /// From the present parents and all moves, oldest first.
    fn of(parents: Vec<(i64, Option<i64>)>, moves: Vec<Moved>) -> Self {
        let mut tree: BTreeMap<i64, Parents> = BTreeMap::new();
        let mut moved: HashMap<i64, Vec<Moved>> = HashMap::new();
        for one in moves {
            moved.entry(one.0).or_default().push(one);
        }
        for (id, parent) in parents {
            let moves = moved.remove(&id).unwrap_or_default();
            let first = moves.first().map_or(parent, |(_, from, ..)| *from);
            let mut line: Parents = first.map(|first| (String::new(), first)).into_iter().collect();
            for (_, _, to, on, past) in moves {
                follow(&mut line, to, on, past != 0);
            }
            tree.insert(id, line);
        }
        Self(tree)
    }
    /// The ancestors of an organisation; of those that the tree does not hold, their lines are in `above`.
    fn line(&self, id: i64, above: &HashMap<i64, Line>) -> Line {
        let mut line = Line::new();
        self.climb(id, ("", EVER), above, &mut line);
        line.values_mut().for_each(join);
        line
    }
    fn climb(&self, id: i64, (since, until): (&str, &str), above: &HashMap<i64, Line>, line: &mut Line) {
        let Some(parents) = self.0.get(&id) else {
            for (ancestor, intervals) in above.get(&id).into_iter().flatten() {
                for (from, to) in intervals {
                    let (from, to) = (from.as_str().max(since), to.as_str().min(until));
                    if from < to {
                        line.entry(*ancestor).or_default().push((from.to_owned(), to.to_owned()));
                    }
                }
            }
            return;
        };
        line.entry(id).or_default().push((since.to_owned(), until.to_owned()));
        for (at, (from, parent)) in parents.iter().enumerate() {
            let to = parents.get(at + 1).map_or(EVER, |(next, _)| next);
            let (from, to) = (from.as_str().max(since), to.min(until));
            if from < to {
                self.climb(*parent, (from, to), above, line);
            }
        }
    }
}

/// One more move. One that is entered for a day before the last one counts from that one's day.
fn follow(line: &mut Parents, to: i64, on: String, past: bool) {
    match line.last_mut() {
        Some(last) if past || on <= last.0 => last.1 = to,
        _ => line.push((on, to)),
    }
}
/// Intervals that touch become one.
fn join(intervals: &mut Vec<Interval>) {
    intervals.sort();
    let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
    for (since, until) in intervals.drain(..) {
        match joined.last_mut() {
            Some(last) if since <= last.1 => last.1 = until.max(std::mem::take(&mut last.1)),
            _ => joined.push((since, until)),
        }
    }
    *intervals = joined;
}
/// What lies in one of the two only: -1 where it was, 1 where it is.
fn difference(was: &[Interval], is: &[Interval]) -> Vec<(Interval, i64)> {
    let mut days: Vec<&String> = was.iter().chain(is).flat_map(|(since, until)| [since, until]).collect();
    days.sort();
    days.dedup();
    let holds =
        |all: &[Interval], day: &String| i64::from(all.iter().any(|(since, until)| since <= day && day < until));
    let parts =
        days.windows(2).map(|pair| ((pair[0].clone(), pair[1].clone()), holds(is, pair[0]) - holds(was, pair[0])));
    parts.filter(|(_, shift)| *shift != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(since: &str, until: &str) -> Interval {
        (since.into(), until.into())
    }

    #[test]
    fn a_move_ends_one_line_and_begins_another_and_what_stays_is_not_touched() {
        // 1 is the county with the towns 2 and 3; 4 hung in 2 and moved to 3; 5 is below 4.
        let moves = vec![(4, Some(2), 3, "2026-06-01".to_owned(), 0)];
        let parents = vec![(1, None), (2, Some(1)), (3, Some(1)), (4, Some(3)), (5, Some(4))];
        let tree = Tree::of(parents.clone(), moves);
        let line = tree.line(5, &HashMap::new());
        assert_eq!(of(&line, 1), [interval("", EVER)], "the county all the time");
        assert_eq!(of(&line, 2), [interval("", "2026-06-01")]);
        assert_eq!(of(&line, 3), [interval("2026-06-01", EVER)]);
        let gone = Tree::of(parents, vec![(4, Some(2), 3, "2026-06-01".to_owned(), 1)]).line(5, &HashMap::new());
        assert_eq!((of(&gone, 2), of(&gone, 3)), (&[][..], &[interval("", EVER)][..]));
    }

    #[test]
    fn a_later_move_takes_along_only_what_was_counted_under_the_last_parent() {
        let mut line = vec![(String::new(), 2)];
        follow(&mut line, 3, "2026-06-01".into(), false);
        follow(&mut line, 4, "2026-08-01".into(), true);
        assert_eq!(line, [(String::new(), 2), ("2026-06-01".into(), 4)]);
        follow(&mut line, 5, "2026-01-01".into(), false);
        assert_eq!(line, [(String::new(), 2), ("2026-06-01".into(), 5)], "not before the move before it");
    }

    #[test]
    fn two_that_changed_places_are_no_circle() {
        // 4 hung below 5, then 5 below 4.
        let moves = vec![(4, Some(5), 1, "2026-02-01".to_owned(), 0), (5, Some(1), 4, "2026-03-01".to_owned(), 0)];
        let tree = Tree::of(vec![(1, None), (4, Some(1)), (5, Some(4))], moves);
        let line = tree.line(5, &HashMap::new());
        assert_eq!((of(&line, 4), of(&line, 1)), (&[interval("2026-03-01", EVER)][..], &[interval("", EVER)][..]));
    }

    #[test]
    fn the_difference_of_two_lines_is_what_one_of_them_lacks() {
        let (was, is) = ([interval("", EVER)], [interval("", "2026-02-01"), interval("2026-04-01", EVER)]);
        assert_eq!(difference(&was, &is), [(interval("2026-02-01", "2026-04-01"), -1)]);
        assert_eq!(difference(&is, &was), [(interval("2026-02-01", "2026-04-01"), 1)]);
        assert_eq!(difference(&[], &was), [(interval("", EVER), 1)]);
    }
}
