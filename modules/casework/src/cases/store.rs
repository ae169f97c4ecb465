//! All SQL of cases.
mod facts;
mod helped;
mod list;
mod said;
mod seconds;
mod turns;

pub use facts::{Fact, add_fact, add_recusal, facts, facts_in, recused};
pub use helped::{is_helped, set_helped, solved_too};
pub use list::{Filter, Load, SIZED, Way, count, found, in_all, list, sized, workload};
pub use said::{
    Evidence, Happened, Message, add_climbs, add_file, add_message, add_step, count_files, count_step, counted_before,
    evidence, messages, steps, was_reopened_at,
};
pub use seconds::{name_second, second_in, second_of};
pub use turns::{
    behind, keep_until, kept_too_long, left_alone, limited, nearly_due, orphaned, past_limit, set_limit_told,
    set_warned, silent, unrated, unread,
};

use crate::definitions::{Outcome, Step as Defined};
use directory::employers::EmployerId;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Engine, Query, Result, Tx},
    identity::AccountId,
    tree::{Org, OrgId, PersonId, Scope},
    vals,
};

platform::row_id!(CaseId);

/// Milliseconds within which the same form is the same case.
const AGAIN: i64 = 60_000;

/// What the texts are sealed under.
pub const ANSWERS: &str = "cases.answers";
pub const PHONE: &str = "cases.phone";
pub const WORDS: &str = "cases.words";
pub const TEXT: &str = "cases.text";
pub const LETTER: &str = "cases.letter";

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Case {
    pub id: CaseId,
    pub number: String,
    pub service: String,
    pub service_version: i64,
    pub channel: String,
    pub account: Option<AccountId>,
    pub person: Option<PersonId>,
    pub name: String,
    pub phone_sealed: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    pub answers_sealed: String,
    pub handler: OrgId,
    pub handler_name: String,
    pub handler_path: String,
    bypass: i64,
    pub accused: Option<AccountId>,
    pub alone: Option<AccountId>,
    pub second: Option<AccountId>,
    pub officer: Option<AccountId>,
    pub officer_name: Option<String>,
    pub step: String,
    pub level: OrgId,
    pub level_name: String,
    created_on: String,
    pub created_at: i64,
    due_on: Option<String>,
    pub left_days: Option<i64>,
    pub first_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub outcome: String,
    pub amount: i64,
    pub rating: String,
    pub stars: Option<i64>,
    rate_until: Option<String>,
    limit_on: Option<String>,
    pub limit_told: i64,
    confidential: i64,
    helped: i64,
    pub version: i64,
}
impl Case {
    /// Its texts are for one counsellor and the person.
    pub fn is_confidential(&self) -> bool {
        self.confidential == 1
    }
    pub fn is_bypassing(&self) -> bool {
        self.bypass == 1
    }
    /// It counts its person as helped in the year in which it ended.
    pub fn helped(&self) -> bool {
        self.helped == 1
    }
    pub fn has_climbed(&self) -> bool {
        self.level != self.handler && !self.is_over()
    }
    pub fn created_day(&self) -> Date {
        self.created_on.parse().expect("the store writes dates")
    }
    pub fn due(&self) -> Option<Date> {
        self.due_on.as_deref().and_then(|day| day.parse().ok())
    }
    /// The nearest last day of a limit of the law, as it was last computed.
    pub fn limit_on(&self) -> Option<Date> {
        self.limit_on.as_deref().and_then(|day| day.parse().ok())
    }
    pub fn put_due(&mut self, day: Date) {
        self.due_on = Some(day.to_string());
    }
    pub fn put_limit(&mut self, day: Option<Date>) {
        self.limit_on = day.map(|day| day.to_string());
    }
    pub fn rate_until(&self) -> Option<Date> {
        self.rate_until.as_deref().and_then(|day| day.parse().ok())
    }
    pub fn is_seen_by(&self, scope: &Scope, account: AccountId) -> bool {
        scope.holds(&self.handler_path)
            && !self.is_confidential()
            && self.accused != Some(account)
            && self.alone.is_none_or(|alone| alone == account)
    }
}
pub(crate) const SELECT: &str = "SELECT c.id, c.number, c.service, c.service_version, c.channel, c.account, c.person, c.name, c.phone_sealed, c.employer, c.employer_name, c.answers_sealed, \
    c.handler, h.name AS handler_name, h.path AS handler_path, c.bypass, c.accused, c.alone, c.second, c.officer, w.name AS officer_name, c.step, c.level, l.name AS level_name, c.created_on, c.created_at, c.due_on, c.left_days, \
    c.first_at, c.ended_at, c.outcome, c.amount, c.rating, c.stars, c.rate_until, c.limit_on, c.limit_told, c.helped, c.confidential, c.version \
    FROM cases c JOIN organisations h ON h.id = c.handler JOIN organisations l ON l.id = c.level LEFT JOIN accounts w ON w.id = c.officer";
/// For whom it exists within a branch: never for whom it is about, and for nobody else where it lies with one person alone. What is told in
/// confidence has pages of its own.
pub(crate) const SEEN: &str =
    " AND c.confidential = 0 AND (c.accused IS NULL OR c.accused <> ?) AND (c.alone IS NULL OR c.alone = ?)";

pub async fn find(db: &Db, id: CaseId) -> Result<Option<Case>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![id]).await
}
pub async fn by_number(db: &Db, number: &str) -> Result<Option<Case>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.number = $1")), vals![number]).await
}
pub async fn find_in(tx: &mut Tx, id: CaseId) -> Result<Option<Case>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![id]).await
}
pub async fn find_all_in(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Case>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE c.id IN (0", vals![]);
    for id in ids {
        query.add(", ?", vals![*id]);
    }
    query.add(")", vals![]);
    tx.list(query).await
}
/// The case if it exists for this account in this branch.
pub async fn within(db: &Db, scope: &Scope, account: AccountId, number: &str) -> Result<Option<Case>> {
    Ok(by_number(db, number).await?.filter(|case| case.is_seen_by(scope, account)))
}
/// One's own, newest first: asked from this account, or by the person behind it.
pub async fn own(db: &Db, account: AccountId, person: Option<PersonId>) -> Result<Vec<Case>> {
    let sql = format!("{SELECT} WHERE c.account = $1 OR c.person = $2 ORDER BY c.id DESC LIMIT 50");
    db.all(sqlx::AssertSqlSafe(sql), vals![account, person.map_or(0, |p| p.0)]).await
}
/// The same within an act.
pub async fn own_in(tx: &mut Tx, account: AccountId, person: Option<PersonId>) -> Result<Vec<Case>> {
    let sql = format!("{SELECT} WHERE c.account = $1 OR c.person = $2 ORDER BY c.id DESC");
    tx.all(sqlx::AssertSqlSafe(sql), vals![account, person.map_or(0, |p| p.0)]).await
}
/// Others of the same person or about the same employer, newest first, as far as they are seen.
pub async fn related(db: &Db, case: &Case, scope: &Scope, account: AccountId) -> Result<Vec<Case>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE c.id <> ? AND h.path >= ? AND h.path < ?", vals![case.id, &scope.from, &scope.until]);
    query.add(SEEN, vals![account, account]);
    query.add(
        " AND (c.employer = ? OR c.account = ? OR c.person = ?)",
        vals![case.employer.map_or(0, |e| e.0), case.account.map_or(0, |a| a.0), case.person.map_or(0, |p| p.0)],
    );
    query.add(" ORDER BY c.id DESC LIMIT 10", vals![]);
    db.list(query).await
}

/// A case to be entered.
#[derive(Clone, Debug)]
pub struct NewCase {
    pub service: &'static crate::definitions::Service,
    /// online, counter or phone.
    pub channel: &'static str,
    pub account: AccountId,
    pub person: Option<PersonId>,
    pub name: String,
    pub phone: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    /// The form as JSON.
    pub answers: String,
    pub handler: Org,
    pub bypass: bool,
    pub accused: Option<AccountId>,
    /// With whom alone it lies at the root.
    pub alone: Option<AccountId>,
}
/// The case that the same form made a moment ago.
pub async fn sent_before(tx: &mut Tx, app: &App, new: &NewCase) -> Result<Option<Case>> {
    let sql =
        format!("{SELECT} WHERE c.account = $1 AND c.sent_mark = $2 AND c.created_at > $3 ORDER BY c.id DESC LIMIT 1");
    tx.maybe(sqlx::AssertSqlSafe(sql), vals![new.account, new.mark(app), app.now() - AGAIN]).await
}
/// Enters a case under a number that nobody has and that tells nothing: year and eight digits by chance. None: the same form made one a
/// moment ago, a form that is sent twice is one case; whoever sends it at the same time waits.
pub async fn add(tx: &mut Tx, app: &App, new: &NewCase, mut case: Case) -> Result<Option<Case>> {
    // On SQLite nobody else is in an act.
    if tx.engine() == Engine::Postgres {
        tx.exec("UPDATE accounts SET name = name WHERE id = $1", vals![new.account]).await?;
    }
    let mark = new.mark(app);
    loop {
        case.number = format!("{}{:08}", app.today().year(), rand::random::<u32>() % 100_000_000);
        let added: Option<(CaseId,)> = tx
            .maybe(
                "INSERT INTO cases (number, service, service_version, channel, account, person, name, phone_sealed, employer, employer_name, answers_sealed, handler, bypass, accused, \
                 alone, step, level, created_on, created_at, due_on, limit_on, outcome, rating, confidential, sent_mark) \
                 SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $12, $17, $18, $19, $20, '', '', $21, $22 \
                 WHERE NOT EXISTS (SELECT 1 FROM cases s WHERE s.account = $5 AND s.sent_mark = $22 AND s.created_at > $23) \
                 ON CONFLICT (number) DO NOTHING RETURNING id",
                vals![
                    &case.number, &case.service, case.service_version, &case.channel, case.account, case.person, &case.name, &case.phone_sealed, case.employer, &case.employer_name,
                    &case.answers_sealed, case.handler, case.bypass, case.accused, case.alone, &case.step, &case.created_on, case.created_at,
                    case.due_on.clone(), case.limit_on.clone(), case.confidential, &mark, app.now() - AGAIN
                ],
            )
            .await?;
        if let Some((id,)) = added {
            return Ok(Some(Case { id, ..case }));
        }
        if sent_before(tx, app, new).await?.is_some() {
            return Ok(None);
        }
    }
}
impl NewCase {
    /// The form without what it says, to know it again: keyed, and asked for a minute only.
    fn mark(&self, app: &App) -> String {
        app.keys.blind("cases.sent", &format!("{} {}", self.service.key, self.answers))
    }
    /// As its row will be, but for its id and number.
    pub fn entered(&self, app: &App) -> Case {
        Case {
            id: CaseId(0),
            number: String::new(),
            service: self.service.key.clone(),
            service_version: self.service.version,
            channel: self.channel.to_owned(),
            account: Some(self.account),
            person: self.person,
            name: self.name.clone(),
            phone_sealed: app.keys.seal(PHONE, &self.phone),
            employer: self.employer,
            employer_name: self.employer_name.clone(),
            answers_sealed: app.keys.seal(ANSWERS, &self.answers),
            handler: self.handler.id,
            handler_name: self.handler.name.clone(),
            handler_path: self.handler.path.clone(),
            bypass: self.bypass.into(),
            accused: self.accused,
            alone: self.alone,
            second: None,
            officer: None,
            officer_name: None,
            step: self.service.start().key.clone(),
            level: self.handler.id,
            level_name: self.handler.name.clone(),
            created_on: app.today().to_string(),
            created_at: app.now(),
            due_on: None,
            left_days: None,
            first_at: None,
            ended_at: None,
            outcome: String::new(),
            amount: 0,
            rating: String::new(),
            stars: None,
            rate_until: None,
            limit_on: None,
            limit_told: 0,
            helped: 0,
            confidential: self.service.confidential.into(),
            version: 1,
        }
    }
}
/// Whether a member has this phone, with an account or without.
pub async fn is_on_a_roster(app: &App, phone: &str) -> Result<bool> {
    let index = platform::identity::phone_index(app, phone);
    let sql = "SELECT COUNT(*) FROM people p JOIN memberships m ON m.person = p.id WHERE p.phone_index = $1 AND m.state <> 'ended'";
    Ok(app.db.number(sql, vals![index]).await? > 0)
}
/// Takes the case for an act if it still has the version that was seen; nobody else acts until this ends. False: somebody was quicker.
pub async fn take(tx: &mut Tx, case: &Case) -> Result<bool> {
    let sql = "UPDATE cases SET version = version + 1, words_for = 0 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vals![case.id, case.version]).await? == 1)
}
/// Nobody else counts or changes what hangs on the case until the act ends; its version stays.
pub async fn hold(tx: &mut Tx, id: CaseId) -> Result<()> {
    tx.exec("UPDATE cases SET version = version WHERE id = $1", vals![id]).await.map(|_| ())
}
/// Where it goes: the step, until when, at which level its task waits.
pub async fn put_at(tx: &mut Tx, id: CaseId, step: &Defined, due: Option<Date>, level: OrgId) -> Result<()> {
    let sql = "UPDATE cases SET step = $2, due_on = $3, level = $4, left_days = NULL, warned = 0, ended_at = NULL, outcome = '', rating = '', rate_until = NULL, kept_until = NULL WHERE id = $1";
    tx.exec(sql, vals![id, &step.key, due, level]).await.map(|_| ())
}
/// Ends it; with a day until which the worker may rate.
pub async fn put_over(
    tx: &mut Tx,
    app: &App,
    id: CaseId,
    (step, outcome): (&str, Outcome),
    (rate_until, kept_until): (Option<Date>, Date),
) -> Result<()> {
    let rating = if rate_until.is_some() { "waiting" } else { "" };
    let sql = "UPDATE cases SET step = $2, outcome = $3, rating = $4, rate_until = $5, due_on = NULL, left_days = NULL, ended_at = $6, kept_until = $7 WHERE id = $1";
    tx.exec(sql, vals![id, step, outcome.key(), rating, rate_until, app.now(), kept_until]).await.map(|_| ())
}
/// Its clock stands still with so many days left.
pub async fn pause(tx: &mut Tx, id: CaseId, left: i64) -> Result<()> {
    tx.exec("UPDATE cases SET left_days = $2, due_on = NULL WHERE id = $1", vals![id, left]).await.map(|_| ())
}
/// Another union handles it, or one person alone there; nobody works on it yet.
pub async fn set_handler(tx: &mut Tx, id: CaseId, handler: OrgId, alone: Option<AccountId>) -> Result<()> {
    let sql = "UPDATE cases SET handler = $2, alone = $3, officer = NULL WHERE id = $1";
    tx.exec(sql, vals![id, handler, alone]).await.map(|_| ())
}
pub async fn set_second(tx: &mut Tx, id: CaseId, second: AccountId) -> Result<()> {
    tx.exec("UPDATE cases SET second = $2 WHERE id = $1", vals![id, second]).await.map(|_| ())
}
/// Who works on it.
pub async fn set_officer(tx: &mut Tx, id: CaseId, officer: Option<AccountId>) -> Result<()> {
    tx.exec("UPDATE cases SET officer = $2 WHERE id = $1", vals![id, officer]).await.map(|_| ())
}
pub async fn set_level(tx: &mut Tx, id: CaseId, level: OrgId) -> Result<()> {
    tx.exec("UPDATE cases SET level = $2 WHERE id = $1", vals![id, level]).await.map(|_| ())
}
pub async fn set_level_of(tx: &mut Tx, ids: &[CaseId], level: OrgId) -> Result<()> {
    let mut query = Query::new("UPDATE cases SET level = ?", vals![level]);
    query.add(" WHERE id IN (0", vals![]);
    for id in ids {
        query.add(", ?", vals![*id]);
    }
    query.add(")", vals![]);
    tx.run(query).await.map(|_| ())
}
/// The nearest limit of the law; a new one has not been warned of.
pub async fn set_limit(tx: &mut Tx, id: CaseId, until: Option<Date>) -> Result<()> {
    tx.exec("UPDATE cases SET limit_on = $2, limit_told = 0 WHERE id = $1", vals![id, until]).await.map(|_| ())
}
pub async fn set_amount(tx: &mut Tx, id: CaseId, amount: i64) -> Result<()> {
    tx.exec("UPDATE cases SET amount = $2 WHERE id = $1", vals![id, amount]).await.map(|_| ())
}
/// The first time that the union said something.
pub async fn set_first(tx: &mut Tx, app: &App, id: CaseId) -> Result<bool> {
    let sql = "UPDATE cases SET first_at = $2 WHERE id = $1 AND first_at IS NULL";
    Ok(tx.exec(sql, vals![id, app.now()]).await? == 1)
}
/// Its first answer counts at the union that handles it now, as in time or not.
pub async fn set_first_counted(tx: &mut Tx, case: &Case, met: bool) -> Result<()> {
    let sql = "UPDATE cases SET first_org = $2, first_met = $3 WHERE id = $1";
    tx.exec(sql, vals![case.id, case.handler, met]).await.map(|_| ())
}
pub async fn set_rating(tx: &mut Tx, id: CaseId, rating: &str, stars: Option<i64>) -> Result<()> {
    tx.exec("UPDATE cases SET rating = $2, stars = $3, rate_until = NULL WHERE id = $1", vals![id, rating, stars])
        .await
        .map(|_| ())
}
