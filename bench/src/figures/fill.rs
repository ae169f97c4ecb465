//! Millions of facts, made inside the database: spread evenly over unions and measures, over three years, half of them by dimension.
use super::Scene;
use crate::Outcome;
use jiff::ToSpan;
use platform::{facts, vals};

const DAYS: i64 = 3 * 365;
/// Facts made in one act.
const SLICE: u64 = 500_000;

pub async fn fill(scene: &Scene, wanted: u64) -> Outcome {
    let db = &scene.app.db;
    let mut tx = db.begin_long().await?;
    for sql in [
        "CREATE TABLE bench_orgs (n INTEGER PRIMARY KEY, id BIGINT NOT NULL)",
        "CREATE TABLE bench_measures (n INTEGER PRIMARY KEY, measure TEXT NOT NULL)",
        "CREATE TABLE bench_days (n INTEGER PRIMARY KEY, day TEXT NOT NULL)",
        "INSERT INTO bench_orgs (n, id) SELECT ROW_NUMBER() OVER (ORDER BY o.id) - 1, o.id FROM organisations o WHERE NOT EXISTS (SELECT 1 FROM organisations b WHERE b.parent = o.id)",
    ] {
        tx.exec(sql, vals![]).await?;
    }
    let keys = scene.measures.iter().enumerate().flat_map(|(n, measure)| vals![n, measure.key]).collect();
    tx.insert_many("bench_measures", "n, measure", keys).await?;
    let days = (0..DAYS).flat_map(|n| vals![n, scene.today.saturating_sub(n.days())]).collect();
    tx.insert_many("bench_days", "n, day", days).await?;
    tx.commit().await?;
    let orgs = db.number("SELECT COUNT(*) FROM bench_orgs", vals![]).await?;
    let each = i64::try_from(wanted)? / orgs.max(1) + 1;
    let at_once = (i64::try_from(SLICE)? / each).max(1);
    // Union by union, so that the tables grow at their ends.
    for first in (0..orgs).step_by(usize::try_from(at_once)?) {
        slice(scene, (first, (first + at_once).min(orgs)), each).await?;
    }
    Ok(facts::rebuild(&scene.app).await?)
}

async fn slice(scene: &Scene, (first, after): (i64, i64), each: i64) -> Outcome {
    let mut tx = scene.app.db.begin_long().await?;
    let made = "WITH RECURSIVE s (n) AS (SELECT $1 * $3 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < $2 * $3) \
        SELECT m.measure, o.id AS org, d.day, CASE WHEN m.n % 2 = 0 THEN '' ELSE 'k' || ((s.n / 200) % 8) END AS dimension, 1 AS amount, s.n AS record_id \
        FROM s JOIN bench_orgs o ON o.n = s.n / $3 JOIN bench_measures m ON m.n = s.n % (SELECT COUNT(*) FROM bench_measures) \
        JOIN bench_days d ON d.n = (s.n * 7919 + s.n / 200) % (SELECT COUNT(*) FROM bench_days)";
    let facts = format!(
        "INSERT INTO facts (measure, org, day, dimension, amount, record, record_id, rolled) \
         SELECT x.measure, x.org, x.day, x.dimension, x.amount, 'bench', x.record_id, 1 FROM ({made}) x"
    );
    let days = format!(
        "INSERT INTO fact_days (org, measure, day, dimension, amount) \
         SELECT x.org, x.measure, x.day, x.dimension, SUM(x.amount) FROM ({made}) x WHERE 1 = 1 GROUP BY x.org, x.measure, x.day, x.dimension \
         ON CONFLICT (org, measure, day, dimension) DO UPDATE SET amount = fact_days.amount + excluded.amount"
    );
    for sql in [facts, days] {
        tx.exec(sqlx::AssertSqlSafe(sql), vals![first, after, each]).await?;
    }
    Ok(tx.commit().await?)
}
