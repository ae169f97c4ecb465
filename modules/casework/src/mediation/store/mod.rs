//! All SQL of mediations: the mediation itself and its sides.
mod agreement;
mod list;
mod sessions;

pub use agreement::{
    Promise, Signature, add_agreement, add_due, add_signature, count_due, dues, dues_in, remove_agreement,
    remove_signature, set_done, set_told, signatures, signatures_in, waiting_today,
};
pub use list::{Filter, Line, list, mediated, over_limit};
pub use sessions::{Session, add_session, hold, planned_off, sessions, sessions_in, set_off};

use super::rules::{Signer, Source};
use crate::cases::CaseId;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    vals,
};

/// What the texts are sealed under.
pub const TERMS: &str = "mediations.terms";
pub const CONTACT: &str = "mediation_parties.phone";
pub const OFFER: &str = "mediation_sessions.offer";
pub const WHAT: &str = "mediation_dues.what";

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Mediation {
    pub case_id: CaseId,
    source: String,
    pub entruster: String,
    pub reference: String,
    limit_on: String,
    pub mediator: Option<AccountId>,
    pub mediator_name: Option<String>,
    /// Of the agreement; 0: none was written.
    pub revision: i64,
    terms_sealed: String,
    in_force_on: Option<String>,
}
impl Mediation {
    pub fn source(&self) -> Source {
        Source::from_key(&self.source).expect("the store writes sources")
    }
    pub fn limit(&self) -> Date {
        self.limit_on.parse().expect("the store writes dates")
    }
    pub fn in_force(&self) -> Option<Date> {
        self.in_force_on.as_deref().and_then(|day| day.parse().ok())
    }
    pub fn terms(&self, app: &App) -> String {
        app.keys.open(TERMS, &self.terms_sealed).unwrap_or_default()
    }
}
const SELECT: &str = "SELECT m.case_id, m.source, m.entruster, m.reference, m.limit_on, m.mediator, a.name AS mediator_name, m.revision, m.terms_sealed, m.in_force_on \
    FROM mediations m LEFT JOIN accounts a ON a.id = m.mediator";

pub async fn find(db: &Db, case: CaseId) -> Result<Option<Mediation>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.case_id = $1")), vals![case]).await
}
pub async fn find_in(tx: &mut Tx, case: CaseId) -> Result<Option<Mediation>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.case_id = $1")), vals![case]).await
}
/// Nobody else acts on the case until this ends, and whoever looked at it before sees that it went on.
pub async fn lock(tx: &mut Tx, case: CaseId) -> Result<()> {
    tx.exec("UPDATE cases SET version = version + 1 WHERE id = $1", vals![case]).await.map(|_| ())
}

/// A mediation to be entered.
pub struct NewMediation<'a> {
    pub source: Source,
    pub entruster: &'a str,
    pub reference: &'a str,
    pub limit: Date,
}
/// Enters it; one that was there begins anew, and what was agreed on no longer holds.
pub async fn enter(tx: &mut Tx, case: CaseId, new: &NewMediation<'_>) -> Result<()> {
    let values = vals![case, new.source.key(), new.entruster, new.reference, new.limit];
    let sql = "INSERT INTO mediations (case_id, source, entruster, reference, limit_on, terms_sealed) VALUES ($1, $2, $3, $4, $5, '') \
        ON CONFLICT (case_id) DO UPDATE SET source = excluded.source, entruster = excluded.entruster, reference = excluded.reference, limit_on = excluded.limit_on, limit_told = 0, \
        mediator = NULL, revision = mediations.revision + 1, terms_sealed = '', in_force_on = NULL";
    tx.exec(sql, values).await.map(|_| ())
}
pub async fn set_mediator(tx: &mut Tx, case: CaseId, mediator: Option<AccountId>) -> Result<()> {
    tx.exec("UPDATE mediations SET mediator = $2 WHERE case_id = $1", vals![case, mediator]).await.map(|_| ())
}
pub async fn set_terms(tx: &mut Tx, app: &App, case: CaseId, terms: &str) -> Result<i64> {
    let sql = "UPDATE mediations SET revision = revision + 1, terms_sealed = $2 WHERE case_id = $1 RETURNING revision";
    Ok(tx.one::<(i64,)>(sql, vals![case, app.keys.seal(TERMS, terms)]).await?.0)
}
pub async fn set_in_force(tx: &mut Tx, case: CaseId, on: Option<Date>) -> Result<()> {
    tx.exec("UPDATE mediations SET in_force_on = $2 WHERE case_id = $1", vals![case, on]).await.map(|_| ())
}
pub async fn set_limit_told(tx: &mut Tx, case: CaseId) -> Result<bool> {
    let sql = "UPDATE mediations SET limit_told = 1 WHERE case_id = $1 AND limit_told = 0";
    Ok(tx.exec(sql, vals![case]).await? == 1)
}

/// One of the two sides.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Party {
    side: String,
    pub name: String,
    phone_sealed: String,
    pub account: Option<AccountId>,
    /// '' not answered, yes, no.
    pub consent: String,
}
impl Party {
    pub fn side(&self) -> Signer {
        Signer::from_key(&self.side).expect("the store writes sides")
    }
    pub fn phone(&self, app: &App) -> String {
        app.keys.open(CONTACT, &self.phone_sealed).unwrap_or_default()
    }
}
const PARTY: &str = "SELECT side, name, phone_sealed, account, consent FROM mediation_parties";

pub async fn parties(db: &Db, case: CaseId) -> Result<Vec<Party>> {
    db.all(sqlx::AssertSqlSafe(format!("{PARTY} WHERE case_id = $1 ORDER BY side DESC")), vals![case]).await
}
pub async fn parties_in(tx: &mut Tx, case: CaseId) -> Result<Vec<Party>> {
    tx.all(sqlx::AssertSqlSafe(format!("{PARTY} WHERE case_id = $1 ORDER BY side DESC")), vals![case]).await
}
/// Enters a side, or who speaks for it now.
pub async fn set_party(
    tx: &mut Tx,
    app: &App,
    case: CaseId,
    side: Signer,
    (name, phone): (&str, &str),
    (account, consent): (Option<AccountId>, &str),
) -> Result<()> {
    let sql = "INSERT INTO mediation_parties (case_id, side, name, phone_sealed, account, consent) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (case_id, side) DO UPDATE SET name = excluded.name, phone_sealed = excluded.phone_sealed, account = excluded.account, consent = excluded.consent";
    let values = vals![case, side.key(), name, app.keys.seal(CONTACT, phone), account, consent];
    tx.exec(sql, values).await.map(|_| ())
}
pub async fn set_consent(tx: &mut Tx, case: CaseId, side: Signer, consent: &str) -> Result<()> {
    let sql = "UPDATE mediation_parties SET consent = $3 WHERE case_id = $1 AND side = $2";
    tx.exec(sql, vals![case, side.key(), consent]).await.map(|_| ())
}
/// Cases in which an account speaks for the firm, newest first.
pub async fn for_firm(db: &Db, account: AccountId) -> Result<Vec<CaseId>> {
    let sql = "SELECT case_id FROM mediation_parties WHERE account = $1 AND side = 'firm' ORDER BY id DESC LIMIT 50";
    Ok(db.all::<(CaseId,)>(sql, vals![account]).await?.into_iter().map(|row| row.0).collect())
}
