//! Which union handles a case: the rule, and what it is read from.
use directory::{
    employers::{self, EmployerId},
    members,
    unions::{self, UnionKind},
};
use platform::{
    App,
    db::Result,
    identity::{self, AccountId},
    tree::{Org, OrgId, PersonId, ids_of},
};

/// A union on the way from the worker's own one up to the root.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    pub org: Org,
    /// A union at the workplace, under the eyes of the employer.
    pub at_workplace: bool,
    /// Of a size that handles cases: no group, no workshop, not closed.
    pub handles: bool,
    /// Whom the case is about has a post there.
    pub has_accused: bool,
}

/// Where a case goes, from the worker's own union (first) to the root (last): the first that handles cases, is not at the workplace where
/// the worker asks so, and lies above everybody whom the case is about. Where the one it is about sits at the top, the highest level
/// without that person; nobody below learns of it.
pub fn handler(line: &[Level], bypass: bool) -> Option<&Org> {
    let above = line.iter().rposition(|level| level.has_accused).map_or(0, |n| n + 1);
    let fits = |level: &&Level| level.handles && !level.has_accused && !(bypass && level.at_workplace);
    let found = line.iter().skip(above).find(fits).or_else(|| line.iter().rev().find(fits));
    found.or(line.last()).map(|level| &level.org)
}

/// Unions that are the employer's neighbours at the workplace.
fn is_at_workplace(kind: UnionKind) -> bool {
    use UnionKind::{Branch, Enterprise, Group, Institution, Joint, Office};
    matches!(kind, Enterprise | Institution | Office | Joint | Branch | Group)
}

/// The worker's own union: of the membership, else of the employer, else the top.
pub async fn home(app: &App, person: Option<PersonId>, employer: Option<EmployerId>) -> Result<Option<OrgId>> {
    if let Some(person) = person
        && let Some(membership) = members::store::current(&app.db, person).await?
    {
        return Ok(Some(membership.union_id));
    }
    if let Some(id) = employer
        && let Some(employer) = employers::store::find(&app.db, id).await?
    {
        return Ok(employer.union_id.or(Some(employer.org)));
    }
    Ok(app.root().await?.map(|root| root.id))
}

/// The levels from a union up to the root.
pub async fn line(app: &App, home: OrgId, accused: Option<AccountId>) -> Result<Vec<Level>> {
    let Some(own) = unions::store::find(&app.db, home).await? else { return Ok(Vec::new()) };
    let posts = match accused {
        Some(account) => identity::paths_of(&app.db, account, app.today()).await?,
        None => Vec::new(),
    };
    let mut line = Vec::new();
    for id in ids_of(&own.path).into_iter().rev() {
        let Some(union) = unions::store::find(&app.db, id).await? else { continue };
        let kind = union.kind();
        line.push(Level {
            at_workplace: kind.is_some_and(is_at_workplace),
            handles: union.closed_on.is_none() && !matches!(kind, Some(UnionKind::Branch | UnionKind::Group)),
            has_accused: posts.iter().any(|(path,)| *path == union.path),
            org: union.org(),
        });
    }
    Ok(line)
}
/// The handling union of a new case.
pub async fn route(app: &App, home: OrgId, bypass: bool, accused: Option<AccountId>) -> Result<Option<Org>> {
    Ok(handler(&line(app, home, accused).await?, bypass).cloned())
}
/// Where a case goes that is to be handled one level higher; none: there is nobody above.
pub async fn higher(app: &App, from: OrgId, accused: Option<AccountId>) -> Result<Option<Org>> {
    let line = line(app, from, accused).await?;
    Ok(line.iter().skip(1).find(|level| level.handles && !level.has_accused).map(|level| level.org.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `w` at the workplace, `f` a federation, `g` a group; `!`: whom it is about has a post there.
    fn levels(text: &str) -> Vec<Level> {
        let one = |(n, word): (usize, &str)| Level {
            org: Org {
                id: OrgId(n as i64),
                parent: None,
                path: String::new(),
                name: word.into(),
                opened_on: String::new(),
                closed_on: None,
            },
            at_workplace: !word.starts_with('f'),
            handles: !word.starts_with('g'),
            has_accused: word.ends_with('!'),
        };
        text.split(' ').enumerate().map(one).collect()
    }
    fn goes(text: &str, bypass: bool) -> i64 {
        handler(&levels(text), bypass).map_or(-1, |org| org.id.0)
    }

    #[test]
    fn a_case_goes_to_ones_own_union_unless_there_is_a_reason_to_go_higher() {
        assert_eq!(goes("g w f f", false), 1, "a group does not handle cases");
        assert_eq!(goes("w f f", true), 1, "past the workplace");
        assert_eq!(goes("w! f f", false), 1, "above whom it is about");
        assert_eq!(goes("w f! f", false), 2, "above whom it is about, although the own union is free of him");
        assert_eq!(goes("w! f! f", true), 2);
        assert_eq!(goes("w f f!", true), 1, "at the top nobody is above: the highest without him");
        assert_eq!(goes("f!", false), 0, "there is only one union");
    }
}
