//! 公示: what a union makes public for some days before it decides, and what anybody says against it.
//!
//! Promises: what is shown was masked by the module that shows it; it is reachable by anybody during its days and by nobody afterwards; an
//! objection is a task of the union that made it public, and until it is answered the module can see that.
use crate::{
    App, audit,
    db::{Db, Result, Tx},
    identity::{AccountId, SignedIn},
    notices,
    rights::{Permission, Role},
    secrets,
    tasks::{self, NewTask, TaskKind},
    tree::{self, Org, OrgId, Scope},
    vals,
};
use jiff::civil::Date;

/// What tasks and the audit call it.
pub const OBJECT: &str = "public_notice";
/// Where everybody finds what is public now.
pub const PATH: &str = "/publicity";
pub const ANSWER: &Permission =
    &Permission { key: "publicity.answer", name: "处理公示异议", roles: &[Role::Officer, Role::Chair] };
pub const TASK: &TaskKind = &TaskKind { key: "objection", name: "公示异议", verb: "去核实", needs: ANSWER };
/// Working days in which an objection is answered.
const DAYS: i64 = 5;

pub const NAME: &str = "public_objections.name";
pub const PHONE: &str = "public_objections.phone";
pub const TEXT: &str = "public_objections.text";

/// Something to be made public.
pub struct NewNotice<'a> {
    pub org: &'a Org,
    pub title: &'a str,
    /// What it is about, by which rule, and what happens when nobody objects.
    pub lead: &'a str,
    pub head: &'a [&'a str],
    /// Masked already.
    pub body: &'a [Vec<String>],
    pub subject: &'static str,
    pub subject_id: i64,
    /// Where the desk goes on.
    pub link: &'a str,
    pub to_on: Date,
}
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Notice {
    pub id: i64,
    pub number: String,
    pub org: OrgId,
    pub org_name: String,
    pub org_path: String,
    pub title: String,
    pub lead: String,
    head: String,
    body: String,
    pub subject: String,
    pub subject_id: i64,
    pub link: String,
    from_on: String,
    to_on: String,
    pub withdrawn_at: Option<i64>,
}
impl Notice {
    pub fn from(&self) -> Date {
        self.from_on.parse().expect("dates are written as dates")
    }
    pub fn to(&self) -> Date {
        self.to_on.parse().expect("dates are written as dates")
    }
    pub fn is_public(&self, today: Date) -> bool {
        self.withdrawn_at.is_none() && self.from() <= today && today <= self.to()
    }
    pub fn head(&self) -> Vec<String> {
        serde_json::from_str(&self.head).unwrap_or_default()
    }
    pub fn body(&self) -> Vec<Vec<String>> {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
    pub fn path(&self) -> String {
        format!("{PATH}/{}", self.number)
    }
    pub fn desk_path(&self) -> String {
        format!("/console{PATH}/{}", self.number)
    }
}
const SELECT: &str = "SELECT n.id, n.number, n.org, o.name AS org_name, o.path AS org_path, n.title, n.lead, n.head, n.body, n.subject, n.subject_id, n.link, n.from_on, n.to_on, n.withdrawn_at \
    FROM public_notices n JOIN organisations o ON o.id = n.org";

/// Makes something public from today on; gives its number.
pub async fn publish(tx: &mut Tx, app: &App, who: Option<&SignedIn>, new: &NewNotice<'_>) -> Result<String> {
    let number = secrets::token()[..16].to_owned();
    let values = vals![
        &number,
        new.org.id,
        new.title,
        new.lead,
        json(&new.head),
        json(&new.body),
        new.subject,
        new.subject_id,
        new.link,
        app.today(),
        new.to_on,
        app.now()
    ];
    let columns = "number, org, title, lead, head, body, subject, subject_id, link, from_on, to_on, at";
    let id = tx.insert("public_notices", columns, values).await?;
    record(tx, app, who, ("publicity.open", id), new.org.id, new.title).await?;
    Ok(number)
}
fn json(texts: &impl serde::Serialize) -> String {
    serde_json::to_string(texts).expect("texts are texts in JSON too")
}
async fn record(
    tx: &mut Tx,
    app: &App,
    who: Option<&SignedIn>,
    (act, id): (&str, i64),
    org: OrgId,
    detail: &str,
) -> Result<()> {
    let entry = audit::Entry { act, object: OBJECT, object_id: id, detail, org: Some(org), ..Default::default() };
    audit::record(tx, app, who, &entry).await
}
/// Ends it before its day: what it showed was wrong.
pub async fn withdraw(tx: &mut Tx, app: &App, who: Option<&SignedIn>, notice: &Notice) -> Result<()> {
    let sql = "UPDATE public_notices SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL";
    tx.exec(sql, vals![notice.id, app.now()]).await?;
    record(tx, app, who, ("publicity.withdraw", notice.id), notice.org, &notice.title).await
}

pub async fn find(db: &Db, number: &str) -> Result<Option<Notice>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE n.number = $1")), vals![number]).await
}
pub async fn within(db: &Db, scope: &Scope, number: &str) -> Result<Option<Notice>> {
    Ok(find(db, number).await?.filter(|notice| scope.holds(&notice.org_path)))
}
/// What is public on a day, what ends first before.
pub async fn running(db: &Db, today: Date) -> Result<Vec<Notice>> {
    let sql = format!(
        "{SELECT} WHERE n.withdrawn_at IS NULL AND n.from_on <= $1 AND n.to_on >= $1 ORDER BY n.to_on, n.id LIMIT 200"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![today]).await
}

/// How it stands with what was made public about a thing.
#[derive(Clone, Debug)]
pub struct Standing {
    pub notice: Notice,
    pub open: i64,
    pub upheld: i64,
}
impl Standing {
    /// Why nothing can be decided yet, or any more; none: its days are over and nobody was right against it.
    pub fn holds_up(&self, today: Date) -> Option<String> {
        match (today <= self.notice.to(), self.open, self.upheld) {
            (_, _, 1..) => Some("有异议核实成立，不能批准".into()),
            (true, ..) => Some(format!("公示到{}，过了这一天才能办", words_of(self.notice.to()))),
            (_, 1.., _) => Some(format!("还有{}条异议没有核实", self.open)),
            _ => None,
        }
    }
}
fn words_of(day: Date) -> String {
    format!("{}月{}日", day.month(), day.day())
}
const STANDING: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN verdict = '' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN verdict = 'upheld' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM public_objections WHERE notice = $1";
const LAST: &str = " WHERE n.subject = $1 AND n.subject_id = $2 AND n.withdrawn_at IS NULL ORDER BY n.id DESC LIMIT 1";

/// The newest that was made public about a thing and not withdrawn.
pub async fn about(db: &Db, subject: &str, id: i64) -> Result<Option<Standing>> {
    let notice = db.maybe(sqlx::AssertSqlSafe(format!("{SELECT}{LAST}")), vals![subject, id]).await?;
    let Some(notice): Option<Notice> = notice else { return Ok(None) };
    let (open, upheld) = db.one(STANDING, vals![notice.id]).await?;
    Ok(Some(Standing { notice, open, upheld }))
}
/// The same within an act; an objection that comes meanwhile waits for its end.
pub async fn about_in(tx: &mut Tx, subject: &str, id: i64) -> Result<Option<Standing>> {
    tx.exec("UPDATE public_notices SET at = at WHERE subject = $1 AND subject_id = $2", vals![subject, id]).await?;
    let notice = tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT}{LAST}")), vals![subject, id]).await?;
    let Some(notice): Option<Notice> = notice else { return Ok(None) };
    let (open, upheld) = tx.one(STANDING, vals![notice.id]).await?;
    Ok(Some(Standing { notice, open, upheld }))
}

/// An objection as it is shown to who answers it.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Objection {
    pub id: i64,
    pub notice: i64,
    pub name_sealed: String,
    pub phone_sealed: String,
    pub text_sealed: String,
    pub account: Option<AccountId>,
    pub verdict: String,
    pub answer_sealed: String,
    pub at: i64,
}
const OBJECTION: &str = "SELECT id, notice, name_sealed, phone_sealed, text_sealed, account, verdict, answer_sealed, at FROM public_objections";
pub async fn objections(db: &Db, notice: &Notice) -> Result<Vec<Objection>> {
    db.all(sqlx::AssertSqlSafe(format!("{OBJECTION} WHERE notice = $1 ORDER BY id")), vals![notice.id]).await
}

/// Who objects, with what.
pub struct Objecting<'a> {
    pub name: &'a str,
    pub phone: &'a str,
    pub text: &'a str,
    pub who: Option<&'a SignedIn>,
}
/// Takes an objection and opens the task; false where the days are over.
pub async fn object(app: &App, notice: &Notice, new: &Objecting<'_>) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    // Also the lock: whoever decides about the same thing waits, or has decided.
    let sql = "UPDATE public_notices SET at = at WHERE id = $1 AND withdrawn_at IS NULL AND to_on >= $2";
    if tx.exec(sql, vals![notice.id, app.today()]).await? == 0 {
        return Ok(false);
    }
    let text = app.keys.seal(TEXT, new.text);
    let account = new.who.map(|who| who.account);
    let values = vals![
        notice.id,
        app.keys.seal(NAME, new.name),
        app.keys.seal(PHONE, new.phone),
        text,
        account,
        "",
        "",
        app.now()
    ];
    let columns = "notice, name_sealed, phone_sealed, text_sealed, account, verdict, answer_sealed, at";
    tx.insert("public_objections", columns, values).await?;
    record(&mut tx, app, new.who, ("publicity.object", notice.id), notice.org, "").await?;
    if let Some(org) = tree::find_in(&mut tx, notice.org).await? {
        let task = NewTask {
            kind: TASK,
            org: &org,
            title: &format!("有人对公示提出异议：{}", notice.title),
            detail: "",
            origin: "公示",
            subject: OBJECT,
            subject_id: notice.id,
            link: &notice.desk_path(),
            days: DAYS,
        };
        tasks::open(&mut tx, app, &task).await?;
    }
    tx.commit().await?;
    Ok(true)
}
/// The union's answer; false where somebody was quicker.
pub async fn answer(
    app: &App,
    who: &SignedIn,
    notice: &Notice,
    objection: i64,
    (upheld, text): (bool, &str),
) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let verdict = if upheld { "upheld" } else { "rejected" };
    let sql = "UPDATE public_objections SET verdict = $3, answer_sealed = $4, answered_by = $5, answered_at = $6 WHERE id = $1 AND notice = $2 AND verdict = ''";
    let values = vals![objection, notice.id, verdict, app.keys.seal(TEXT, text), who.account, app.now()];
    if tx.exec(sql, values).await? == 0 {
        return Ok(false);
    }
    let sql = format!("{OBJECTION} WHERE id = $1");
    let one: Objection = tx.one(sqlx::AssertSqlSafe(sql), vals![objection]).await?;
    let words = if upheld { "核实成立" } else { "核实不成立" };
    record(&mut tx, app, Some(who), ("publicity.answer", notice.id), notice.org, words).await?;
    let (open, _): (i64, i64) = tx.one(STANDING, vals![notice.id]).await?;
    if open == 0 {
        tasks::close(&mut tx, app, OBJECT, notice.id, Some(who.account), words).await?;
    }
    if let Some(account) = one.account {
        let title = format!("您的异议{words}：{}", notice.title);
        notices::tell(&mut tx, app, account, &title, text, PATH).await?;
    }
    if let Ok(phone) = app.keys.open(PHONE, &one.phone_sealed) {
        let text = format!("【职工之家】您对“{}”的异议，{words}。", notice.title);
        notices::sms(&mut tx, app, &phone, &text).await?;
    }
    tx.commit().await?;
    Ok(true)
}
