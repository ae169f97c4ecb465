//! What the search for duplicates and the merges hold of a person, erased with the rest: an undoing can't bring back what was erased.
use crate::Kind;
use jiff::civil::Date;
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Portion, Subject},
    tree::PersonId,
    vals,
};
use serde_json::json;

pub const ALL: &[Portion] = &[Portion {
    key: "duplicates",
    name: "登记的核对和合并",
    tables: &["person_keys", "duplicate_pairs", "duplicate_merges"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, _, who, today| Box::pin(erase(tx, who, today)) as Erasing<'_>,
}];

/// Merges of a person that still hold what either was.
const MERGES: &str = "SELECT id, pair, at FROM duplicate_merges WHERE kind = $1 AND (kept = $2 OR gone = $2) AND image_sealed <> '' ORDER BY id";

async fn merges(app: &App, person: PersonId) -> Result<Vec<(i64, i64, i64)>> {
    app.db.all(MERGES, vals![Kind::Person.key(), person]).await
}
async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let Some(person) = who.person else { return Ok(json!(null)) };
    let merges = merges(&app, person).await?;
    let moment = |at: i64| ui::text::moment(clock::local(at));
    let merged = merges.into_iter().map(|(.., at)| json!({ "时间": moment(at), "事项": "两份登记合成了一份" }));
    Ok(json!(merged.collect::<Vec<_>>()))
}
async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let Some(person) = who.person else { return Ok(Vec::new()) };
    let keys = app.db.number("SELECT COUNT(*) FROM person_keys WHERE person = $1", vals![person]).await?;
    let merges = i64::try_from(merges(&app, person).await?.len()).unwrap_or(0);
    let mut fates = vec![
        Fate { what: "合并前的两份登记", count: merges, kept: None },
        Fate { what: "用来核对重复登记的比对码", count: keys, kept: None },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
async fn erase(tx: &mut Tx, who: Subject, _: Date) -> Result<u64> {
    let Some(person) = who.person else { return Ok(0) };
    // Whoever joined again meanwhile is a member: nothing goes.
    if directory::members::store::current_in(tx, person).await?.is_some() {
        return Ok(0);
    }
    let kind = Kind::Person.key();
    let merges: Vec<(i64, i64, i64)> = tx.all(MERGES, vals![kind, person]).await?;
    for (id, ..) in &merges {
        tx.exec("UPDATE duplicate_merges SET image_sealed = '', stayed = '' WHERE id = $1", vals![*id]).await?;
    }
    let mut erased = tx
        .exec(
            "DELETE FROM person_keys WHERE person = $1 OR person IN (SELECT id FROM persons WHERE merged_into = $1)",
            vals![person],
        )
        .await?;
    let open = "DELETE FROM duplicate_pairs WHERE kind = $1 AND state = 'open' AND (low = $2 OR high = $2)";
    erased += tx.exec(open, vals![kind, person]).await?;
    let sql = "UPDATE duplicate_pairs SET reasons = '[]', note = '' WHERE kind = $1 AND (low = $2 OR high = $2)";
    erased += tx.exec(sql, vals![kind, person]).await?;
    Ok(erased)
}
