//! Some of the demo county's large employers without a union are being talked with.
use super::{
    CONTACT, link,
    rules::State,
    store::{self, View},
};
use directory::employers;
use platform::{
    App,
    identity::{self, AccountId},
    tasks::{self, NewTask},
    tree::{self, Scope},
    web::Error,
};

/// What became of the largest ones, the largest first.
const STORIES: [(State, &str); 5] = [
    (State::Assigned, ""),
    (State::Contacted, "人事经理愿意谈，约了下周二见老板"),
    (State::Agreed, "老板同意，先推三名职工进筹备组"),
    (State::Refused, "老板说今年要搬厂，搬完再谈"),
    (State::Contacted, "发了倡议书，还没有回话"),
];
const DAYS: [i64; 5] = [5, 10, 30, 10, 20];

pub async fn load(app: &App) -> Result<(), Error> {
    let Some(root) = app.root().await? else { return Ok(()) };
    let scope = Scope::below(&root.path);
    let Some(county) = directory::demo::SIGN_INS.iter().find(|one| one.key == "county") else { return Ok(()) };
    let Some(officer) = identity::account_by_phone(app, county.phone).await? else { return Ok(()) };
    let lines = store::list(&app.db, &scope, View::Unassigned, app.today(), None, STORIES.len() as i64).await?;
    for ((line, (state, said)), days) in lines.into_iter().zip(STORIES).zip(DAYS) {
        let Some(employer) = employers::store::find(&app.db, line.employer).await? else { continue };
        let Some(org) = tree::find(&app.db, employer.org).await? else { continue };
        tell(app, officer.id, &employer, &org, (state, said, days)).await?;
    }
    Ok(())
}
async fn tell(
    app: &App,
    officer: AccountId,
    employer: &employers::Employer,
    org: &tree::Org,
    (state, said, days): (State, &str, i64),
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let Some(contact) = store::open(&mut tx, app, employer.id, (org.id, None), officer).await? else { return Ok(()) };
    let task = NewTask {
        kind: CONTACT,
        org,
        title: &format!("联系{}建会", employer.name),
        detail: &format!("职工{}人，还没有工会。", employer.headcount),
        origin: "建会覆盖",
        subject: store::SUBJECT,
        subject_id: contact.0,
        link: &link(employer.id),
        days,
    };
    let due = tasks::open(&mut tx, app, &task).await?;
    store::set_due(&mut tx, contact, due.date).await?;
    store::note(&mut tx, app, contact, Some(officer), State::Assigned, "").await?;
    tx.commit().await?;
    if state == State::Assigned {
        return Ok(());
    }
    let Some(open) = store::last(&app.db, employer.id).await? else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    store::step(&mut tx, app, &open, state).await?;
    store::note(&mut tx, app, contact, Some(officer), state, said).await?;
    if state.ends() {
        tasks::close(&mut tx, app, store::SUBJECT, contact.0, Some(officer), state.name()).await?;
    }
    tx.commit().await?;
    Ok(())
}
