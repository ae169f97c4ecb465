//! Finding pairs: everything written since the last time is put under its keys, and whoever meets there is compared.
//!
//! Safe to run twice: keys and pairs that are there stay, and what was decided about a pair is never asked again. Keys are written in their
//! own order, slice by slice, so that a hundred thousand rows of an import touch each page of the index once and nobody waits long.
mod compare;
mod place;
mod store;

pub use place::{common, place_all, places};

use crate::{CHECK, Kind};
use platform::{
    App,
    db::Result,
    jobs,
    tasks::{self, NewTask},
    tree,
};
use std::{
    collections::{HashMap, HashSet},
    time::Instant,
};
use store::Changed;

/// So many changed ones are compared at once: each such chunk may touch every page of the index of keys, which are random.
const CHUNK: usize = 100_000;
/// Rows read at once.
const PAGE: i64 = 500;
/// Keys written in one act.
const SLICE: usize = 2_000;
/// More than so many under one key say nothing: a name that everybody has.
const CROWD: usize = 12;
/// An act stamps its rows when it begins and shows them when it ends: what is younger is read again by the next run.
const OVERLAP: i64 = 10_000;
/// While a large write is under way the search waits for it, at most so long: it needs the machine, and its rows are read once instead of
/// again and again.
const PATIENCE: i64 = 15 * 60_000;
/// Working days to look at what was found.
const DAYS: i64 = 10;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub looked_at: usize,
    pub pairs: usize,
}

/// Looks for people and employers that may stand twice among what was written since the last run.
pub async fn find(app: &App) -> Result<Found> {
    let mut found = Found::default();
    if store::is_importing(&app.db, app.now() - PATIENCE).await? {
        return Ok(found);
    }
    for kind in Kind::ALL {
        let safe = app.now() - OVERLAP;
        let (mut at, mut last) = store::cursor(&app.db, kind).await?;
        loop {
            let mut chunk: Vec<Changed> = Vec::new();
            while chunk.len() < CHUNK {
                let begun = Instant::now();
                let page = store::changed(app, kind, (at, last), PAGE).await?;
                let Some(end) = page.last() else { break };
                (at, last) = (end.updated_at, end.id);
                chunk.extend(page);
                jobs::give_way(begun).await;
            }
            if chunk.is_empty() {
                break;
            }
            found.looked_at += chunk.len();
            found.pairs += one_chunk(app, kind, &chunk).await?;
            store::set_cursor(&app.db, kind, if at < safe { (at, last) } else { (safe, 0) }).await?;
        }
    }
    if found.pairs > 0 {
        place::place_new(app).await?;
        ask(app).await?;
    }
    Ok(found)
}

async fn one_chunk(app: &App, kind: Kind, chunk: &[Changed]) -> Result<usize> {
    let mut rows: Vec<(i64, i64)> = chunk.iter().flat_map(|c| c.keys.iter().map(|key| (*key, c.id))).collect();
    rows.sort_unstable();
    let changed: HashSet<i64> = chunk.iter().map(|c| c.id).collect();
    let mut candidates: HashMap<(i64, i64), usize> = HashMap::new();
    let mut rest = &rows[..];
    while !rest.is_empty() {
        let begun = Instant::now();
        let (slice, behind) = rest.split_at(whole(rest));
        let there = store::standing(&app.db, kind, slice).await?;
        for group in groups(slice, there) {
            meet(&group, &changed, &mut candidates);
        }
        store::put_keys(&app.db, kind, slice).await?;
        rest = behind;
        jobs::give_way(begun).await;
    }
    let pairs = compare::compare(app, kind, &candidates).await?;
    let alive: HashSet<(i64, i64)> = pairs.iter().map(|pair| (pair.low, pair.high)).collect();
    store::forget(&app.db, kind, &changed, &alive).await?;
    store::put_pairs(app, kind, &pairs).await
}

/// How many of the first rows make a slice; a key is never cut in two.
fn whole(rows: &[(i64, i64)]) -> usize {
    let mut end = SLICE.min(rows.len());
    while end < rows.len() && rows[end].0 == rows[end - 1].0 {
        end += 1;
    }
    end
}
/// Those who meet under a key: who comes, and who stands there.
fn groups(come: &[(i64, i64)], there: Vec<(i64, i64)>) -> Vec<Vec<i64>> {
    let mut all = there;
    all.extend(come);
    all.sort_unstable();
    all.dedup();
    let meeting = all.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    meeting.map(|group| group.iter().map(|row| row.1).collect()).collect()
}
/// Notes the pairs of a group in which somebody changed, with the size of the smallest group in which they meet.
fn meet(group: &[i64], changed: &HashSet<i64>, candidates: &mut HashMap<(i64, i64), usize>) {
    if group.len() > CROWD {
        return;
    }
    for (i, one) in group.iter().enumerate() {
        for other in &group[i + 1..] {
            if changed.contains(one) || changed.contains(other) {
                let pair = (*one.min(other), *one.max(other));
                let size = candidates.entry(pair).or_insert(group.len());
                *size = group.len().min(*size);
            }
        }
    }
}

/// Opens a task at each organisation that holds open pairs and has not been asked yet; closes those whose pairs are all decided.
pub async fn ask(app: &App) -> Result<()> {
    let waiting = store::waiting(&app.db).await?;
    for path in waiting.paths {
        let Some(id) = tree::ids_of(&path).last().copied() else { continue };
        let Some(org) = tree::find(&app.db, id).await? else { continue };
        let mut tx = app.db.begin().await?;
        let task = NewTask {
            kind: CHECK,
            org: &org,
            title: "有登记可能重复，请核对",
            detail: "同一个人或同一家单位可能登记了两次。是同一个就合并，不是就说明，以后不再提示。",
            origin: "自动比对",
            subject: store::SUBJECT,
            subject_id: org.id.0,
            link: crate::pairs::PATH,
            days: DAYS,
        };
        tasks::open(&mut tx, app, &task).await?;
        tx.commit().await?;
    }
    for org in waiting.done {
        let mut tx = app.db.begin().await?;
        tasks::close(&mut tx, app, store::SUBJECT, org, None, "都核对过了").await?;
        tx.commit().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_never_cuts_a_key_in_two() {
        let mut rows: Vec<(i64, i64)> = (0..SLICE as i64 + 10).map(|n| (n, n)).collect();
        assert_eq!(whole(&rows), SLICE);
        for row in &mut rows[SLICE - 1..SLICE + 4] {
            row.0 = SLICE as i64 - 1;
        }
        assert_eq!(whole(&rows), SLICE + 4);
        assert_eq!(whole(&rows[..3]), 3);
    }

    #[test]
    fn who_comes_meets_who_stands_there_and_who_comes_along() {
        let come = [(7, 1), (7, 2), (8, 1), (9, 3)];
        assert_eq!(groups(&come, vec![(8, 5), (9, 3)]), [vec![1, 2], vec![1, 5]], "and nobody meets himself");
    }
}
