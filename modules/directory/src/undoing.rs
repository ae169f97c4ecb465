//! What imports and bulk acts share when they are undone: for a week, in slices, and only what nobody touched since.
use platform::{App, db, db::Tx, web::Error};

const WEEK: i64 = 7 * 86_400_000;
const SLICE: i64 = 200;

/// Until when something done at an instant can be undone (epoch milliseconds); none: it can't any more.
pub fn open_until(done_at: Option<i64>, now: i64) -> Option<i64> {
    done_at.map(|at| at + WEEK).filter(|until| now < *until)
}

/// Something that was done row by row and can be undone so. A row that is undone is gone or marked: undoing may begin again after a crash.
pub trait Undoing: Sync {
    type Row: Send + Sync;
    /// The rows behind a row's number, at most `limit`.
    fn rows(&self, after: i64, limit: i64) -> impl Future<Output = db::Result<Vec<Self::Row>>> + Send;
    fn number(row: &Self::Row) -> i64;
    fn revert(&self, tx: &mut Tx, row: &Self::Row) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Undoes all of it, some rows in each transaction, so that others' acts go on.
pub async fn in_slices<U: Undoing>(app: &App, done: &U) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let rows = done.rows(after, SLICE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = U::number(last);
        let mut tx = app.db.begin().await?;
        for row in &rows {
            done.revert(&mut tx, row).await?;
        }
        tx.commit().await?;
    }
}
