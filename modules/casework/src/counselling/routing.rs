//! Which counsellor gets it: somebody of one's own choice, else the nearest who has least to do. Never at the workplace, never a colleague.
use super::store;
use crate::{
    cases::{
        Case,
        routing::{self, Level, Route},
    },
    permissions::COUNSEL,
};
use directory::people;
use platform::{
    App,
    db::Result,
    identity::{self, AccountId, Holder},
    rights::Role,
    tree::OrgId,
};

/// What somebody is told where there is no counsellor.
pub const NOBODY: &str = "这里还没有心理咨询师，请打12356心理援助热线，24小时有人接。";

async fn employer_of(app: &App, account: AccountId) -> Result<Option<directory::employers::EmployerId>> {
    let Some(person) = identity::account(&app.db, account).await?.and_then(|account| account.person) else {
        return Ok(None);
    };
    Ok(people::store::find(&app.db, person).await?.and_then(|person| person.employer))
}
/// The counsellors along a line of unions, the nearest first; none at the workplace, nor a colleague, nor oneself.
async fn along(app: &App, line: &[Level], asks: Option<AccountId>) -> Result<Vec<Holder>> {
    let Some(own) = line.first() else { return Ok(Vec::new()) };
    let employer = match asks {
        Some(account) => employer_of(app, account).await?,
        None => None,
    };
    let mut all: Vec<Holder> = Vec::new();
    for holder in identity::holders_over(&app.db, &own.org.path, app.today()).await? {
        let counsels = Role::from_key(&holder.role).is_some_and(|role| COUNSEL.is_held_by(role));
        let fits = line.iter().any(|level| level.org.id == holder.org && level.handles && !level.at_workplace);
        let known = asks == Some(holder.account) || all.iter().any(|one| one.account == holder.account);
        if !counsels || !fits || known {
            continue;
        }
        if employer.is_some() && employer_of(app, holder.account).await? == employer {
            continue;
        }
        all.push(holder);
    }
    Ok(all)
}
/// Whom somebody of a union can ask.
pub async fn offered(app: &App, home: OrgId, asks: AccountId) -> Result<Vec<Holder>> {
    along(app, &routing::line(app, home, None).await?, Some(asks)).await
}
/// Of the nearest level the one with the fewest open ones.
async fn nearest(app: &App, all: &[Holder]) -> Result<Option<AccountId>> {
    let Some(first) = all.first() else { return Ok(None) };
    let loads = store::loads(&app.db).await?;
    let load = |account: AccountId| loads.iter().find(|(one, _)| *one == account).map_or(0, |(_, open)| *open);
    Ok(all.iter().filter(|one| one.org == first.org).min_by_key(|one| load(one.account)).map(|one| one.account))
}
async fn to(app: &App, line: &[Level], all: &[Holder], wanted: Option<AccountId>) -> Result<Option<Route>> {
    let wanted = wanted.filter(|wanted| all.iter().any(|one| one.account == *wanted));
    let chosen = match wanted {
        Some(wanted) => Some(wanted),
        None => nearest(app, all).await?,
    };
    let holder = chosen.and_then(|account| all.iter().find(|one| one.account == account));
    let org = holder.and_then(|holder| line.iter().find(|level| level.org.id == holder.org));
    Ok(org.map(|level| Route { org: level.org.clone(), alone: chosen }))
}

/// Where a new one goes; none: there is no counsellor.
pub async fn route(app: &App, home: OrgId, asks: AccountId, wanted: Option<AccountId>) -> Result<Option<Route>> {
    let line = routing::line(app, home, None).await?;
    let all = along(app, &line, Some(asks)).await?;
    to(app, &line, &all, wanted).await
}
/// Another counsellor above its union, for whom was not content.
pub async fn higher(app: &App, case: &Case) -> Result<Option<Route>> {
    let line = routing::line(app, case.handler, None).await?;
    let mut all = along(app, &line, case.account).await?;
    all.retain(|one| one.org != case.handler && Some(one.account) != case.alone);
    to(app, &line, &all, None).await
}
/// Others at its union and above to whom it can be given.
pub async fn others(app: &App, case: &Case) -> Result<Vec<Holder>> {
    let line = routing::line(app, case.handler, None).await?;
    let mut all = along(app, &line, case.account).await?;
    all.retain(|one| Some(one.account) != case.alone);
    Ok(all)
}
/// The way to one of [`others`].
pub async fn to_other(app: &App, case: &Case, wanted: AccountId) -> Result<Option<Route>> {
    let line = routing::line(app, case.handler, None).await?;
    let all = others(app, case).await?;
    if all.iter().all(|one| one.account != wanted) {
        return Ok(None);
    }
    to(app, &line, &all, Some(wanted)).await
}
/// The counsellor has left: the nearest other one.
pub async fn again(app: &App, case: &Case) -> Result<Option<Route>> {
    let line = routing::line(app, case.handler, None).await?;
    to(app, &line, &others(app, case).await?, None).await
}
