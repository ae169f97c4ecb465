//! Who can see one's data: posts by role and union, without names.
use directory::{members, permissions::MEMBERS_READ};
use platform::{App, identity, rights::Role, tree::PersonId, web::Result};

/// A union and the roles there that can see.
pub struct Seers {
    pub org: String,
    pub roles: String,
}

/// The posts at the own union and all above it that may read members, the nearest first.
pub async fn of(app: &App, person: Option<PersonId>) -> Result<Vec<Seers>> {
    let Some(person) = person else { return Ok(Vec::new()) };
    let Some(membership) = members::store::current(&app.db, person).await? else { return Ok(Vec::new()) };
    let over = identity::holders_over(&app.db, &membership.path, app.today()).await?;
    let mut all: Vec<(String, Vec<&'static str>)> = Vec::new();
    for holder in over {
        let Some(role) = Role::from_key(&holder.role).filter(|role| MEMBERS_READ.is_held_by(*role)) else { continue };
        let at = all.iter().position(|(org, _)| *org == holder.org_name).unwrap_or_else(|| {
            all.push((holder.org_name.clone(), Vec::new()));
            all.len() - 1
        });
        if !all[at].1.contains(&role.name()) {
            all[at].1.push(role.name());
        }
    }
    Ok(all.into_iter().map(|(org, roles)| Seers { org, roles: roles.join("、") }).collect())
}
