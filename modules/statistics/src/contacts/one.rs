//! The contact of one employer: how far it is, what was said, and reporting on.
use super::{
    FOLLOW, PATH, assign, index, link,
    rules::{self, State},
    store::{self, Contact},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::employers::{self, Employer, EmployerId};
use platform::{
    App, Thing, tasks,
    web::{Error, Fields, see},
};
use ui::{Choice, Clock, Crumb, Desk, ErrorSummary, Field, Life, Step, filters, text};

#[derive(Template)]
#[template(path = "contacts/one.html")]
struct OnePage {
    frame: ui::Console,
    employer: Employer,
    contact: Option<Contact>,
    /// Is open: may be reported on.
    open: bool,
    clock: Option<Clock>,
    life: Life,
    summary: ErrorSummary,
    fields: [Field; 2],
    /// Has a union or is covered now.
    has_union: bool,
    /// What other modules offer for an employer without a union of its own.
    offers: Vec<ui::Button>,
}

async fn within(desk: &Desk, employer: EmployerId) -> Result<Employer, Error> {
    let scope = desk.scope(FOLLOW)?;
    employers::store::within(&desk.app.db, &scope, employer).await?.ok_or(Error::NotFound)
}

pub async fn show(desk: Desk, Path(employer): Path<EmployerId>) -> Result<Response, Error> {
    let employer = within(&desk, employer).await?;
    Ok(desk.show(&page(&desk, employer, &Fields::default()).await?))
}
async fn page(desk: &Desk, employer: Employer, form: &Fields) -> Result<OnePage, Error> {
    let (db, today) = (&desk.app.db, desk.app.today());
    let contact = store::last(db, employer.id).await?;
    let notes = store::notes(db, employer.id).await?;
    let steps = notes.into_iter().rev().map(|(at, who, state, note)| {
        let name = State::from_key(&state)
            .map_or("建会联系", |state| if state == State::Assigned { "分派" } else { state.name() });
        let step = Step::done(name).at(text::moment_near(platform::clock::local(at), today));
        step.line(who.unwrap_or_else(|| "系统".into())).line(Some(note).filter(|n| !n.is_empty()))
    });
    let life = Life::log(steps);
    let open = contact.as_ref().filter(|c| c.closed_at.is_none());
    let clock = open.and_then(|c| c.due_on.parse().ok()).map(|due: jiff::civil::Date| {
        let days = platform::calendar::days_left(today, due);
        Clock::new(i64::from(days), format!("{}前给回音", text::near(due, today)))
    });
    let fields = [
        Field::radios("state", "联系得怎么样", State::REPORTED.map(|state| Choice::new(state.key(), state.name())))
            .of_form(form),
        Field::area("note", "说了什么").hint("单位的想法、下一步；不同意的要写理由").of_form(form),
    ];
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("建会联系", PATH));
    let covered = employers::store::covered_among(db, std::slice::from_ref(&employer), today).await?;
    Ok(OnePage {
        frame: desk.frame(&format!("{}，建会联系", employer.name), PATH, crumbs),
        has_union: employer.union_id.is_some() || !covered.is_empty(),
        offers: match employer.union_id {
            None => desk.offers(Thing::UnorganisedEmployer, employer.id.0),
            Some(_) => Vec::new(),
        },
        open: open.is_some(),
        clock,
        life,
        summary: ErrorSummary::of(&fields),
        fields,
        contact,
        employer,
    })
}

pub async fn report(desk: Desk, Path(employer): Path<EmployerId>, mut form: Fields) -> Result<Response, Error> {
    let employer = within(&desk, employer).await?;
    let contact = store::last(&desk.app.db, employer.id).await?.filter(|c| c.closed_at.is_none());
    let Some(contact) = contact else {
        return Err(Error::refused("这家单位现在没有分派联系，请先分派"));
    };
    let state = State::REPORTED.into_iter().find(|state| state.key() == form.get("state"));
    match state.map(|state| rules::fault(state, form.get("note"))) {
        None => form.fault("state", "请选联系得怎么样"),
        Some(Some(fault)) => form.fault("note", fault),
        Some(None) => {}
    }
    let Some(state) = state.filter(|_| form.is_right()) else {
        return Ok(desk.refill(&page(&desk, employer, &form).await?));
    };
    let seen = Contact { version: form.number("version").unwrap_or(contact.version), ..contact };
    let mut tx = desk.app.db.begin().await?;
    if !store::step(&mut tx, &desk.app, &seen, state).await? {
        drop(tx);
        return Err(overtaken(&desk, employer.id).await?);
    }
    store::note(&mut tx, &desk.app, seen.id, Some(desk.who.account), state, form.get("note")).await?;
    if state.ends() {
        tasks::close(&mut tx, &desk.app, store::SUBJECT, seen.id.0, Some(desk.who.account), state.name()).await?;
    }
    let said = [state.name(), form.get("note")].join("，");
    assign::record(&mut tx, &desk, "contact.report", (employer.id, seen.org), said.trim_end_matches('，')).await?;
    tx.commit().await?;
    Ok(see(&link(employer.id), "记下了"))
}
/// Who reported first.
async fn overtaken(desk: &Desk, employer: EmployerId) -> Result<Error, Error> {
    let first = store::notes(&desk.app.db, employer).await?.into_iter().next();
    Ok(Error::refused(first.map_or_else(
        || "别人刚刚报过，请看过再报".to_owned(),
        |(at, who, state, _)| {
            let when = text::moment_near(platform::clock::local(at), desk.app.today());
            let state = State::from_key(&state).map_or("", State::name);
            format!("{}{when}先报了“{state}”，请看过再报", who.unwrap_or_else(|| "系统".into()))
        },
    )))
}

/// Closes the contacts of employers that have got a union.
pub async fn close_founded(app: &App) -> Result<(), Error> {
    for contact in store::founded(&app.db, app.today()).await? {
        let mut tx = app.db.begin().await?;
        if store::step(&mut tx, app, &contact, State::Founded).await? {
            store::note(&mut tx, app, contact.id, None, State::Founded, "单位已经有工会").await?;
            tasks::close(&mut tx, app, store::SUBJECT, contact.id.0, None, State::Founded.name()).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
