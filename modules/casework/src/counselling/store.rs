//! All SQL of counselling beside its cases.
use super::REASON;
use crate::cases::{
    CaseId,
    store::{Case, SELECT},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

/// One's own as a counsellor: open ones by their day, or those that are over.
pub async fn own(db: &Db, account: AccountId, over: bool) -> Result<Vec<Case>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE c.confidential = 1 AND c.alone = ?", vals![account]);
    query.add(
        if over {
            " AND c.ended_at IS NOT NULL ORDER BY c.ended_at DESC LIMIT 100"
        } else {
            " AND c.ended_at IS NULL ORDER BY c.due_on, c.id LIMIT 200"
        },
        vals![],
    );
    db.list(query).await
}
/// What is past its day in a branch, but for one's own: number and clock.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Late {
    pub number: String,
    due_on: Option<String>,
    pub org_name: String,
    pub level_name: String,
    pub counsellor: Option<String>,
}
impl Late {
    pub fn due(&self) -> Option<Date> {
        self.due_on.as_deref().and_then(|day| day.parse().ok())
    }
}
pub async fn late(db: &Db, scope: &Scope, me: AccountId, today: Date) -> Result<Vec<Late>> {
    let sql = "SELECT c.number, c.due_on, h.name AS org_name, l.name AS level_name, a.name AS counsellor FROM cases c JOIN organisations h ON h.id = c.handler \
        JOIN organisations l ON l.id = c.level LEFT JOIN accounts a ON a.id = c.alone \
        WHERE c.confidential = 1 AND c.ended_at IS NULL AND h.path >= $1 AND h.path < $2 AND (c.account IS NULL OR c.account <> $3) AND (c.alone IS NULL OR c.alone <> $3) \
        AND (c.due_on < $4 OR c.level <> c.handler) ORDER BY c.due_on, c.number LIMIT 200";
    db.all(sql, vals![&scope.from, &scope.until, me, today]).await
}
/// How many open ones lie with each counsellor.
pub async fn loads(db: &Db) -> Result<Vec<(AccountId, i64)>> {
    let sql = "SELECT alone, COUNT(*) FROM cases WHERE confidential = 1 AND ended_at IS NULL AND alone IS NOT NULL GROUP BY alone";
    db.all(sql, vals![]).await
}
/// The open one of an account, the newest: somebody in danger is known by the phone.
pub async fn open_of(db: &Db, account: AccountId) -> Result<Option<Case>> {
    let sql = format!(
        "{SELECT} WHERE c.confidential = 1 AND c.account = $1 AND c.ended_at IS NULL ORDER BY c.id DESC LIMIT 1"
    );
    db.maybe(sqlx::AssertSqlSafe(sql), vals![account]).await
}

/// An opening in danger.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Opening {
    pub account: AccountId,
    pub name: String,
    pub reason_sealed: String,
    pub at: i64,
    pub until_at: i64,
}
impl Opening {
    pub fn reason(&self, app: &App) -> String {
        app.keys.open(REASON, &self.reason_sealed).unwrap_or_default()
    }
}
pub async fn openings(db: &Db, case: CaseId) -> Result<Vec<Opening>> {
    let sql = "SELECT o.account, a.name, o.reason_sealed, o.at, o.until_at FROM counselling_openings o JOIN accounts a ON a.id = o.account WHERE o.case_id = $1 ORDER BY o.id DESC";
    db.all(sql, vals![case]).await
}
/// True where an account has it open at a moment.
pub async fn is_open_to(db: &Db, case: CaseId, account: AccountId, now: i64) -> Result<bool> {
    Ok(openings(db, case).await?.iter().any(|one| one.account == account && one.until_at > now))
}
pub async fn add_opening(
    tx: &mut Tx,
    app: &App,
    case: CaseId,
    (account, reason): (AccountId, &str),
    until: i64,
) -> Result<()> {
    let values = vals![case, account, app.keys.seal(REASON, reason), app.now(), until];
    tx.insert("counselling_openings", "case_id, account, reason_sealed, at, until_at", values).await.map(|_| ())
}

/// One more who asked.
pub async fn count(tx: &mut Tx, org: OrgId, month: &str, topic: &str) -> Result<()> {
    let sql = "INSERT INTO counselling_counts (org, month, topic, number) VALUES ($1, $2, $3, 1) \
        ON CONFLICT (org, month, topic) DO UPDATE SET number = counselling_counts.number + 1";
    tx.exec(sql, vals![org, month, topic]).await.map(|_| ())
}
/// What was counted in a branch in some months: union, month, topic, how many.
pub async fn counts(db: &Db, scope: &Scope, months: &[String]) -> Result<Vec<(String, String, String, i64)>> {
    let mut query = Query::new(
        "SELECT o.name, n.month, n.topic, n.number FROM counselling_counts n JOIN organisations o ON o.id = n.org",
        vals![],
    );
    query.add(" WHERE o.path >= ? AND o.path < ? AND n.month IN (''", vals![&scope.from, &scope.until]);
    for month in months {
        query.add(", ?", vals![month]);
    }
    query.add(") ORDER BY o.path, n.month, n.topic", vals![]);
    db.list(query).await
}
