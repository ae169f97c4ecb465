//! All settings in memory, for a moment: most pages ask for some, and they hardly ever change.
//!
//! Whoever sets one on this node is seen at once: while an act with a change may still be under way, nothing is remembered. Another
//! node on the same PostgreSQL sees it after [`GOOD`].
use crate::{
    db::{Db, Result},
    vals,
};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// So long a reading of the table is good.
const GOOD: Duration = Duration::from_secs(2);
/// So long after a change each question goes to the database: longer than any act takes from its statement to its end.
const UNDER_WAY: Duration = Duration::from_secs(15);

static CHANGED: Mutex<Option<Instant>> = Mutex::new(None);

/// A row of the table.
#[derive(sqlx_macros::FromRow)]
pub(super) struct Stored {
    pub key: String,
    pub region: String,
    pub from_on: String,
    pub value: String,
}

#[derive(Default)]
pub(crate) struct Kept(RwLock<Option<(Instant, Arc<Vec<Stored>>)>>);

/// To be said in the act that changes a setting.
pub(super) fn changed() {
    *CHANGED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}
fn is_changing() -> bool {
    CHANGED.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() < UNDER_WAY)
}

pub(super) async fn all(db: &Db) -> Result<Arc<Vec<Stored>>> {
    let Kept(kept) = db.kept_settings();
    let remembers = !is_changing();
    let known = kept.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, all)) = known.filter(|(read, _)| remembers && read.elapsed() < GOOD) {
        return Ok(all);
    }
    let read = Instant::now();
    let all = Arc::new(db.all::<Stored>("SELECT key, region, from_on, value FROM settings", vals![]).await?);
    // Also not when the change began while the table was read.
    *kept.write().unwrap_or_else(PoisonError::into_inner) =
        (remembers && !is_changing()).then(|| (read, Arc::clone(&all)));
    Ok(all)
}
