//! Who may mediate a dispute: those with a post over it, but for whoever belongs to a side.
use super::rules::Ties;
use crate::{cases::Case, permissions::MEDIATE};
use directory::{employers, members, people};
use platform::{
    App,
    db::Result,
    identity::{self, AccountId, Holder},
    rights::Role,
    tree::{self, OrgId},
};

#[derive(Clone, Debug)]
pub struct Candidate {
    pub account: AccountId,
    pub name: String,
    pub org_name: String,
    pub conflict: Option<&'static str>,
}

/// Those with a post over the handling union who may mediate, but for whom the case is about; mediators by trade come first.
pub async fn candidates(app: &App, case: &Case, contact: Option<AccountId>) -> Result<Vec<Candidate>> {
    let mut holders = holders(app, &case.handler_path).await?;
    holders.retain(|holder| case.accused != Some(holder.account));
    holders.sort_by_key(|holder| holder.role != Role::Mediator.key());
    let sides = unions_of_sides(app, case).await?;
    let aside = crate::cases::store::recused(&app.db, case.id).await?;
    let mut all: Vec<Candidate> = Vec::new();
    for holder in holders {
        if all.iter().any(|known| known.account == holder.account) {
            continue;
        }
        let said = aside.contains(&holder.account).then_some("已经回避");
        let conflict = said.or(ties(app, case, contact, &holder, &sides).await?.conflict());
        all.push(Candidate { account: holder.account, name: holder.name, org_name: holder.org_name, conflict });
    }
    Ok(all)
}
/// True where somebody still has a post from which to mediate here.
pub async fn still_holds(app: &App, account: AccountId, path: &str) -> Result<bool> {
    Ok(holders(app, path).await?.iter().any(|holder| holder.account == account))
}
async fn holders(app: &App, path: &str) -> Result<Vec<Holder>> {
    let mut all = identity::holders_over(&app.db, path, app.today()).await?;
    all.retain(|holder| Role::from_key(&holder.role).is_some_and(|role| MEDIATE.is_held_by(role)));
    Ok(all)
}

/// Paths of the unions that belong to a side: the worker's own, and that of the firm.
async fn unions_of_sides(app: &App, case: &Case) -> Result<Vec<String>> {
    let mut ids: Vec<OrgId> = Vec::new();
    if let Some(person) = case.person {
        ids.extend(members::store::current(&app.db, person).await?.map(|membership| membership.union_id));
    }
    if let Some(id) = case.employer {
        ids.extend(employers::store::find(&app.db, id).await?.and_then(|employer| employer.union_id));
    }
    let mut paths = Vec::new();
    for id in ids {
        paths.extend(tree::find(&app.db, id).await?.map(|org| org.path));
    }
    Ok(paths)
}
async fn ties(app: &App, case: &Case, contact: Option<AccountId>, holder: &Holder, sides: &[String]) -> Result<Ties> {
    let person = identity::account(&app.db, holder.account).await?.and_then(|account| account.person);
    let mut own = vec![holder.org];
    let mut same_employer = false;
    if let Some(person) = person {
        own.extend(members::store::current(&app.db, person).await?.map(|membership| membership.union_id));
        if let Some(known) = people::store::find(&app.db, person).await? {
            let by_name = !case.employer_name.is_empty() && known.employer_name == case.employer_name;
            same_employer = by_name || (case.employer.is_some() && known.employer == case.employer);
        }
    }
    let mut same_union = false;
    for org in own {
        // A branch of a side's union belongs to that side as well.
        let path = tree::find(&app.db, org).await?.map(|org| org.path).unwrap_or_default();
        same_union |= sides.iter().any(|side| path.starts_with(side));
    }
    Ok(Ties {
        is_worker: case.account == Some(holder.account) || (person.is_some() && person == case.person),
        speaks_for_firm: contact == Some(holder.account),
        same_employer,
        same_union,
    })
}
