//! Which unions come into question for an applicant: the reading behind `rules`.
use super::{
    form::{Form, Work},
    rules::{Candidate, Facts, Scan, Workplace},
};
use crate::{
    codes::JoiningCode,
    employers,
    unions::{self, Union, UnionKind},
};
use platform::{
    App,
    db::{Db, Result},
    tree::{OrgId, Scope, ids_of},
    vals,
};

async fn candidate(db: &Db, union: Union) -> Result<Option<Candidate>> {
    let groups = unions::store::groups(db, union.id).await?;
    Ok(union.kind().map(|kind| Candidate {
        id: union.id,
        path: union.path,
        name: union.name,
        kind,
        open: matches!(union.status.as_str(), "1" | "4") && union.closed_on.is_none(),
        groups,
    }))
}
async fn by_id(db: &Db, id: Option<OrgId>) -> Result<Option<Candidate>> {
    let Some(id) = id else { return Ok(None) };
    match unions::store::find(db, id).await? {
        Some(union) => candidate(db, union).await,
        None => Ok(None),
    }
}
async fn by_ids(db: &Db, ids: Vec<(OrgId,)>) -> Result<Vec<Candidate>> {
    let mut all = Vec::with_capacity(ids.len());
    for (id,) in ids {
        all.extend(by_id(db, Some(id)).await?);
    }
    Ok(all)
}

/// What the proposal rests on.
pub async fn facts(app: &App, form: &Form, code: Option<&JoiningCode>) -> Result<Facts> {
    let db = &app.db;
    let serving = match form.group.as_str() {
        "" => Vec::new(),
        group => by_ids(db, serving(db, group).await?).await?,
    };
    Ok(Facts {
        workplace: workplace(app, form).await?,
        group: form.group.clone(),
        scan: scan(db, code).await?,
        serving,
        town: by_id(db, form.town).await?,
    })
}
/// Open unions that serve a group; a handful in a county.
async fn serving(db: &Db, group: &str) -> Result<Vec<(OrgId,)>> {
    db.all(
        "SELECT g.union_id FROM union_groups g JOIN unions u ON u.id = g.union_id JOIN organisations o ON o.id = u.id WHERE g.group_name = $1 AND u.status = '1' AND o.closed_on IS NULL ORDER BY 1 LIMIT 20",
        vals![group],
    )
    .await
}
async fn scan(db: &Db, code: Option<&JoiningCode>) -> Result<Option<Scan>> {
    let Some(code) = code else { return Ok(None) };
    let place = code.place_name.clone().unwrap_or_else(|| code.union_name.clone());
    Ok(by_id(db, Some(code.union_id)).await?.map(|union| Scan { place, union, group: code.group_name.clone() }))
}
async fn workplace(app: &App, form: &Form) -> Result<Option<Workplace>> {
    if form.work != Work::Employer {
        return Ok(None);
    }
    let name = form.employer_name.clone();
    let known = match form.employer {
        Some(id) => employers::store::find(&app.db, id).await?,
        None => None,
    };
    let Some(employer) = known else { return Ok(Some(Workplace { name, ..Workplace::default() })) };
    let covering: Vec<(OrgId,)> = app
        .db
        .all(
            "SELECT DISTINCT union_id FROM coverages WHERE employer = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on >= $2) ORDER BY 1",
            vals![employer.id, app.today()],
        )
        .await?;
    // A union that is being founded for the workplace recruits already, before the one that it may share till then.
    let union = unions::store::prepares_for(&app.db, employer.id).await?.or(employer.union_id);
    Ok(Some(Workplace {
        name,
        union: by_id(&app.db, union).await?,
        covering: by_ids(&app.db, covering).await?,
        area: by_id(&app.db, Some(employer.org)).await?,
    }))
}

/// The unions of towns: what an applicant chooses from.
pub async fn towns(db: &Db) -> Result<Vec<(OrgId, String)>> {
    db.all(
        "SELECT u.id, o.name FROM unions u JOIN organisations o ON o.id = u.id WHERE u.kind = $1 AND u.status = '1' AND o.closed_on IS NULL ORDER BY u.region, u.id LIMIT 400",
        vals![UnionKind::Town.key()],
    )
    .await
}
/// The county's union that names one where none fits: the nearest above what is known, else the top of the tree.
pub async fn county(app: &App, facts: &Facts) -> Result<Option<Union>> {
    let known = [
        facts.town.as_ref(),
        facts.workplace.as_ref().and_then(|w| w.area.as_ref()),
        facts.scan.as_ref().map(|s| &s.union),
    ];
    for id in known.into_iter().flatten().flat_map(|c| ids_of(&c.path).into_iter().rev()) {
        match unions::store::find(&app.db, id).await? {
            Some(union) if union.kind() == Some(UnionKind::County) => return Ok(Some(union)),
            _ => {}
        }
    }
    match app.root().await? {
        Some(root) => unions::store::find(&app.db, root.id).await,
        None => Ok(None),
    }
}
/// How many members a union has now, shown with a proposal.
pub async fn members(app: &App, union: &Candidate) -> Result<i64> {
    use crate::members::MEMBERS;
    use platform::facts::{Period, value};
    value(&app.db, MEMBERS, &Scope::below(&union.path), Period::until(app.today())).await
}
