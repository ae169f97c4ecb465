//! Which union handles a case: the rule, and what it is read from.
use super::{Case, store::second_of};
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

/// What somebody is told whose case nobody here can handle.
pub const NOBODY: &str = "这里没有能办这件事的工会，请打12351职工热线。";

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

/// Where a case goes: a union, or one person alone there.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub org: Org,
    pub alone: Option<AccountId>,
}
impl Route {
    fn to(level: &Level) -> Route {
        Route { org: level.org.clone(), alone: None }
    }
}

fn fits(level: &Level, bypass: bool) -> bool {
    level.handles && !level.has_accused && !(bypass && level.at_workplace)
}
/// Where a case goes, from the worker's own union (first) to the root (last): the first that handles cases, is not at the workplace where
/// the worker asks so, and lies above everybody whom the case is about. Where the one it is about sits at the top, or nobody else is there,
/// the second person whom the root has named, alone; where none is named, the highest level that fits; none: nobody can handle it.
pub fn handler(line: &[Level], bypass: bool, second: Option<AccountId>) -> Option<Route> {
    let above = line.iter().rposition(|level| level.has_accused).map_or(0, |n| n + 1);
    if let Some(level) = line.iter().skip(above).find(|level| fits(level, bypass)) {
        return Some(Route::to(level));
    }
    let alone = || Some(Route { org: line.last()?.org.clone(), alone: Some(second?) });
    alone().or_else(|| line.iter().rev().find(|level| fits(level, bypass)).map(Route::to))
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
/// The second person whom the root has named, but for whom the case is about.
pub async fn second(app: &App, accused: Option<AccountId>) -> Result<Option<AccountId>> {
    let Some(root) = app.root().await? else { return Ok(None) };
    let named = second_of(app, &app.db, root.id).await?.map(|(account, _)| account);
    Ok(named.filter(|account| Some(*account) != accused))
}
/// Where a new case goes.
pub async fn route(app: &App, home: OrgId, bypass: bool, accused: Option<AccountId>) -> Result<Option<Route>> {
    Ok(handler(&line(app, home, accused).await?, bypass, second(app, accused).await?))
}
/// Where a case goes that is to be handled one level higher; none: there is nobody above. What is hidden from workplaces goes to none, and
/// the one it is about is passed over; where that one sits at the top, the second person there gets it.
pub async fn higher(app: &App, case: &Case) -> Result<Option<Route>> {
    if case.is_confidential() {
        return crate::counselling::routing::higher(app, case).await;
    }
    let line = line(app, case.handler, case.accused).await?;
    if let Some(level) = line.iter().skip(1).find(|level| fits(level, case.is_bypassing())) {
        return Ok(Some(Route::to(level)));
    }
    let held_up = line.iter().skip(1).any(|level| level.has_accused);
    let second = second(app, case.accused).await?.filter(|_| held_up && case.alone.is_none());
    Ok(second.and_then(|account| Some(Route { org: line.last()?.org.clone(), alone: Some(account) })))
}
/// Whether a union may get the case: it never goes where it is hidden, nor from above whom it is about to below.
pub async fn may_go_to(app: &App, case: &Case, to: OrgId) -> Result<bool> {
    let target = line(app, to, case.accused).await?;
    let Some(level) = target.first() else { return Ok(false) };
    let below = |line: &[Level]| line.iter().any(|level| level.has_accused);
    let falls = below(&target) && !below(&line(app, case.handler, case.accused).await?);
    Ok(fits(level, case.is_bypassing()) && !falls && to != case.handler && case.alone.is_none())
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
        handler(&levels(text), bypass, None).map_or(-1, |route| route.org.id.0)
    }
    /// The same where the root has named somebody; with whether it goes to that one alone.
    fn goes_with_second(text: &str, bypass: bool) -> (i64, bool) {
        let route = handler(&levels(text), bypass, Some(AccountId(7))).expect("somebody is there");
        (route.org.id.0, route.alone.is_some())
    }

    #[test]
    fn a_case_goes_to_ones_own_union_unless_there_is_a_reason_to_go_higher() {
        assert_eq!(goes("g w f f", false), 1, "a group does not handle cases");
        assert_eq!(goes("w f f", true), 1, "past the workplace");
        assert_eq!(goes("w! f f", false), 1, "above whom it is about");
        assert_eq!(goes("w f! f", false), 2, "above whom it is about, although the own union is free of him");
        assert_eq!(goes("w! f! f", true), 2);
        assert_eq!(goes("w f f!", true), 1, "at the top nobody is above: the highest without him");
        assert_eq!(goes("f!", false), -1, "never to whom it is about, not even where nobody else is");
        assert_eq!(goes("w w", true), -1, "nor to the workplace that must not know");
    }

    #[test]
    fn where_nobody_is_above_whom_it_is_about_the_named_second_person_gets_it_alone() {
        assert_eq!(goes_with_second("w f f!", false), (2, true));
        assert_eq!(goes_with_second("f!", false), (0, true));
        assert_eq!(goes_with_second("w w", true), (1, true));
        assert_eq!(goes_with_second("w! f f", false), (1, false), "else it goes its usual way");
    }
}
