//! Comparing those who met under a key: only now are their numbers opened, in the program's memory.
use super::store::{listed, number};
use crate::{
    Kind,
    rules::{self, Employer, Likeness, Person},
};
use platform::{App, db::Result, vals};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap};

/// Two that may be one.
pub struct Pair {
    pub low: i64,
    pub high: i64,
    pub likeness: Likeness,
}

/// Which candidates are alike. Who was merged stands for the one that remains.
pub async fn compare(app: &App, kind: Kind, candidates: &HashMap<(i64, i64), usize>) -> Result<Vec<Pair>> {
    let mut ids: Vec<i64> = candidates.keys().flat_map(|(low, high)| [*low, *high]).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut best: BTreeMap<(i64, i64), Likeness> = BTreeMap::new();
    let mut keep = |a: i64, b: i64, likeness: Option<Likeness>| {
        let (Some(likeness), true) = (likeness, a != b) else { return };
        let entry = best.entry((a.min(b), a.max(b))).or_insert_with(|| likeness.clone());
        if likeness.score > entry.score {
            *entry = likeness;
        }
    };
    match kind {
        Kind::Person => {
            let known = people(app, &ids).await?;
            for ((low, high), size) in candidates {
                if let (Some((a, one)), Some((b, other))) = (known.get(low), known.get(high)) {
                    keep(*a, *b, rules::people(one, other, *size));
                }
            }
        }
        Kind::Employer => {
            let known = employers(app, &ids).await?;
            for (low, high) in candidates.keys() {
                if let (Some((a, one)), Some((b, other))) = (known.get(low), known.get(high)) {
                    keep(*a, *b, rules::employers(one, other));
                }
            }
        }
    }
    Ok(best.into_iter().map(|((low, high), likeness)| Pair { low, high, likeness }).collect())
}

/// People by their ids, each with the one that remains of them.
async fn people(app: &App, ids: &[i64]) -> Result<HashMap<i64, (i64, Person)>> {
    let mut known = HashMap::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let sql = format!(
            "SELECT p.id, COALESCE(s.merged_into, p.id), p.name, p.birth_on, p.document_kind, p.document_sealed, p.phone_index \
             FROM people p JOIN persons s ON s.id = p.id WHERE p.id IN ({})",
            listed(some)
        );
        type Row = (i64, i64, String, Option<String>, String, String, Option<String>);
        let rows: Vec<Row> = app.db.all(AssertSqlSafe(sql), vals![]).await?;
        known.extend(rows.into_iter().map(|(id, remains, name, birth_on, kind, sealed, phone_index)| {
            let document = number(app, &kind, &sealed);
            (id, (remains, Person { name, birth_on: birth_on.unwrap_or_default(), document, phone_index }))
        }));
    }
    Ok(known)
}
async fn employers(app: &App, ids: &[i64]) -> Result<HashMap<i64, (i64, Employer)>> {
    let mut known = HashMap::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let sql = format!(
            "SELECT id, COALESCE(merged_into, id), name, uscc, region, address FROM employers WHERE id IN ({})",
            listed(some)
        );
        type Row = (i64, i64, String, Option<String>, String, String);
        let rows: Vec<Row> = app.db.all(AssertSqlSafe(sql), vals![]).await?;
        known.extend(rows.into_iter().map(|(id, remains, name, uscc, region, address)| {
            (id, (remains, Employer { name, uscc, region, address }))
        }));
    }
    Ok(known)
}
