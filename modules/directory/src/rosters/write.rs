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
use platform::{App, audit, identity::SignedIn, jobs, tree, vals, web::Error};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::Mutex;

/// So many rows are written while the officer waits; more go to a job, with a progress bar.
const AT_ONCE: i64 = 2_000;
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
    let chunks = store::chunks(&app.db, id).await?;
    let written = chunks.into_iter().filter(|(verdict, ..)| verdict == "new" || verdict == "changed");
    let left = (0_i64..).zip(written).filter(|(n, _)| *n >= import.progress);
    let employers = Arc::new(Mutex::new(HashMap::new()));
    // The next slice is read and sealed on the other core while one is written.
    let mut ahead = stream::iter(left)
        .map(|(n, (verdict, seq, _))| {
            let prepared = tokio::spawn(prepare(app.clone(), id, verdict, seq, employers.clone()));
            async move { (n, prepared.await) }
        })
        .buffered(AHEAD);
    let slice = Slice { app, import: &import, union: &union };
    while let Some((n, prepared)) = ahead.next().await {
        if let Some(prepared) = prepared.map_err(Error::internal)?? {
            slice.write(n, prepared).await?;
        }
    }
    let mut tx = app.db.begin().await?;
    if store::step(&mut tx, id, "writing", "done").await? {
        tx.exec("UPDATE batches SET visible_at = $2 WHERE id = $1", vals![import.batch, app.now()]).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn prepare(
    app: App,
    id: ImportId,
    verdict: String,
    seq: i64,
    employers: Arc<Mutex<HashMap<String, Option<EmployerId>>>>,
) -> Result<Option<Prepared>, Error> {
    let Some(sealed) = store::chunk(&app.db, id, &verdict, seq).await? else { return Ok(None) };
    let rows = staged::open(&app, &sealed)?;
    let mut employers = employers.lock_owned().await;
    remember_employers(&app, &rows, &mut employers).await?;
    let prepared = tokio::task::spawn_blocking(move || Prepared::of(&app, verdict == "new", rows, &employers)).await;
    prepared.map(Some).map_err(Error::internal)
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
