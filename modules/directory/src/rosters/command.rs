//! Rosters from the command line: the same check and the same writing as in the console.
use super::{check, compare::Verdict, staged, store, write};
use bytes::Bytes;
use platform::{
    App, tree,
    tree::{OrgId, Scope},
    web::Error,
};
use serde::Serialize;

/// The verdict on every row of a sheet, in the sheet's order.
#[derive(Debug, Serialize)]
pub struct ImportReport {
    pub rows: Vec<RowReport>,
}
#[derive(Debug, Serialize)]
pub struct RowReport {
    /// The row's number in the sheet, from 1.
    pub row: u32,
    pub verdict: Verdict,
    pub faults: Vec<FaultReport>,
}
#[derive(Debug, Serialize)]
pub struct FaultReport {
    pub column: String,
    pub reason: String,
}

/// Checks a roster for a union and, unless it is a dry run, writes its right rows.
pub async fn import(
    app: &App,
    union: OrgId,
    file_name: &str,
    bytes: Bytes,
    dry_run: bool,
) -> Result<ImportReport, Error> {
    let org = tree::find(&app.db, union).await?.ok_or(Error::NotFound)?;
    let root = app.root().await?.ok_or(Error::NotFound)?;
    let id = check::check(app, &org, &Scope::below(&root.path), file_name, bytes, None).await?;
    let import = store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
    if !dry_run {
        write::confirm(app, None, &import).await?;
        write::write_all(app, id).await?;
    }
    let mut rows = Vec::new();
    for (verdict, seq, _) in store::chunks(&app.db, id).await? {
        let Some(sealed) = store::chunk(&app.db, id, &verdict, seq).await? else { continue };
        rows.extend(staged::open(app, &sealed)?.into_iter().map(|s| RowReport {
            row: s.row,
            verdict: s.verdict,
            faults: s.faults.into_iter().map(|f| FaultReport { column: f.column, reason: f.reason }).collect(),
        }));
    }
    rows.sort_by_key(|r| (r.row, r.verdict != Verdict::Skipped));
    rows.dedup_by_key(|r| r.row);
    if dry_run {
        let mut tx = app.db.begin().await?;
        store::forget(&mut tx, id).await?;
        tx.commit().await?;
    }
    Ok(ImportReport { rows })
}
