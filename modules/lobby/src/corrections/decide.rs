//! The union answers.
use super::{
    OBJECT,
    fields::{self, Correctable},
    store::{self, Correction},
};
use axum::{extract::Path, response::Response};
use directory::{members, people, permissions::MEMBERS_WRITE};
use platform::{
    App,
    audit::{self, Entry},
    db::Tx,
    identity::SignedIn,
    notices, search, tasks,
    web::{Error, Fields, Result, see},
};
use ui::{Crumb, Desk, ErrorSummary, Field, filters};

#[derive(askama::Template)]
#[template(path = "corrections/decide.html")]
struct DecidePage {
    frame: ui::Console,
    correction: Correction,
    field: &'static str,
    old: String,
    new: String,
    errors: ErrorSummary,
    answer: Field,
    member: Option<String>,
}

async fn find(desk: &Desk, id: i64) -> Result<Correction> {
    let scope = desk.scope(MEMBERS_WRITE)?;
    store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}
fn field(correction: &Correction) -> Result<&'static Correctable> {
    fields::find(&correction.field).ok_or_else(|| Error::internal("an unknown field of a correction"))
}

async fn page(desk: &Desk, correction: Correction, form: &Fields) -> Result<DecidePage> {
    let answer = Field::text("answer", "答复").hint("不更正的，请写明理由，本人能看到").of_form(form);
    let name = field(&correction)?.name;
    let member = members::store::current(&desk.app.db, correction.person).await?;
    Ok(DecidePage {
        frame: desk.frame(
            &format!("{}申请更正{name}", correction.person_name),
            "/console",
            vec![Crumb::to("工作台", "/console")],
        ),
        field: name,
        old: correction.before(&desk.app)?,
        new: correction.wanted(&desk.app)?,
        errors: ErrorSummary::of([&answer]),
        answer,
        member: member.map(|m| format!("/console/members/{}", m.id)),
        correction,
    })
}

/// Shows both values, which is a reading that the person sees; once for each officer.
pub async fn show(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let correction = find(&desk, id).await?;
    let lines = audit::of_object(&desk.app.db, OBJECT, id, 50).await?;
    if !lines.iter().any(|line| line.act == "correction.read" && line.account == Some(desk.who.account.0)) {
        let mut tx = desk.app.db.begin().await?;
        let read = entry(&correction, "correction.read", "核对更正申请", "");
        audit::record(&mut tx, &desk.app, Some(&desk.who), &read).await?;
        tx.commit().await?;
    }
    Ok(desk.show(&page(&desk, correction, &Fields::default()).await?))
}
fn entry<'a>(correction: &Correction, act: &'a str, reason: &'a str, detail: &'a str) -> Entry<'a> {
    Entry {
        act,
        object: OBJECT,
        object_id: correction.id,
        person: Some(correction.person),
        reason,
        detail,
        org: Some(correction.org),
    }
}

pub async fn create(desk: Desk, Path(id): Path<i64>, mut form: Fields) -> Result<Response> {
    let correction = find(&desk, id).await?;
    if correction.decided_at.is_some() {
        let by = correction.decided_by.as_deref().unwrap_or("别人");
        return Err(Error::refused(format!("{by}已经答复过了，请看过再办。")));
    }
    if correction.account == desk.who.account {
        return Err(Error::refused("自己的更正申请，请另一位同事来核对。"));
    }
    let accepted = form.get("outcome") == "accepted";
    if !accepted && form.required("answer", "不更正的，请写明理由", 200).is_none() {
        return Ok(desk.refill(&page(&desk, correction, &form).await?));
    }
    if let Some(sentence) = decide(&desk, &correction, accepted, form.get("answer").trim()).await? {
        form.fault("answer", sentence);
        return Ok(desk.refill(&page(&desk, correction, &form).await?));
    }
    let done = if accepted { "已更正，并告诉了本人" } else { "已答复本人" };
    Ok(see(&format!("/console/corrections/{id}"), done))
}

/// Answers and, where accepted, writes the value, in one act; a sentence where it can't be.
async fn decide(desk: &Desk, correction: &Correction, accepted: bool, answer: &str) -> Result<Option<String>> {
    let (app, who) = (&desk.app, &desk.who);
    let field = field(correction)?;
    if accepted && let Some(sentence) = taken(app, correction, field).await? {
        return Ok(Some(sentence));
    }
    let outcome = if accepted { "accepted" } else { "refused" };
    let mut tx = app.db.begin().await?;
    if !store::decide(&mut tx, correction.id, who.account, outcome, answer, app.now()).await? {
        return Ok(Some("刚才有同事已经答复过了".into()));
    }
    if accepted {
        write(&mut tx, app, correction, field).await?;
    }
    let act = if accepted { "correction.accept" } else { "correction.refuse" };
    audit::record(&mut tx, app, Some(who), &entry(correction, act, answer, field.name)).await?;
    tasks::close(&mut tx, app, OBJECT, correction.id, Some(who.account), outcome).await?;
    tell(&mut tx, app, who, correction, field, accepted, answer).await?;
    tx.commit().await?;
    Ok(None)
}

/// Somebody else has the number already.
async fn taken(app: &App, correction: &Correction, field: &Correctable) -> Result<Option<String>> {
    if field.key != "document" {
        return Ok(None);
    }
    let Some(person) = people::store::find(&app.db, correction.person).await? else { return Ok(None) };
    let other = people::store::by_document(&app.db, app, &person.document_kind, &correction.wanted(app)?).await?;
    let other = other.filter(|other| other.id != person.id);
    Ok(other.map(|_| "这个证件号码已登记在另一个人名下，请先核对是不是登记了两次".into()))
}

async fn write(tx: &mut Tx, app: &App, correction: &Correction, field: &Correctable) -> Result<()> {
    let person = people::store::find_in(tx, correction.person).await?.ok_or(Error::NotFound)?;
    let details = field.applied(&person.details(app)?, correction.wanted(app)?);
    people::store::update(tx, app, person.id, &details).await?;
    if let Some(membership) = members::store::current_in(tx, person.id).await? {
        let words = people::store::search_words(app, &details, &membership.number, &membership.path);
        let entry = search::NewEntry { kind: "member", id: membership.id.0, title: details.name, words };
        search::put(tx, vec![entry]).await?;
    }
    Ok(())
}

async fn tell(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    correction: &Correction,
    field: &Correctable,
    accepted: bool,
    answer: &str,
) -> Result<()> {
    let name = field.name;
    let title = if accepted { format!("{name}已经更正") } else { format!("{name}没有更正") };
    let mut body = format!("{}的{}核对了您的更正申请。", correction.org_name, who.name);
    if !answer.is_empty() {
        body.push_str(answer);
    }
    Ok(notices::tell(tx, app, correction.account, &title, &body, "/me/data").await?)
}
