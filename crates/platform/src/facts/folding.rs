//! Adding up: facts go into the days of their organisation and of all above it, behind the acts.
use super::{MeasureKind, sums::placed};
use crate::{
    App,
    db::{Engine, Result, Tx},
    vals,
};

/// Whoever changes sums does it alone: folding, a batch that is shown, a move. Acts that only count never wait for this. To be asked before
/// the act takes any row that a move may want.
pub async fn alone(tx: &mut Tx) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        // The rows themselves would do, if all took them in the same order. SQLite has one writer.
        tx.exec("SELECT pg_advisory_xact_lock(7302)", vals![]).await?;
    }
    Ok(())
}

/// Facts folded at once beside acts, which wait for it on SQLite: each fact touches five rows somewhere in the sums, 80 µs where they are large.
pub const SLICE: i64 = 500;

/// Folds facts into days, at most `limit` at once; says how many. Run by a leased job.
pub async fn fold(app: &App, limit: i64) -> Result<usize> {
    let waiting = "SELECT COUNT(*) FROM (SELECT id FROM facts WHERE rolled = 0 LIMIT 500) x";
    let few = app.db.number(waiting, vals![]).await? < 500;
    let mut tx = if few { app.db.begin().await? } else { app.db.begin_long().await? };
    alone(&mut tx).await?;
    // Marked first: what another node commits meanwhile stays unmarked and is folded the next time.
    let marked = tx
        .exec(
            "UPDATE facts SET rolled = 2 WHERE id IN (SELECT id FROM facts WHERE rolled = 0 ORDER BY id LIMIT $1)",
            vals![limit],
        )
        .await?;
    if marked == 0 {
        return Ok(0);
    }
    add(&mut tx, "fact_days", "day", "SELECT org, measure, day, dimension, amount FROM facts WHERE rolled = 2").await?;
    let above =
        placed("facts s CROSS JOIN organisation_lines l", "s.rolled = 2 AND l.ancestor <> l.org", &stocks(app), "1");
    add_above(&mut tx, &above).await?;
    tx.exec("UPDATE facts SET rolled = 1 WHERE rolled = 2", vals![]).await?;
    tx.commit().await?;
    Ok(usize::try_from(marked).unwrap_or(0))
}

/// Makes a batch visible (see `batches` in the migration): what carries it is seen from now on, and so is what it counts.
pub async fn show_batch(tx: &mut Tx, app: &App, batch: i64) -> Result<()> {
    alone(tx).await?;
    tx.exec("UPDATE batches SET visible_at = $2 WHERE id = $1", vals![batch, app.now()]).await?;
    let of = format!("s.batch = {batch}");
    let own = format!("SELECT org, measure, day, dimension, amount FROM fact_batch_days s WHERE {of}");
    add(tx, "fact_days", "day", &own).await?;
    let wanted = format!("{of} AND l.ancestor <> l.org");
    let above = placed("fact_batch_days s CROSS JOIN organisation_lines l", &wanted, &stocks(app), "1");
    add_above(tx, &above).await?;
    tx.exec("DELETE FROM fact_batch_days WHERE batch = $1", vals![batch]).await?;
    Ok(())
}

/// Takes from the sums above a moved branch what they lost, and gives the others what they got (`shift` of the lines).
pub(crate) async fn shift(tx: &mut Tx, app: &App) -> Result<()> {
    let moved = placed(
        "organisation_lines l CROSS JOIN fact_days s",
        "l.shift <> 0 AND l.ancestor <> l.org",
        &stocks(app),
        "l.shift",
    );
    add_above(tx, &moved).await
}

/// Adds up anew all that lies above the days of the organisations themselves: after many of them were written at once.
pub async fn rebuild(app: &App) -> Result<()> {
    let mut tx = app.db.begin_long().await?;
    alone(&mut tx).await?;
    tx.exec("DELETE FROM fact_branch_days", vals![]).await?;
    tx.exec("DELETE FROM fact_branch_months", vals![]).await?;
    let orgs: Vec<(i64,)> = tx.all("SELECT id FROM organisations ORDER BY id", vals![]).await?;
    // Some at once: what is sorted lies in memory.
    for some in orgs.chunks(TOGETHER) {
        let (first, last) = (some[0].0, some[some.len() - 1].0);
        let wanted = format!("s.org >= {first} AND s.org <= {last} AND l.ancestor <> l.org");
        let all = placed("fact_days s CROSS JOIN organisation_lines l", &wanted, &stocks(app), "1");
        add_above(&mut tx, &all).await?;
    }
    tx.commit().await
}
const TOGETHER: usize = 200;

/// Whether a row `s` is of a stock, as a condition.
pub(super) fn stocks(app: &App) -> String {
    let measures = app.modules.iter().flat_map(|m| m.measures.iter()).filter(|m| m.kind == MeasureKind::Stock);
    let keys: Vec<String> = measures.map(|m| format!("'{}'", m.key)).collect();
    if keys.is_empty() { "1 = 0".into() } else { format!("s.measure IN ({})", keys.join(", ")) }
}

async fn add_above(tx: &mut Tx, rows: &str) -> Result<()> {
    add(tx, "fact_branch_days", "day", rows).await?;
    let months = format!("SELECT org, measure, SUBSTR(day, 1, 7) AS month, dimension, amount FROM ({rows}) d");
    add(tx, "fact_branch_months", "month", &months).await
}
async fn add(tx: &mut Tx, table: &str, span: &str, rows: &str) -> Result<()> {
    let sql = format!(
        "INSERT INTO {table} (org, measure, {span}, dimension, amount) \
         SELECT x.org, x.measure, x.{span}, x.dimension, CAST(SUM(x.amount) AS BIGINT) FROM ({rows}) x WHERE 1 = 1 \
         GROUP BY x.org, x.measure, x.{span}, x.dimension HAVING SUM(x.amount) <> 0 \
         ON CONFLICT (org, measure, {span}, dimension) DO UPDATE SET amount = {table}.amount + excluded.amount"
    );
    tx.exec(sqlx::AssertSqlSafe(sql), vals![]).await.map(|_| ())
}
