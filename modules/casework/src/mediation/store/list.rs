//! Many mediations: the list of a branch, and those with which something happens by itself.
use crate::cases::CaseId;
use jiff::civil::Date;
use platform::{
    db::{Db, Query, Result},
    identity::AccountId,
    tree::Scope,
    vals,
};

/// What a list is narrowed to.
#[derive(Default)]
pub struct Filter {
    /// open, over or all.
    pub view: String,
    pub text: String,
    /// A mediator's own only.
    pub mediator: Option<AccountId>,
    pub org: Option<Scope>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub after: Option<i64>,
}
/// A line of the list.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Line {
    pub id: i64,
    pub number: String,
    pub service_version: i64,
    pub name: String,
    pub employer_name: String,
    pub step: String,
    pub outcome: String,
    due_on: Option<String>,
    created_on: String,
    pub handler_name: String,
    pub mediator_name: Option<String>,
    pub source: Option<String>,
}
impl Line {
    pub fn due(&self) -> Option<Date> {
        self.due_on.as_deref().and_then(|day| day.parse().ok())
    }
    pub fn created_day(&self) -> Date {
        self.created_on.parse().expect("the store writes dates")
    }
}
/// The mediations of a branch, newest first; never those about who looks, nor those in which he is a side.
pub async fn list(db: &Db, scope: &Scope, me: AccountId, filter: &Filter, limit: i64) -> Result<Vec<Line>> {
    let mut query = Query::new(
        "SELECT c.id, c.number, c.service_version, c.name, c.employer_name, c.step, c.outcome, c.due_on, c.created_on, h.name AS handler_name, a.name AS mediator_name, m.source \
        FROM cases c JOIN organisations h ON h.id = c.handler LEFT JOIN mediations m ON m.case_id = c.id LEFT JOIN accounts a ON a.id = m.mediator",
        vals![],
    );
    query.add(
        " WHERE c.service = 'mediation' AND h.path >= ? AND h.path < ? AND (c.accused IS NULL OR c.accused <> ?) AND (c.alone IS NULL OR c.alone = ?) AND (c.account IS NULL OR c.account <> ?)",
        vals![&scope.from, &scope.until, me, me, me],
    );
    query
        .add(" AND NOT EXISTS (SELECT 1 FROM mediation_parties p WHERE p.case_id = c.id AND p.account = ?)", vals![me]);
    if let Some(mediator) = filter.mediator {
        query.add(" AND m.mediator = ?", vals![mediator]);
    }
    if let Some(org) = &filter.org {
        query.add(" AND h.path >= ? AND h.path < ?", vals![&org.from, &org.until]);
    }
    match &*filter.view {
        "all" => {}
        "over" => query.add(" AND c.ended_at IS NOT NULL", vals![]),
        _ => query.add(" AND c.ended_at IS NULL", vals![]),
    }
    if !filter.text.is_empty() {
        let like = directory::list::like(&filter.text);
        query.add(
            " AND (c.number = ? OR c.name LIKE ? ESCAPE '\\' OR c.employer_name LIKE ? ESCAPE '\\')",
            vals![&filter.text, &like, &like],
        );
    }
    if let Some(from) = filter.from {
        query.add(" AND c.created_on >= ?", vals![from]);
    }
    if let Some(to) = filter.to {
        query.add(" AND c.created_on <= ?", vals![to]);
    }
    if let Some(after) = filter.after {
        query.add(" AND c.id < ?", vals![after]);
    }
    query.add(" ORDER BY c.id DESC LIMIT ?", vals![limit]);
    db.list(query).await
}
/// Open mediations that have a mediator, for the rounds: (case, mediator, path of the handling union).
pub async fn mediated(db: &Db) -> Result<Vec<(CaseId, AccountId, String)>> {
    let sql = "SELECT m.case_id, m.mediator, h.path FROM mediations m JOIN cases c ON c.id = m.case_id JOIN organisations h ON h.id = c.handler WHERE m.mediator IS NOT NULL AND c.ended_at IS NULL ORDER BY m.id";
    db.all(sql, vals![]).await
}
/// Those whose last day for an agreement is over, and nobody was told yet.
pub async fn over_limit(db: &Db, today: Date) -> Result<Vec<CaseId>> {
    let sql = "SELECT m.case_id FROM mediations m JOIN cases c ON c.id = m.case_id WHERE m.limit_on < $1 AND m.limit_told = 0 AND c.ended_at IS NULL AND m.in_force_on IS NULL ORDER BY m.id LIMIT 500";
    Ok(db.all::<(CaseId,)>(sql, vals![today]).await?.into_iter().map(|row| row.0).collect())
}
