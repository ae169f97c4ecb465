//! The records behind figures that federations published about their casework: every case is asked, worked on and ended by the same acts as
//! any other, so that the sheet counts them again.
mod mediations;
mod requests;

pub use mediations::{Mediations, mediations};
pub use requests::{Requests, requests};

use crate::{
    cases::answers::Answer,
    definitions::{Field, FieldKind, Service},
};
use directory::{demo::signed_in, people};
use platform::{
    App,
    identity::{self, AccountId, SignedIn},
    rights::{Permission, Role},
    tree::{Org, OrgId, PersonId},
    vals,
    web::Error,
};
use std::collections::HashMap;

/// A member of a place who asks.
#[derive(Clone, Debug)]
struct Worker {
    account: AccountId,
    person: PersonId,
    name: String,
    phone: String,
    union: OrgId,
    employer: Option<directory::employers::EmployerId>,
    employer_name: String,
}
/// So many members of a place, one of each union after the other, with accounts.
async fn workers(app: &App, place: &Org, wanted: usize) -> Result<Vec<Worker>, Error> {
    let sql = "SELECT m.person, m.union_id FROM memberships m JOIN organisations o ON o.id = m.union_id WHERE o.path >= $1 AND o.path < $2 AND m.state = 'active' ORDER BY m.id";
    let scope = platform::tree::Scope::below(&place.path);
    let all: Vec<(PersonId, OrgId)> = app.db.all(sql, vals![&scope.from, &scope.until]).await?;
    let mut turns: HashMap<OrgId, usize> = HashMap::new();
    let mut ordered: Vec<(usize, PersonId, OrgId)> = Vec::with_capacity(all.len());
    for (person, union) in all {
        let turn = turns.entry(union).or_default();
        *turn += 1;
        ordered.push((*turn, person, union));
    }
    ordered.sort_by_key(|(turn, ..)| *turn);
    if ordered.len() < wanted {
        return Err(Error::internal(format!("{wanted} members are wanted, there are {}", ordered.len())));
    }
    let mut made = Vec::with_capacity(wanted);
    for some in ordered[..wanted].chunks(200) {
        let mut known = Vec::with_capacity(some.len());
        for (_, person, union) in some {
            known.push((people::store::find(&app.db, *person).await?.ok_or(Error::NotFound)?, *union));
        }
        let mut tx = app.db.begin().await?;
        for (person, union) in known {
            let phone = person.phone(app)?.unwrap_or_default();
            let account = identity::account_for_phone(&mut tx, app, &phone, &person.name).await?;
            identity::tie_person(&mut tx, account, person.id, &person.name).await?;
            let (employer, employer_name) = (person.employer, person.employer_name.clone());
            made.push(Worker { account, person: person.id, name: person.name, phone, union, employer, employer_name });
        }
        tx.commit().await?;
    }
    Ok(made)
}

/// Signed in for the acts only: no session stays behind.
async fn session(app: &App, account: AccountId) -> Result<SignedIn, Error> {
    let who = signed_in(app, account).await?;
    identity::revoke(app, account, who.session).await?;
    Ok(who)
}
/// Who may do something at a union.
async fn officer(app: &App, org: OrgId, needs: &'static Permission) -> Result<SignedIn, Error> {
    let posts: Vec<(AccountId, String)> =
        app.db.all("SELECT account, role FROM posts WHERE org = $1 ORDER BY id", vals![org]).await?;
    let may = |role: &str| Role::from_key(role).is_some_and(|role| needs.is_held_by(role));
    let found = posts.into_iter().find(|(_, role)| may(role));
    let (account, _) = found.ok_or_else(|| Error::internal("a union without officers"))?;
    // The post of that union, where somebody holds several.
    let mut who = session(app, account).await?;
    who.posts.retain(|post| post.org == org);
    Ok(who)
}

/// Right answers to what must be answered.
fn answers(service: &Service, worker: &Worker, story: &str) -> Vec<Answer> {
    let value = |field: &Field| match field.kind {
        FieldKind::Choice => field.options.first().map_or_else(String::new, |(key, _)| key.clone()),
        FieldKind::Employer => worker.employer_name.clone(),
        FieldKind::Area => story.to_owned(),
        FieldKind::Number => "2".to_owned(),
        _ => "见材料".to_owned(),
    };
    let asked = service.fields.iter().filter(|field| field.required && field.kind != FieldKind::File);
    asked.map(|field| Answer { key: field.key.clone(), value: value(field) }).collect()
}
