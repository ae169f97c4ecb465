//! The person says what is wrong.
use super::{DAYS, OBJECT, TASK, fields, store};
use askama::Template;
use axum::response::Response;
use directory::{
    members::{self, Membership},
    people::{self, PersonDetails},
};
use platform::{
    audit::{self, Entry},
    tasks::{self, NewTask},
    tree,
    web::{self, Error, Fields, Result},
};
use ui::{ErrorSummary, Field, Guest, Member, Tab, text};

#[derive(Template)]
#[template(path = "corrections/ask.html")]
struct AskPage {
    frame: Member,
    errors: ErrorSummary,
    fields: Vec<Field>,
    union: String,
}
fn page(guest: &Guest, union: &str, form: &Fields) -> AskPage {
    let choices = fields::ALL.iter().map(|one| (one.key, one.name));
    let fields = vec![
        Field::radios("field", "哪一项不对", choices).of_form(form),
        Field::text("value", "应当是").of_form(form),
        Field::area("reason", "说明").hint("例如：身份证上是这样写的，可以带证件来看").optional().of_form(form),
    ];
    AskPage {
        frame: guest.frame("申请更正", Tab::Mine, Some("/me/data")),
        errors: ErrorSummary::of(&fields),
        fields,
        union: union.to_owned(),
    }
}

/// Who asks, with what is held: only members have a union that can correct.
async fn member(guest: &Guest) -> Result<(Membership, PersonDetails)> {
    let none = || Error::refused("您还不是会员，名册里没有可以更正的内容。入会申请里填错的，请在申请里改。");
    let person = guest.person().ok_or_else(none)?;
    let membership = members::store::current(&guest.app.db, person).await?.ok_or_else(none)?;
    let known = people::store::find(&guest.app.db, person).await?.ok_or_else(none)?;
    Ok((membership, known.details(&guest.app)?))
}

pub async fn new(guest: Guest, form: Fields) -> Result<Response> {
    let (membership, _) = member(&guest).await?;
    Ok(guest.show(&page(&guest, &membership.union_name, &form)))
}

pub async fn create(guest: Guest, mut form: Fields) -> Result<Response> {
    let (membership, details) = member(&guest).await?;
    let field = fields::find(form.get("field"));
    if field.is_none() {
        form.fault("field", "请选哪一项不对");
    }
    let read = field.map(|field| field.read(form.get("value"), &details, guest.app.today()));
    if let Some(Err(sentence)) = &read {
        form.fault("value", sentence.clone());
    }
    form.short_enough("reason", 200);
    let (Some(field), Some(Ok(new)), true) = (field, read, form.is_right()) else {
        return Ok(guest.refill(&page(&guest, &membership.union_name, &form)));
    };
    let due = open(&guest, &membership, field, (field.old)(&details), &new, form.get("reason")).await?;
    Ok(web::see("/me/data", &format!("已交给{}核对，最迟{}告诉您结果", membership.union_name, text::date(due))))
}

async fn open(
    guest: &Guest,
    membership: &Membership,
    field: &fields::Correctable,
    old: &str,
    new: &str,
    reason: &str,
) -> Result<jiff::civil::Date> {
    let (app, who) = (&guest.app, guest.who()?);
    let org = tree::find(&app.db, membership.union_id).await?.ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    let asked = store::Asked {
        account: who.account,
        person: membership.person,
        org: org.id,
        field: field.key,
        old,
        new,
        reason: reason.trim(),
    };
    let id = store::add(&mut tx, app, &asked).await?;
    let (title, link) = (format!("{}申请更正{}", membership.name, field.name), format!("/console/corrections/{id}"));
    let task = NewTask {
        kind: TASK,
        org: &org,
        title: &title,
        detail: "请核对证件或向单位了解后答复",
        origin: "线上申请",
        subject: OBJECT,
        subject_id: id,
        link: &link,
        days: DAYS,
    };
    let due = tasks::open(&mut tx, app, &task).await?;
    store::set_due(&mut tx, id, due.date).await?;
    let entry = Entry {
        act: "correction.submit",
        object: OBJECT,
        object_id: id,
        person: Some(membership.person),
        detail: field.name,
        org: Some(org.id),
        ..Entry::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    tx.commit().await?;
    Ok(due.date)
}
