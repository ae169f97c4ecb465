//! Writing a confirmed import: in slices, hidden behind a batch, seen all at once.
//!
//! Each slice writes its rows and moves `progress` in one act, so that a crash resumes where it stopped and writes nothing twice.
use super::{
    slice::{Prepared, Slice},
    staged::{self, Staged},
    store::{self, Import, ImportId},
};
use crate::employers::EmployerId;
use futures::{StreamExt, stream};
use platform::{App, audit, facts, identity::SignedIn, jobs, tree, vals, web::Error};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::Mutex;

/// So many rows are written while the officer waits; more go to a job, with a progress bar.
const AT_ONCE: i64 = 2_000;
/// Chunks written in one act. A long act touches fewer pages for each row, a short one lets others come between.
const TOGETHER: usize = 4;
/// Slices prepared while one is written.
const AHEAD: usize = 2;
pub const JOB: &str = "rosters.write";

/// Confirms a checked import. False: it was already confirmed or dropped (a double click, a second officer).
pub async fn confirm(app: &App, who: Option<&SignedIn>, import: &Import) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    if !store::step(&mut tx, import.id, "checked", "writing").await? {
        return Ok(false);
    }
    let batch = tx.insert("batches", "made_at", vals![app.now()]).await?;
    tx.exec(
        "UPDATE imports SET batch = $2, confirmed_at = $3, confirmed_by = $4 WHERE id = $1",
        vals![import.id, batch, app.now(), who.map(|w| w.account)],
    )
    .await?;
    let detail = format!("{}：新增{}，有变化{}", import.file_name, import.fresh, import.changed);
    audit::record(
        &mut tx,
        app,
        who,
        &audit::Entry {
            act: "roster.import",
            object: "import",
            object_id: import.id.0,
            detail: &detail,
            org: Some(import.union_id),
            ..Default::default()
        },
    )
    .await?;
    jobs::queue(&mut tx, JOB, &import.id.to_string(), app.now() + if import.right() > AT_ONCE { 0 } else { 60_000 })
        .await?;
    tx.commit().await?;
    if import.right() <= AT_ONCE {
        write_all(app, import.id).await?;
    }
    Ok(true)
}

/// Writes what is left of a confirmed import. Safe to run again.
pub async fn write_all(app: &App, id: ImportId) -> Result<(), Error> {
    let Some(import) = store::find(&app.db, id).await?.filter(|i| i.state == "writing") else { return Ok(()) };
    let Some(union) = tree::find(&app.db, import.union_id).await? else { return Ok(()) };
    let employers = Arc::new(Mutex::new(HashMap::new()));
    // The next slice is read and sealed on the other core while one is written.
    let mut ahead = stream::iter(slices(&store::chunks(&app.db, id).await?))
        .filter(|part| std::future::ready(part.at >= import.progress))
        .map(|part| {
            let prepared = tokio::spawn(prepare(app.clone(), id, part.clone(), employers.clone()));
            async move { (part, prepared.await) }
        })
        .buffered(AHEAD);
    let slice = Slice { app, import: &import, union: &union };
    while let Some((part, prepared)) = ahead.next().await {
        slice.write(&part, prepared.map_err(Error::internal)??).await?;
    }
    let mut tx = app.db.begin().await?;
    facts::alone(&mut tx).await?;
    if store::step(&mut tx, id, "writing", "done").await? {
        facts::show_batch(&mut tx, app, import.batch.unwrap_or(0)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Chunks of one verdict that are written in one act: from `first` on, as the `at`th and following of all that are written.
#[derive(Clone, Debug)]
pub struct Part {
    pub at: i64,
    pub count: i64,
    verdict: String,
    first: i64,
}
/// All that is written, new rows first.
fn slices(chunks: &[(String, i64, i64)]) -> Vec<Part> {
    let written: Vec<_> = chunks.iter().filter(|(verdict, ..)| verdict == "new" || verdict == "changed").collect();
    let mut at = 0;
    let parts = written.chunk_by(|one, next| one.0 == next.0).flat_map(|same| same.chunks(TOGETHER)).map(|part| {
        let count = i64::try_from(part.len()).expect("a handful");
        at += count;
        Part { at: at - count, count, verdict: part[0].0.clone(), first: part[0].1 }
    });
    parts.collect()
}

async fn prepare(
    app: App,
    id: ImportId,
    part: Part,
    employers: Arc<Mutex<HashMap<String, Option<EmployerId>>>>,
) -> Result<Prepared, Error> {
    let mut rows = Vec::new();
    for seq in part.first..part.first + part.count {
        if let Some(sealed) = store::chunk(&app.db, id, &part.verdict, seq).await? {
            rows.extend(staged::open(&app, &sealed)?);
        }
    }
    let mut employers = employers.lock_owned().await;
    remember_employers(&app, &rows, &mut employers).await?;
    let prepared =
        tokio::task::spawn_blocking(move || Prepared::of(&app, part.verdict == "new", rows, &employers)).await;
    prepared.map_err(Error::internal)
}

/// The employers that the rows name, each looked up once.
async fn remember_employers(
    app: &App,
    rows: &[Staged],
    employers: &mut HashMap<String, Option<EmployerId>>,
) -> Result<(), Error> {
    let column = platform::sheets::roster::Column::Employer.index();
    for name in rows.iter().filter_map(|r| r.cells.get(column)).map(|n| n.trim()) {
        if !name.is_empty() && !employers.contains_key(name) {
            employers.insert(name.to_owned(), store::employer_named(&app.db, name).await?);
        }
    }
    Ok(())
}
