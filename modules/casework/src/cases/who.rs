//! Who can see a case, and who has looked.
use super::{Case, NUMBERED};
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
