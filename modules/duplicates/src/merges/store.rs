//! All SQL of merging, but for the rows themselves (`row.rs`) and the declared pointers (`platform::merging`).
use super::image::Ended;
use crate::{Kind, pairs::PairId};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    vals,
};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// A merge that was done.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Merge {
    pub id: i64,
    pub kept: i64,
    pub gone: i64,
    pub at: i64,
    pub image_sealed: String,
    pub undone_at: Option<i64>,
    /// A JSON list: what did not go back, because somebody touched it since.
    pub stayed: String,
}
/// The last merge of a pair.
pub async fn last(db: &Db, pair: PairId) -> Result<Option<Merge>> {
    db.maybe(
        "SELECT id, kept, gone, at, image_sealed, undone_at, stayed FROM duplicate_merges WHERE pair = $1 ORDER BY id DESC LIMIT 1",
        vals![pair],
    )
    .await
}
pub async fn add(
    tx: &mut Tx,
    app: &App,
    (pair, kind): (PairId, Kind),
    (kept, gone): (i64, i64),
    account: AccountId,
    image: String,
) -> Result<i64> {
    tx.insert(
        "duplicate_merges",
        "pair, kind, kept, gone, at, account, image_sealed",
        vals![pair, kind.key(), kept, gone, app.now(), account, image],
    )
    .await
}
/// Marks a merge as undone; false: somebody was first.
pub async fn step_undone(tx: &mut Tx, app: &App, merge: i64, by: AccountId, stayed: &[String]) -> Result<bool> {
    let stayed = serde_json::to_string(stayed).expect("plain texts");
    let sql =
        "UPDATE duplicate_merges SET undone_at = $2, undone_by = $3, stayed = $4 WHERE id = $1 AND undone_at IS NULL";
    Ok(tx.exec(sql, vals![merge, app.now(), by, stayed]).await? == 1)
}

/// Into whom somebody was merged.
pub async fn merged_into(db: &Db, kind: Kind, id: i64) -> Result<Option<i64>> {
    let sql = match kind {
        Kind::Person => "SELECT merged_into FROM persons WHERE id = $1",
        Kind::Employer => "SELECT merged_into FROM employers WHERE id = $1",
    };
    Ok(db.maybe::<(Option<i64>,)>(sql, vals![id]).await?.and_then(|row| row.0))
}
pub async fn set_merged(tx: &mut Tx, person: i64, into: Option<i64>) -> Result<()> {
    tx.exec("UPDATE persons SET merged_into = $2 WHERE id = $1", vals![person, into]).await.map(|_| ())
}
/// Lets a person's name be the same wherever it is kept beside it.
pub async fn rename(tx: &mut Tx, person: i64, name: &str) -> Result<()> {
    tx.exec("UPDATE persons SET name = $2 WHERE id = $1", vals![person, name]).await?;
    tx.exec("UPDATE memberships SET name = $2 WHERE person = $1 AND name <> $2", vals![person, name]).await.map(|_| ())
}
/// Who else has the value that makes one unique: its id.
pub async fn holder(tx: &mut Tx, kind: Kind, value: &str, but: [i64; 2]) -> Result<Option<i64>> {
    let sql = match kind {
        Kind::Person => "SELECT id FROM people WHERE document_index = $1 AND id <> $2 AND id <> $3",
        Kind::Employer => "SELECT id FROM employers WHERE uscc = $1 AND id <> $2 AND id <> $3",
    };
    Ok(tx.maybe::<(i64,)>(sql, vals![value, but[0], but[1]]).await?.map(|row| row.0))
}

/// Closes what is open twice for one: of two rows of the same kind the younger. Says which.
pub async fn close_twins(tx: &mut Tx, kind: Kind, id: i64, day: &str) -> Result<Vec<(String, i64)>> {
    let tables: &[(&str, &str, &str)] = match kind {
        Kind::Person => &[("person_groups", "person", "group_name"), ("affiliations", "person", "union_id")],
        Kind::Employer => &[("coverages", "employer", "union_id")],
    };
    let mut closed = Vec::new();
    for (table, column, what) in tables {
        let sql = format!(
            "UPDATE {table} SET to_on = $2 WHERE {column} = $1 AND to_on IS NULL AND EXISTS (SELECT 1 FROM {table} o WHERE o.{column} = $1 AND o.{what} = {table}.{what} \
             AND o.to_on IS NULL AND (o.from_on < {table}.from_on OR (o.from_on = {table}.from_on AND o.id < {table}.id))) RETURNING id"
        );
        let ids: Vec<(i64,)> = tx.all(AssertSqlSafe(sql), vals![id, day]).await?;
        closed.extend(ids.into_iter().map(|row| ((*table).to_owned(), row.0)));
    }
    Ok(closed)
}
/// Opens again what was closed on a day; says how many were touched since.
pub async fn open_twins(tx: &mut Tx, closed: &[(String, i64)], day: &str) -> Result<usize> {
    let mut touched = 0;
    for (table, id) in closed {
        let Some(table) = ["person_groups", "affiliations", "coverages"].into_iter().find(|t| t == table) else {
            continue;
        };
        let sql = format!("UPDATE {table} SET to_on = NULL WHERE id = $1 AND to_on = $2");
        touched += usize::from(tx.exec(AssertSqlSafe(sql), vals![*id, day]).await? == 0);
    }
    Ok(touched)
}

/// Ends a membership on a day with its event; the figure is the caller's.
pub async fn end_membership(
    tx: &mut Tx,
    app: &App,
    membership: &directory::members::Membership,
    (change, note): (&str, &str),
    account: AccountId,
) -> Result<Ended> {
    let today = app.today();
    tx.exec(
        "UPDATE memberships SET state = 'ended', ended_on = $2, version = version + 1 WHERE id = $1",
        vals![membership.id, today],
    )
    .await?;
    // The official reasons know none for this: it stays empty, the note says it.
    let event = tx
        .insert(
            "membership_events",
            "membership, person, union_id, change, reason, on_day, note, account, at",
            vals![membership.id, membership.person, membership.union_id, change, "", today, note, account, app.now()],
        )
        .await?;
    Ok(Ended {
        membership: membership.id.0,
        union: membership.union_id.0,
        state: membership.state.clone(),
        version: membership.version + 1,
        event,
    })
}
/// Lets a membership hold again if nobody touched it since, its union is open and the person has no other; false: it stays ended.
pub async fn resume_membership(tx: &mut Tx, ended: &Ended) -> Result<bool> {
    let sql = "UPDATE memberships SET state = $3, ended_on = NULL, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'ended' \
        AND EXISTS (SELECT 1 FROM organisations o WHERE o.id = memberships.union_id AND o.closed_on IS NULL) \
        AND NOT EXISTS (SELECT 1 FROM memberships o WHERE o.person = memberships.person AND o.state <> 'ended')";
    if tx.exec(sql, vals![ended.membership, ended.version, &ended.state]).await? == 0 {
        return Ok(false);
    }
    tx.exec("DELETE FROM membership_events WHERE id = $1", vals![ended.event]).await?;
    Ok(true)
}
pub async fn remove_record(tx: &mut Tx, id: i64) -> Result<()> {
    tx.exec("DELETE FROM records WHERE id = $1", vals![id]).await.map(|_| ())
}
/// The accounts of a person.
pub async fn accounts(tx: &mut Tx, person: i64) -> Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> =
        tx.all("SELECT id FROM accounts WHERE person = $1 ORDER BY id", vals![person]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
/// Where an organisation hangs now.
pub async fn path_of(tx: &mut Tx, org: i64) -> Result<Option<String>> {
    Ok(tx.maybe::<(String,)>("SELECT path FROM organisations WHERE id = $1", vals![org]).await?.map(|row| row.0))
}
/// Names of organisations.
pub async fn names(db: &Db, orgs: &[i64]) -> Result<BTreeMap<i64, String>> {
    if orgs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let list = orgs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let rows: Vec<(i64, String)> =
        db.all(AssertSqlSafe(format!("SELECT id, name FROM organisations WHERE id IN ({list})")), vals![]).await?;
    Ok(rows.into_iter().collect())
}
