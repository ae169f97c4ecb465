//! Cases for the demo county, in each state: asked, overdue, accepted, paused, to be confirmed, solved, rated, reopened, withdrawn.
mod history;
pub(crate) mod stories;

use crate::{
    cases::{
        Case,
        answers::Answer,
        routing,
        store::{self, NewCase},
    },
    course::{self, By, With},
    definitions::{self, FieldKind},
    permissions::CASES_WORK,
};
use directory::{
    demo::{MEMBER, ago as at, signed_in},
    people,
};
use platform::{
    App,
    identity::{self, AccountId, SignedIn},
    rights::Role,
    tree::{PersonId, ids_of},
    vals,
    web::Error,
};
use stories::{Asker, STORIES, Story, Then};

/// Adds the cases; the county stands already.
pub async fn load(app: &App) -> Result<(), Error> {
    for story in STORIES {
        tell(app, story).await?;
    }
    Box::pin(history::load(app)).await?;
    Box::pin(crate::counselling::demo::load(app)).await?;
    Box::pin(crate::collective::demo::load(app)).await?;
    Box::pin(crate::duty::demo::load(app)).await?;
    crate::mediation::demo::load(app).await?;
    Box::pin(crate::aid::demo::load(app)).await
}

/// Signed in for the act only: no session stays behind.
pub(crate) async fn session(app: &App, account: AccountId) -> Result<SignedIn, Error> {
    let who = signed_in(app, account).await?;
    identity::revoke(app, account, who.session).await?;
    Ok(who)
}
/// A member of a union whom nobody can sign in as, with an account.
pub(crate) async fn of_union(app: &App, union: &str) -> Result<AccountId, Error> {
    let sql = "SELECT m.person FROM memberships m JOIN organisations o ON o.id = m.union_id JOIN people p ON p.id = m.person WHERE o.name = $1 AND m.state = 'active' AND p.phone_sealed IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person = m.person) ORDER BY m.id DESC LIMIT 1";
    let (person,): (PersonId,) = app.db.one(sql, vals![union]).await?;
    let person = people::store::find(&app.db, person).await?.ok_or(Error::NotFound)?;
    let phone = person.phone(app)?.unwrap_or_default();
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, &phone, &person.name).await?;
    identity::tie_person(&mut tx, account, person.id, &person.name).await?;
    tx.commit().await?;
    Ok(account)
}
pub(crate) async fn account(app: &App, asker: Asker) -> Result<AccountId, Error> {
    match asker {
        Asker::Member => {
            let known = identity::account_by_phone(app, MEMBER.phone).await?;
            known.map(|a| a.id).ok_or_else(|| Error::internal("the demo's member"))
        }
        Asker::Of(union) => of_union(app, union).await,
        Asker::Stranger(name, phone) => {
            let mut tx = app.db.begin().await?;
            let account = identity::account_for_phone(&mut tx, app, phone, name).await?;
            tx.commit().await?;
            Ok(account)
        }
    }
}
/// Somebody who works on the case, at its union or the nearest above.
pub(crate) async fn officer(app: &App, case: &Case) -> Result<SignedIn, Error> {
    for org in ids_of(&case.handler_path).into_iter().rev() {
        let holders: Vec<(AccountId, String)> = app
            .db
            .all("SELECT account, role FROM posts WHERE org = $1 AND ends_on IS NULL ORDER BY id", vals![org])
            .await?;
        let may = |role: &str| Role::from_key(role).is_some_and(|role| CASES_WORK.is_held_by(role));
        if let Some((account, _)) = holders.into_iter().find(|(_, role)| may(role)) {
            return session(app, account).await;
        }
    }
    Err(Error::internal("a county has officers"))
}

/// Asks for what a story begins with.
pub(crate) async fn submitted(app: &App, story: &Story<'_>) -> Result<(SignedIn, Case), Error> {
    let then = at(app, story.ago);
    let asker = session(&then, account(app, story.asker).await?).await?;
    let case = course::submit(&then, By::worker(&asker), &asked(&then, story, &asker).await?).await?;
    Ok((asker, case))
}
async fn tell(app: &App, story: &Story<'_>) -> Result<(), Error> {
    let (asker, case) = submitted(app, story).await?;
    for event in story.then {
        let case = store::by_number(&app.db, &case.number).await?.ok_or(Error::NotFound)?;
        happen(app, &case, &asker, event).await?;
    }
    Ok(())
}
async fn asked(app: &App, story: &Story<'_>, asker: &SignedIn) -> Result<NewCase, Error> {
    let service = definitions::newest(story.service).ok_or(Error::NotFound)?;
    let known = identity::account(&app.db, asker.account).await?.ok_or(Error::NotFound)?;
    let given: Vec<Answer> =
        story.answers.iter().map(|(key, value)| Answer { key: (*key).into(), value: (*value).into() }).collect();
    let field = service.fields.iter().find(|f| f.kind == FieldKind::Employer);
    let name = field.and_then(|f| given.iter().find(|a| a.key == f.key)).map_or("", |a| &*a.value).to_owned();
    let employer = if name.is_empty() { None } else { directory::employers::store::by_name(&app.db, &name).await? };
    let home = routing::home(app, asker.person, employer.as_ref().map(|e| e.id)).await?.ok_or(Error::NotFound)?;
    let route = match service.confidential {
        true => crate::counselling::routing::route(app, home, asker.account, None).await?,
        false => routing::route(app, home, story.bypass, None).await?,
    };
    let route = route.ok_or(Error::NotFound)?;
    Ok(NewCase {
        service,
        channel: "online",
        account: asker.account,
        person: asker.person.filter(|_| !service.confidential),
        name: if service.confidential { String::new() } else { known.name.clone() },
        phone: known.phone(app)?,
        employer: employer.map(|e| e.id),
        employer_name: name,
        answers: serde_json::to_string(&given).map_err(Error::internal)?,
        alone: route.alone.filter(|_| service.confidential),
        handler: route.org,
        bypass: story.bypass,
        accused: None,
    })
}
async fn happen(app: &App, case: &Case, asker: &SignedIn, event: &Then) -> Result<(), Error> {
    let done = match event {
        Then::Act(ago, key, reason, fen) => {
            let app = at(app, *ago);
            let with = With { reason: (*reason).into(), amount: (*fen > 0).then_some(*fen) };
            course::perform(&app, By::union(&officer(&app, case).await?), case, key, &with).await?
        }
        Then::Own(ago, key) => course::perform(&at(app, *ago), By::worker(asker), case, key, &With::default()).await?,
        Then::Reply(ago, text) => {
            let app = at(app, *ago);
            course::say(&app, By::union(&officer(&app, case).await?), case, text).await?
        }
        Then::Ask(ago, text) => {
            let app = at(app, *ago);
            course::ask(&app, By::union(&officer(&app, case).await?), case, text).await?
        }
        Then::Say(ago, text) => course::say(&at(app, *ago), By::worker(asker), case, text).await?,
        Then::Rate(ago, stars, words) => course::rate(&at(app, *ago), By::worker(asker), case, *stars, words).await?,
        Then::Withdraw(ago) => course::withdraw(&at(app, *ago), By::worker(asker), case).await?,
    };
    done.map_err(Error::internal)
}
