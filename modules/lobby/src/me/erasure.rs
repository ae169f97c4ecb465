//! 删除我的数据: first what would go and what the law keeps until when, then the deed; what is kept goes by itself when its day has passed.
//!
//! Promise: nobody is kept by a form, and nothing is said to be gone that is there.
use askama::Template;
use axum::{http::header, response::Response};
use directory::{joinings, members};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    audit::{self, Entry},
    db::Result as DbResult,
    identity::{AccountId, SignedIn},
    portions::{Fate, Portion, Subject},
    tree::PersonId,
    vals,
    web::{self, Error, Fields, Result},
};
use ui::{ErrorSummary, Field, Guest, Member, Tab, filters};

/// All that is held, in the order of the modules.
fn portions(app: &App) -> impl Iterator<Item = &'static Portion> + '_ {
    app.modules.iter().flat_map(|m| m.portions.iter())
}
async fn fates(app: &App, who: Subject) -> DbResult<Vec<Fate>> {
    let mut all = Vec::new();
    for portion in portions(app) {
        all.extend((portion.fate)(app.clone(), who).await?);
    }
    Ok(all)
}

#[derive(Template)]
#[template(path = "me/erasure.html")]
struct ErasurePage {
    frame: Member,
    errors: ErrorSummary,
    gone: Vec<Fate>,
    kept: Vec<Fate>,
    /// What stands before it: a sentence, and where to go.
    first: Option<(&'static str, &'static str, &'static str)>,
    sure: Field,
}

/// What must end first.
async fn first(app: &App, who: &SignedIn) -> Result<Option<(&'static str, &'static str, &'static str)>> {
    if let Some(person) = who.person
        && members::store::current(&app.db, person).await?.is_some()
    {
        return Ok(Some((
            "您现在是会员，工会管理会籍要用到这些信息。退会以后就可以删除，退会不用说明理由。",
            "去退会",
            "/me/membership/leave",
        )));
    }
    let newest = joinings::store::newest_of(&app.db, who.account).await?;
    if newest.is_some_and(|joining| joining.state().is_open()) {
        return Ok(Some(("您的入会申请还在办。先撤回申请，就可以删除。", "看申请", "/me/joining")));
    }
    if !who.posts.is_empty() {
        return Ok(Some(("您在工会还有任职。任职结束以后就可以删除，请联系系统管理员。", "我的", "/me")));
    }
    Ok(None)
}

async fn page(guest: &Guest, form: &Fields) -> Result<ErasurePage> {
    let who = guest.who()?;
    let all = fates(&guest.app, Subject { account: who.account, person: who.person }).await?;
    let (kept, gone) = all.into_iter().partition(|fate| fate.kept.is_some());
    let sure = Field::check("sure", "我看过了，删除以后不能恢复").of_form(form);
    Ok(ErasurePage {
        frame: guest.frame("删除我的数据", Tab::Mine, Some("/me/data")),
        errors: ErrorSummary::of([&sure]),
        gone,
        kept,
        first: first(&guest.app, who).await?,
        sure,
    })
}

pub async fn show(guest: Guest) -> Result<Response> {
    Ok(guest.show(&page(&guest, &Fields::default()).await?))
}

pub async fn create(guest: Guest, mut form: Fields) -> Result<Response> {
    let (app, who) = (&guest.app, guest.who()?);
    if let Some((sentence, ..)) = first(app, who).await? {
        return Err(Error::refused(sentence));
    }
    if !form.has("sure") {
        form.fault("sure", "请先勾选，表示您看过上面的内容");
        return Ok(guest.refill(&page(&guest, &form).await?));
    }
    ask(app, who).await?;
    let mut response = web::see("/", "您的数据已经删除，账号已注销。依法要留的，到期自动删除");
    response.headers_mut().append(header::SET_COOKIE, web::session_cookie(app, ""));
    Ok(response)
}

async fn ask(app: &App, who: &SignedIn) -> Result<()> {
    let subject = Subject { account: who.account, person: who.person };
    let mut tx = app.db.begin().await?;
    let id = tx.insert("erasures", "account, person, asked_at", vals![who.account, who.person, app.now()]).await?;
    let entry = Entry {
        act: "data.erase",
        object: "account",
        object_id: who.account.0,
        person: who.person,
        ..Entry::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    let mut erased = 0;
    for portion in portions(app) {
        erased += (portion.erase)(&mut tx, app, subject, app.today()).await?;
    }
    tx.exec(
        "UPDATE erasures SET erased = $2, next_on = $3 WHERE id = $1",
        vals![id, i64::try_from(erased).unwrap_or(0), app.today()],
    )
    .await?;
    tx.commit().await?;
    schedule(app, id, subject).await?;
    Ok(())
}

/// Notes the day on which the next thing falls due; none is left: the erasure is done.
async fn schedule(app: &App, id: i64, subject: Subject) -> DbResult<()> {
    let kept = fates(app, subject).await?;
    let next: Option<Date> = kept.iter().filter_map(|fate| fate.kept.as_ref()?.until).min();
    let next = next.and_then(|until| until.checked_add(1.day()).ok());
    let done = next.is_none().then(|| app.now());
    let mut tx = app.db.begin().await?;
    tx.exec("UPDATE erasures SET next_on = $2, done_at = $3 WHERE id = $1", vals![id, next, done]).await?;
    tx.commit().await
}

/// Erases what falls due; run each day.
pub async fn erase_due(app: &App) -> DbResult<()> {
    let sql = "SELECT id, account, person FROM erasures WHERE done_at IS NULL AND (next_on IS NULL OR next_on <= $1) ORDER BY id LIMIT 500";
    let due: Vec<(i64, AccountId, Option<PersonId>)> = app.db.all(sql, vals![app.today()]).await?;
    for (id, account, person) in due {
        let subject = Subject { account, person };
        let mut tx = app.db.begin().await?;
        let mut erased = 0;
        for portion in portions(app) {
            erased += (portion.erase)(&mut tx, app, subject, app.today()).await?;
        }
        tx.exec(
            "UPDATE erasures SET erased = erased + $2 WHERE id = $1",
            vals![id, i64::try_from(erased).unwrap_or(0)],
        )
        .await?;
        tx.commit().await?;
        schedule(app, id, subject).await?;
    }
    Ok(())
}
