//! From an uploaded file to a staged import: every row with its verdict, nothing written to the members yet.
use super::{
    compare::{self, Known, Verdict},
    staged::{self, CHUNK, Staged, StagedFault},
    store::{self, ImportId},
};
use crate::people;
use bytes::Bytes;
use platform::{
    App,
    identity::AccountId,
    sheets::{
        Limits,
        roster::{self, CheckedRow},
    },
    tree::{Org, Scope},
    vals,
    web::Error,
};
use std::{
    collections::{BTreeMap, HashMap},
    time::Instant,
};
use tokio::sync::mpsc;

/// Checks a file for a union. A file that is no roster is refused whole, with a sentence, and leaves nothing.
pub async fn check(
    app: &App,
    union: &Org,
    scope: &Scope,
    file_name: &str,
    bytes: Bytes,
    account: Option<AccountId>,
) -> Result<ImportId, Error> {
    let started = Instant::now();
    let mut tx = app.db.begin().await?;
    let id = store::open(&mut tx, app, union, file_name, account).await?;
    tx.commit().await?;
    let mut staging = Staging::new(app, union, scope, id);
    let read = read_into(&mut staging, bytes).await;
    let refusal = match read {
        Ok(0) => Some("这份名册里没有会员，请从第5行起填写".to_owned()),
        Ok(_) => None,
        Err(Error::Refused(sentence)) => Some(sentence),
        Err(fault) => {
            staging.forget().await?;
            return Err(fault);
        }
    };
    if let Some(sentence) = refusal {
        staging.forget().await?;
        return Err(Error::Refused(sentence));
    }
    staging.finish(i64::try_from(started.elapsed().as_millis()).unwrap_or(0)).await?;
    Ok(id)
}

/// Reads on a blocking thread, a few chunks ahead of the comparison, so that memory stays bounded.
async fn read_into(staging: &mut Staging<'_>, bytes: Bytes) -> Result<u32, Error> {
    let (send, mut chunks) = mpsc::channel::<Vec<CheckedRow>>(2);
    let today = staging.app.today();
    let reading = tokio::task::spawn_blocking(move || {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = roster::read(&bytes, Limits::default(), today, |row| {
            chunk.push(row);
            if chunk.len() == CHUNK {
                // The other side only goes away on a fault of its own, which it reports.
                let _ = send.blocking_send(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)));
            }
        });
        let _ = send.blocking_send(chunk);
        read
    });
    while let Some(chunk) = chunks.recv().await {
        staging.take(chunk).await?;
    }
    let read = reading.await.map_err(Error::internal)?;
    read.map_err(|fault| Error::refused(fault.to_string()))
}

struct Staging<'a> {
    app: &'a App,
    union: &'a Org,
    scope: &'a Scope,
    id: ImportId,
    waiting: HashMap<Verdict, Vec<Staged>>,
    seq: HashMap<Verdict, i64>,
    counts: HashMap<Verdict, i64>,
    faults: BTreeMap<(String, String), i64>,
}
impl<'a> Staging<'a> {
    fn new(app: &'a App, union: &'a Org, scope: &'a Scope, id: ImportId) -> Self {
        Self {
            app,
            union,
            scope,
            id,
            waiting: HashMap::new(),
            seq: HashMap::new(),
            counts: HashMap::new(),
            faults: BTreeMap::new(),
        }
    }

    async fn take(&mut self, rows: Vec<CheckedRow>) -> Result<(), Error> {
        let index = |row: &CheckedRow| {
            row.row.document.as_ref().map(|d| people::store::document_index(self.app, d.kind(), d.number()))
        };
        let indexes: Vec<Option<String>> =
            rows.iter().map(|r| if r.faults.is_empty() { index(r) } else { None }).collect();
        let right = rows.iter().filter(|row| row.faults.is_empty());
        let documents: Vec<(&str, &str)> =
            right.filter_map(|row| row.row.document.as_ref()).map(|d| (d.kind(), d.number())).collect();
        people::store::adopt(&self.app.db, self.app, &documents).await?;
        let wanted: Vec<String> = indexes.iter().flatten().cloned().collect();
        let known: HashMap<String, Known> =
            store::known(&self.app.db, self.app, &wanted, self.scope).await?.into_iter().collect();
        for (row, index) in rows.iter().zip(&indexes) {
            let staged = self.judged(row, index.as_ref().and_then(|i| known.get(i)));
            self.stage(staged).await?;
        }
        Ok(())
    }

    fn judged(&self, row: &CheckedRow, known: Option<&Known>) -> Staged {
        if !row.faults.is_empty() {
            return Staged::of(row, Verdict::Wrong);
        }
        match compare::judge(&row.row, known, self.union.id) {
            Ok((verdict, differences)) => {
                let mut staged = Staged::of(row, verdict);
                staged.person = known.map(|k| k.person.0);
                staged.version = known.map_or(0, |k| k.version);
                staged.differences = differences;
                staged
            }
            Err((column, code, reason)) => {
                let mut staged = Staged::of(row, Verdict::Wrong);
                staged.faults.push(StagedFault { column: column.title().into(), code: code.into(), reason });
                staged
            }
        }
    }

    async fn stage(&mut self, row: Staged) -> Result<(), Error> {
        for fault in &row.faults {
            *self.faults.entry((fault.column.clone(), fault.code.clone())).or_default() += 1;
        }
        let verdict = row.verdict;
        *self.counts.entry(verdict).or_default() += 1;
        let waiting = self.waiting.entry(verdict).or_default();
        waiting.push(row);
        if waiting.len() >= CHUNK {
            self.flush(verdict).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, verdict: Verdict) -> Result<(), Error> {
        let rows = self.waiting.remove(&verdict).unwrap_or_default();
        if rows.is_empty() {
            return Ok(());
        }
        let seq = self.seq.entry(verdict).or_default();
        let sealed = staged::seal(self.app, &rows);
        let mut tx = self.app.db.begin().await?;
        store::add_chunk(&mut tx, self.id, verdict.key(), *seq, rows.len(), sealed).await?;
        tx.commit().await?;
        *seq += 1;
        Ok(())
    }

    async fn finish(&mut self, checked_ms: i64) -> Result<(), Error> {
        for verdict in Verdict::ALL {
            self.flush(verdict).await?;
        }
        let of = |verdict| self.counts.get(&verdict).copied().unwrap_or(0);
        let mut faults: Vec<(&(String, String), &i64)> = self.faults.iter().collect();
        faults.sort_by_key(|(_, n)| -**n);
        let faults =
            serde_json::to_string(&faults.iter().map(|((column, code), n)| (column, code, n)).collect::<Vec<_>>())
                .expect("plain fields");
        let mut tx = self.app.db.begin().await?;
        tx.exec(
            "UPDATE imports SET state = 'checked', checked_ms = $2, rows = $3, fresh = $4, changed = $5, unchanged = $6, wrong = $7, faults = $8 WHERE id = $1",
            vals![
                self.id, checked_ms, self.counts.values().sum::<i64>(), of(Verdict::New), of(Verdict::Changed), of(Verdict::Unchanged), of(Verdict::Wrong), faults
            ],
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn forget(&self) -> Result<(), Error> {
        let mut tx = self.app.db.begin().await?;
        store::forget(&mut tx, self.id).await?;
        tx.commit().await?;
        Ok(())
    }
}
