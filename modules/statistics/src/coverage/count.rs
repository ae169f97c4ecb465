//! Counting a branch: at once where that is quick; a large branch's count is kept for a while and counted anew behind the pages.
use directory::employers::{
    coverage::{self, Cell},
    ways,
};
use platform::{
    App,
    db::Result,
    tree::{Org, Scope},
    vals,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Up to so many employers are counted while one waits: some 30 ms.
const QUICK: i64 = 5_000;
/// Seconds for which they are the same for all who ask, where counting is not cheap.
const TOGETHER: u64 = 2;
/// So old a kept count may be before it is counted anew.
const FRESH: Duration = Duration::from_secs(60);
/// So old it is no longer shown.
const STALE: Duration = Duration::from_secs(600);

/// The employers of a branch, counted.
pub struct Counted {
    pub cells: Vec<Cell>,
    /// By the union in whose area they lie: (path, way, employers).
    pub areas: Vec<(String, i64, i64)>,
    /// When, where that was not just now.
    pub at: i64,
}

struct Kept {
    counted: Arc<Counted>,
    since: Instant,
    /// Somebody counts already.
    counting: bool,
}
/// One process serves one county or province: a path names the branch.
static KEPT: Mutex<Option<HashMap<String, Kept>>> = Mutex::new(None);

fn with<T>(work: impl FnOnce(&mut HashMap<String, Kept>) -> T) -> T {
    work(KEPT.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(HashMap::new))
}

pub async fn counted(app: &App, org: &Org) -> Result<Arc<Counted>> {
    let scope = Scope::below(&org.path);
    let sql = "SELECT COUNT(*) FROM (SELECT path FROM employers WHERE path >= $1 AND path < $2 LIMIT $3) x";
    if app.db.number(sql, vals![&scope.from, &scope.until, QUICK + 1]).await? <= QUICK {
        let key = format!("coverage.{}", scope.from);
        return app.once(key, TOGETHER, async { count(app, &scope).await.map(Arc::new) }).await;
    }
    let (known, anew) = with(|kept| match kept.get_mut(&org.path) {
        Some(known) if known.since.elapsed() < STALE => {
            let anew = known.since.elapsed() > FRESH && !known.counting;
            known.counting |= anew;
            (Some(known.counted.clone()), anew)
        }
        _ => (None, true),
    });
    match known {
        Some(known) => {
            if anew {
                tokio::spawn(keep(app.clone(), scope));
            }
            Ok(known)
        }
        None => keep(app.clone(), scope).await,
    }
}
async fn keep(app: App, scope: Scope) -> Result<Arc<Counted>> {
    let counted = count(&app, &scope).await.map(Arc::new);
    with(|kept| match &counted {
        Ok(counted) => {
            kept.insert(scope.from, Kept { counted: counted.clone(), since: Instant::now(), counting: false });
        }
        Err(_) => kept.retain(|path, _| *path != scope.from),
    });
    counted
}
async fn count(app: &App, scope: &Scope) -> Result<Counted> {
    ways::up_to_date(app).await?;
    let (cells, areas) = tokio::try_join!(coverage::cells(&app.db, scope), coverage::by_area(&app.db, scope))?;
    Ok(Counted { cells, areas, at: app.now() })
}
