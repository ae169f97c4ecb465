//! How an employer has a union, kept beside it so that lists and counts need not look at unions and coverages each time.
//!
//! Promise: after every act the kept way is what [`coverage`](super::coverage) counts on that day; when a day changes it (a coverage ends), the first
//! who asks brings it up to date ([`up_to_date`]). `unionhall verify` compares all of them.
use super::{EmployerId, coverage::shared_kinds};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx, Value},
    tree::OrgId,
    vals,
};
use sqlx::AssertSqlSafe;

/// Whose way may have changed.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    Employer(EmployerId),
    /// All that belong to a union or are or were covered by it.
    Union(OrgId),
    /// Those that a day has changed.
    Due,
}

/// The way on the day `$1`.
fn way() -> String {
    let shared = shared_kinds().map(|key| format!("'{key}'")).collect::<Vec<_>>().join(", ");
    let open = "SELECT 1 FROM organisations o JOIN unions u ON u.id = o.id WHERE o.id = employers.union_id AND o.opened_on <= $1 AND (o.closed_on IS NULL OR o.closed_on > $1)";
    format!(
        "CASE WHEN EXISTS ({open} AND u.kind NOT IN ({shared})) THEN 2 WHEN EXISTS ({open}) \
         OR EXISTS (SELECT 1 FROM coverages c WHERE c.employer = employers.id AND c.from_on <= $1 AND (c.to_on IS NULL OR c.to_on >= $1)) THEN 1 ELSE 0 END"
    )
}
/// The first day from `$1` on that may change it. The last day of a coverage itself does not, but nothing is lost by looking.
const UNTIL: &str = "(SELECT MIN(d.day) FROM (SELECT c.from_on AS day FROM coverages c WHERE c.employer = employers.id AND c.from_on > $1 \
    UNION ALL SELECT c.to_on FROM coverages c WHERE c.employer = employers.id AND c.to_on >= $1 \
    UNION ALL SELECT o.opened_on FROM organisations o WHERE o.id = employers.union_id AND o.opened_on > $1 \
    UNION ALL SELECT o.closed_on FROM organisations o WHERE o.id = employers.union_id AND o.closed_on > $1) d)";

/// Sets the way anew, in the act that changed what it follows from.
pub async fn keep(tx: &mut Tx, app: &App, of: Of) -> Result<()> {
    let today = Value::from(app.today());
    let (which, values) = match of {
        Of::Employer(id) => ("id = $2", vec![today, id.into()]),
        Of::Union(id) => (
            "union_id = $2 OR id IN (SELECT c.employer FROM coverages c WHERE c.union_id = $2)",
            vec![today, id.into()],
        ),
        Of::Due => ("way_until <= $1", vec![today]),
    };
    let sql = format!("UPDATE employers SET way = {}, way_until = {UNTIL} WHERE {which}", way());
    tx.exec(AssertSqlSafe(sql), values).await.map(|_| ())
}

/// For so long a node takes it that all ways are those of the day.
const A_DAY: u64 = 86_400;

/// Brings those up to date that the day has changed; the first reader of a day does.
pub async fn up_to_date(app: &App) -> Result<()> {
    let today = app.today();
    let key = format!("employers.ways.{today}");
    if app.remembered(&key).is_some() {
        return Ok(());
    }
    let due = "SELECT COUNT(*) FROM (SELECT way_until FROM employers WHERE way_until <= $1 LIMIT 1) x";
    if app.db.number(due, vals![today]).await? > 0 {
        let mut tx = app.db.begin().await?;
        keep(&mut tx, app, Of::Due).await?;
        tx.commit().await?;
    }
    app.remember(key, 1, A_DAY);
    Ok(())
}

/// How many employers are kept under another way than they have on a day, but for those that are due.
pub async fn differing(db: &Db, today: Date) -> Result<i64> {
    let sql =
        format!("SELECT COUNT(*) FROM employers WHERE way <> {} AND (way_until IS NULL OR way_until > $1)", way());
    db.number(AssertSqlSafe(sql), vals![today]).await
}
