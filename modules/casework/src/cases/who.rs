//! Who can see a case, and who has looked.
use super::{Case, NUMBERED, store};
use crate::permissions::CASES_READ;
use platform::{App, audit, db::Result, identity, rights::Role};

/// Somebody with a post who can see the case, or has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onlooker {
    pub name: String,
    pub org: String,
    /// The last time, and how often; none: never.
    pub looked: Option<(i64, usize)>,
}

/// All who can see it, and those who looked once and no longer can: whoever looked last comes first.
pub async fn onlookers(app: &App, case: &Case) -> Result<Vec<Onlooker>> {
    let mut all: Vec<Onlooker> = Vec::new();
    for line in audit::of_object(&app.db, NUMBERED, case.id.0, 500).await? {
        if line.act != "case.read" {
            continue;
        }
        let (name, org) = (line.name.unwrap_or_default(), line.org_name.unwrap_or_default());
        match all.iter_mut().find(|one| one.name == name && one.org == org) {
            Some(Onlooker { looked: Some((_, times)), .. }) => *times += 1,
            _ => all.push(Onlooker { name, org, looked: Some((line.at, 1)) }),
        }
    }
    for holder in identity::holders_over(&app.db, &case.handler_path, app.today()).await? {
        let may = Role::from_key(&holder.role).is_some_and(|role| CASES_READ.is_held_by(role));
        let known = all.iter().any(|one| one.name == holder.name && one.org == holder.org_name);
        let alone = case.alone.is_none_or(|alone| alone == holder.account);
        if may && !known && alone && case.accused != Some(holder.account) {
            all.push(Onlooker { name: holder.name, org: holder.org_name, looked: None });
        }
    }
    Ok(all)
}

/// The people of a case with their roles, beside the worker: who works on it, who looks after it, whom it is about, who had a hand in it.
pub async fn involved(app: &App, case: &Case) -> Result<Vec<(&'static str, String)>> {
    let mut all = vec![("承办", case.handler_name.clone())];
    all.extend(case.officer_name.clone().map(|name| ("经办人", name)));
    if case.has_climbed() {
        all.push(("督办", case.level_name.clone()));
    }
    for (role, account) in [("督办人", case.second.or(case.alone)), ("涉及", case.accused)] {
        if let Some(account) = account
            && let Some(account) = identity::account(&app.db, account).await?
        {
            all.push((role, account.name));
        }
    }
    if !case.employer_name.is_empty() {
        all.push(("单位", case.employer_name.clone()));
    }
    let mut others: Vec<String> = Vec::new();
    for step in store::steps(&app.db, case.id).await? {
        if let (Some(name), Some(org)) = (step.name, step.org_name) {
            let who = format!("{name}（{org}）");
            if !others.contains(&who) {
                others.push(who);
            }
        }
    }
    if !others.is_empty() {
        all.push(("经手过", others.join("、")));
    }
    Ok(all)
}
