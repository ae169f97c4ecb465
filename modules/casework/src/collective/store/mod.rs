//! All SQL of matters: the matter and the cases in it.
mod choosing;
mod claims;
mod letters;

pub use choosing::{
    Candidate, candidates, candidates_in, count_vote, elect, has_voted, nominate, set_choosing, turnout, vote,
};
pub use claims::{
    Claim, NewClaim, Sheet, add_sheet, claims, claims_in, claims_of_case, forget, last_sheet, put_claims,
    set_sheet_done,
};
pub use letters::{Letter, add_letter, letters_of};

use crate::cases::{
    Case, CaseId,
    store::{SEEN as CASE_SEEN, SELECT as CASE},
};
use directory::{by_number, employers::EmployerId, list::Page};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(MatterId);
platform::row_id!(PartId);

/// What the texts are sealed under.
pub const WORDS: &str = "matters.words";
pub const EVIDENCE: &str = "matters.evidence";
pub const ROWS: &str = "matters.rows";
pub const LETTER: &str = "matters.letter";

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Matter {
    pub id: MatterId,
    pub number: String,
    pub org: OrgId,
    pub org_name: String,
    pub org_path: String,
    pub service: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    words_sealed: String,
    created_on: String,
    pub ended_at: Option<i64>,
    pub counted_at: Option<OrgId>,
    /// '' (not begun), standing, voting, done.
    pub choosing: String,
    pub round: i64,
    pub seats: i64,
    vote_until: Option<String>,
    pub version: i64,
    /// How many have joined, and how many are asked.
    pub joined: i64,
    pub asked: i64,
}
impl Matter {
    pub fn is_over(&self) -> bool {
        self.ended_at.is_some()
    }
    pub fn words(&self, app: &App) -> String {
        app.keys.open(WORDS, &self.words_sealed).unwrap_or_default()
    }
    pub fn created_day(&self) -> Date {
        self.created_on.parse().expect("the store writes dates")
    }
    pub fn vote_until(&self) -> Option<Date> {
        self.vote_until.as_deref().and_then(|day| day.parse().ok())
    }
}
const SELECT: &str = "SELECT m.id, m.number, m.org, o.name AS org_name, o.path AS org_path, m.service, m.employer, m.employer_name, m.words_sealed, m.created_on, m.ended_at, m.counted_at, m.choosing, m.round, m.seats, \
    m.vote_until, m.version, (SELECT COUNT(*) FROM matter_parts p WHERE p.matter = m.id AND p.state = 'joined') AS joined, (SELECT COUNT(*) FROM matter_parts p WHERE p.matter = m.id AND p.state = 'asked') AS asked \
    FROM matters m JOIN organisations o ON o.id = m.org";
/// For whom it exists within a branch: not for whom any of its cases is about, and at a desk not for who is a worker of it.
const SEEN: &str = " AND NOT EXISTS (SELECT 1 FROM matter_parts x JOIN cases y ON y.id = x.case_id WHERE x.matter = m.id AND (y.accused = ? OR y.account = ?))";

/// A case in a matter.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Part {
    pub id: PartId,
    pub matter: MatterId,
    pub case_id: CaseId,
    /// asked, joined, declined, left
    pub state: String,
    named: i64,
    /// What the employer offers, in fen; 0: nothing yet.
    pub agreed: i64,
    /// To that: '', yes, no.
    pub consent: String,
    pub answered_at: Option<i64>,
    pub counted_at: Option<OrgId>,
    pub version: i64,
}
impl Part {
    pub fn is_named(&self) -> bool {
        self.named == 1
    }
    pub fn has_joined(&self) -> bool {
        self.state == "joined"
    }
}
const PART: &str = "SELECT p.id, p.matter, p.case_id, p.state, p.named, p.agreed, p.consent, p.answered_at, p.counted_at, p.version FROM matter_parts p";

pub async fn by_number(db: &Db, number: &str) -> Result<Option<Matter>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.number = $1")), vals![number]).await
}
pub async fn find_in(tx: &mut Tx, id: MatterId) -> Result<Option<Matter>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.id = $1")), vals![id]).await
}
/// The matter if it exists for this account in this branch.
pub async fn within(db: &Db, scope: &Scope, account: AccountId, number: &str) -> Result<Option<Matter>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE m.number = ? AND o.path >= ? AND o.path < ?", vals![number, &scope.from, &scope.until]);
    query.add(SEEN, vals![account, account]);
    Ok(db.list(query).await?.pop())
}
/// Those that a case belongs to or is asked to, as far as they are seen at a desk.
pub async fn of_case(db: &Db, scope: &Scope, account: AccountId, case: CaseId) -> Result<Vec<Matter>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(
        " AND m.id IN (SELECT matter FROM matter_parts WHERE case_id = ? AND state IN ('asked', 'joined'))",
        vals![case],
    );
    query.add(SEEN, vals![account, account]);
    db.list(query).await
}
/// Open ones that have a case of these workers at this union, as far as they are seen.
pub async fn asked_already(tx: &mut Tx, (org, account): (OrgId, AccountId), cases: &[Case]) -> Result<Vec<Matter>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE m.org = ? AND m.ended_at IS NULL", vals![org]);
    query.add(SEEN, vals![account, account]);
    query.add(
        " AND m.id IN (SELECT matter FROM matter_parts WHERE state IN ('asked', 'joined') AND case_id IN (0",
        vals![],
    );
    for case in cases {
        query.add(", ?", vals![case.id]);
    }
    query.add("))", vals![]);
    tx.list(query).await
}

pub async fn parts(db: &Db, id: MatterId) -> Result<Vec<Part>> {
    db.all(sqlx::AssertSqlSafe(format!("{PART} WHERE p.matter = $1 ORDER BY p.id")), vals![id]).await
}
pub async fn parts_in(tx: &mut Tx, id: MatterId) -> Result<Vec<Part>> {
    tx.all(sqlx::AssertSqlSafe(format!("{PART} WHERE p.matter = $1 ORDER BY p.id")), vals![id]).await
}
/// What a worker's case belongs to, or is asked to: newest first.
pub async fn parts_of_case(db: &Db, case: CaseId) -> Result<Vec<(Part, Matter)>> {
    let parts: Vec<Part> =
        db.all(sqlx::AssertSqlSafe(format!("{PART} WHERE p.case_id = $1 ORDER BY p.id DESC")), vals![case]).await?;
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        let found = db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.id = $1")), vals![part.matter]).await?;
        all.extend(found.map(|matter| (part, matter)));
    }
    Ok(all)
}
/// The cases of a matter, in the order of its parts.
pub async fn cases(db: &Db, id: MatterId) -> Result<Vec<Case>> {
    let sql = format!("{CASE} JOIN matter_parts p ON p.case_id = c.id WHERE p.matter = $1 ORDER BY p.id");
    db.all(sqlx::AssertSqlSafe(sql), vals![id]).await
}
pub async fn cases_in(tx: &mut Tx, id: MatterId) -> Result<Vec<Case>> {
    let sql = format!("{CASE} JOIN matter_parts p ON p.case_id = c.id WHERE p.matter = $1 ORDER BY p.id");
    tx.all(sqlx::AssertSqlSafe(sql), vals![id]).await
}

/// Others that could be worked on together with a case: open, of the same service and employer, asked since a day, as far as they are seen.
pub async fn alike(db: &Db, (scope, account): (&Scope, AccountId), case: &Case, since: Date) -> Result<Vec<Case>> {
    let mut query = Query::new(CASE, vals![]);
    match case.employer {
        Some(employer) => query.add(" WHERE c.employer = ?", vals![employer]),
        None => {
            let values = vals![case.handler, &case.employer_name];
            query.add(" WHERE c.handler = ? AND c.employer IS NULL AND c.employer_name = ?", values);
        }
    }
    query.add(" AND c.id <> ? AND c.service = ? AND c.ended_at IS NULL", vals![case.id, &case.service]);
    query.add(" AND c.alone IS NULL AND c.account <> ? AND c.created_on >= ?", vals![account, since]);
    query.add(" AND h.path >= ? AND h.path < ?", vals![&scope.from, &scope.until]);
    query.add(CASE_SEEN, vals![account, account]);
    query.add(" ORDER BY c.id DESC LIMIT 100", vals![]);
    db.list(query).await
}
/// Employers with cases of several workers that could be worked on together.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Group {
    pub employer_name: String,
    pub workers: i64,
    /// Of one of the cases.
    pub number: String,
}
pub async fn groups(db: &Db, (scope, account): (&Scope, AccountId), service: &str, since: Date) -> Result<Vec<Group>> {
    let mut query = Query::new(
        "SELECT MAX(c.employer_name) AS employer_name, COUNT(DISTINCT c.account) AS workers, MAX(c.number) AS number FROM cases c JOIN organisations h ON h.id = c.handler",
        vals![],
    );
    query.add(
        " WHERE c.ended_at IS NULL AND c.service = ? AND c.employer IS NOT NULL AND c.alone IS NULL",
        vals![service],
    );
    query.add(" AND c.created_on >= ? AND c.account <> ?", vals![since, account]);
    query.add(" AND h.path >= ? AND h.path < ?", vals![&scope.from, &scope.until]);
    query.add(CASE_SEEN, vals![account, account]);
    query.add(" AND c.id NOT IN (SELECT q.case_id FROM matter_parts q JOIN matters m ON m.id = q.matter JOIN organisations o ON o.id = m.org WHERE q.state IN ('asked', 'joined') AND m.ended_at IS NULL", vals![]);
    query.add(" AND o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(SEEN, vals![account, account]);
    query.add(") GROUP BY c.employer HAVING COUNT(DISTINCT c.account) > 1 ORDER BY 2 DESC, 1 LIMIT 50", vals![]);
    db.list(query).await
}

/// A matter to be entered.
pub struct NewMatter<'a> {
    pub org: OrgId,
    pub service: &'a str,
    pub employer: Option<EmployerId>,
    pub employer_name: &'a str,
    pub words: &'a str,
}
/// Enters it under a number that nobody has and that tells nothing.
pub async fn add(tx: &mut Tx, app: &App, new: &NewMatter<'_>) -> Result<Matter> {
    let id = MatterId(tx.reserve("matters", 1).await?.start);
    let sealed = app.keys.seal(WORDS, new.words);
    loop {
        let number = format!("J{}{:06}", app.today().year(), rand::random::<u32>() % 1_000_000);
        let sql = "INSERT INTO matters (id, number, org, service, employer, employer_name, words_sealed, created_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (number) DO NOTHING";
        let values =
            vals![id, number, new.org, new.service, new.employer, new.employer_name, &sealed, app.today(), app.now()];
        if tx.exec(sql, values).await? == 1 {
            return find_in(tx, id).await?.ok_or(platform::db::Error::RowNotFound);
        }
    }
}
/// Takes it for an act: nobody else acts on it until this ends. None: it is over.
pub async fn take(tx: &mut Tx, id: MatterId) -> Result<Option<Matter>> {
    let sql = "UPDATE matters SET version = version + 1 WHERE id = $1 AND ended_at IS NULL";
    if tx.exec(sql, vals![id]).await? == 0 { Ok(None) } else { find_in(tx, id).await }
}
/// Nobody else proposes something with this case until the act ends.
pub async fn hold_case(tx: &mut Tx, case: CaseId) -> Result<()> {
    tx.exec("UPDATE cases SET level = level WHERE id = $1", vals![case]).await.map(|_| ())
}
/// A case is asked; one that declined or left is asked again.
pub async fn ask(tx: &mut Tx, app: &App, matter: MatterId, case: CaseId) -> Result<()> {
    let sql = "INSERT INTO matter_parts (matter, case_id, state, asked_at) VALUES ($1, $2, 'asked', $3) ON CONFLICT (matter, case_id) DO UPDATE SET state = 'asked', asked_at = excluded.asked_at, answered_at = NULL, version = matter_parts.version + 1";
    tx.exec(sql, vals![matter, case, app.now()]).await.map(|_| ())
}
pub async fn answer(tx: &mut Tx, app: &App, part: PartId, state: &str, named: bool) -> Result<()> {
    let sql = "UPDATE matter_parts SET state = $2, named = $3, answered_at = $4, version = version + 1 WHERE id = $1";
    tx.exec(sql, vals![part, state, named, app.now()]).await.map(|_| ())
}
pub async fn set_named(tx: &mut Tx, part: PartId, named: bool) -> Result<()> {
    tx.exec("UPDATE matter_parts SET named = $2 WHERE id = $1", vals![part, named]).await.map(|_| ())
}
/// Another matter in which the case is; joining this one leaves that one.
pub async fn joined_elsewhere(tx: &mut Tx, case: CaseId) -> Result<Option<Part>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{PART} WHERE p.case_id = $1 AND p.state = 'joined'")), vals![case]).await
}
/// What the employer offers; 0 takes it back. The worker is asked anew.
pub async fn set_agreed(tx: &mut Tx, part: PartId, fen: i64) -> Result<()> {
    let sql = "UPDATE matter_parts SET agreed = $2, consent = '', version = version + 1 WHERE id = $1";
    tx.exec(sql, vals![part, fen]).await.map(|_| ())
}
pub async fn set_consent(tx: &mut Tx, part: PartId, consent: &str) -> Result<()> {
    let sql = "UPDATE matter_parts SET consent = $2, version = version + 1 WHERE id = $1";
    tx.exec(sql, vals![part, consent]).await.map(|_| ())
}
pub async fn set_counted(tx: &mut Tx, id: MatterId, at: OrgId) -> Result<()> {
    tx.exec("UPDATE matters SET counted_at = $2 WHERE id = $1", vals![id, at]).await.map(|_| ())
}
/// Where who joined is counted; none: no longer.
pub async fn count_part(tx: &mut Tx, part: PartId, at: Option<OrgId>) -> Result<()> {
    tx.exec("UPDATE matter_parts SET counted_at = $2 WHERE id = $1", vals![part, at]).await.map(|_| ())
}
pub async fn set_over(tx: &mut Tx, app: &App, id: MatterId) -> Result<()> {
    tx.exec("UPDATE matters SET ended_at = $2 WHERE id = $1", vals![id, app.now()]).await.map(|_| ())
}
pub async fn set_org(tx: &mut Tx, id: MatterId, org: OrgId) -> Result<()> {
    tx.exec("UPDATE matters SET org = $2 WHERE id = $1", vals![id, org]).await.map(|_| ())
}
/// True where somebody stood aside from one of its cases.
pub async fn stood_aside(db: &Db, id: MatterId, account: AccountId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM case_recusals r JOIN matter_parts p ON p.case_id = r.case_id WHERE p.matter = $1 AND r.account = $2";
    Ok(db.number(sql, vals![id, account]).await? > 0)
}

/// A line of its history.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Happened {
    pub act: String,
    words_sealed: String,
    pub name: Option<String>,
    /// Done by one of the workers, who stands among those who take part or not at all.
    worker: i64,
    pub at: i64,
}
impl Happened {
    pub fn is_workers(&self) -> bool {
        self.worker == 1
    }
    pub fn words(&self, app: &App) -> String {
        app.keys.open(WORDS, &self.words_sealed).unwrap_or_default()
    }
}
pub async fn add_step(
    tx: &mut Tx,
    app: &App,
    id: MatterId,
    act: &str,
    words: &str,
    by: Option<AccountId>,
) -> Result<()> {
    let sealed = if words.is_empty() { String::new() } else { app.keys.seal(WORDS, words) };
    let values = vals![id, act, sealed, by, app.now()];
    tx.insert("matter_steps", "matter, act, words_sealed, account, at", values).await.map(|_| ())
}
pub async fn steps(db: &Db, id: MatterId) -> Result<Vec<Happened>> {
    let sql = "SELECT s.act, s.words_sealed, a.name, s.at, \
        CAST(CASE WHEN EXISTS (SELECT 1 FROM matter_parts p JOIN cases c ON c.id = p.case_id WHERE p.matter = s.matter AND c.account = s.account) THEN 1 ELSE 0 END AS BIGINT) AS worker \
        FROM matter_steps s LEFT JOIN accounts a ON a.id = s.account WHERE s.matter = $1 ORDER BY s.id";
    db.all(sql, vals![id]).await
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// open, over or all.
    pub view: String,
    /// Number or words in the employer's name.
    pub text: String,
    pub org: Option<Scope>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}
fn pieces(select: &'static str, (scope, account): (&Scope, AccountId), filter: &Filter) -> Query {
    let mut query = Query::new(select, vals![]);
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    query.add(SEEN, vals![account, account]);
    if let Some(org) = &filter.org {
        query.add(" AND o.path >= ? AND o.path < ?", vals![&org.from, &org.until]);
    }
    match &*filter.view {
        "all" => {}
        "over" => query.add(" AND m.ended_at IS NOT NULL", vals![]),
        _ => query.add(" AND m.ended_at IS NULL", vals![]),
    }
    if let Some(from) = filter.from {
        query.add(" AND m.created_on >= ?", vals![from]);
    }
    if let Some(to) = filter.to {
        query.add(" AND m.created_on <= ?", vals![to]);
    }
    if !filter.text.is_empty() {
        let like = directory::list::like(&filter.text);
        query.add(" AND (m.number = ? OR m.employer_name LIKE ? ESCAPE '\\')", vals![&filter.text, like]);
    }
    query
}
pub async fn list(
    db: &Db,
    whose: (&Scope, AccountId),
    filter: &Filter,
    page: &Page,
    limit: i64,
) -> Result<Vec<Matter>> {
    db.list(by_number!(pieces(SELECT, whose, filter), "m.id", true, page, limit)).await
}
pub async fn count(db: &Db, whose: (&Scope, AccountId), filter: &Filter, limit: i64) -> Result<i64> {
    let select = "SELECT COUNT(*) FROM (SELECT 1 FROM matters m JOIN organisations o ON o.id = m.org";
    let mut query = pieces(select, whose, filter);
    query.add(" LIMIT ?) AS n", vals![limit]);
    Ok(db.list::<(i64,)>(query).await?.first().map_or(0, |row| row.0))
}

/// Open ones, for the rounds.
pub async fn open(db: &Db) -> Result<Vec<Matter>> {
    db.all(sqlx::AssertSqlSafe(format!("{SELECT} WHERE m.ended_at IS NULL ORDER BY m.id LIMIT 2000")), vals![]).await
}
/// True where the union at which it lies has ended.
pub async fn is_orphaned(db: &Db, org: OrgId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM organisations WHERE id = $1 AND closed_on IS NOT NULL AND parent IS NOT NULL";
    Ok(db.number(sql, vals![org]).await? > 0)
}
